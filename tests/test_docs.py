"""The documentation cannot drift: what it lists exists, what exists is listed, its examples run."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from cityghg.base.labels import LANGUAGES, Language, label_file
from cityghg.cli import app as cli
from cityghg.cli.words import HELP_LANGUAGE
from cityghg.factors import load
from cityghg.factors.schema import Factor, LibraryHead, Method, Publication, Substitute, Value
from cityghg.intensity.drivers.decoupling_table import COLUMNS as DECOUPLING
from cityghg.intensity.drivers.models import load_models
from cityghg.intensity.drivers.rows import COLUMNS as DRIVERS
from cityghg.intensity.drivers.structure_table import COLUMNS as STRUCTURE
from cityghg.intensity.evaluation.measures import CLASSES
from cityghg.intensity.evaluation.peak import STATES
from cityghg.intensity.evaluation.rules import load_rules as evaluation_rules
from cityghg.intensity.evaluation.summary import SUMMARY as EVALUATION_SUMMARY
from cityghg.intensity.evaluation.table import COLUMNS as EVALUATION
from cityghg.intensity.table import COLUMNS as INTENSITY
from cityghg.intensity.targets.assessed import COLUMNS as TARGETS
from cityghg.intensity.targets.scheme import shipped_schemes
from cityghg.intensity.targets.split.rules import rules
from cityghg.intensity.targets.split.table import columns as split_columns
from cityghg.inventory.basis import BASES
from cityghg.project import (
    ElectricityEquivalent,
    IntensityOptions,
    OwnUnit,
    Project,
    RollUpOptions,
    SplitOptions,
)
from cityghg.report.tables import FACTORS_USED, INVENTORY, PROBLEMS, SUMMARY

ROOT = Path(__file__).parents[1]
READMES: dict[Language, Path] = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
PROJECT = (Project, OwnUnit, IntensityOptions, SplitOptions, ElectricityEquivalent)
LONGEST_README = 150
LEFT_OUT = "..."  # a line of printed output that stands for any number of lines
ENVIRONMENT = {"COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
PAGES = sorted(page.name for page in (ROOT / "docs" / "en").glob("*.md"))


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every command with the words it is called by."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        yield " ".join(("cityghg", *path, name)), command


COMMANDS = dict(commands(typer.main.get_command(cli.app)))


def runs(language: Language) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of a README that are shown with their output, and that output."""
    for block in re.findall(r"```console\n(.*?)```", READMES[language].read_text("utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *printed = part.rstrip().splitlines()
            yield command, printed


RUNS = [(language, *run) for language in LANGUAGES for run in runs(language)]


def headings(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"^(#+) ", text, re.MULTILINE)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_readme_is_short(language: Language) -> None:
    assert len(READMES[language].read_text("utf-8").splitlines()) < LONGEST_README


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_readme_lists_every_command(language: Language, command: str) -> None:
    assert f"`{command}" in READMES[language].read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [0, cli.EXIT_DATA, cli.EXIT_USAGE, cli.EXIT_BUG])
def test_readme_lists_every_exit_code(language: Language, code: int) -> None:
    assert re.search(rf"^\| {code} \| \S", READMES[language].read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help_in_both_languages(command: str) -> None:
    known = {entry[HELP_LANGUAGE] for entry in help_entries(label_file("help"))}
    found = [COMMANDS[command].help, *(getattr(p, "help", None) for p in COMMANDS[command].params)]
    assert [text for text in found if text not in known] == []


def test_every_help_text_is_in_both_languages() -> None:
    assert all(
        entry[language].strip() for entry in help_entries(label_file("help")) for language in LANGUAGES
    )


def help_entries(node: dict[str, Any]) -> Iterator[dict[str, str]]:
    if set(node) <= set(LANGUAGES):
        yield node
    else:
        for below in node.values():
            yield from help_entries(below)


@pytest.mark.parametrize("language", LANGUAGES)
def test_readme_shows_compile_and_explain(language: Language) -> None:
    shown = [shlex.split(command)[1] for command, _ in runs(language)]
    assert shown == ["compile", "explain"]


@pytest.mark.parametrize(("language", "command", "printed"), RUNS, ids=[f"{r[0]}: {r[1]}" for r in RUNS])
def test_readme_example_prints_this(
    language: Language, command: str, printed: list[str], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    program = "import sys; from cityghg.cli.app import main; sys.argv[0] = 'cityghg'; main()"
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, *shlex.split(command)[1:]],
        cwd=tmp_path, env=os.environ | ENVIRONMENT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    lines = (ran.stderr + ran.stdout).splitlines()
    pattern = "\n".join(".*" if line == LEFT_OUT else re.escape(line.rstrip()) for line in printed)
    assert ran.returncode == 0, ran.stderr
    assert re.fullmatch(pattern, "\n".join(line.rstrip() for line in lines).strip("\n"), re.DOTALL)


def test_pages_exist_in_both_languages() -> None:
    assert sorted(page.name for page in (ROOT / "docs" / "zh").glob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_the_same_headings(page: str) -> None:
    assert headings(ROOT / "docs" / "zh" / page) == headings(ROOT / "docs" / "en" / page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_generated_tables_are_up_to_date(language: Language, page: str) -> None:
    text = (ROOT / "docs" / language / page).read_text("utf-8")
    assert generator().renewed(text, language) == text, "run: python docs/generate.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", load.available())
def test_every_shipped_library_is_counted(language: Language, name: str) -> None:
    text = (ROOT / "docs" / language / "factors.md").read_text("utf-8")
    assert len(re.findall(rf"^\| `{re.escape(name)}` \| \d+ \| \d+ \|", text, re.MULTILINE)) == 1


def test_a_released_library_is_counted_as_by_hand() -> None:
    """2025.1 never changes: 4 entries; 160 values of which 40 name a table, 125 seen twice and 35 once."""
    rows = {row[0]: row[1:] for row in generator().libraries("en")}
    assert rows["`cn-grid@2025.1`"][:8] == (
        "4", "160", "0 %", "25 %",
        "twice 125, once 35", "2010, 2012, 2015-2023", "30, grid 7, grid2010 6", "3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "numbered"),
    [
        ("table 1.7", True),
        ("table C.1", True),
        ("公告2025年第47号, table 3", True),
        ("tables 2.2 to 2.5", True),
        ("p. 20", True),
        ("pages 3-4", True),
        ("equation 2.16", True),
        ("formula (13)", True),
        ("section 4.2.1", True),
        ("表1", True),
        ("表 C.1", True),
        ("第20页", True),
        ("公式（3）", True),
        ("公告2024年第33号, annex 1, provinces", False),
        ("annex 2", False),
        ("chapter 2", False),
        ("附录A", False),
        ("table of provinces", False),
        ("section on electricity bought", False),
        ("stable 3", False),
        ("nation", False),
    ],
)
def test_a_numbered_place_is_a_page_table_equation_or_section(at: str, numbered: bool) -> None:
    assert generator().names_numbered_place(at) is numbered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("results.md", {*INVENTORY, *SUMMARY, *INTENSITY, *FACTORS_USED, *PROBLEMS}),
        ("results.md", {basis.id for basis in BASES}),
        ("targets.md", {*TARGETS, *split_columns(), *(rule.id for rule in rules())}),
        ("targets.md", {scheme.id for scheme in shipped_schemes()}),
        ("drivers.md", {*DRIVERS, *DECOUPLING, *load_models().order, *(m.id for m in load_models().models)}),
        ("drivers.md", {*STRUCTURE}),
        ("evaluation.md", {*EVALUATION, *EVALUATION_SUMMARY, *CLASSES, *STATES}),
        ("project.md", {k for model in PROJECT for k in model.model_fields}),
        ("factors.md", {
            field.alias or key
            for model in (LibraryHead, Method, Publication, Substitute, Factor, Value)
            for key, field in model.model_fields.items()
        }),
    ],
    ids=[
        "columns", "bases", "targets", "schemes", "drivers", "structure", "evaluation", "keys of city.yaml",
        "keys of libraries",
    ],
)  # fmt: skip
def test_page_explains_every_name(language: Language, page: str, names: set[str]) -> None:
    text = (ROOT / "docs" / language / page).read_text("utf-8")
    explained = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert names - explained == set()


def test_defaults_of_the_project_page_are_true() -> None:
    project = Project()
    text = (ROOT / "docs" / "en" / "project.md").read_text("utf-8")
    for key, default in {
        "gwp": project.gwp,
        "electricity_factor": project.electricity_factor,
        "conflicts": project.conflicts,
        "basis": IntensityOptions().basis,
        "rollup": f"{{tolerance_pct: {RollUpOptions().tolerance_pct:g}}}",
    }.items():
        assert f"| `{key}` | `{default}` |" in text


def test_thresholds_of_the_evaluation_page_are_true() -> None:
    rules = evaluation_rules()
    text = (ROOT / "docs" / "en" / "evaluation.md").read_text("utf-8")
    classes, peak = rules.classes, rules.peak
    for said in (
        f"(p < {rules.test.significance:g}) and by {-classes.total_falling.trend_at_most_pct:g} % a year",
        f"fewer than {classes.least_years} years, or fewer than {classes.least_years - 1} yearly changes",
        f"by {-classes.growth_slowing.slope_at_most_points:g} points a year or more",
        f"intensity falls significantly and by {-classes.intensity_only.trend_at_most_pct:g} % a year",
        f"the maximum is {peak.since_years} years ago or more",
        f"each of the last {peak.plateau_years} years within {peak.band_pct:g} % of the maximum",
        f"the last {peak.recent_years} years rise significantly",
        f"`too_short`: fewer than {peak.least_years} years",
        f"the share of {peak.confidence.draws} draws",
        f"a random error of {peak.confidence.error_pct:g} %",
    ):
        assert said in text


@pytest.mark.parametrize(
    "page",
    [*READMES.values(), *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
