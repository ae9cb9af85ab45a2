"""Which input files get an annotated copy, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cityghg.base.labels import LANGUAGES, Language
from cityghg.base.problems import Problem
from cityghg.report.annotated.marks import FileMarks, marks_by_file
from cityghg.report.annotated.names import copy_names
from cityghg.report.annotated.words import listing, word
from cityghg.report.excel.styles import default_format


def write_copies(
    inputs: Sequence[tuple[Path, str]], problems: Sequence[Problem], into: Path, language: Language
) -> list[Path]:
    """Write a copy of each file in which a cell is wrong or doubtful; return what was written.

    `inputs` are files with the names that problems call them by. A file that cannot be read has no
    copy. The folder is made when there is a copy to put into it.
    """
    marks = marks_by_file(problems, [shown for _, shown in inputs])
    wanted = {shown: path for path, shown in inputs if shown in marks and marks[shown].worth_a_copy}
    names = copy_names(list(wanted), word("prefix", language))
    written: list[Path] = []
    for shown, path in wanted.items():
        target = into / names[shown]
        if _write_one(path, shown, marks[shown], target, language):
            written.append(target)
    return written


def remove_copies(folder: Path) -> None:
    """Remove the copies of an earlier run, in either language. Raises `OSError` where one is held open."""
    for language in LANGUAGES:
        for path in folder.glob(f"{word('prefix', language)}*.xlsx"):
            path.unlink(missing_ok=True)


def _write_one(path: Path, shown: str, marks: FileMarks, target: Path, language: Language) -> bool:
    from cityghg.report.annotated.list_sheet import add_list
    from cityghg.report.annotated.paint import paint
    from cityghg.report.annotated.save import save
    from cityghg.report.annotated.source import open_source

    source = open_source(path, shown, marks, language)
    if source is None:
        return False
    merged = {
        name: [_bounds(area) for area in source.book[title].merged_cells.ranges]
        for name, title in source.sheets.items()
    }
    anchored = marks.anchored(merged)
    paint(source, anchored, language)
    found = listing(shown, anchored, source.sheets, source.said, language)
    add_list(source.book, word("sheet", language), found, str(default_format(language)["font_name"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    save(source.book, target)
    return True


def _bounds(area: object) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column of a range of openpyxl, from 0."""
    left, top, right, bottom = area.bounds  # type: ignore[attr-defined]
    return top - 1, left - 1, bottom - 1, right - 1
