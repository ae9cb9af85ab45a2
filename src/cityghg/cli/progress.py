"""A progress bar on stderr: files done of all, those in hand, and how many failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cityghg.base.labels import Language
from cityghg.cli.words import say

if TYPE_CHECKING:
    from rich.console import Console

    from cityghg.batch.reading import Progress

_NAMES = 2
_WIDEST = 60


@contextmanager
def reading_bar(console: Console, language: Language, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show how far the reading is, only on a terminal."""
    if quiet or not console.is_terminal:
        yield lambda progress: None
        return
    from rich import progress as bars

    columns = (bars.SpinnerColumn(), bars.BarColumn(), bars.MofNCompleteColumn(), bars.TimeElapsedColumn())
    text = bars.TextColumn("{task.description}", markup=False)
    with bars.Progress(*columns, text, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda now: bar.update(
            task, completed=now.done, total=now.total, description=_described(now, language)
        )


def _described(now: Progress, language: Language) -> str:
    names = ", ".join(now.names[:_NAMES])
    shown = names if len(names) <= _WIDEST else f"…{names[-_WIDEST:]}"
    return say("batch.progress", language, failed=now.failed, unchanged=now.unchanged, files=shown)
