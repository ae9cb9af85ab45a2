"""`cityghg intensity` with targets: judged, scored, broken down, by options and by city.yaml."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cityghg.cli.app import app

TABLE = """地区,年份,emissions_t,地区生产总值(万元),价格基期,常住人口(人)
京口区,2010,600,200,2010,10000
京口区,2011,594,220,2010,10000
丹徒区,2010,400,400,2010,40000
丹徒区,2011,396,440,2010,40000
"""
TARGETS = """地区,时期,碳强度下降目标(%)
丹徒区,十二五,17
京口区,十二五,无
"""
SCORES = "地区,年份,考核项目,得分,分值\n丹徒区,2011,任务措施,20,24\n丹徒区,2011,基础工作,20,26\n"
GROWTH = "地区,年均增长(%)\n京口区,14.8698354997\n丹徒区,0\n"


ACTIVITY = """地区,年份,部门,能源品种,消费量,单位
京口区,2010,工业,柴油,600,吨
京口区,2011,工业,柴油,594,吨
丹徒区,2010,工业,柴油,400,吨
丹徒区,2011,工业,柴油,396,吨
"""


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["intensity", *arguments, "--lang", "en"])
    assert done.exit_code == code, done.output
    return done.output


def frame(path: str) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"area": str}).set_index("area_name")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"t.csv": TABLE, "目标.csv": TARGETS, "评分.csv": SCORES, "增长.csv": GROWTH}.items():
        Path(name).write_text(text, encoding="utf-8-sig")


def test_targets_are_judged_and_scored() -> None:
    """Intensity falls by 1 - 0.99 / 1.1 = 10 %: 25 + 25 points, and 20 + 20 of the other 50."""
    run("t.csv", "--targets", "目标.csv", "--scores", "评分.csv", "--out", "a")
    rows = frame("a/targets.csv").query("year == 2011")
    assert rows.loc["丹徒区", ["year_actual_pct", "total_score"]].tolist() == pytest.approx([10, 90])
    assert rows.loc["丹徒区", ["scheme", "grade", "state"]].tolist() == ["fyp12", "excellent", "on_track"]
    assert rows.loc["京口区", "state"] == "no_target"


def test_without_a_scheme_nothing_is_scored() -> None:
    run("t.csv", "--targets", "目标.csv", "--scheme", "none", "--out", "a")
    assert frame("a/targets.csv")["scheme"].isna().all()
    assert "no scheme" in run("t.csv", "--targets", "目标.csv", "--scheme", "fyp20", "--out", "a", code=1)


def test_a_target_is_broken_down() -> None:
    """As worked by hand in the tests of the rules: 1 - A / W, with W = 594 x 2 + 396 = 1584 t."""
    run("t.csv", "--split-to", "2016", "--split-target", "20", "--split-growth", "增长.csv", "--out", "a")
    rows = frame("a/target_split.csv")
    assert rows["base_year"].unique().tolist() == [2011]
    assert rows["equal_rate_pct"].tolist() == pytest.approx([100 / 3, 100 / 3, 20])


def test_the_base_year_and_the_rules_can_be_stated() -> None:
    options = ["--split-target", "20", "--split-from", "2010", "--split-rules", "equal_rate，capacity"]
    run("t.csv", "--split-to", "2015", *options, "--out", "a")
    rows = frame("a/target_split.csv")
    assert rows["base_year"].unique().tolist() == [2010]
    assert rows[["equal_rate_pct", "capacity_pct"]].notna().all(axis=None)
    assert rows["composite_pct"].isna().all()


def test_the_year_it_is_due_must_be_stated() -> None:
    assert "--split-to" in run("t.csv", "--split-target", "20", code=2)
    run("t.csv", "--split-to", "2016", "--split-target", "120", code=2)


def test_city_yaml_states_the_same() -> None:
    project = {"city": "321100", "intensity": {
        "targets": "目标.csv", "scheme": "fyp13", "scores": "评分.csv",
        "split": {
            "to": 2016, "target_pct": 20, "growth": "增长.csv",
            "rules": ["composite"], "weights": {"equal": 1},
        },
    }}  # fmt: skip
    Path("city.yaml").write_text(json.dumps(project), encoding="utf-8")
    run("t.csv", "--out", "a")
    assert frame("a/targets.csv").loc["丹徒区", "scheme"].iloc[0] == "fyp13"
    assert frame("a/target_split.csv")["composite_pct"].tolist() == pytest.approx([100 / 3, 100 / 3, 20])
    run("t.csv", "--scheme", "fyp12", "--split-target", "10", "--out", "a")
    assert frame("a/targets.csv").loc["丹徒区", "scheme"].iloc[0] == "fyp12"
    assert frame("a/target_split.csv")["composite_pct"].iloc[-1] == pytest.approx(10)


def test_a_result_folder_keeps_its_targets() -> None:
    """What the project names beside its data is not in the result, and that is said; its targets are."""
    folder = Path("项目")
    folder.mkdir()
    (folder / "活动.csv").write_text(ACTIVITY, encoding="utf-8")
    (folder / "指标.csv").write_text(TABLE.replace(",emissions_t,", ",备注,"), encoding="utf-8")
    (folder / "目标.csv").write_text(TARGETS, encoding="utf-8")
    (folder / "评分.csv").write_text(SCORES, encoding="utf-8")
    split = {"to": 2016, "target_pct": 20}
    project = {"city": "321100", "indicators": "指标.csv", "activity": ["活动.csv"], "intensity": {
        "basis": "energy_co2", "targets": "目标.csv", "scores": "评分.csv", "split": split,
    }}  # fmt: skip
    (folder / "city.yaml").write_text(json.dumps(project), encoding="utf-8")
    done = CliRunner().invoke(app, ["compile", "项目", "--out", "out", "--allow-incomplete"])
    compiled = frame("out/targets.csv").query("year == 2011")
    assert compiled.loc["丹徒区", "total_score"] == pytest.approx(90), done.output
    assert frame("out/target_split.csv")["equal_rate_pct"].notna().all()
    assert "评分.csv" in run("out", "--out", "a")
    again = frame("a/targets.csv").query("year == 2011")
    assert again.loc["丹徒区", "target_decline_pct"] == 17
    assert again.loc["丹徒区", "other_score"] != 40
    run("out", "--scores", "评分.csv", "--out", "a")
    assert frame("a/targets.csv").query("year == 2011").loc["丹徒区", "total_score"] == pytest.approx(90)


def test_areas_on_two_bases_are_judged_each_on_its_own() -> None:
    rows = [
        f"{row},{'territorial' if row.startswith('京口') else 'scope_2'}" for row in TABLE.splitlines()[1:]
    ]
    Path("两.csv").write_text("\n".join([TABLE.splitlines()[0] + ",排放口径", *rows]), encoding="utf-8-sig")
    Path("目标.csv").write_text(TARGETS.replace("无", "16"), encoding="utf-8-sig")
    assert "no emissions" not in run("两.csv", "--targets", "目标.csv", "--out", "a")
    judged = frame("a/targets.csv").query("year == 2011")
    assert judged["state"].to_dict() == {"丹徒区": "on_track", "京口区": "on_track"}
