"""`cityghg intensity`: from a table or a result to tables, on the terminal, in a file, in a folder."""

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from cityghg.cli.app import app

TABLE = """地区,年份,emissions_t,地区生产总值(亿元),价格基期,排放口径
丹徒区,2020,1000,1,2020,territorial
丹徒区,2021,990,1.1,2020,territorial
句容市,2020,1000,1,2020,territorial
句容市,2021,990,0,2020,territorial
"""
FUELS = """地区,年份,部门,能源品种,消费量,单位
丹徒区,2020,工业,柴油,100,吨
丹徒区,2021,工业,柴油,99,吨
丹徒区,2020,工业,电力,10,万千瓦时
丹徒区,2021,工业,电力,10,万千瓦时
丹徒区,2020,,electricity_generated,NO,万千瓦时
丹徒区,2021,,electricity_generated,NO,万千瓦时
"""
GDP = """地区,年份,地区生产总值(亿元),价格基期,指数
丹徒区,2020,1,2015,
丹徒区,2021,2,2020,110
"""


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["intensity", *arguments, "--lang", "en"])
    assert done.exit_code == code, done.output
    return done.stdout


def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"area": str, "gdp_prices": str})


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("表.csv").write_text(TABLE, encoding="utf-8")
    return "表.csv"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of two years of a district, compared with GDP over a change of the price base."""
    here = tmp_path_factory.mktemp("compiled")
    folder = here / "项目"
    folder.mkdir()
    (folder / "活动.csv").write_text(FUELS, encoding="utf-8")
    (folder / "指标.csv").write_text(GDP, encoding="utf-8")
    project = {
        "city": "321100", "indicators": "指标.csv", "activity": ["活动.csv"],
        "intensity": {"base_year": 2020, "basis": "energy_co2"},
    }  # fmt: skip
    (folder / "city.yaml").write_text(json.dumps(project), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        done = CliRunner().invoke(app, ["compile", "项目", "--out", "out", "--allow-incomplete"])
    assert (here / "out" / "intensity.csv").is_file(), done.output
    return here


@pytest.fixture
def result(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    shutil.copytree(compiled, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return "out"


def test_a_bad_area_leaves_the_others_computed(table: str) -> None:
    run(table, "--out", "a.csv", code=1)
    made = frame(Path("a.csv")).set_index(["area_name", "year"])
    assert made.loc[("丹徒区", 2021), "annual_change_pct"] == pytest.approx(10)
    assert pd.isna(made.loc[("句容市", 2021), "annual_change_pct"])
    assert set(made["basis"]) == {"territorial"}


def test_a_folder_holds_every_table_a_workbook_and_the_problems(table: str) -> None:
    run(table, "--out", "评估", code=1)
    assert (Path("评估") / "intensity.csv").is_file()
    assert {p.name for p in Path("评估").iterdir()} >= {
        "evaluation.csv", "intensity.csv", "intensity.xlsx", "manifest.json", "problems.csv", "problems.json",
    }  # fmt: skip
    sheets = openpyxl.load_workbook("评估/intensity.xlsx").sheetnames
    assert (sheets[0], sheets[-1]) == ("Intensity", "Problems")
    first = {path.name: path.read_bytes() for path in Path("评估").iterdir()}
    run(table, "--out", "评估", code=1)
    assert {path.name: path.read_bytes() for path in Path("评估").iterdir()} == first


def test_a_folder_of_something_else_is_left_alone(table: str, result: str) -> None:
    run(table, "--out", result, code=2)
    assert Path(result, "inventory.csv").is_file()
    Path("别的").mkdir()
    Path("别的/文.txt").write_text("", encoding="utf-8")
    run(table, "--out", "别的", code=2)


def test_coverage_looks_for_inventories_only(result: str) -> None:
    run(result, "--out", "assessed/one")
    done = CliRunner().invoke(app, ["coverage", "assessed", "--lang", "en"])
    assert done.exit_code == 2


def test_a_result_gives_the_table_it_was_compiled_with(result: str) -> None:
    """The csv holds 12 digits."""
    run(result, "--out", "again.csv")
    made, compiled = (frame(path) for path in (Path("again.csv"), Path(result, "intensity.csv")))
    pd.testing.assert_frame_equal(made, compiled, rtol=1e-9)
    assert made["cumulative_decline_pct"].notna().any()


def test_another_basis_of_a_result_comes_from_its_inventory(result: str) -> None:
    """100 and 99 t of diesel; electricity is derived net import, so the basis with it is greater."""
    run(result, "--basis", "energy_co2_with_electricity", "--out", "b.csv")
    made, compiled = frame(Path("b.csv")), frame(Path(result, "intensity.csv"))
    assert set(made["basis"]) == {"energy_co2_with_electricity"}
    totals = pd.read_csv(Path(result, "summary.csv"), dtype={"area": str})
    wanted = totals[(totals["row"] == "energy_co2_with_electricity") & (totals["area"] == "321112")]
    ours = made[made["area"] == "321112"]
    assert ours["emissions_t"].tolist() == pytest.approx(wanted["total_co2e_t"].tolist())
    without = compiled.query("area == '321112' and basis == 'energy_co2'")
    assert (ours["emissions_t"].to_numpy() > without["emissions_t"].to_numpy()).all()


def test_other_indicators_take_the_place_of_those_of_the_result(result: str) -> None:
    Path("新.csv").write_text(GDP.replace("110", "120"), encoding="utf-8")
    run(result, "--indicators", "新.csv", "--out", "c.csv")
    growth = frame(Path("c.csv"))["gdp_growth_pct"].dropna()
    assert growth.tolist() == pytest.approx([20.0] * len(growth))


def test_area_and_year_choose_what_is_shown_of_a_result(result: str) -> None:
    run(result, "--year", "2021", "--area", "丹徒区", "--out", "d.csv")
    made = frame(Path("d.csv")).query("basis == 'energy_co2'")
    assert made[["area", "year"]].to_numpy().tolist() == [["321112", 2021]]
    assert made["annual_change_pct"].notna().all()


def test_a_folder_without_a_result_is_told(tmp_path: Path) -> None:
    run(str(tmp_path), code=1)


def test_the_result_goes_into_a_pipe_as_csv(table: str) -> None:
    assert run(table, code=1).startswith("area,area_name,level,year,basis,")


def test_where_one_table_is_written_no_other_is_made(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run(table, "--out", "全部", code=1)

    def never(*_: object) -> None:
        raise AssertionError("made")

    further = dict.fromkeys(("targets", "target_split", "evaluation", "drivers", "decoupling"), never)
    monkeypatch.setattr("cityghg.intensity.assess.FURTHER", further)
    run(table, "--out", "一表.csv", code=1)
    assert Path("一表.csv").read_bytes() == Path("全部/intensity.csv").read_bytes()
    assert json.loads(run(table, "--json", code=1))[0]["emissions_t"] == 1000
    assert run(table, code=1).encode() == Path("一表.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
