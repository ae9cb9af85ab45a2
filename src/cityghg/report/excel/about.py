"""The sheet that tells where the workbook comes from and what its words mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cityghg.base.labels import label, label_file
from cityghg.base.notation import KEYS
from cityghg.inventory.basis import BASES
from cityghg.report.excel import styles
from cityghg.report.excel.book import Book, head, named
from cityghg.report.manifest import manifest

Row = tuple[str, str, dict[str, object]]  # two cells, the format of the first
_COLOURS: Final[dict[str, dict[str, object]]] = {
    "input": {"font_color": styles.INPUT},
    "result": {},
    "gap": {"bg_color": styles.GAP},
    "helper": {"font_color": styles.HELPER},
}
_SAMPLE: Final = "123.45"
_WIDTHS: Final = (34, 100)


def write(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["about"]
    page.title(book.word("title"))
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    row = 2
    for section, lines in _sections(book):
        for column in range(len(_WIDTHS)):
            page.put(row, column, section if column == 0 else None, page.styles.section())
        for first, second, look in lines:
            row += 1
            page.put(row, 0, first, page.styles.bare(text_wrap=True, **look))
            page.put(row, 1, second, page.styles.bare(text_wrap=True))
            page.stretch(row, [(first, _WIDTHS[0]), (second, _WIDTHS[1])])
        row += 2
    page.print_setup(book.word("page"))


def _sections(book: Book) -> Iterator[tuple[str, list[Row]]]:
    language = book.language
    yield book.word("about.run"), list(_run(book))
    yield book.word("about.libraries"), list(_libraries(book))
    made = manifest(book.result)
    yield book.word("about.inputs"), [(i["name"], i["sha256"], {}) for i in made["inputs"]]
    yield (
        book.word("about.sheets"),
        [(book.word(f"sheets.{name}"), book.word(f"sheets.{name}.help"), {}) for name in book.pages],
    )
    explained = [c for c, words in label_file("report")["columns"].items() if "help" in words]
    yield (
        book.word("about.columns"),
        [(head(c, language), label("report", f"columns.{c}.help", language), {}) for c in explained],
    )
    yield book.word("about.notations"), [(n, book.word(f"notations.{n}"), {}) for n in KEYS]
    yield (
        book.word("about.bases"),
        [(named("basis", b.id, language), book.word(f"bases.{b.id}"), {}) for b in BASES],
    )
    yield (
        book.word("about.colours"),
        [(_SAMPLE, book.word(f"colours.{c}"), look) for c, look in _COLOURS.items()],
    )


def _run(book: Book) -> Iterator[Row]:
    made: dict[str, Any] = manifest(book.result)
    yield book.word("about.program"), f"{made['program']} {made['version']}", {}
    city = book.result.world.city
    if city is not None:
        yield book.word("about.city"), f"{book.result.world.areas.path_name(city)} {city}", {}
    yield book.word("about.gwp"), made["gwp"], {}


def _libraries(book: Book) -> Iterator[Row]:
    for library in book.result.world.stack:
        title = getattr(library.head.title, book.language)
        yield library.name, f"{title}\nsha256 {library.sha256}", {}
