"""Notation keys that stand in place of a number."""

from __future__ import annotations

from typing import Final

NO: Final = "NO"
NE: Final = "NE"
KEYS: Final = (
    NO,
    NE,
    "IE",
    "C",
    "NA",
)  # not occurring, not estimated, included elsewhere, confidential, n.a.
BY_WEIGHT: Final = (NE, "C", "IE", "NA", NO)  # of several, the one that admits most stands
