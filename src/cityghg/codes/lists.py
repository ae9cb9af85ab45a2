"""The shipped lists of sources, sectors and summary rows, read from `factors/codelists/`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.codelist import Code, CodeList

SourceKind = Literal[
    "coal", "coal_product", "gas", "oil", "natural_gas", "biomass", "waste",
    "heat", "electricity", "trade", "process", "fugitive", "agriculture", "land_use", "disposal", "other",
    "total",
]  # fmt: skip


class Source(Code):
    """What is burnt, bought, made or used up.

    `unit` is the canonical unit; `gases` are those expected of it, so that an unserved one shows as
    NE. `sector` is given where the source implies it; `categories` are the parts of that sector it
    emits in, each on the whole amount, where there are several (livestock: enteric fermentation and
    manure). A source of kind `total` is never counted.
    """

    kind: SourceKind
    unit: str
    gases: tuple[str, ...] = ()
    stat_code: str | None = None
    sector: str | None = None
    categories: tuple[str, ...] = ()
    signed: bool = False
    reference_celsius: float | None = None
    biogenic: bool = False
    note: str | None = None


class Sector(Code):
    """Who emits: `ipcc` is the 2006 category, `gpc` the reference without its scope digit."""

    ipcc: str | None = None
    gpc: str | None = None
    summary_row: str | None = None
    gbt4754: str | None = None
    memo_kind: Literal["bunkers", "nonenergy"] | None = None
    note: str | None = None


class SummaryRow(Code):
    """A row of the provincial summary table."""

    memo: bool = False


class _Publication(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: str
    publisher: str | None = None
    year: int | None = None
    url: str | None = None
    note: str | None = None


class ListHead(BaseModel):
    """What every code list begins with."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    references: tuple[_Publication, ...] = ()


class _SourcesFile(ListHead):
    sources: tuple[Source, ...]


class _SectorsFile(ListHead):
    sectors: tuple[Sector, ...]


class _SummaryRowsFile(ListHead):
    summary_rows: tuple[SummaryRow, ...]


@cache
def load_sources() -> CodeList[Source]:
    """Return every shipped source, in the order of the enterprise form, then process sources."""
    return CodeList(shipped(codelist("sources.yaml"), _SourcesFile).sources)


@cache
def load_sectors() -> CodeList[Sector]:
    """Return every shipped sector."""
    return CodeList(shipped(codelist("sectors.yaml"), _SectorsFile).sectors)


@cache
def load_summary_rows() -> CodeList[SummaryRow]:
    """Return the rows of the provincial summary table, top to bottom."""
    return CodeList(shipped(codelist("summary_rows.yaml"), _SummaryRowsFile).summary_rows)
