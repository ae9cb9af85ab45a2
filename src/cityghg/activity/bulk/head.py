"""The head of a large text file as a sheet, and the file as UTF-8 where it is in another encoding."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

import polars as pl

from cityghg.activity.containers.delimited import delimiter, encodings
from cityghg.activity.sheet import Sheet, Value
from cityghg.base.problems import Place, Problem, problem

UTF8: Final = ("utf-8", "utf-8-sig")
ANOTHER: Final = "gb18030"  # what a text that is not UTF-8 after all is taken for
_HEAD_BYTES: Final = 262_144
_HEAD_ROWS: Final = 60
_NEVER: Final = "\x01"  # a sign that parts no cells


@dataclass(frozen=True)
class Head:
    """The first rows, the sign between cells, and the encoding of the text."""

    sheet: Sheet
    delimiter: str
    encoding: str


def read_head(path: Path, shown: str) -> tuple[Head | None, list[Problem]]:
    """Read the first rows of a text file, compressed or not."""
    place = Place(file=shown)
    try:
        text, encoding = _zst_head(path) if path.suffix == ".zst" else _head(path)
        if text.strip("\ufeff \t\r\n\x00"):
            sign = delimiter(text)
            return Head(_sheet(text, sign, shown), sign, encoding), []
    except UnicodeDecodeError:
        return None, [problem("encoding_unknown", place)]
    except pl.exceptions.ComputeError as error:
        code = "compressed_not_utf8" if not_utf8(error) else "file_corrupt"
        return None, [problem(code, place, reason=_reason(error))]
    except OSError as error:
        code = "file_corrupt" if isinstance(error, gzip.BadGzipFile) else "file_unreadable"
        return None, [problem(code, place, reason=_reason(error))]
    except (EOFError, zlib.error, csv.Error, pl.exceptions.PolarsError) as error:
        return None, [problem("file_corrupt", place, reason=_reason(error))]
    return None, [problem("file_empty", place)]


def in_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """Return a copy of a text file in UTF-8 in the folder, made in a stream.

    Raises `UnicodeDecodeError` where the text is not in the encoding, `OSError` where it cannot be written.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with (
        tempfile.NamedTemporaryFile(dir=folder, suffix=".csv", delete=False) as target,
        opened(path) as source,
    ):
        while block := source.read(_HEAD_BYTES):
            target.write(decoder.decode(block).encode())
        target.write(decoder.decode(b"", final=True).encode())
    return Path(target.name)


def not_utf8(error: Exception) -> bool:
    """Say whether a scan stopped since the text is not UTF-8."""
    return "utf-8" in str(error).lower() or "utf8" in str(error).lower()


def opened(path: Path) -> IO[bytes]:
    """Open a file for reading what it holds, unpacked where it is gzip."""
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _head(path: Path) -> tuple[str, str]:
    with opened(path) as file:
        content = file.read(_HEAD_BYTES)
        more = bool(file.read(1))
    *earlier, last = encodings(content)
    for encoding in earlier:
        try:
            return _decoded(content, encoding, more), encoding
        except UnicodeDecodeError:
            continue
    return _decoded(content, last, more), last


def _decoded(content: bytes, encoding: str, more: bool) -> str:
    """Decode the beginning of a text; a line that goes on past it is left out."""
    text = codecs.getincrementaldecoder(encoding)().decode(content, final=not more)
    return text[: text.rfind("\n") + 1] if more and "\n" in text else text


def _zst_head(path: Path) -> tuple[str, str]:
    lines = pl.scan_csv(
        path, has_header=False, schema={"line": pl.String}, separator=_NEVER, quote_char=None,
        n_rows=_HEAD_ROWS, truncate_ragged_lines=True,
    ).collect()  # fmt: skip
    return "\n".join(line or "" for line in lines["line"]) + "\n", UTF8[0]


def _sheet(text: str, sign: str, shown: str) -> Sheet:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=sign)
    rows: list[list[Value]] = []
    for cells in reader:
        rows.append([cell if cell.strip() else None for cell in cells])
        if len(rows) == _HEAD_ROWS:
            break
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return Sheet(shown, "", rows)


def _reason(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return str(said).partition("\n")[0]
