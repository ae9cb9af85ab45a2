"""Labels, languages and the folding of names."""

import pytest

from cityghg.base.labels import choose_language, label
from cityghg.base.text import closest, fold, half_width


@pytest.mark.parametrize(
    ("wanted", "variables", "language"),
    [
        ("zh", {"LANG": "en_GB"}, "zh"),
        ("en", {"CITYGHG_LANG": "zh"}, "en"),
        (None, {"CITYGHG_LANG": "zh", "LANG": "en_GB"}, "zh"),
        (None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB"}, "zh"),
        (None, {"LANG": "Chinese (Simplified)_China"}, "zh"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_place(
    monkeypatch: pytest.MonkeyPatch, wanted: str | None, variables: dict[str, str], language: str
) -> None:
    for name in ("CITYGHG_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose_language(wanted) == language


def test_labels_are_filled() -> None:
    assert label("report", "residual_of", "en", area="X") == "X (not allocated)"
    with pytest.raises(KeyError):
        label("report", "no_such_label", "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２", "abc12"),
        ("洗 精 煤", "洗精煤"),
        ("农、林、牧、渔业", "农林牧渔业"),
        ("天然气（气态）", "天然气(气态)"),
        ("Raw\u3000Coal", "rawcoal"),
    ],
)
def test_width_case_blanks_and_commas_do_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_half_width_keeps_case_and_inner_blanks() -> None:
    assert half_width(" Ｓheet １ ") == "Sheet 1"


def test_the_nearest_word_is_suggested_and_none_where_nothing_is_near() -> None:
    assert closest("disel", ["Diesel", "Gasoline"]) == "Diesel"
    assert closest("xyz", ["Diesel", "Gasoline"]) is None
