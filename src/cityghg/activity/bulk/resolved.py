"""From sums over key texts to sums over codes: what the reader of tidy sheets does to rows, done to sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import polars as pl

from cityghg.activity.body import is_sum, is_total, month_total
from cityghg.activity.bulk.answers import Answers, texts_of
from cityghg.activity.bulk.parts import Part
from cityghg.activity.bulk.tally import Tally
from cityghg.activity.columns import KEY, SCHEMA
from cityghg.activity.context import Context
from cityghg.activity.keys import culprit
from cityghg.activity.place_year import Stated, What, stated
from cityghg.activity.resolve import Answer
from cityghg.base.notation import KEYS, NE
from cityghg.base.problems import Problem, Severity, problem
from cityghg.engine.amounts import AMOUNT, BAD, BLANK, MARK, NEGATIVE, NOTATION, OVERFLOW, TEXT, TINY
from cityghg.engine.reduce import BETWEEN, FLAGS, RAW_KEY

_LABELS: Final = ("area", "year", "sector", "source")
_RESOLVED: Final = (*_LABELS, "counterpart")
_FAULTS: Final = {
    BLANK: "blank_amount",
    MARK: "blank_amount",
    TEXT: "amount_not_number",
    OVERFLOW: "amount_overflow",
}
_ABSENT: Final = {"area": "missing_area", "year": "missing_year", "source": "blank_source"}
SUMS: Final = ("amount", "amounts", "records", "squared_uncertainty", "with_uncertainty", "row")
CODES, GROUP = "codes", "group"


@dataclass
class Resolved:
    """Sums over codes of one part; the groups of raw rows with an error, by `RAW_KEY` and `FLAGS`; findings.

    `meanings` maps each group of raw rows that counts to its key in codes.
    """

    sums: pl.DataFrame
    rejected: pl.DataFrame
    meanings: pl.DataFrame
    tallies: list[Tally] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class PartReader:
    """Understands the sums of one part. `number` is that of the part, for the order of findings."""

    def __init__(self, part: Part, number: int, context: Context, answers: Answers) -> None:
        self._part, self._number, self._context, self._answers = part, number, context, answers
        self._tallies: list[Tally] = []

    def read(self, groups: pl.DataFrame) -> Resolved:
        """Return the sums over codes of partial sums (`engine.reduce.partial_sums`), rows counted from 0."""
        raw = groups.with_row_index(GROUP)
        frame = raw.with_columns(pl.col(name).fill_null("") for name in RAW_KEY)
        frame = frame.with_columns(pl.lit(text).alias(name) for name, text in self._part.given.items())
        frame = self._with_rows(frame)
        filled = {name for name in RAW_KEY if frame[name].str.strip_chars(f" {BETWEEN}").ne("").any()}
        said, problems = self._stated(filled)
        frame = frame.with_columns(pl.lit("").alias(CODES))
        for name in _RESOLVED:
            frame = self._resolve(frame, name, name in filled, said)
        frame = self._doubts(self._without_totals(frame))
        frame = self._amounts(self._units(frame, said.unit or ""))
        frame = self._sectors(frame, "sector" in filled)
        bad = frame.filter(pl.col(CODES) != "").select(GROUP, CODES)
        rejected = raw.select(GROUP, *RAW_KEY, *FLAGS).join(bad, on=GROUP).drop(GROUP)
        kept = frame.drop_nulls([*_RESOLVED, "unit"])
        meanings = raw.select(GROUP, *(pl.col(n).alias(f"raw_{n}") for n in RAW_KEY), *FLAGS).join(
            kept.select(GROUP, *KEY, "notation"), on=GROUP
        )
        sums = kept.select(*(pl.col(name).cast(SCHEMA[name]) for name in KEY), "notation", *SUMS)
        return Resolved(sums, rejected, meanings.drop(GROUP), self._tallies, problems)

    def _tell(self, code: str, rows: pl.DataFrame, column: int | None, /, **values: Any) -> None:
        """Tally a finding about all rows of a frame of groups."""
        self._add(code, rows, column, values)

    def _count(self, code: str, rows: pl.DataFrame, column: int | None, /, **values: Any) -> None:
        """Tally a finding whose sentence says of how many rows it is true."""
        self._add(code, rows, column, values, counted=True)

    def _add(
        self,
        code: str,
        rows: pl.DataFrame,
        column: int | None,
        values: dict[str, Any],
        *,
        counted: bool = False,
    ) -> None:
        if len(rows):
            first, count = rows.select(pl.col("row").min(), pl.col("records").sum()).row(0)
            place = self._part.place(first, column)
            self._tallies.append(Tally(code, place, (self._number, first), count, values, counted))

    def _column(self, name: str) -> int | None:
        return self._part.header.column(name)

    def _with_rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Leave out blank rows, and rows of totals, which are noted."""
        blank = [pl.col(name).str.strip_chars(f" {BETWEEN}") == "" for name in RAW_KEY]
        filled = pl.sum_horizontal((~one).cast(pl.Int64) for one in blank)
        nothing = (pl.col("kind") == BLANK) & blank[RAW_KEY.index("source")] & (filled <= 1)
        self._count("bulk_blank_rows", frame.filter(nothing), self._column("amount"))
        frame = frame.filter(~nothing)
        total = pl.col("total").is_in(self._totals(frame["total"].drop_nulls().unique()))
        for name in (*_LABELS, "counterpart"):
            tell = partial(is_sum, name, self._context) if name in ("area", "sector") else is_total
            words = [text for text in frame[name].unique() if any(map(tell, texts_of(text)))]
            total |= pl.col(name).is_in(words)
        total = total.fill_null(False)
        self._count("total_rows_skipped", frame.filter(total), self._column("area"))
        self._count("bulk_totals_not_compared", frame.filter(total), self._column("area"))
        return frame.filter(~total)

    def _totals(self, texts: pl.Series) -> list[str]:
        """Return the texts of reporters and months that are words for totals."""
        sheet, column = self._part.sheet, self._column("month")
        shown = range(self._part.header.last_row + 1, len(sheet.rows))
        months = month_total(sheet.text(row, column) for row in shown if column is not None)
        return [
            text
            for text in texts
            if any(is_sum("reporter", self._context, one) or months(one) for one in texts_of(text))
        ]

    def _stated(self, filled: set[str]) -> tuple[Stated, list[Problem]]:
        missing: list[What] = [name for name in ("area", "year") if name not in filled]
        return stated(self._part.sheet, self._part.header.row, self._context, missing)

    def _resolve(self, frame: pl.DataFrame, name: str, filled: bool, said: Stated) -> pl.DataFrame:
        """Replace a column of texts by what they mean, null where they mean nothing."""
        kind = SCHEMA[name]
        if not filled:
            otherwise = {"area": said.area, "year": said.year, "source": None}.get(name, "")
            if name == "source":
                self._tell("blank_source", frame, self._column(name))
            code = "" if otherwise is not None else _ABSENT[name]
            return frame.with_columns(pl.lit(otherwise, kind).alias(name), _with_code(pl.lit(code)))
        texts = frame[name].unique(maintain_order=True)
        answers = [self._answers.of(name, text) for text in texts]
        frame = self._join(frame, pl.DataFrame({name: texts}), answers, kind, name)
        for text, answer, rows in self._doubtful(frame, texts.to_list(), answers):
            columns = self._part.fields.get(name, ())
            at = culprit(texts_of(text), columns, answer) if columns else None
            self._tell(answer.problem, rows, at, **answer.values)
        return frame.drop("answer")

    def _join(
        self, frame: pl.DataFrame, asked: pl.DataFrame, answers: list[Answer[Any]], kind: Any, name: str
    ) -> pl.DataFrame:
        """Put what was answered to the asked values in the place of column `name`; mark errors."""
        read = asked.with_columns(
            pl.Series("read", [one.value for one in answers], dtype=kind),
            pl.Series("answer", range(len(answers)), dtype=pl.Int64),
            pl.Series("wrong", [one.problem if _is_error(one) else "" for one in answers], dtype=pl.String),
        )
        joined = frame.join(read, on=asked.columns, how="left", nulls_equal=True, maintain_order="left")
        return joined.with_columns(pl.col("read").alias(name), _with_code(pl.col("wrong"))).drop(
            "read", "wrong"
        )

    def _doubtful(
        self, frame: pl.DataFrame, asked: list[Any], answers: list[Answer[Any]]
    ) -> Iterator[tuple[Any, Answer[Any], pl.DataFrame]]:
        """Yield what was asked, the answer and the rows, for each answer that a problem goes with."""
        doubtful = [number for number, one in enumerate(answers) if one.problem]
        rows = frame.filter(pl.col("answer").is_in(doubtful)).select("answer", "row", "records")
        for (number,), group in rows.group_by("answer", maintain_order=True):
            yield asked[int(number)], answers[int(number)], group

    def _without_totals(self, frame: pl.DataFrame) -> pl.DataFrame:
        totals = [source for source in self._context.sources if source.kind == "total"]
        for source in totals:
            rows = frame.filter(pl.col("source") == source.id)
            self._count("total_source_skipped", rows, self._column("amount"), source=source)
            self._count("bulk_totals_not_compared", rows, self._column("amount"))
        return frame.filter(~pl.col("source").is_in([s.id for s in totals]).fill_null(False))

    def _doubts(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Report doubtful uncertainties; their texts are told when the rows are read again."""
        self._tell(
            "bulk_uncertainty_tiny", frame.filter(pl.col("doubt") == TINY), self._column("uncertainty_pct")
        )
        return frame.with_columns(_with_code(pl.when(pl.col("doubt") == BAD).then(pl.lit("bad_uncertainty"))))

    def _units(self, frame: pl.DataFrame, unit: str) -> pl.DataFrame:
        column = self._column("unit")
        otherwise = self._part.header.units.get(self._column("amount") or 0, unit)
        blank = pl.col("unit").str.strip_chars() == ""
        frame = frame.with_columns(pl.when(blank).then(pl.lit(otherwise)).otherwise("unit").alias("unit"))
        pairs = frame.select("source", "unit").unique(maintain_order=True)
        answers = [self._answers.unit(s, u) if s else Answer[Any](None) for s, u in pairs.iter_rows()]
        frame = self._join(frame, pairs, answers, pl.String, "unit")
        at = self._column("amount") if column is None else column
        for _, answer, rows in self._doubtful(frame, pairs.rows(), answers):
            self._tell(answer.problem, rows, at, **answer.values)
        return frame.drop("answer")

    def _amounts(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Turn what is no amount into a gap (NE); texts are told when the rows are read again."""
        signed = [source.id for source in self._context.sources if source.signed]
        kind, unit = pl.col("kind"), pl.col("unit")
        negative = ((kind == NEGATIVE) & ~pl.col("source").is_in(signed)).fill_null(False)
        gap = kind.is_in([BLANK, MARK, TEXT, OVERFLOW]) | negative
        faults = kind.replace_strict(_FAULTS, default="", return_dtype=pl.String)
        keys = {NOTATION + number: key for number, key in enumerate(KEYS)}
        keyed = kind.replace_strict(keys, default="", return_dtype=pl.String)
        units = {source.id: source.unit for source in self._context.sources}
        canonical = pl.col("source").replace_strict(units, default=None, return_dtype=pl.String)
        lost = gap | unit.is_null()
        frame = frame.with_columns(
            _with_code(pl.when(negative).then(pl.lit("negative_amount")).otherwise(faults)),
            notation=pl.when(lost).then(pl.lit(NE)).otherwise(keyed),
            amount=pl.when(lost | (kind >= NOTATION)).then(None).otherwise("amount").cast(AMOUNT),
            unit=pl.when(gap).then(canonical).otherwise(unit.fill_null(canonical)),
        )
        number = frame["notation"] == ""
        return frame.with_columns(
            pl.when(number).then(pl.col(name)).otherwise(pl.lit(0)).alias(name)
            for name in ("amounts", "with_uncertainty", "squared_uncertainty")
        )

    def _sectors(self, frame: pl.DataFrame, filled: bool) -> pl.DataFrame:
        """Give each row the sector its source implies; another source needs one."""
        sources, sectors = self._context.sources, self._context.sectors
        own = {source.id: source.sector for source in sources if source.sector}
        implied = pl.col("source").replace_strict(own, default=None, return_dtype=pl.String)
        lacking = (pl.col("sector") == "") & implied.is_null() & pl.col("source").is_not_null()
        against = (~pl.col("sector").str.starts_with(implied) & (pl.col("sector") != "")).fill_null(False)
        for (source, sector), rows in frame.filter(against).group_by("source", "sector", maintain_order=True):
            code = sources[str(source)]
            self._count(
                "sector_implied", rows, self._column("amount"), source=code,
                found=sectors[str(sector)], sector=sectors[str(code.sector)],
            )  # fmt: skip
        if not filled:
            self._count("missing_sector", frame.filter(lacking), None)
        else:
            for (source,), rows in frame.filter(lacking).group_by("source", maintain_order=True):
                self._tell("blank_sector", rows, self._column("sector"), source=sources[str(source)])
        replaced = implied.is_not_null() & ~pl.col("sector").str.starts_with(implied)
        return frame.with_columns(
            _with_code(pl.when(lacking).then(pl.lit("blank_sector"))),
            sector=pl.when(replaced).then(implied).when(pl.col("sector") != "").then("sector"),
        )


def _with_code(code: pl.Expr) -> pl.Expr:
    """Add the code of an error, where there is one, to those of a group."""
    return (pl.col(CODES) + " " + code.fill_null("")).str.strip_chars().alias(CODES)


def _is_error(answer: Answer[Any]) -> bool:
    return bool(answer.problem) and problem(answer.problem).severity is Severity.ERROR
