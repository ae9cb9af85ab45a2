"""Which figures of a parent and of its children belong together."""

from cityghg.inventory.matching import Pair, components
from support import TREES

COAL, HARD = "raw_coal", "anthracite"


def grouped(own: list[Pair], inner: list[Pair]) -> dict[Pair, tuple[list[Pair], list[Pair]]]:
    return {label: (sorted(ours), sorted(theirs)) for label, ours, theirs in components(own, inner, TREES)}


def test_equal_pairs_belong_together() -> None:
    pair = ("diesel", "industry")
    assert grouped([pair], [pair]) == {pair: ([pair], [pair])}


def test_pairs_apart_stay_apart() -> None:
    one, other = ("diesel", "industry"), ("diesel", "transport")
    assert grouped([one], [other]) == {one: ([one], []), other: ([], [other])}


def test_parts_belong_to_their_whole() -> None:
    whole, one, two = (COAL, "industry"), (HARD, "industry.c26"), ("lignite", "industry.c30")
    assert grouped([whole], [one, two]) == {whole: ([whole], [one, two])}
    assert grouped([one, two], [whole]) == {whole: ([one, two], [whole])}


def test_parts_without_a_whole_stay_apart() -> None:
    one, two = (HARD, "industry"), ("lignite", "industry")
    assert grouped([one], [two]) == {one: ([one], []), two: ([], [two])}


def test_a_chain_of_wholes_and_parts_meets_at_the_outermost() -> None:
    top, middle, leaf = (COAL, "industry"), (COAL, "industry.c"), (HARD, "industry.c26")
    assert grouped([leaf], [middle, top]) == {top: ([leaf], [top, middle])}


def test_crossing_pairs_meet_above_both() -> None:
    # neither contains the other; raw coal of industry contains both
    top, one, two = (COAL, "industry"), (COAL, "industry.c26"), (HARD, "industry")
    assert grouped([top], [one, two])[top] == ([top], [two, one])
