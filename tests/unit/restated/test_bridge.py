"""The bridge between two results: every tonne has one cause, whatever changed."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityghg.codes import Areas, load_areas
from cityghg.inventory.basis import BASES
from cityghg.report.tables import INVENTORY
from cityghg.restated.bridge import Bridge, Bridges
from cityghg.restated.leaves import keys_of, leaves
from cityghg.restated.read import Told
from cityghg.restated.split import ACTIVITY, COVERAGE, FACTOR, GWP, ROLL_UP, split
from support import CITY, DANTU, JINGKOU, TREES

TERRITORIAL = BASES[0]
AREAS = Areas(a for a in load_areas() if a.parent != CITY or a.code in (DANTU, JINGKOU))
NUMBERS = ("amount", "mass_t", "gwp", "co2e_t")


def row(area: str = DANTU, amount: float | None = 10.0, factor: float = 3.0, **more: Any) -> dict[str, Any]:
    """Return an inventory row of diesel; without an amount it is NE."""
    gwp = more.pop("gwp", 1.0)
    mass = None if amount is None else amount * factor
    return {
        "area": area, "year": 2020, "sector": "industry", "source": "diesel", "counterpart": "", "scope": "1",
        "memo_kind": "", "gas": "CO2", "ipcc": "1.A.2", "gpc": "I.3.1", "amount": amount, "unit": "t",
        "mass_t": mass, "gwp": gwp, "co2e_t": None if mass is None else mass * gwp,
        "notation": "NE" if amount is None else "", "provenance": "own",
        "origin": "a.xlsx, B2", "deposit_year": "", **more,
    }  # fmt: skip


def told(*rows: dict[str, Any]) -> Told:
    frame = pd.DataFrame(list(rows)).reindex(columns=list(INVENTORY))
    texts = [name for name in frame.columns if name not in (*NUMBERS, "year")]
    frame[texts] = frame[texts].astype(object).where(frame[texts].notna(), "")
    return Told("x", frame.astype(dict.fromkeys(NUMBERS, float)), pd.DataFrame(), AREAS, {"libraries": []})


def bridge(old: list[dict[str, Any]], new: list[dict[str, Any]], area: str = DANTU) -> Bridge:
    return Bridges(told(*old), told(*new), TREES).bridge((area, 2020), TERRITORIAL)


def causes(found: Bridge) -> dict[str, float]:
    assert found.check == pytest.approx(0, abs=1e-9)
    names = dict.fromkeys(part.cause for part in found.parts)
    return {name: pytest.approx(found.by(name), abs=1e-9) for name in names}


@pytest.mark.parametrize(
    ("changed", "cause", "tonnes"),
    [
        ({"amount": 12.0}, ACTIVITY, 6.0),
        ({"factor": 2.5}, FACTOR, -5.0),
        ({"gwp": 2.0}, GWP, 30.0),
        ({"amount": None}, COVERAGE, -30.0),
        ({"amount": 0.0}, ACTIVITY, -30.0),
    ],
)
def test_one_change_is_one_cause(changed: dict[str, Any], cause: str, tonnes: float) -> None:
    found = bridge([row()], [row(**changed)])
    assert causes(found) == {cause: tonnes}
    back = bridge([row(**changed)], [row()])
    assert causes(back) == {cause: -tonnes}


def test_several_changes_are_shared_by_logarithms() -> None:
    """10 · 3 = 30 becomes 20 · 1.5 = 30: what the amount adds, 30 ln 2, the factor takes off again."""
    found = bridge([row()], [row(amount=20.0, factor=1.5)])
    assert causes(found) == {ACTIVITY: 30 * math.log(2), FACTOR: -30 * math.log(2)}


def test_the_same_amount_in_another_unit_is_no_change() -> None:
    assert bridge([row()], [row(amount=10_000.0, factor=0.003, unit="kg")]).parts == ()


def test_rows_come_and_go() -> None:
    gas = row(source="natural_gas", unit="m3")
    assert causes(bridge([row()], [row(), gas])) == {COVERAGE: 30.0}
    assert causes(bridge([row(), gas], [row()])) == {COVERAGE: -30.0}


SUM = {"area": CITY, "provenance": "sum", "origin": ""}


def test_a_sum_is_told_by_the_rows_in_it() -> None:
    """The city has 30 + 60; one district's amount is corrected by 5 t, the other one's factor to 3.1."""
    old = [row(), row(JINGKOU, 20.0), row(amount=30.0, **SUM)]
    new = [row(amount=15.0), row(JINGKOU, 20.0, 3.1), row(amount=35.0, factor=107 / 35, **SUM)]
    found = bridge(old, new, CITY)
    assert causes(found) == {ACTIVITY: 15.0, FACTOR: 2.0}
    assert {part.key.area for part in found.parts} == {DANTU, JINGKOU}


def test_an_own_figure_in_place_of_a_sum_is_roll_up() -> None:
    """Districts 30 + 60 = 90 become 45 + 60; the city now reports 120 of its own: 15 above its districts."""
    old = [row(), row(JINGKOU, 20.0), row(amount=30.0, **SUM)]
    new = [row(amount=15.0), row(JINGKOU, 20.0), row(CITY, 40.0)]
    assert causes(bridge(old, new, CITY)) == {ACTIVITY: 15.0, ROLL_UP: 15.0}
    assert causes(bridge(new, old, CITY)) == {ACTIVITY: -15.0, ROLL_UP: -15.0}


def test_a_sum_that_its_parts_do_not_make_up_stands_for_itself() -> None:
    old = [row(), row(amount=30.0, **SUM)]
    assert leaves(told(*old).inventory, AREAS).of[CITY, 2020] == {keys_of(told(old[1]).inventory)[0]}


def test_a_residual_is_roll_up() -> None:
    area = f"{CITY}-residual"
    left = {"provenance": "residual", "origin": ""}
    assert causes(bridge([row(area, **left)], [row(area, 4.0, **left)], area)) == {ROLL_UP: -18.0}


def test_a_total_that_one_result_lacks_is_not_known() -> None:
    other = row(year=2021)
    found = Bridges(told(row()), told(other), TREES).bridge((DANTU, 2021), TERRITORIAL)
    assert not found.known
    assert (found.before, found.after) == (None, 30.0)


AMOUNTS = st.one_of(st.none(), st.just(0.0), st.floats(0.01, 1e6), st.floats(-1e3, -0.01))
ROWS = st.one_of(
    st.none(), st.builds(row, amount=AMOUNTS, factor=st.floats(0.01, 100), gwp=st.sampled_from([1.0, 28.0]))
)


SOURCES = ("diesel", "gasoline", "kerosene", "coke")
YEARS = range(2020, 2024)  # results of several years cost what those of one do, so each example has some
PAIRS = st.lists(st.tuples(ROWS, ROWS), min_size=1, max_size=len(SOURCES))


@settings(max_examples=8)
@given(st.tuples(*[PAIRS] * len(YEARS)))
def test_every_tonne_has_a_cause(drawn: tuple[list[tuple[Any, Any]], ...]) -> None:
    sides: tuple[list[dict[str, Any]], ...] = ([], [])
    for year, pairs in zip(YEARS, drawn, strict=True):
        for at, side in enumerate(sides):
            rows = ((pair[at], source) for pair, source in zip(pairs, SOURCES, strict=False))
            side += [one | {"source": source, "year": year} for one, source in rows if one]
            side.append(row(source="lpg", year=year))
    bridges = Bridges(told(*sides[0]), told(*sides[1]), TREES)
    for year in YEARS:
        found = bridges.bridge((DANTU, year), TERRITORIAL)
        tonnes = (found.before or 0, found.after or 0, *(part.tonnes for part in found.parts))
        assert abs(found.check) <= 1e-9 * max(1, *map(abs, tonnes))


def test_nothing_to_split_where_there_is_no_number() -> None:
    assert split(None, None) == []
    assert split(row(amount=None), None) == []
