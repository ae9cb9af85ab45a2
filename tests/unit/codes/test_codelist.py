"""Code lists: names, trees, doubts."""

import pytest

from cityghg.codes import Code, CodeList

COAL = Code(id="coal", zh="煤", en="Coal", aliases=("原煤",))
HARD = Code(id="hard", zh="无烟煤", en="Hard coal", parent="coal")


def test_a_code_is_found_by_any_of_its_names() -> None:
    codes = CodeList([COAL, HARD])
    for name in ("coal", "煤", " COAL ", "原煤"):
        assert codes.find(name) == COAL
    assert codes.find("coke") is None
    assert codes.suggest("hard cole") == "Hard coal"


def test_lineage_and_cover() -> None:
    codes = CodeList([COAL, HARD])
    assert codes.lineage("hard") == ("hard", "coal")
    assert codes.covers("coal", "hard") and codes.covers("hard", "hard")
    assert not codes.covers("hard", "coal")


@pytest.mark.parametrize(
    "wrong",
    [
        Code(id="other", zh="煤", en="Other"),
        Code(id="other", zh="别的", en="COAL"),
        Code(id="other", zh="别的", en="Other", parent="absent"),
        Code(id="other", zh="别的", en="Other", parent="other"),
    ],
)
def test_a_doubtful_list_is_a_bug(wrong: Code) -> None:
    with pytest.raises(ValueError):
        CodeList([COAL, wrong])


def test_more_codes_are_added_or_take_the_place_of_others() -> None:
    renamed = Code(id="hard", zh="硬煤", en="Hard")
    codes = CodeList([COAL, HARD]).with_more([renamed])
    assert (len(codes), codes["hard"], codes.find("无烟煤")) == (2, renamed, None)


def test_the_name_follows_the_language() -> None:
    assert (COAL.name("zh"), COAL.name("en")) == ("煤", "Coal")
