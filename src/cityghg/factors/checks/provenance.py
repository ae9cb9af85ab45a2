"""Where numbers come from: one document a number, a place in it, a date of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cityghg.base.problems import Place, Problem, problem
from cityghg.factors.checks.subject import Checked, Doubt, number_of, stated
from cityghg.factors.load import Given

_STRONG = (
    "annex|annexes|appendix|announcement|article|attachment|chapter|clause|equation|figure|footnote|page|paragraph"
    "|section|sheet|supplement|table|worksheet"
)
_WEAK = "box|cell|column|eq|form|item|line|no|note|number|p|part|pp|record|report|row"  # only before a number
_PLACE = re.compile(
    rf"""\b({_STRONG})s?\b | \b({_WEAK})\b\.?\s*([\d§]|[A-Z]\b) | § | №
    |第.{{1,8}}[篇章节条款项页号行列栏] | 表(?!示|明|面|达) | [图式注]\s*[(（]?[\d一二三四五六七八九十A-Z]
    |[\d一二三四五六七八九十]\s*[页号条章节] | 附录|附件|附图|附注|公式|公告|通知|说明|编号|台账|记录""",
    re.VERBOSE | re.IGNORECASE,
)


def numbers_under_two_documents(checked: Checked) -> Iterator[Doubt]:
    """Yield each value that the library has a second time, meant for the same, under another document."""
    seen: dict[tuple[object, ...], Given] = {}
    told: set[int] = set()
    for _, given, key in checked.meant:
        value = given.value
        other = seen.setdefault((*key, value.years, value.value, value.unit), given)
        if other.value.source != value.source and id(given) not in told:
            told.add(id(given))
            yield given, problem(
                "number_under_two_documents", given.place, parameter=given.parameter,
                found=number_of(given), document=value.source, other=other.value.source,
                elsewhere=other.place,
            )  # fmt: skip


def publications_are_cited(checked: Checked) -> Iterator[Problem]:
    """A document that nothing cites is a leftover, or its citation is misspelt."""
    head = checked.library.head
    cited = {given.value.source for given in stated(checked)}
    cited |= {method.reference.source for method in head.methods.values() if method.reference}
    cited |= {substitute.source for substitute in head.substitutes.values()}
    for name in head.sources:
        if name not in cited:
            yield problem("publication_not_cited", checked.head_place("sources", name), found=name)


def publications_have_a_year(checked: Checked) -> Iterator[Problem]:
    """A document without year or date cannot be looked up."""
    for name, document in checked.library.head.sources.items():
        if checked.is_shipped and document.published is None:
            yield problem("publication_undated", checked.head_place("sources", name), found=name)


def places_are_named(checked: Checked) -> Iterator[Problem]:
    """The place of a value in its document is one that can be turned up: told once a document and wording."""
    found: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for given in stated(checked):
        cited = checked.library.head.sources.get(given.value.source)
        is_unpaged = cited is not None and cited.unpaged is not None
        if not is_unpaged and not names_a_place(given.value.at):
            found[given.value.source, given.value.at].append(given.place)
    for (document, at), places in found.items():
        yield problem("place_not_named", places[0], document=document, found=at, count=len(places))


def names_a_place(text: str) -> bool:
    """Say whether the words name a page, table, equation, section or the like."""
    return _PLACE.search(text) is not None
