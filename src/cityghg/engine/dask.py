"""The sum on a Dask cluster: each task sums a piece by the one expression, and small sums come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

import polars as pl

from cityghg.engine.cluster import (
    CONNECT_SECONDS,
    Done,
    EngineError,
    check_reachable,
    checked,
    first_line,
    task,
)
from cityghg.engine.local import PieceError
from cityghg.engine.pieces import Piece
from cityghg.engine.split import PIECE_BYTES, split

_PORT: Final = 8786
_RETRIES: Final = 3  # of a task whose worker is lost
# There is a worker for each processor: with more threads, each would start some for all of them.
_ONE_THREAD: Final = {"POLARS_MAX_THREADS": "1"}


class Dask:
    """A cluster behind a scheduler, or one on this machine with a worker a processor.

    Needs the extra `cityghg[dask]` here, and this package on every worker. Raises `EngineError`.
    """

    def __init__(
        self, scheduler: str | None = None, *, workers: int | None = None, piece_bytes: int = PIECE_BYTES
    ) -> None:
        self._scheduler, self._workers, self._piece_bytes = scheduler, workers, piece_bytes
        self._client: Any = None
        self._cluster: Any = None

    def split(self, piece: Piece) -> Sequence[Piece]:
        return split(piece, self._piece_bytes)

    def sums(self, pieces: Sequence[Piece]) -> Iterator[pl.DataFrame | PieceError]:
        """Yield the partial sums of each piece in their order. A task of a lost worker is done by another."""
        client = self.client()
        try:
            futures = client.map(task, list(pieces), pure=False, retries=_RETRIES)
            for piece, future in zip(pieces, futures, strict=True):
                yield checked("Dask", piece, self._done(future))
                future.release()
        except (OSError, TimeoutError) as error:
            raise EngineError("engine_failed", engine="Dask", reason=first_line(error)) from error

    def client(self) -> Any:
        """Return the client, connected."""
        if self._client is None:
            self._client = self._connect()
        return self._client

    def close(self) -> None:
        """Leave the scheduler; end a cluster of our own."""
        for opened in (self._client, self._cluster):
            if opened is not None:
                opened.close()
        self._client = self._cluster = None

    def _connect(self) -> Any:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise EngineError("engine_not_installed", engine="Dask", extra="dask") from error
        if self._scheduler is not None:
            check_reachable(self._scheduler, _PORT)
        try:
            if self._scheduler is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=self._workers, threads_per_worker=1, processes=True, dashboard_address=None,
                    silence_logs="ERROR", env=_ONE_THREAD,
                )  # fmt: skip
            return distributed.Client(self._cluster or self._scheduler, timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            named = self._scheduler or "LocalCluster"
            raise EngineError(
                "engine_unreachable", address=named, reason=first_line(error), seconds=CONNECT_SECONDS
            ) from error

    def _done(self, future: Any) -> Done:
        from distributed import CancelledError, KilledWorker

        try:
            done: Done = future.result()
        except (KilledWorker, CancelledError, ImportError, AttributeError) as error:
            raise EngineError("engine_failed", engine="Dask", reason=first_line(error)) from error
        return done
