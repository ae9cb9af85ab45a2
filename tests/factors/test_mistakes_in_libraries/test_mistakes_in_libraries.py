"""Each folder beside this file is a library with one mistake; `expected.txt` says what is found and where."""

from pathlib import Path

import pytest

from support import codes, load_and_check

MISTAKES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.txt"))


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_each_mistake_is_found_where_it_stands(folder: Path) -> None:
    _, problems = load_and_check(folder)
    found = [
        f"{code} {Path(p.place.file).name}" + (f":{p.place.line}" if p.place.line else "")
        for code, p in zip(codes(problems), problems, strict=True)
    ]
    assert found == (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
