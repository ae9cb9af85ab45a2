"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cityghg.base.labels import LANGUAGES
from cityghg.cli.words import help_text


def _known_language(wanted: str | None) -> str | None:
    if wanted is not None and wanted not in LANGUAGES:
        raise typer.BadParameter(" | ".join(LANGUAGES))
    return wanted


Paths = Annotated[list[str], typer.Argument(help=help_text("paths"), show_default=False)]
ProjectFile = Annotated[
    Path | None, typer.Option("--project", help=help_text("project"), exists=True, show_default=False)
]
FactorStack = Annotated[
    list[str] | None, typer.Option("--factors", help=help_text("factors_option"), show_default=False)
]
GwpSet = Annotated[str | None, typer.Option("--gwp", help=help_text("gwp"), show_default=False)]
AreaOption = Annotated[str | None, typer.Option("--area", help=help_text("area"), show_default=False)]
YearOption = Annotated[int | None, typer.Option("--year", help=help_text("year"), show_default=False)]
LayoutOption = Annotated[str | None, typer.Option("--layout", help=help_text("layout"), show_default=False)]
BaseYear = Annotated[int | None, typer.Option("--base-year", help=help_text("base_year"), show_default=False)]
EngineName = Annotated[str, typer.Option("--engine", help=help_text("compile.engine"))]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help=help_text("compile.scheduler"), show_default=False)
]
Remote = Annotated[str | None, typer.Option("--remote", help=help_text("compile.remote"), show_default=False)]
Lang = Annotated[
    str | None, typer.Option("--lang", help=help_text("lang"), callback=_known_language, show_default=False)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("quiet"))]
AsJson = Annotated[bool, typer.Option("--json", help=help_text("json"))]
