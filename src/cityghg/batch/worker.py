"""What happens in a worker process: one file is read and what was read is kept."""

from __future__ import annotations

import os
import signal
import traceback
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.files import sha256
from cityghg.activity.layouts import Choice
from cityghg.activity.read import read_file
from cityghg.base.problems import has_errors
from cityghg.batch.cache import Cache, Reading, Said
from cityghg.batch.context import context_for
from cityghg.codes import CodeList, Source, load_sources
from cityghg.project import Opened


@dataclass(frozen=True)
class Setup:
    """What a worker is given once: a file of the libraries' own sources, what is stated, where to keep.

    The sources are in a file because all of this must fit a pipe at once: a process that dies early
    would else leave its parent waiting for room.
    """

    sources: Path
    defaults: Defaults
    folder: Path


@dataclass(frozen=True)
class Item:
    """A file to read: the project to read it by, the digest of its content, and the key to keep it by."""

    path: Path
    shown: str
    opened: Opened
    sha256: str
    key: str


@dataclass(frozen=True)
class Done:
    """How it went: whether the file has errors, and the code of a problem or the report of a bug."""

    failed: bool
    problem: str = ""
    report: str = ""


_SOURCES = TypeAdapter(tuple[Source, ...])
_given: list[Setup] = []
_last: list[tuple[Opened, Context]] = []


def start(setup: Setup) -> None:
    """Take over what every file needs. An interrupt is for the main process alone to handle."""
    os.environ["POLARS_MAX_THREADS"] = "1"  # there is a process for each core already
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given[:] = [setup]


def read_item(item: Item) -> Done:
    """Read a file and keep what was read, unless it changed meanwhile."""
    setup = _given[0]
    try:
        choices: list[Choice] = []
        table, problems = read_file(item.path, item.shown, _context(item.opened), choices)
        if sha256(item.path) != item.sha256:
            return Done(True, "reading_lost")
        reading = Reading(table, Said(tuple(problems), tuple(choices)))
        Cache(setup.folder).put(item.key, reading)
    except Exception as error:  # a bug that one file shows must not keep the others from being read
        if isinstance(error, OSError) and error.filename in (None, str(item.path)):
            return Done(True, "reading_lost")
        return Done(True, "batch_bug", traceback.format_exc())
    return Done(has_errors(problems))


def write_sources(sources: CodeList[Source], path: Path) -> Path:
    """Write the sources that do not ship, for the workers to read."""
    shipped = load_sources()
    own = tuple(s for s in sources if s.id not in shipped or shipped[s.id] != s)
    path.write_bytes(_SOURCES.dump_json(own))
    return path


def _context(opened: Opened) -> Context:
    """Return the context of a project; that of the last one is at hand."""
    if not _last or _last[0][0] != opened:
        setup = _given[0]
        sources = load_sources().with_more(_SOURCES.validate_json(setup.sources.read_bytes()))
        _last[:] = [(opened, context_for(opened, sources, setup.defaults))]
    return _last[0][1]
