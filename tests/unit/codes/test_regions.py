"""Region schemes: which regions an area lies in."""

import pytest

from cityghg.codes import Area, load_areas
from cityghg.codes.regions import regions_of

AREAS = load_areas()


@pytest.mark.parametrize(
    ("code", "regions"),
    [
        ("321112", {"grid:华东", "grid2010:华东", "livestock:华东"}),
        ("510100", {"grid:西南", "grid2010:华中", "livestock:西南"}),  # 四川: a grid of its own since 2021
        ("150400", {"grid:东北", "grid2010:东北", "livestock:华北"}),  # 赤峰
        ("150100", {"grid:华北", "grid2010:华北", "livestock:华北"}),  # 呼和浩特
        ("150000", {"livestock:华北"}),  # 内蒙古 lies in two grids
    ],
)
def test_regions_of_an_area(code: str, regions: set[str]) -> None:
    assert set(regions_of(AREAS, code)) == regions


def test_a_unit_lies_where_its_parent_does_unless_it_says_otherwise() -> None:
    areas = AREAS.with_more(
        [Area("a", "甲", "zone", "321100"), Area("b", "乙", "zone", "321100", region="华北")]
    )
    assert "grid:华东" in regions_of(areas, "a")
    assert "grid:华北" in regions_of(areas, "b")
