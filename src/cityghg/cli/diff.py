"""`cityghg diff`: two results of one city, and where every tonne of their difference comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cityghg.cli.options import AsJson, Lang, Quiet
from cityghg.cli.words import help_text

if TYPE_CHECKING:
    from cityghg.base.labels import Language
    from cityghg.base.problems import Problem
    from cityghg.restated.read import Told
    from cityghg.restated.tables import Restatement


def diff(
    old: Annotated[Path, typer.Argument(help=help_text("diff.old"), exists=True, file_okay=False)],
    new: Annotated[Path, typer.Argument(help=help_text("diff.new"), exists=True, file_okay=False)],
    basis: Annotated[
        str | None, typer.Option("--basis", help=help_text("intensity.basis"), show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help=help_text("diff.area"), show_default=False)
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help=help_text("diff.year"), show_default=False)
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help=help_text("diff.top"))] = 15,
    out: Annotated[Path | None, typer.Option("--out", help=help_text("diff.out"), show_default=False)] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    from cityghg.base.labels import choose_language
    from cityghg.cli import run
    from cityghg.cli.restated import print_restatement
    from cityghg.restated.read import read_both
    from cityghg.restated.tables import restatement, tops

    language = choose_language(lang)
    pair, problems = read_both(old, new)
    if pair is None:
        raise _refused(problems, language)
    wanted, problems = _basis(pair, basis)
    if problems:
        raise _refused(problems, language)
    code = None if area is None else _area(pair[1], area, language)
    told = tops(pair[1], code)
    made = restatement(*pair, wanted, _places(pair, code, year), told)
    run.show_problems(_left_out(made, language), run.stderr_console(), language, all_of_them=True)
    if as_json:
        typer.echo(json.dumps(as_data(made, language), ensure_ascii=False, indent=2))
    elif not quiet and out is None:
        print_restatement(made, language, top)
    if out is not None:
        _write(made, out, language)


def as_data(made: Restatement, language: Language) -> dict[str, Any]:
    """Return the whole comparison as plain data."""
    from cityghg.restated.tables import causes_table, restatement_table

    tables = {"totals": restatement_table(made, language), "causes": causes_table(made, language)}
    sides = {
        name: {"folder": told.shown, "version": told.made["version"], "gwp": told.made["gwp"],
               "libraries": told.libraries, "inputs": told.inputs}
        for name, told in (("old", made.old), ("new", made.new))
    }  # fmt: skip
    rows = {name: json.loads(frame.to_json(orient="records")) for name, frame in tables.items()}
    return {**sides, "basis": made.basis, "equal": made.equal, "check_t": made.check, **rows}


def _basis(pair: tuple[Told, Told], wanted: str | None) -> tuple[str, list[Problem]]:
    """Return the basis to compare on: the one asked for, else the one both results are assessed on."""
    from cityghg.base.problems import problem
    from cityghg.inventory.basis import BASES

    known = [basis.id for basis in BASES]
    if wanted is not None:
        found = problem("restated_basis_unknown", found=wanted, known=", ".join(known))
        return wanted, [] if wanted in known else [found]
    stated = [str(told.made["options"]["project"]["intensity"]["basis"]) for told in pair]
    differs = problem("restated_basis_differs", expected=stated[0], found=stated[1])
    return stated[1], [] if stated[0] == stated[1] else [differs]


def _area(told: Told, text: str, language: Language) -> str:
    from cityghg.cli import run

    found = told.areas.find(text, told.made["city"])
    if len(found) != 1:
        candidates = " / ".join(f"{told.areas.path_name(one.code)} {one.code}" for one in found)
        code = "ambiguous_area" if found else "unknown_area"
        raise run.refuse(code, "", language, found=text, candidates=candidates)
    return found[0].code


def _places(pair: tuple[Told, Told], area: str | None, year: int | None) -> list[tuple[str, int]]:
    keys = {
        (str(code), int(when))
        for told in pair
        for code, when in zip(told.inventory["area"], told.inventory["year"], strict=True)
    }
    return sorted(key for key in keys if area in (None, key[0]) and year in (None, key[1]))


def _left_out(made: Restatement, language: Language) -> list[Problem]:
    """Name the totals that one of the results does not have."""
    from cityghg.base.problems import problem
    from cityghg.restated.tables import area_name

    lacking = [b for b in made.bridges if (b.before is None) != (b.after is None)]
    if not lacking:
        return []
    names = dict.fromkeys(area_name(made.new.areas, one.area, language) for one in lacking)
    return [problem("restated_no_total", count=len(lacking), areas=", ".join(names))]


def _refused(problems: list[Problem], language: Language) -> typer.Exit:
    from cityghg.cli import run

    run.show_problems(problems, run.stderr_console(), language, all_of_them=True)
    return typer.Exit(2)


def _write(made: Restatement, out: Path, language: Language) -> None:
    from cityghg.cli import run
    from cityghg.cli.restated import word
    from cityghg.report.as_csv import to_text
    from cityghg.report.folder import FolderRefusedError, write_file
    from cityghg.report.tables import Table
    from cityghg.restated.tables import causes_table, restatement_table

    totals = Table("restatement", restatement_table(made, language))
    causes = Table("restatement_causes", causes_table(made, language))
    try:
        if out.suffix.lower() == ".json":
            write_file(out, json.dumps(as_data(made, language), ensure_ascii=False, indent=2) + "\n", "utf-8")
        elif out.suffix.lower() == ".csv":
            write_file(out, to_text(totals), "utf-8-sig")
        else:
            for table in (totals, causes):
                write_file(out / f"{table.name}.csv", to_text(table), "utf-8-sig")
    except FolderRefusedError as error:
        raise run.refuse(error.code, str(error.folder), language) from None
    run.stderr_console().print(word("written", language, place=out))
