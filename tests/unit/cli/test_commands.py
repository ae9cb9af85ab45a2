"""The commands: exit codes, what goes to stdout, what is left on disk."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cityghg.cli import app as command_line
from cityghg.cli import bugs
from cityghg.factors.load import DEFAULT_STACK

HEAD = "地区,年份,部门,能源品种,消费量,单位\n"
GOOD = HEAD + "丹徒区,2020,工业,柴油,100,吨\n"
WRONG = HEAD + "丹徒区,2020,工业,柴油,多,吨\n丹徒区,2020,工业,汽油,100,吨\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYGHG_LANG", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line.app, list(arguments))


def write(name: str, text: str = GOOD) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


def compiled(*arguments: str) -> tuple[int, Any]:
    """Return the exit code and the JSON on stdout."""
    done = run("compile", *arguments, "--json", "--format", "csv")
    return done.exit_code, json.loads(done.stdout)


# Exit codes


def test_done_is_0_and_the_result_lies_in_out() -> None:
    done = run("compile", write("a.csv"), "--out", "out")
    assert done.exit_code == 0
    assert {"inventory.csv", "summary.csv", "factors_used.csv", "manifest.json", "inventory.xlsx"} <= names(
        "out"
    )


def test_errors_are_1_and_an_earlier_result_stays() -> None:
    run("compile", write("a.csv"), "--out", "out", "--format", "csv")
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    done = run("compile", write("a.csv", WRONG), "--out", "out", "--format", "csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before
    assert names("out.problems") == {"problems.csv", "problems.json", "annotated_a.xlsx"}
    assert "多" in done.stderr


def test_a_good_run_removes_the_problems_of_an_earlier_one() -> None:
    assert run("compile", write("a.csv", WRONG), "--out", "o", "--format", "csv").exit_code == 1
    assert names("o.problems") == {"problems.csv", "problems.json", "annotated_a.xlsx"}
    assert run("compile", write("a.csv"), "--out", "o", "--format", "csv").exit_code == 0
    assert not Path("o.problems").exists()


def test_errors_may_be_written_with_gaps_and_are_still_1() -> None:
    code, data = compiled(write("a.csv", WRONG), "--out", "out", "--allow-incomplete")
    assert (code, data["problems"]["error"]) == (1, 1)
    inventory = Path("out/inventory.csv").read_text(encoding="utf-8-sig")
    assert "gasoline" in inventory and ",NE," in inventory


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("compile",),
        ("compile", "absent.csv"),
        ("compile", "a.csv", "--format", "pdf"),
        ("compile", "a.csv", "--year", "soon"),
        ("compile", "a.csv", "--no-such-option"),
        ("compile", "a.csv", "--lang", "fr"),
        ("compile", "a.csv", "--project", "absent.yaml"),
        ("compile", "a.csv", "--out", "a.csv"),
        ("compile", "a.csv", "--out", "a.csv/out"),
        ("compile", "a.csv", "--out", "."),
        ("compile", "a.csv", "--out", "theirs"),
        ("check", "absent.csv"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_is_2_and_touches_nothing(arguments: tuple[str, ...]) -> None:
    write("a.csv")
    write("theirs/thesis.txt", "years of work")
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert names(".") == {"a.csv", "theirs"} and names("theirs") == {"thesis.txt"}
    assert Path("a.csv").read_text(encoding="utf-8") == GOOD


def test_problems_have_a_place_even_where_out_is_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write("data/a.csv", WRONG)
    Path("work").mkdir()
    monkeypatch.chdir("work")
    assert run("compile", f"../{data}", "--out", ".").exit_code == 1
    assert names("../work.problems") == {"problems.csv", "problems.json", "annotated_a.xlsx"}


def test_problems_that_cannot_be_written_are_told() -> None:
    write("out.problems", "a file in the way")
    done = run("compile", write("a.csv", WRONG), "--out", "out")
    assert done.exit_code == 2
    assert "nothing can be written here" in done.stderr


def test_a_bug_is_3_with_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(command_line, "app", fail)
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 3
    assert "unforeseen" in Path(bugs.REPORT).read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert (said.out, bugs.REPORT in said.err) == ("", True)


# Output


def test_stdout_is_the_result_and_stderr_the_talk() -> None:
    done = run("compile", write("a.csv"), "--out", "out", "--json", "--format", "csv")
    data = json.loads(done.stdout)
    assert data["libraries"][0] == DEFAULT_STACK[0] and data["gwp"] == "AR5GWP100"
    totals = {row["basis"]: row["co2e_t"] for row in data["totals"]}
    # 100 t x 3.0959096373 tCO2/t
    assert totals["energy_co2"] == pytest.approx(309.59096373333)
    assert totals["with_net_electricity"] is None


def test_quiet_says_nothing() -> None:
    done = run("compile", write("a.csv"), "--out", "out", "--quiet", "--format", "csv")
    assert (done.exit_code, done.stdout) == (0, "")


def test_check_lists_every_problem_and_writes_nothing() -> None:
    done = run("check", write("a.csv", WRONG), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [row["code"] for row in found if row["severity"] == "error"] == ["amount_is_words"]
    assert names(".") == {"a.csv"}


@pytest.mark.parametrize(("language", "word"), [("zh", "不是数值"), ("en", "is no number")])
def test_the_language_is_the_one_asked_for(language: str, word: str) -> None:
    assert word in run("check", write("a.csv", WRONG), "--lang", language).stdout


def test_brackets_in_names_are_no_markup() -> None:
    done = run("compile", write("[bold]a[/].csv"), "--out", "out[/red]", "--format", "csv")
    assert done.exit_code == 0, done.output
    assert "out[/red]" in done.stdout


def test_version() -> None:
    from cityghg import __version__

    assert run("--version").stdout.strip() == __version__


# Projects, libraries, options


LOCAL = {
    "library.yaml": """\
