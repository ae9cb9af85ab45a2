"""The engine that sums bulk tables, as the options of the command line choose it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cityghg.base.labels import Language

if TYPE_CHECKING:
    from cityghg.activity.bulk.read import Engine

AUTO, LOCAL, DASK, SPARK = ENGINES = ("auto", "local", "dask", "spark")


@contextmanager
def chosen(
    name: str, scheduler: str | None, remote: str | None, language: Language
) -> Iterator[Engine | None]:
    """Yield the engine, None where the program decides, and leave its cluster afterwards.

    Options that do not go together are wrong usage (exit 2).
    """
    from cityghg.cli import run

    if name not in ENGINES:
        raise run.refuse("engine_unknown", "--engine", language, found=name)
    for option, given, engine in (("--scheduler", scheduler, DASK), ("--remote", remote, SPARK)):
        if given is not None and name != engine:
            raise run.refuse("engine_option", "", language, option=option, engine=engine)
    if name == DASK:
        from cityghg.engine.dask import Dask

        dask = Dask(scheduler)
        try:
            yield dask
        finally:
            dask.close()
    elif name == SPARK:
        from cityghg.engine.spark import Spark

        spark = Spark(remote)
        try:
            yield spark
        finally:
            spark.close()
    else:
        from cityghg.engine.local import Local

        yield Local() if name == LOCAL else None
