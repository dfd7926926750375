"""The workbook as plain rows that a scenario changes: read again, apart from the planning case.

A row keeps its numbers in the units it states them in; `number` and `by_year` convert.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.schema import BY_KEY
from pathway.schema.units import Unit, convert_factor, held_unit, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.workbook.rows import ProfileSheet, Workbook

    Array = NDArray[Any]

ONE = parse_unit("1")
YEAR = parse_unit("年")
MONEY = parse_unit("亿元")
CO2 = parse_unit("万吨")
HEAT = parse_unit("TWh")
GW = parse_unit("GW")


def held(unit: Unit) -> Unit:
    """Unit in which amounts of this kind are reckoned."""
    return held_unit(unit.dimension)


def along(years: Iterable[int], given: Mapping[int, float]) -> Array:
    """Linear between given years, the nearest outside; no limit holds up to the next number."""
    return np.array([_in_year(year, given) for year in years], float)


def _in_year(year: int, given: Mapping[int, float]) -> float:
    earlier, later = [y for y in given if y <= year], [y for y in given if y > year]
    if not earlier or not later:
        return float(given[max(earlier) if earlier else min(given)])
    first, last = max(earlier), min(later)
    if np.isinf(given[first]) or np.isinf(given[last]):
        return float(given[first])
    return float(given[first] + (given[last] - given[first]) * (year - first) / (last - first))


@dataclass
class Line:
    """One row of a sheet; what a cell left blank stands for is filled in."""

    table: str
    key: str
    values: dict[str, Any]
    years: dict[int, float]
    given: set[str]
    """Columns that the planner filled."""

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


@dataclass
class Book:
    """Rows by sheet, and the profiles."""

    lines: dict[str, list[Line]]
    profiles: ProfileSheet
    years: tuple[int, ...] = ()
    """Years of the plan; numbers by year follow them."""
    paths: dict[tuple[str, str, str], Line] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Workbook) -> Book:
        """Plain rows of a workbook."""
        lines = {
            name: [
                Line(name, row.key or str(row.values.get("metric") or ""), dict(row.values),
                     dict(row.years), set(row.cells))
                for row in rows
            ]
            for name, rows in workbook.tables.items()
        }  # fmt: skip
        return cls(lines, workbook.profile_sheet)

    def settled(self, years: tuple[int, ...]) -> Book:
        """The book once its scenario is applied, for the years of the plan."""
        paths = {(p["table"], p["key"], p["parameter"]): p for p in self.rows("paths")}
        return Book(self.lines, self.profiles, years, paths)

    def rows(self, table: str) -> list[Line]:
        """Rows of a sheet; none where it is absent."""
        return self.lines.get(table, [])

    # --- numbers --------------------------------------------------------------------------------

    def unit(self, line: Line, column: str) -> Unit:
        """Unit that a row states in a column; a plain number where the cell is blank."""
        return parse_unit(line[column]) if line[column] else ONE

    def number(self, line: Line, column: str, to: Unit = ONE) -> float | None:
        """A number in another unit; None where the cell is blank and nothing stands for it."""
        value = line[column]
        if value is None:
            return None
        declared = BY_KEY[line.table].by_key[column]
        if declared.unit_column and column not in line.given:
            return float(value)  # what a blank stands for is 0 or 1, whatever the unit
        return float(value) * convert_factor(self._stated(line, column), to)

    def by_year(self, line: Line, column: str, to: Unit = ONE, blank: float = 0.0) -> Array:
        """A number for every year: from sheet ``paths``, else the same in all years."""
        path = self.paths.get((line.table, line.key, column))
        if path is not None and path.years:
            return along(self.years, path.years) * convert_factor(self.unit(path, "unit"), to)
        value = self.number(line, column, to)
        return np.full(len(self.years), blank if value is None else value)

    def across(self, line: Line, to: Unit) -> dict[int, float]:
        """The numbers across years of a row, as given."""
        factor = convert_factor(self.unit(line, "unit"), to)
        return {year: value * factor for year, value in line.years.items()}

    def stated(self, line: Line, column: str) -> Unit:
        """Unit of a number, wherever it is given."""
        path = self.paths.get((line.table, line.key, column))
        return self._stated(line, column) if path is None else self.unit(path, "unit")

    def filled(self, line: Line, column: str) -> bool:
        """Whether a number is given, in the row or over the years."""
        return bool(line[column]) or (line.table, line.key, column) in self.paths

    @staticmethod
    def _stated(line: Line, column: str) -> Unit:
        declared = BY_KEY[line.table].by_key[column]
        word = line[declared.unit_column] if declared.unit_column else declared.unit
        return parse_unit(word) if word else ONE
