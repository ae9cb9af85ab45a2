"""Where the shipped data lies: inside the wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_IN_WHEEL = _PACKAGE / "_factors"


def factors_dir() -> Path:
    """Return the folder of code lists, constants and factor libraries."""
    return _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parents[1] / "factors"


def codelist(name: str) -> Path:
    """Return the path of a file in `factors/codelists/`."""
    return factors_dir() / "codelists" / name
