"""What there is of a parameter where it has no value for a case: said, never bridged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cityghg.base.labels import Language, label
from cityghg.base.problems import Words
from cityghg.factors.candidates import Codes, Verdict, candidates
from cityghg.factors.load import Given, Library
from cityghg.factors.resolve import Query

MOST: Final = 5  # names in a message
Span = tuple[int, int]


@dataclass(frozen=True)
class Known:
    """The values of a parameter beside the case asked for.

    `years` are those of values for its sector and place, in spans without gaps; `regions` those of values
    for its sector elsewhere; `sectors` and `variants` those of the others. Each is in the order of codes.
    """

    years: tuple[Span, ...] = ()
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def first_year(self) -> int | None:
        return self.years[0][0] if self.years else None

    @property
    def last_year(self) -> int | None:
        return self.years[-1][1] if self.years else None

    def words(self, codes: Codes) -> Words | None:
        """Return the nearest miss for a message, None where nothing is known."""
        told = Words(self._told(codes, "zh"), self._told(codes, "en"))
        return told if told.en else None

    def _told(self, codes: Codes, language: Language) -> str:
        dash = "—" if language == "zh" else "-"
        years = [str(first) if first == last else f"{first}{dash}{last}" for first, last in self.years]
        regions = [codes.areas[r].name if r in codes.areas else r for r in self.regions]
        sectors = [getattr(codes.sectors[s], language) if s in codes.sectors else s for s in self.sectors]
        for kind, found in (
            ("years", years),
            ("regions", regions),
            ("sectors", sectors),
            ("variants", self.variants),
        ):
            if found:
                most = len(found) if kind == "years" else MOST
                return label("known", kind, language, found=_listed(found, most, language))
        return ""


def known_for(stack: Sequence[Library], codes: Codes, query: Query, parameter: str, unit: str) -> Known:
    """Return what the stack has of a parameter that has no value for the query.

    `unit` is the dimension that the method declares for the parameter; values of another are no help.
    """
    found: dict[Verdict, list[Given]] = {verdict: [] for verdict in Verdict}
    for candidate in candidates(stack, codes, query, parameter, unit, None):
        found[candidate.verdict].append(candidate.given)
    return Known(
        _spans(found[Verdict.OTHER_YEAR]),
        _distinct(given.value.region for given in found[Verdict.OTHER_REGION]),
        _distinct(given.value.sector for given in found[Verdict.OTHER_SECTOR]),
        _distinct(given.value.variant for given in found[Verdict.OTHER_VARIANT]),
    )


def _spans(givens: Iterable[Given]) -> tuple[Span, ...]:
    """Return the years of the values, those that follow or overlap each other as one span."""
    spans: list[Span] = []
    for first, last in sorted({given.value.years for given in givens if given.value.years}):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name is not None}))


def _listed(names: Sequence[str], most: int, language: Language) -> str:
    text = ("、" if language == "zh" else ", ").join(names[:most])
    more = len(names) if language == "zh" else len(names) - most
    return text + (label("known", "more", language, count=more) if len(names) > most else "")
