"""What a column wants and what a cell holds instead, in words."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.schema.table import UNLIMITED, Kind, yes_no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.schema.table import Choice, Column

_SHOWN = 60
"""Characters of a wrong text that a finding shows."""
_WANTED = {
    Kind.TEXT: "text",
    Kind.KEY: "a short name of letters, digits, _ - . or Chinese characters, without spaces",
    Kind.REF: "the key of a row in another sheet",
    Kind.REFS: "keys of rows in another sheet, separated by ;",
    Kind.TAGS: "words separated by ;",
    Kind.FLAG: " or ".join(f"{choice.zh} ({choice.key})" for choice in yes_no()),
    Kind.YEAR: "a calendar year from 1950 to 2100",
    Kind.UNIT: "a unit, such as 万千瓦 or 元/千瓦时",
    Kind.DATE: "a date such as 2024-07-26",
}


class CellError(Exception):
    """A cell that does not hold what its column declares."""

    def __init__(self, found: str, expected: str, suggestion: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.suggestion = suggestion


class Parsed(NamedTuple):
    """Value of a cell, and how it was normalised to get it (empty where it was taken as it is)."""

    value: Any
    note: str = ""


def wrong(value: Any, column: Column, suggestion: str = "") -> CellError:
    """The error that a cell holds something else than its column wants."""
    return CellError(shown(value), expectation(column), suggestion)


def retype(value: Any) -> str:
    """Advice on dates that stand where none are wanted."""
    if isinstance(value, bool | float | int | str):
        return ""
    return "Excel took it for a date: format the cell as General (常规) and type the value again."


def expectation(column: Column) -> str:
    """What a column wants, in words."""
    if column.choices:
        return f"one of {_listed(column.choices)}"
    if column.kind in {Kind.NUMBER, Kind.INTEGER}:
        return number_wanted(column)
    return _WANTED[column.kind]


def number_wanted(column: Column) -> str:
    """What a column of numbers wants: kind, bounds and unit."""
    low, high = column.at_least, column.at_most
    kind = "a whole number" if column.kind is Kind.INTEGER else "a number"
    bounds = {
        (False, False): "",
        (True, False): f" of at least {number_text(low or 0)}",
        (False, True): f" of at most {number_text(high or 0)}",
        (True, True): f" from {number_text(low or 0)} to {number_text(high or 0)}",
    }[low is not None, high is not None]
    if column.unit_column:
        lifted = f", or {UNLIMITED[0]} ({UNLIMITED[1]})" if column.unlimited else ""
        return f"{kind}{bounds}, in the unit of column {column.unit_column}{lifted}"
    unit = f" [{column.unit}]" if column.unit and column.unit != "1" else ""
    return f"{kind}{bounds}{unit}"


def _listed(choices: Sequence[Choice]) -> str:
    words = [c.zh if c.zh in {c.en, c.key} else f"{c.zh} ({c.key})" for c in choices[:12]]
    return ", ".join([*words, "…"] if len(choices) > len(words) else words)


def shown(value: Any) -> str:
    """What a cell holds, in words for a finding."""
    if isinstance(value, bool):
        return f"the truth value {str(value).upper()}"
    if isinstance(value, float | int):
        return f"the number {number_text(value)}"
    if isinstance(value, str):
        return f'the text "{value[:_SHOWN]}{"…" if len(value) > _SHOWN else ""}"'
    return f"the date or time {value}"


def number_text(value: float) -> str:
    """A number in its shortest form that reads back to the same number."""
    if math.isfinite(value) and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def narrow(text: str) -> str:
    """Text with full-width forms narrowed and spaces around it gone."""
    return unicodedata.normalize("NFKC", text).strip()
