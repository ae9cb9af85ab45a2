"""The form to fill in: what it offers and shows of last year, and that it reads back as it was filled."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityghg.activity.columns import SCHEMA, empty_table
from cityghg.activity.context import Context
from cityghg.activity.headers import load_columns
from cityghg.activity.read import read_file
from cityghg.base.labels import LANGUAGES, Language, label
from cityghg.base.notation import KEYS
from cityghg.base.problems import Problem
from cityghg.codes import Source, load_sources
from cityghg.intensity.reading.indicators import read_indicators
from cityghg.project import Opened, OwnUnit, Project
from cityghg.report.template import indicators, lists, sheet, workbook
from cityghg.report.template.domains import domains, units_of
from cityghg.report.template.form import Form, build, inside
from cityghg.units import load_units
from cityghg.world import open_world

CITY = "321100"
ZONE = OwnUnit(id="new", name="=新区", kind="zone", parent=CITY)
YEAR = 2023
DANTU = "321112"
LONGEST_RULE = 255  # what Excel takes as the formula of a rule


@cache
def world() -> Any:
    return open_world(Opened(Project(city=CITY, units=(ZONE,), factors=()), Path()))[0]


@cache
def context() -> Context:
    return Context(world().sources, world().sectors, world().areas, load_units(), CITY)


@cache
def form(language: Language = "zh") -> Form:
    return build(YEAR, language, world(), inside(world().areas, CITY), "镇江市")


@cache
def blank(language: Language) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        workbook.write(form(language), path)
        return path.read_bytes()


def written(made: Form, folder: Path) -> Any:
    workbook.write(made, folder / "form.xlsx")
    return openpyxl.load_workbook(folder / "form.xlsx")


def activity(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return an activity table of the year before."""
    plain = {"table": "a.xlsx", "counterpart": "", "notation": "", "unit": "吨", "year": YEAR - 1}
    return pl.concat([empty_table(), pl.DataFrame([{**plain, **row} for row in rows], schema=SCHEMA)])


# What is offered


def test_every_source_has_a_sheet_and_units_but_totals() -> None:
    offered = {source.id for domain in form().domains for source in domain.sources}
    assert offered == {source.id for source in load_sources() if source.kind != "total"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_fit_their_sources_and_the_first_is_the_usual_one(language: Language) -> None:
    units = load_units()
    for source in load_sources():
        assert all(units.factor(unit, source.unit) > 0 for unit in units_of(source, language))
        assert len(units_of(source, language)) >= 1


def test_a_source_of_a_library_with_a_unit_of_its_own_has_that_unit() -> None:
    own = Source(id="x", zh="x", en="x", kind="process", unit="kvar", sector="process.other")
    assert units_of(own, "zh") == ("kvar",)


def test_sources_that_imply_a_sector_stand_under_it_and_the_others_under_every_free_one() -> None:
    power = next(domain for domain in form().domains if domain.id == "power")
    offered = {
        choice.sector.id: {s.id for s in power.sources[choice.first : choice.first + choice.count]}
        for choice in power.choices
    }
    assert "electricity_import" in offered["supply"] and "electricity" not in offered["supply"]
    assert offered["industry"] == offered["residential.urban"] == {"electricity", "heat", "waste_heat"}
    assert "process.cement" not in offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_ones_the_reader_knows(language: Language) -> None:
    for domain in form(language).domains:
        for column in sheet.columns_of(domain):
            known = load_columns().find(sheet.heading(form(language), domain, column))
            assert column == "previous" or (known is not None and known.id == column)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_hold_what_the_names_say_and_rules_are_short_enough(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank(language)))
    hidden = book[label("template", "sheets.lists", language)]
    assert hidden.sheet_state == "veryHidden"

    def values(name: str) -> list[Any]:
        cells = book.defined_names[name].attr_text.rpartition("!")[2]
        return [row[0].value for row in hidden[cells.replace("$", "")]] if ":" in cells else []

    assert values(lists.AREAS) == list(form(language).areas.values())
    for domain in form(language).domains:
        names, first, count = (values(f"{domain.id}_{n}") for n in ("sources", "unit_from", "unit_count"))
        assert names == [source.name(language) for source in domain.sources]
        units = values(lists.UNITS)
        for source, start, size in zip(domain.sources, first, count, strict=True):
            assert tuple(units[start : start + size]) == units_of(source, language)
    rules = [rule for page in book for rule in page.data_validations.dataValidation]
    assert len(rules) > 40 and max(len(rule.formula1 or "") for rule in rules) <= LONGEST_RULE


