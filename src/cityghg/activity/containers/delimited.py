"""Delimited text: UTF-8 with or without mark, UTF-16 or GB18030; comma, tab, semicolon or bar.

Encodings are told by what decodes, not by statistics: of 600 made-up short tables in GB18030 the library
`charset-normalizer` took 129 for another encoding (19 where it had only these to choose from), this order 1.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from cityghg.activity.containers.kind import utf16_by_zeros
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Place, Problem, problem

_DELIMITERS = ",\t;|，；"
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
    rows: list[list[Value]] = []
    ended = 0  # the line on which the last row ended
    # Strict, for an unpaired quotation mark would else swallow all rows up to the next one.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        for cells in reader:
            rows.append([cell if cell.strip() else None for cell in cells])
            ended = reader.line_num
    except csv.Error as error:
        return [], [problem("row_unreadable", Place(file=shown, line=ended + 1), reason=error)]
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return [Sheet(shown, "", rows)], []


def decode(content: bytes) -> str | None:
    """Return the text of a file, or None where no encoding fits."""
    for encoding in encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def encodings(content: bytes) -> tuple[str, ...]:
    """Return the encodings that a text that begins so may be in, the likeliest first."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    marked = marked or utf16_by_zeros(content)
    return (marked,) if marked else ("utf-8", "gb18030")


def delimiter(text: str) -> str:
    """Return the sign that parts most sample lines into the same number of cells, more cells first."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def weight(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        (width, times) = widths.most_common(1)[0] if widths else (0, 0)
        return times, width

    return max(_DELIMITERS, key=weight)
