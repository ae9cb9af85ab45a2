"""The rows a parent gets from its children: sums, and residuals where it has figures of its own.

Numbers are added with `math.fsum`, so the order of the children does not matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from cityghg.base.notation import BY_WEIGHT, NO
from cityghg.inventory.lines import COLUMNS, NO_LINE
from cityghg.inventory.matching import Pair

SUM: Final = "sum"
RESIDUAL: Final = "residual"
NO_GROUP: Final = 0
_ACCOUNT: Final = ("scope", "memo_kind", "gas")
_KEY: Final = ("sector", "source", "counterpart", *_ACCOUNT, "unit")
_NUMBERS: Final = ("amount", "mass_t", "co2e_t")
_DIGITS: Final = 12  # significant ones, as tables are written

Row = dict[str, Any]


def residual_code(area: str) -> str:
    """Return the code of the pseudo-area that holds what the children of `area` do not."""
    return f"{area}-residual"


def account(row: Row) -> tuple[str, ...]:
    """Return scope, kind of memo item and gas: what of a source and sector is compared with what."""
    return tuple(row[name] for name in _ACCOUNT)


def by_account(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows of each account, in the order of the accounts."""
    return _grouped(rows, _ACCOUNT)


def sums(theirs: Sequence[Row], place: Row, total: int) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the sum of the children's rows for each key, with the rows in it.

    `place` has area, level and year of the parent, `total` is the number of its children.
    """
    for key, rows in _grouped(theirs, _KEY).items():
        numbers = [row for row in rows if not row["notation"]]
        reported = len({row["area"] for row in rows if row["notation"] in ("", NO)})
        yield (
            {
                **_blank(),
                **place,
                **dict(zip(_KEY, key, strict=True)),
                **{name: _add(row[name] for row in numbers) for name in _NUMBERS},
                "gwp": numbers[0]["gwp"] if numbers else None,
                "provenance": SUM,
                "notation": "" if numbers else _notation(rows),
                "children_reported": f"{reported}/{total}",
                "records": sum(row["records"] for row in rows),
            },
            rows,
        )


def residual(ours: Sequence[Row], theirs: Sequence[Row], place: Row, label: Pair) -> Row:
    """Return own minus children of one account, at the finest source and sector that holds them all.

    Imports are netted with exports of the same kind.
    """
    numbers = [row for row in ours if not row["notation"]]
    left = {name: _left(_net(numbers, name), _net(theirs, name)) for name in _NUMBERS}
    return {
        **_blank(),
        **{name: ours[0][name] for name in (*_ACCOUNT, "unit")},
        **(left if numbers else {}),
        "area": residual_code(place["area"]),
        "level": "",
        "year": place["year"],
        "source": label[0],
        "sector": label[1],
        "counterpart": "",
        "gwp": numbers[0]["gwp"] if numbers else None,
        "provenance": RESIDUAL,
        "notation": "" if numbers else _notation(ours),
        "records": len(numbers),
    }


def _grouped(rows: Iterable[Row], names: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    return dict(sorted(groups.items()))


def _blank() -> Row:
    texts = dict.fromkeys(("factor", "library", "children_reported", "origin"), "")
    ties = dict.fromkeys(("group", "part_of", "whole_of"), NO_GROUP)
    return {**dict.fromkeys(COLUMNS), **texts, **ties, "line": NO_LINE}


def _add(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def _net(rows: Iterable[Row], column: str) -> float | None:
    """Sum a column, the amounts of exports against the others; masses carry their sign already."""
    return _add(
        -row[column] if column == "amount" and row["source"].endswith("_export") else row[column]
        for row in rows
        if row[column] is not None
    )


def _left(own: float | None, inner: float | None) -> float | None:
    """Return own minus inner, without the dust that float sums leave beyond the digits of the larger."""
    if own is None or inner is None:
        return own
    size = max(abs(own), abs(inner))
    if size == 0:
        return own - inner
    return round(own - inner, _DIGITS - 1 - math.floor(math.log10(size))) + 0.0  # never -0.0


def _notation(rows: Iterable[Row]) -> str:
    """Return the notation key for rows that all carry one: the one that admits most."""
    return str(min((row["notation"] for row in rows), key=BY_WEIGHT.index))
