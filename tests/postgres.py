"""A PostgreSQL server for tests: made in a temporary folder, with a password, and gone afterwards."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "s3cr3t/@:#?%-geheim"  # noqa: S105
QUOTED = "s3cr3t%2F%40%3A%23%3F%25-geheim"


@dataclass(frozen=True)
class Server:
    """`admin` owns the server; `name` are databases to be made with `database`."""

    port: int
    psql: str

    def url(self, database: str, user: str = "admin", password: str = QUOTED, more: str = "") -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}{more}"

    def sql(self, database: str, text: str) -> list[tuple[object, ...]]:
        import psycopg

        login = {"host": "127.0.0.1", "port": self.port, "user": "admin", "password": PASSWORD}
        with psycopg.connect(**login, dbname=database, autocommit=True) as connection:  # type: ignore[arg-type]
            cursor = connection.execute(text.encode())
            return cursor.fetchall() if cursor.description else []


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if all((f / n).exists() for n in ("initdb", "pg_ctl", "postgres"))), None)


def _user() -> str | None:
    """Return the user to run it as, None where that is who we are: it refuses to be run by root."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def started() -> Iterator[Server]:
    """Yield a server, or skip the test where none can be had."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL (initdb, pg_ctl, postgres) is not installed")
    user = _user()
    if user is None and os.name == "posix" and os.geteuid() == 0:
        pytest.skip("PostgreSQL refuses to be run by root, and there is no user to run it as")
    folder = Path(tempfile.mkdtemp(prefix="cityghg-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o644)
    drop = ["runuser", "-u", user, "--"] if user is not None and user != getpass.getuser() else []

    def run(*command: str) -> None:
        subprocess.run(  # noqa: S603
            [*drop, *command], cwd=folder, check=True, stdin=subprocess.DEVNULL,
            stdout=(folder.parent / f"{folder.name}.log").open("a"), stderr=subprocess.STDOUT,
        )  # fmt: skip

    data, port = str(folder / "data"), _free_port()
    settings = f"-p {port} -k {folder} -c fsync=off -c listen_addresses=127.0.0.1"
    try:
        run(str(binaries / "initdb"), "-D", data, "-U", "admin", "-A", "scram-sha-256", "-E", "UTF8",
            "--pwfile", str(secret), "--no-sync", "--locale=C")  # fmt: skip
        run(str(binaries / "pg_ctl"), "-D", data, "-w", "-o", settings, "-l", str(folder / "log"), "start")
        try:
            yield Server(port, str(binaries / "psql"))
        finally:
            run(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)
