"""What every test stands on: steady examples of properties, libraries read once, a database server."""

import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import postgres
from cityghg.base.locate import factors_dir
from cityghg.factors import load

# The same examples every time, and no clock: a busy machine fails no property.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60, database=None)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """Spare every later garbage collection thousands of tests and modules that stay to the end."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _libraries_are_read_once() -> Iterator[None]:
    """Read the files of shipped libraries once a process: it is a third of a small compile."""
    read = load._read_domain
    kept = cache(read)

    def read_or_kept(path: Path, base: Path | None) -> Any:
        return kept(path, base) if path.is_relative_to(factors_dir()) else read(path, base)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_read_domain", read_or_kept)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server, or skip the test."""
    yield from postgres.started()
