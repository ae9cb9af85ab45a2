"""Finds a form 205 in a sheet: a row for each energy, or a row for each enterprise with columns for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cityghg.activity.body import is_letter_row
from cityghg.activity.context import Context
from cityghg.activity.head_paths import DEEPEST, column_paths, is_figure
from cityghg.activity.headers import (
    SEARCHED_ROWS,
    Header,
    find_source,
    is_unit,
    load_columns,
    split_unit,
)
from cityghg.activity.layouts.form_205_measures import (
    FormName,
    Measure,
    bare,
    find_measure,
    load_form_205,
    split_measure,
)
from cityghg.activity.sheet import Sheet
from cityghg.base.text import half_width

_KEYS = ("reporter", "area", "year", "sector", "month", "note", "quality")
_FEWEST_MEASURES = 3  # besides the names and units of the energies
_BOTH = "total"


@dataclass(frozen=True)
class Column:
    """A column of amounts. `source` and `unit` are told by the heading where a row is an enterprise."""

    index: int
    measure: Measure
    heading: str
    source: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class FormTable:
    """A form 205 as it stands in a sheet; `code` is the column of energy codes, if there is one."""

    form: FormName
    header: Header
    columns: tuple[Column, ...]
    code: int | None = None

    @property
    def wide(self) -> bool:
        """Whether a row is an enterprise, with columns for each energy."""
        return self.columns[0].source is not None


@lru_cache(maxsize=2)  # asked for by both forms, to score and to read
def find_form(sheet: Sheet, context: Context) -> FormTable | None:
    """Return the form of a sheet, or None."""
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        if any(isinstance(value, str) for value in sheet.rows[row]):
            found = _list_form(sheet, row, context) or _wide_form(sheet, row, context)
            if found is not None:
                return found
    return None


def _list_form(sheet: Sheet, row: int, context: Context) -> FormTable | None:
    names = [c for c in range(len(sheet.rows[row])) if _field(sheet.spanned_text(row, c)) == "source"]
    if not names:
        return None
    last = _last_heading_row(sheet, row, names[0])
    columns: list[Column] = []
    fields: defaultdict[str, list[int]] = defaultdict(list)
    others: dict[int, str] = {}
    code = None
    for index, path in enumerate(column_paths(sheet, row, last)):
        measure, heading = find_measure(path), " ".join(path)
        field = next((f for text in reversed(path) if (f := _field(text))), None)
        if measure is not None:
            columns.append(Column(index, measure, heading))
        elif field is not None:
            fields[field].append(index)
        elif any(bare(text) in load_form_205().code_names for text in path):
            code = index if code is None else code
        elif heading:
            others[index] = heading
    form = _which(column.measure for column in columns)
    if form is None or len(columns) < _FEWEST_MEASURES or not fields["source"]:
        return None
    return FormTable(
        form, Header(row, last, _ordered(fields, sheet, row), {}, {}, others), tuple(columns), code
    )


def _wide_form(sheet: Sheet, row: int, context: Context) -> FormTable | None:
    """Return the form whose headings begin in that row, as deep as tells most columns apart."""
    found: list[FormTable] = []
    for last in range(row, min(row + DEEPEST, len(sheet.rows))):
        if any(map(is_figure, sheet.rows[last])) or is_letter_row(sheet, last):
            break
        table = _wide_headings(sheet, row, last, context)
        found += [table] if table is not None else []
    return max(found, key=lambda table: len({(c.source, c.measure.id) for c in table.columns}), default=None)


def _wide_headings(sheet: Sheet, row: int, last: int, context: Context) -> FormTable | None:
    columns: list[Column] = []
    others: dict[int, str] = {}
    paths = column_paths(sheet, row, last)
    fields = _key_columns(paths)
    if "reporter" not in fields:
        return None
    of_fields = {index for indices in fields.values() for index in indices}
    for index, path in enumerate(paths):
        if index in of_fields:
            continue
        column = _wide_column(index, path, context) or _of_column_before(index, path, columns, context)
        if column is not None:
            columns.append(column)
        elif path:
            others[index] = " ".join(path)
    if len(columns) < _FEWEST_MEASURES:
        return None
    form = _which(column.measure for column in columns) or _plain(columns, context)
    if form is None:
        return None
    below = _unit_row(sheet, last + 1, columns, context)
    if below:
        columns = [
            Column(c.index, c.measure, c.heading, c.source, c.unit or below.get(c.index)) for c in columns
        ]
    header = Header(row, last + bool(below), _ordered(fields, sheet, row), {}, {}, others)
    return FormTable(form, header, tuple(columns))


def _key_columns(paths: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    fields: defaultdict[str, list[int]] = defaultdict(list)
    for index, path in enumerate(paths):
        field = next((f for text in reversed(path) if (f := _field(text)) in _KEYS), None)
        if field is not None:
            fields[field].append(index)
    return fields


def _wide_column(index: int, path: tuple[str, ...], context: Context) -> Column | None:
    """Read a heading: source and measure in cells of their own, or both in one, or a source alone."""
    units, words = list[str](), list[str]()
    for text in path:
        name, unit = split_unit(text, context.units)
        alone = text.strip("()[]【】")
        if unit is None and is_unit(alone, context.units):
            units.append(alone)
        else:
            units += [unit] if unit else []
            words.append(name)
    unit, heading = (units[-1] if units else None), " ".join(path)
    sources = [find_source(word, word, context) for word in words]
    for at, source in enumerate(sources):
        measure = find_measure([*words[:at], *words[at + 1 :]]) if source else None
        if source and (measure or len(words) == 1):
            return Column(index, measure or load_form_205().by_id[_BOTH], heading, source, unit)
    for name, measure in split_measure("".join(words)):
        kind = context.sources.find(name)
        if kind is not None:
            return Column(index, measure, heading, kind.id, unit)
    return None


def _of_column_before(
    index: int, path: tuple[str, ...], columns: list[Column], context: Context
) -> Column | None:
    """Read a heading that names a measure alone, such as 其中：用于原材料: of the energy right before it."""
    before = columns[-1] if columns and columns[-1].index == index - 1 else None
    named = [split_unit(text, context.units) for text in path]
    measure = find_measure([name for name, _ in named]) if before else None
    if before is None or measure is None or measure.id == _BOTH:
        return None
    unit = next((unit for _, unit in reversed(named) if unit), before.unit)
    return Column(index, measure, " ".join(path), before.source, unit)


def _unit_row(sheet: Sheet, row: int, columns: list[Column], context: Context) -> dict[int, str]:
    """Return the units in the row below the headings, if it is one of units."""
    if row >= len(sheet.rows):
        return {}
    texts = {c.index: half_width(sheet.text(row, c.index)).strip("()[]【】") for c in columns}
    said = {index: text for index, text in texts.items() if text}
    return said if said and all(is_unit(text, context.units) for text in said.values()) else {}


def _which(measures: Iterable[Measure]) -> FormName | None:
    """Return the form that the columns tell: the one with more columns of its own."""
    told = {m.id: m.form for m in measures}
    inputs = sum(form == "205-2" for form in told.values())
    if inputs > 1:
        return "205-2"
    own = sum(form == "205-1" for form in told.values())
    return "205-1" if own > 1 or (own and {"total", "production"} & told.keys()) else None


def _plain(columns: list[Column], context: Context) -> FormName | None:
    """Return 205-1 for consumption by enterprise in which raw coal stands beside its kinds."""
    sources = {c.source for c in columns if c.source}
    nested = any(set(context.sources.lineage(source)[1:]) & sources for source in sources)
    return "205-1" if nested else None


def _last_heading_row(sheet: Sheet, row: int, name: int) -> int:
    """Return the last row of a heading: those below hold no figure, and no name of their own."""
    last = row
    for below in range(row + 1, min(row + DEEPEST, len(sheet.rows))):
        values = sheet.rows[below]
        own = sheet.text(below, name) and sheet.spanned_text(below, name) != sheet.spanned_text(row, name)
        if own or any(map(is_figure, values)) or is_letter_row(sheet, below):
            break
        if any(value is not None for value in values) or (below, name) in sheet.spans:
            last = below
    return last


def _field(text: str) -> str | None:
    known = load_columns().find(text) if text else None
    return known.id if known else None


def _ordered(fields: dict[str, list[int]], sheet: Sheet, row: int) -> dict[str, tuple[int, ...]]:
    """Put the code of an enterprise before its name: the code is what other forms know it by."""

    def no_code(column: int) -> bool:
        return "代码" not in sheet.spanned_text(row, column)

    return {n: tuple(sorted(c, key=no_code) if n == "reporter" else c) for n, c in fields.items()}
