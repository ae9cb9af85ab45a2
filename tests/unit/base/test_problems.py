"""Problems: places, sentences in both languages, order."""

import pytest

from cityghg.base.problems import Place, Severity, Words, has_errors, in_order, problem


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(), ""),
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", cell="B2"), "a.csv, B2"),
        (Place("a.xlsx", "Sheet1"), "a.xlsx, Sheet1"),
        (Place("能源.xlsx", "Sheet1", "D14"), "能源.xlsx, Sheet1!D14"),
        (Place("city.yaml", line=3), "city.yaml:3"),
        (Place("city.yaml", line=3, column=5), "city.yaml:3"),
    ],
)
def test_a_place_is_written_as_people_look_for_it(place: Place, shown: str) -> None:
    assert str(place) == shown


def test_only_who_jumps_to_a_place_is_told_its_column() -> None:
    assert Place("fuels.yaml", line=3, column=5).with_column() == "fuels.yaml:3:5"
    assert Place("fuels.yaml", line=3).with_column() == "fuels.yaml:3"
    assert Place("fuels.yaml").with_column() == "fuels.yaml"


def test_a_rule_for_libraries_has_a_number() -> None:
    assert (problem("yaml_tag").number, problem("blank_unit").number) == ("F104", "")


def test_a_problem_says_place_finding_and_remedy() -> None:
    found = problem("unknown_unit_near", Place("能源.xlsx", "Sheet1", "D14"), found="kWH", suggestion="kWh")
    assert found.text("en") == '能源.xlsx, Sheet1!D14: unit "kWH" is unknown. Did you mean "kWh"? Correct it'
    assert found.text("zh").startswith("能源.xlsx, Sheet1!D14：") and "kWh" in found.text("zh")
    assert found.severity is Severity.ERROR


def test_a_name_is_told_in_the_language_of_the_message() -> None:
    found = problem("factor_missing", source=Words("柴油", "Diesel"), gas="CO2", count=1)
    assert "柴油" in found.text("zh") and "Diesel" not in found.text("zh")
    assert "Diesel" in found.text("en")


def test_braces_in_what_was_found_are_left_alone() -> None:
    assert "{x}" in problem("unknown_unit", found="{x}").text("en")


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        problem("no_such_code").text("en")


def test_only_errors_stop() -> None:
    warning, note = problem("table_without_rows"), problem("sheet_not_read")
    assert not has_errors([warning, note])
    assert has_errors([note, problem("blank_unit", expected="t")])


def test_problems_stand_in_order_once() -> None:
    error, warning = (
        problem("blank_unit", Place("b.csv"), expected="t"),
        problem("table_without_rows", Place("a.csv")),
    )
    earlier = problem("blank_unit", Place("a.csv"), expected="t")
    assert in_order([warning, error, earlier, error]) == [earlier, error, warning]
