"""A planner's workbook, read and checked: everything that is wrong with it is told at once."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from pathway.schema import SCHEMA_VERSION, TABLES
from pathway.workbook.collecting import without_collecting
from pathway.workbook.findings import Findings, did_you_mean
from pathway.workbook.preflight import Book, Sheet, fold, open_book
from pathway.workbook.profile_sheet import read_profiles
from pathway.workbook.references import check_duplicates, check_references
from pathway.workbook.rows import ProfileSheet, Row, Workbook
from pathway.workbook.settings_sheet import check_settings
from pathway.workbook.table_sheet import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.schema.table import Table

VERSION_TOPIC = "schema_version"
"""Topic of the row of sheet ``readme`` that states which version of the sheets this is."""


def read_workbook(path: Path | str) -> Workbook:
    """Read a workbook and check every cell, key and reference of it.

    The file is opened for reading only. Numbers stay in the units that their rows state; defaults
    stand where cells are blank. Values of sheet ``settings`` have the type of their setting.

    Raises:
        StorageError: the file is absent or locked.
        InputError: it is no workbook, or something in it is wrong; carries one finding for each.
    """
    with without_collecting():
        return _read(Path(path))


def _read(path: Path) -> Workbook:
    book = open_book(path)
    findings = Findings(list(book.findings))
    sheets = find_sheets(book, findings)
    tables = _tables(sheets, findings)
    profiles = _profiles(sheets, findings)
    for rows in tables.values():
        check_duplicates(rows, findings)
    check_references(tables, profiles.profiles, findings)
    _check_version(tables.get("readme", ()), findings)
    findings.raise_errors()
    return Workbook(book.path, book.sha256, tables, profiles, tuple(findings.all))


def find_sheets(book: Book, findings: Findings) -> dict[str, Sheet]:
    """Sheet of each table, by its key, Chinese or English name; in the order of the schema."""
    found: dict[str, Sheet] = {}
    unknown: list[Sheet] = []
    for sheet in book.sheets:
        table = table_named(sheet.name)
        if table is None:
            unknown.append(sheet)
        elif table.key in found:
            findings.error(
                sheet.where(),
                f"sheet {table.key} ({table.zh}) is there twice, also as {found[table.key].name}",
                "each sheet once",
                "Delete or rename one of the two.",
            )
        else:
            found[table.key] = sheet
    for sheet in unknown:
        _ignored(sheet, found, findings)
    _missing_sheets(book, found, findings)
    return {table.key: found[table.key] for table in TABLES if table.key in found}


def table_named(name: str) -> Table | None:
    """The table that a sheet name means, by key, Chinese or English name."""
    folded = fold(name)
    names = ((table, {fold(table.key), fold(table.zh), fold(table.en)}) for table in TABLES)
    return next((table for table, words in names if folded in words), None)


def _ignored(sheet: Sheet, found: Mapping[str, Sheet], findings: Findings) -> None:
    """A sheet that means nothing: a planner's own, or a misspelt name of one that is absent."""
    absent = [word for t in TABLES if t.key not in found for word in (t.key, t.zh)]
    near = difflib.get_close_matches(fold(sheet.name), absent, n=2, cutoff=0.6)
    text, wanted = "this sheet is not known and is ignored", "a sheet of the handbook"
    if near:
        findings.warn(sheet.where(), text, wanted, did_you_mean(near))
    else:
        findings.note(sheet.where(), text, wanted, "It may stay.")


def _missing_sheets(book: Book, found: Mapping[str, Sheet], findings: Findings) -> None:
    for table in TABLES:
        if table.required and table.key not in found:
            findings.error(
                book.path.name,
                f"sheet {table.key} ({table.zh}) is missing",
                f"{table.help_zh.rstrip('。')} / {table.help_en.rstrip('.')}",
                f"Add a sheet named {table.key} or {table.zh}.",
            )


def _tables(sheets: Mapping[str, Sheet], findings: Findings) -> dict[str, tuple[Row, ...]]:
    tables: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        if table.key in sheets and not table.free_columns:
            before = len(findings.all)
            sheet = sheets[table.key]
            tables[table.key] = read_table(sheet, table, findings)
            if table.required and not tables[table.key] and len(findings.all) == before:
                findings.error(
                    sheet.where(),
                    "the sheet has no rows",
                    "at least one row",
                    f"{table.help_zh} / {table.help_en}",
                )
    if "settings" in tables:
        tables["settings"] = check_settings(sheets["settings"], tables["settings"], findings)
    return tables


def _profiles(sheets: Mapping[str, Sheet], findings: Findings) -> ProfileSheet:
    sheet = sheets.get("profiles")
    return read_profiles(sheet, findings) if sheet and sheet.grid else ProfileSheet.flat()


def _check_version(readme: Sequence[Row], findings: Findings) -> None:
    for row in readme:
        if row["topic"] == VERSION_TOPIC and row["text"] != SCHEMA_VERSION:
            findings.error(
                row.where("text"),
                f"the workbook is of schema version {row['text']}",
                f"version {SCHEMA_VERSION}",
                "Load its text into a new workbook (pathway dump, load).",
            )
