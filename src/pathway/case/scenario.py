"""Scenarios: named sets of changes to rows of a workbook, made before a case is assembled.

A change of some years leaves the others as they were. Blank years are interpolated from the years
around them, so they are filled before one of their neighbours changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway.case.active import only_active
from pathway.case.override import (
    ANY,
    Change,
    RefusedError,
    changed,
    check_bounds,
    fits,
    unknown,
)
from pathway.case.values import interpolate
from pathway.errors import Finding, InputError, Severity, UsageError
from pathway.schema import BY_KEY
from pathway.schema.settings_rows import SETTINGS_BY_KEY
from pathway.schema.table import Column, Kind, Table
from pathway.workbook.references import key_column
from pathway.workbook.rows import Row, Workbook
from pathway.workbook.settings_sheet import setting_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

BASE = "base"
"""Scenario without changes; sheet ``scenarios`` need not list it."""
YEARS = "years"
_NOT_CHANGED = {
    "readme", "profiles", "actuals", "actual_items", "scenarios", "overrides", "estimates",
    "sources", "changelog",
}  # fmt: skip


def apply_scenario(workbook: Workbook, scenario: str) -> Workbook:
    """The workbook as one of its scenarios has it, without rows that are switched off.

    The workbook given stays as it is.

    Rows of sheet ``overrides`` are taken from top to bottom, each on what the ones above left.
    Every change is put down as a note, and in the note of the row that it changes.

    Raises:
        UsageError: sheet ``scenarios`` has no such scenario.
        InputError: with every change that names something that is not there, or does not fit it.
    """
    known = [row.key for row in workbook.rows("scenarios")]
    if scenario not in {BASE, *known}:
        there = ", ".join(dict.fromkeys([BASE, *known]))
        raise UsageError(f"{workbook.path.name}: no scenario {scenario!r}; there are: {there}.")
    changes = [row for row in workbook.rows("overrides") if row["scenario"] == scenario]
    if not changes:
        return only_active(workbook)
    editor = _Editor(workbook)
    findings = [finding for row in changes for finding in editor.apply(Change(row))]
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputError((*workbook.notes, *findings))
    tables = {key: tuple(rows) for key, rows in editor.tables.items()}
    return only_active(replace(workbook, tables=tables, notes=(*workbook.notes, *findings)))


def faults(workbook: Workbook) -> list[Finding]:
    """Every change, of whichever scenario, that names something not there or does not fit it."""
    found: list[Finding] = []
    for row in workbook.rows("scenarios"):
        try:
            apply_scenario(workbook, row.key)
        except InputError as error:
            found += [finding for finding in error.findings if finding.severity is Severity.ERROR]
    return found


def changeable() -> list[str]:
    """Keys of the sheets of inputs that a change may be made in."""
    return [name for name in BY_KEY if name not in _NOT_CHANGED]


def changed_workbook(workbook: Workbook, changes: Iterable[Change]) -> Workbook:
    """The workbook after changes that belong to no scenario, each on what the ones before left.

    Raises:
        InputError: with every change that names something that is not there, or does not fit it.
    """
    editor = _Editor(workbook)
    findings = [finding for change in changes for finding in editor.apply(change)]
    wrong = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if wrong:
        raise InputError(wrong)
    return replace(workbook, tables={key: tuple(rows) for key, rows in editor.tables.items()})


class _Editor:
    """Makes changes one after another on copies of the tables."""

    def __init__(self, workbook: Workbook) -> None:
        self.tables = {key: list(rows) for key, rows in workbook.tables.items()}
        self.profiles = workbook.profile_sheet.profiles
        stated = {row["key"]: row["value"] for row in workbook.rows("settings")}
        self.horizon = range(stated["base_year"], stated["last_year"] + 1)

    def apply(self, change: Change) -> list[Finding]:
        """Make a change; the finding says what was changed, or why it was not."""
        row = change.row
        try:
            done = self._apply(change)
        except RefusedError as error:
            where = row.where(error.column)
            return [Finding(where, error.found, error.expected, error.suggestion)]
        found = f"scenario {row['scenario']}: {change} ({done} row(s))"
        reason = row["reason"] or "a reason in column reason"
        return [Finding(row.where("value"), found, reason, severity=Severity.NOTE)]

    def _apply(self, change: Change) -> int:
        table = self._table(change)
        column = None if change.row["parameter"] == YEARS else self._column(change, table)
        keys = self._keys(change, table)
        done = sum(self._edit(change, table, at, column) for at in keys)
        if not done:
            raise RefusedError(
                "key", "every cell it means is blank", "a number to change", "Set it with =."
            )  # fmt: skip
        return done

    # --- what a change means ------------------------------------------------------------------

    def _table(self, change: Change) -> Table:
        key = change.row["table"]
        usable = changeable()
        if key not in usable:
            found = f"sheet {key!r} cannot be changed by a scenario"
            raise unknown("table", key, usable, found, "the key of a sheet of inputs")
        return BY_KEY[key]

    def _column(self, change: Change, table: Table) -> Column:
        key = change.row["parameter"]
        usable = [c.key for c in table.all_columns if c.key not in table.key_columns]
        words = [*usable, YEARS] if table.years_across else usable
        if key not in usable:
            found = f"sheet {table.key} has no parameter {key!r} that may change"
            raise unknown("parameter", key, words, found, "the key of a column")
        return table.by_key[key]

    def _keys(self, change: Change, table: Table) -> list[int]:
        wanted, rows = change.row["key"], self.tables.get(table.key, [])
        keys = [row_key(row) for row in rows]
        found = [at for at, key in enumerate(keys) if fits(wanted, key)]
        if not found and table.key == "settings" and wanted in SETTINGS_BY_KEY:
            raise RefusedError(
                "key", f"sheet settings has no row {wanted!r}", "the key of a row",
                f"Add a row with key {wanted} to sheet settings, with its value where no "
                "scenario is asked for.",
            )  # fmt: skip
        if not found:
            raise unknown(
                "key", wanted, keys, f"sheet {table.key} has no row {wanted!r}", "the key of a row"
            )
        return found

    # --- the change itself --------------------------------------------------------------------

    def _edit(self, change: Change, table: Table, at: int, column: Column | None) -> bool:
        """Change one row; False where there is nothing that a change of all rows could change."""
        rows = self.tables[table.key]
        row = rows[at]
        if column is None:
            if not table.years_across:
                raise RefusedError(
                    "parameter", f"sheet {table.key} has no years", "the key of a column"
                )
            years = self._years(change, row.years, row["unit"] or "1")
            rows[at] = changed(replace(row, years=years), change, {})
            return True
        column = declared_column(row, column)
        if not column.is_number:
            rows[at] = changed(row, change, {column.key: self._word(change, column)})
            return True
        return self._edit_number(change, row, column, at)

    def _edit_number(self, change: Change, row: Row, column: Column, at: int) -> bool:
        place = self._path(row, column)
        if place is None and not _has_number(row, column) and not change.sets:
            if ANY in change.row["key"]:
                return False
            raise RefusedError(
                "key", f"{column.key} of {row_key(row)} is blank", "a number to change"
            )
        if change.ranged and not column.by_year:
            raise RefusedError(
                "from_year", f"{column.key} does not change by year", "blank years",
                "Leave from_year and to_year blank.",
            )  # fmt: skip
        if place is None and not change.ranged:
            self.tables[row.table.key][at] = _with_number(row, column, change)
        else:
            self._edit_path(change, row, column, place)
        return True

    def _edit_path(self, change: Change, row: Row, column: Column, place: int | None) -> None:
        paths = self.tables.setdefault("paths", [])
        if place is None:
            place = len(paths)
            paths.append(self._new_path(change, row, column))
        path = paths[place]
        years = self._years(change, path.years, path["unit"])
        for value in years.values():
            check_bounds(change, column, value, path["unit"])
        paths[place] = changed(replace(path, years=years), change, {})

    def _new_path(self, change: Change, row: Row, column: Column) -> Row:
        """The number of a row as a path over the years of the plan, to be changed in some."""
        value = row[column.key]
        if value is None and not all(map(change.covers, self.horizon[1:])):
            raise RefusedError(
                "from_year", f"{column.key} of {row_key(row)} is blank in the other years",
                "a number in them", "Fill the cell first, or leave the years of the change blank.",
            )  # fmt: skip
        values = dict.fromkeys(BY_KEY["paths"].by_key)
        values |= {"table": row.table.key, "key": row.key, "parameter": column.key}
        values |= {"unit": _unit(row, column, change), "confidence": row.values.get("confidence")}
        years = dict.fromkeys(self.horizon, 0.0 if value is None else float(value))
        cells = {
            key: change.row.cells.get(key, "") for key in ("table", "key", "parameter", "unit")
        }
        source = change.row
        return Row(BY_KEY["paths"], source.file, source.sheet, source.number, values, years, cells)

    def _path(self, row: Row, column: Column) -> int | None:
        wanted = (row.table.key, row.key, column.key)
        for at, path in enumerate(self.tables.get("paths", [])):
            if (path["table"], path["key"], path["parameter"]) == wanted:
                return at
        return None

    def _years(self, change: Change, given: Mapping[int, float], unit: str) -> dict[int, float]:
        """Numbers across years after a change, blank years filled where it is for some only."""
        before = dict(given)
        if not before and not change.sets:
            raise RefusedError("key", "no year is filled", "numbers to change")
        if change.ranged or not before:
            first = min(*self.horizon, *before)
            span = range(first, max(*self.horizon, *before) + 1)
            filled = interpolate(before or {first: 0.0}, span)
            before = dict(zip(span, filled.tolist(), strict=True))
        if not any(map(change.covers, before)):
            raise RefusedError(
                "from_year", "no year lies between from_year and to_year", "years of the plan"
            )
        after = change.operation(unit)
        return {year: after(old) if change.covers(year) else old for year, old in before.items()}

    def _word(self, change: Change, column: Column) -> Any:
        if not change.sets or change.ranged:
            raise RefusedError("operation", f"{column.key} holds words", "= for all years")
        value = change.parsed(change.row["value"], column)
        for word in value if isinstance(value, tuple) else (value,):
            if column.refers_to and word not in (known := self._known(column.refers_to)):
                found = f"sheet {column.refers_to} has no row {word!r}"
                raise unknown("value", word, known, found, "the key of a row")
        return value

    def _known(self, table: str) -> Collection[str]:
        if table == "profiles":
            return self.profiles
        return [row_key(row) for row in self.tables.get(table, [])]


def row_key(row: Row) -> str:
    """Key by which overrides name a row; rows of one metric share theirs."""
    return row.key if row.table.key_columns else str(row[key_column(row.table)])


def declared_column(row: Row, column: Column) -> Column:
    """The column; for the value of a setting, as that setting declares it."""
    setting = SETTINGS_BY_KEY.get(row.key) if row.table.key == "settings" else None
    if setting is None or column.key != "value":
        return column
    return replace(setting_column(setting), key="value", unit_column="unit" if setting.unit else "")


def _has_number(row: Row, column: Column) -> bool:
    """Whether there is a number with a unit; a default of zero has none."""
    value = row[column.key]
    return bool(value) or (value is not None and (row.given(column.key) or not column.unit_column))


def _unit(row: Row, column: Column, change: Change) -> str:
    """Unit of a number; that of the change where the row states none of its own."""
    if not column.unit_column:
        return column.unit or "1"
    own = None if change.multiplies else change.row["unit"]
    stated = row[column.unit_column] or column.unit or own
    return str(stated or "1")


def _with_number(row: Row, column: Column, change: Change) -> Row:
    unit = _unit(row, column, change)
    value = change.operation(unit)(row[column.key] or 0.0)
    check_bounds(change, column, value, unit)
    whole = column.kind in {Kind.YEAR, Kind.INTEGER}
    values = {column.key: change.parsed(value, column) if whole else value}
    if column.unit_column and not row[column.unit_column]:
        values[column.unit_column] = unit
    return changed(row, change, values)
