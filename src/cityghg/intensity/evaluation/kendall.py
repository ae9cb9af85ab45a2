"""The p value of Kendall's tau against time, of both sides, as `scipy.stats.kendalltau` gives it.

Written out because importing `scipy.stats` takes much of a small run; tests hold it to `scipy`.
Method: Kendall, M. G. (1970), Rank Correlation Methods, 4th edition, chapters 4 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from itertools import accumulate


@cache
def exact(count: int, s: int) -> float:
    """Return p of the statistic S of `count` different values: the share of orders with |S| as large.

    Orders are counted by their pairs out of order, adding a value at a time: the value that comes n-th can
    be put out of order with 0 to n - 1 of those before it.
    """
    pairs = count * (count - 1) // 2
    fewest = (pairs - abs(s)) // 2
    if 2 * fewest >= pairs:
        return 1.0
    orders = [1] + [0] * fewest
    for n in range(2, count + 1):
        sums = list(accumulate(orders))
        orders = [total - (sums[i - n] if i >= n else 0) for i, total in enumerate(sums)]
    return 2 * sum(orders) / math.factorial(count)


def normal(count: int, s: int, ties: Iterable[int]) -> float:
    """Return p of the statistic S by the normal approximation; `ties` are the sizes of groups of equals."""
    variance = (_spread(count) - sum(_spread(size) for size in ties)) / 18
    return math.erfc(abs(s) / math.sqrt(2 * variance)) if variance else 1.0


def _spread(count: int) -> int:
    return count * (count - 1) * (2 * count + 5)
