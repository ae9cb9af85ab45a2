"""Each folder here is a library, or a folder of them, with one mistake, and every word we say about it.

`expected_en.txt` and `expected_zh.txt` hold what `cityghg factors check` lists: file, line and column,
number, finding, remedy. After a change of wording, set CITYGHG_UPDATE_EXPECTED=1 and read what changed.
"""

import os
from pathlib import Path
from typing import get_args

import pytest

from cityghg.base.labels import Language
from cityghg.factors.lint import lint, targets
from cityghg.factors.rules import load_rules
from cityghg.report.findings.text import line

HERE = Path(__file__).parent
FOLDERS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_"))
SOUND = {
    "no_mistake",
    "no_mistake_in_a_release",
    "older_release_without_publisher",
    "outside_the_interval_and_acknowledged",
}
OF_SHIPPED_ONLY = {"F654", "F658"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_said_of_a_mistake(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    found, unknown = targets([folder])
    assert unknown == []
    problems = lint(found).problems
    for language in get_args(Language):
        said = "".join(f"{line(one, language)}\n" for one in problems)
        expected = HERE / folder / f"expected_{language}.txt"
        if os.environ.get("CITYGHG_UPDATE_EXPECTED"):
            expected.write_text(said, encoding="utf-8", newline="\n")
        assert said == expected.read_text(encoding="utf-8")
    assert bool(problems) == (folder not in SOUND)
    assert all(one.number for one in problems)


def test_every_rule_has_a_mistake_that_breaks_it() -> None:
    said = "".join((HERE / folder / "expected_en.txt").read_text(encoding="utf-8") for folder in FOLDERS)
    numbers = {rule.number for rule in load_rules()}
    assert {number for number in numbers if f" {number} " not in said} == OF_SHIPPED_ONLY
