"""Which column of a sheet is which: by machine key in row 2, else by heading in row 4."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pathway.schema.units import UnitError, parse_unit
from pathway.workbook.findings import Findings, did_you_mean, named
from pathway.workbook.numerals import as_year
from pathway.workbook.preflight import cell_name
from pathway.workbook.wording import narrow

if TYPE_CHECKING:
    from pathway.schema.table import Column, Table
    from pathway.workbook.preflight import Sheet

TITLE_ROW, KEY_ROW, UNIT_ROW, HEADING_ROW, FIRST_ROW = range(5)
"""Rows of the header block and the first row of data, from 0."""
SHARE_WORDS = ("1", "比例", "share")
"""What row 3 may say over columns of pure numbers."""


@dataclass
class Layout:
    """Column number, from 0, of everything that a sheet holds."""

    columns: dict[str, int] = field(default_factory=dict)
    """By column key."""
    years: dict[int, int] = field(default_factory=dict)
    """By calendar year."""
    free: dict[str, int] = field(default_factory=dict)
    """By free heading: profile columns, or columns that no table declares."""


def find_columns(sheet: Sheet, table: Table, findings: Findings) -> Layout:
    """Columns of a sheet; whatever is wrong with its headings is put down in the findings."""
    layout, told = Layout(), Findings()
    for column in range(sheet.width):
        _place(sheet, table, layout, column, told)
    if not layout.columns:
        _no_headings(sheet, table, findings)
        return layout
    findings.all += told.all
    _missing(sheet, table, layout, findings)
    _check_units(sheet, table, layout, findings)
    if not table.free_columns:
        _unknown(sheet, table, layout, findings)
    return layout


def _place(sheet: Sheet, table: Table, layout: Layout, column: int, findings: Findings) -> None:
    """Find out what one column is, and enter it in the layout."""
    key, heading = sheet.text(KEY_ROW, column), sheet.text(HEADING_ROW, column)
    by_key, by_heading = table.column_named(narrow(key)), table.column_named(narrow(heading))
    declared = by_key or by_heading
    if by_key and by_heading and by_key is not by_heading:
        _contradiction(sheet, column, by_key, by_heading, findings)
    elif declared:
        _enter(sheet, layout.columns, declared.key, column, findings)
    elif table.years_across and (year := _year(sheet, column, findings)):
        _enter(sheet, layout.years, year, column, findings)
    elif key or heading:
        _enter(sheet, layout.free, narrow(key or heading), column, findings)
    elif any(sheet.value(row, column) is not None for row in range(FIRST_ROW, len(sheet.grid))):
        where = sheet.where(HEADING_ROW, column)
        findings.warn(
            where,
            "a column without a heading",
            "a heading in rows 2 and 4",
            "The column is ignored; give it a heading or move it to a sheet of its own.",
        )


def _year(sheet: Sheet, column: int, findings: Findings) -> int | None:
    """Year that heads a column; rows 2 and 4 must not name two different ones."""
    named_years = {
        year
        for row in (KEY_ROW, HEADING_ROW)
        if (year := as_year(sheet.value(row, column))) is not None
    }
    if len(named_years) == 2:
        low, high = sorted(named_years)
        findings.error(
            sheet.where(HEADING_ROW, column),
            f"rows 2 and 4 name the years {low} and {high}",
            "the same year in both",
            "Write the year that the numbers are of in both rows.",
        )
    return min(named_years, default=None)


def _enter(
    sheet: Sheet, places: dict[Any, int], name: str | int, column: int, findings: Findings
) -> None:
    if name in places:
        first = cell_name(HEADING_ROW, places[name])
        findings.error(
            sheet.where(HEADING_ROW, column),
            f"column {name} stands here and in {first}",
            "each column once",
            "Delete or rename one of the two.",
        )
    else:
        places[name] = column


def _contradiction(
    sheet: Sheet, column: int, by_key: Column, by_heading: Column, findings: Findings
) -> None:
    findings.error(
        sheet.where(HEADING_ROW, column),
        f"row 2 says {named(by_key)}, row 4 says {named(by_heading)}",
        "the same column in both rows",
        f"Write {by_key.zh} in row 4, or {by_heading.key} in row 2.",
    )


def _no_headings(sheet: Sheet, table: Table, findings: Findings) -> None:
    """Say where the headings are instead, if rows were inserted or deleted above them."""
    known = {
        row: sum(
            table.column_named(narrow(sheet.text(row, c))) is not None for c in range(sheet.width)
        )
        for row in range(min(len(sheet.grid), 20))
    }
    best = max(known, key=lambda row: known[row], default=0)
    hint = (
        f"Row {best + 1} looks like headings: insert or delete rows above it."
        if known.get(best)
        else "Start from a sheet of a new workbook (pathway new)."
    )
    findings.error(
        sheet.where(KEY_ROW),
        "no known heading in rows 2 and 4",
        f"keys in row 2, such as {', '.join(c.key for c in table.columns[:3])}",
        hint,
    )


def _missing(sheet: Sheet, table: Table, layout: Layout, findings: Findings) -> None:
    for column in table.all_columns:
        if column.required and column.key not in layout.columns:
            words = (column.key, column.zh, column.en)
            near = [w for w in layout.free if difflib.get_close_matches(w, words, cutoff=0.6)]
            hint = (
                f'Rename column "{near[0]}"?'
                if near
                else f"请增加这一列：{column.help_zh} / Add it: {column.help_en}."
            )
            findings.error(sheet.where(KEY_ROW), f"{named(column)} is missing", "this column", hint)


def _unknown(sheet: Sheet, table: Table, layout: Layout, findings: Findings) -> None:
    """Warn about columns that nothing declares: they hold notes, or a heading is misspelt."""
    words = [w for c in table.all_columns for w in (c.key, c.zh) if c.key not in layout.columns]
    for heading, column in layout.free.items():
        near = difflib.get_close_matches(heading, words, n=2, cutoff=0.6)
        years = "years from 1950 to 2100 or " if table.years_across else ""
        findings.warn(
            sheet.where(HEADING_ROW, column),
            f'column "{heading}" is not known and is ignored',
            f"{years}columns of the handbook",
            did_you_mean(near),
        )


def _check_units(sheet: Sheet, table: Table, layout: Layout, findings: Findings) -> None:
    """Refuse a row 3 that promises another unit than the one the numbers are read in."""
    for key, column in layout.columns.items():
        unit, text = table.by_key[key].unit, narrow(sheet.text(UNIT_ROW, column))
        if unit and text and not _same_unit(text, unit):
            findings.error(
                sheet.where(UNIT_ROW, column),
                f'row 3 gives {named(table.by_key[key])} the unit "{text}"',
                f'"{unit}", the only unit of this column',
                "Restore row 3 and write the numbers in that unit.",
            )


def _same_unit(text: str, unit: str) -> bool:
    if unit == "1" and text in SHARE_WORDS:
        return True
    try:
        found, wanted = parse_unit(text), parse_unit(unit)
    except UnitError:
        return False
    return (found.dimension, found.size) == (wanted.dimension, wanted.size)
