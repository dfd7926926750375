"""Rows that wait as options: processes and demands that a planner has not switched on.

They stay in the workbook, with everything that says something of them, and out of the case. A
scenario may switch a row on or off, so rows are left out after its changes are made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.errors import Finding, InputError
from pathway.schema.table import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.workbook.rows import Row, Workbook

SWITCHED = ("processes", "demands")
"""Sheets whose rows may be switched off."""
FOLLOWING = {"flows": ("process",), "storage": ("process",), "credits": ("process",),
             "retrofits": ("from_process", "to_process")}  # fmt: skip
"""Sheets whose rows go with the process that these columns name."""
BY_TEXT = ("paths", "estimates", "shares")
"""Sheets that name a row by the key of its sheet and its own key."""


def only_active(workbook: Workbook) -> Workbook:
    """The workbook without rows that are switched off, and without what only they need.

    The same object comes back where nothing is switched off.

    Raises:
        InputError: a unit, a project, a mode or a metric needs a row that is switched off.
    """
    off = {table: _off(workbook, table) for table in SWITCHED}
    if not any(off.values()):
        return workbook
    off |= {table: _named(workbook, table, off["processes"]) for table in FOLLOWING}
    off["commodities"] = _spare(workbook, off)
    tables = {
        name: tuple(row for row in rows if row.key not in off.get(name, ()) and not _told(row, off))
        for name, rows in workbook.tables.items()
    }
    tables["sources"] = _still_cited(workbook, tables)
    tables["metrics"] = tuple(_narrowed(row, off) for row in tables.get("metrics", ()))
    faults = [fault for rows in tables.values() for row in rows for fault in _faults(row, off)]
    if faults:
        raise InputError(tuple(faults))
    return replace(workbook, tables=tables)


def _off(workbook: Workbook, table: str) -> set[str]:
    return {row.key for row in workbook.rows(table) if row.values.get("active") is False}


def _named(workbook: Workbook, table: str, processes: set[str]) -> set[str]:
    """Keys of rows that say something of a process that is off."""
    columns = FOLLOWING[table]
    return {
        row.key
        for row in workbook.rows(table)
        if any(row[column] in processes for column in columns)
    }


def _spare(workbook: Workbook, off: dict[str, set[str]]) -> set[str]:
    """Commodities that only rows switched off move, store or demand."""
    unused: set[str] = set()
    used: set[str] = {row["commodity"] for row in workbook.rows("adequacy")}
    for table in ("flows", "storage", "demands"):
        for row in workbook.rows(table):
            (unused if row.key in off[table] else used).add(row["commodity"])
    return unused - used


def _told(row: Row, off: dict[str, set[str]]) -> bool:
    """Whether a row gives a number of a row that is left out."""
    return row.table.key in BY_TEXT and row["key"] in off.get(row["table"], ())


def _still_cited(workbook: Workbook, tables: Mapping[str, tuple[Row, ...]]) -> tuple[Row, ...]:
    """Sources without those that only rows left out refer to."""
    before, after = _cited(workbook.tables), _cited(tables)
    return tuple(row for row in tables.get("sources", ()) if row.key not in before - after)


def _cited(tables: Mapping[str, tuple[Row, ...]]) -> set[str]:
    return {
        key for rows in tables.values() for row in rows for key in row.values.get("source") or ()
    }


def _narrowed(row: Row, off: dict[str, set[str]]) -> Row:
    """A metric over what is left; a list that would lose all its words keeps them, as a fault."""
    values = dict(row.values)
    for column in row.table.columns:
        if column.kind is Kind.REFS and values[column.key]:
            left = tuple(w for w in values[column.key] if w not in off.get(column.refers_to, ()))
            values[column.key] = left or values[column.key]
    return replace(row, values=values)


def _faults(row: Row, off: dict[str, set[str]]) -> Iterator[Finding]:
    for column in row.table.columns:
        gone = off.get(column.refers_to, set())
        stated = row[column.key] if column.refers_to else None
        words = stated if isinstance(stated, tuple) else (stated,)
        missing = [word for word in words if word in gone]
        if missing:
            yield Finding(
                row.where(column.key),
                f"{row.key or row['metric']} needs {', '.join(missing)}, which is not active",
                "a row that is active",
                f"Write yes in its column active of sheet {column.refers_to}, or delete this row.",
            )
