"""One cell at a time: what each kind of column accepts, and what it says about the rest."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway.schema.table import Choice, Column, Kind
from pathway.workbook.cells import parse_cell
from pathway.workbook.preflight import Fault
from pathway.workbook.wording import CellError, number_text


def column(kind: Kind, **more) -> Column:
    return Column("x", "某列", "X", kind, "", "", **more)


DAY = datetime.date(2024, 7, 26)
ACCEPTED = [
    (Kind.TEXT, " a b ", "a b"),
    (Kind.TEXT, "（原文）：“左右”", "（原文）：“左右”"),
    (Kind.TEXT, 2024.0, "2024"),
    (Kind.TEXT, 0.1, "0.1"),
    (Kind.TEXT, True, "yes"),
    (Kind.TEXT, DAY, "2024-07-26"),
    (Kind.KEY, "Ｅ２－２", "E2-2"),
    (Kind.KEY, "煤电_60.1", "煤电_60.1"),
    (Kind.KEY, 7.0, "7"),
    (Kind.REF, " wind ", "wind"),
    (Kind.REFS, "a;b；c、d,e\nf，a", ("a", "b", "c", "d", "e", "f")),
    (Kind.TAGS, "风电 ; ！煤电", ("风电", "!煤电")),
    (Kind.FLAG, "是", True),
    (Kind.FLAG, " NO ", False),
    (Kind.FLAG, 1.0, True),
    (Kind.FLAG, False, False),
    (Kind.FLAG, "FALSE", False),
    (Kind.NUMBER, 1, 1.0),
    (Kind.NUMBER, "１,２３４，５６７．５".replace("，", ","), 1234567.5),
    (Kind.NUMBER, "-.5", -0.5),
    (Kind.NUMBER, "1e-3", 0.001),
    (Kind.YEAR, 2030.0, 2030),
    (Kind.YEAR, "2030 年", 2030),
    (Kind.INTEGER, "12", 12),
    (Kind.UNIT, " 元／千瓦 ", "元/千瓦"),
    (Kind.UNIT, 1.0, "1"),
    (Kind.DATE, "2024-07-26", "2024-07-26"),
    (Kind.DATE, datetime.datetime(2024, 7, 26), "2024-07-26"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), ACCEPTED)
def test_accepts(kind, raw, value):
    parsed = parse_cell(raw, column(kind)).value
    assert parsed == value
    assert type(parsed) is type(value)


REFUSED = [
    (Kind.TEXT, datetime.timedelta(hours=1)),
    (Kind.KEY, "a b"),
    (Kind.KEY, "a:b"),
    (Kind.KEY, True),
    (Kind.REF, DAY),
    (Kind.FLAG, "maybe"),
    (Kind.FLAG, 2.0),
    (Kind.NUMBER, True),
    (Kind.NUMBER, float("nan")),
    (Kind.NUMBER, float("inf")),
    (Kind.NUMBER, "NaN"),
    (Kind.NUMBER, "infinity"),
    (Kind.NUMBER, "1,23"),
    (Kind.NUMBER, "1_000"),
    (Kind.NUMBER, "0x10"),
    (Kind.NUMBER, "5%"),
    (Kind.NUMBER, DAY),
    (Kind.NUMBER, datetime.time(1)),
    (Kind.YEAR, 1949.0),
    (Kind.YEAR, 2030.5),
    (Kind.YEAR, "30"),
    (Kind.YEAR, True),
    (Kind.INTEGER, 1.5),
    (Kind.INTEGER, 1e300),
    (Kind.UNIT, "千瓦哦"),
    (Kind.DATE, "26.7.2024"),
    (Kind.DATE, 45000.0),
    (Kind.CHOICE, "no"),
]


@pytest.mark.parametrize(("kind", "raw"), REFUSED)
def test_refuses_and_says_what_is_expected(kind, raw):
    choices = (Choice("hour", "逐时", "hourly"),) if kind is Kind.CHOICE else ()
    with pytest.raises(CellError) as caught:
        parse_cell(raw, column(kind, choices=choices))
    assert caught.value.found
    assert caught.value.expected


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_refuses_errors_of_excel(kind):
    choices = (Choice("hour", "逐时", "hourly"),) if kind is Kind.CHOICE else ()
    with pytest.raises(CellError, match="#REF!"):
        parse_cell(Fault("#REF!", "the error #REF!", ""), column(kind, choices=choices))


@pytest.mark.parametrize("word", ["hour", "逐时", "Hourly ", "ＨＯＵＲ"])
def test_choices_are_known_by_any_of_their_words(word):
    choices = (Choice("hour", "逐时", "hourly"), Choice("mod:x", "语气：力争", "x"))
    assert parse_cell(word, column(Kind.CHOICE, choices=choices)).value == "hour"
    assert parse_cell("语气：力争", column(Kind.CHOICE, choices=choices)).value == "mod:x"


def test_a_wrong_choice_is_answered_with_the_nearest_and_all_words():
    choices = (Choice("hour", "逐时", "hourly"), Choice("year", "逐年", "yearly"))
    with pytest.raises(CellError) as caught:
        parse_cell("houry", column(Kind.CHOICE, choices=choices))
    assert "hour" in caught.value.suggestion
    assert "逐年 (year)" in caught.value.expected


def test_bounds_are_inclusive_and_told():
    share = column(Kind.NUMBER, at_least=0, at_most=1, unit="1")
    assert [parse_cell(v, share).value for v in (0, 1)] == [0.0, 1.0]
    with pytest.raises(CellError) as caught:
        parse_cell(14.1, share)
    assert caught.value.expected == "a number from 0 to 1"
    assert "write 0.141" in caught.value.suggestion
    with pytest.raises(CellError):
        parse_cell(-1e-9, share)


def test_percent_texts_are_hundredths_only_where_the_unit_is_1():
    assert parse_cell("14.1 %", column(Kind.NUMBER, unit="1")).value == 0.141
    assert parse_cell("５％", column(Kind.NUMBER, unit="1")).value == 0.05
    with pytest.raises(CellError):
        parse_cell("5%", column(Kind.NUMBER, unit="年"))


def test_a_unit_behind_a_number_is_sent_to_its_column():
    with pytest.raises(CellError) as caught:
        parse_cell("12 万千瓦", column(Kind.NUMBER, unit_column="size_unit"))
    assert caught.value.suggestion == 'Write 12 here and the unit "万千瓦" in column size_unit.'


@pytest.mark.parametrize(
    ("kind", "raw", "noted"),
    [
        (Kind.NUMBER, "12", True),
        (Kind.NUMBER, 12.0, False),
        (Kind.YEAR, "2025年", True),
        (Kind.TEXT, " a", True),
        (Kind.TEXT, "a", False),
        (Kind.TEXT, DAY, True),
        (Kind.KEY, "ａ", True),
        (Kind.REF, "a", False),
    ],
)
def test_what_was_put_right_is_noted(kind, raw, noted):
    assert bool(parse_cell(raw, column(kind)).note) is noted


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_in_text_read_back_to_themselves(number):
    assert float(number_text(number)) == number
    assert parse_cell(number_text(number), column(Kind.NUMBER)).value == number
