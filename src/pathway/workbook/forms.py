"""The two written forms of a value: what stands in a cell, and what stands in a text dump."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway.schema.settings_rows import SETTINGS_BY_KEY
from pathway.schema.table import UNLIMITED, Column, Kind
from pathway.workbook.cells import parse_cell
from pathway.workbook.preflight import Fault
from pathway.workbook.settings_sheet import setting_column
from pathway.workbook.wording import CellError, number_text

if TYPE_CHECKING:
    from pathway.schema.table import Table

YES, NO = "是", "否"


def cell_form(value: Any, column: Column) -> float | str | None:
    """What a workbook cell shows for a value: a number, the Chinese word of a choice, or text.

    A value that its column does not allow is written as it is, so that reading can point at it.
    """
    return _form(value, column, words=True)


def text_form(value: Any, column: Column) -> str:
    """A value in text: numbers in shortest form, choices by key; empty for a blank cell."""
    form = _form(value, column, words=False)
    if form is None:
        return ""
    return form if isinstance(form, str) else number_text(form)


def declared_for(table: Table, column: Column, row_key: Any) -> Column:
    """Declaration that a cell follows: for ``value`` of sheet settings, that of the setting."""
    if table.key == "settings" and column.key == "value" and row_key in SETTINGS_BY_KEY:
        return setting_column(SETTINGS_BY_KEY[row_key])
    return column


def _form(value: Any, column: Column, words: bool) -> float | str | None:
    raw = _plain(value)
    if raw is None:
        return None
    if type(raw) is float and column.kind is Kind.NUMBER and math.isfinite(raw):
        return raw  # the short way for a year of hours
    try:
        return _shown(_parsed(raw, column), column, words)
    except CellError:
        return _as_it_is(raw)


def _parsed(raw: Any, column: Column) -> Any:
    """Value of a cell; numbers count as numbers even where they are out of bounds."""
    try:
        return parse_cell(raw, column).value
    except CellError:
        if not column.is_number:
            raise
        return parse_cell(raw, replace(column, at_least=None, at_most=None)).value


def _plain(value: Any) -> Any:
    """A value as a cell would hold it: no arrays' scalars, no sequences; None for blanks."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, tuple | list):
        value = ";".join(str(word) for word in value)
    blank = value is None or (isinstance(value, str) and not value.strip())
    return None if blank or (isinstance(value, float) and math.isnan(value)) else value


def _shown(value: Any, column: Column, words: bool) -> float | str | None:
    if isinstance(value, bool):
        return (YES if value else NO) if words else ("yes" if value else "no")
    if isinstance(value, tuple):
        return ";".join(value) or None
    if column.kind is Kind.CHOICE and words:
        choice = column.choice(value)
        return choice.zh if choice else value
    if value == math.inf:
        return UNLIMITED[0] if words else UNLIMITED[1]
    return value if isinstance(value, str) else float(value)


def _as_it_is(raw: Any) -> float | str:
    if isinstance(raw, Fault):
        return raw.text
    if isinstance(raw, bool):
        return str(raw).upper()
    finite = isinstance(raw, float | int) and math.isfinite(raw)
    return float(raw) if finite else str(raw)
