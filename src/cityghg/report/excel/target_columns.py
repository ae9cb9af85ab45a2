"""The columns of a block of the sheet of targets, with live formulas where they are short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from cityghg.base.labels import Language, label
from cityghg.report.excel import styles
from cityghg.report.excel.book import named
from cityghg.report.excel.page import Formula, is_missing
from cityghg.units import load_units

LIGHTS: Final = {"green": "#C6EFCE", "amber": "#FFEB9C", "red": "#FFC7CE"}
_MISSED: Final = "#C00000"
_PERCENT: Final[dict[str, object]] = {"num_format": "0.00"}
_TONNES: Final[dict[str, object]] = {"num_format": styles.NUMBER}
_POINTS: Final[dict[str, object]] = {"num_format": "0.0"}

ByYear = Mapping[int, Mapping[str, Any]]
Filled = tuple[object, dict[str, object]]


@dataclass(frozen=True)
class Block:
    """Targets of one indicator and period; `rows` are those of `targets.csv`."""

    indicator: str
    base: int
    end: int
    title: str
    rows: pd.DataFrame
    language: Language

    @property
    def years(self) -> range:
        return range(self.base + 1, self.end + 1)

    @cached_property
    def last(self) -> int:
        """The last year with something reached, the first of the period where there is none."""
        known = self.rows.loc[self.rows["cumulative_actual_pct"].notna(), "year"]
        return int(known.max()) if len(known) else self.years[0]

    @cached_property
    def mass(self) -> tuple[str, float]:
        """The unit of emissions, and how many tonnes it is."""
        unit = self.word("mass_unit")
        return unit, load_units().factor(unit, "t")

    def word(self, key: str, **values: object) -> str:
        return label("workbook", key, self.language, **values)

    def head(self, key: str, **values: object) -> str:
        return self.word(f"targets.{key}", unit=self.mass[0], year=self.last, **values)


@dataclass(frozen=True)
class Column:
    """A column: its head, what stands over it and its neighbour, its cells by area and row."""

    head: str
    cell: Callable[[ByYear, int], Filled]
    over: str | None = None
    width: float = 11.0


def columns_of(block: Block) -> list[Column]:
    """Return the columns of a block: of total emissions in tonnes, of the others in percent."""
    total = block.indicator == "total"
    first = [_area(block), *([_cap(block)] if total else [_target(block), _yearly(block)])]
    pairs = [column for year in block.years for column in _year(block, year, total)]
    rest = _headroom(block) if total else _so_far(block, len(first))
    return [*first, *pairs, *rest, *_verdict(block)]


def _area(block: Block) -> Column:
    return Column(block.head("area"), lambda years, row: (next(iter(years.values()))["area_name"], {}))


def _target(block: Block) -> Column:
    def cell(years: ByYear, row: int) -> Filled:
        record = next(iter(years.values()))
        if record["state"] == "no_target":
            return named("state", "no_target", block.language), dict(styles.CENTRED)
        return record["target_decline_pct"], _PERCENT | {"font_color": styles.INPUT}

    return Column(block.head("target"), cell)


def _yearly(block: Block) -> Column:
    """The yearly decline, a formula of the target beside it."""

    def cell(years: ByYear, row: int) -> Filled:
        value = next(iter(years.values()))["annual_target_pct"]
        if is_missing(value) or not _has_target(years):
            return None, {}
        return Formula(f"(1-(1-{_at(row, 1)}/100)^(1/{len(block.years)}))*100", value), _PERCENT

    return Column(block.head("yearly"), cell)


def _cap(block: Block) -> Column:
    def cell(years: ByYear, row: int) -> Filled:
        record = next(iter(years.values()))
        return _scaled(record["cap_t"], block), _TONNES | {"font_color": styles.INPUT}

    return Column(block.head("cap"), cell, width=13.0)


def _year(block: Block, year: int, total: bool) -> tuple[Column, Column]:
    """Return what was planned for a year and what was reached, in red where that is less than planned.

    Emissions are compared with what they may be by then, so they have the light of that year.
    """
    names = ("path_t", "emissions_t") if total else ("year_target_pct", "year_actual_pct")
    look = _TONNES if total else _PERCENT

    def planned(years: ByYear, row: int) -> Filled:
        value = years.get(year, {}).get(names[0]) if _has_target(years) else None
        return (_scaled(value, block) if total else value), look

    def reached(years: ByYear, row: int) -> Filled:
        record = years.get(year, {})
        value = record.get(names[1])
        if total:
            return _scaled(value, block), look | _coloured(record)
        return value, look | ({"font_color": _MISSED} if _missed(record) else {})

    over = block.head("of_year", of=year)
    heads = [block.head(f"{word}_t" if total else word) for word in ("planned", "reached")]
    return Column(heads[0], planned, over, 9.5), Column(heads[1], reached, over, 9.5)


def _so_far(block: Block, before: int) -> list[Column]:
    """Return what is reached so far, progress, and what is left to do; the first two as formulas."""
    positions = [before + 2 * at + 1 for at, year in enumerate(block.years) if year <= block.last]
    own = before + 2 * len(block.years)

    def so_far(years: ByYear, row: int) -> Filled:
        value = _last(block, years).get("cumulative_actual_pct")
        left = "*".join(f"(1-{_at(row, at)}/100)" for at in positions)
        return _formula(f"(1-{left})*100", value), _PERCENT | _coloured(_last(block, years))

    def progress(years: ByYear, row: int) -> Filled:
        value = _last(block, years).get("progress_pct")
        return _formula(f"{_at(row, own)}/{_at(row, 1)}*100", value), _POINTS

    return [
        Column(block.head("so_far"), so_far, width=12.0),
        Column(block.head("progress"), progress),
        _plain(block, "time_progress_pct", "time", _POINTS),
        _plain(block, "required_annual_pct", "required", _PERCENT, 13.0),
        _plain(block, "projected_decline_pct", "projected", _PERCENT, 13.0),
    ]


def _headroom(block: Block) -> list[Column]:
    def tonnes(years: ByYear, row: int) -> Filled:
        return _scaled(_last(block, years).get("headroom_t"), block), _TONNES

    return [
        Column(block.head("headroom"), tonnes, width=12.0),
        _plain(block, "headroom_pct", "headroom_share", _POINTS),
    ]


def _verdict(block: Block) -> list[Column]:
    """Return points and grade where a scheme holds, the state in its colour, and both controls together."""
    columns = []
    if (block.rows["scheme"] != "").any():
        points = block.rows["computed_points"].max()
        columns += [
            _plain(block, "computed_score", "score", _POINTS, points=f"{points:g}"),
            _plain(block, "total_score", "total", _POINTS),
            _word(block, "grade", "grade"),
        ]
    columns.append(_word(block, "state", "state", coloured=True))
    if (block.rows["dual_control"] != "").any():
        columns.append(_word(block, "dual_control", "dual", width=20.0))
    return columns


def _plain(
    block: Block, name: str, head: str, look: dict[str, object], width: float = 11.0, **values: object
) -> Column:
    return Column(
        block.head(head, **values), lambda years, row: (_last(block, years).get(name), look), width=width
    )


def _word(block: Block, name: str, head: str, *, coloured: bool = False, width: float = 12.0) -> Column:
    def cell(years: ByYear, row: int) -> Filled:
        record = _last(block, years)
        code = record.get(name, "")
        look = styles.CENTRED | (_coloured(record) if coloured else {})
        return (named(name, code, block.language) if code else None), look

    return Column(block.head(head), cell, width=width)


def _coloured(record: Mapping[str, Any]) -> dict[str, object]:
    colour = LIGHTS.get(str(record.get("light", "")))
    return {"bg_color": colour} if colour else {}


def _missed(record: Mapping[str, Any]) -> bool:
    completion = record.get("year_completion_pct")
    return completion is not None and bool(completion < 100)


def _last(block: Block, years: ByYear) -> Mapping[str, Any]:
    return years.get(block.last, {})


def _formula(text: str, value: Any) -> Formula | None:
    return None if is_missing(value) else Formula(text, float(value))


def _has_target(years: ByYear) -> bool:
    return str(next(iter(years.values()))["state"]) != "no_target"


def _scaled(value: Any, block: Block) -> float | None:
    return None if is_missing(value) else float(value) / block.mass[1]


def _at(row: int, position: int) -> str:
    return str(xl_rowcol_to_cell(row, position, col_abs=True))
