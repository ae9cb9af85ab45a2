"""What users copy into their pipelines: the hook and the examples of the page on CI."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from cityghg.base.labels import LANGUAGES
from cityghg.cli import app as command_line
from cityghg.factors.json_schema import MODELS
from cityghg.report.findings import FORMATS
from support import entry, value, write_library

ROOT = Path(__file__).parents[1]
NAME = "cityghg factors check"


def hook() -> dict[str, Any]:
    [found] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return dict(found)


def page(language: str, name: str = "ci.md") -> str:
    return (ROOT / "docs" / language / name).read_text("utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def commands(language: str) -> list[str]:
    """Return the checks of the examples, without where their output goes."""
    found = re.findall(rf"^\s*- (?:run: )?({NAME}.*)$|^\s+run: ({NAME}.*)$", page(language), re.MULTILINE)
    return [(one or other).partition(" > ")[0] for one, other in found]


def test_the_hook_calls_a_command_that_the_package_installs() -> None:
    program, *words = hook()["entry"].split()
    assert program in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert words == ["factors", "check"]
    assert set(hook()) >= {"id", "name", "entry", "language", "files"}


@pytest.mark.parametrize(
    ("path", "is_of_a_library"),
    [
        ("local/fuels.yaml", True),
        ("factors/cn-grid/2025.1/evidence.csv", True),
        ("city/factors/RELEASED.sha256", True),
        ("anything/library.yaml", True),
        ("city.yaml", False),
        ("activity/能源.xlsx", False),
    ],
)
def test_the_hook_runs_when_a_library_changes(path: str, is_of_a_library: bool) -> None:
    assert bool(re.search(hook()["files"], path)) == is_of_a_library


@pytest.mark.parametrize(("source", "code"), [("diesel", 0), ("deisel", 1)])
def test_the_hook_finds_libraries_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    write_library(tmp_path / "deep", entry(source, emission_factor=value(1)))
    _, *words = hook()["entry"].split()
    assert CliRunner().invoke(command_line.app, [*words, *hook()["args"]]).exit_code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_yaml_and_name_the_hook(language: str) -> None:
    examples = [yaml.safe_load(block) for block in blocks(page(language), "yaml")]
    assert len(examples) == 3
    assert examples[0]["repos"][0]["hooks"][0]["id"] == hook()["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_of_the_examples_run(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_library(tmp_path, entry("diesel", emission_factor=value(1)), id="local")
    found = commands(language)
    assert len(found) == 3
    for command in found:
        done = CliRunner().invoke(command_line.app, shlex.split(command)[1:])
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_format(language: str) -> None:
    assert [each.name for each in FORMATS if f"| `{each.name}` |" not in page(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_for_editors_name_schemas_that_are_written(language: str) -> None:
    [settings] = blocks(page(language, "factors.md"), "json")
    named = {Path(name).name for name in json.loads(settings)["yaml.schemas"]}
    assert named <= {f"{kind}.schema.json" for kind in MODELS}


def test_the_command_line_has_the_command() -> None:
    factors = typer.main.get_command(command_line.app).commands["factors"]  # type: ignore[attr-defined]
    assert {"check", "lock", "schema"} <= set(factors.commands)
