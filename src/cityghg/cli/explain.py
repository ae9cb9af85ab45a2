"""`cityghg explain`: walk a figure back to formula, pages and cells."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cityghg.cli.options import AsJson, FactorStack, GwpSet, Lang, LayoutOption, Paths, ProjectFile
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.inventory.explain import Explanation


def explain(
    paths: Paths,
    area: Annotated[str, typer.Option("--area", help=help_text("explain.at"), show_default=False)],
    year: Annotated[int, typer.Option("--year", help=help_text("explain.in_year"), show_default=False)],
    sector: Annotated[str | None, typer.Option("--sector", help=help_text("explain.sector"))] = None,
    source: Annotated[str | None, typer.Option("--source", help=help_text("explain.source"))] = None,
    gas: Annotated[str | None, typer.Option("--gas", help=help_text("explain.gas"))] = None,
    result_folder: Annotated[
        Path | None, typer.Option("--result", help=help_text("explain.result"), exists=True)
    ] = None,
    project: ProjectFile = None,
    layout: LayoutOption = None,
    factors: FactorStack = None,
    gwp: GwpSet = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    from cityghg.cli import run
    from cityghg.cli.earlier import settings_of
    from cityghg.cli.explained import SHOWN_LINES, Wanted, pick, show, show_index, show_left_out
    from cityghg.inventory.explain import explain as take_apart
    from cityghg.pipeline import with_bulk_rows
    from cityghg.report.manifest import changed_content, changed_inputs

    earlier = settings_of(result_folder)
    prepared = run.prepare(
        paths,
        project=project,
        factors=factors or earlier.factors,
        gwp=gwp or earlier.gwp,
        area=earlier.area,
        year=earlier.year,
        layout=layout or earlier.layout,
        lang=lang,
    )
    language, console = prepared.language, run.stderr_console()
    if result_folder is not None:
        run.stop_at_errors(changed_inputs(result_folder, prepared.request.files), language)
    result = run.run(prepared, console)
    if result_folder is not None:  # the content of a database is known once it is read
        run.stop_at_errors(changed_content(result_folder, result.bulk.digests), language)
    chosen = pick(result, Wanted(area, year, sector, source, gas), language)
    if chosen.problem is not None:
        typer.echo(chosen.problem.text(language), err=True)
        raise typer.Exit(1)
    shown = chosen.lines if as_json else chosen.lines[:SHOWN_LINES]
    activity = with_bulk_rows(result, prepared.request, [line.figure for line in shown])
    apart = [take_apart(line, activity, result.world.sources, language) for line in shown]
    if as_json:
        typer.echo(json.dumps([as_plain(e) for e in apart], ensure_ascii=False, indent=2, default=str))
        return
    show_index(chosen, result, language)
    for explanation in apart:
        show(explanation, result, language)
    show_left_out(chosen, language)


def as_plain(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as plain data, without the libraries that hang on its line."""
    line = explanation.line
    figure = line.figure
    return {
        **figure.key._asdict(),
        "gas": line.gas,
        "amount": figure.amount,
        "unit": figure.unit,
        "mass_t": line.mass_t,
        "notation": line.notation,
        "method": explanation.method,
        "formula": explanation.formula,
        "working": explanation.working,
        "scale": explanation.scale,
        "values": [asdict(value) for value in explanation.values],
        "cells": [asdict(cell) for cell in explanation.cells],
    }
