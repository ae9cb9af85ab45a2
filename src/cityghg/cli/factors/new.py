"""`cityghg factors new`: a folder with a local library to fill in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cityghg.cli.options import Lang
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.codes import Source
    from cityghg.project import Opened

DEFAULT_SOURCE = "raw_coal"
CALORIFIC = "calorific_value"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def new(
    folder: Annotated[Path, typer.Argument(help=help_text("factors.new_folder"), show_default=False)],
    name: Annotated[
        str | None, typer.Option("--id", help=help_text("factors.new_id"), show_default=False)
    ] = None,
    source: Annotated[
        str, typer.Option("--source", help=help_text("factors.new_source"), show_default=False)
    ] = DEFAULT_SOURCE,
    sector: Annotated[
        str | None, typer.Option("--sector", help=help_text("factors.for_sector"), show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help=help_text("factors.for_area"), show_default=False)
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help=help_text("factors.for_year"), show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli.factors.named import SECTOR, SOURCE, area_named, code_named
    from cityghg.cli.factors.rows import word
    from cityghg.cli.run import refuse
    from cityghg.codes import load_sectors, load_sources
    from cityghg.project import open_project, project_areas

    opened, _ = open_project(folder.resolve().parent)
    language = choose_language(lang or opened.project.language)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise refuse("folder_not_empty", str(folder), language)
    id_ = name or _id_of(folder)
    if not _ID.fullmatch(id_):
        raise refuse("library_id_unfit", "", language, found=id_)
    of = code_named(load_sources(), source, SOURCE, language)
    areas, city, _ = project_areas(opened)
    stated = {
        "sector": code_named(load_sectors(), sector, SECTOR, language).id if sector else None,
        "region": f'"{area_named(areas, area, city, language).code}"' if area else None,
        "year": str(year) if year is not None else None,
    }
    values = _values_yaml(of, stated, language)
    version = f"{year}.1" if year is not None else "1"
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in (
        ("library.yaml", word("new.library_yaml", language, id=id_, version=version)),
        ("values.yaml", values),
    ):
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    typer.echo(
        word(
            "new.done", language, folder=folder, line=_stack_line(folder, opened), source=of.id,
            where="".join(f"--{key} {text} " for key, text in (("sector", sector), ("area", area)) if text),
            year=year if year is not None else word("new.year", language),
        )
    )  # fmt: skip


def _id_of(folder: Path) -> str:
    """Return the folder's name as an id; a name without Latin letters or digits becomes `local`."""
    return "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "local"


def _values_yaml(source: Source, stated: dict[str, str | None], language: Language) -> str:
    """Return the domain file: one value to fill in, of the parameter that a method of the source takes."""
    from cityghg.cli.factors.rows import word

    parameter, unit = _parameter(source, stated["sector"], language)
    examples = {"sector": "power", "region": '"321100"', "year": "2023"}
    selectors = {
        key: f"{key}: {text}" if text else f"# {key}: {examples[key]}" for key, text in stated.items()
    }
    basis = word("new.basis", language) if parameter.endswith(CALORIFIC) else ""
    return word(
        "new.values_yaml", language, source=source.id, source_name=source.name(language),
        parameter=parameter, parameter_name=_label(parameter, language),
        unit=unit if unit != "1" else '"1"', basis=basis, **selectors,
    )  # fmt: skip


def _label(parameter: str, language: Language) -> str:
    from cityghg.base.labels import label_file

    known = label_file("report")["parameters"].get(parameter)
    return str(known[language]) if known else parameter


def _parameter(source: Source, sector: str | None, language: Language) -> tuple[str, str]:
    """Return the first parameter of the source's method in the default libraries, with its unit."""
    from cityghg.cli.run import refuse
    from cityghg.codes import load_areas, load_sectors, load_sources
    from cityghg.factors.fitting import COUNTRY
    from cityghg.factors.load import DEFAULT_STACK
    from cityghg.factors.per_unit import gases_of, in_unit
    from cityghg.factors.resolve import Query, Resolver
    from cityghg.units import load_units
    from cityghg.world import load_stack

    stack, _ = load_stack([(name, Path()) for name in DEFAULT_STACK])
    resolver = Resolver(stack, load_sources(), load_sectors(), load_areas(), load_units())
    for place in (sector,) if sector else (source.sector or "", *source.categories):
        for gas in gases_of(resolver, source.gases, source.id, place or ""):
            found = resolver.resolve(Query(source.id, place or "", gas, COUNTRY, 0))
            if found is not None and found.method.parameters:
                name, declared = next(iter(found.method.parameters.items()))
                return name, in_unit(declared, source.unit)
    raise refuse("source_without_method", "", language, source=source)


def _stack_line(folder: Path, opened: Opened) -> str:
    """Return the libraries of city.yaml with the new one in front, named from the project's folder."""
    place = folder.resolve().name if opened.found else folder.as_posix()
    return ", ".join((f"{place}/", *opened.project.factors))
