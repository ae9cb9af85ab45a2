"""The sum on Spark: pieces are rows of a small table, and `mapInArrow` sums each by the one expression."""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from cityghg.engine.cluster import EngineError, check_reachable, first_line
from cityghg.engine.local import PieceError, sum_piece
from cityghg.engine.pieces import Piece
from cityghg.engine.split import PIECE_BYTES, split

_PORT: Final = 15002  # of Spark Connect
_SCHEMA: Final = "number long, failure string, content binary"
_ILL_CUT: Final = "ill-cut"
_LOCAL: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
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
            if row["failure"]:
                piece = pieces[row["number"]]
                yield PieceError(piece, row["failure"], ill_cut=row["failure"] == _ILL_CUT)
            else:
                yield pl.read_ipc(io.BytesIO(row["content"]))

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

    for batch in batches:
        numbers, contents, failures = batch.column("number").to_pylist(), [], []
        for piece in batch.column("piece").to_pylist():
            content, failure = _one(pickle.loads(piece))  # noqa: S301 made by `sums` above
            contents.append(content)
            failures.append(failure)
        columns = [
            pa.array(numbers, pa.int64()),
            pa.array(failures, pa.string()),
            pa.array(contents, pa.binary()),
        ]
        yield pa.RecordBatch.from_arrays(columns, ["number", "failure", "content"])


def _one(piece: Piece) -> tuple[bytes, str]:
    try:
        sums = sum_piece(piece)
    except PieceError as error:
        return b"", _ILL_CUT if error.ill_cut else error.reason
    content = io.BytesIO()
    sums.write_ipc(content)
    return content.getvalue(), ""
