"""Error cells and hidden rows of .xlsb, from its records: id, length, data ([MS-XLSB] 2.1.4)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cityghg.activity.containers.marks import ERRORS, Marks
from cityghg.activity.containers.xlsx_marks import member, relation_targets
from cityghg.activity.sheet import CellFlaw

_BOOK = "xl/workbook.bin"
_ROW, _ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156
_VALUES = range(2, 12)  # the kinds of cell that hold a value
_HIDDEN = 0x10


def read_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name; broken archives raise as for .xlsx."""
    with zipfile.ZipFile(path) as archive:
        targets = relation_targets(archive, _BOOK)
        names = _sheet_names(archive.read(member(archive, _BOOK)))
        return {name: marks_of(archive.read(targets[key])) for key, name in names.items() if key in targets}


def marks_of(content: bytes) -> Marks:
    """Return the marks of one sheet from its records."""
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = {}
    hidden: set[int] = set()
    row = rows = columns = 0
    for kind, start in _records(content):
        if kind == _ROW:
            row = struct.unpack_from("<I", content, start)[0]
            if content[start + 11] & _HIDDEN:
                hidden.add(row)
        elif kind in _VALUES:
            column = struct.unpack_from("<I", content, start)[0]
            rows, columns = row + 1, max(columns, column + 1)
            if kind in (_ERROR, _FORMULA_ERROR):
                flaws[row, column] = ("error", ERRORS.get(content[start + 8], "#?"))
    return Marks(flaws, frozenset(hidden), end=(rows, columns))


def _sheet_names(content: bytes) -> dict[str, str]:
    names: dict[str, str] = {}
    for kind, start in _records(content):
        if kind == _SHEET:
            relation, after = _text(content, start + 8)
            names[relation] = _text(content, after)[0]
    return names


def _text(content: bytes, start: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", content, start)[0]
    if length == 0xFFFFFFFF:
        return "", start + 4
    end = start + 4 + 2 * length
    return content[start + 4 : end].decode("utf-16-le"), end


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the id and the start of the data of each record."""
    position = 0
    while position < len(content):
        kind, position = _variable(content, position, most=2)
        length, position = _variable(content, position, most=4)
        yield kind, position
        position += length


def _variable(content: bytes, position: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        byte = content[position + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, position + place + 1
    return value, position + most
