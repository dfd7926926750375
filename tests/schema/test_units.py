"""Units: the closed table of words, conversions checked by hand, held units and errors."""

from __future__ import annotations

import math
import time
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway.errors import PathwayError
from pathway.schema.units import (
    HELD,
    UnitError,
    convert_factor,
    describe,
    display,
    held_unit,
    hourly_scale,
    parse_unit,
)
from pathway.schema.units.dimension import BASES, TURNOVERS, exponents
from pathway.schema.units.registry import measure, quantity
from pathway.schema.units.words import WORDS, entries

# One of the first is so many of the second; each row worked out by hand.
FACTORS = [
    # power
    ("kW", "万千瓦", 1e-4),
    ("万千瓦", "GW", 0.01),
    ("亿千瓦", "GW", 100),
    ("兆瓦", "千瓦", 1000),
    ("吉瓦", "万千瓦", 100),
    ("MW", "万千瓦", 0.1),
    ("百万千瓦", "GW", 1),
    ("GJ/h", "MW", 1 / 3.6),
    ("TWh/年", "GW", 1000 / 8760),
    ("PJ/a", "GW", 1e6 / 3.6 / 8760 / 1000),
    # energy
    ("亿千瓦时", "TWh", 0.1),
    ("万千瓦时", "MWh", 10),
    ("度", "kWh", 1),
    ("万度", "兆瓦时", 10),
    ("太瓦时", "亿千瓦时", 10),
    ("GWh", "万千瓦时", 100),
    ("千瓦·时", "MJ", 3.6),
    ("kW·h", "kWh", 1),
    ("万千瓦·年", "亿千瓦时", 0.876),
    ("tce", "GJ", 29.3076),
    ("万吨标煤", "GWh", 81.41),
    ("万吨标准煤", "TWh", 0.08141),
    ("亿吨标煤", "TWh", 814.1),
    ("万tce", "Mtce", 0.01),
    ("gce", "tce", 1e-6),
    ("千克标煤", "克标煤", 1000),
    ("公斤标准煤", "kcal", 7000),
    ("吉焦", "百万千焦", 1),
    ("PJ", "TJ", 1000),
    ("MMBtu", "GJ", 1.05505585262),
    ("toe", "tce", 41.868 / 29.3076),
    ("EJ", "PJ", 1000),
    ("Gcal", "百万大卡", 1),
    ("兆焦", "千焦", 1000),
    ("TW", "吉瓦", 1000),
    ("W", "千瓦", 0.001),
    ("Mtoe", "ktoe", 1000),
    ("Mtce", "ktce", 1000),
    # mass and CO2
    ("万吨", "t", 10_000),
    ("亿吨", "Mt", 100),
    ("千克", "吨", 0.001),
    ("kt", "万吨", 0.1),
    ("万吨CO2", "tCO2", 10_000),
    ("吨二氧化碳", "吨", 1),
    ("million t", "Mt", 1),
    ("GtCO2", "MtCO2", 1000),
    ("公斤CO2", "克二氧化碳", 1000),
    # money, one currency
    ("万元", "元", 10_000),
    ("亿元", "百万元", 100),
    ("bn CNY", "亿元", 10),
    ("MUSD", "USD", 1e6),
    ("million dollar", "M$", 1),
    ("kEUR", "欧元", 1000),
    ("G$", "M€", 1000),
    # prices and costs
    ("万元/兆瓦", "元/千瓦", 10),
    ("亿元/万千瓦", "元/千瓦", 10_000),
    ("元/千瓦", "亿元/GW", 0.01),
    ("元/千瓦时", "亿元/TWh", 10),
    ("元/兆瓦时", "元/千瓦时", 0.001),
    ("元/千瓦/年", "亿元/GW/年", 0.01),
    ("元/千瓦·年", "元/千瓦/年", 1),
    ("元/(千瓦·年)", "元/千瓦/年", 1),
    ("元/吨", "亿元/万吨", 1e-4),
    ("元/(吨/年)", "亿元/(万吨/年)", 1e-4),
    ("万元/(吨/小时)", "元/(吨/年)", 10_000 / 8760),
    ("元/(GJ/h)", "元/千瓦", 0.0036),
    ("元/吨标煤", "元/GJ", 1 / 29.3076),
    ("元/立方米", "亿元/亿立方米", 1),
    ("元/TEU", "万元/万标箱", 1),
    ("元/吨公里", "亿元/亿吨公里", 1),
    ("USD/MMBtu", "USD/GJ", 1 / 1.05505585262),
    # intensities and factors
    ("克标煤/千瓦时", "1", 0.0293076 / 3.6),
    ("gce/kWh", "吨标煤/万千瓦时", 0.01),
    ("kgce/t", "吨标煤/万吨", 10),
    ("千克标煤/吨", "GJ/t", 0.0293076),
    ("吨/吨标煤", "千克/GJ", 1000 / 29.3076),
    ("tCO2/MWh", "kgCO2/kWh", 1),
    ("万吨/亿千瓦时", "吨/兆瓦时", 0.1),
    ("kWh/100km", "千瓦时/公里", 0.01),
    ("千瓦时/吨公里", "TWh/亿吨公里", 0.1),
    # transport
    ("亿吨公里", "tkm", 1e8),
    ("万吨·公里", "吨公里", 10_000),
    ("bn tkm", "亿吨公里", 10),
    ("Gtkm", "Mtkm", 1000),
    ("Gpkm", "Mpkm", 1000),
    ("Mpkm", "人公里", 1e6),
    ("MTEU", "kTEU", 1000),
    ("亿车公里", "vkm", 1e8),
    ("亿人公里", "pkm", 1e8),
    ("人·千米", "人公里", 1),
    ("万标箱", "TEU", 10_000),
    ("万标准箱", "万TEU", 1),
    ("标箱公里", "TEU·km", 1),
    ("万辆", "辆", 10_000),
    ("万吨公里/辆", "吨·公里/辆", 10_000),
    # area, length, volume, count, time
    ("亩", "平方米", 2000 / 3),
    ("公顷", "亩", 15),
    ("平方公里", "公顷", 100),
    ("万亩", "万平方米", 2000 / 3),
    ("亿平方米", "万m2", 10_000),
    ("公里", "米", 1000),
    ("亿立方米", "万立方米", 10_000),
    ("万方", "升", 1e7),
    ("Nm3", "立方米", 1),
    ("bcm", "亿立方米", 10),
    ("万人", "人", 10_000),
    ("台", "个", 1),
    ("天", "小时", 24),
    ("年", "h", 8760),
    ("亿千瓦时/万千瓦", "小时", 10_000),
    # shares and rates
    ("%", "1", 0.01),
    ("个百分点", "%", 1),
    ("‰", "%", 0.1),
    ("倍", "无量纲", 1),
    ("%/年", "1/年", 0.01),
    ("%/分钟", "%/h", 60),
    ("万吨/年", "吨/小时", 10_000 / 8760),
    ("亿吨公里/年", "万吨公里/年", 10_000),
    ("万标箱/年", "TEU/a", 10_000),
]


