"""The report a bug leaves behind: what a user can send to the developers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cityghg import __version__
from cityghg.databases.address import hide_addresses

REPORT: Final = "cityghg-bug-report.txt"


def write_report(*texts: str) -> str:
    """Write the texts, without addresses of databases, into the working folder and return the file's name."""
    text = "\n".join([f"cityghg {__version__}", *texts])
    Path(REPORT).write_text(hide_addresses(text), encoding="utf-8")
    return REPORT
