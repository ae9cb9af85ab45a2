"""What a run prints of its problems."""

from __future__ import annotations

import io

from rich.console import Console

from cityghg.base.problems import Place, Problem, problem
from cityghg.cli.run import SHOWN_ALIKE, show_problems


def printed(problems: list[Problem], *, all_of_them: bool = False) -> list[str]:
    page = io.StringIO()
    console = Console(file=page, soft_wrap=True, width=500)
    show_problems(problems, console, "en", all_of_them=all_of_them)
    return page.getvalue().splitlines()


def test_warnings_that_differ_in_place_and_number_only_are_shown_a_few_times() -> None:
    alike = [problem("net_import_unknown", Place(file=f"{n}.xlsx"), count=n) for n in range(1, 41)]
    other = problem("table_without_rows", Place(file="z.xlsx"))
    lines = printed([*alike, other])
    assert len(lines) == SHOWN_ALIKE + 2
    assert lines[SHOWN_ALIKE].startswith("warning z.xlsx") or "z.xlsx" in lines[SHOWN_ALIKE]
    assert str(len(alike) - SHOWN_ALIKE) in lines[-1]
    assert len(printed([*alike, other], all_of_them=True)) == len(alike) + 1


def test_errors_are_all_shown() -> None:
    errors = [problem("file_empty", Place(file=f"{n}.xlsx")) for n in range(20)]
    assert len(printed(errors)) == len(errors)
