"""Categories of rows: IPCC, GPC and the row of the summary."""

import pandas as pd
import pytest

from cityghg.codes import load_sectors, load_sources
from cityghg.inventory.categories import categorise


@pytest.mark.parametrize(
    ("source", "sector", "scope", "memo", "ipcc", "gpc", "row"),
    [
        ("diesel", "residential", "1", "", "1.A.4.b", "I.1.1", "residential"),
        ("electricity", "residential", "2", "", "", "I.1.2", ""),
        ("diesel", "transport.road", "1", "", "1.A.3.b", "II.1.1", "road"),
        ("diesel", "power", "1", "", "1.A.1.a", "I.4.4", "power_heat"),
        ("electricity_import", "supply", "memo", "trade", "", "", ""),
        ("diesel", "bunkers.marine", "memo", "bunkers", "1.A.3.d.i", "", "bunkers_marine"),
        ("firewood", "residential", "1", "", "1.A.4.b", "I.1.1", "biomass"),
        ("firewood", "residential", "memo", "biomass_co2", "1.A.4.b", "", "biomass"),
    ],
)
def test_category(source: str, sector: str, scope: str, memo: str, ipcc: str, gpc: str, row: str) -> None:
    table = pd.DataFrame({"source": [source], "sector": [sector], "scope": [scope], "memo_kind": [memo]})
    found = categorise(table, load_sources(), load_sectors()).iloc[0]
    assert (found["ipcc"], found["gpc"]) == (ipcc, gpc)
    rows = load_sectors()[sector].summary_row if row not in ("", "biomass") else row
    assert found["summary_row"] == rows
