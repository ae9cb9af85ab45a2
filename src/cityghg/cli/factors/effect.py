"""An inventory compiled twice, with the one library and with the other in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cityghg.base.problems import Problem, Severity
from cityghg.cli import run
from cityghg.cli.run import Prepared
from cityghg.factors.load import Library
from cityghg.factors.stack import stacks_with
from cityghg.pipeline import Request
from cityghg.project import spelled_out
from cityghg.report.change import Change, movers, totals_changed
from cityghg.report.result import Result


@dataclass(frozen=True)
class Effect:
    """Both results, every total of them, and every source that moves one."""

    old: Result
    new: Result
    totals: list[Change]
    movers: list[Change]

    @property
    def failed(self) -> bool:
        return self.old.failed or self.new.failed

    @property
    def only_new(self) -> list[Problem]:
        """The problems of the data that the new library alone brings, without notes."""
        known = set(self.old.problems)
        libraries = {d.name for library in self.new.world.stack for d in library.documents.values()}
        found = (p for p in self.new.problems if p not in known and p.place.file not in libraries)
        return [p for p in found if p.severity is not Severity.NOTE]


def compiled_twice(prepared: Prepared, old: Library, new: Library) -> Effect:
    """Compile the activity with the old and with the new library; errors of both runs are shown."""
    request, console = prepared.request, run.stderr_console()
    names = list(spelled_out(request.opened.project.factors))
    stacks = stacks_with(names, request.opened.folder, old, new)
    results = [run.run(replace(prepared, request=_with(request, stack)), console) for stack in stacks]
    errors = [p for p in results[0].problems if p.severity is Severity.ERROR]
    run.show_problems(errors, console, prepared.language)
    return Effect(results[0], results[1], totals_changed(*results), movers(*results))


def _with(request: Request, stack: Sequence[str]) -> Request:
    project = request.opened.project.model_copy(update={"factors": tuple(stack)})
    return replace(request, opened=replace(request.opened, project=project))
