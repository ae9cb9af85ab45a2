"""From bulk tables to sums over codes: every part summed, understood, and added up."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

import polars as pl

from cityghg.activity.bulk import BatchesError, rejected
from cityghg.activity.bulk.answers import Answers
from cityghg.activity.bulk.head import ANOTHER, UTF8, in_utf8, not_utf8
from cityghg.activity.bulk.parts import Part
from cityghg.activity.bulk.resolved import SUMS, PartReader, Resolved
from cityghg.activity.bulk.tables import Table
from cityghg.activity.bulk.tally import Tally, told
from cityghg.activity.columns import KEY, SCHEMA, empty_table
from cityghg.activity.context import Context
from cityghg.activity.files import sha256
from cityghg.base.problems import Place, Problem, problem
from cityghg.engine.cluster import EngineError
from cityghg.engine.local import Local, PieceError, sum_batches, sum_piece
from cityghg.engine.pieces import Piece
from cityghg.engine.reduce import add_following, reduce

_BY: Final = (*KEY, "notation")
_PART: Final = 40  # bits of a row's number within its part
_GATHERED: Final = 1_000_000  # rows of sums kept before they are added up


Stamp = tuple[int, int, int]


class Engine(Protocol):
    """What sums pieces: this machine or a cluster. Raises `EngineError` where it cannot."""

    def split(self, piece: Piece) -> Sequence[Piece]:
        """Return the pieces into which it parts a file, in the order of the rows."""
        ...

    def sums(self, pieces: Sequence[Piece]) -> Iterator[pl.DataFrame | PieceError]:
        """Yield the partial sums of each piece, or why it cannot be read."""
        ...


@dataclass
class Bulk:
    """What was made of bulk tables.

    `sums` has the columns of `engine.local.sum_rows`; `activity` one row of the activity table for each of
    its rows; `records` counts the rows that count; `rejected` are files of rejected rows, which lie in
    `scratch` as long as this lives; `digests` holds the sha256 of files by the name shown.
    """

    tables: Sequence[Table] = ()
    sums: pl.DataFrame | None = None
    activity: pl.DataFrame = field(default_factory=empty_table)
    records: int = 0
    rejected: list[Path] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    scratch: tempfile.TemporaryDirectory[str] | None = None


def read_bulk(
    tables: Sequence[Table], context: Context, engine: Engine | None = None,
    on_part: Callable[[str, int], None] = lambda shown, number: None,
) -> tuple[Bulk, list[Problem]]:  # fmt: skip
    """Sum every table. A part that cannot be read is an error, and the others are still summed."""
    if not tables:
        return Bulk(), []
    reader = _Reader(context, engine or Local(), on_part)
    sums = [frame for table in tables if (frame := reader.read(table)) is not None]
    bulk = reader.bulk
    bulk.tables, bulk.sums = tables, pl.concat(sums) if sums else None
    if bulk.sums is not None:
        bulk.records = int(bulk.sums["records"].sum())
        bulk.activity = representatives(bulk.sums)
    return bulk, [*reader.problems, *told(reader.tallies)]


def representatives(sums: pl.DataFrame) -> pl.DataFrame:
    """Return one row of the activity table for each sum."""
    held = set(sums.columns)
    return sums.select(
        (pl.col(name) if name in held else pl.lit(None if kind == pl.Float64 else "")).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    ).with_columns(amount=pl.when(pl.col("notation") == "").then("amount"))


class _Reader:
    """Sums tables part after part; files are hashed beside the scan."""

    def __init__(self, context: Context, engine: Engine, on_part: Callable[[str, int], None]) -> None:
        self._context, self._engine, self._on_part = context, engine, on_part
        self._answers = Answers(context)
        self._told = 0
        self.bulk = Bulk(scratch=tempfile.TemporaryDirectory(prefix="cityghg-"))
        self.tallies: list[Tally] = []
        self.problems: list[Problem] = []

    def read(self, table: Table) -> pl.DataFrame | None:
        """Return the sums of a table, None where nothing of it can be read."""
        gathered: list[pl.DataFrame] = []
        with ThreadPoolExecutor(os.cpu_count()) as hashing:
            stamps = [(part, _stamp(part)) for part in table.parts if part.piece is not None]
            digests = {
                part.shown: hashing.submit(sha256, part.piece.path) for part, _ in stamps if part.piece
            }
            try:
                for number, part, groups in self._sums(table):
                    gathered.append(self._understand(part, number, groups))
                    if sum(map(len, gathered)) > _GATHERED:
                        gathered = [_added(gathered)]
                sums = _added(gathered) if gathered else None
            except EngineError as error:
                self.problems.append(problem(error.code, None, **error.values))
                return None
            except BaseException:
                hashing.shutdown(cancel_futures=True)
                raise
            self._check_unchanged(stamps, digests)
        return None if sums is None else _located(sums, table)

    def _sums(self, table: Table) -> Iterator[tuple[int, Part, pl.DataFrame]]:
        """Yield number, part and partial sums of the parts that can be read."""
        pieces = {number: self._pieces(part) for number, part in enumerate(table.parts)}
        results = self._engine.sums([piece for held in pieces.values() for piece in held])
        for number, part in enumerate(table.parts):
            self._told += 1
            self._on_part(part.shown, self._told)
            held = pieces[number]
            groups = self._one_sum(part, held, results) if held else self._sum_alone(part, table)
            if isinstance(groups, PieceError):
                groups = self._sum_alone(replace(part, encoding=ANOTHER), table)
            if isinstance(groups, Problem):
                self.problems.append(groups)
            else:
                yield number, table.parts[number], groups

    def _pieces(self, part: Part) -> Sequence[Piece]:
        """Return the pieces the engine sums; none where the rows can be had on this machine only."""
        return self._engine.split(part.piece) if part.piece is not None and part.encoding in UTF8 else ()

    def _one_sum(
        self, part: Part, pieces: Sequence[Piece], results: Iterator[pl.DataFrame | PieceError]
    ) -> pl.DataFrame | Problem | PieceError:
        """Return the sums of a part from the next results, or the error where its text is not in UTF-8."""
        failures: list[PieceError] = []
        sums = add_following(_sound(islice(results, len(pieces)), failures))
        if not failures:
            return sums
        failed = failures[0]
        if failed.ill_cut and part.piece is not None:
            return self._one_sum(part, [part.piece], iter(self._engine.sums([part.piece])))
        if not_utf8(failed):
            return failed
        return problem("file_corrupt", Place(file=part.shown), reason=failed.reason.partition("\n")[0])

    def _sum_alone(self, part: Part, table: Table) -> pl.DataFrame | Problem:
        """Sum a part on this machine: the rows of another source, or text in another encoding.

        Of the latter the copy in UTF-8 takes its place in the table.
        """
        place = Place(file=part.shown)
        try:
            if part.piece is None:
                return sum_batches(part.batches.batches() if part.batches else (), part.fields)
            copied = replace(part, piece=self._copied(part.piece, part.encoding), encoding=UTF8[0])
            table.parts = [copied if one.shown == part.shown else one for one in table.parts]
            return sum_piece(copied.piece or part.piece)
        except BatchesError as error:
            return problem(error.code, place, **error.values)
        except UnicodeDecodeError:
            return problem("encoding_unknown", place)
        except PieceError as error:
            return problem("file_corrupt", place, reason=error.reason.partition("\n")[0])
        except OSError as error:
            return problem("bulk_no_copy", place, reason=error.strerror or str(error))

    def _copied(self, piece: Piece, encoding: str) -> Piece:
        folder = self.bulk.scratch.name if self.bulk.scratch else ""
        return replace(piece, path=in_utf8(piece.path, encoding, Path(folder)))

    def _understand(self, part: Part, number: int, groups: pl.DataFrame) -> pl.DataFrame:
        """Return the sums over codes of a part; what is wrong is tallied, rejected rows are kept."""
        found: Resolved = PartReader(part, number, self._context, self._answers).read(groups)
        self.tallies += found.tallies
        self.problems += found.problems
        if len(found.rejected) and self.bulk.scratch is not None:
            files, tallies = rejected.collect(part, number, found.rejected, Path(self.bulk.scratch.name))
            self.bulk.rejected += files
            self.tallies += tallies
        return found.sums.with_columns(pl.col("row") + (number << _PART))

    def _check_unchanged(
        self, stamps: Sequence[tuple[Part, Stamp | None]], digests: Mapping[str, Future[str]]
    ) -> None:
        for part, stamp in stamps:
            with suppress(OSError):
                self.bulk.digests[part.shown] = digests[part.shown].result()
                if _stamp(part) == stamp:
                    continue
            self.problems.append(problem("file_changed", Place(file=part.shown)))


def _sound(
    results: Iterable[pl.DataFrame | PieceError], failures: list[PieceError]
) -> Iterator[pl.DataFrame]:
    """Yield sums up to the first failure; failures are put into the list."""
    for one in results:
        if isinstance(one, PieceError):
            failures.append(one)
        elif not failures:
            yield one


def _stamp(part: Part) -> Stamp | None:
    """Return what tells that a file is still the same one; None where it is gone."""
    try:
        found = part.piece.path.stat() if part.piece is not None else None
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino) if found is not None else None


def _added(sums: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return reduce(pl.concat(sums).lazy(), _BY).sort(_BY).collect()


def _located(sums: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the sums with the table's name and, for the number of the first row, where its amount stands."""
    single = len(table.parts) == 1
    mask = (1 << _PART) - 1
    origins = []
    for row in sums["row"]:
        part = table.parts[row >> _PART]
        cell = part.origin(row & mask)
        origins.append(cell if single else f"{part.shown}!{cell}")
    located = sums.with_columns(pl.Series("origin", origins, dtype=pl.String), table=pl.lit(table.name))
    return located.select("table", *_BY, *SUMS[:-1], "origin")
