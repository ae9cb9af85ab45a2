"""Reading the files of a batch in several processes; what was read before is not read again."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from cityghg.activity.files import sha256
from cityghg.base.problems import Place, has_errors, problem
from cityghg.batch.cache import Cache, Reading, Said, key_of
from cityghg.batch.plan import Plan
from cityghg.batch.worker import Done, Item, Setup, read_item, start, write_sources

_AHEAD = 2  # files handed out for each process, so that none waits for work
_SOURCES = "sources.json"
Tell = Callable[["Progress"], None]


@dataclass
class Progress:
    """How far the reading is; `names` are the files in hand."""

    total: int
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Readings:
    """What was read of each file, by the name shown; `reports` tell of bugs."""

    cache: Cache
    keys: dict[str, str]
    failures: dict[str, Said]
    reports: dict[str, str]
    read: int
    unchanged: int

    def said(self, shown: str) -> Said:
        """Return what was said of a file; one that another run took away is an error."""
        return self.failures.get(shown) or self.cache.said(self.keys[shown]) or _lost(shown)

    def get(self, shown: str) -> Reading:
        """Return the reading of a file, without rows where it failed."""
        if shown in self.failures:
            return Reading(said=self.failures[shown])
        return self.cache.get(self.keys[shown]) or Reading(said=_lost(shown))


def read_plan(plan: Plan, folder: Path, jobs: int, tell: Tell) -> Readings:
    """Read every file of a plan that is not kept in `folder` yet, `jobs` at a time.

    Raises `OSError` where nothing can be kept. After an interrupt what was read so far is kept.
    """
    cache = Cache(folder)
    folder.mkdir(parents=True, exist_ok=True)
    items, failures = _items(plan)
    progress = Progress(len(items) + len(failures), failed=len(failures))
    missing = []
    for item in items:
        said = cache.said(item.key)
        if said is None or not cache.has_table(item.key):
            missing.append(item)
        else:
            progress.unchanged += 1
            progress.failed += has_errors(said.problems)
    progress.done = progress.total - len(missing)
    tell(progress)
    sources = write_sources(plan.world.sources, folder / _SOURCES)
    setup = Setup(sources, plan.request.defaults, folder)
    reports: dict[str, str] = {}
    for item, done in _Pool(setup, jobs, progress, tell).read(missing):
        if done.problem:
            failures[item.shown] = Said((problem(done.problem, Place(file=item.shown)),))
            reports |= {item.shown: done.report} if done.report else {}
    keys = {item.shown: item.key for item in items}
    return Readings(cache, keys, failures, reports, len(missing), progress.unchanged)


def _items(plan: Plan) -> tuple[list[Item], dict[str, Said]]:
    """Return the files with their keys, and those that cannot even be opened."""
    stack = [library.sha256 for library in plan.world.stack]
    items, failures = [], {}
    for unit in plan.units:
        project = unit.opened.project
        own = [unit.opened.name, *(u.model_dump() for u in project.units), project.city, project.layouts]
        defaults = plan.request.defaults
        stated = [defaults.area, defaults.year, defaults.layouts, stack]
        for path, shown in unit.files:
            try:
                digest = sha256(path)
            except OSError as error:
                reason = error.strerror or str(error)
                failures[shown] = Said((problem("file_unreadable", Place(file=shown), reason=reason),))
                continue
            key = key_of(digest, shown, own, stated)
            items.append(Item(path, shown, unit.opened, digest, key))
    return items, failures


def _lost(shown: str) -> Said:
    return Said((problem("reading_lost", Place(file=shown)),))


class _Pool:
    """Reads files in processes, told of again and again; a process that dies costs one file, not the run."""

    def __init__(self, setup: Setup, jobs: int, progress: Progress, tell: Tell) -> None:
        self._setup, self._jobs, self._progress, self._tell = setup, jobs, progress, tell

    def read(self, items: Sequence[Item]) -> list[tuple[Item, Done]]:
        """Return how it went with each file."""
        waiting, results = deque(items), list[tuple[Item, Done]]()
        while waiting:
            in_hand = self._run(waiting, results, min(self._jobs, len(waiting)))
            for item in in_hand:  # one of them was the end of a process: each alone tells which
                if self._run(deque([item]), results, 1):
                    self._note(item, Done(True, "batch_bug", "the process that read the file died"), results)
        return results

    def _run(self, waiting: deque[Item], results: list[tuple[Item, Done]], jobs: int) -> list[Item]:
        """Read until nothing is waiting; returns the files that were in hand when a process died."""
        pool = ProcessPoolExecutor(
            jobs, multiprocessing.get_context("spawn"), initializer=start, initargs=(self._setup,)
        )
        running: dict[Future[Done], Item] = {}
        try:
            while waiting or running:
                while waiting and len(running) < jobs * _AHEAD:
                    future = pool.submit(read_item, waiting[0])
                    running[future] = waiting.popleft()
                self._progress.names = [item.shown for item in running.values()]
                self._tell(self._progress)
                for finished in wait(running, return_when=FIRST_COMPLETED).done:
                    done = finished.result()
                    self._note(running.pop(finished), done, results)
        except BrokenProcessPool:
            return list(running.values())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return []

    def _note(self, item: Item, done: Done, results: list[tuple[Item, Done]]) -> None:
        results.append((item, done))
        self._progress.done += 1
        self._progress.failed += done.failed
        self._progress.names = []
        self._tell(self._progress)
