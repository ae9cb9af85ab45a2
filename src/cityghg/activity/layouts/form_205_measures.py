"""What the columns of forms 205-1 and 205-2 are called and what is taken from each: `form_205.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cityghg.activity.layouts.balance_rows import without_numbering
from cityghg.base.locate import codelist
from cityghg.base.strict_yaml import shipped
from cityghg.base.text import fold
from cityghg.codes import Code

FormName = Literal["205-1", "205-2"]

_PUNCTUATION = re.compile(r"[:：()（）\[\]【】_/\-—－·.。]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNIT_IN_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]")


class Measure(Code):
    """A column of amounts; the head of the file says what the fields mean."""

    form: FormName | None = None
    input: bool = False
    burnt_by: str | None = None
    made: bool = False


class Form205(BaseModel):
    """The file `form_205.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: dict[str, str]
    references: tuple[dict[str, str | int], ...]
    measures: tuple[Measure, ...]
    codes: tuple[str, ...]
    units: dict[str, str]
    titles: dict[str, tuple[str, ...]]
    form_titles: tuple[str, ...]
    transforming: tuple[str, ...]

    @cached_property
    def by_name(self) -> dict[str, Measure]:
        """The measures by every name, as `bare` returns it."""
        return {bare(name): measure for measure in self.measures for name in measure.names()}

    @cached_property
    def by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """Every name as `bare` returns it, so that 非工业生产消费 is tried before 工业生产消费."""
        return tuple(sorted(self.by_name, key=len, reverse=True))

    @cached_property
    def code_names(self) -> frozenset[str]:
        return frozenset(bare(name) for name in self.codes)


@cache
def load_form_205() -> Form205:
    """Return the shipped columns."""
    return shipped(codelist("form_205.yaml"), Form205)


def bare(text: str) -> str:
    """Return a heading for comparison: folded, without numbering, 其中, punctuation and bracketed unit."""
    plain = _UNIT_IN_BRACKETS.sub("", without_numbering(text)[0])
    return _PUNCTUATION.sub("", fold(plain or text))


def find_measure(path: Sequence[str]) -> Measure | None:
    """Return the measure of a column from the texts above it, top first."""
    names = load_form_205().by_name
    return next((names[word] for word in _wordings(path) if word in names), None)


def split_measure(text: str) -> Iterator[tuple[str, Measure]]:
    """Yield the readings of a heading that names source and measure in one, such as 原煤用于原材料."""
    form, whole = load_form_205(), bare(text)
    for name in form.longest_first:
        for rest in (whole.removesuffix(name), whole.removeprefix(name)):
            if rest and rest != whole:
                yield rest, form.by_name[name]


def _wordings(path: Sequence[str]) -> Iterator[str]:
    chinese = [text for text in path if _CHINESE.search(text)]
    parts = [bare(text) for text in chinese or path]
    yield from ("".join(parts[first:]) for first in range(len(parts)))
