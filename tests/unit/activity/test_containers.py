"""Files as sheets: addresses, what calamine hides, encodings, and files that are not what they say."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityghg.activity.containers import limits, open_again, open_sheets
from cityghg.activity.containers.delimited import delimiter
from cityghg.activity.sheet import Sheet


def one_sheet(path: Path) -> Sheet:
    sheets, problems = open_sheets(path, path.name)
    assert not problems
    assert len(sheets) == 1
    return sheets[0]


def codes(path: Path) -> list[str]:
    return [one.code for one in open_sheets(path, path.name)[1]]


def test_addresses_hold_where_the_used_range_does_not_start_at_a1(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("数据").write(4, 2, 7.5)
    book.close()
    sheet = one_sheet(tmp_path / "a.xlsx")
    assert sheet.value(4, 2) == 7.5
    assert str(sheet.place(4, 2)) == "a.xlsx, 数据!C5"
    assert {len(row) for row in sheet.rows} == {3}
    assert sheet.table == "a.xlsx|数据"


def test_errors_formulas_without_value_hidden_and_merged_cells(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B2", "=1+1", None, 2)
    sheet.write_formula("D6", "=A1&B1", None, "")
    sheet.merge_range(2, 0, 3, 0, "镇江")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column(1, 2, None, None, {"hidden": True})
    book.close()
    read = one_sheet(tmp_path / "a.xlsx")
    assert read.flaws == {(1, 0): ("error", "#DIV/0!"), (5, 3): ("formula_without_value", "=A1&B1")}
    assert (read.value(1, 0), read.value(1, 1), read.value(5, 3)) == (None, 2, None)
    assert (read.hidden_rows, read.hidden_columns) == (frozenset({3}), frozenset({1, 2}))
    assert read.spanned_text(3, 0) == "镇江"


def test_a_formula_whose_value_is_an_empty_text_is_blank_and_no_flaw(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = "x"
    sheet["B1"] = '=""'
    book.save(path)
    rewrite(path, "xl/worksheets/sheet1.xml", 'r="B1"', 'r="B1" t="str"')
    assert one_sheet(path).flaws == {}


def test_a_workbook_with_prefixed_tags_and_a_wrong_dimension(tmp_path: Path) -> None:
    path = tmp_path / "wps.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["B3"] = "=1+1"
    sheet["B4"] = 5
    book.save(path)
    rewrite(path, "xl/worksheets/sheet1.xml", 'ref="B3:B4"', 'ref="A1:A1"')
    for tag in ("worksheet", "sheetData", "row", "c", "f", "v"):
        for old, new in (
            (f"<{tag} ", f"<x:{tag} "),
            (f"<{tag}>", f"<x:{tag}>"),
            (f"</{tag}>", f"</x:{tag}>"),
        ):
            rewrite(path, "xl/worksheets/sheet1.xml", old, new)
    rewrite(path, "xl/worksheets/sheet1.xml", "xmlns=", "xmlns:x=")
    read = one_sheet(path)
    assert read.value(3, 1) == 5
    assert read.flaws == {(2, 1): ("formula_without_value", "=1+1")}


def test_hidden_sheets_are_marked(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name in ("看得见", "看不见"):
        book.add_worksheet(name).write(0, 0, 1)
    book.get_worksheet_by_name("看不见").hide()
    book.close()
    assert [s.hidden for s in open_sheets(tmp_path / "a.xlsx", "a.xlsx")[0]] == [False, True]


def test_ods(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    write_ods(
        path,
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="7.5"><text:p>7.5</text:p>'
        "</table:table-cell>"
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1"/></table:table-row>',
    )
    sheet = one_sheet(path)
    assert sheet.value(2, 2) == 7.5
    assert sheet.flaws == {(2, 3): ("error", "#DIV/0!"), (2, 4): ("formula_without_value", "of:=1+1")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "|", "，"])
def test_text_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, sign: str) -> None:
    # 一 is U+4E00 and 、 U+3001: zero bytes where ASCII has none.
    rows = [["地区", "能源品种", "数量"], ["丹徒区", "一般烟煤", "12"], ["京口区", "", "5"]]
    path = tmp_path / "能源.csv"
    path.write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    sheet = one_sheet(path)
    assert sheet.rows == [[cell or None for cell in row] for row in rows]
    assert str(sheet.place(1, 2)) == "能源.csv, C2"


def test_delimiter_is_not_misled_by_a_title_or_a_quoted_number() -> None:
    assert delimiter('镇江市,2021年\n地区;数量;说明\n丹徒;"1,5";a,b\n京口;2;c\n') == ";"
    assert delimiter("只有一列\n甲\n") == ","


def test_quoted_cells_keep_commas_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"19,034.98","x\ny"\n', encoding="utf-8")
    assert one_sheet(path).rows[1] == ["19,034.98", "x\ny"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,2\n"3,4\n5,6\n', 3),  # never closed
        ('a,b\n"1\n2",3\n"4,5\n6,"7"\n', 4),  # closed by a later one
        ("a,b\n1," + "2" * 200_000 + "\n", 2),
    ],
)
def test_an_unpaired_quotation_mark_swallows_no_rows(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    sheets, [problem] = open_sheets(tmp_path / "a.csv", "a.csv")
    assert not sheets
    assert (problem.code, problem.place.line) == ("row_unreadable", line)


def test_an_encrypted_xls_has_a_password(tmp_path: Path) -> None:
    # A BIFF8 stream that begins and then says it is encrypted: records BOF and FILEPASS.
    begins = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    (tmp_path / "a.xls").write_bytes(begins + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 1) + bytes(600))
    assert codes(tmp_path / "a.xls") == ["file_password"]


def test_a_workbook_is_read_by_its_content(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().write(0, 0, "x")
    book.close()
    path = (tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    sheets, problems = open_sheets(path, "a.xls")
    assert sheets[0].value(0, 0) == "x"
    assert [one.code for one in problems] == ["file_other_kind"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n\r\n", "file_empty"),
        ("a.csv", b",,\n,,\n", "file_empty"),
        ("a.xls", b"<html><table></table></html>", "file_is_html"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "file_is_xml"),
        ("a.xls", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "file_is_html"),
        ("a.xlsx", b"%PDF-1.4", "file_not_a_table"),
        ("a.csv", b"\x00\x01\x02\x03binary" * 20, "file_not_a_table"),
        ("a.xlsx", b"PK\x03\x04 not an archive", "file_corrupt"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file_corrupt"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert codes(tmp_path / name) == [code]


def test_a_truncated_workbook_is_an_error(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().write(0, 0, "x")
    book.close()
    content = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: len(content) // 2])
    assert codes(tmp_path / "a.xlsx") == ["file_corrupt"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), put=st.binary(min_size=1, max_size=80), cut=st.booleans())
def test_a_garbled_workbook_never_raises(tmp_path: Path, kind: str, at: float, put: bytes, cut: bool) -> None:
    source = tmp_path / f"whole.{kind}"
    if not source.exists():
        write_whole(source)
    content = source.read_bytes()
    start = int(at * len(content))
    path = tmp_path / f"garbled.{kind}"
    path.write_bytes(content[:start] + put + (b"" if cut else content[start + len(put) :]))
    sheets, problems = open_sheets(path, path.name)
    assert sheets or problems


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert codes(tmp_path / "nothing.csv") == ["file_unreadable"]


def test_a_bomb_is_told_by_the_directory_of_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(40):
                member.write(b"0" * 2**20)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert path.stat().st_size < 100_000
    (found,) = open_sheets(path, path.name)[1]
    assert found.code == "file_unpacks_too_large"
    assert "解压后有 40 MB" in found.text("zh")


def test_many_members_that_are_too_large_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1000)
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().write(0, 0, "x")
    book.close()
    assert codes(tmp_path / "a.xlsx") == ["file_unpacks_too_large"]


def test_an_oversized_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 5)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert codes(tmp_path / "a.csv") == ["file_too_large"]


def test_a_sheet_of_many_blank_formatted_cells_is_no_bomb(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True})
    sheet, grey = book.add_worksheet(), book.add_format({"bg_color": "gray"})
    for row in range(9000):
        for column in range(100):
            sheet.write_blank(row, column, None, grey)
    sheet.write(9000, 0, "x")
    book.close()
    assert codes(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize(("rows", "columns", "code"), [(1_000_000, 30, "sheet_too_large"), (2, 3, None)])
def test_cells_repeated_in_ods_count_as_often(
    tmp_path: Path, rows: int, columns: int, code: str | None
) -> None:
    cell = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1">'
    write_ods(
        tmp_path / "a.ods",
        f'<table:table-row table:number-rows-repeated="{rows}">{cell.format(columns)}<text:p>1</text:p>'
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    )
    assert codes(tmp_path / "a.ods") == ([code] if code else [])


def test_an_encrypted_ods_has_a_password(tmp_path: Path) -> None:
    write_ods(tmp_path / "a.ods", "", manifest="<manifest><encryption-data/></manifest>")
    assert codes(tmp_path / "a.ods") == ["file_password"]


def write_whole(path: Path) -> None:
    """Write a workbook of one cell, of the kind that the name says."""
    if path.suffix == ".ods":
        write_ods(
            path,
            "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>",
        )
        return
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write(0, 0, "甲")
    book.close()


def rewrite(path: Path, member: str, old: str, new: str) -> None:
    """Replace text in one member of an archive."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = members[member].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def write_ods(path: Path, rows: str, manifest: str = "<manifest/>") -> None:
    kinds = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{kind}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"' for kind in kinds)
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} {calc}><office:body>'
            f'<office:spreadsheet><table:table table:name="表1">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )


def test_a_file_opened_last_is_at_hand_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    [first] = open_sheets(path, "a.csv")[0]
    assert open_again(path, "a.csv")[0] is first
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    [changed] = open_again(path, "a.csv")
    assert changed.rows[2:] == [["3", "4"]]


def test_a_file_that_is_gone_has_no_sheets_to_open_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    open_sheets(path, "a.csv")
    path.unlink()
    assert open_again(path, "a.csv") == []
