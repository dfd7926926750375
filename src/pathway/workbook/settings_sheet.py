"""Sheet ``settings``: each row checked against what that setting may be."""

from __future__ import annotations

import difflib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pathway.schema.settings_rows import SETTINGS_BY_KEY, SETTINGS_ROWS
from pathway.schema.table import Column, Kind
from pathway.schema.units import UnitError, convert_factor
from pathway.workbook.findings import Findings, did_you_mean, named
from pathway.workbook.preflight import column_of
from pathway.workbook.table_sheet import parse_or_report, refuse_percent

if TYPE_CHECKING:
    from pathway.schema.settings_rows import Setting
    from pathway.workbook.preflight import Sheet
    from pathway.workbook.rows import Row


def check_settings(sheet: Sheet, rows: tuple[Row, ...], findings: Findings) -> tuple[Row, ...]:
    """Rows with ``value`` as the kind of the setting says: number, year, choice key or text."""
    present = {row["key"] for row in rows}
    for setting in SETTINGS_ROWS:
        if setting.required and setting.key not in present:
            findings.error(
                sheet.where(),
                f"setting {setting.key} ({setting.zh}) is missing",
                f"{setting.help_zh} / {setting.help_en}",
                f"Add a row with key {setting.key}.",
            )
    return tuple(_checked(sheet, row, findings) for row in rows)


def setting_column(setting: Setting) -> Column:
    """A setting seen as a column of one cell, so that the same checks apply."""
    return Column(
        setting.key,
        setting.zh,
        setting.en,
        setting.kind,
        setting.help_zh,
        setting.help_en,
        unit=setting.unit,
        at_least=setting.at_least,
        at_most=setting.at_most,
        choices=setting.choices,
    )


def _checked(sheet: Sheet, row: Row, findings: Findings) -> Row:
    setting = SETTINGS_BY_KEY.get(row["key"] or "")
    if setting is None:
        _unknown(row, findings)
        return row
    if row["value"] is None:
        return row
    column = setting_column(setting)
    stated = row["unit"] if setting.kind is Kind.NUMBER else None
    if stated and stated != setting.unit:
        column = _in_unit(column, stated, row, findings)
    place = (row.number - 1, column_of(row.cells["value"]))
    refuse_percent(sheet, place, column, stated or "", findings)
    raw = sheet.value(*place)
    value = parse_or_report(raw, column, partial(row.where, "value"), findings)
    return replace(row, values={**row.values, "value": value})


def _in_unit(column: Column, stated: str, row: Row, findings: Findings) -> Column:
    """The column with its bounds in the unit that the row states."""
    try:
        factor = convert_factor(column.unit, stated)
    except UnitError as error:
        found = f"{named(column)} has the unit {stated}: {error}"
        findings.error(row.where("unit"), found, f"a unit like {column.unit}")
        return replace(column, at_least=None, at_most=None)
    return replace(
        column,
        unit=stated,
        at_least=None if column.at_least is None else column.at_least * factor,
        at_most=None if column.at_most is None else column.at_most * factor,
    )


def _unknown(row: Row, findings: Findings) -> None:
    key = row["key"]
    if key is None:
        return
    names = {word: s.key for s in SETTINGS_ROWS for word in (s.key, s.zh)}
    near = difflib.get_close_matches(key, names, n=2, cutoff=0.5)
    hint = did_you_mean([names[word] for word in near])
    findings.error(
        row.where("key"), f"setting {key} is not known", "a setting of the handbook", hint
    )