@pytest.mark.parametrize(("source", "target", "factor"), FACTORS)
def test_hand_checked_factor(source: str, target: str, factor: float) -> None:
    assert convert_factor(source, target) == pytest.approx(factor, rel=1e-12)
    assert convert_factor(target, source) == pytest.approx(1 / factor, rel=1e-12)


@pytest.mark.parametrize(
    ("numeral", "zeros"),
    [
        ("十", 1), ("百", 2), ("千", 3), ("万", 4), ("十万", 5), ("百万", 6), ("千万", 7),
        ("亿", 8), ("十亿", 9), ("百亿", 10), ("千亿", 11), ("万亿", 12),
        ("thousand ", 3), ("10^4 ", 4), ("million ", 6), ("10^8 ", 8), ("billion ", 9), ("bn ", 9),
    ],
)  # fmt: skip
def test_numerals(numeral: str, zeros: int) -> None:
    assert convert_factor(f"{numeral}CNY", "元") == 10**zeros


def test_amounts_planners_quote() -> None:
    assert 10_000 * convert_factor("kW", "万千瓦") == 1
    assert 300 * convert_factor("克标煤/千瓦时", "1") == pytest.approx(2.4423, rel=1e-12)
    assert 730 * convert_factor("元/吨", "亿元/万吨") == pytest.approx(0.073, rel=1e-12)


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("元／千瓦时", "元/千瓦时"),
        ("ＭＷ", "MW"),
        ("％", "%"),
        ("㎡", "平方米"),
        ("万m²", "万平方米"),
        ("㎞²", "平方公里"),
        ("吨ＣＯ₂", "吨CO2"),
        ("元/（千瓦·年）", "元/(千瓦·年)"),
        (" 万 千瓦 ", "万千瓦"),
        ("元 / 千瓦时", "元/千瓦时"),
        ("元每千瓦时", "元/千瓦时"),
        ("万吨每年", "万吨/年"),
        ("CNY per kWh", "元/千瓦时"),
        ("吨*公里", "吨公里"),
        ("吨⋅公里", "吨公里"),
        ("吨×公里", "吨公里"),
        ("￥/kWh", "元/千瓦时"),
    ],
)
def test_spellings_that_mean_the_same(odd: str, plain: str) -> None:
    assert convert_factor(odd, plain) == 1


