"""The estimates of a workbook: figures that rest on literature or judgement, and their ranges.

Sheet ``estimates`` says how far figures may move. A row may name one figure, several by a pattern,
or, with a blank key, all of a sheet and parameter whose confidence is C or D. What no row reaches
is an estimate all the same and is listed without a range. Sheet ``profiles`` is left out: a shape
has no single low and high value.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Label, Origin
from pathway.case.override import ANY, Change, fits
from pathway.case.scenario import YEARS, changeable, changed_workbook, declared_column, row_key
from pathway.case.values import Values
from pathway.schema import BY_KEY
from pathway.schema.settings_rows import SETTINGS_BY_KEY
from pathway.schema.table import Kind
from pathway.workbook.references import key_column
from pathway.workbook.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathway.schema.table import Column
    from pathway.workbook.rows import Workbook

GUESSED = frozenset({"C", "D"})
"""Confidence of figures that are estimates: literature, judgement."""
WITHOUT = frozenset({"paths", "lexicon", "regions"})
"""Sheets of inputs without figures of their own; paths give those of other sheets."""
QUOTED = 24
"""Characters of a clause that stand beside its key."""


class Side(StrEnum):
    """Which end of its range a figure is moved to."""

    LOW = "low"
    HIGH = "high"


NO_RANGE = "no range given"


@dataclass(frozen=True, slots=True)
class Span:
    """How far a figure may move: a row of sheet ``estimates``."""

    low: float
    high: float
    operation: str
    unit: str | None
    reason: str
    row: Row

    def end(self, side: Side) -> float:
        """Its low or high value."""
        return self.low if side is Side.LOW else self.high


@dataclass(frozen=True, eq=False)
class Estimate:
    """A figure that is an estimate, where it stands, and how far it may move."""

    table: str
    key: str
    """Key of the row, as sheet ``overrides`` names it."""
    parameter: str
    """Key of the column; ``years`` for the numbers across years."""
    label: Label
    parameter_label: Label
    numbers: tuple[float, ...]
    """The number, or the numbers of the years that are filled."""
    value: str
    """The number in words; for numbers across years, each with its year."""
    unit: str
    origin: Origin
    span: Span | None
    """None where no range is given, or it is fixed."""
    why: str = ""
    """Why it has no range; empty where it has one."""
    told_by: Row | None = None
    """Row of sheet ``estimates`` that speaks of it."""

    @property
    def name(self) -> tuple[str, str, str]:
        """Sheet, row and parameter."""
        return self.table, self.key, self.parameter

    def moved(self, side: Side) -> str:
        """The low or high value in words: the number itself, or what is done to each of several."""
        if self.span is None:
            return ""
        end, span = self.span.end(side), self.span
        unit = "" if span.unit in {None, self.unit} or span.operation == "×" else f" {span.unit}"
        if span.operation == "=":
            return f"{end:.6g}{unit}"
        if len(self.numbers) > 1 or unit:
            return f"{span.operation}{end:.6g}{unit}"
        factor = end * (0.01 if span.unit == "%" else 1.0)
        return f"{self.numbers[0] * factor if span.operation == '×' else self.numbers[0] + end:.6g}"


def estimates(workbook: Workbook) -> tuple[Estimate, ...]:
    """Every estimate of a workbook, with a range or without, in the order of the sheets."""
    reader = _Reader(workbook)
    return tuple(estimate for table in sheets_of_estimates() for estimate in reader.of_sheet(table))


def varied(workbook: Workbook, moves: Iterable[tuple[Estimate, Side]]) -> Workbook:
    """The workbook with some estimates at an end of their range, without sheet ``estimates``.

    Raises:
        InputError: a number becomes one that its column does not take; points at the range.
    """
    plain = {key: rows for key, rows in workbook.tables.items() if key != "estimates"}
    changes = [_change(estimate, side) for estimate, side in moves]
    return changed_workbook(replace(workbook, tables=plain), changes)


def sheets_of_estimates() -> list[str]:
    """Keys of the sheets that hold figures."""
    return [key for key in changeable() if key not in WITHOUT]


def _change(estimate: Estimate, side: Side) -> Change:
    """The override that moves an estimate; its cells are those of the range."""
    span = estimate.span
    assert span is not None
    values = {
        "scenario": side.value, "table": estimate.table, "key": estimate.key,
        "parameter": estimate.parameter, "from_year": None, "to_year": None,
        "operation": span.operation, "value": repr(span.end(side)), "unit": span.unit,
        "reason": span.reason,
    }  # fmt: skip
    source = span.row
    cells = {name: cell for name, cell in source.cells.items() if name in values}
    cells["value"] = source.cells.get(side.value, "")
    return Change(
        Row(BY_KEY["overrides"], source.file, source.sheet, source.number, values, {}, cells)
    )


class _Reader:
    """Goes through the sheets and finds estimates and their ranges."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.paths = {
            (row["table"], row["key"], row["parameter"]): row for row in workbook.rows("paths")
        }
        self.spans: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in workbook.rows("estimates"):
            self.spans[row["table"], row["parameter"]].append(row)
        self.names = {
            table: {row[key_column(row.table)]: Values.label(row) for row in rows if _named(row)}
            for table, rows in workbook.tables.items()
        }

    def of_sheet(self, table: str) -> Iterator[Estimate]:
        """Estimates of a sheet; rows of one metric make one."""
        seen = set()
        for row in self.workbook.rows(table):
            for estimate in self._of_row(row):
                if estimate.name not in seen:
                    seen.add(estimate.name)
                    yield estimate

    def _of_row(self, row: Row) -> Iterator[Estimate]:
        for column in row.table.columns:
            declared = declared_column(row, column)
            path = self.paths.get((row.table.key, row.key, column.key))
            if declared.is_number and (path is not None or row.given(column.key)):
                found = self._estimate(row, declared, path)
                if found is not None:
                    yield found
        if row.table.years_across and row.years:
            found = self._estimate(row, None, row)
            if found is not None:
                yield found

    def _estimate(self, row: Row, column: Column | None, giver: Row | None) -> Estimate | None:
        """The figure of a row: a cell, a path that stands for it, or the years of the row."""
        parameter = YEARS if column is None else column.key
        given, key = giver or row, row_key(row)
        at = None if giver is not None or column is None else column.key
        origin = Values.origin(given, at)
        span_row = self._span(row.table.key, key, parameter)
        exact = span_row is not None and span_row["key"] == key
        if origin.confidence not in GUESSED and not exact:
            return None
        years = sorted(given.years.items()) if giver is not None else []
        numbers = tuple(n for _, n in years) if years else (float(row[column.key]),)  # type: ignore[union-attr]
        span, why = _span_of(span_row, numbers, column, exact=exact)
        shown = "; ".join(f"{y}: {n:g}" for y, n in years) if years else f"{numbers[0]:g}"
        return Estimate(
            row.table.key, key, parameter, self._label(row), _parameter_label(row, column),
            numbers, shown, _unit(row, column, giver), origin, span, why, span_row,
        )  # fmt: skip

    def _span(self, table: str, key: str, parameter: str) -> Row | None:
        """The row of ranges that spells most of a key out; the first of equals."""
        fitting = [row for row in self.spans[table, parameter] if fits(row["key"], key)]
        return max(fitting, key=lambda row: _spelt(row["key"], key), default=None)

    def _label(self, row: Row) -> Label:
        """Name of a row; of one without, the names of what its key refers to."""
        if row.values.get("name_zh"):
            return Values.label(row)
        if row.table.key == "settings":
            setting = SETTINGS_BY_KEY[row.key]
            return Label(setting.zh, setting.en)
        parts = [self._part(row, column) for column in row.table.key_columns if row[column]]
        if row.values.get("quote"):
            parts.append(Label(row["quote"][:QUOTED], row["quote"][:QUOTED]))
        return Label(" · ".join(p.zh for p in parts), " · ".join(p.en for p in parts))

    def _part(self, row: Row, column: str) -> Label:
        declared, value = row.table.by_key[column], row[column]
        choice = declared.choice(str(value)) if declared.choices else None
        if choice is not None:
            return Label(choice.zh, choice.en)
        known = self.names.get(declared.refers_to, {}).get(value)
        return known or Label(str(value), str(value))


