"""Colours and comments in the cells that problems are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from cityghg.base.labels import Language
from cityghg.report.annotated.marks import FileMarks
from cityghg.report.annotated.source import Source
from cityghg.report.annotated.words import AUTHOR, COLOURS, MOST_COMMENTS, comment, word
from cityghg.report.excel.page import lines_of

_WIDTH, _IN_CHARACTERS = 340, 46  # pixels, and the narrow signs that a line of that width takes
_HEIGHT_OF_LINE, _TALLEST = 18, 480


def paint(source: Source, marks: FileMarks, language: Language) -> None:
    """Colour every marked cell, comment the first ones, and unhide what hides one."""
    pages = {name: source.book[title] for name, title in source.sheets.items()}
    painted: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, ((name, row, column), findings) in enumerate(marks.by_cell.items()):
        if name not in pages:
            continue
        page = pages[name]
        cell = page.cell(row + 1, column + 1)
        colour = COLOURS[findings[0].severity]
        cell.fill = PatternFill("solid", fgColor=colour)
        painted[name][colour].append(cell.coordinate)
        if number < MOST_COMMENTS:
            text = comment(findings, (row, column), language)
            if cell.comment is not None:
                text += "\n" + word("own_comment", language, text=cell.comment.text)
            height = min(_TALLEST, _HEIGHT_OF_LINE * (lines_of(text, _IN_CHARACTERS) + 1))
            cell.comment = Comment(text, AUTHOR, width=_WIDTH, height=height)
        _show(page, row + 1, column + 1)
    for name, cells in painted.items():
        if pages[name].conditional_formatting:
            _before_other_rules(pages[name], cells)


def _before_other_rules(page: Any, cells: Mapping[str, list[str]]) -> None:
    """Let the colours stand before those that the sheet gives cells by rules of its own."""
    others = [(one.sqref, rule) for one in page.conditional_formatting for rule in one.rules]
    page.conditional_formatting = ConditionalFormattingList()
    for priority, (colour, where) in enumerate(cells.items(), start=1):
        fill = PatternFill("solid", bgColor=colour, fgColor=colour)
        rule = FormulaRule(formula=["TRUE"], fill=fill, stopIfTrue=True)  # type: ignore[no-untyped-call]
        rule.priority = priority
        page.conditional_formatting.add(" ".join(where), rule)
    for where, rule in others:
        rule.priority += len(cells)
        page.conditional_formatting.add(str(where), rule)


def _show(page: Any, row: int, column: int) -> None:
    """Unhide the sheet, row and column of a cell: a link into what is hidden leads nowhere."""
    page.sheet_state = "visible"
    if row in page.row_dimensions:
        page.row_dimensions[row].hidden = False
    for dimension in page.column_dimensions.values():
        if dimension.hidden and (dimension.min or 0) <= column <= (dimension.max or 0):
            dimension.hidden = False