def test_unit_keeps_the_text_as_written_and_is_hashable() -> None:
    unit = parse_unit(" 元／千瓦时 ")
    assert unit.text == " 元／千瓦时 "
    assert unit.dimension == "money/energy"
    assert len({unit, parse_unit(" 元／千瓦时 ")}) == 1


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("万千瓦", "power"),
        ("GJ/h", "power"),
        ("GW*h", "energy"),
        ("元/(GJ/h)", "money/power"),
        ("元/千瓦·时", "money/energy"),
        ("元/千瓦/年", "money/power/time"),
        ("元/千瓦时/年", "money/energy/time"),
        ("吨/小时/兆瓦", "mass/energy"),
        ("亿千瓦时/万千瓦", "time"),
        ("万千瓦/亿千瓦时", "1/time"),
        ("万千瓦/年", "power/time"),
        ("吨标煤/吨标煤", "1"),
        ("元/吨公里", "money/mass/length"),
        ("1/年", "1/time"),
        ("公里/辆·年", "length/vehicle/time"),
    ],
)
def test_dimension(text: str, dimension: str) -> None:
    found = parse_unit(text).dimension
    assert exponents(found) == exponents(dimension)
    assert found == held_unit(dimension).dimension, "one canonical text"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("元/千瓦/年", "元/千瓦时"),  # a fixed cost is no price of energy
        ("元/千瓦", "元/千瓦时"),
        ("万吨", "万吨标煤"),
        ("万千瓦", "万千瓦时"),
        ("万吨", "万吨/年"),
        ("吨", "吨公里"),
        ("辆", "台"),
        ("人", "个"),
        ("标箱", "个"),
        ("平方米", "立方米"),
        ("亿元", "%"),
    ],
)
def test_other_dimension_is_an_error_naming_both(source: str, target: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert_factor(source, target)
    for unit in (parse_unit(source), parse_unit(target)):
        assert unit.text in str(caught.value)
        assert describe(unit.dimension, "zh") in str(caught.value)
        assert describe(unit.dimension, "en") in str(caught.value)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("万千瓦x", "万千瓦"),
        ("x万千瓦", "万千瓦"),
        ("万吨煤", "万吨标煤"),
        ("千瓦時", "千瓦时"),
        ("元/千瓦十", "元/千瓦"),
        ("mw", "MW"),
        ("mt", "Mt"),
        ("milion t", "million t"),
        ("万立米", "万立方米"),
        ("百万千瓦x", "百万千瓦"),
    ],
)
def test_unknown_word_is_an_error_with_suggestions(text: str, suggestion: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(text)
    assert isinstance(caught.value, PathwayError)
    assert caught.value.text == text
    assert suggestion in caught.value.suggestions
    assert suggestion in str(caught.value)
    for offered in caught.value.suggestions:
        parse_unit(offered)


def test_nothing_close_gives_no_suggestions() -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit("αβγδε")
    assert caught.value.suggestions == ()
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "元/",
        "/年",
        "元//吨",
        "(元",
        "元)",
        "()",
        "吨·",
        "元(吨)",
        "万",
        "2",
        "-",
        "kVA",
    ],
)
def test_no_unit_at_all(text: str) -> None:
    with pytest.raises(UnitError):
        parse_unit(text)


@pytest.mark.parametrize("stray", ["x", "碳", "9"])
def test_table_is_closed(stray: str) -> None:
    for spelling in sorted(WORDS)[::20]:
        for text in (spelling + stray, stray + spelling):
            with pytest.raises(UnitError):
                parse_unit(text)


def test_every_word_parses_to_something_positive_with_a_name() -> None:
    for spelling in WORDS:
        unit = parse_unit(spelling)
        assert unit.factor > 0
        assert describe(unit.dimension, "zh")


def test_no_spelling_means_two_things() -> None:
    meanings = defaultdict(set)
    for word in entries():
        meaning = measure(quantity(word.multiplier, word.unit))
        meanings[word.spelling.replace(" ", "")].add(meaning)
    assert not {key: found for key, found in meanings.items() if len(found) > 1}


WORD = st.sampled_from(sorted(WORDS))


@given(WORD, WORD, st.floats(1e-6, 1e6))
def test_there_and_back(source: str, target: str, amount: float) -> None:
    if parse_unit(source).dimension != parse_unit(target).dimension:
        with pytest.raises(UnitError):
            convert_factor(source, target)
        return
    back = amount * convert_factor(source, target) * convert_factor(target, source)
    assert math.isclose(back, amount, rel_tol=1e-14)


@given(WORD, WORD)
def test_operators_agree_with_text(left: str, right: str) -> None:
    first, second = parse_unit(left), parse_unit(right)
    assert convert_factor(first / second, f"{left}/{right}") == 1
    assert convert_factor(first * second, f"{left}·{right}") == 1


