"""Rows told apart by a few columns: a question about those is asked once a combination, not once a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def kinds_of(table: pd.DataFrame, columns: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.integer]]:
    """Return the combinations of values in the columns, in order, and each row's position among them."""
    number = table.groupby(list(columns), dropna=False).ngroup().to_numpy()
    _, first = np.unique(number, return_index=True)
    return table[list(columns)].iloc[first].reset_index(drop=True), number
