"""Where the shipped data lies: inside the wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _shipped(name: str) -> Path:
    in_wheel = _PACKAGE / f"_{name}"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parents[1] / name


def factors_dir() -> Path:
    """Return the folder of code lists, constants and factor libraries."""
    return _shipped("factors")


def examples_dir() -> Path:
    """Return the folder of example cities."""
    return _shipped("examples")


def codelist(name: str) -> Path:
    """Return the path of a file in `factors/codelists/`."""
    return factors_dir() / "codelists" / name
