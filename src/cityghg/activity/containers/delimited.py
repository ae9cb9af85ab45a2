"""Delimited text: UTF-8 with or without mark, UTF-16 or GB18030; comma, tab or semicolon."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Place, Problem, problem

_DELIMITERS = ",\t;"
_SAMPLE_LINES = 40
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_delimited(path: Path, shown: str) -> tuple[list[Sheet], list[Problem]]:
    """Return the one sheet of a text file; every cell is text, a blank one None."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return [], [problem("file_unreadable", Place(file=shown), reason=error.strerror or str(error))]
    text = decode(content)
    if text is None:
        return [], [problem("encoding_unknown", Place(file=shown))]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    try:
        rows: list[list[Value]] = [[cell if cell.strip() else None for cell in row] for row in reader]
    except csv.Error as error:
        return [], [problem("file_corrupt", Place(file=shown, line=reader.line_num), reason=error)]
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return [Sheet(shown, "", rows)], []


def decode(content: bytes) -> str | None:
    """Return the text of a file, or None where no encoding fits."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    zeros = content[:4096]
    if marked is None and b"\x00" in zeros:
        marked = "utf-16-le" if zeros[1::2].count(0) > zeros[0::2].count(0) else "utf-16-be"
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def delimiter(text: str) -> str:
    """Return the sign that parts most sample lines into the same number of cells, more cells first."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def weight(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        (width, times) = widths.most_common(1)[0] if widths else (0, 0)
        return times, width

    return max(_DELIMITERS, key=weight)
