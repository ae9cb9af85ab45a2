"""Groups whose commands are imported when asked for: reading all their options takes most of a help page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

import typer

from cityghg.cli.translated import Command, Group
from cityghg.cli.words import help_text


@dataclass(frozen=True)
class Entry:
    """Where a command is, as `module:name`, and the key of its help text."""

    target: str
    help_key: str

    def load(self) -> Any:
        """Import the command, or the group of commands, and return it."""
        module, _, name = self.target.partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cls=Command, help=help_text(self.help_key))(found)
        return typer.main.get_command(alone)


class _Commands(Mapping[str, Any]):
    """Commands by name, each made once and only when it is looked up."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries, self._made = entries, dict[str, Any]()

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._entries[name].load()
            self._made[name].name = name
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class LazyGroup(Group):
    """A group of the commands in `entries`, by name."""

    entries: ClassVar[Mapping[str, Entry]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands(self.entries)  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.entries)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands by what their help texts say, without loading them."""
        told = [Command(name, help=help_text(entry.help_key)) for name, entry in self.entries.items()]
        Group(commands=told).format_commands(ctx, formatter)
