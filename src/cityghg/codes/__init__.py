"""Code lists: sources, sectors, areas and the names people use for them."""

from cityghg.codes.areas import Area, Areas, load_areas
from cityghg.codes.codelist import Code, CodeList
from cityghg.codes.lists import Sector, Source, SummaryRow, load_sectors, load_sources, load_summary_rows

__all__ = [
    "Area",
    "Areas",
    "Code",
    "CodeList",
    "Sector",
    "Source",
    "SummaryRow",
    "load_areas",
    "load_sectors",
    "load_sources",
    "load_summary_rows",
]