id: local
version: "1"
title: {zh: 本地, en: Local}
sources: {doc: {title: A document, year: 2020}}
methods:
  direct: {gas: CO2, formula: amount * emission_factor, parameters: {emission_factor: tCO2/unit}}
""",
    "factors.yaml": """\
factors:
  - id: diesel
    source: diesel
    method: direct
    scope: 1
    parameters:
      emission_factor: [{value: 3.5, unit: tCO2/t, from: doc, at: p. 1, status: official}]
""",
}


def local(folder: str) -> str:
    for name, text in LOCAL.items():
        write(f"{folder}/{name}", text)
    return folder


def energy_co2(data: Any) -> float:
    return next(float(row["co2e_t"]) for row in data["totals"] if row["basis"] == "energy_co2")


def test_a_library_in_front_is_relative_to_the_working_folder() -> None:
    data = write("city/a.csv")
    code, found = compiled(data, "--out", "out", "--factors", local("mine"))
    assert (code, energy_co2(found)) == (0, 350)


def test_a_library_of_the_project_is_relative_to_the_project() -> None:
    write("city/data/a.csv")
    local("city/mine")
    write("city/city.yaml", "activity: [data]\nfactors: [mine, default]\n")
    code, found = compiled("city", "--out", "out")
    assert (code, energy_co2(found)) == (0, 350)


def test_a_project_reads_only_what_its_activity_names() -> None:
    write("city/data/a.csv")
    write("city/other/b.csv", WRONG)
    write("city/city.yaml", "activity: [data]\n")
    assert compiled("city", "--out", "out")[0] == 0


def test_a_folder_without_a_project_is_its_files() -> None:
    write("data/a.csv")
    write("data/deep/b.csv", GOOD.replace("柴油", "汽油"))
    assert energy_co2(compiled("data", "--out", "out")[1]) > 500


def test_a_project_file_may_have_any_name() -> None:
    write("settings/mine.yaml", "gwp: SARGWP100\n")
    assert (
        compiled(write("a.csv"), "--out", "out", "--project", "settings/mine.yaml")[1]["gwp"] == "SARGWP100"
    )


def test_a_mistake_in_the_project_file_is_told_with_its_line() -> None:
    write("city/city.yaml", 'city: "321100"\ngpw: AR5GWP100\n')
    write("city/a.csv")
    done = run("compile", "city", "--out", "out")
    assert done.exit_code == 1
    assert "city.yaml:2" in done.stderr


def test_amounts_too_large_to_add_up_are_told() -> None:
    row = f"丹徒区,2020,工业,柴油,9{'0' * 28},吨,%s\n"
    table = HEAD.strip() + ",填报单位\n" + row % "甲" + row % "乙"
    done = run("compile", write("a.csv", table), "--out", "out")
    assert done.exit_code == 1
    assert done.stderr.count("is too large") == 2


def test_a_circle_of_units_is_told() -> None:
    unit = "  - {id: %s, name: %s区, kind: zone, parent: %s}\n"
    write("city/city.yaml", "city: a\nunits:\n" + unit % ("a", "甲", "b") + unit % ("b", "乙", "a"))
    write("city/a.csv", GOOD.replace("丹徒区", "甲区"))
    assert run("compile", "city", "--out", "out").exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        LOCAL["factors.yaml"].replace("direct", "indirect"),
        LOCAL["factors.yaml"].replace("tCO2/t", "tCO2/tn"),
        LOCAL["factors.yaml"].replace("3.5", f"1{'0' * 400}"),
    ],
)
def test_a_faulty_library_is_an_error_and_no_bug(text: str) -> None:
    write(f"{local('mine')}/factors.yaml", text)
    done = run("compile", write("a.csv"), "--out", "out", "--factors", "mine")
    assert done.exit_code == 1
    assert "mine/factors.yaml:" in done.stderr


def test_area_and_year_may_be_stated() -> None:
    table = "部门,能源品种,消费量,单位\n工业,柴油,100,吨\n"
    code, found = compiled(write("a.csv", table), "--out", "out", "--area", "丹徒区", "--year", "2020")
    assert (code, found["totals"][0]["area"], found["totals"][0]["year"]) == (0, "321112", 2020)


@pytest.mark.parametrize(
    "arguments", [("--gwp", "AR5GWP10"), ("--factors", "nowhere@1"), ("--area", "哥谭市"), ("--gwp", "")]
)
def test_an_option_that_names_nothing_known_is_told(arguments: tuple[str, str]) -> None:
    done = run("compile", write("a.csv"), "--out", "out", *arguments)
    assert done.exit_code in (1, 2) and done.stderr


# Reproducible


def test_the_same_inputs_give_the_same_bytes_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = []
    for place in ("one", "two/deeper"):
        write(f"{place}/city/data/能源.csv")
        local(f"{place}/mine")
        write(f"{place}/city/city.yaml", 'city: "321100"\nactivity: [data]\n')
        folder, out = tmp_path / place, tmp_path / place / "out"
        run(
            "compile",
            str(folder / "city"),
            "--out",
            str(out),
            "--factors",
            str(folder / "mine"),
            "--lang",
            "zh",
        )
        results.append({path.name: path.read_bytes() for path in out.iterdir()})
        assert len(results[-1]) > 5
    assert results[0] == results[1]
    for name, content in results[0].items():
        assert str(tmp_path).encode() not in content, name


def test_a_folder_given_by_absolute_or_relative_path_gives_the_same_inventory(tmp_path: Path) -> None:
    write("data/a.csv")
    texts = []
    for given in ("data", str(tmp_path / "data")):
        run("compile", given, "--out", "out", "--format", "csv")
        texts.append(Path("out/inventory.csv").read_text(encoding="utf-8-sig").replace("data/a.csv", "a.csv"))
    assert texts[0] == texts[1]


# Annotated copies


def test_check_writes_annotated_copies_only_where_asked() -> None:
    write("data/a.csv", WRONG)
    assert run("check", "data").exit_code == 1
    assert names(".") == {"data"}
    done = run("check", "data", "--annotate", "marked")
    assert done.exit_code == 1
    assert names("marked") == {"problems.csv", "problems.json", "annotated_a.xlsx"}
    assert "annotated_a.xlsx" in done.stdout


def test_annotated_copies_are_replaced_and_go_when_nothing_is_wrong() -> None:
    write("data/a.csv", WRONG)
    run("check", "data", "--annotate", "marked")
    write("data/a.csv")
    run("check", "data", "--annotate", "marked")
    assert names("marked") == {"problems.csv", "problems.json"}


@pytest.mark.parametrize("folder", ["data", "data/a.csv"])
def test_annotated_copies_never_lie_among_other_files(folder: str) -> None:
    write("data/a.csv", WRONG)
    assert run("check", "data", "--annotate", folder).exit_code == 2
    assert names("data") == {"a.csv"}


def test_annotated_copies_are_no_inputs() -> None:
    """Neither those beside an earlier result nor those in it are read with the folder they lie in."""
    write("a.csv", WRONG)
    write("b.csv")
    assert run("compile", ".", "--out", "bad").exit_code == 1
    assert run("compile", ".", "--out", "good", "--allow-incomplete").exit_code == 1
    assert names("good/problems") == {"annotated_a.xlsx"} and "annotated_a.xlsx" in names("bad.problems")
    assert "2 files" in run("check", ".").stdout
