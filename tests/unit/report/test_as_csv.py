"""CSV for Excel: byte-order mark, digits, blanks, and text that must not run."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.report.as_csv import to_text, unguarded, write
from cityghg.report.tables import Table


def written(folder: Path, **columns: list[object]) -> str:
    frame = pd.DataFrame(columns)
    path = write(Table("table", frame), folder)
    assert path == folder / "table.csv"
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw
    return raw[3:].decode("utf-8")


def test_text_and_headers_are_as_they_are(tmp_path: Path) -> None:
    assert written(tmp_path, area=["丹徒区"], note=['a "b", c']) == 'area,note\n丹徒区,"a ""b"", c"\n'


def test_numbers_have_twelve_digits(tmp_path: Path) -> None:
    assert written(tmp_path, n=[0.1 + 0.2, 1 / 3, 123456789012.5, 1e-7]) == (
        "n\n0.3\n0.333333333333\n123456789012\n1e-07\n"
    )


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    assert written(tmp_path, n=[-5.5]) == "n\n-5.5\n"


def test_what_is_missing_is_blank(tmp_path: Path) -> None:
    years = pd.array([2019, None], dtype="Int64")
    assert written(tmp_path, n=[1.0, None], year=list(years)) == "n,year\n1,2019\n,\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_text(tmp_path: Path, sign: str) -> None:
    assert written(tmp_path, origin=[f"{sign}1+1"]) == f"origin\n'{sign}1+1\n"


def test_a_carriage_return_does_not_run_either(tmp_path: Path) -> None:
    path = write(Table("table", pd.DataFrame({"a": ["\r=1+1"]})), tmp_path)
    assert path.read_bytes()[3:].startswith(b"a\n\"'")


@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1), min_size=1),
    number=st.floats(allow_nan=False, allow_infinity=False),
)
def test_what_is_written_is_read_back(texts: list[str], number: float) -> None:
    """Quotes, line ends and separators included: each cell is the one that was there."""
    frame = pd.DataFrame(
        {"name": pd.Series(texts, dtype="str"), "amount": number, "count": pd.array([3] * len(texts))}
    )
    rows = list(csv.reader(io.StringIO(to_text(Table("t", frame)), newline="")))
    assert rows[0] == ["name", "amount", "count"]
    assert [unguarded(row[0]) for row in rows[1:]] == texts
    assert {tuple(row[1:]) for row in rows[1:]} == {(f"{number:.12g}", "3")}
