"""What engines of clusters share: their task, their failures, and whether there is anybody to talk to."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import polars as pl

from cityghg import __version__
from cityghg.engine.local import PieceError, sum_piece
from cityghg.engine.pieces import Piece
from cityghg.engine.reduce import add_following
from cityghg.engine.split import PIECE_BYTES, split

CONNECT_SECONDS: Final = 10


class EngineError(Exception):
    """A cluster cannot be used; `code` is the problem code and `values` fill its sentences."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Done:
    """What a task says: its sums or why there are none, and by which versions and of a file of which size."""

    result: pl.DataFrame | PieceError
    versions: str
    size: int


def task(piece: Piece) -> Done:
    """Sum a piece on whatever machine this is, a large part of a text bit by bit."""
    read_at_once = piece.kind == "csv" and not piece.is_whole
    try:
        parts = split(piece, PIECE_BYTES) if read_at_once else (piece,)
        result: pl.DataFrame | PieceError = add_following(map(sum_piece, parts))
    except OSError as error:
        result = PieceError(piece, str(error))
    except PieceError as error:
        result = error
    return Done(result, versions(), _size(piece))


def versions() -> str:
    """Return the versions on which sums may depend."""
    return f"cityghg {__version__}, polars {pl.__version__}"


def checked(engine: str, piece: Piece, done: Done) -> pl.DataFrame | PieceError:
    """Return the result of a task. Raises `EngineError` for other versions, or another file at that path."""
    if done.versions != versions():
        raise EngineError("engine_versions_differ", engine=engine, found=done.versions, expected=versions())
    if done.size != (expected := _size(piece)):
        raise EngineError(
            "engine_file_differs", engine=engine, file=piece.path.name, found=done.size, expected=expected
        )
    return done.result


def check_reachable(address: str, default_port: int) -> None:
    """Raise `EngineError` unless something listens at an address such as tcp://host:8786.

    The answer is given within `CONNECT_SECONDS`, long before the libraries of clusters give up.
    """
    parts = urlsplit(address)
    try:
        host, port = parts.hostname, parts.port or default_port
    except ValueError:
        host, port = None, 0
    if not parts.scheme or not host:
        raise EngineError("engine_address_wrong", address=address)
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(
            "engine_unreachable", address=address, reason=reason, seconds=CONNECT_SECONDS
        ) from error


def _size(piece: Piece) -> int:
    """Return the bytes of the file, -1 where there is none."""
    try:
        return piece.path.stat().st_size
    except OSError:
        return -1


def first_line(error: BaseException) -> str:
    """Return what an error of a library says, in short."""
    return (str(error).strip() or type(error).__name__).partition("\n")[0]
