"""Totals on a stated basis: what each includes, and whether anything in it is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from cityghg.base.notation import NE, NO
from cityghg.inventory.categories import TRADE
from cityghg.inventory.kinds import kinds_of

Mask = pd.Series  # of bool, one a row
Rows = Callable[[pd.DataFrame], Mask]
_TOLD_BY: Final = ("scope", "memo_kind", "source", "gas", "ipcc", "gpc")  # all that a basis looks at

_GAPS: Final = (NE, "IE", "C")


@dataclass(frozen=True)
class Basis:
    """A named total. It is known where each of `needs` picks a row that is there."""

    id: str
    includes: Rows
    needs: tuple[Rows, ...]


def is_gap(table: pd.DataFrame) -> Mask:
    """Say which rows lack a number: NE, IE or C, or a gas without a GWP in the set."""
    return table["notation"].isin(_GAPS) | (table["notation"].eq("") & table["co2e_t"].isna())


def _scope(*scopes: str) -> Rows:
    return lambda t: t["scope"].isin(scopes)


def _trade(kind: str) -> Rows:
    return lambda t: (t["memo_kind"] == TRADE) & t["source"].str.startswith(kind)


_ELECTRICITY: Final = _trade("electricity")
_HEAT: Final = _trade("heat")


def _energy_co2(t: pd.DataFrame) -> Mask:
    return (t["scope"] == "1") & (t["gas"] == "CO2") & t["ipcc"].str.startswith("1.A")


def _territorial_co2(t: pd.DataFrame) -> Mask:
    return (t["scope"] == "1") & (t["gas"] == "CO2")


def _gpc(t: pd.DataFrame, *chapters: str) -> Mask:
    return t["gpc"].str.startswith(chapters)


def _not_sold(t: pd.DataFrame) -> Mask:
    return ~_gpc(t, "I.4.4")


_WITH_ELECTRICITY: Final = (
    "with_net_electricity", "with_net_electricity_and_heat", "scope_2", "gpc_basic", "gpc_basic_plus",
    "energy_co2_with_electricity", "energy_co2_with_electricity_and_heat",
)  # fmt: skip
BASES: Final = (
    Basis("territorial", _scope("1"), (_scope("1"),)),
    Basis(
        "with_net_electricity",
        lambda t: (t["scope"] == "1") | _ELECTRICITY(t),
        (_scope("1"), _ELECTRICITY),
    ),
    Basis(
        "with_net_electricity_and_heat",
        lambda t: (t["scope"] == "1") | _ELECTRICITY(t) | _HEAT(t),
        (_scope("1"), _ELECTRICITY, _HEAT),
    ),
    Basis("scope_2", _scope("2"), (_scope("2"),)),
    Basis(
        "gpc_basic",
        lambda t: t["scope"].isin(["1", "2"]) & _gpc(t, "I.", "II.", "III.") & _not_sold(t),
        (_scope("1", "2"),),
    ),
    Basis(
        "gpc_basic_plus",
        lambda t: t["scope"].isin(["1", "2", "3"]) & _gpc(t, "I.", "II.", "III.", "IV.", "V.") & _not_sold(t),
        (_scope("1", "2"),),
    ),
    Basis("energy_co2", _energy_co2, (_energy_co2,)),
    Basis(
        "energy_co2_with_electricity",
        lambda t: _energy_co2(t) | _ELECTRICITY(t),
        (_energy_co2, _ELECTRICITY),
    ),
    Basis(
        "energy_co2_with_electricity_and_heat",
        lambda t: _energy_co2(t) | _ELECTRICITY(t) | _HEAT(t),
        (_energy_co2, _ELECTRICITY, _HEAT),
    ),
    Basis("territorial_co2", _territorial_co2, (_territorial_co2,)),
)


def counts_electricity(basis: str) -> bool:
    """Say whether a total holds electricity from outside, so that it moves with the electricity factor."""
    return basis in _WITH_ELECTRICITY


def totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return area, year, basis, co2e_t and `missing`: how many rows of the basis lack a number.

    `table` needs the columns of the inventory. A basis whose needed rows are absent, or hold no
    number at all, has no value.
    """
    kinds, kind = kinds_of(table, _TOLD_BY)
    places, place = kinds_of(table, ["area", "year"])
    rows = pd.DataFrame({"co2e_t": table["co2e_t"], "missing": is_gap(table), "place": place})
    there = (table["co2e_t"].notna() | (table["notation"] == NO)).to_numpy()
    parts = []
    for basis in BASES:
        chosen = basis.includes(kinds).to_numpy()[kind]
        needed = {f"need_{i}": (need(kinds).to_numpy()[kind] & there) for i, need in enumerate(basis.needs)}
        sums = rows.assign(**needed)[chosen].groupby("place")
        known = sums[list(needed)].any().all(axis=1)
        found = sums.agg(co2e_t=("co2e_t", "sum"), missing=("missing", "sum"))
        value = found["co2e_t"].where(known)
        parts.append(places.join(found.assign(basis=basis.id, co2e_t=value), how="right"))
    return pd.concat(parts, ignore_index=True)[["area", "year", "basis", "co2e_t", "missing"]]
