"""One cluster of each kind for a file of tests; where an extra is not installed they say so and skip."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cityghg.engine.dask import Dask
    from cityghg.engine.spark import Spark

SMALL = 200  # bytes of a piece, so that small tables are cut into many


@pytest.fixture(scope="module")
def dask_engine() -> Iterator[Dask]:
    pytest.importorskip("distributed", reason="the extra cityghg[dask] is not installed")
    from cityghg.engine.dask import Dask

    engine = Dask(workers=2, piece_bytes=SMALL)
    engine.client()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def spark_engine() -> Iterator[Spark]:
    pytest.importorskip("pyspark", reason="the extra cityghg[spark] is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java on this machine")
    from cityghg.engine.spark import Spark

    engine = Spark(piece_bytes=SMALL)
    engine.session()
    yield engine
    engine.close()
