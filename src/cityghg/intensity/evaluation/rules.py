"""The thresholds of the evaluation, from `evaluation.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from cityghg.base.labels import Language, label
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.codes.lists import ListHead


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Test(_Strict):
    """`significance` is the two-sided p below which a trend counts; closer than `equal` is a tie."""

    significance: float = Field(gt=0, lt=1)
    equal: float = Field(ge=0)


class Trend(_Strict):
    """A trend of at most so many percent a year."""

    trend_at_most_pct: float = Field(le=0)


class Slope(_Strict):
    """A change of yearly growth of at most so many points a year."""

    slope_at_most_points: float = Field(le=0)


class Classes(_Strict):
    """Where each class begins, and how many years it takes to be in any."""

    least_years: int = Field(ge=2)
    total_falling: Trend
    growth_slowing: Slope
    intensity_only: Trend


class Confidence(_Strict):
    """Random errors of `error_pct` (half-width of 95 %), and how near the peak must stay to count."""

    error_pct: float = Field(ge=0)
    draws: int = Field(ge=1)
    near_years: int = Field(ge=0)
    seed: int


class Peak(_Strict):
    """When a maximum is a peak, a plateau or neither; the file explains each."""

    least_years: int = Field(ge=2)
    since_years: int = Field(ge=1)
    recent_years: int = Field(ge=2)
    plateau_years: int = Field(ge=2)
    band_pct: float = Field(ge=0, lt=100)
    confidence: Confidence


class Rules(ListHead):
    """Every threshold of the evaluation, and which levels are compared with each other."""

    test: Test
    classes: Classes
    peak: Peak
    sets: dict[str, tuple[str, ...]]

    def stated(self, language: Language = "en") -> str:
        """Return the thresholds in one line, as results print them."""
        classes, peak = self.classes, self.peak
        return label(
            "evaluation", "rules", language,
            significance=self.test.significance, least_years=classes.least_years,
            total=classes.total_falling.trend_at_most_pct, slope=classes.growth_slowing.slope_at_most_points,
            intensity=classes.intensity_only.trend_at_most_pct, since=peak.since_years,
            plateau=peak.plateau_years, band=peak.band_pct, error=peak.confidence.error_pct,
        )  # fmt: skip


@cache
def load_rules() -> Rules:
    """Return the shipped thresholds."""
    return shipped(codelist("evaluation.yaml"), Rules)
