"""What another library does to emissions, printed for people in whole tonnes that add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from cityghg.base.labels import Language, label
from cityghg.base.notation import NE
from cityghg.cli import run
from cityghg.cli.factors.effect import Effect
from cityghg.cli.factors.rows import signed_percent, word
from cityghg.cli.outcome import BASES, SHOWN_AREAS
from cityghg.report.change import Change

_TOLD = "with_net_electricity"
_MOVERS = 10


def print_effect(effect: Effect, language: Language) -> None:
    """Print the totals that change, the sources that move the largest of them most, and new problems."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print()
    console.print(word("diff.effect", language, gwp=effect.new.world.gwp_set), style="bold")
    stacks = (" > ".join(x.name for x in result.world.stack) for result in (effect.old, effect.new))
    console.print(word("diff.stacks", language, old=next(stacks), new=next(stacks)))
    changed = [total for total in effect.totals if total.old != total.new]
    if not changed:
        console.print(word("diff.no_effect", language))
    shown = list(_shown(changed, effect))
    for basis in dict.fromkeys(total.basis for total in shown):
        console.print(_totals([total for total in shown if total.basis == basis], effect, language))
    if len(changed) > len(shown):
        console.print(word("diff.more_totals", language, count=len(changed) - len(shown)))
    total = _told(shown)
    if total is not None:
        console.print(_movers(total, effect, language))
    if effect.only_new:
        console.print(word("diff.only_new", language))
        run.show_problems(effect.only_new, console, language)


def _shown(changed: Sequence[Change], effect: Effect) -> Iterator[Change]:
    """Yield every year of the city and the last one of the other areas, on the bases of the short summary."""
    city = effect.new.world.city
    last = max((total.year for total in changed), default=0)
    for basis in BASES:
        here = [t for t in changed if t.basis == basis and t.area in effect.new.world.areas]
        yield from (t for t in here if t.area == city)
        yield from [t for t in here if t.area != city and t.year == last][:SHOWN_AREAS]


def _told(shown: Sequence[Change]) -> Change | None:
    """Return the total whose movers are told: the latest one of the first area, with electricity if it is."""
    known = [t for t in shown if t.difference is not None]
    here = [t for t in known if t.area == known[0].area]
    return max(here, key=lambda t: (t.year, t.basis == _TOLD), default=None)


def _totals(shown: Sequence[Change], effect: Effect, language: Language) -> Table:
    table = _table(("area", "year"), language)
    table.title = label("report", f"basis.{shown[0].basis}", language)
    for total in shown:
        table.add_row(effect.new.world.areas[total.area].name, str(total.year), *_numbers(total))
    return table


def _movers(total: Change, effect: Effect, language: Language) -> Table:
    """Return a table of the largest movers of a total; the rest on one row, so that all add up to it."""
    here = (total.area, total.year, total.basis)
    found = [m for m in effect.movers if (m.area, m.year, m.basis) == here]
    basis = label("report", f"basis.{total.basis}", language)
    area = effect.new.world.areas[total.area].name
    table = _table(("source", "gas"), language)
    table.title = word("diff.movers", language, area=area, year=total.year, basis=basis)
    sources = effect.new.world.sources
    for mover in found[:_MOVERS]:
        table.add_row(sources[mover.source].name(language), mover.gas, *_numbers(mover))
    left = found[_MOVERS:]
    rest = _whole(total) - sum(_whole(mover) for mover in found[:_MOVERS])
    if left or rest:
        name = word("diff.others" if left else "diff.rounding", language, count=len(left))
        table.add_row(name, "", "", "", f"{rest:+,}", "")
    table.add_section()
    table.add_row(word("diff.total", language), "", *_numbers(total))
    return table


def _table(names: Sequence[str], language: Language) -> Table:
    table = Table()
    for name in names:
        table.add_column(word(f"column.{name}", language))
    for name in ("old", "new", "difference", "percent"):
        table.add_column(word(f"column.{name}", language), justify="right", no_wrap=True)
    return table


def _numbers(change: Change) -> tuple[str, str, str, str]:
    """Return old, new, difference and percent; the difference is that of the whole tonnes shown."""
    old, new = (NE if number is None else f"{number:,.0f}" for number in (change.old, change.new))
    known = change.difference is not None
    percent = signed_percent(change.percent) if change.percent is not None else ""
    return old, new, f"{_whole(change):+,}" if known else "", percent


def _whole(change: Change) -> int:
    return round(change.new or 0) - round(change.old or 0)
