"""A list of codes that form a tree and go by several names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from cityghg.base.labels import Language
from cityghg.base.text import closest, fold


class Code(BaseModel):
    """One code with its names; `parent` makes the list a tree."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None

    def name(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def names(self) -> tuple[str, ...]:
        """Every way to write this code."""
        return (self.id, self.zh, self.en, *self.aliases)


C = TypeVar("C", bound=Code)


class CodeList(Generic[C]):
    """Codes by id, found by any of their names.

    Raises `ValueError` where two codes share a name or a parent is unknown: code lists are ours,
    and a doubtful one must not be used.
    """

    def __init__(self, codes: Iterable[C]) -> None:
        self._codes = {code.id: code for code in codes}
        self._by_name: dict[str, str] = {}
        for code in self._codes.values():
            if code.parent is not None and code.parent not in self._codes:
                raise ValueError(f"{code.id}: unknown parent {code.parent}")
            for name in code.names():
                other = self._by_name.setdefault(fold(name), code.id)
                if other != code.id:
                    raise ValueError(f"the name {name!r} belongs to both {other} and {code.id}")
        self._suggested: dict[str, str | None] = {}  # looking through all names is slow
        self._lineage = {key: self._walk_up(key) for key in self._codes}

    def __getitem__(self, key: str) -> C:
        return self._codes[key]

    def __contains__(self, key: object) -> bool:
        return key in self._codes

    def __iter__(self) -> Iterator[C]:
        return iter(self._codes.values())

    def __len__(self) -> int:
        return len(self._codes)

    def find(self, name: str) -> C | None:
        """Return the code of that name (id, Chinese, English or alias), or None."""
        key = self._by_name.get(fold(name))
        return self._codes[key] if key is not None else None

    def suggest(self, name: str) -> str | None:
        """Return the known name most like `name`, or None."""
        if name not in self._suggested:
            self._suggested[name] = closest(name, (n for code in self for n in code.names()))
        return self._suggested[name]

    def lineage(self, key: str) -> tuple[str, ...]:
        """Return the code and its ancestors, nearest first. Shape: 1 to the depth of the tree."""
        return self._lineage[key]

    def covers(self, ancestor: str, key: str) -> bool:
        """Say whether `key` is `ancestor` itself or lies below it."""
        return ancestor in self._lineage[key]

    def with_more(self, codes: Iterable[C]) -> CodeList[C]:
        """Return a list with further codes; an id that exists already is replaced."""
        added = {code.id: code for code in codes}
        return CodeList({**self._codes, **added}.values()) if added else self

    def _walk_up(self, key: str) -> tuple[str, ...]:
        chain: list[str] = []
        step: str | None = key
        while step is not None:
            if step in chain:
                raise ValueError(f"{key} is its own ancestor")
            chain.append(step)
            step = self._codes[step].parent
        return tuple(chain)
