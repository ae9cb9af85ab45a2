"""Totals on a stated basis: what each includes, and whether anything in it is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from cityghg.inventory.rollup import TRADE

Mask = pd.Series  # of bool, one a row


@dataclass(frozen=True)
class Basis:
    """A named total. `needs` picks the rows that must be there for it to be known."""

    id: str
    includes: Callable[[pd.DataFrame], Mask]
    needs: Callable[[pd.DataFrame], Mask]


def _scope(*scopes: str) -> Callable[[pd.DataFrame], Mask]:
    return lambda t: t["scope"].isin(scopes)


def _trade(t: pd.DataFrame, kind: str) -> Mask:
    return (t["memo_kind"] == TRADE) & t["source"].str.startswith(kind)


def _energy_co2(t: pd.DataFrame) -> Mask:
    return (t["scope"] == "1") & (t["gas"] == "CO2") & t["ipcc"].str.startswith("1.A")


def _gpc(t: pd.DataFrame, *chapters: str) -> Mask:
    return t["gpc"].str.startswith(chapters)


def _not_sold(t: pd.DataFrame) -> Mask:
    return ~_gpc(t, "I.4.4")


BASES: Final = (
    Basis("territorial", _scope("1"), _scope("1")),
    Basis(
        "with_net_electricity",
        lambda t: (t["scope"] == "1") | _trade(t, "electricity"),
        lambda t: _trade(t, "electricity"),
    ),
    Basis(
        "with_net_electricity_and_heat",
        lambda t: (t["scope"] == "1") | _trade(t, "electricity") | _trade(t, "heat"),
        lambda t: _trade(t, "heat"),
    ),
    Basis("scope_2", _scope("2"), _scope("2")),
    Basis(
        "gpc_basic",
        lambda t: t["scope"].isin(["1", "2"]) & _gpc(t, "I.", "II.", "III.") & _not_sold(t),
        _scope("1", "2"),
    ),
    Basis(
        "gpc_basic_plus",
        lambda t: t["scope"].isin(["1", "2", "3"]) & _gpc(t, "I.", "II.", "III.", "IV.", "V.") & _not_sold(t),
        _scope("1", "2"),
    ),
    Basis("energy_co2", _energy_co2, _energy_co2),
    Basis(
        "energy_co2_with_electricity",
        lambda t: _energy_co2(t) | _trade(t, "electricity"),
        lambda t: _trade(t, "electricity"),
    ),
)


def totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return area, year, basis, co2e_t and `missing`: how many rows of the basis are NE or IE or C.

    `table` needs the columns of the inventory. A basis whose needed rows are absent, or hold no
    number at all, has no value.
    """
    rows = []
    for basis in BASES:
        chosen = table[basis.includes(table)].assign(needed=basis.needs(table))
        for (area, year), group in chosen.groupby(["area", "year"], sort=True):
            numbers = group["co2e_t"].notna()
            known = bool((group["needed"] & (numbers | (group["notation"] == "NO"))).any())
            missing = int(group["notation"].isin(["NE", "IE", "C"]).sum())
            value = float(group.loc[numbers, "co2e_t"].sum()) if known else None
            rows.append((area, year, basis.id, value, missing))
    return pd.DataFrame(rows, columns=["area", "year", "basis", "co2e_t", "missing"])
