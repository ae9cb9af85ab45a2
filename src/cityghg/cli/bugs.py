"""The report a bug leaves behind: what a user can send to the developers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cityghg import __version__

REPORT: Final = "cityghg-bug-report.txt"


def write_report(*texts: str) -> str:
    """Write the texts into the working folder and return the name of the file."""
    Path(REPORT).write_text("\n".join([f"cityghg {__version__}", *texts]), encoding="utf-8")
    return REPORT
