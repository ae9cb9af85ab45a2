"""The tables of a database that hold results: their columns, types and keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from cityghg.databases.session import TYPES
from cityghg.report.publish.held import Held
from cityghg.report.typed import COLUMNS

EDITION, RUN, AREA, YEAR = "edition", "run", "area", "year"
RUNS, PUBLISHED = "runs", "published"
OF_A_RUN: Final = frozenset({"factors_used", "problems", "status"})  # areas and years in them are no key
_KEYS: Final = {
    RUNS: (RUN,),
    PUBLISHED: (EDITION, AREA, YEAR),
    COLUMNS: ("table_name", "column_name"),
    "summary": (EDITION, AREA, YEAR, "row"),
    "intensity": (EDITION, AREA, YEAR, "basis"),
}
_MARKS: Final = {RUNS: (RUN, EDITION, "program_version"), COLUMNS: ("table_name", "column_name", "zh", "en")}


@dataclass(frozen=True)
class Target:
    """A table to be filled: `key` are the columns that tell its rows apart, where there are such."""

    name: str
    rows: pl.DataFrame
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """The columns with their types, by the names of `TYPES`."""
        names = {kind: name for name, kind in TYPES.items()}
        return {column: names[kind] for column, kind in self.rows.schema.items()}

    @property
    def by_area(self) -> bool:
        """Whether rows belong to an area and year, and not to a run as a whole."""
        return is_by_area(self.name, self.columns)

    @property
    def marks(self) -> tuple[str, ...]:
        """The columns by which a table of that name is known as ours."""
        return _MARKS.get(self.name, (EDITION, RUN))


def is_by_area(table: str, columns: dict[str, str]) -> bool:
    """Say whether a table of results has its rows replaced by area and year."""
    return table not in OF_A_RUN and {EDITION, RUN, AREA, YEAR} <= columns.keys()


def targets(held: Held, now: datetime) -> list[Target]:
    """Return what is to be published: the run, its areas and years, every table of the result."""
    tables = [(name, frame) for name, frame in held.tables.items() if name != COLUMNS]
    stamped = [(name, _stamped(frame, held)) for name, frame in tables]
    return [
        Target(RUNS, _run(held, now), _KEYS[RUNS]),
        Target(
            PUBLISHED, _areas_and_years([frame for _, frame in _by_area(stamped)], held), _KEYS[PUBLISHED]
        ),
        Target(COLUMNS, held.tables[COLUMNS], _KEYS[COLUMNS]),
        *(Target(name, frame, _KEYS.get(name, ())) for name, frame in stamped),
    ]


def _by_area(tables: list[tuple[str, pl.DataFrame]]) -> list[tuple[str, pl.DataFrame]]:
    return [(name, frame) for name, frame in tables if Target(name, frame).by_area]


def _stamped(frame: pl.DataFrame, held: Held) -> pl.DataFrame:
    return frame.select(pl.lit(held.edition).alias(EDITION), pl.lit(held.run).alias(RUN), pl.all())


def _areas_and_years(frames: list[pl.DataFrame], held: Held) -> pl.DataFrame:
    empty = pl.DataFrame(schema={AREA: pl.String, YEAR: pl.Int32})
    pairs = pl.concat([empty, *(frame.select(AREA, YEAR) for frame in frames)]).drop_nulls().unique()
    return pairs.sort(AREA, YEAR).select(
        pl.lit(held.edition).alias(EDITION), AREA, YEAR, pl.lit(held.run).alias(RUN)
    )


def _run(held: Held, now: datetime) -> pl.DataFrame:
    """Return the facts of the manifest in one row; only here stands when it was published."""
    told = held.manifest
    severities = held.tables.get("problems", pl.DataFrame({"severity": []}))["severity"].to_list()
    texts = {
        RUN: held.run,
        EDITION: held.edition,
        "program_version": told["version"],
        "city": told["city"],
        "gwp": told["gwp"],
        "libraries": ", ".join(held.libraries),
        "library_digests": _json({entry["name"]: entry["sha256"] for entry in told["libraries"]}),
        "input_digests": _json({entry["name"]: entry["sha256"] for entry in told["inputs"]}),
        "options": _json(told["options"]),
    }
    counts = {f"{kind}s": severities.count(kind) for kind in ("error", "warning")}
    row = {**texts, **counts, "published_at": now.astimezone(UTC)}
    kinds = {**dict.fromkeys(texts, pl.String()), **dict.fromkeys(counts, pl.Int64())}
    return pl.DataFrame([row], schema={**kinds, "published_at": TYPES["time"]})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
