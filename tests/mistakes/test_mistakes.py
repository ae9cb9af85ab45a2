"""Each folder here is one mistake people make: the file as handed in, and every word we say about it.

A folder may hold `options.toml` with city, area and year. After a change of wording, set
CITYGHG_UPDATE_EXPECTED=1 and read what changed.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.read import read_activity
from cityghg.base.labels import Language
from cityghg.base.problems import Problem, in_order
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.units import load_units

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_"))
OURS = ("options.toml", "expected_zh.txt", "expected_en.txt")


def problems_of(folder: Path) -> list[Problem]:
    options_file = folder / "options.toml"
    options = tomllib.loads(options_file.read_text(encoding="utf-8")) if options_file.is_file() else {}
    defaults = Defaults(options.get("area"), options.get("year"))
    world = (load_sources(), load_sectors(), load_areas(), load_units())
    files = [(path, path.name) for path in sorted(folder.iterdir()) if path.name not in OURS]
    assert files, "a mistake needs an input"
    return in_order(read_activity(files, Context(*world, options.get("city"), defaults))[1])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_is_said_of_a_mistake(folder: Path) -> None:
    problems = problems_of(folder)
    for language in get_args(Language):
        said = "".join(f"[{one.severity}] {one.text(language)}\n" for one in problems)
        expected = folder / f"expected_{language}.txt"
        if os.environ.get("CITYGHG_UPDATE_EXPECTED"):
            expected.write_text(said, encoding="utf-8", newline="\n")
        assert said == expected.read_text(encoding="utf-8")
        assert said
