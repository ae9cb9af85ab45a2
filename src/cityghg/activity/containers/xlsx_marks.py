"""Error cells, formulas without a value and hidden rows and columns of .xlsx, from its XML.

The XML is searched as bytes: that takes a fraction of the time of a second reading of the workbook,
and does not stumble over the metadata that some office programs write.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from pathlib import Path

from cityghg.activity.containers.marks import Marks
from cityghg.activity.sheet import CellFlaw

FAULTS = (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error, UnicodeDecodeError)

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_SUSPECT = (b"<f", b":f>", b":f ", b't="e"', b"t='e'")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</(?:\w+:)?v>", re.DOTALL)
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_COLUMN_PAST_Z = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{2,3})[0-9]+[\"'][^>/]*>")
_MAYBE_PAST_Z = re.compile(rb"r=[\"'][A-Z]{2,3}[0-9]")  # many times faster than the exact pattern
_ANY_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]+[0-9]+)[\"']")
_LONGEST_CELL = 40_000  # bytes; a text has at most 32767 signs


def read_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name. Raises one of `FAULTS` for a broken archive."""
    with zipfile.ZipFile(path) as archive:
        parts = sheet_parts(archive, "xl/workbook.xml")
        return {name: marks_of(archive.read(part)) for name, part in parts.items()}


def sheet_parts(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """Return the archive member of each worksheet by the sheet's name."""
    targets = relation_targets(archive, book)
    parts: dict[str, str] = {}
    for one in map(_attributes, _SHEET.findall(archive.read(member(archive, book)))):
        relation = next((value for key, value in one.items() if key.endswith(":id")), "")
        if relation in targets:
            parts[one["name"]] = targets[relation]
    return parts


def relation_targets(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """Return the archive member of each worksheet by the id under which the workbook knows it."""
    related = f"{posixpath.dirname(book)}/_rels/{posixpath.basename(book)}.rels"
    found = map(_attributes, _RELATION.findall(archive.read(member(archive, related))))
    return {one["Id"]: _target(archive, one["Target"]) for one in found if one["Type"].endswith("/worksheet")}


def member(archive: zipfile.ZipFile, name: str) -> str:
    """Return the name as this archive spells it: some programs differ in case or slash."""
    known = {found.replace("\\", "/").lower(): found for found in archive.namelist()}
    return known[name.lower()]


def marks_of(xml: bytes) -> Marks:
    """Return the marks of one sheet from its XML."""
    suspect = any(sign in xml for sign in _SUSPECT)
    hidden = b"hidden=" in xml
    return Marks(
        flaws=_flaws(xml) if suspect else {},
        hidden_rows=_hidden_rows(xml) if hidden else frozenset(),
        hidden_columns=_hidden_columns(xml) if hidden else frozenset(),
        end=_end(xml),
    )


def _flaws(xml: bytes) -> dict[tuple[int, int], tuple[CellFlaw, str]]:
    flaws: dict[tuple[int, int], tuple[CellFlaw, str]] = {}
    for head, body in _CELL.findall(xml):
        is_error = b'"e"' in head or b"'e'" in head
        formula = _FORMULA.search(body)
        if not is_error and formula is None:
            continue
        cell, value = _attributes(head), _VALUE.search(body)
        shown = html.unescape(value.group(1).decode()) if value else ""
        if cell.get("t") == "e":
            flaws[_position(cell["r"])] = ("error", shown)
        elif formula is not None and not shown and cell.get("t") != "str":
            text = html.unescape((formula.group(1) or b"").decode())
            flaws[_position(cell["r"])] = ("formula_without_value", f"={text}" if text else "")
    return flaws


def _hidden_rows(xml: bytes) -> frozenset[int]:
    return frozenset(int(_attributes(row).get("r", "0")) - 1 for row in _HIDDEN_ROW.findall(xml))


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for found in map(_attributes, _HIDDEN_COLUMN.findall(xml)):
        hidden.update(range(int(found["min"]) - 1, min(int(found["max"]), 16_384)))
    return frozenset(hidden)


def _end(xml: bytes) -> tuple[int, int]:
    """Return a bound of the rows and columns that hold values."""
    last = max(xml.rfind(b"</c>"), xml.rfind(b":c>"))
    cells = _ANY_CELL.findall(xml, max(0, last - _LONGEST_CELL), max(0, last))
    if not cells:
        return (0, 0)
    columns = set(_COLUMN_PAST_Z.findall(xml)) if _MAYBE_PAST_Z.search(xml) else set()
    past_z = {_position(f"{column.decode()}1")[1] for column in columns}
    return _position(cells[-1].decode())[0] + 1, max(past_z, default=25) + 1


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): html.unescape((double or single).decode())
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _target(archive: zipfile.ZipFile, target: str) -> str:
    path = target.replace("\\", "/")
    return member(archive, path[1:] if path.startswith("/") else posixpath.normpath(f"xl/{path}"))


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise KeyError(reference)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match.group(2)) - 1, column - 1
