"""The declarations agree with one another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pathway.schema import BY_KEY, TABLES
from pathway.schema.settings_rows import SETTINGS_BY_KEY, SETTINGS_ROWS
from pathway.schema.table import Kind
from pathway.schema.units import parse_unit
from pathway.workbook.cells import parse_cell
from pathway.workbook.settings_sheet import setting_column
from pathway.workbook.wording import narrow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.schema.table import Column, Table

COLUMNS = [(table, column) for table in TABLES for column in table.all_columns]


def test_names_of_tables_are_unique():
    words = Counter(w.casefold() for t in TABLES for w in {t.key, t.zh, t.en.casefold()})
    assert [word for word, count in words.items() if count > 1] == []
    assert len(BY_KEY) == len(TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_names_of_columns_are_unique_in_their_table(table):
    for words in ("key", "zh", "en"):
        counts = Counter(getattr(column, words).casefold() for column in table.all_columns)
        assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_heading_never_names_two_columns(table):
    for column in table.all_columns:
        for word in (column.key, column.zh, column.en):
            assert table.column_named(word) is column


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_keys_are_required_columns(table):
    for key in table.key_columns:
        assert table.by_key[key].required or (table.key, key) == ("flows", "region")


def offenders(wrong: Callable[[Table, Column], bool]) -> list[str]:
    """Columns of which something wrong is true."""
    return [f"{table.key}.{column.key}" for table, column in COLUMNS if wrong(table, column)]


def test_words_survive_narrowing():
    assert (
        offenders(lambda table, column: narrow(table.zh + column.zh) != table.zh + column.zh) == []
    )


def test_references_lead_to_tables():
    kinds = {Kind.REF, Kind.REFS}
    assert offenders(lambda _, column: bool(column.refers_to) != (column.kind in kinds)) == []
    assert {column.refers_to for _, column in COLUMNS} - {""} <= set(BY_KEY)


def test_units_are_units():
    for _, column in COLUMNS:
        if column.unit:
            assert parse_unit(column.unit)


def test_unit_columns_hold_units():
    stated = [(t, c, t.by_key[c.unit_column]) for t, c in COLUMNS if c.unit_column]
    assert all(unit.kind is Kind.UNIT for _, _, unit in stated)
    assert offenders(lambda _, column: bool(column.unit and column.unit_column)) == []


def test_defaults_obey_their_column():
    for table, column in COLUMNS:
        if column.default is not None:
            assert not column.required, (table.key, column.key)
            assert parse_cell(column.default, column).value == column.default


def test_choices_stand_where_they_belong():
    assert offenders(lambda _, column: bool(column.choices) != (column.kind is Kind.CHOICE)) == []
    for _, column in COLUMNS:
        words = Counter(word for c in column.choices for word in {c.key, c.zh, c.en})
        assert [word for word, count in words.items() if count > 1] == []


def test_bounds_belong_to_numbers_and_leave_room():
    def wrong(_: Table, column: Column) -> bool:
        low, high = column.at_least, column.at_most
        bounded = low is not None or high is not None
        return bounded and (not column.is_number or (low or 0) >= (high or float("inf")))

    assert offenders(wrong) == []


def test_every_column_is_explained_in_both_languages():
    assert offenders(lambda _, column: not (column.help_zh and column.help_en)) == []


def test_numbers_have_a_unit():
    assert (
        offenders(
            lambda _, column: column.kind is Kind.NUMBER and not (column.unit or column.unit_column)
        )
        == []
    )


def test_settings_obey_their_own_rules():
    assert len(SETTINGS_BY_KEY) == len(SETTINGS_ROWS)
    for setting in SETTINGS_ROWS:
        if setting.default not in {None, ""}:
            assert parse_cell(setting.default, setting_column(setting)).value == setting.default
        if setting.unit:
            assert parse_unit(setting.unit)
        assert bool(setting.choices) == (setting.kind is Kind.CHOICE)
