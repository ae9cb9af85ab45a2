"""What happens in a worker process: one file is read and what was read is kept."""

from __future__ import annotations

import os
import signal
import traceback
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.activity.files import sha256
from cityghg.activity.layouts import Choice
from cityghg.activity.read import read_file
from cityghg.base.problems import has_errors
from cityghg.batch.cache import Cache, Reading, Said
from cityghg.batch.plan import context_for
from cityghg.codes import CodeList, Source
from cityghg.project import Opened


@dataclass(frozen=True)
class Setup:
    """What a worker is given once: the projects to read by, sources, and where to keep what is read."""

    projects: tuple[Opened, ...]
    sources: CodeList[Source]
    defaults: Defaults
    folder: Path


@dataclass(frozen=True)
class Item:
    """A file to read: the number of its project, the digest of its content, and the key to keep it by."""

    path: Path
    shown: str
    project: int
    sha256: str
    key: str


@dataclass(frozen=True)
class Done:
    """How it went: whether the file has errors, and the code of a problem or the report of a bug."""

    failed: bool
    problem: str = ""
    report: str = ""


_given: list[Setup] = []


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
        table, problems = read_file(item.path, item.shown, _context(item.project), choices)
        if sha256(item.path) != item.sha256:
            return Done(True, "reading_lost")
        reading = Reading(table, Said(tuple(problems), tuple(choices)))
        Cache(setup.folder).put(item.key, reading)
    except Exception as error:  # a bug that one file shows must not keep the others from being read
        if isinstance(error, OSError) and error.filename in (None, str(item.path)):
            return Done(True, "reading_lost")
        return Done(True, "batch_bug", traceback.format_exc())
    return Done(has_errors(problems))


@lru_cache(maxsize=8)
def _context(project: int) -> Context:
    setup = _given[0]
    return context_for(setup.projects[project], setup.sources, setup.defaults)
