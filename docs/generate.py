"""Write the tables of the pages that repeat what the program knows: problems and codes.

A page holds its own prose and the heading of each table. Below `<!-- generated: NAME -->`, the heading
and its rule, the rows up to `<!-- end -->` are made here. Run `python docs/generate.py` after a change of
the problem catalogue or of a code list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from cityghg.base.labels import LANGUAGES, Language, label, label_file
from cityghg.base.problems import Severity
from cityghg.codes import Code, load_sectors, load_sources

DOCS = Path(__file__).parent
_BLOCK = re.compile(r"(<!-- generated: ([\w.]+) -->\n\|.*\n\|.*\n)[^<]*(<!-- end -->)")
_PLACEHOLDER = re.compile(r"\{\w+\}")
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


ROWS: dict[str, Rows] = {
    **{f"problems.{severity}": problems(severity) for severity in Severity},
    "sources": sources,
    "sectors": sectors,
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
