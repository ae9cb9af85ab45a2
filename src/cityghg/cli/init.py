"""`cityghg init`: a project folder with a city.yaml that names the libraries of today."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cityghg.cli.options import Lang
from cityghg.cli.words import help_text


def init(
    folder: Annotated[Path, typer.Argument(help=help_text("init.folder"))] = Path(),
    city: Annotated[
        str | None, typer.Option("--city", help=help_text("init.city"), show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    from cityghg.activity.containers import SUFFIXES
    from cityghg.base.labels import choose_language
    from cityghg.base.problems import problem
    from cityghg.cli.run import refuse
    from cityghg.cli.words import say
    from cityghg.codes import load_areas
    from cityghg.factors.gwp import DEFAULT
    from cityghg.factors.load import DEFAULT_STACK
    from cityghg.project import FILE_NAME

    language = choose_language(lang)
    path = folder / FILE_NAME
    if path.exists():
        raise refuse("project_exists", str(path), language)
    code = ""
    if city is not None:
        areas = load_areas()
        found = areas.find(city)
        if len(found) != 1:
            candidates = ", ".join(f"{areas.path_name(a.code)} {a.code}" for a in found)
            wrong = "city_ambiguous" if found else "city_unknown"
            typer.echo(problem(wrong, found=city, candidates=candidates).text(language), err=True)
            raise typer.Exit(2)
        code = found[0].code
    stack = ", ".join(DEFAULT_STACK)
    (folder / "activity").mkdir(parents=True, exist_ok=True)
    line = f'city: "{code}"' if code else '# city: "321100"'
    text = say("init.city_yaml", language, city=line, factors=stack, gwp=DEFAULT, spoken=language)
    path.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(say("init.done", language, folder=folder, file=path))
    lying = sum(one.suffix.lower() in SUFFIXES for one in folder.iterdir())
    if lying:
        typer.echo(say("init.lying", language, count=lying))
