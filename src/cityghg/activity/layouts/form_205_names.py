"""Which energy a row of a form 205 is: its name against its code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cityghg.activity.body import Body
from cityghg.activity.context import Context
from cityghg.activity.findings import Findings
from cityghg.activity.head_paths import is_figure
from cityghg.activity.layouts.form_205_find import FormTable
from cityghg.activity.resolve import find_code
from cityghg.base.text import half_width
from cityghg.codes import Source

_CODE = re.compile(r"([0-9]{1,2})(?:\.0+)?")

_AT_LEAST = 3  # contradictions that make an edition


@dataclass(frozen=True)
class Named:
    """A row by its name and by its code; `source` is what the two say together, where they agree."""

    row: int
    name: str
    code: str
    by_name: Source | None
    by_code: Source | None

    @property
    def contradicts(self) -> bool:
        return self.by_name is not None and self.by_code is not None and self.by_name is not self.by_code

    @property
    def agrees(self) -> bool:
        return self.by_name is not None and self.by_name is self.by_code


def named_sources(
    table: FormTable, body: Body, context: Context, findings: Findings
) -> list[tuple[Source | None, bool]]:
    """Return the energy of each row, and whether it is certain.

    None is a row without an energy, which is reported if it has figures. A code stands for a blank
    name, never for an unknown one. Where most codes contradict the names, the codes are another
    edition's: that is said once, and the names count. Rows below the total are the form's supplement
    and the signatures; those with figures are listed in one note.
    """
    lines = _lines(table, body, context)
    wrong = [line for line in lines if line.contradicts]
    other_edition = len(wrong) >= _AT_LEAST and len(wrong) > sum(line.agrees for line in lines)
    if other_edition:
        findings.at("form_205_codes_of_another_edition", wrong[0].row, table.code or 0, count=len(wrong))
    sources: list[tuple[Source | None, bool]] = []
    below, total_seen = list[Named](), False
    for line in lines:
        coded = None if other_edition else line.by_code
        source = line.by_name or (coded if not line.name else None)
        figures = not line.name.endswith(":") and _has_figures(table, body, line.row)
        certain = other_edition or not line.contradicts
        if source is None and figures and total_seen:
            below.append(line)
        elif figures:
            _report(line, source, coded, table, context, findings)
        total_seen = total_seen or (source is not None and source.kind == "total")
        sources.append((source, certain))
    if below:
        listed = ", ".join(line.name or line.code or "?" for line in below)
        findings.at("form_205_rows_below", below[0].row, 0, count=len(below), found=listed)
    return sources


def _lines(table: FormTable, body: Body, context: Context) -> list[Named]:
    by_code = {source.stat_code: source for source in context.sources if source.stat_code}
    names = body.texts(table.header.fields["source"][0])
    codes = body.texts(table.code) if table.code is not None else [""] * len(body.rows)
    lines = []
    for row, name, code in zip(body.rows, names, codes, strict=True):
        match = _CODE.fullmatch(half_width(code))
        coded = by_code.get(match.group(1).zfill(2)) if match else None
        known = find_code("source", (name,), context.sources).value if name else None
        lines.append(Named(row, half_width(name), half_width(code), known, coded))
    return lines


def _report(
    line: Named,
    source: Source | None,
    coded: Source | None,
    table: FormTable,
    context: Context,
    findings: Findings,
) -> None:
    column = table.header.fields["source"][0]
    named = {"found": line.name, "number": line.code}
    if source is None and coded is not None:
        findings.at("form_205_name_unknown", line.row, column, source=coded, **named)
    elif source is None:
        said = find_code("source", (line.name,), context.sources)
        findings.at(said.problem, line.row, column, **said.values)
    elif not line.name:
        findings.at("form_205_name_by_code", line.row, column, source=source, number=line.code)
    elif coded is not None and coded is not source:
        at = table.code if table.code is not None else column
        findings.at("form_205_code_against_name", line.row, at, source=coded, **named)


def _has_figures(table: FormTable, body: Body, row: int) -> bool:
    """Say whether a row has figures where amounts stand, or something a clerk meant as one."""
    values = [body.sheet.value(row, c.index) for c in table.columns]
    flawed = any((row, c.index) in body.sheet.flaws for c in table.columns)
    return flawed or any(is_figure(v) or (isinstance(v, str) and any(s.isdigit() for s in v)) for v in values)
