"""Two libraries compared, printed for people."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console

from cityghg.base.labels import Language
from cityghg.cli.factors import rows
from cityghg.cli.factors.rows import word
from cityghg.factors.candidates import Codes
from cityghg.factors.diff import Difference, Edit, Kind, ValueChange
from cityghg.factors.load import Given, Library

_RESTATED = 20
_ORDER = (Kind.CHANGED, Kind.ADDED, Kind.REMOVED, Kind.RESTATED)


def print_difference(difference: Difference, codes: Codes, language: Language) -> None:
    """Print how many values differ, then each, then what else differs."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    counts = {str(kind): len(difference.of_kind(kind)) for kind in _ORDER}
    names = {"old": difference.old.name, "new": difference.new.name}
    console.print(word("diff.head", language, **names, **counts, same=difference.same), style="bold")
    printer = _Printer(difference, codes, console, language)
    for kind in _ORDER:
        printer.changes(kind)
    if difference.edits:
        console.print()
        console.print(word("diff.edits", language), style="bold")
    for edit in difference.edits:
        printer.edit(edit)


class _Printer:
    def __init__(self, difference: Difference, codes: Codes, console: Console, language: Language) -> None:
        self._difference, self._codes, self._language = difference, codes, language
        self._console = console

    def _say(self, key: str, **values: object) -> None:
        self._console.print(word(f"diff.{key}", self._language, **values))

    def changes(self, kind: Kind) -> None:
        """Print the values of one kind under source, gas and parameter."""
        found = self._difference.of_kind(kind)
        if found:
            self._console.print()
            self._console.print(word(f"diff.{kind}", self._language), style="bold")
        shown = found[:_RESTATED] if kind is Kind.RESTATED else found
        for heading, group in groupby(shown, key=self._heading):
            self._console.print(heading)
            for change in group:
                self._change(change)
        if len(found) > len(shown):
            self._say("more_restated", count=len(found) - len(shown))

    def edit(self, edit: Edit) -> None:
        """Print what else differs."""
        blank = word("diff.blank", self._language)
        key = "edit" if edit.field else "edit_removed" if edit.new is None else "edit_added"
        what = word(f"diff.what.{edit.what}", self._language)
        said = {"old": edit.old or blank, "new": edit.new or blank, "field": edit.field}
        self._say(key, what=what, name=edit.name, **said)

    def _heading(self, change: ValueChange) -> str:
        language, sources = self._language, self._codes.sources
        names = [sources[s].name(language) if s in sources else s for s in change.sources]
        parameter = rows.parameter_name(change.given.parameter, language)
        parts = (word("comma", language).join(names), change.gas, parameter)
        return "  ".join(part for part in parts if part)

    def _change(self, change: ValueChange) -> None:
        old, new = self._difference.old, self._difference.new
        selector = rows.selector_words(
            change.given.value, self._language, self._codes.sectors, self._codes.areas
        )
        if change.old is None or change.new is None:
            self._say("value", value=_number(change.given), selector=selector)
            self._stands("stands", change.given, new if change.old is None else old)
            return
        if change.kind is Kind.RESTATED:
            self._say("value", value=_number(change.new), selector=selector)
        else:
            percent = _percent(change, self._language)
            numbers = {"old": _number(change.old), "new": _number(change.new)}
            self._say("from_to", **numbers, percent=percent, selector=selector)
        self._stands("old", change.old, old)
        self._stands("new", change.new, new)
        names = [word(f"field.{field}", self._language) for field in change.fields]
        self._say("fields", fields=word("comma", self._language).join(names))

    def _stands(self, key: str, given: Given, library: Library) -> None:
        value = given.value
        document, status = library.publication(value.source).title, value.status
        said = {"document": document, "at": value.at, "place": given.place}
        self._say(key, status=rows.status_name(status, self._language), **said)


def _number(given: Given) -> str:
    value = given.value
    spread = f" ±{value.uncertainty_pct:g}%" if value.uncertainty_pct is not None else ""
    return rows.with_unit(value.value, value.unit) + spread


def _percent(change: ValueChange, language: Language) -> str:
    if change.percent is None or "value" not in change.fields:
        return ""
    return word("diff.percent", language, percent=rows.signed_percent(change.percent))
