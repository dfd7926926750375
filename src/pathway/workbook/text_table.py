"""A sheet in text: what both the listing and the CSV files show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.schema.table import Column, Kind
from pathway.workbook.findings import Findings
from pathway.workbook.forms import declared_for, text_form
from pathway.workbook.headings import FIRST_ROW, Layout, find_columns
from pathway.workbook.table_sheet import year_value

if TYPE_CHECKING:
    from pathway.schema.table import Table
    from pathway.workbook.preflight import Sheet

FREE_TEXT = Column("", "", "", Kind.TEXT, "", "")
_FREE_NUMBER = Column("", "", "", Kind.NUMBER, "", "", unit="1")


@dataclass(frozen=True)
class TextTable:
    """A sheet in text: column names, and rows of as many cells; blank rows are left out."""

    table: Table
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def text_table(sheet: Sheet, table: Table) -> TextTable:
    """Columns in the order of the schema, then years or profiles, then those that are not known.

    Cells show the value that is read from them; those that read as nothing stand as they are.
    """
    layout = find_columns(sheet, table, Findings())
    places = _places(table, layout)
    first = layout.columns.get(table.columns[0].key, 0)
    rows = (
        tuple(
            text_form(sheet.value(row, at), declared_for(table, column, sheet.value(row, first)))
            for _, at, column in places
        )
        for row in range(FIRST_ROW, len(sheet.grid))
    )
    return TextTable(table, tuple(name for name, _, _ in places), tuple(r for r in rows if any(r)))


def _places(table: Table, layout: Layout) -> list[tuple[str, int, Column]]:
    """Name, place and declaration of each column."""
    declared = [column for column in table.all_columns if column.key in layout.columns]
    free = _FREE_NUMBER if table.free_columns else FREE_TEXT
    return [
        *((column.key, layout.columns[column.key], column) for column in declared),
        *((str(year), place, year_value(table)) for year, place in sorted(layout.years.items())),
        *((name, place, free) for name, place in layout.free.items()),
    ]
