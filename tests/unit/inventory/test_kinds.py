"""Kinds of rows: each row finds its own combination again, and no combination stands twice."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cityghg.inventory.kinds import kinds_of

ROWS = st.lists(st.tuples(st.sampled_from(["1", "2", "memo", ""]), st.integers(2019, 2021)), max_size=20)


@given(rows=ROWS)
def test_every_row_has_the_kind_it_is_of(rows: list[tuple[str, int]]) -> None:
    table = pd.DataFrame(rows, columns=["scope", "year"], index=range(5, 5 + len(rows)))
    kinds, kind = kinds_of(table, ["scope", "year"])
    found = [(kinds["scope"][number], int(kinds["year"][number])) for number in kind]
    assert found == rows
    assert list(kinds.itertuples(index=False, name=None)) == sorted(set(rows))


def test_what_is_missing_is_a_kind_of_its_own() -> None:
    kinds, kind = kinds_of(pd.DataFrame({"level": ["city", None, "city", None]}), ["level"])
    assert kind.tolist() == [0, 1, 0, 1]
    assert kinds["level"].isna().tolist() == [False, True]
