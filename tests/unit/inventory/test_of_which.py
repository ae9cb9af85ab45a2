"""Parts and wholes: what is left of a whole, and what cannot be told."""

from cityghg.base.problems import Problem
from cityghg.inventory.figures import Figure
from cityghg.inventory.of_which import separate
from support import DANTU, TREES, codes, figure

Left = dict[tuple[str, str], object]


def separated(*given: Figure) -> tuple[Left, list[Problem]]:
    """Return the amount or notation key left by (source, sector)."""
    found, problems = separate(given, TREES)
    left: Left = {(f.key.source, f.key.sector): f.notation or f.amount for f in found}
    assert len(left) == len(found)
    return left, problems


def test_parts_are_taken_out_of_the_whole_by_source() -> None:
    left, problems = separated(figure("raw_coal", 100), figure("anthracite", 30), figure("lignite", 20))
    assert left == {
        ("raw_coal", "industry"): 50,
        ("anthracite", "industry"): 30,
        ("lignite", "industry"): 20,
    }
    assert problems == []


def test_parts_are_taken_out_of_the_whole_by_sector() -> None:
    left, _ = separated(figure("diesel", 100), figure("diesel", 60, sector="industry.c26"))
    assert left == {("diesel", "industry"): 40, ("diesel", "industry.c26"): 60}


def test_a_part_of_a_part_is_taken_out_once() -> None:
    # industry 100 > manufacturing 60 > chemicals 25
    left, _ = separated(
        figure("diesel", 100),
        figure("diesel", 60, sector="industry.c"),
        figure("diesel", 25, sector="industry.c26"),
    )
    assert list(left.values()) == [40, 35, 25]


def test_a_part_finer_both_ways_belongs_to_the_whole() -> None:
    left, _ = separated(figure("raw_coal", 100), figure("anthracite", 10, sector="industry.c26"))
    assert left == {("raw_coal", "industry"): 90, ("anthracite", "industry.c26"): 10}


def test_a_whole_that_its_parts_fill_leaves_no_line() -> None:
    left, problems = separated(figure("raw_coal", 50), figure("anthracite", 30), figure("lignite", 20))
    assert left == {("anthracite", "industry"): 30, ("lignite", "industry"): 20}
    assert problems == []


def test_parts_may_exceed_the_whole_by_its_rounding() -> None:
    # 5 printed without decimals and 4.6 + 0.5 with one: off by at most 0.5 + 0.05 + 0.05
    left, problems = separated(
        figure("raw_coal", 5, rounding="0.5"),
        figure("anthracite", "4.6", rounding="0.05"),
        figure("lignite", "0.5", rounding="0.05"),
    )
    assert (("raw_coal", "industry") in left, problems) == (False, [])


def test_parts_that_exceed_the_whole_are_a_problem_and_not_added_to_it() -> None:
    left, [found] = separated(figure("raw_coal", 50), figure("anthracite", 60, origin="B9"))
    assert left == {("anthracite", "industry"): 60}
    assert codes([found]) == ["parts_exceed_whole"]
    assert "B9" in found.text("zh")


def test_a_remainder_is_kept_however_small_beside_the_rounding() -> None:
    # 5 (万吨, rounded) of which 4.6: the 0.4 are part of what was reported
    left, _ = separated(figure("raw_coal", 5, rounding="0.5"), figure("anthracite", "4.6", rounding="0.05"))
    assert sum(float(str(v)) for v in left.values()) == 5


def test_figures_that_overlap_without_one_containing_the_other_are_a_problem() -> None:
    left, problems = separated(figure("raw_coal", 50, sector="industry.c26"), figure("anthracite", 40))
    assert codes(problems) == ["figures_cross"]
    assert left == {("raw_coal", "industry.c26"): "NE", ("anthracite", "industry"): 40}


def test_of_figures_that_overlap_only_one_is_taken_out_of_the_whole() -> None:
    crossing = figure("raw_coal", 50, sector="industry.c26"), figure("anthracite", 40)
    left, _ = separated(figure("raw_coal", 100), *crossing)
    assert sorted(map(str, left.values())) == ["40", "60", "NE"]


def test_no_for_a_whole_with_parts_is_a_problem() -> None:
    left, problems = separated(figure("raw_coal", notation="NO"), figure("anthracite", 40))
    assert (left, codes(problems)) == ({("anthracite", "industry"): 40}, ["notation_against_amount"])


def test_ne_for_a_whole_leaves_its_parts_alone() -> None:
    left, problems = separated(figure("raw_coal", notation="NE"), figure("anthracite", 40))
    assert left == {("raw_coal", "industry"): "NE", ("anthracite", "industry"): 40}
    assert problems == []


def test_a_part_without_an_amount_takes_nothing_out() -> None:
    left, _ = separated(figure("raw_coal", 100), figure("anthracite", notation="NE"))
    assert left == {("raw_coal", "industry"): 100, ("anthracite", "industry"): "NE"}


def test_other_areas_years_and_counterparts_are_no_parts() -> None:
    given = [
        figure("raw_coal", 100),
        figure("anthracite", 30, area="321102"),
        figure("anthracite", 30, year=2021),
    ]
    assert separate(given, TREES) == (given, [])
    trades = [
        figure("electricity_import", 5, sector="supply"),
        figure("electricity_import", 7, sector="supply", counterpart=DANTU),
    ]
    assert separate(trades, TREES) == (trades, [])


def test_sources_and_sectors_apart_are_left_alone() -> None:
    given = [figure("raw_coal", 100), figure("coke", 30), figure("anthracite", 30, sector="power")]
    assert separate(given, TREES) == (given, [])
