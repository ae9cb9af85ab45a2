"""From files to one activity table and the problems found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from cityghg.activity import forms_205, ours
from cityghg.activity.bulk.kinds import always_bulk
from cityghg.activity.cells import read_ahead
from cityghg.activity.columns import empty_table
from cityghg.activity.containers import open_sheets
from cityghg.activity.context import Context
from cityghg.activity.layouts import Choice
from cityghg.activity.layouts.registry import LAYOUTS, choose
from cityghg.activity.resolve import Answer, find_area, find_year
from cityghg.activity.sheet import Sheet
from cityghg.activity.stacked import tables_of
from cityghg.base.problems import Place, Problem, has_errors, problem


def read_activity(
    paths: Sequence[tuple[Path, str]],
    context: Context,
    on_file: Callable[[str, int], None] = lambda shown, number: None,
    choices: list[Choice] | None = None,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Read every table of the files, each given with the name by which messages call it.

    Returns a table of `columns.SCHEMA`, in which an amount that cannot be read is NE, and all
    problems. `on_file` is told the name and number of each file before it is read; to `choices` is
    added which layout each sheet was read by.
    """
    frames, problems, choices = [empty_table()], _stated(context), [] if choices is None else choices
    for number, (path, shown) in enumerate(paths, start=1):
        on_file(shown, number)
        frame, more = read_file(path, shown, context, choices)
        frames.append(frame)
        problems += more
    table, more = together(frames, choices, context)
    return table, problems + more


def together(
    frames: Iterable[pl.DataFrame], choices: Iterable[Choice], context: Context
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return what `read_file` made of several files as one table, and what is wrong between them.

    What one file says of another, as forms 205-1 and 205-2 of an enterprise do, is settled here.
    """
    layouts = {choice.table: choice.layout for choice in choices}
    return forms_205.join(pl.concat([empty_table(), *frames]), layouts, context)


def read_file(
    path: Path, shown: str, context: Context, choices: list[Choice] | None = None
) -> tuple[pl.DataFrame, list[Problem]]:
    """Read every table of one file. A file without any is an error; a sheet without one is a note.

    The tables of several files become one by `together`.
    """
    if always_bulk(path):
        return empty_table(), [problem("bulk_not_in_batch", Place(file=shown))]
    sheets, problems = open_sheets(path, shown)
    frame, more = read_sheets(sheets, shown, context, choices, failed=has_errors(problems))
    return frame, problems + more


def read_sheets(
    sheets: list[Sheet],
    shown: str,
    context: Context,
    choices: list[Choice] | None = None,
    *,
    failed: bool = False,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Read every table of the sheets of a file, of which `failed` says that it could not be opened whole."""
    sheets, problems = ours.with_data(sheets, shown)
    frames, unknown = [empty_table()], list[Sheet]()
    recognised = False
    read_ahead(cell for sheet in sheets for row in sheet.rows for cell in row)
    for sheet in (table for one in sheets if not one.is_blank for table in tables_of(one, context)):
        layout, choice, more = choose(sheet, context)
        if choices is not None:
            choices.append(choice)
        if sheet.hidden:
            hidden = problem("hidden_sheet_not_read", Place(file=shown, sheet=sheet.name))
            problems += [hidden] if layout is not None else []
            continue
        if layout is not None:
            frame, more = layout.read(sheet, context)
            frames.append(frame)
            more += _nothing_read(sheet, frame, more)
        elif not more:
            unknown.append(sheet)
        recognised |= layout is not None or has_errors(more)
        problems += more
    problems += _not_recognised(unknown, recognised, failed or has_errors(problems), shown)
    return pl.concat(frames), problems


def _nothing_read(sheet: Sheet, frame: pl.DataFrame, problems: list[Problem]) -> list[Problem]:
    if len(frame) or has_errors(problems):
        return []
    return [problem("table_without_rows", Place(file=sheet.file, sheet=sheet.name))]


def _not_recognised(unknown: list[Sheet], recognised: bool, failed: bool, shown: str) -> list[Problem]:
    if recognised:
        return [_not_read(sheet) for sheet in unknown]
    return [] if failed else [problem("no_table_in_file", Place(file=shown))]


def _not_read(sheet: Sheet) -> Problem:
    if sheet.part == 1:
        return problem("sheet_not_read", Place(file=sheet.file, sheet=sheet.name))
    first = next(row for row, values in enumerate(sheet.rows) if any(v is not None for v in values))
    return problem("table_not_read", sheet.place(first, 0))


def _stated(context: Context) -> list[Problem]:
    """Check what the command line states, once for all files."""
    answers: list[Answer[str] | Answer[int]] = []
    if context.defaults.area is not None:
        answers.append(find_area((context.defaults.area,), context))
    if context.defaults.year is not None:
        answers.append(find_year((str(context.defaults.year),), context))
    known = [layout.NAME for layout in LAYOUTS]
    unknown = dict.fromkeys(name for _, name in context.defaults.layouts if name not in known)
    return [
        *(problem(said.problem, None, **said.values) for said in answers if said.problem),
        *(problem("layout_unknown", None, found=name, known=", ".join(known)) for name in unknown),
    ]
