"""Properties are tried on the same examples every time, without a clock; and a database server."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

import postgres

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server, or skip the test."""
    yield from postgres.started()
