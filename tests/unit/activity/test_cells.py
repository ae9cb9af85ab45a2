"""What stands in a cell, read as an amount, a notation key, or the reason why it is neither."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from cityghg.activity.cells import read_amounts, value_text, why_no_number
from cityghg.activity.sheet import Value


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (12, "12"),
        (1.5, "1.5"),
        ("1.50", "1.5"),
        ("１２３．４", "123.4"),
        ("12,345.6", "12345.6"),
        ("20 908", "20908"),
        ("1\u00a0234", "1234"),
        ("−5", "-5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1.2E+05", "120000"),
        (0.1 + 0.2, "0.3"),
        (1e16, "1e16"),
        (1e-7, "1e-7"),
        (-1.2e-13, "0"),
        ("0", "0"),
        ("999999999999999999", "999999999999999999"),
    ],
)
def test_numbers(cell: Value, amount: str) -> None:
    row = read_amounts([cell]).row(0, named=True)
    assert row["amount"] == Decimal(amount)
    assert (row["notation"], row["fault"]) == ("", "")


@pytest.mark.parametrize(
    "cell",
    [
        "2000万",
        "约300",
        "8 363～12 545",
        "100-200",
        "'123",
        "12。5",
        "1.2×10^5",
        "1.2*10⁵",
        "12①",
        "10²",
        "½",
        "1,23,456",
        "12,34",
        "1 23",
        "12吨",
        "1.2.3",
        "- 5",
        "inf",
        "NaN",
        "0x10",
        "１２①",
        "一百",
        timedelta(hours=5),
        time(8, 30),
        "(5)",
        "5%",
        "ne",
        "无",
        True,
        date(2021, 1, 1),
        "#DIV/0!",
        "٣",
    ],
)
def test_text_is_no_number(cell: Value) -> None:
    assert read_amounts([cell]).select("amount", "fault").row(0) == (None, "text")


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "　", "-", "－", "—", "…", "...", "/", "x", "X", "ｘ", "×", "#", "＃"]
)
def test_missing(cell: Value) -> None:
    assert read_amounts([cell]).select("amount", "notation", "fault").row(0) == (None, "", "missing")


@pytest.mark.parametrize("cell", ["NO", "NE", "IE", "C", "NA", "ＮＥ", " NO "])
def test_notation_keys(cell: str) -> None:
    row = read_amounts([cell]).row(0, named=True)
    assert row["notation"] in {"NO", "NE", "IE", "C", "NA"}
    assert (row["amount"], row["fault"]) == (None, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("100-200", "amount_is_range"),
        ("100~200", "amount_is_range"),
        ("8 363～12 545".replace("～", "~"), "amount_is_range"),
        ("100 至 200", "amount_is_range"),
        ("5%", "amount_is_percentage"),
        ("2021-05-01", "amount_is_date"),
        ("2021-05-01T08:30:00", "amount_is_date"),
        ("08:30:00", "amount_is_date"),
        ("1 day, 0:00:00", "amount_is_date"),
        ("ne", "notation_key_case"),
        ("2000万", "amount_not_number"),
        ("约300", "amount_not_number"),
        ("- 5", "amount_not_number"),
        ("(5)", "amount_not_number"),
        ("缺", "amount_is_words"),
        ("无", "amount_is_words"),
        ("一百", "amount_not_number"),
        ("321112(2)", "amount_with_note"),
        ("123①", "amount_with_note"),
        ("#DIV/0!", "error_cell"),
        ("2000万-3000万", "amount_not_number"),
    ],
)
def test_why_a_text_is_no_number(text: str, code: str) -> None:
    assert why_no_number(text) == code


@pytest.mark.parametrize("cell", [1e30, "1e35", "123456789012345678901234567890"])
def test_too_large(cell: Value) -> None:
    assert read_amounts([cell]).select("amount", "fault").row(0) == (None, "overflow")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (2021.0, "2021"),
        (321112, "321112"),
        (0.1, "0.1"),
        (True, "TRUE"),
        ("原煤 ", "原煤 "),
        (datetime(2021, 5, 1), "2021-05-01T00:00:00"),
        (date(2021, 5, 1), "2021-05-01"),
    ],
)
def test_a_cell_as_text(cell: Value, text: str) -> None:
    assert value_text(cell) == text
