"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

WORKBOOKS: Final = ("xlsx", "xls", "xlsb", "ods")
TEXT: Final = ("csv", "tsv", "txt")
# What the standard library raises for archives that are cut short or garbled.
BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, RuntimeError,
)  # fmt: skip

_HEAD_BYTES = 4096
_ZEROS_OF_TEXT = 10  # one byte in so many is zero in a table in UTF-16, at the least
_ZEROS_ON_ONE_SIDE = 4  # and so many times as many stand on one side
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_XLS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # a workbook stream without a container
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<style", b"<head", b"mime-version:")
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument; says which members are encrypted
_ZIP_PARTS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "word/document.xml": "Word"}


def named_kind(path: Path) -> str:
    """Return the kind that the file's name promises."""
    suffix = path.suffix.lower().removeprefix(".")
    return {"xlsm": "xlsx", "et": "xls", **dict.fromkeys(TEXT, "text")}.get(suffix, suffix)


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
    except BROKEN_ARCHIVE:
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
    if start.startswith(_WEB_PAGE):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_by_zeros(head) is not None
    return "text" if utf16 or b"\x00" not in head else "binary"


def utf16_by_zeros(content: bytes) -> str | None:
    """Return which UTF-16 a text without a byte-order mark is in, None for none.

    The zero bytes of its ASCII signs stand on one side; on the other those of a few others (一 is 4E00).
    """
    head = content[:_HEAD_BYTES]
    high_first, low_first = head[0::2].count(0), head[1::2].count(0)
    many, few = max(high_first, low_first), min(high_first, low_first)
    if many <= len(head) // _ZEROS_OF_TEXT or few * _ZEROS_ON_ONE_SIDE > many:
        return None
    return "utf-16-le" if low_first > high_first else "utf-16-be"
