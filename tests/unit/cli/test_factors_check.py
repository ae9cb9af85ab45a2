"""`factors check`, `factors lock` and `factors schema`: exit codes, options, what goes where."""

import json
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from cityghg.base.labels import LANGUAGES
from cityghg.cli import app as command_line
from cityghg.factors import lock
from support import entry, value, write_library

RELEASES = Path(__file__).parents[2] / "broken_factors" / "no_mistake_in_a_release"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["factors", *arguments])


def faulty() -> str:
    write_library(Path(), entry("deisel", emission_factor=value(1)))
    return "lib"


def doubtful() -> str:
    write_library(Path(), entry("diesel", emission_factor=value(1, region="nowhere")), id="doubtful")
    return "doubtful"


# check


def test_the_shipped_libraries_pass() -> None:
    done = run("check")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Errors: 0" in done.stdout


def test_errors_are_1_and_stand_on_stdout() -> None:
    done = run("check", faulty())
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout.startswith("lib/factors.yaml:2:3: F201 error: ")


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_fail_only_where_asked(more: tuple[str, ...], code: int) -> None:
    assert run("check", doubtful(), *more).exit_code == code


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("--format", "yaml"), ("--explain", "F000"), ("--lang", "fr")]
)
def test_wrong_usage_is_2_and_told_on_stderr(arguments: tuple[str, ...]) -> None:
    done = run("check", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_a_file_is_enough_for_a_hook() -> None:
    folder = faulty()
    assert run("check", f"{folder}/library.yaml").exit_code == 0
    done = run("check", f"{folder}/library.yaml", f"{folder}/factors.yaml")
    assert done.exit_code == 1 and done.stdout.count("F201") == 1


def test_formats_are_written_whole_and_alone() -> None:
    folder = faulty()
    assert json.loads(run("check", folder, "--json").stdout) == json.loads(
        run("check", folder, "--format", "json").stdout
    )
    assert json.loads(run("check", folder, "--format", "sarif").stdout)["version"] == "2.1.0"
    assert run("check", folder, "--format", "github").stdout.startswith("::error file=lib/factors.yaml,")
    written = run("check", folder, "--format", "junit").stdout
    assert ElementTree.fromstring(written).get("failures") == "1"  # noqa: S314


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_explained(language: str) -> None:
    done = run("check", "--explain", "F309", "--lang", language)
    assert done.exit_code == 0
    assert done.stdout.startswith("F309 ") and "44/12" in done.stdout
    assert ("怎么改" if language == "zh" else "What to do") in done.stdout


# lock


@pytest.fixture
def unlocked() -> Path:
    """Return the list of releases of a folder where a second version of a library is open."""
    copytree(RELEASES, "shelf")
    path = Path("shelf") / lock.RELEASED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "  lib/1/" in line), encoding="utf-8")
    return path


def test_a_dry_run_writes_nothing(unlocked: Path) -> None:
    before = unlocked.read_text(encoding="utf-8")
    done = run("lock", "shelf/lib/2", "--dry-run")
    assert (done.exit_code, done.stdout) == (0, "lib@2 would be locked: 5 files\n")
    assert unlocked.read_text(encoding="utf-8") == before


def test_locking_is_said_and_done_once(unlocked: Path) -> None:
    assert run("lock", "shelf").stdout == (
        "lib@1 was locked before and has not changed\nlib@2 is locked: 5 files\n"
    )
    once = unlocked.read_text(encoding="utf-8")
    assert run("lock", "shelf").exit_code == 0
    assert unlocked.read_text(encoding="utf-8") == once
    assert run("check", "shelf").exit_code == 0


def test_a_changed_release_is_refused_and_nothing_is_written(unlocked: Path) -> None:
    before = unlocked.read_text(encoding="utf-8")
    Path("shelf/lib/1/GAPS.md").write_text("Other.\n", encoding="utf-8")
    done = run("lock", "shelf")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "F701" in done.stderr and "no version was locked" in done.stderr
    assert unlocked.read_text(encoding="utf-8") == before


def test_a_folder_out_of_place_is_wrong_usage() -> None:
    done = run("lock", faulty())
    assert done.exit_code == 2 and "cannot be locked" in done.stderr
    assert run("lock", "nowhere@1").exit_code == 2


# schema


def test_the_schema_is_printed_or_written() -> None:
    assert json.loads(run("schema").stdout)["anyOf"]
    done = run("schema", "--out", "schemas/deep", "--lang", "zh")
    written = {path.name for path in Path("schemas/deep").iterdir()}
    assert written == {f"{kind}.schema.json" for kind in ("library", "factors", "codes", "reallocation")}
    assert all(name in done.stdout for name in written)
    text = Path("schemas/deep/factors.schema.json").read_text(encoding="utf-8")
    assert "排放源代码" in text and json.loads(text)["title"] == "FactorFile"
