"""Locking: what is written, what forbids it, and that a checkout on Windows is the same."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from cityghg.base.locate import factors_dir
from cityghg.factors import lock, locking
from cityghg.factors.lint import lint, targets
from support import codes

RELEASES = Path(__file__).parents[2] / "broken_factors" / "no_mistake_in_a_release"
LOCKED_AT_FIRST = {"cn-enterprise/2024.1", "cn-grid/2025.1", "cn-provincial/2011.1", "ipcc-2006/1"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with versions 1 and 2 of a library, of which 1 is locked."""
    monkeypatch.chdir(tmp_path)
    copytree(RELEASES, tmp_path / "factors")
    path = tmp_path / "factors" / lock.RELEASED
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "  lib/1/" in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "factors"


def problems(root: Path) -> list[str]:
    return codes(lint(targets([str(root)])[0]).problems)


def test_the_versions_released_first_stay_as_they_were() -> None:
    released = lock.read_released(factors_dir())
    assert set(released.files) >= LOCKED_AT_FIRST
    for key, files in released.files.items():
        assert {name: digest for name, (digest, _) in files.items()} == lock.digests(factors_dir() / key)


def test_locking_adds_the_lines_of_a_version(root: Path) -> None:
    before = (root / lock.RELEASED).read_text(encoding="utf-8")
    planned = locking.plan(root / "lib" / "2")
    assert (planned.name, planned.faults, len(planned.lines)) == ("lib@2", (), 5)
    locking.carry_out(planned)
    after = (root / lock.RELEASED).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert set(lock.read_released(root).files) == {"lib/1", "lib/2"}
    assert locking.plan(root / "lib" / "2").lines == ()
    assert problems(root) == []


def test_a_locked_version_that_changed_is_not_locked_anew(root: Path) -> None:
    (root / "lib" / "1" / "GAPS.md").write_text("# Gaps\n\nOne.\n", encoding="utf-8")
    planned = locking.plan(root / "lib" / "1")
    assert (planned.lines, codes(planned.faults)) == ((), ["released_file_differs"])


def test_a_version_with_errors_is_not_locked(root: Path) -> None:
    (root / "lib" / "2" / "GAPS.md").unlink()
    assert codes(locking.plan(root / "lib" / "2").faults) == ["library_file_missing"]


def test_an_earlier_version_is_locked_before_or_together(root: Path) -> None:
    (root / lock.RELEASED).write_text("", encoding="utf-8")
    one, two = root / "lib" / "1", root / "lib" / "2"
    assert codes(locking.plan(two).faults) == ["release_skipped"]
    assert locking.plan(two, [one, two]).faults == ()
    locking.carry_out(locking.plan(two, [one, two]))
    assert problems(root) == ["release_skipped"]
    assert locking.plan(one).faults == ()


def test_a_folder_that_is_not_named_for_its_version_is_not_locked(root: Path) -> None:
    (root / "lib" / "2").rename(root / "lib" / "3")
    assert not locking.plan(root / "lib" / "3").is_in_place


def test_line_ends_and_hidden_files_make_no_difference(root: Path) -> None:
    folder = root / "lib" / "1"
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / ".DS_Store").write_bytes(b"x")
    assert problems(root) == []


def test_every_file_of_a_version_is_held_also_below_it(root: Path) -> None:
    (root / "lib" / "2" / "notes").mkdir()
    (root / "lib" / "2" / "notes" / "table.md").write_text("x\n", encoding="utf-8")
    assert "notes/table.md" in lock.digests(root / "lib" / "2")


def test_without_a_list_a_library_is_not_held_to_the_rules_of_releases(root: Path) -> None:
    (root / lock.RELEASED).unlink()
    rmtree(root / "lib" / "2")
    (root / "lib" / "1" / "GAPS.md").unlink()
    assert problems(root) == []


def test_a_version_that_does_not_parse_is_still_compared(root: Path) -> None:
    (root / "lib" / "1" / "library.yaml").write_text("id: [\n", encoding="utf-8")
    assert "released_file_differs" in problems(root)
