"""Numbers and years: what a cell of digits, or a text of them, stands for."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from pathway.schema.table import UNLIMITED
from pathway.workbook.wording import (
    CellError,
    Parsed,
    narrow,
    number_text,
    number_wanted,
    retype,
    wrong,
)

if TYPE_CHECKING:
    from pathway.schema.table import Column

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
LARGEST_WHOLE = 1e15
"""Largest number of which Excel holds every digit."""


def as_number(value: Any, column: Column) -> Parsed:
    """Finite number within the bounds of its column; infinity for no limit, where it may say so."""
    if isinstance(value, bool) or not isinstance(value, float | int | str):
        raise wrong(value, column, retype(value))
    if column.unlimited and is_unlimited(value):
        return Parsed(math.inf)
    number, note = _from_text(value, column) if isinstance(value, str) else (float(value), "")
    if not math.isfinite(number):
        raise wrong(value, column)
    _check_bounds(number, column)
    return Parsed(number, note)


def is_unlimited(value: Any) -> bool:
    """Whether a cell says that there is no limit; infinity is what such a cell was read as."""
    if isinstance(value, str):
        return narrow(value).casefold() in UNLIMITED
    return bool(value == math.inf)


def as_whole(value: Any, column: Column) -> Parsed:
    """Whole number within the bounds of its column."""
    number, note = as_number(value, column)
    if number != int(number) or abs(number) > LARGEST_WHOLE:
        raise wrong(value, column)
    return Parsed(int(number), note)


def as_calendar_year(value: Any, column: Column) -> Parsed:
    """Calendar year."""
    year = as_year(value)
    if year is None:
        raise wrong(value, column, retype(value))
    return Parsed(year, f"the year {year}" if isinstance(value, str) else "")


def as_year(value: Any) -> int | None:
    """Calendar year that a cell or heading names: 2025, "2025", "2025年"; else None."""
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{4})(\.0+)?\s*年?", narrow(value))
        value = int(match[1]) if match else None
    if isinstance(value, bool) or not isinstance(value, float | int):
        return None
    return int(value) if 1950 <= value <= 2100 and value == int(value) else None


def _from_text(text: str, column: Column) -> tuple[float, str]:
    """Number that a text plainly is, and the note that says so."""
    plain = narrow(text).replace("−", "-")
    percent = plain.endswith("%") and column.unit == "1"
    digits = plain.rstrip("%").rstrip() if percent else plain
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        raise wrong(text, column, _advice_on_number(plain, column))
    number = _hundredth(digits) if percent else float(digits)
    return number, f"the number {number_text(number)}"


def _hundredth(digits: str) -> float:
    """A hundredth of a decimal number, exact in decimals: 14.1 gives 0.141, not 0.14099…."""
    return float(f"{digits}e-2") if "e" not in digits.lower() else float(digits) / 100


def _advice_on_number(text: str, column: Column) -> str:
    """What to do about a text that is no number."""
    match = re.match(r"([+-]?[\d,.]+)\s*(\S.*)", text)
    if not match:
        return "Type a number, or leave the cell blank." if not column.required else ""
    number, rest = match.groups()
    if column.unit_column:
        return f'Write {number} here and the unit "{rest}" in column {column.unit_column}.'
    if column.unit:
        return f"Write a plain number in {column.unit}."
    return f"Write {number} without further text."


def _check_bounds(number: float, column: Column) -> None:
    low, high = column.at_least, column.at_most
    if (low is None or number >= low) and (high is None or number <= high):
        return
    percent = column.unit == "1" and high is not None and number > high and number <= 100
    hint = (
        f"If {number_text(number)} % is meant, write {number_text(number / 100)}."
        if percent
        else ""
    )
    raise CellError(f"the number {number_text(number)}", number_wanted(column), hint)
