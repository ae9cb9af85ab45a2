"""Units of activity data and factors: one registry, and the many ways people spell them."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from typing import Any

import pint
from pint.facets.plain import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer
from pydantic import BaseModel, ConfigDict

from cityghg.base.locate import codelist, factors_dir
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import closest

_SUPERSCRIPT_POWER = re.compile("10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_SCALE = re.compile(r"(?:10\^|10\*\*|1e\+?)([0-9]+)[*x×]?(?=[^\d])", re.IGNORECASE)
_COMMON = (
    "kWh", "MWh", "GJ", "TJ", "kt", "Nm3", "kgce", "万吨", "万立方米", "亿立方米", "万千瓦时",
    "亿千瓦时", "百万千焦", "百亿千焦", "吨标准煤", "万吨标准煤",
)  # fmt: skip
_GRAMS_PER_TONNE = 1e6

Quantity = Any  # a quantity of the registry; the library's own type is generic over registries


class UnitError(ValueError):
    """A unit that is unknown or has the wrong dimension; `suggestion` is a spelling that would do."""

    def __init__(self, found: str, suggestion: str | None = None) -> None:
        super().__init__(found)
        self.found, self.suggestion = found, suggestion


class _UnitList(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    title: dict[str, str]
    references: tuple[dict[str, str | int], ...]
    multipliers: dict[str, float]
    base_words: dict[str, tuple[str, ...]]


class Units:
    """The registry with the spellings; obtained from `load_units`."""

    def __init__(self, registry: Any, multipliers: dict[str, float], words: dict[str, str]) -> None:
        self.registry, self._multipliers = registry, multipliers
        self._words = {_clean(word): unit for word, unit in words.items()}
        self._spelt: dict[str, Quantity] = {}
        self._compound: dict[tuple[str, str | None], Quantity] = {}
        self._factors: dict[tuple[str, str], float] = {}

    def parse(self, spelling: str) -> Quantity:
        """Return a spelled unit as a quantity, such as 万吨 = 10000 t.

        Raises `UnitError` for a spelling that is not known, with the nearest known one.
        """
        if spelling not in self._spelt:
            self._spelt[spelling] = self._read(_clean(spelling))
        return self._spelt[spelling]

    def factor(self, spelling: str, to: str) -> float:
        """Return how many `to` one `spelling` is. Raises `UnitError` where the dimensions differ."""
        pair = (spelling, to)
        if pair not in self._factors:
            target = self.parse(to)
            try:
                self._factors[pair] = _round((self.parse(spelling) / target).to("").magnitude)
            except pint.DimensionalityError as error:
                raise UnitError(spelling, to) from error
        return self._factors[pair]

    def expression(self, text: str, canonical: str | None = None) -> Quantity:
        """Return a compound unit of a factor, such as `GJ/(10^4 m3)`; `unit` stands for `canonical`.

        Raises `UnitError` for anything the registry does not know, and for a size that is not positive.
        """
        key = (text, canonical)
        if key not in self._compound:
            words = re.sub(r"\bunit\b", f"({canonical})", text) if canonical else text
            try:
                parsed = self.registry.Quantity(1.0, "") * self.registry.parse_expression(
                    words.replace("^", "**")
                )
            except Exception as error:  # the registry raises many kinds for a text it cannot read
                raise UnitError(text) from error
            if not text.strip() or not 0 < parsed.magnitude < math.inf:
                raise UnitError(text)
            self._compound[key] = parsed
        return self._compound[key]

    def _read(self, text: str) -> Quantity:
        scale, rest = 1.0, text
        if match := _SCALE.match(rest):
            scale, rest = 10.0 ** int(match.group(1)), rest[match.end() :]
        name = rest
        while name:
            known = self._words.get(name) or (name if self._is_unit(name) else None)
            if known:
                return scale * self.registry.Quantity(1.0, known)
            if name[0] not in self._multipliers:
                break
            scale, name = scale * self._multipliers[name[0]], name[1:]
        raise UnitError(text, closest(rest, (*_COMMON, *self._words)))

    def _is_unit(self, name: str) -> bool:
        if not name.isidentifier():
            return False
        try:
            self.registry.Unit(name)
        except Exception:  # likewise
            return False
        return True


@cache
def load_units() -> Units:
    """Return the shipped units; carbon, nitrogen and each gas with a GWP have dimensions of their own."""
    from globalwarmingpotentials import data as gwps

    spelt = shipped(codelist("units.yaml"), _UnitList)
    registry: Any = pint.UnitRegistry(None)
    registry.load_definitions(str(factors_dir() / "units.txt"))
    gases = sorted({gas for values in gwps.values() for gas in values if gas.isidentifier()})
    for gas in ("C", "N", "N2", "CO2", "CO2e", *gases):
        gram, tonne = f"gram_{gas}", f"tonne_{gas}"
        registry.define(_unit(gram, f"g{gas}", 1, f"[mass_{gas}]"))
        registry.define(_unit(tonne, f"t{gas}", _GRAMS_PER_TONNE, gram))
    words = {w: unit for unit, names in spelt.base_words.items() for w in (unit, *names)}
    return Units(registry, spelt.multipliers, words)


def _unit(name: str, symbol: str, scale: float, of: str) -> Any:
    """Return a definition ready made: parsing hundreds of them as text takes a tenth of a second."""
    return UnitDefinition(name, symbol, (), ScaleConverter(scale), UnitsContainer({of: 1}))


def _clean(spelling: str) -> str:
    """Fold width, powers of ten and 小时; drop blanks, dots between units and brackets around the whole."""
    text = _SUPERSCRIPT_POWER.sub(lambda m: f"10^{unicodedata.normalize('NFKC', m.group(1))}", spelling)
    text = unicodedata.normalize("NFKC", text).replace("小时", "时").replace(" ", "")
    text = re.sub(r"[·•・.](?=h$)", "", text)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _round(ratio: float) -> float:
    """Return the ratio of two units without the dust of its division, so that 1 TJ is 1000 GJ."""
    return float(f"{ratio:.15g}")
