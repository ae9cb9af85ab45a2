"""The values of a library as rows, for the terminal and for JSON."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from cityghg.base.labels import Language, label
from cityghg.cli.words import say
from cityghg.codes import CodeList, Source
from cityghg.factors.load import Library

_SELECTORS = ("sector", "region", "year", "valid", "variant")


def rows_of(library: Library, source: str | None) -> list[dict[str, Any]]:
    """Return one row a value, of one source or of all."""
    rows = []
    for entry in library.entries:
        factor = entry.factor
        if source is not None and source not in factor.sources:
            continue
        for name, given in entry.values.items():
            for one in given:
                value = one.value
                rows.append(
                    {
                        "factor": factor.id,
                        "sources": list(factor.sources),
                        "method": factor.method,
                        "parameter": name,
                        "value": value.value,
                        "unit": value.unit,
                        "uncertainty_pct": value.uncertainty_pct,
                        **{key: getattr(value, key) for key in _SELECTORS},
                        "document": library.publication(value.source).title,
                        "at": value.at,
                        "status": value.status,
                        "place": str(one.place),
                    }
                )
    return rows


def print_rows(
    rows: list[dict[str, Any]], library: Library, sources: CodeList[Source], language: Language
) -> None:
    """Print values with selector, document and status."""
    table = Table(title=f"{library.name}  {getattr(library.head.title, language)}")
    for key in ("source", "parameter", "value", "selector", "document", "status"):
        table.add_column(say(f"factors.{key}", language))
    for row in rows:
        names = "、".join(sources[s].name(language) for s in row["sources"] if s in sources)
        selector = " ".join(str(row[key]) for key in _SELECTORS if row[key] is not None)
        status = label("report", f"status.{row['status']}", language)
        number = f"{row['value']:.12g} {row['unit']}"
        table.add_row(names, row["parameter"], number, selector, f"{row['document']}, {row['at']}", status)
    Console(markup=False).print(table)
