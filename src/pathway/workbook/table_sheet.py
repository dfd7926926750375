"""A table sheet as typed rows: every cell checked against the declaration of its column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from pathway.schema.table import Column, Kind
from pathway.workbook.cells import parse_cell
from pathway.workbook.findings import Findings, named
from pathway.workbook.headings import FIRST_ROW, KEY_ROW, Layout, find_columns
from pathway.workbook.preflight import cell_name, letters
from pathway.workbook.rows import Row
from pathway.workbook.wording import CellError, expectation, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathway.schema.table import Table
    from pathway.workbook.preflight import Sheet

YEAR_VALUE = Column("years", "年度数值", "Numbers by year", Kind.NUMBER, "", "", unit_column="unit")
"""What each cell under a year holds, in most sheets."""


def year_value(table: Table) -> Column:
    """What each cell under a year of a table holds."""
    return replace(YEAR_VALUE, unlimited=table.unlimited_years)


def read_table(sheet: Sheet, table: Table, findings: Findings) -> tuple[Row, ...]:
    """Rows of a sheet; wrong cells are put down in the findings and stand as None in the rows."""
    if not sheet.grid:
        return ()
    layout = find_columns(sheet, table, findings)
    if not layout.columns:
        return ()
    check_merged(sheet, layout, findings)
    return _Reader(sheet, table, layout, findings).rows()


def check_merged(sheet: Sheet, layout: Layout, findings: Findings) -> None:
    """Merged cells hide which row a value belongs to: refuse them below the title."""
    used = {*layout.columns.values(), *layout.years.values(), *layout.free.values()}
    for (top, left), (bottom, right) in sheet.merged:
        if bottom >= KEY_ROW and used & set(range(left, right + 1)):
            area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            findings.error(
                f"{sheet.where()}!{area}",
                "merged cells inside the table",
                "one value in one cell",
                "Unmerge them and fill every cell.",
            )


@dataclass(frozen=True)
class _Reader:
    sheet: Sheet
    table: Table
    layout: Layout
    findings: Findings

    @cached_property
    def _by_year(self) -> Column:
        return year_value(self.table)

    @cached_property
    def _percentages(self) -> bool:
        """Whether any cell of the sheet shows its number as one."""
        return any(mark.percent for mark in self.sheet.marks.values())

    @cached_property
    def _letters(self) -> dict[str, str]:
        places = (*self.layout.columns.items(), *self.layout.years.items())
        return {str(name): letters(place) for name, place in places}

    def rows(self) -> tuple[Row, ...]:
        places = [*self.layout.columns.values(), *self.layout.years.values()]
        filled = (
            number
            for number, cells in enumerate(self.sheet.grid[FIRST_ROW:], start=FIRST_ROW)
            if any(cells[place] is not None for place in places)
        )
        return tuple(self._row(number) for number in filled)

    def _row(self, number: int) -> Row:
        columns, years = self.layout.columns, self.layout.years
        raw = self.sheet.grid[number]
        cells = {
            str(name): cell_name(number, place)
            for name, place in (*columns.items(), *years.items())
            if raw[place] is not None
        }
        values = {c.key: self._value(number, c) for c in self.table.all_columns}
        path = {
            year: parsed
            for year, place in sorted(years.items())
            if raw[place] is not None
            and (parsed := self._parse(number, place, self._by_year)) is not None
        }
        if self._percentages:
            self._check_percent(number, values)
        return Row(
            self.table, self.sheet.file, self.sheet.name, number + 1, values, path, cells,
            self._letters,
        )  # fmt: skip

    def _value(self, number: int, column: Column) -> Any:
        """Value of a declared cell, its default where it is blank, None where it is wrong."""
        place = self.layout.columns.get(column.key)
        if place is None:
            return blank_value(column)
        if self.sheet.grid[number][place] is not None:
            return self._parse(number, place, column)
        if column.required:
            self.findings.error(
                self.sheet.where(number, place),
                f"{named(column)} is blank",
                f"{column.help_zh} / {column.help_en}",
                "Fill the cell, or clear the whole row.",
            )
        return blank_value(column)

    def _parse(self, number: int, place: int, column: Column) -> Any:
        where = partial(self.sheet.where, number, place)
        return parse_or_report(self.sheet.grid[number][place], column, where, self.findings)

    def _check_percent(self, number: int, values: Mapping[str, Any]) -> None:
        for place, column in self._numbers():
            unit = column.unit or str(values.get(column.unit_column) or "")
            refuse_percent(self.sheet, (number, place), column, unit, self.findings)

    def _numbers(self) -> list[tuple[int, Column]]:
        declared = [
            (place, self.table.by_key[key])
            for key, place in self.layout.columns.items()
            if self.table.by_key[key].kind is Kind.NUMBER
        ]
        return [*declared, *((place, self._by_year) for place in self.layout.years.values())]


def refuse_percent(
    sheet: Sheet, place: tuple[int, int], column: Column, unit: str, findings: Findings
) -> None:
    """Refuse a cell that shows 14 % in a row whose unit is %: it holds 0.14, which means 0.14 %."""
    mark = sheet.marks.get(place)
    if mark and mark.percent and "%" in unit:
        raw = sheet.value(*place)
        findings.error(
            sheet.where(*place),
            f"{named(column)} is formatted as a percentage and holds {raw}, in the unit {unit}",
            "a number in plain format",
            f"Format the cell as General (常规) and write the number of {unit}.",
        )


def blank_value(column: Column) -> Any:
    """What a blank cell stands for: the default, no words for lists, else None."""
    if column.default is None and column.kind in {Kind.REFS, Kind.TAGS}:
        return ()
    if column.default is not None and column.kind is Kind.NUMBER:
        return float(column.default)
    return column.default


def parse_or_report(raw: Any, column: Column, where: Callable[[], str], findings: Findings) -> Any:
    """Value of a filled cell; None, and a finding, where it is wrong.

    Its address is only asked for where there is something to say.
    """
    try:
        parsed = parse_cell(raw, column)
    except CellError as error:
        found = f"{named(column)} holds {error.found}"
        findings.error(where(), found, error.expected, error.suggestion)
        return None
    if parsed.note:
        found = f"{named(column)} holds {shown(raw)}"
        findings.note(where(), found, expectation(column), f"Read as {parsed.note}.")
    return parsed.value