def test_names_without_wildcards() -> None:
    """The lists are searched by a function to which * ? and ~ are signs."""
    for domain in form().domains:
        for one in (*domain.sources, *(choice.sector for choice in domain.choices)):
            assert not set("*?~") & set(one.zh + one.en)


def test_a_name_that_is_not_told_apart_is_written_with_those_around_it() -> None:
    gulou = next(a for a in world().areas if a.name == "鼓楼区")
    made = build(YEAR, "zh", world(), [gulou])
    assert made.areas[gulou.code] == world().areas.path_name(gulou.code)
    assert form().areas["new"] == "=新区"


# Last year


def test_rows_of_the_year_before_wait_to_be_filled_in_with_their_amount_beside(tmp_path: Path) -> None:
    rows = activity(
        {"area": "321112", "sector": "industry", "source": "raw_coal", "amount": Decimal("12.5")},
        {"area": "321112", "sector": "industry", "source": "raw_coal", "amount": Decimal(30)},
        {"table": "b", "area": "321112", "sector": "industry", "source": "raw_coal", "amount": Decimal(9)},
        {"area": "321112", "sector": "industry", "source": "diesel", "notation": "NE"},
        {"area": "320102", "sector": "industry", "source": "diesel", "amount": Decimal(1)},
        {"area": "321112", "sector": "industry", "source": "coke", "amount": Decimal(1), "year": YEAR - 2},
        {
            "area": CITY, "sector": "supply", "source": "electricity_import", "amount": Decimal(7),
            "unit": "万千瓦时", "counterpart": "grid:华东",
        },
    )  # fmt: skip
    made = build(YEAR, "zh", world(), inside(world().areas, CITY), "镇江市", rows)
    book = written(made, tmp_path)
    fuel = [[c.value for c in row[:6]] for row in book["燃料燃烧"].iter_rows(min_row=4, max_row=5)]
    assert fuel == [
        ["丹徒区", "工业", "原煤", None, "吨", 42.5],
        ["丹徒区", "工业", "柴油", None, "吨", "NE"],
    ]
    assert [c.value for c in book["电力热力"][4]][:7] == [
        "镇江市", "能源供应", "调入电力", None, "万千瓦时", 7, "华东"
    ]  # fmt: skip
    assert book["燃料燃烧"]["F4"].number_format == 'General" 吨"'


@pytest.mark.parametrize(("language", "unit"), [("zh", "万吨"), ("en", "10^4 t")])
def test_last_years_unit_is_one_of_the_list_to_choose_from(language: Language, unit: str) -> None:
    rows = activity(
        *(
            {"area": DANTU, "sector": sector, "source": "diesel", "amount": Decimal(1), "unit": written}
            for sector, written in (("industry", "万吨"), ("transport", "10^4 t"), ("trade", "斤"))
        )
    )
    made = build(YEAR, language, world(), inside(world().areas, CITY), "镇江市", rows)
    assert [row.unit for row in made.previous["fuel"]] == [unit, unit, "斤"]


def test_a_row_left_blank_is_an_error_not_a_zero(tmp_path: Path) -> None:
    rows = activity({"area": "321112", "sector": "industry", "source": "raw_coal", "amount": Decimal(5)})
    workbook.write(build(YEAR, "zh", world(), [], "镇江市", rows), tmp_path / "form.xlsx")
    table, problems = read_file(tmp_path / "form.xlsx", "form.xlsx", context())
    assert [(p.code, p.place.sheet, p.place.cell) for p in problems] == [("blank_amount", "燃料燃烧", "D4")]
    assert table["notation"].to_list() == ["NE"]


