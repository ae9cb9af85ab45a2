"""Where the boxes of comments lie: beside their cells. Their writer puts them all in one corner."""

from __future__ import annotations

import re
from itertools import count
from typing import Any, Final

from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring, tostring

_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_SIZE: Final = re.compile(r"width:([0-9.]+)px;height:([0-9.]+)px")
_PIXELS_OF_CHARACTER, _PIXELS_OF_POINT = 7, 4 / 3
_COLUMN, _ROW = 64, 20  # pixels, where a sheet does not say
_GAP: Final = 12
_LAST_ROW, _LAST_COLUMN = 1_048_575 - 30, 16_383 - 10  # cells whose box fits into the sheet beside them


def placed(vml: bytes, page: Any) -> str | bytes:
    """Return the drawing of a sheet's comments with each box to the right of its cell."""
    root = fromstring(vml)
    for shape in root.iter(f"{_VML}shape"):
        size = _SIZE.search(shape.get("style", ""))
        data = shape.find(f"{_EXCEL}ClientData")
        if size is None or data is None:
            continue
        row, column = (int(data.findtext(f"{_EXCEL}{name}", "0")) for name in ("Row", "Column"))
        anchor = data.makeelement(f"{_EXCEL}Anchor", {})
        anchor.text = _anchor(page, row, column, float(size[1]), float(size[2]))
        data.insert(2, anchor)
    return tostring(root)


def _anchor(page: Any, row: int, column: int, width: float, height: float) -> str:
    """Return left column and offset, top row and offset, right column and offset, bottom row and offset."""
    row, column = min(row, _LAST_ROW), min(column, _LAST_COLUMN)
    right, right_offset = _across(_GAP + width, (_column_pixels(page, at) for at in count(column + 1)))
    bottom, bottom_offset = _across(height, (_row_pixels(page, at) for at in count(row)))
    places = (column + 1, _GAP, row, 2, column + 1 + right, right_offset, row + bottom, bottom_offset)
    return ", ".join(str(int(place)) for place in places)


def _across(distance: float, sizes: Any) -> tuple[int, float]:
    """Return how many whole columns or rows a distance crosses, and how far it goes into the next."""
    for crossed, size in enumerate(sizes):
        if distance < size:
            return crossed, distance
        distance -= size
    raise AssertionError("sizes have no end")


def _column_pixels(page: Any, column: int) -> float:
    known = page.column_dimensions.get(get_column_letter(column + 1))
    return float(known.width) * _PIXELS_OF_CHARACTER + 5 if known is not None and known.width else _COLUMN


def _row_pixels(page: Any, row: int) -> float:
    known = page.row_dimensions.get(row + 1)
    return float(known.height) * _PIXELS_OF_POINT if known is not None and known.height else _ROW
