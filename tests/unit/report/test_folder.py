"""Result folders: replaced whole or left as they were."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cityghg.report.folder import FolderRefusedError, check_replaceable, replace


def fill(text: str) -> Callable[[Path], None]:
    """Return what writes a result of ours that holds `text`."""

    def write(folder: Path) -> None:
        (folder / "manifest.json").write_text(json.dumps({"program": "cityghg"}), encoding="utf-8")
        (folder / "result.csv").write_text(text, encoding="utf-8")

    return write


def content(folder: Path) -> dict[str, str]:
    """Return the files of a folder but its manifest."""
    files = [path for path in folder.iterdir() if path.name != "manifest.json"]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def refusal(folder: Path) -> str:
    with pytest.raises(FolderRefusedError) as refused:
        replace(folder, fill("new"))
    return refused.value.code


@pytest.mark.parametrize("name", ["out", "deep/er/out"])
def test_an_absent_folder_is_made(tmp_path: Path, name: str) -> None:
    replace(tmp_path / name, fill("new"))
    assert content(tmp_path / name) == {"result.csv": "new"}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    replace(tmp_path / "out", fill("new"))
    assert content(tmp_path / "out") == {"result.csv": "new"}


def test_a_result_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace(out, fill("old"))
    (out / "left over.csv").write_text("x", encoding="utf-8")
    replace(out, fill("new"))
    assert content(out) == {"result.csv": "new"}


@pytest.mark.parametrize(
    "files",
    [
        {"thesis.docx": "years of work"},
        {"manifest.json": "{}"},
        {"manifest.json": '{"program": "another"}'},
        {"manifest.json": "[]"},
        {"manifest.json": "not json"},
    ],
)
def test_a_folder_of_anything_else_is_left_alone(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert refusal(tmp_path) == "out_not_ours"
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == files


@pytest.mark.parametrize("name", ["file", "file/out", "file/deep/out"])
def test_a_file_is_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert refusal(tmp_path / name) == "out_is_a_file"
    with pytest.raises(FolderRefusedError):
        check_replaceable(tmp_path / name)


def test_a_failure_while_writing_leaves_the_old_result_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace(out, fill("old"))

    def fail(folder: Path) -> None:
        (folder / "half.csv").write_text("x", encoding="utf-8")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace(out, fail)
    assert content(out) == {"result.csv": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_folder_in_use_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """On Windows a file open in Excel keeps its folder from being renamed: the first or the second time."""
    out = tmp_path / "out"
    replace(out, fill("old"))
    rename, calls = Path.rename, []

    def held(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == failing:
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    assert refusal(out) == "out_in_use"
    assert content(out) == {"result.csv": "old"}


def test_the_old_result_is_never_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when neither the new result can be put in place nor the old one put back."""
    out = tmp_path / "out"
    replace(out, fill("old"))
    rename, calls = Path.rename, []

    def held(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) > 1:
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    assert refusal(out) == "out_in_use"
    assert "old" in {path.read_text(encoding="utf-8") for path in tmp_path.rglob("result.csv")}
