"""Every column of every table has a name in both languages, and every number a unit."""

from __future__ import annotations

import pandas as pd
import pytest

from pathway.labels import WORDS
from pathway.labels.columns import NAMES, UNITS, table_column

COUNTS = {"year", "step", "stage", "day", "hour", "calendar_day", "commissioned", "end_of_life",
          "of_year", "index", "row", "side"}  # fmt: skip
"""Numbers that count or name something: no unit."""


def columns(results):
    for name, table in results.tables.items():
        for column in table:
            if "|" not in str(column):
                yield name, table, str(column)


def test_every_column_has_a_name_in_both_languages(results) -> None:
    for name, _, key in columns(results):
        found = table_column(key)
        assert found.zh, (name, key)
        assert found.en, (name, key)


def test_every_number_says_where_its_unit_stands(results) -> None:
    for name, table, key in columns(results):
        if key in COUNTS or not pd.api.types.is_float_dtype(table[key]):
            continue
        units = table_column(key).units
        assert units, (name, key)
        held = [unit for unit in units if unit in table]
        assert held or not units[-1].isascii() or units[-1] in {"1", "%"}, (name, key, units)


def test_a_thing_has_one_name(results) -> None:
    """What sheets call by a word is not called otherwise in tables."""
    alike = {key for key in NAMES if key in WORDS}
    assert {key for key in alike if NAMES[key] != WORDS[key]} <= {
        "feasible",  # a light in sheets
        "tighter_after", "looser_after",  # of the trials of clauses, with another unit
        "investment_unit",  # a heading with the unit in it
        "warning",  # of a run
    }  # fmt: skip
    assert UNITS.keys() <= {key for _, _, key in columns(results)} | {
        "model", "known", "difference_percent", "tolerance_percent", "limit",
    }  # fmt: skip


def test_a_column_that_nobody_named_is_an_error() -> None:
    with pytest.raises(KeyError):
        table_column("no_such_column")
