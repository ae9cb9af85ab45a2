"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

WORKBOOKS: Final = ("xlsx", "xls", "xlsb", "ods")
TEXT: Final = ("csv", "tsv", "txt")

_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_XLS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # a workbook stream without a container
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument; says which members are encrypted
_ZIP_PARTS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "word/document.xml": "Word"}


def named_kind(path: Path) -> str:
    """Return the kind that the file's name promises."""
    suffix = path.suffix.lower().removeprefix(".")
    return {"xlsm": "xlsx", **dict.fromkeys(TEXT, "text")}.get(suffix, suffix)


def kind_of(path: Path) -> str:
    """Return the kind by content: one of `WORKBOOKS`, `text`, or a word for what cannot be read.

    Raises `OSError` where the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip(b"\x00\x20\r\n\t\xef\xbb\xbf\xff\xfe"):
        return "empty" if path.stat().st_size <= _HEAD_BYTES else "zeros"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(_OLD_XLS):
        return "xls"
    return next((kind for mark, kind in _OTHER.items() if head.startswith(mark)), _text_kind(head))


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
            manifest = archive.read(_MANIFEST) if _MANIFEST.lower() in names else b""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return named_kind(path) if named_kind(path) in WORKBOOKS else "zip"
    if b"opendocument.spreadsheet" in mimetype:
        return "encrypted" if b"encryption-data" in manifest else "ods"
    return next((kind for part, kind in _ZIP_PARTS.items() if part in names), "zip")


def _ole_kind(path: Path) -> str:
    content = path.read_bytes()
    streams = {name: name.encode("utf-16-le") in content for name in ("EncryptedPackage", "WordDocument")}
    if streams["EncryptedPackage"]:
        return "encrypted"
    has_book = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return "Word" if streams["WordDocument"] and not has_book else "xls"


def _text_kind(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style", b"<head")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head)
    return "text" if utf16 or b"\x00" not in head else "binary"


def _looks_utf16(head: bytes) -> bool:
    """Say whether a text without a byte-order mark has the zero bytes of ASCII in UTF-16."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 8 and min(even, odd) == 0