@given(WORD, WORD, WORD)
def test_a_quotient_is_held_in_a_unit_of_its_own_dimension(a: str, b: str, c: str) -> None:
    unit = parse_unit(f"{a}/{b}/{c}")
    for hourly in (False, True):
        held = held_unit(unit.dimension, hourly)
        assert held.dimension == unit.dimension
        value = display(3.0, unit, held)
        assert display(value, held, unit) == pytest.approx(3.0, rel=1e-14)


@pytest.mark.parametrize(
    ("dimension", "yearly", "hourly"),
    [
        ("1", "1", "1"),
        ("money", "亿元", "亿元"),
        ("energy", "TWh", "GWh"),
        ("power", "GW", "GW"),
        ("mass", "万吨", "十吨"),
        ("container", "万标箱", "十标箱"),
        ("person", "万人", "十人"),
        ("vehicle", "万辆", "十辆"),
        ("count", "个", "千分之一个"),
        ("length", "km", "m"),
        ("area", "万平方米", "十平方米"),
        ("volume", "亿立方米", "十万立方米"),
        ("time", "h", "h"),
        ("mass*length", "亿吨公里", "十万吨公里"),
        ("length*mass", "亿吨公里", "十万吨公里"),
        ("person*length", "亿人公里", "十万人公里"),
        ("container*length", "万标箱公里", "十标箱公里"),
        ("money/power", "亿元/GW", "亿元/GW"),
        ("money/power/time", "亿元/GW/年", "亿元/GW/年"),
        ("money/time/power", "亿元/GW/年", "亿元/GW/年"),
        ("money/energy", "亿元/TWh", "亿元/GWh"),
        ("money/energy/time", "亿元/TWh/年", "亿元/GWh/年"),
        ("money/mass/length", "亿元/亿吨公里", "亿元/十万吨公里"),
        ("mass/time", "万吨/年", "十吨/h"),
        ("money*time/mass", "亿元·年/万吨", "亿元·h/十吨"),
        ("mass/energy", "万吨/TWh", "十吨/GWh"),
        ("1/time", "1/年", "1/年"),
    ],
)
def test_held_unit(dimension: str, yearly: str, hourly: str) -> None:
    assert held_unit(dimension).text == yearly
    assert held_unit(dimension, hourly=True).text == hourly


def test_every_base_and_turnover_is_held() -> None:
    assert set(HELD) == {"1", *BASES, *TURNOVERS}
    for dimension, unit in HELD.items():
        assert unit == held_unit(dimension)
        assert unit.dimension == dimension


def test_hourly_amounts_are_held_in_thousandths() -> None:
    alike = {"1", "money", "power", "time"}
    assert {d for d in HELD if hourly_scale(d) == 1} == alike
    assert {d for d in HELD if hourly_scale(d) == 1e-3} == set(HELD) - alike


def test_unknown_base_is_refused() -> None:
    with pytest.raises(KeyError):
        held_unit("money/steel")


def test_operators_compose_what_a_process_needs() -> None:
    capacity, year = parse_unit("万千瓦"), parse_unit("年")
    assert (capacity * year).dimension == "energy"
    fixed = HELD["money"] / capacity / year
    assert fixed.dimension == "money/power/time"
    assert convert_factor("元/千瓦/年", fixed) == pytest.approx(1e-4)
    variable = HELD["money"] / (capacity * year)
    assert convert_factor("元/千瓦时", variable) == pytest.approx(0.876)
    freight = HELD["money"] / parse_unit("亿吨公里/年")
    assert freight.text == "亿元/(亿吨公里/年)"
    assert convert_factor("元/(吨公里/年)", freight) == 1


@pytest.mark.parametrize(
    ("dimension", "zh", "en"),
    [
        ("1", "无量纲", "dimensionless"),
        ("energy", "能量", "energy"),
        ("money/power/time", "金额/功率/时间", "money per power per time"),
        ("money/mass/length", "金额/货物周转量", "money per freight turnover"),
        ("1/time", "1/时间", "1 per time"),
        ("mass*length/time", "货物周转量/时间", "freight turnover per time"),
    ],
)
def test_describe(dimension: str, zh: str, en: str) -> None:
    assert describe(dimension, "zh") == zh
    assert describe(dimension, "en") == en


def test_display_shows_a_held_value_in_a_readers_unit() -> None:
    assert display(0.5, HELD["energy"], "亿千瓦时") == pytest.approx(5)
    with pytest.raises(UnitError):
        display(0.5, HELD["energy"], "万千瓦")


def test_reading_a_known_unit_again_is_quick() -> None:
    parse_unit("元/千瓦时")
    start = time.perf_counter()
    for _ in range(10_000):
        parse_unit("元/千瓦时")
    assert time.perf_counter() - start < 0.2
