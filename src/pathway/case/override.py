"""One row of sheet ``overrides``: what it does to a number, and why it cannot."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pathway.schema.table import Column, Kind
from pathway.schema.units import UnitError, convert_factor
from pathway.workbook.cells import parse_cell
from pathway.workbook.findings import did_you_mean
from pathway.workbook.wording import CellError, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pathway.workbook.rows import Row

ANY = "*"
"""Stands for any text in the key of a row."""
_PLAIN_NUMBER = Column("value", "取值", "Value", Kind.NUMBER, "", "")
_RATIO = replace(_PLAIN_NUMBER, unit="1")


class RefusedError(Exception):
    """A change that cannot be made: column of the override, and what is wrong with it."""

    def __init__(self, column: str, found: str, expected: str, suggestion: str = "") -> None:
        super().__init__(found)
        self.column, self.found = column, found
        self.expected, self.suggestion = expected, suggestion


@dataclass(frozen=True)
class Change:
    """One row of sheet ``overrides``."""

    row: Row

    @property
    def ranged(self) -> bool:
        """Whether it is for some years only."""
        return self.row["from_year"] is not None or self.row["to_year"] is not None

    def covers(self, year: int) -> bool:
        """Whether it is for a year."""
        first, last = self.row["from_year"], self.row["to_year"]
        return (first is None or year >= first) and (last is None or year <= last)

    @property
    def sets(self) -> bool:
        """Whether it replaces what was there."""
        return bool(self.row["operation"] == "=")

    @property
    def multiplies(self) -> bool:
        """Whether its value is a factor, not an amount."""
        return bool(self.row["operation"] == "×")

    def operation(self, unit: str) -> Callable[[float], float]:
        """What it does to a number in a unit."""
        if self.multiplies:
            factor = self._number(_RATIO) * self._factor("1")
            return lambda before: before * factor
        amount = self._number(_PLAIN_NUMBER) * self._factor(unit)
        return (lambda _: amount) if self.sets else (lambda before: before + amount)

    def _number(self, column: Column) -> float:
        return float(self.parsed(self.row["value"], column))

    def _factor(self, unit: str) -> float:
        try:
            return convert_factor(self.row["unit"] or unit, unit)
        except UnitError as error:
            finding = error.findings[0]
            raise RefusedError(
                "unit", finding.found, finding.expected, finding.suggestion
            ) from error

    def parsed(self, value: Any, column: Column) -> Any:
        """A value as a column declares it."""
        try:
            return parse_cell(value, column).value
        except CellError as error:
            raise RefusedError("value", error.found, error.expected, error.suggestion) from error

    def __str__(self) -> str:
        row = self.row
        span = f" {row['from_year'] or ''}–{row['to_year'] or ''}" if self.ranged else ""
        what = f"{row['table']} {row['key']} {row['parameter']}{span}"
        return f"{what} {row['operation']} {row['value']} {row['unit'] or ''}".rstrip()


def fits(pattern: str | None, key: str) -> bool:
    """Whether a stated key means this row: the key itself, a pattern with ``*``, or a blank."""
    if not pattern or pattern == key:
        return True
    return ANY in pattern and fnmatchcase(key, pattern.replace("[", "[[]"))


def unknown(
    column: str, word: str, known: Collection[str], found: str, wanted: str
) -> RefusedError:
    """The refusal of a word that is not there, with words that are spelt alike."""
    near = difflib.get_close_matches(word, known, n=2, cutoff=0.5)
    return RefusedError(column, found, wanted, did_you_mean(near))


def check_bounds(change: Change, column: Column, value: float, unit: str) -> None:
    """Refuse a number that its column would not take; bounds are in the column's own unit."""
    if column.unit and column.unit != unit:
        value *= convert_factor(unit, column.unit)
    plain = replace(column, kind=Kind.NUMBER, choices=(), unlimited=column.is_limit)
    try:
        change.parsed(value, plain)
    except RefusedError as error:
        raise RefusedError(
            "value", f"{column.key} becomes {number_text(value)}", error.expected
        ) from error


def changed(row: Row, change: Change, values: Mapping[str, Any]) -> Row:
    """A row with some values replaced, and the change in its note."""
    note = (
        f"情景 {change.row['scenario']}: {change} ({change.row.where('value').partition('!')[2]})"
    )
    notes = "; ".join(text for text in (row.values.get("note"), note) if text)
    cells = {**row.cells, **{key: row.address(key) for key in values}}
    kept = {"note": notes} if "note" in row.table.by_key else {}
    return replace(row, values={**row.values, **values, **kept}, cells=cells)
