"""Global warming potentials, from the package `globalwarmingpotentials`; CO2 is 1 by definition."""

from __future__ import annotations

from cityghg.base.problems import Problem, problem
from cityghg.base.text import closest

DEFAULT = "AR5GWP100"
CO2 = "CO2"
CO2E = "CO2e"


def load_gwps(name: str) -> tuple[dict[str, float], list[Problem]]:
    """Return tonnes of CO2 equivalent per tonne of each gas in the named set, such as AR5GWP100.

    A gas the set does not hold is absent from the result, never zero.
    """
    from globalwarmingpotentials import data

    if name not in data:
        near = closest(name, data) or ", ".join(data)
        return {}, [problem("gwp_set_unknown", found=name, known=near)]
    values = {gas: float(value) for gas, value in data[name].items() if value == value}
    return {CO2: 1.0, CO2E: 1.0, **values}, []
