"""Net import of electricity, derived where an area reports none."""

from decimal import Decimal

from cityghg.base.problems import Problem
from cityghg.inventory.electricity import derive_net_import
from cityghg.inventory.figures import Figure
from support import CITY, codes, figure


def derived(*given: Figure) -> tuple[list[Figure], list[str]]:
    found, problems = derive_net_import(given)
    return found, codes(problems)


def used(amount: float | str | None, **more: object) -> Figure:
    return figure("electricity", amount, **more)  # type: ignore[arg-type]


def supply(source: str, amount: float | str | None = None, **more: object) -> Figure:
    return figure(f"electricity_{source}", amount, sector="supply", **more)  # type: ignore[arg-type]


def test_jiangsu_2007() -> None:
    # The energy balance of Jiangsu for 2007, in 亿千瓦时: consumption 2741.43, losses 210.59, generation
    # 2718.64 thermal and 106.69 primary. 2741.43 + 210.59 - 2718.64 - 106.69 = 126.69, which is what the
    # same table gives as brought in less sent out: 320.55 - 193.86 = 126.69.
    generated = Decimal("2718.64") + Decimal("106.69")
    found, said = derived(used("2741.43"), supply("losses", "210.59"), supply("generated", str(generated)))
    assert [(f.key.source, f.key.sector, f.amount) for f in found] == [
        ("electricity_import", "supply", Decimal("126.69"))
    ]
    assert found[0].amount == Decimal("320.55") - Decimal("193.86")
    assert (found[0].derived, said) == (True, ["net_import_derived"])


def test_an_area_that_makes_more_than_it_uses_imports_less_than_nothing() -> None:
    assert derived(used(100), supply("generated", 250))[0][0].amount == -150


def test_consumption_of_all_sectors_counts() -> None:
    given = used(100), used(50, sector="residential"), supply("generated", 30)
    assert derived(*given)[0][0].amount == 120


def test_losses_that_nobody_reported_are_left_out_and_said() -> None:
    assert derived(used(100), supply("generated", 30))[1] == ["net_import_derived_without_losses"]


def test_losses_that_are_not_estimated_are_not_taken_for_none() -> None:
    _, said = derived(used(100), supply("losses", notation="NE"), supply("generated", 30))
    assert said == ["net_import_derived_without_losses"]


def test_no_generation_means_none() -> None:
    assert derived(used(100), supply("generated", notation="NO"))[0][0].amount == 100


def test_unknown_generation_leaves_the_net_import_unknown() -> None:
    for given in ([used(100)], [used(100), supply("generated", notation="NE")]):
        [found], said = derived(*given)
        assert (found.amount, found.notation, said) == (None, "NE", ["net_import_unknown"])


def test_unknown_consumption_leaves_the_net_import_unknown() -> None:
    given = used(100), used(None, notation="NE", sector="residential"), supply("generated", 30)
    assert derived(*given)[0][0].notation == "NE"


def test_reported_trade_is_not_derived_again() -> None:
    assert derived(used(100), supply("generated", 30), supply("import", 80)) == ([], [])
    assert derived(used(100), supply("generated", 30), supply("export", 10)) == ([], [])


def test_an_area_that_reports_no_consumption_derives_nothing() -> None:
    assert derived(supply("generated", 30)) == ([], [])


def test_each_area_and_year_is_derived_by_itself() -> None:
    given = [
        used(100), supply("generated", 30),
        used(500, area=CITY), supply("generated", 100, area=CITY),
        used(120, year=2021), supply("generated", 30, year=2021),
    ]  # fmt: skip
    found, _ = derived(*given)
    assert {(f.key.area, f.key.year): f.amount for f in found} == {
        ("321112", 2020): 70,
        (CITY, 2020): 400,
        ("321112", 2021): 90,
    }


def test_messages_name_the_place() -> None:
    problems: list[Problem] = derive_net_import([used(100, origin="B7"), supply("generated", 30)])[1]
    assert str(problems[0].place) == "a.csv, B7"