def _spelt(pattern: str | None, key: str) -> float:
    """How much of a key is spelt out."""
    if pattern == key:
        return np.inf
    return len((pattern or "").replace(ANY, "")) if pattern else -1.0


def _span_of(
    row: Row | None, numbers: Sequence[float], column: Column | None, *, exact: bool
) -> tuple[Span | None, str]:
    """The range of some numbers, or why there is none."""
    if row is None:
        return None, NO_RANGE
    span = Span(row["low"], row["high"], row["operation"], row["unit"], row["reason"] or "", row)
    if span.low == span.high:
        return None, span.reason or "fixed"
    if span.operation == "×" and not any(numbers):
        return None, "zero: a factor does not move it"
    if span.operation == "×" and column is not None and column.kind is not Kind.NUMBER:
        return None, "a whole number: a factor does not fit it"
    if not exact and column is not None:
        span = _within(span, numbers, column)
    return span, ""


def _within(span: Span, numbers: Sequence[float], column: Column) -> Span:
    """A range for many figures, cut off where the column of this one ends."""
    if span.unit or span.operation == "=":
        return span
    low, high = span.low, span.high
    for number in numbers:
        ends = [
            _reach(bound, number, span.operation) for bound in (column.at_least, column.at_most)
        ]
        low = low if ends[0] is None else max(low, ends[0])
        high = high if ends[1] is None else min(high, ends[1])
    return replace(span, low=low, high=high)


def _reach(bound: float | None, number: float, operation: str) -> float | None:
    """What may be added to a number, or multiply it, up to a bound; None where nothing stops it."""
    if bound is None or not np.isfinite(number):
        return None
    if operation == "+":
        return bound - number
    return bound / number if number > 0 else None


def _named(row: Row) -> bool:
    return row.values.get("name_zh") is not None


def _unit(row: Row, column: Column | None, giver: Row | None) -> str:
    """Unit that a figure is stated in."""
    if giver is not None or column is None:
        return str((giver or row)["unit"] or "1")
    if column.unit_column:
        return str(row[column.unit_column] or column.unit or "1")
    return column.unit


def _parameter_label(row: Row, column: Column | None) -> Label:
    if column is None:
        return Label("各年数值", "numbers of the years")
    if row.table.key == "settings":
        return Label("取值", "value")
    return Label(column.zh, column.en)
