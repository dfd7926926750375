"""What the columns of a written sheet are, and in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.schema.table import UNLIMITED, Column, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.schema.table import Table


@dataclass(frozen=True)
class Place:
    """One column of a sheet: what it is, and what its header block says."""

    name: str | int
    """Key under which a row holds its value: column key, calendar year, or free heading."""
    column: Column
    heading: str
    machine_key: str | int
    unit: str


@dataclass(frozen=True)
class SheetData:
    """What one sheet shall hold."""

    table: Table
    rows: Sequence[Mapping[Any, object]]
    years: Sequence[int] = ()
    extra: Sequence[str] = ()
    """Columns that the schema does not know; reading warns about them."""

    def places(self) -> list[Place]:
        """Columns in the order of the sheet: years stand beside the unit, before the sources."""
        declared = [_declared(column, self.table) for column in self.table.columns]
        sources = [_declared(c, self.table) for c in self.table.all_columns[len(declared) :]]
        years = [_numeric(year, str(year), self.table) for year in self.years]
        extra = [_numeric(name, name, self.table) for name in self.extra]
        return [*declared, *years, *extra, *sources]


def _declared(column: Column, table: Table) -> Place:
    unit = {"": "", "1": "比例"}.get(column.unit, column.unit)
    if column.unit_column:
        unit = f"→ {table.by_key[column.unit_column].zh}"
    return Place(column.key, column, column.zh, column.key, unit)


def _numeric(name: str | int, heading: str, table: Table) -> Place:
    """A year or a profile: a column of numbers that the schema does not list."""
    year = isinstance(name, int)
    unit = "→ 单位" if year else "比例" if table.free_columns else ""
    unlimited = year and table.unlimited_years
    help_zh = f"{name} 年的数值" if year else heading
    help_zh += f"；上限类参数可写 {UNLIMITED[0]}" if unlimited else ""
    kind = Kind.NUMBER if year or table.free_columns else Kind.TEXT
    column = Column(str(name), heading, heading, kind, help_zh, "", unlimited=unlimited)
    return Place(name, column, heading, name, unit)
