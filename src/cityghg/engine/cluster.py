"""What the engines of clusters share: their failures, and the check that there is anybody to talk to."""

from __future__ import annotations

import socket
from typing import Final
from urllib.parse import urlsplit

CONNECT_SECONDS: Final = 10


class EngineError(Exception):
    """A cluster cannot be used; `code` is the problem code and `values` fill its sentences."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


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


def first_line(error: BaseException) -> str:
    """Return what an error of a library says, in short."""
    return (str(error).strip() or type(error).__name__).partition("\n")[0]