def test_an_untouched_form_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(blank("zh"))
    table, problems = read_file(path, "form.xlsx", context())
    assert (len(table), [p.code for p in problems]) == (0, ["form_not_filled_in"])


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    workbook.write(form(), tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == blank("zh")


# It reads back as it was filled in


@dataclass(frozen=True)
class Filled:
    """A row as a clerk fills it in, and the codes it stands for."""

    domain: str
    area: str
    sector: str
    source: str
    amount: Decimal | str
    unit: str
    counterpart: str
    reporter: str
    uncertainty_pct: int | None
    note: str

    def cells(self, made: Form) -> dict[str, Any]:
        return {
            "area": made.areas[self.area],
            "sector": made.sectors[self.sector].name(made.language),
            "source": load_sources()[self.source].name(made.language),
            "amount": self.amount,
            "unit": self.unit,
            "counterpart": self.counterpart.removeprefix("grid:"),
            "reporter": self.reporter,
            "uncertainty_pct": self.uncertainty_pct,
            "note": self.note,
        }


WORDS = st.text("甲乙丁厂公司ABC0123()-/", min_size=1, max_size=12)


@st.composite
def filled(draw: Any, language: Language) -> Filled:
    made = form(language)
    domain = draw(st.sampled_from(made.domains))
    choice = draw(st.sampled_from(domain.choices))
    source = draw(st.sampled_from(domain.sources[choice.first : choice.first + choice.count]))
    least = -(10**9) if source.signed else 0
    number = st.decimals(least, 10**9, places=3, allow_nan=False, allow_infinity=False)
    return Filled(
        domain.id,
        draw(st.sampled_from(list(made.areas))),
        choice.sector.id,
        source.id,
        draw(st.one_of(number, number, st.sampled_from(KEYS))),
        draw(st.sampled_from(units_of(source, language))),
        draw(st.sampled_from(["", "grid:华东"])) if domain.counterpart else "",
        draw(st.one_of(st.just(""), WORDS)),
        draw(st.one_of(st.none(), st.integers(0, 100))),
        draw(st.one_of(st.just(""), WORDS)),
    )


def fill(rows: Sequence[Filled], language: Language, path: Path) -> None:
    made = form(language)
    book = openpyxl.load_workbook(io.BytesIO(blank(language)))
    for domain in made.domains:
        page = book[made.word(f"sheets.{domain.id}")]
        own = [row for row in rows if row.domain == domain.id]
        for at, row in enumerate(own, start=sheet.HEAD_ROW + 2):
            for column, name in enumerate(sheet.columns_of(domain), start=1):
                value = row.cells(made).get(name)
                if value not in ("", None):
                    page.cell(at, column).value = value
                    if isinstance(value, str):
                        page.cell(at, column).data_type = "s"
    book.save(path)


def expected(rows: Sequence[Filled], language: Language) -> list[dict[str, Any]]:
    made = form(language)
    order = [domain.id for domain in made.domains]
    return [
        {
            "table": f"form.xlsx|{made.word(f'sheets.{row.domain}')}",
            "area": row.area,
            "year": YEAR,
            "sector": row.sector,
            "source": row.source,
            "counterpart": row.counterpart,
            "unit": row.unit,
            "notation": row.amount if isinstance(row.amount, str) else "",
            "amount": None if isinstance(row.amount, str) else row.amount,
            "uncertainty_pct": row.uncertainty_pct,
            "reporter": row.reporter,
            "month": "",
            "quality": "",
            "note": row.note,
        }
        for row in sorted(rows, key=lambda row: order.index(row.domain))
    ]


def read(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    table, problems = read_file(path, "form.xlsx", context())
    return table.drop("origin").to_dicts(), problems


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=8)
@given(data=st.data())
def test_what_is_filled_in_is_what_is_read(language: Language, data: st.DataObject) -> None:
    rows = data.draw(st.lists(filled(language), min_size=10, max_size=40))  # a workbook costs more than rows
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        fill(rows, language, path)
        table, problems = read(path)
    assert [p.text("en") for p in problems if p.code != "duplicate_rows"] == []
    assert table == expected(rows, language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=10)
@given(data=st.data())
def test_indicators_that_are_filled_in_are_those_read(language: Language, data: st.DataObject) -> None:
    number = st.decimals("0.01", 10**6, places=2)
    made = form(language)
    book = openpyxl.load_workbook(io.BytesIO(blank(language)))
    page = book[made.word("sheets.indicators")]
    given_: dict[str, Decimal] = {}
    prices = lists.price_bases(made)
    for at, code in enumerate(made.areas, start=sheet.HEAD_ROW + 2):
        given_[code] = data.draw(number)
        cells = {
            "gdp": given_[code],
            "gdp_prices": prices[1],
            "gdp_index": 105.5,
            "population": given_[code],
            "energy_tce": given_[code],
            "energy_basis": made.word("energy_bases.coal_equivalent"),
            "tertiary_share": 50,
        }
        for name, value in cells.items():
            page.cell(at, indicators.COLUMNS.index(name) + 1).value = value
    with TemporaryDirectory() as folder:
        book.save(Path(folder) / "form.xlsx")
        frame, problems = read_indicators(Path(folder) / "form.xlsx", "form.xlsx", context())
    assert [p.text("en") for p in problems] == []
    assert set(frame["year"]) == {YEAR} and set(frame["gdp_prices"]) == {"2020"}
    assert set(frame["energy_basis"]) == {"coal_equivalent"}
    for row in frame.to_dict("records"):
        assert row["gdp_10k_yuan"] == pytest.approx(float(given_[row["area"]]) * 1e4)
        assert row["population"] == pytest.approx(float(given_[row["area"]]) * 1e4)
        assert row["energy_tce"] == pytest.approx(float(given_[row["area"]]) * 1e4)


def test_indicators_filled_in_on_the_form_are_said_to_want_naming(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank("zh")))
    book["燃料燃烧"].append(["丹徒区", "工业", "原煤", 1, "吨"])
    path = tmp_path / "form.xlsx"
    book.save(path)
    assert read_file(path, "form.xlsx", context())[1] == []
    book["指标"].cell(sheet.HEAD_ROW + 2, indicators.COLUMNS.index("gdp") + 1).value = 5
    book.save(path)
    assert [p.code for p in read_file(path, "form.xlsx", context())[1]] == ["form_has_indicators"]


