"""Addresses of databases, and what of them may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from cityghg.databases.errors import DatabaseError

Kind = Literal["postgresql", "duckdb", "sqlite"]
HIDDEN: Final = "…"
_DIGITS: Final = 12
_KINDS: Final[Mapping[str, Kind]] = {
    "postgresql": "postgresql", "postgres": "postgresql", "duckdb": "duckdb", "sqlite": "sqlite",
}  # fmt: skip
_ADDRESS = re.compile(rf"({'|'.join(_KINDS)})(?:\+\w+)?://", re.IGNORECASE)
_IN_TEXT = re.compile(rf"\b((?:{'|'.join(_KINDS)})(?:\+\w+)?:/+)[^\n]*@", re.IGNORECASE)
_OURS: Final = ("schema", "table", "query")
_DRIVER: Final = (  # options of libpq that an address may carry
    "host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout",
    "target_session_attrs", "application_name",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """Where a database is and what of it is meant; `login` is for the driver only and never shown.

    `place` is the file of DuckDB and SQLite, `shown` the address as people may see it.
    """

    kind: Kind
    shown: str
    place: Path = field(default_factory=Path)
    login: Mapping[str, str] = field(default_factory=dict, repr=False)
    schema: str | None = None
    table: str | None = None
    query: str | None = None

    @property
    def name(self) -> str:
        """The address with what of the database is read, as results and messages call it."""
        if self.query is not None:
            import hashlib  # here, since every command loads this module and few need it

            return f"{self.shown}?query={hashlib.sha256(self.query.encode()).hexdigest()[:_DIGITS]}"
        schema = f"{self.schema}." if self.schema else ""
        return f"{self.shown}?table={schema}{self.table}" if self.table else self.shown


def is_address(text: str) -> bool:
    """Say whether a text is meant as the address of a database."""
    return _ADDRESS.match(text) is not None


def hide_addresses(text: str) -> str:
    """Return a text without what stands before the @ in addresses of databases."""
    return _IN_TEXT.sub(rf"\1{HIDDEN}@", text)


def parse(text: str) -> Address:
    """Return the address that a text states. Raises `DatabaseError`, which tells nothing of the text.

    `postgresql://user@host:5432/name?schema=s`, `duckdb:///file`, `sqlite:///file`, with `table=` or
    `query=` for what is to be read; `query` comes last and may hold any character.
    """
    if not is_address(text):
        raise DatabaseError("database_address_wrong")
    before, _, behind = text.partition("?")
    options = _options(behind)
    ours = {name: options.pop(name, None) for name in _OURS}
    if ours["table"] and ours["query"]:
        raise DatabaseError("database_table_and_query")
    kind = _KINDS[before.partition(":")[0].partition("+")[0].lower()]
    made = _server(before, options) if kind == "postgresql" else _file(kind, before, options)
    return Address(kind, made.shown, made.place, made.login, **ours)


def _options(text: str) -> dict[str, str]:
    """Return what follows the question mark; a query is taken whole, plus signs and all."""
    from urllib.parse import parse_qsl, unquote

    start = re.search(r"(?:^|&)query=", text)
    query = {} if start is None else {"query": unquote(text[start.end() :])}
    pairs = parse_qsl(text if start is None else text[: start.start()], keep_blank_values=True)
    if any(name not in {*_OURS, *_DRIVER} for name, _ in pairs):  # which one is not told: see `parse`
        raise DatabaseError("database_option_unknown", known=", ".join([*_OURS, *_DRIVER]))
    return {**dict(pairs), **query}


def _file(kind: Kind, before: str, options: Mapping[str, str]) -> Address:
    """Return a file: three slashes and a relative path, four and an absolute one."""
    from urllib.parse import unquote

    path = unquote(before.partition("://")[2].removeprefix("/"))
    if not path or not before.partition("://")[2].startswith("/") or options:
        raise DatabaseError("database_address_wrong")
    return Address(kind, f"{kind}:///{Path(path).name}", Path(path))


def _server(before: str, options: Mapping[str, str]) -> Address:
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(before)
        found = {
            "host": parts.hostname,
            "port": parts.port,
            "user": parts.username,
            "password": parts.password,
        }
    except ValueError:  # its message may hold a part of the password
        raise DatabaseError("database_address_wrong") from None
    name = unquote(parts.path.removeprefix("/"))
    if "/" in name or parts.fragment:  # a password with a slash or # in it that is not written as %2F, %23
        raise DatabaseError("database_address_wrong")
    login = {key: unquote(str(value)) for key, value in found.items() if value is not None}
    login |= {**options, **({"dbname": name} if name else {})}
    host = login.get("host", "")
    where = "localhost" if host.startswith("/") or not host else host
    port = f":{login['port']}" if "port" in login else ""
    return Address("postgresql", f"postgresql://{where}{port}/{name}", login=login)
