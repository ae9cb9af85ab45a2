"""The category of each row: IPCC 2006, GPC reference, and the row of the provincial summary."""

from __future__ import annotations

from typing import Final

import pandas as pd

from cityghg.codes import CodeList, Sector, Source
from cityghg.inventory.kinds import kinds_of

TRADE: Final = "trade"
BIOMASS_CO2: Final = "biomass_co2"
BIOMASS_ROW: Final = "biomass"
_COMPLETE_GPC: Final = 3  # parts of a reference that carries its scope digit already, such as I.4.4


def categorise(table: pd.DataFrame, sources: CodeList[Source], sectors: CodeList[Sector]) -> pd.DataFrame:
    """Return the table with `ipcc`, `gpc` and `summary_row`; blank where a row has none.

    The IPCC category and the summary row are of direct emissions; electricity and heat bought have
    a GPC reference only.
    """
    kinds, kind = kinds_of(table, ("source", "sector", "scope", "memo_kind"))
    keys = zip(kinds["source"], kinds["sector"], kinds["scope"], kinds["memo_kind"], strict=True)
    found = [_category(*key, sources, sectors) for key in keys]
    names = ("ipcc", "gpc", "summary_row")
    columns = pd.DataFrame(found, columns=names, dtype="str").iloc[kind].set_axis(table.index)
    return table.assign(**{name: columns[name] for name in names})


def _category(
    source: str, sector: str, scope: str, memo_kind: str, sources: CodeList[Source], sectors: CodeList[Sector]
) -> tuple[str, str, str]:
    if sector not in sectors:
        return "", "", ""
    place = sectors[sector]
    direct = scope == "1" or memo_kind in ("bunkers", "nonenergy", BIOMASS_CO2)
    row = BIOMASS_ROW if sources[source].kind == "biomass" else place.summary_row
    return (
        (place.ipcc or "") if direct else "",
        _gpc(place.gpc or "", scope),
        (row or "") if direct else "",
    )


def _gpc(reference: str, scope: str) -> str:
    if not reference or scope not in ("1", "2", "3"):
        return ""
    return reference if len(reference.split(".")) >= _COMPLETE_GPC else f"{reference}.{scope}"
