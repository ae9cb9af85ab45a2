"""What `diff` prints: what the results were made from, the bridge of each total, the largest causes."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Console
from rich.table import Table

from cityghg.base.labels import Language, label, label_file
from cityghg.codes import load_sectors, load_sources
from cityghg.report.excel.book import basis_word
from cityghg.restated.split import CAUSES
from cityghg.restated.tables import Restatement, causes_table, restatement_table

_TOTALS_SHOWN: Final = 40
_LEAST: Final = 0.005  # tonnes: what two decimals show


def print_restatement(made: Restatement, language: Language, top: int) -> None:
    """Print the comparison; totals that did not change are left out."""
    console = Console(markup=False, highlight=False, soft_wrap=False)
    for line in differences(made, language):
        console.print(line)
    if made.equal:
        console.print(word("equal", language))
        return
    table = restatement_table(made, language)
    changed = [row for row in table.to_dict("records") if _moved(row)]
    if not changed:
        console.print(word("unchanged", language))
        return
    console.print(_bridges(made, changed[:_TOTALS_SHOWN], language))
    if len(changed) > _TOTALS_SHOWN:
        console.print(word("more", language, count=len(changed) - _TOTALS_SHOWN))
    console.print(word("check", language, tonnes=f"{made.check:.6f}"))
    causes = [r for r in causes_table(made, language).to_dict("records") if abs(r["effect_t"]) >= _LEAST]
    last = max((row["year"] for row in causes), default=0)
    shown = sorted((row for row in causes if row["year"] == last), key=lambda row: -abs(row["effect_t"]))
    if shown:
        console.print(_causes(shown[:top], last, language))
    if len(shown) > top:
        console.print(word("more", language, count=len(shown) - top))


def differences(made: Restatement, language: Language) -> list[str]:
    """Return a line for each thing the results were made from that differs."""
    old, new = made.old, made.new
    lines = []
    for key, values in {
        "version": (old.made["version"], new.made["version"]),
        "gwp_set": (old.made["gwp"], new.made["gwp"]),
        "libraries": (", ".join(old.libraries), ", ".join(new.libraries)),
    }.items():
        if values[0] != values[1]:
            lines.append(word(key, language, old=values[0], new=values[1]))
    changed = sorted(n for n in old.inputs.keys() & new.inputs if old.inputs[n] != new.inputs[n])
    added, gone = sorted(new.inputs.keys() - old.inputs), sorted(old.inputs.keys() - new.inputs)
    if changed or added or gone:
        texts = [", ".join(names) or word("none", language) for names in (changed, added, gone)]
        lines.append(word("inputs", language, changed=texts[0], added=texts[1], gone=texts[2]))
    return lines


def word(key: str, language: Language, **values: object) -> str:
    """Return a word of `labels/restated.toml`."""
    return label("restated", key, language, **values)


def _moved(row: dict[Any, Any]) -> bool:
    return any(abs(row[f"{cause}_t"]) >= _LEAST for cause in CAUSES)


def _bridges(made: Restatement, rows: list[dict[Any, Any]], language: Language) -> Table:
    table = Table(title=word("title", language, basis=basis_word(made.basis, language)), title_justify="left")
    table.add_column(word("columns.area", language))
    table.add_column(word("columns.year", language))
    causes = [cause for cause in CAUSES if any(abs(row[f"{cause}_t"]) >= _LEAST for row in rows)]
    heads = [word(f"cause.{cause}", language) for cause in causes]
    for head in (word("columns.before", language), *heads, word("columns.after", language)):
        table.add_column(head, justify="right")
    table.add_column(word("columns.change", language), justify="right")
    for row in rows:
        numbers = [row["before_t"], *(row[f"{cause}_t"] for cause in causes), row["after_t"], row["change_t"]]
        table.add_row(row["area_name"], str(row["year"]), *(f"{number:,.2f}" for number in numbers))
    return table


def _causes(rows: list[dict[Any, Any]], year: int, language: Language) -> Table:
    table = Table(title=word("causes_title", language, year=year), title_justify="left")
    for column in ("area", "cause"):
        table.add_column(word(f"columns.{column}", language))
    table.add_column(word("columns.tonnes", language), justify="right", no_wrap=True)
    table.add_column(word("columns.what", language), overflow="fold")
    for row in rows:
        cause = word(f"cause.{row['cause']}", language)
        table.add_row(row["area_name"], cause, f"{row['effect_t']:,.2f}", _what(row, language))
    return table


def _what(row: dict[Any, Any], language: Language) -> str:
    """Return what changed, from what to what, and where that stands."""
    sources, sectors = load_sources(), load_sectors()
    source = sources[row["source"]].name(language) if row["source"] in sources else row["source"]
    sector = sectors[row["sector"]].name(language) if row["sector"] in sectors else row["sector"]
    parameters = label_file("report")["parameters"]
    what = parameters[row["what"]][language] if row["what"] in parameters else row["what"]
    names = " · ".join(text for text in (source, sector, row["gas"], what) if text)
    moved = f"{row['was'] or '–'} → {row['now'] or '–'}" if row["was"] or row["now"] else ""
    places = dict.fromkeys(text for text in (row["old_place"], row["new_place"]) if text)
    return "\n".join(text for text in (names, moved, " → ".join(places)) if text)
