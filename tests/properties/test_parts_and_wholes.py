"""Parts and wholes at random: nothing is counted twice, nothing is lost."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cityghg.inventory.figures import Figure
from cityghg.inventory.of_which import separate
from support import TREES, codes, figure

COALS = ("anthracite", "coking_coal", "bituminous_coal", "lignite")
SECTORS = ("industry.c26", "industry.c30", "industry.c31")

amounts = st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False)


def total(figures: list[Figure]) -> Decimal:
    return sum((f.amount or Decimal(0) for f in figures), Decimal(0))


@given(st.dictionaries(st.sampled_from(COALS), amounts, min_size=1), amounts)
def test_parts_and_remainder_are_the_whole(parts: dict[str, Decimal], rest: Decimal) -> None:
    whole = sum(parts.values(), rest)
    figures = [figure("raw_coal", str(whole)), *(figure(source, str(n)) for source, n in parts.items())]
    kept, problems = separate(figures, TREES)
    assert problems == []
    assert total(kept) == whole


@given(
    st.dictionaries(st.tuples(st.sampled_from(COALS), st.sampled_from(SECTORS)), amounts, min_size=1), amounts
)
def test_parts_both_ways_are_taken_out_of_the_whole_once(
    parts: dict[tuple[str, str], Decimal], rest: Decimal
) -> None:
    whole = sum(parts.values(), rest)
    figures = [figure("raw_coal", str(whole))]
    figures += [figure(source, str(n), sector=sector) for (source, sector), n in parts.items()]
    kept, problems = separate(figures, TREES)
    assert problems == []
    assert total(kept) == whole


pairs = st.tuples(
    st.sampled_from(["raw_coal", *COALS]), st.sampled_from(["industry", "industry.c", *SECTORS, "power"])
)


@given(st.dictionaries(pairs, amounts, min_size=1, max_size=12))
def test_a_whole_and_its_part_are_never_both_added(stated: dict[tuple[str, str], Decimal]) -> None:
    """Without a problem, the total is that of the figures that no other contains."""
    figures = [figure(source, str(n), sector=sector) for (source, sector), n in stated.items()]
    kept, problems = separate(figures, TREES)
    outer = [
        f
        for f in figures
        if not any(g is not f and TREES.covers(g.key[3:1:-1], f.key[3:1:-1]) for g in figures)
    ]
    if not problems:
        assert total(kept) == total(outer)
    else:
        assert set(codes(problems)) <= {"parts_exceed_whole", "figures_cross"}
    numbers = [f.key[3:1:-1] for f in kept if f.amount is not None]
    assert not any(TREES.crossed(one, other) for one in numbers for other in numbers)


@given(st.dictionaries(pairs, amounts, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(stated: dict[tuple[str, str], Decimal], random: Random) -> None:
    figures = [figure(source, str(n), sector=sector) for (source, sector), n in stated.items()]
    shuffled = list(figures)
    random.shuffle(shuffled)
    one, other = (
        sorted((f.key, f.amount) for f in separate(given_order, TREES)[0])
        for given_order in (figures, shuffled)
    )
    assert one == other
