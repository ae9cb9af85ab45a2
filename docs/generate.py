"""Write the tables of the pages that repeat what the program knows: problems, codes and libraries.

A page holds its own prose and the heading of each table. Below `<!-- generated: NAME -->`, the heading
and its rule, the rows up to `<!-- end -->` are made here. Run `python docs/generate.py` after a change of
the problem catalogue, of a code list or of a factor library.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import get_args

from cityghg.base.labels import LANGUAGES, Language, label, label_file
from cityghg.base.problems import Severity
from cityghg.cli.factors.versions import superseded_by
from cityghg.codes import Code, load_sectors, load_sources
from cityghg.factors import load
from cityghg.factors.load import Library
from cityghg.factors.rules import load_rules
from cityghg.factors.schema import Status, Value

DOCS = Path(__file__).parent
_BLOCK = re.compile(r"(<!-- generated: ([\w.]+) -->\n\|.*\n\|.*\n)[^<]*(<!-- end -->)")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_NUMBERED_PLACE = re.compile(
    r"\b(tables?|pages?|pp?\.|equations?|eqs?\.|formulas?|sections?)\s*\(?([A-Z]{1,2}[-.]?)?\d"
    r"|(表|公式|图)\s*[(（]?[A-Z]?[-.]?\d|第\s*[\d.]+\s*[页节]",
    re.IGNORECASE,
)
# An entry of a list of gaps: an item, or a row of a table that is neither its heading nor the rule below.
_GAP = re.compile(r"^(?:- |\|(?!.*\n\|-)(?!-)).*", re.MULTILINE)
_NATION, _PROVINCE = "100000", "0000"
_FUELS = ("coal", "coal_product", "oil", "natural_gas", "gas")
Row = tuple[str, ...]
Rows = Callable[[Language], Iterator[Row]]


def problems(severity: Severity) -> Rows:
    """Return what yields the problems of one severity: code, finding, remedy."""

    def rows(language: Language) -> Iterator[Row]:
        for code, entry in sorted(label_file("problems").items()):
            if entry["severity"] == severity:
                finding, remedy = (_PLACEHOLDER.sub("…", text) for text in entry[language])
                yield f"`{code}`", finding, remedy

    return rows


def rules(language: Language) -> Iterator[Row]:
    """Yield number, severity, finding and the long form of every rule for libraries."""
    for rule in load_rules():
        severity = label("cli", f"severity.{rule.severity.value}", language)
        yield f"`{rule.number}`", severity, rule.finding(language), rule.why(language)


def sources(language: Language) -> Iterator[Row]:
    """Yield code, name, canonical unit, implied sector and aliases of every source."""
    for source in load_sources():
        unit = label("units", source.unit, language) if source.unit in label_file("units") else source.unit
        yield f"`{source.id}`", source.name(language), unit, source.sector or "", _others(source, language)


def sectors(language: Language) -> Iterator[Row]:
    """Yield code, name, IPCC category, GPC reference and aliases of every sector."""
    for sector in load_sectors():
        yield (
            f"`{sector.id}`", sector.name(language), sector.ipcc or "", sector.gpc or "",
            _others(sector, language),
        )  # fmt: skip


def libraries(language: Language) -> Iterator[Row]:
    """Yield for every shipped version how much it holds, how well known, and for when and where."""
    for library in shipped():
        values = values_of(library)
        yield (
            f"`{library.name}`",
            str(len(library.entries)),
            str(len(values)),
            _share(value.uncertainty_pct is not None for value in values),
            _share(names_numbered_place(value.at) for value in values),
            _statuses(values),
            _years(values),
            _regions(values),
            str(len(sources_of(library))),
            _version(superseded_by(library.name)),
        )


def missing(language: Language) -> Iterator[Row]:
    """Yield for the newest version of every library its list of gaps, and the fuels it has no value for."""
    for library in shipped():
        if superseded_by(library.name) is not None:
            continue
        listed = _GAP.findall((library.folder / "GAPS.md").read_text(encoding="utf-8"))
        link = f"[GAPS.md](../../factors/{library.folder.parent.name}/{library.folder.name}/GAPS.md)"
        yield (
            f"`{library.name}`",
            getattr(library.head.title, language),
            f"{link} ({len(listed)})",
            "; ".join(source.name(language) for source in fuels_without_value(library)),
        )


@cache
def shipped() -> tuple[Library, ...]:
    """Return every library that ships."""
    found = (load.load(folder)[0] for name in load.available() if (folder := load.find(name)[0]) is not None)
    return tuple(library for library in found if library is not None)


def values_of(library: Library) -> list[Value]:
    """Return every value of a library."""
    return [given.value for entry in library.entries for some in entry.values.values() for given in some]


def sources_of(library: Library) -> set[str]:
    """Return the codes of the sources a library has an entry for."""
    return {source for entry in library.entries for source in entry.factor.sources}


def fuels_without_value(library: Library) -> list[Code]:
    """Return the fuels of the energy balance that a library leaves out, none where it is not about fuels."""
    held = sources_of(library)
    fuels = [source for source in load_sources() if source.kind in _FUELS]
    return [fuel for fuel in fuels if fuel.id not in held] if any(f.id in held for f in fuels) else []


def names_numbered_place(at: str) -> bool:
    """Say whether a place is a page, table, equation or section by its number: it can be turned up at once.

    An annex, a chapter or a whole announcement is not enough, nor is a table without its number.
    """
    return _NUMBERED_PLACE.search(at) is not None


def _share(holds: Iterable[bool]) -> str:
    found = list(holds)
    return f"{100 * sum(found) / len(found):.0f} %"


def _statuses(values: list[Value]) -> str:
    counts = Counter(value.status for value in values)
    return ", ".join(f"{status} {counts[status]}" for status in get_args(Status) if counts[status])


def _years(values: list[Value]) -> str:
    """Return the years that values are given for, runs of them as first-last."""
    years = {year for value in values if value.years for year in range(value.years[0], value.years[1] + 1)}
    runs = [
        [year for _, year in run]
        for _, run in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _regions(values: list[Value]) -> str:
    """Return how many provinces, and how many regions of each scheme, values are given for."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for region in {value.region for value in values} - {None, _NATION}:
        scheme, colon, _ = str(region).partition(":")
        found[scheme if colon else "" if scheme.endswith(_PROVINCE) else "areas"].add(str(region))
    return ", ".join(f"{scheme} {len(regions)}".strip() for scheme, regions in sorted(found.items()))


def _version(name: str | None) -> str:
    return name.partition("@")[2] if name else ""


ROWS: dict[str, Rows] = {
    **{f"problems.{severity}": problems(severity) for severity in Severity},
    "rules": rules,
    "sources": sources,
    "sectors": sectors,
    "libraries": libraries,
    "missing": missing,
}


def renewed(text: str, language: Language) -> str:
    """Return a page with the rows of its generated tables made anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}{_lines(found[2], language)}{found[3]}", text)


def pages(language: Language) -> list[Path]:
    """Return the pages of one language."""
    return sorted((DOCS / language).glob("*.md"))


def _lines(name: str, language: Language) -> str:
    return "".join(f"| {' | '.join(map(_plain, row))} |\n" for row in ROWS[name](language))


def _plain(text: str) -> str:
    """Return text that neither ends a cell nor begins a tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _others(code: Code, language: Language) -> str:
    """Return every way to write a code but its id and its name in the language of the page."""
    return "; ".join(name for name in code.names()[1:] if name != code.name(language))


def main() -> None:
    """Write every page anew."""
    for language in LANGUAGES:
        for page in pages(language):
            text = renewed(page.read_text(encoding="utf-8"), language)
            page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
