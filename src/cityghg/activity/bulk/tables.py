"""Which files are summed in bulk, and which of them together are one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from cityghg.activity.bulk.kinds import always_bulk, is_text
from cityghg.activity.bulk.parts import Part, open_parquet, open_text
from cityghg.activity.context import Context
from cityghg.activity.headers import load_columns
from cityghg.activity.layouts import Choice
from cityghg.base.problems import Place, Problem, problem

BULK_BYTES: Final = 8 * 2**20  # text from this size on
_SPARK_PART: Final = "part-"
_NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"
File = tuple[Path, str]


@dataclass
class Table:
    """Rows that add up: the parts of one file, a glob, a partitioned folder or a query."""

    name: str
    parts: list[Part] = field(default_factory=list)


@dataclass
class Sorted:
    """The files for the readers of sheets, and the bulk tables, opened, with what is wrong with them."""

    sheets: list[File] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_out(
    files: Sequence[File], globs: Mapping[Path, str], context: Context, *, all_text: bool = False
) -> Sorted:
    """Part the files into sheets and bulk tables.

    `globs` names the glob by which a file was given. `all_text` sends text of any size the bulk way. Text
    without a tidy heading goes to the readers of sheets, and so do all files of a glob with one of these.
    """
    result = Sorted()
    for name, members in _grouped(files, globs).items():
        one_table = name is not None and _all_rows(members)
        if one_table and _open_table(str(name), members, context, result):
            continue
        for path, shown in members:
            wanted = always_bulk(path) or (is_text(path) and (all_text or _size(path) >= BULK_BYTES))
            if not wanted or not _open_table(shown, [(path, shown)], context, result):
                result.sheets.append((path, shown))
    return result


def _grouped(files: Iterable[File], globs: Mapping[Path, str]) -> dict[str | None, list[File]]:
    groups: dict[str | None, list[File]] = {}
    for path, shown in files:
        groups.setdefault(_folder(shown) or globs.get(path), []).append((path, shown))
    return groups


def _folder(shown: str) -> str | None:
    """Return the folder that is one table: over `key=value`, named `.parquet`, or of `part-` files."""
    path = Path(shown)
    if not always_bulk(path) and not is_text(path):
        return None
    parents = list(path.parents)[:-1]
    keyed = [folder for folder in parents if "=" in folder.name]
    if keyed:
        return keyed[-1].parent.as_posix()
    named = [folder for folder in parents if folder.suffix == ".parquet"]
    if named:
        return named[-1].as_posix()
    return path.parent.as_posix() if path.name.startswith(_SPARK_PART) and parents else None


def _open_table(name: str, members: Sequence[File], context: Context, result: Sorted) -> bool:
    """Open the parts of a table; False where they are for the readers of sheets."""
    table, choices, problems = Table(name), list[Choice](), list[Problem]()
    for path, shown in members:
        opener = open_parquet if path.suffix.lower() == ".parquet" else open_text
        part, choice, found = opener(path, shown, context, _given(shown))
        if part is None and not found:
            if not always_bulk(path):
                return False
            found = [problem("bulk_not_tidy", Place(file=shown))]
        if part is None and not always_bulk(path):
            return False
        table.parts += [part] if part is not None else []
        choices += [choice] if choice is not None else []
        problems += found
    result.tables.append(table)
    result.choices += choices
    result.problems += problems
    return True


def _given(shown: str) -> dict[str, str]:
    """Return what the folders of a partitioned table say of every row of a file."""
    pairs = [part.partition("=") for part in Path(shown).parts[:-1] if "=" in part]
    known = {key: load_columns().find(key) for key, _, _ in pairs}
    return {
        code.id: "" if value == _NO_VALUE else unquote(value)
        for key, _, value in pairs
        if (code := known[key]) is not None
    }


def _all_rows(members: Sequence[File]) -> bool:
    return all(always_bulk(path) or is_text(path) for path, _ in members)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
