"""Results of two small cities, and an empty database of each kind."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import postgres
from cityghg.pipeline import Request, compile_inventory
from cityghg.project import Opened, Project
from cityghg.report.write import write_result

HEAD = "地区,年份,部门,能源品种,消费量,单位"
_NUMBERS = itertools.count()
Compile = Callable[..., Path]


def compile_rows(folder: Path, rows: tuple[str, ...], formats: tuple[str, ...], **project: object) -> Path:
    path = folder / "活动.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    opened = Opened(Project(**{"city": "321100", **project}), folder)  # type: ignore[arg-type]
    result = compile_inventory(Request(opened, [(path, path.name)]))
    assert not result.failed
    write_result(result, folder / "out", formats, "zh")
    return folder / "out"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Compile rows of a tidy table, the same rows once, and return the folder of a copy of the result."""
    kept: dict[str, Path] = {}

    def run(*rows: str, formats: tuple[str, ...] = ("csv",), **project: object) -> Path:
        asked = repr((rows, formats, project))
        if asked not in kept:
            kept[asked] = compile_rows(tmp_path_factory.mktemp("city"), rows, formats, **project)
        return Path(shutil.copytree(kept[asked], tmp_path_factory.mktemp("copy") / "out"))

    return run


@pytest.fixture(params=["postgresql", "duckdb", "sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param != "postgresql":
        return f"{request.param}:///{tmp_path / 'ghg.file'}"
    server: postgres.Server = request.getfixturevalue("server")
    name = f"ghg{next(_NUMBERS)}"
    server.sql("postgres", f"CREATE DATABASE {name}")
    return server.url(name, more="?schema=ghg")
