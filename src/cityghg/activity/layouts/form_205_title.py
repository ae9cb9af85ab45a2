"""What stands above a form 205: the enterprise, its industry, the place and the period it reports for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cityghg.activity.cells import value_text
from cityghg.activity.context import Context
from cityghg.activity.layouts.form_205_measures import load_form_205
from cityghg.activity.place_year import Stated, What, stated
from cityghg.activity.resolve import find_sector
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Problem, problem
from cityghg.base.text import fold, half_width

_AFTER_LABEL = r"\s*(?:\([^()]*\))?\s*[:：]?\s*"
_BOX = re.compile(r"[□_\s—]+")
_PART_OF_A_YEAR = re.compile(
    r"(?:[0-9]{4}\s*)?年\s*(?:0?1\s*月?)?\s*[-—–~至到]+\s*(?:0?[1-9]|1[01])\s*月|(?:[0-9]{4}\s*年\s*)?(?:上半年|第?[一二三1-3]季度)"
)
_NEXT_LABEL = re.compile(r"\s{2,}|[;；]|(?<=\S)\s+(?=[一-鿿]{2,8}[:：])")
Cell = tuple[int, int]
_IDENTITY = ("reporter_code", "reporter_name", "industry")


@dataclass(frozen=True)
class Title:
    """What the rows above the table say of all its rows; blank where they do not say it."""

    said: Stated
    reporter: str = ""
    sector: str = ""


def read_title(
    sheet: Sheet, above: int, context: Context, need: tuple[What, ...]
) -> tuple[Title, list[Problem]]:
    """Return the title of a form whose headings begin in row `above`, and what is wrong with it.

    The name of an enterprise often begins with that of a province or city, which is no statement of
    place: the cells that name the enterprise are left out when the place is looked for.
    """
    found = dict(_identity(sheet, above))
    said, problems = stated(_without(sheet, found), above, context, need)
    texts = {name: text for name, (text, _) in found.items()}
    sector = ""
    if industry := texts.get("industry", ""):
        answer = find_sector((industry,), context)
        sector = answer.value.id if answer.value else ""
        if answer.problem:
            row, column = found["industry"][1][-1]
            problems.append(problem(answer.problem, sheet.place(row, column), **answer.values))
    problems += _period(sheet, above)
    return Title(said, texts.get("reporter_code") or texts.get("reporter_name", ""), sector), problems


def is_titled(sheet: Sheet, above: int) -> bool:
    """Say whether a title or the name of the sheet names one of the forms."""
    words = [fold(half_width(v)) for row in sheet.rows[:above] for v in row if isinstance(v, str)]
    return any(
        fold(name) in word for name in load_form_205().form_titles for word in (*words, fold(sheet.name))
    )


def _identity(sheet: Sheet, above: int) -> Iterator[tuple[str, tuple[str, list[Cell]]]]:
    """Yield what each label above the table is followed by, with the cells of both; the first one found."""
    seen: set[str] = set()
    for row in range(above):
        for column, value in enumerate(sheet.rows[row]):
            text = half_width(value) if isinstance(value, str) else ""
            for name in _IDENTITY:
                rest = _after_label(text, load_form_205().titles[name]) if name not in seen else None
                if rest is None:
                    continue
                cells = [(row, column)]
                if not rest:
                    rest, right = _to_the_right(sheet.rows[row], _right_edge(sheet, row, column) + 1)
                    cells += [(row, at) for at in right]
                if rest:
                    seen.add(name)
                    yield name, (rest, cells)


def _without(sheet: Sheet, found: dict[str, tuple[str, list[Cell]]]) -> Sheet:
    rows = list(sheet.rows)
    for text, cells in found.values():
        for row, column in cells:
            value = rows[row][column]
            left = (
                half_width(value).replace(text, " ") if isinstance(value, str) and len(cells) == 1 else None
            )
            rows[row] = [left if at == column else kept for at, kept in enumerate(rows[row])]
    return replace(sheet, rows=rows)


def _after_label(text: str, labels: tuple[str, ...]) -> str | None:
    """Return what follows a label in a text, blank if nothing does; None where no label is in it."""
    for label in labels:
        match = re.search(rf"(?<![一-鿿]){label}{_AFTER_LABEL}", text.replace("\n", " "))
        if match:
            rest = _NEXT_LABEL.split(text[match.end() :].strip(), maxsplit=1)[0]
            return _BOX.sub("", rest) if set(rest) <= set("□_— ") else rest.strip("□_— ")
    return None


def _to_the_right(row: list[Value], first: int) -> tuple[str, list[int]]:
    """Return the cell beside a label, or the run of single characters that a code is boxed in."""
    run: list[tuple[int, str]] = []
    for column in range(first, len(row)):
        text = half_width(value_text(row[column])).strip("□")
        if not run and len(text) > 1:
            return text, [column]
        if len(text) != 1:
            break
        run.append((column, text))
    return "".join(text for _, text in run), [column for column, _ in run]


def _right_edge(sheet: Sheet, row: int, column: int) -> int:
    return next((right for top, left, _, right in sheet.merged if (top, left) == (row, column)), column)


def _period(sheet: Sheet, above: int) -> list[Problem]:
    """Warn of a title that speaks of a part of the year: these forms are also handed in by the month."""
    for row in range(above):
        for column, value in enumerate(sheet.rows[row]):
            match = _PART_OF_A_YEAR.search(half_width(value)) if isinstance(value, str) else None
            if match:
                return [problem("form_205_part_of_year", sheet.place(row, column), found=match.group(0))]
    return []
