"""The sum on Spark: pieces are rows of a small table, and `mapInArrow` sums each by the one expression."""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from cityghg.engine.cluster import Done, EngineError, check_reachable, checked, first_line, task
from cityghg.engine.local import PieceError
from cityghg.engine.pieces import Piece
from cityghg.engine.split import PIECE_BYTES, split

_PORT: Final = 15002  # of Spark Connect
_SCHEMA: Final = "number long, failure string, content binary, versions string, size long"
_ILL_CUT: Final = "ill-cut"
_LOCAL: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # a task a processor: else each would start threads for all
}


class Spark:
    """A session of Spark Connect (sc://host:15002), or one on this machine, which needs Java 17 or later.

    Needs the extra `cityghg[spark]` here, and this package on every executor. Raises `EngineError`.
    """

    def __init__(self, remote: str | None = None, *, piece_bytes: int = PIECE_BYTES) -> None:
        self._remote, self._piece_bytes = remote, piece_bytes
        self._session: Any = None

    def split(self, piece: Piece) -> Sequence[Piece]:
        return split(piece, self._piece_bytes)

    def sums(self, pieces: Sequence[Piece]) -> Iterator[pl.DataFrame | PieceError]:
        """Yield the partial sums of each piece in their order."""
        if not pieces:
            return
        session = self.session()
        rows = [(number, bytearray(pickle.dumps(piece))) for number, piece in enumerate(pieces)]
        try:
            frame = session.createDataFrame(rows, "number long, piece binary").repartition(len(rows))
            found = frame.mapInArrow(sum_pieces, _SCHEMA).collect()
        except Exception as error:  # what Spark raises depends on where it fails, and shares no class
            raise EngineError("engine_failed", engine="Spark", reason=first_line(error)) from error
        for row in sorted(found, key=lambda one: one["number"]):
            piece = pieces[row["number"]]
            yield checked("Spark", piece, Done(_result(row, piece), row["versions"], row["size"]))

    def session(self) -> Any:
        """Return the session, started."""
        if self._session is None:
            self._session = self._start()
        return self._session

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.stop()
        self._session = None

    def _start(self) -> Any:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise EngineError("engine_not_installed", engine="Spark", extra="spark") from error
        if self._remote is not None:
            check_reachable(self._remote, _PORT)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("cityghg")
        try:
            if self._remote is not None:
                return builder.remote(self._remote).getOrCreate()
            for key, value in _LOCAL.items():
                builder = builder.config(key, value)
            session = builder.master("local[*]").getOrCreate()
            session.sparkContext.setLogLevel("ERROR")
            return session
        except Exception as error:  # no Java, no gRPC, a wrong version: each raises another class
            raise EngineError("engine_failed", engine="Spark", reason=first_line(error)) from error


def sum_pieces(batches: Iterator[Any]) -> Iterator[Any]:
    """Yield for each batch of pickled pieces a batch of their sums, or of why there are none."""
    import pyarrow as pa

    kinds = (pa.int64(), pa.string(), pa.binary(), pa.string(), pa.int64())
    names = ["number", "failure", "content", "versions", "size"]
    for batch in batches:
        numbers = batch.column("number").to_pylist()
        pieces = batch.column("piece").to_pylist()
        rows = [
            (number, *_sent(task(pickle.loads(piece))))  # noqa: S301 made by `sums` above
            for number, piece in zip(numbers, pieces, strict=True)
        ]
        columns = [
            pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(columns, names)


def _sent(done: Done) -> tuple[str, bytes, str, int]:
    content, failure = io.BytesIO(), ""
    if isinstance(done.result, PieceError):
        failure = _ILL_CUT if done.result.ill_cut else done.result.reason
    else:
        done.result.write_ipc(content)
    return failure, content.getvalue(), done.versions, done.size


def _result(row: Any, piece: Piece) -> pl.DataFrame | PieceError:
    if row["failure"]:
        return PieceError(piece, row["failure"], ill_cut=row["failure"] == _ILL_CUT)
    return pl.read_ipc(io.BytesIO(row["content"]))
