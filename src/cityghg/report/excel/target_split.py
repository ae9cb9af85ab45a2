"""The sheet of a target broken down: districts by every rule, below them what they give together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from cityghg.report.excel import styles
from cityghg.report.excel.book import Assessed, named
from cityghg.report.excel.layout import Layout
from cityghg.report.excel.page import Cell, Formula, is_missing, records

_HEADER_ROW, _FIRST = 1, 2
_LEFT_OUT: Final = ("level", "base_year", "target_year", "city_target_pct", "gdp_prices")
_LAST: Final = ("at_bound", "area")
_RATES: Final = ("growth_pct", "min_pct", "max_pct")
_FORMATS: Final = {
    "population": styles.INTEGER, "emissions_t": styles.INTEGER, "gdp_10k_yuan": styles.INTEGER,
    "intensity_t_per_10k_yuan": styles.FOUR,
}  # fmt: skip
_TWO: Final = "0.00"
_WIDTHS: Final = {
    "area_name": 16.0,
    "emissions_t": 15.0,
    "gdp_10k_yuan": 15.0,
    "growth_pct": 20.0,
    "at_bound": 36.0,
}
_WIDTH: Final = 12.0


def write(sheet: Assessed) -> None:
    """Fill the sheet; the figures of the last row are formulas over the districts."""
    page, frame = sheet.page, sheet.frame
    first = frame.iloc[0]
    columns = _columns(frame)
    place = Layout(page.name, columns, _FIRST, len(frame) - 1)
    base, end = int(first["base_year"]), int(first["target_year"])
    said = {"target": f"{first['city_target_pct']:g}", "base": base, "end": end}
    page.title(sheet.word("targets.split_title", area=frame.iloc[-1]["area_name"], **said))
    page.heads(_HEADER_ROW, [named("columns", name, sheet.language) for name in columns], _widths(columns))
    for row, record in enumerate(records(frame), start=_FIRST):
        whole = row == _FIRST + len(frame) - 1
        cells = {name: _cell(sheet, place, name, record, end - base, whole=whole) for name in columns}
        page.put_row(row, place, cells, **({"bold": True, "bg_color": styles.TOTAL} if whole else {}))
        page.stretch(
            row, [(value, _WIDTHS["at_bound"]) for name, (value, _) in cells.items() if name == "at_bound"]
        )
    page.sheet.freeze_panes(_FIRST, 1)
    page.print_setup(sheet.word("page"), a3=True)
    page.put(_FIRST + len(frame) + 1, 0, sheet.word("targets.split_legend"), page.styles.bare())


def _columns(frame: pd.DataFrame) -> tuple[str, ...]:
    filled = [name for name in frame.columns if (frame[name].notna() & (frame[name] != "")).any()]
    inner = [name for name in filled if name not in (*_LEFT_OUT, *_LAST, "area_name")]
    return ("area_name", *inner, *(name for name in _LAST if name in filled))


def _widths(columns: tuple[str, ...]) -> list[float]:
    return [_WIDTHS.get(name, _WIDTH) for name in columns]


def _cell(
    sheet: Assessed, place: Layout, name: str, record: Mapping[str, Any], years: int, *, whole: bool
) -> Cell:
    value = record[name]
    if is_missing(value):
        return None, {}
    if name == "growth":
        return named("growth", value, sheet.language), styles.CENTRED
    if name == "at_bound":
        return _bounds(str(value), sheet), {"text_wrap": True}
    if isinstance(value, str):
        return value, {"font_color": styles.HELPER} if name == "area" else {}
    usual = _TWO if name.endswith("_pct") else styles.NUMBER
    look: dict[str, object] = {"num_format": _FORMATS.get(name, usual)}
    text = _check(place, name, years) if whole else None
    return (value if text is None else Formula(text, value)), look


def _check(place: Layout, name: str, years: int) -> str | None:
    """Return the formula of the city's figure: a sum, or the decline that districts give together."""
    if name in ("emissions_t", "gdp_10k_yuan", "population"):
        return f"SUM({place.range(name, outside=False)})"
    if not name.endswith("_pct") or name in _RATES:
        return None
    emissions, gdp, declines = (
        place.range(column, outside=False) for column in ("emissions_t", "gdp_10k_yuan", name)
    )
    growth = place.range("growth_pct", outside=False) if "growth_pct" in place.columns else "0"
    ratio = f"(1+{growth}/100)^{years}"
    after = f"SUMPRODUCT({emissions}*{ratio}*(1-{declines}/100))/SUMPRODUCT({gdp}*{ratio})"
    return f"(1-{after}/(SUM({emissions})/SUM({gdp})))*100"


def _bounds(value: str, sheet: Assessed) -> str:
    """Return the rules that hold a district at a bound, in words."""
    found = []
    for rule, side in (part.split(":") for part in value.split()):
        column = named("columns", f"{rule}_pct", sheet.language).removesuffix(" (%)")
        found.append(f"{column}: {sheet.word(f'targets.at_{side}')}")
    return "; ".join(found)
