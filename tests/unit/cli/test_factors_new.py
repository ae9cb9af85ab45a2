"""`cityghg factors new`: refused until it is filled in, sound afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cityghg.base.labels import LANGUAGES
from cityghg.cli import app as command_line


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, ["factors", *arguments])


def fill_in(folder: Path, number: str) -> None:
    """Put something sound in place of every null."""
    for file, given in (
        ("library.yaml", {"title": "Analyses 2023", "publisher": "a laboratory", "date": '"2024-01-15"'}),
        ("values.yaml", {"value": number, "at": "table 1"}),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        for key, word in given.items():
            text = text.replace(f"{key}: null", f"{key}: {word}")
        (folder / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_library_names_what_is_to_be_filled_in(language: str) -> None:
    assert run("new", "local", "--lang", language).exit_code == 0
    done = run("check", "local", "--lang", "en")
    assert done.exit_code != 0
    text = Path("local/values.yaml").read_text(encoding="utf-8").splitlines()
    for key in ("value", "at"):
        line = next(i for i, content in enumerate(text, 1) if f"{key}: null" in content)
        assert f"local/values.yaml:{line}" in done.output
    assert "is still blank" in done.output


@pytest.mark.parametrize(
    ("source", "number", "language"),
    [
        ("raw_coal", "21.5", "zh"),
        ("electricity", "0.5", "en"),
        ("natural_gas", "0.0385", "zh"),
        ("lime", "0.7", "en"),
    ],
)
def test_filled_in_it_is_sound(source: str, number: str, language: str) -> None:
    run("new", "local", "--source", source, "--area", "镇江", "--year", "2023", "--lang", language)
    fill_in(Path("local"), number)
    done = run("check", "local")
    assert done.exit_code == 0, done.output
    shown = run(
        "show", source, "--area", "镇江", "--year", "2023", "--factors", "local", "--gas", "CO2", "--json"
    )
    given = json.loads(shown.stdout)["gases"][0]["parameters"][0]["given"]
    assert (given["library"], given["value"]) == ("local@2023.1", float(number))


def test_without_a_date_it_is_refused() -> None:
    run("new", "local")
    fill_in(Path("local"), "21.5")
    file = Path("local/library.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace('"2024-01-15"', "null"), encoding="utf-8")
    assert run("check", "local").exit_code != 0


def test_the_line_for_the_project_keeps_its_stack() -> None:
    assert "factors: [local/, default]" in run("new", "local").stdout
    Path("city.yaml").write_text("factors: [cn-grid@2025.1]\n", encoding="utf-8")
    assert "factors: [lab/, cn-grid@2025.1]" in run("new", "lab").stdout


def test_selectors_are_written_as_codes() -> None:
    run("new", "local", "--sector", "火力发电", "--area", "镇江市", "--year", "2023")
    text = Path("local/values.yaml").read_text(encoding="utf-8")
    assert "sector: power\n" in text and 'region: "321100"\n' in text and "year: 2023\n" in text
    assert 'version: "2023.1"' in Path("local/library.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "id_"), [("Zhenjiang Lab", "zhenjiang-lab"), ("本地", "local"), ("lab-2", "lab-2")]
)
def test_the_id_is_made_from_the_folder(name: str, id_: str) -> None:
    run("new", name)
    assert f"id: {id_}\n" in (Path(name) / "library.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [("full",), ("a-file",), ("x", "--id", "Ü"), ("x", "--source", "nothing"), ("x", "--area", "普陀区")],
)
def test_wrong_usage_writes_nothing(arguments: tuple[str, ...]) -> None:
    Path("full").mkdir()
    Path("full/report.pdf").write_text("a report", encoding="utf-8")
    Path("a-file").write_text("a file", encoding="utf-8")
    assert run("new", *arguments).exit_code == 2
    assert {p.as_posix() for p in Path().rglob("*")} == {"full", "full/report.pdf", "a-file"}
