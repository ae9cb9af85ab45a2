"""A past inventory, compiled anew with the versions it names, is the same after newer libraries arrived."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / "examples" / "lakeside-city"
RUN = "from cityghg.cli.app import main; main()"


def program(place: Path, versions: set[str]) -> Path:
    """Copy the program to `place` with only these libraries, and return where its source lies."""
    shutil.copytree(
        ROOT / "src" / "cityghg", place / "src" / "cityghg", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "factors", place / "factors")
    for head in (place / "factors").glob("*/*/library.yaml"):
        if f"{head.parent.parent.name}@{head.parent.name}" not in versions:
            shutil.rmtree(head.parent)
    return place / "src"


def newer(factors: Path, reference: str) -> None:
    """Add a version of a library in which every value is another."""
    old = factors.joinpath(*reference.split("@"))
    new = old.parent / "2999.1"
    shutil.copytree(old, new)
    for path in new.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("value: ", "value: 1").replace(old.name, new.name)
        path.write_text(text, encoding="utf-8")


def compiled(source: Path, out: Path) -> dict[str, bytes]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN, "compile", str(CITY), "--out", str(out), "--format", "csv"],
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def pinned() -> set[str]:
    names: list[str] = yaml.safe_load((CITY / "city.yaml").read_text(encoding="utf-8"))["factors"]
    assert all("@" in name for name in names)
    return set(names)


def test_newer_libraries_change_no_byte_of_it(pinned: set[str], tmp_path: Path) -> None:
    then = program(tmp_path / "then", pinned)
    now = program(
        tmp_path / "now", {f"{p.parent.name}@{p.name}" for p in (ROOT / "factors").glob("*/*") if p.is_dir()}
    )
    for reference in sorted(pinned):
        newer(tmp_path / "now" / "factors", reference)
    before, after = compiled(then, tmp_path / "before"), compiled(now, tmp_path / "after")
    assert [name for name in before if before[name] != after.get(name)] == []
    assert before.keys() == after.keys()
