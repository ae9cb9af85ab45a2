"""Who and when of each row: area, year, sector and what further columns say, resolved to codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from cityghg.activity.body import Body
from cityghg.activity.columns import SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.place_year import Stated
from cityghg.activity.resolve import Answer, Texts, find_area, find_counterpart, find_sector, find_year
from cityghg.base.text import half_width
from cityghg.engine.amounts import RARELY_LESS

PLAIN = ("reporter", "month", "quality", "note")
KEY_FIELDS = ("area", "year", "sector", "counterpart", "uncertainty_pct", *PLAIN)


def read_keys(body: Body, stated: Stated, context: Context, findings: Findings) -> pl.DataFrame:
    """Return for each body row `row`, area, year, sector, counterpart, uncertainty_pct and plain columns.

    Null stands where a value is bad (and reported); a blank sector is an empty text.
    """
    fields = body.header.fields
    columns: dict[str, list[Any]] = {"row": list(body.rows)}
    columns["area"] = _column(body, "area", lambda t: find_area(t, context), findings, stated.area)
    columns["year"] = _column(body, "year", lambda t: find_year(t, context), findings, stated.year)
    columns["sector"] = _column(body, "sector", lambda t: sector_of(t, context), findings, "")
    columns["counterpart"] = _column(
        body, "counterpart", lambda t: find_counterpart(t[0], context), findings, ""
    )
    columns["uncertainty_pct"] = _column(body, "uncertainty_pct", _uncertainty, findings, None)
    for name in PLAIN:
        texts = [body.texts(column) for column in fields.get(name, ())]
        columns[name] = [_joined(cells, name) for cells in zip(*texts, strict=True)] or [""] * len(body.rows)
    schema = {"row": pl.Int64, **{name: SCHEMA[name] for name in columns if name != "row"}}
    return pl.DataFrame(columns, schema=schema)


def resolve(
    body: Body, columns: tuple[int, ...], answer: Callable[[Texts], Answer[Any]], findings: Findings
) -> list[Any]:
    """Return what each row's cells in the columns mean, None where they are bad; report what is bad."""
    known: dict[Texts, Answer[Any]] = {}
    values: list[Any] = []
    for row, texts in zip(body.rows, zip(*map(body.texts, columns), strict=True), strict=True):
        if texts not in known:
            known[texts] = answer(texts)
        said = known[texts]
        values.append(said.value)
        if said.problem and all((row, column) not in body.sheet.flaws for column in columns):
            findings.at(said.problem, row, culprit(texts, columns, said), **said.values)
    return values


def _column(
    body: Body, name: str, answer: Callable[[Texts], Answer[Any]], findings: Findings, otherwise: Any
) -> list[Any]:
    if not body.filled(name):
        return [otherwise] * len(body.rows)
    return resolve(body, body.header.fields[name], answer, findings)


def sector_of(texts: Texts, context: Context) -> Answer[str]:
    """Return the code of the sector that cells name, blank where they are."""
    if not any(texts):
        return Answer("")
    said = find_sector(texts, context)
    return Answer(said.value.id if said.value else None, said.problem, said.values)


def _uncertainty(texts: Texts) -> Answer[float]:
    text = half_width(texts[0]).removeprefix("±").removesuffix("%").strip()
    try:
        value = float(text) if text else None
    except ValueError:
        value = -1.0
    if value is not None and 0 < value < RARELY_LESS and "%" not in texts[0]:
        return Answer(value, "uncertainty_tiny", {"found": f"{value:g}"})
    if value is None or 0 <= value < float("inf"):
        return Answer(value)
    return Answer(None, "bad_uncertainty", {"found": texts[0]})


def _joined(cells: Texts, name: str) -> str:
    given = [half_width(cell) for cell in cells if cell]
    if name == "month":
        return given[0].removesuffix("月").removesuffix("份").lstrip("0") if given else ""
    return "; ".join(given) if name == "note" else next(iter(given), "")


def culprit(texts: Texts, columns: tuple[int, ...], said: Answer[Any]) -> int:
    """Return the column whose cell the answer complains of."""
    wrong = (said.values.get("found"), said.values.get("second"))
    return next((c for c, text in zip(columns, texts, strict=True) if half_width(text) in wrong), columns[0])
