"""Reallocation: shares of a sector's fuel booked elsewhere, exactly, and only where a project asks for it."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cityghg.base.problems import Place
from cityghg.factors.load import Library, load
from cityghg.inventory.figures import Figure
from cityghg.inventory.reallocate import Chosen, choose, reallocate
from support import TREES, codes, entry, figure, value, write_library

ROAD = {
    "reallocations": [
        {
            "id": "road",
            "title": {"zh": "道路燃料", "en": "road fuel"},
            "moves": [
                {
                    "source": "gasoline",
                    "sector": "industry",
                    "to": "transport.road",
                    "share": value(0.95, "1"),
                },
                {"source": "diesel", "sector": "industry", "to": "transport.road", "share": value(0.35, "1")},
                {
                    "source": "diesel",
                    "sector": "industry.c25",
                    "to": "transport.road",
                    "share": value(0.1, "1"),
                },
                {
                    "source": "gasoline",
                    "sector": "residential",
                    "to": "transport.road",
                    "share": value(1, "1"),
                },
            ],
        }
    ]
}


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = write_library(tmp_path_factory.mktemp("road"), entry("diesel", emission_factor=value(3)))
    (folder / "reallocation.yaml").write_text(yaml.safe_dump(ROAD, allow_unicode=True), encoding="utf-8")
    found, problems = load(folder)
    assert (found is not None, problems) == (True, [])
    assert found is not None
    return found


def moved(library: Library, *figures: Figure) -> list[tuple[str, Decimal | None]]:
    chosen, problems = choose(["road"], [library], Place())
    assert problems == []
    return [(f.key.sector, f.amount) for f in reallocate(figures, chosen, TREES)[0]]


def test_a_share_moves_and_the_rest_stays(road: Library) -> None:
    # 200 t of petrol: 200 x 0.95 = 190 t on the road, 10 t in the works
    assert moved(road, figure("gasoline", 200)) == [("industry", Decimal("10.00")), ("transport.road", 190)]


def test_the_finest_sector_decides_and_a_branch_follows_its_whole(road: Library) -> None:
    refinery, works = (
        figure("diesel", 100, sector="industry.c25"),
        figure("diesel", 100, sector="industry.c30"),
    )
    assert moved(road, refinery)[1] == ("transport.road", Decimal("10.0"))
    assert moved(road, works) == [("industry.c30", Decimal("65.00")), ("transport.road", Decimal("35.00"))]


def test_what_moves_whole_leaves_nothing_behind(road: Library) -> None:
    assert moved(road, figure("gasoline", 7, sector="residential.urban")) == [("transport.road", 7)]


def test_other_fuels_sectors_and_notation_keys_are_left_alone(road: Library) -> None:
    untouched = [
        figure("raw_coal", 5),
        figure("gasoline", 5, sector="transport"),
        figure("gasoline", None, notation="NE"),
    ]
    chosen, _ = choose(["road"], [road], Place())
    assert reallocate(untouched, chosen, TREES) == (untouched, [])


def test_the_parts_know_where_they_come_from(road: Library) -> None:
    whole = figure("gasoline", 200, variance=4.0, rounding="0.5")
    chosen, _ = choose(["road"], [road], Place())
    (rest, away), problems = reallocate([whole], chosen, TREES)
    assert codes(problems) == ["reallocated"]
    assert away.terms == ((1, whole),)
    assert away.moved is not None
    assert (away.moved.share, away.moved.sector, away.moved.at) == (Decimal("0.95"), "industry", "table 1")
    assert (away.derived, rest.derived) == (True, True)
    assert away.uncertainty_pct == pytest.approx(whole.uncertainty_pct)


def test_an_unknown_table_is_said_with_the_known_ones(road: Library) -> None:
    chosen, problems = choose(["rail"], [road], Place(file="city.yaml"))
    assert (chosen, codes(problems)) == ([], ["reallocation_unknown"])
    assert "road" in problems[0].text("en")


def test_the_first_library_of_the_stack_has_its_way(road: Library, tmp_path: Path) -> None:
    folder = write_library(tmp_path, entry("diesel", emission_factor=value(3)), id="other")
    (folder / "reallocation.yaml").write_text(yaml.safe_dump(ROAD, allow_unicode=True), encoding="utf-8")
    other, _ = load(folder)
    assert other is not None
    chosen, _ = choose(["road"], [other, road], Place())
    assert [c.library.name for c in chosen] == [other.name]
    assert isinstance(chosen[0], Chosen)


@given(st.decimals(0, 10**9, places=9), st.sampled_from(["industry", "industry.c25", "residential", "trade"]))
def test_the_parts_add_up_to_the_whole_exactly(road: Library, amount: Decimal, sector: str) -> None:
    whole = figure("diesel", str(amount), sector=sector)
    chosen, _ = choose(["road"], [road], Place())
    parts, _ = reallocate([whole], chosen, TREES)
    assert sum(part.amount or 0 for part in parts) == whole.amount
