"""A workbook of openpyxl as bytes that are the same each time: no clock in it, nor in the archive."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl.writer.excel import ExcelWriter

from cityghg.report.annotated.boxes import placed

_NEVER: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)


def save(book: Any, path: Path) -> None:
    """Write the workbook. Raises `OSError` where the file cannot be written."""
    book.properties.created = book.properties.modified = _NEVER
    content = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(content, "w")).save()
    drawings = {str(page.legacy_drawing).lstrip("/"): page for page in book.worksheets if page.legacy_drawing}
    with zipfile.ZipFile(content) as timed, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as timeless:
        for part in timed.infolist():
            entry = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = timed.read(part)
            page = drawings.get(part.filename)
            timeless.writestr(entry, data if page is None else placed(data, page))
