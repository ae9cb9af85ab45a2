"""What may go wrong with a database, as problem codes."""

from __future__ import annotations

from typing import Final

# What is wrong with how the program was called, not with a database.
USAGE: Final = frozenset({
    "database_address_wrong", "database_not_one", "database_option_unknown", "database_table_and_query",
    "database_extra_missing", "database_nothing_named",
})  # fmt: skip


class DatabaseError(Exception):
    """The database cannot do what was asked; `code` is the problem code and `values` fill its sentences.

    The values are safe to show: there is no password in them.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values
