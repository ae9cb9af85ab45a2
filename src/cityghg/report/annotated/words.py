"""What an annotated copy says: its comments, and the sheet that lists every problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityghg.activity.sheet import address
from cityghg.base.labels import Language, label
from cityghg.base.problems import Severity, count_by_severity
from cityghg.report.annotated.marks import FileMarks, Finding

COLUMNS: Final = ("number", "severity", "sheet", "cell", "finding", "remedy")
WIDTHS: Final = (6, 8, 18, 10, 70, 70)
COLOURS: Final = {Severity.ERROR: "FF9C9C", Severity.WARNING: "FFD966", Severity.NOTE: "BDD7EE"}
MOST_COMMENTS: Final = 500  # in a workbook; more make it slow to open and are not read
AUTHOR: Final = "cityghg"
_MOST_IN_COMMENT = 6
_MOST_LISTED = 5000


@dataclass(frozen=True)
class Row:
    """A row of the list; `target` is the sheet and cell that its link leads to."""

    texts: tuple[str, ...]
    severity: Severity
    target: tuple[str, str] | None


@dataclass(frozen=True)
class Listing:
    """The list of problems: title, lines below it, headings, rows, and a line of what is left out."""

    title: str
    lines: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    more: str


def word(key: str, language: Language, **values: object) -> str:
    """Return a word or sentence of `labels/annotated.toml`."""
    return label("annotated", key, language, **values)


def comment(findings: Sequence[Finding], at: tuple[int, int], language: Language) -> str:
    """Return the one comment of a cell: each problem with its finding and remedy, the gravest first."""
    lines = [_line(one, at, language) for one in findings[:_MOST_IN_COMMENT]]
    if left := len(findings) - len(lines):
        lines.append(word("more_in_cell", language, count=left))
    return "\n".join(lines)


def listing(
    file: str, marks: FileMarks, sheets: Mapping[str, str], said: Sequence[str], lang: Language
) -> Listing:
    """Return the list of all problems of a file.

    `sheets` are the names that the file's sheets have in the copy, `said` are sentences on what the
    copy lacks of its file.
    """
    counts = count_by_severity(one.problem for one in marks.findings)
    shown = marks.findings[:_MOST_LISTED]
    rows = tuple(_row(number, one, sheets, lang) for number, one in enumerate(shown, start=1))
    lines = [word("hint", lang), *said]
    if (left := len(marks.by_cell) - MOST_COMMENTS) > 0:
        lines.append(word("more_comments", lang, shown=MOST_COMMENTS, count=left))
    left = len(marks.findings) - len(shown)
    more = word("more_rows", lang, shown=len(shown), count=left) if left else ""
    heads = tuple(word(f"columns.{name}", lang) for name in COLUMNS)
    return Listing(word("title", lang, file=file, **counts), tuple(lines), heads, rows, more)


def severity_word(severity: Severity, language: Language) -> str:
    return label("report", f"severity.{severity.value}", language)


def _row(number: int, one: Finding, sheets: Mapping[str, str], language: Language) -> Row:
    where = one.sheet or (word("no_sheet", language) if not one.cells else "")
    cell = address(*one.cells[0]) if one.cells else ""
    texts = (
        str(number), severity_word(one.severity, language), where, cell,
        one.problem.finding(language), one.problem.remedy(language),
    )  # fmt: skip
    sheet = sheets.get(one.sheet)
    return Row(texts, one.severity, (sheet, cell or "A1") if sheet is not None else None)


def _line(one: Finding, at: tuple[int, int], language: Language) -> str:
    own = one.problem.place.cell
    where = f"{own} " if own and own != address(*at) else ""  # a cell of a merged range, or a sum of cells
    return f"【{severity_word(one.severity, language)}】{where}{one.problem.message(language)}"
