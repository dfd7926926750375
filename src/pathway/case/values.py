"""Numbers of rows as arrays over years, in held units, with every complaint collected."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import InputValue, Label, Origin
from pathway.errors import Finding, Severity
from pathway.schema import BY_KEY
from pathway.schema.table import UNLIMITED
from pathway.schema.units import Unit, UnitError, convert_factor, held_unit, parse_unit
from pathway.workbook.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.schema.table import Column
    from pathway.workbook.rows import Row, Workbook

    Array = NDArray[np.float64]

ONE = parse_unit("1")
YEAR = parse_unit("年")
MONEY = held_unit(parse_unit("元").dimension)
POWER = held_unit(parse_unit("千瓦").dimension)
CO2 = held_unit(parse_unit("吨").dimension)
HEAT = held_unit(parse_unit("吨标煤").dimension)


def held(unit: Unit) -> Unit:
    """Unit in which quantities of this kind are held."""
    return held_unit(unit.dimension)


def interpolate(given: Mapping[int, float], years: Iterable[int]) -> Array:
    """Values by year: linear between given years, constant outside them.

    Infinity (no limit) holds from its year to the next number; the number before it is kept up to
    it.
    """
    at = sorted(given)
    values = np.array([given[year] for year in at], float)
    wanted = np.fromiter(years, float)
    between = np.interp(wanted, at, np.where(np.isinf(values), 0.0, values))
    before = np.maximum(np.searchsorted(at, wanted, side="right") - 1, 0)
    after = np.minimum(before + 1, len(at) - 1)
    kept = np.isinf(values[before]) | np.isinf(values[after])
    return np.asarray(np.where(kept, values[before], between), float)


@dataclass
class Values:
    """Reads numbers of rows for the years of a plan; errors are gathered in `findings`."""

    workbook: Workbook
    years: tuple[int, ...]
    findings: list[Finding] = field(default_factory=list)
    inputs: list[InputValue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._paths: dict[tuple[str, str, str], Row] = {}
        self._used: set[tuple[str, str, str]] = set()
        for row in self.workbook.rows("paths"):
            self._paths[row["table"], row["key"], row["parameter"]] = row

    # --- complaints ---------------------------------------------------------------------------

    def error(self, where: str, found: str, expected: str, suggestion: str = "") -> None:
        """Collect an error."""
        self.findings.append(Finding(where, found, expected, suggestion))

    def warn(self, where: str, found: str, expected: str, suggestion: str = "") -> None:
        """Collect a warning."""
        self.findings.append(Finding(where, found, expected, suggestion, Severity.WARNING))

    # --- words --------------------------------------------------------------------------------

    @staticmethod
    def origin(row: Row, column: str | int | None = None) -> Origin:
        """Where a row came from."""
        confidence, note = row.values.get("confidence"), row.values.get("note")
        return Origin(
            row.where(column), row.values.get("source") or (), confidence or "D", note or ""
        )

    @staticmethod
    def label(row: Row) -> Label:
        """Chinese and English name of a row."""
        zh = row.values.get("name_zh") or row.key
        return Label(zh, row.values.get("name_en") or row.key)

    # --- units --------------------------------------------------------------------------------

    def unit(self, row: Row, column: str, fallback: Unit = ONE) -> Unit:
        """Unit word of a row; the fallback where the cell is blank."""
        text = row.values.get(column)
        return parse_unit(text) if text else fallback

    def factor(self, row: Row, column: str, stated: Unit, held: Unit) -> float:
        """Factor into the held unit; a wrong dimension is an error of the cell."""
        try:
            return convert_factor(stated, held)
        except UnitError as error:
            finding = error.findings[0]
            self.error(row.where(column), finding.found, finding.expected, finding.suggestion)
            return 1.0

    # --- numbers ------------------------------------------------------------------------------

    def number(self, row: Row, column: str, held: Unit = ONE) -> float | None:
        """One number of a row in the held unit; None where the cell is blank."""
        value = row.values.get(column)
        if value is None:
            return None
        declared = BY_KEY[row.table.key].by_key[column]
        if declared.unit_column and not row.given(column):
            return float(value)  # a default is zero or one in any unit
        if value == 0 and declared.unit_column and not row.given(declared.unit_column):
            self._record(row, column, "0", "")
            return 0.0  # in any unit
        stated = self._stated(row, column)
        unit_cell = declared.unit_column or column
        result = float(value) * self.factor(row, unit_cell, stated, held)
        if row.given(column):
            self._record(row, column, f"{value:g}", stated.text)
        return result

    def by_year(self, row: Row, column: str, held: Unit = ONE) -> Array | None:
        """One number a year: from sheet ``paths`` if there, else the cell's; None if blank."""
        path = self._path(row, column)
        if path is None:
            value = self.number(row, column, held)
            return None if value is None else np.full(len(self.years), value)
        given = self._given(path, BY_KEY[row.table.key].by_key[column])
        stated = self.unit(path, "unit")
        nothing = not any(given.values()) and not path.given("unit")  # 0 in any unit
        factor = 1.0 if nothing else self.factor(path, "unit", stated, held)
        self._record_path(path, stated)
        return interpolate(given, self.years) * factor

    def filled(self, row: Row, column: str, held: Unit = ONE, blank: float = 0.0) -> Array:
        """As `by_year`, with a number for a blank."""
        value = self.by_year(row, column, held)
        return np.full(len(self.years), blank) if value is None else value

    def across(self, row: Row, held: Unit, unit_column: str = "unit") -> dict[int, float]:
        """The years across of a row, in the held unit, as given."""
        stated = self.unit(row, unit_column)
        factor = self.factor(row, unit_column, stated, held)
        self._record_path(row, stated)
        return {year: value * factor for year, value in row.years.items()}

    def has_path(self, row: Row, column: str) -> bool:
        """Whether sheet ``paths`` gives the number by year."""
        return (row.table.key, row.key, column) in self._paths

    def path_unit(self, row: Row, column: str) -> Unit:
        """Unit stated for a number: in ``paths`` where it is there, else in the row."""
        path = self._paths.get((row.table.key, row.key, column))
        return self.unit(path, "unit") if path is not None else self._stated(row, column)

    def unused_paths(self) -> None:
        """Complain of every path that no row asked for."""
        for key, path in self._paths.items():
            if key in self._used:
                continue
            table, _, parameter = key
            if table not in BY_KEY:
                self._unknown(path, "table", "the key of a sheet", BY_KEY)
            elif parameter not in BY_KEY[table].by_key:
                wanted = [column.key for column in BY_KEY[table].columns if column.by_year]
                self._unknown(path, "parameter", f"a column of sheet {table}", wanted)
            elif not BY_KEY[table].by_key[parameter].by_year:
                self.error(
                    path.where("parameter"), f"{parameter!r}", "a number that may change by year"
                )
            else:
                there = [row.key for row in self.workbook.rows(table)]
                self._unknown(path, "key", f"the key of a row of sheet {table}", there)

    def _unknown(self, path: Row, column: str, expected: str, there: Iterable[str]) -> None:
        near = difflib.get_close_matches(path[column], list(there), n=2)
        self.error(path.where(column), f"{path[column]!r}", expected, did_you_mean(near))

    def _path(self, row: Row, column: str) -> Row | None:
        key = (row.table.key, row.key, column)
        path = self._paths.get(key)
        if path is None:
            return None
        self._used.add(key)
        if not path.years:
            self.error(path.where(), "no year is filled", "at least one number across the years")
            return None
        return path

    def _given(self, path: Row, column: Column) -> Mapping[int, float]:
        """Numbers of a path; years without a limit are refused of what is no limit."""
        if column.is_limit:
            return path.years
        for year, value in path.years.items():
            if np.isinf(value):
                self.error(
                    path.where(year),
                    f"{UNLIMITED[0]} ({UNLIMITED[1]}) for {column.key}",
                    "a number",
                    f"Only a limit may be {UNLIMITED[0]}, such as capacity_max.",
                )
        return {year: 0.0 if np.isinf(value) else value for year, value in path.years.items()}

    def _stated(self, row: Row, column: str) -> Unit:
        declared = BY_KEY[row.table.key].by_key[column]
        if declared.unit_column:
            return self.unit(row, declared.unit_column)
        return parse_unit(declared.unit) if declared.unit else ONE

    def _record(self, row: Row, column: str, value: str, unit: str) -> None:
        origin = self.origin(row, column)
        self.inputs.append(InputValue(row.table.key, row.key, column, value, unit, origin))

    def _record_path(self, row: Row, unit: Unit) -> None:
        parameter = row.values.get("parameter") or "years"
        text = "; ".join(
            f"{year}: {UNLIMITED[0] if np.isinf(value) else f'{value:g}'}"
            for year, value in sorted(row.years.items())
        )
        entry = InputValue(row.table.key, row.key, parameter, text, unit.text, self.origin(row))
        self.inputs.append(entry)