def test_indicators_of_the_year_before_are_shown_and_read_back_as_they_were(tmp_path: Path) -> None:
    table = tmp_path / "i.csv"
    table.write_text(
        '地区,年份,地区生产总值(万元),价格基期,常住人口(万人),"能源消费总量(万吨标准煤,当量值)"\n'
        "丹徒区,2022,1234567.89,2020,12.3,45.6\n丹徒区,2021,1,2020,2,3\n",
        encoding="utf-8",
    )
    known, _ = read_indicators(table, "i.csv", context())
    made = build(YEAR, "zh", world(), inside(world().areas, CITY), "镇江市", None, known)
    workbook.write(made, tmp_path / "form.xlsx")
    again, problems = read_indicators(tmp_path / "form.xlsx", "form.xlsx", context())
    assert [p.code for p in problems] == []
    shown = again[again["year"] == YEAR - 1].iloc[0]
    before = known[known["year"] == YEAR - 1].iloc[0]
    columns = ["area", "gdp_10k_yuan", "gdp_prices", "population", "energy_tce", "energy_basis"]
    assert shown[columns].to_dict() == pytest.approx(before[columns].to_dict())


def test_domains_without_sources_have_no_sheet() -> None:
    from cityghg.codes import CodeList, load_sectors

    few = CodeList([source for source in load_sources() if source.id in ("raw_coal", "coke")])
    assert [domain.id for domain in domains(few, load_sectors())] == ["fuel"]
