"""`cityghg batch`: many files or project folders to one inventory, with a table of how each fared."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cityghg.cli import bugs
from cityghg.cli.options import AsJson, BaseYear, FactorStack, GwpSet, Lang, Paths, ProjectFile, Quiet
from cityghg.cli.words import help_text, say

if TYPE_CHECKING:
    from rich.console import Console

    from cityghg.base.labels import Language
    from cityghg.batch.combine import Batch
    from cityghg.batch.reading import Readings
    from cityghg.cli.run import Prepared

EXIT_INTERRUPTED: Final = 130
CACHE: Final = ".cityghg-batch"
_SHOWN: Final = 20


def batch(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help=help_text("compile.out"))] = Path("out"),
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help=help_text("batch.jobs"), show_default=False)
    ] = None,
    project: ProjectFile = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    base_year: BaseYear = None,
    format_: Annotated[str, typer.Option("--format", help=help_text("compile.format"))] = "csv,xlsx",
    allow_incomplete: Annotated[
        bool, typer.Option("--allow-incomplete", help=help_text("compile.allow_incomplete"))
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from cityghg.cli import run
    from cityghg.cli.formats import known_formats
    from cityghg.cli.outcome import print_summary
    from cityghg.report.folder import FolderRefusedError

    prepared = run.prepare(paths, project=project, factors=factors, gwp=gwp, base_year=base_year, lang=lang)
    console, language = run.stderr_console(), prepared.language
    if prepared.request.batches:
        raise run.refuse("database_not_here", "", language)
    formats = known_formats(format_, language)
    one_project = project is not None or _is_a_project(paths, prepared)
    try:
        done, readings = _run(prepared, paths, out, jobs or _cores(), one_project, quiet, console)
        run.show_problems(done.result.problems, console, language)
        _report_bugs(readings, console, language)
        written = allow_incomplete or not done.whole_failed
        _write(done, out, formats, written, console, language)
    except KeyboardInterrupt:
        console.print(say("batch.interrupted", language))
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except FolderRefusedError as error:
        raise run.refuse(error.code, str(error.folder), language) from None
    if as_json:
        typer.echo(json.dumps(_as_data(done, readings, out), ensure_ascii=False, indent=2))
    elif written and not quiet:
        print_summary(done.result, out, language)
    if not quiet:
        _say_how_it_went(done, readings, console, language)
    if done.failed:
        raise typer.Exit(1)


def _run(
    prepared: Prepared,
    paths: Sequence[str],
    out: Path,
    jobs: int,
    one_project: bool,
    quiet: bool,
    console: Console,
) -> tuple[Batch, Readings]:
    """Read what is not kept yet, then compile all of it; kept is what is of use to the next run."""
    from cityghg.base.problems import in_order
    from cityghg.batch.combine import combine
    from cityghg.batch.plan import make_plan
    from cityghg.batch.reading import read_plan
    from cityghg.cli import progress, run
    from cityghg.report.folder import FolderRefusedError, check_replaceable

    check_replaceable(out)
    kept = out.absolute().parent / CACHE / out.absolute().name
    with run.progress(console, prepared.language, quiet) as step:
        step("libraries")
        plan = make_plan(prepared.request, paths, one_project=one_project)
    try:
        with progress.reading_bar(console, prepared.language, quiet) as tell:
            readings = read_plan(plan, kept, jobs, tell)
    except OSError as error:
        raise FolderRefusedError("out_not_writable", kept) from error
    with run.progress(console, prepared.language, quiet) as step:
        done = combine(plan, readings, step)
    readings.cache.prune(set(readings.keys.values()))
    problems = in_order([*prepared.problems, *done.result.problems])
    return replace(done, result=replace(done.result, problems=problems)), readings


def _write(
    done: Batch, out: Path, formats: Sequence[str], written: bool, console: Console, language: Language
) -> None:
    from cityghg.cli import run
    from cityghg.report.write import write_result, write_stopped

    if written:
        write_result(done.result, out, formats, language)
        return
    beside, copies = write_stopped(out, done.result, language)
    console.print(say("stopped", language, folder=beside))
    run.show_copies(copies, console, language)


def _report_bugs(readings: Readings, console: Console, language: Language) -> None:
    """Write what the developers need to know where a file showed a bug."""
    if readings.reports:
        texts = [f"{shown}\n{report}" for shown, report in sorted(readings.reports.items())]
        console.print(say("bug", language, report=bugs.write_report(*texts)))


def _say_how_it_went(done: Batch, readings: Readings, console: Console, language: Language) -> None:
    counts = {"read": readings.read, "unchanged": readings.unchanged, "failed": len(done.left_out)}
    console.print(say("batch.done", language, **counts))
    for name in done.left_out[:_SHOWN]:
        console.print(f"  {name}")
    if len(done.left_out) > _SHOWN:
        console.print(say("batch.more_failed", language, count=len(done.left_out) - _SHOWN))


def _as_data(done: Batch, readings: Readings, out: Path) -> dict[str, object]:
    from cityghg.cli.outcome import as_data

    files = {"read": readings.read, "unchanged": readings.unchanged, "failed": list(done.left_out)}
    return {**as_data(done.result, out), "files": files}


def _is_a_project(paths: Sequence[str], prepared: Prepared) -> bool:
    opened = prepared.request.opened
    return opened.found and [Path(path) for path in paths] == [opened.folder]


def _cores() -> int:
    usable: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
