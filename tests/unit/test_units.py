"""Units: the many ways people write them, and what does not convert."""

import pytest

from cityghg.units import UnitError, load_units

UNITS = load_units()


@pytest.mark.parametrize(
    ("spelling", "to", "factor"),
    [
        ("吨", "t", 1),
        ("万吨", "t", 1e4),
        ("万 吨", "t", 1e4),
        ("（万吨）", "t", 1e4),
        ("10^4 t", "t", 1e4),
        ("10⁴t", "t", 1e4),
        ("kt", "t", 1e3),
        ("公斤", "t", 1e-3),
        ("万立方米", "m3", 1e4),
        ("亿立方米", "m3", 1e8),
        ("m³", "m3", 1),
        ("kWh", "MWh", 1e-3),
        ("kW·h", "MWh", 1e-3),
        ("万千瓦时", "MWh", 10),
        ("万千瓦小时", "MWh", 10),
        ("亿千瓦时", "MWh", 1e5),
        ("度", "MWh", 1e-3),
        ("GWh", "MWh", 1e3),
        ("百万千焦", "GJ", 1),
        ("万百万千焦", "GJ", 1e4),
        ("百亿千焦", "GJ", 1e4),
        ("TJ", "GJ", 1e3),
        ("kJ", "GJ", 1e-6),
        ("kWh", "GJ", 0.0036),
        ("吨标准煤", "GJ", 29.3076),
        ("万吨标准煤", "tce", 1e4),
        ("kgce", "GJ", 0.0293076),
        ("ｔ", "t", 1),
    ],
)
def test_spellings_convert_without_dust(spelling: str, to: str, factor: float) -> None:
    assert UNITS.factor(spelling, to) == factor


def test_standard_cubic_metres_are_no_spelling_of_cubic_metres() -> None:
    # 1 Nm3 at 0 degC fills 293.15 / 273.15 m3 at 20 degC
    assert UNITS.factor("Nm3", "m3") == pytest.approx(293.15 / 273.15, rel=1e-14)
    assert UNITS.factor("标方", "Nm3") == 1


@pytest.mark.parametrize(
    ("one", "other"), [("t", "m3"), ("t", "GJ"), ("tce", "t"), ("tC", "tCO2"), ("tCO2", "tCO2e")]
)
def test_dimensions_are_not_mixed(one: str, other: str) -> None:
    with pytest.raises(UnitError):
        UNITS.factor(one, other)


@pytest.mark.parametrize(
    ("spelling", "suggestion"), [("kWH", "kWh"), ("亿立方来", "亿立方米"), ("bushel", None)]
)
def test_an_unknown_spelling_is_refused_with_the_nearest_known(spelling: str, suggestion: str | None) -> None:
    with pytest.raises(UnitError) as refused:
        UNITS.parse(spelling)
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize("spelling", ["", " ", "万", "12", "t/m3", "t + t", "()", "__import__"])
def test_what_is_no_unit_is_refused(spelling: str) -> None:
    with pytest.raises(UnitError):
        UNITS.parse(spelling)


def test_kt_is_no_knot_and_unit_no_micronit() -> None:
    assert UNITS.factor("kt", "t") == 1000
    assert UNITS.expression("GJ/unit", "t").is_compatible_with(UNITS.expression("GJ/t"))


@pytest.mark.parametrize("text", ["", " ", "0", "-1", "nan", "GJ/tn", "GJ/(t", "GJ/t + 1"])
def test_unreadable_units_of_factors_are_refused(text: str) -> None:
    with pytest.raises(UnitError):
        UNITS.expression(text, "t")


def test_a_factor_may_be_for_ten_thousand_cubic_metres() -> None:
    size = UNITS.expression("GJ/(10^4 m3)") / UNITS.expression("GJ/m3")
    assert float(size.to("").magnitude) == pytest.approx(1e-4)
