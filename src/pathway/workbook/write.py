"""A full workbook from plain rows, laid out for planners."""

from __future__ import annotations

import datetime
import difflib
import os
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from pathway.errors import StorageError
from pathway.schema import BY_KEY, TABLES
from pathway.workbook.choices import Lists
from pathway.workbook.findings import Findings, did_you_mean
from pathway.workbook.look import Look
from pathway.workbook.places import SheetData
from pathway.workbook.preflight import open_book
from pathway.workbook.readme import readme_rows, write_readme
from pathway.workbook.sheet_writer import write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter import Workbook as XlsxFile

    from pathway.schema.table import Table

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "微软雅黑", "font_size": 10},
}
_MADE = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
"""Stands as the time of making, so that the same rows give the same bytes."""


def write_workbook(
    path: Path | str,
    tables: Mapping[str, Sequence[Mapping[Any, object]]],
    profiles: Mapping[str, Sequence[object]] | None = None,
    *,
    years: Sequence[int] | Mapping[str, Sequence[int]] | None = None,
    chinese_tabs: bool = False,
) -> None:
    """Write a workbook with every sheet of the schema; an older file of that name is replaced.

    Cells hold Chinese words for choices and flags. Values that a column does not allow are written
    as they are, so that reading points at them. The keys in row 2 look locked, but no sheet is
    protected: planners add rows, columns and filters freely.

    Args:
        path: where to write; the file appears only once it is complete and reads back.
        tables: rows by table key. A row maps column keys, and calendar years as int, to values;
            keys that the schema does not know become further columns.
        profiles: columns of sheet ``profiles`` by key: ``step``, ``day`` …, and one per profile.
        years: calendar years that tables with years across show, for all of them or by table key;
            years of the rows are shown in any case.
        chinese_tabs: name the sheets in Chinese instead of by key.

    Raises:
        StorageError: the folder or an open file of that name does not let it be written.
        InputError: a text is longer than a cell can hold, or a key is of no sheet.
    """
    _check_names(tables)
    sheets = [_sheet_data(table, tables, profiles, years) for table in TABLES]
    with _complete_only(Path(path)) as temporary:
        file = xlsxwriter.Workbook(str(temporary), _SAFE)
        file.set_properties({"created": _MADE, "title": "pathway"})
        _fill(file, sheets, chinese_tabs)
        file.close()


def _check_names(tables: Mapping[str, object]) -> None:
    findings = Findings()
    for key in tables:
        if key not in BY_KEY:
            near = did_you_mean(difflib.get_close_matches(key, BY_KEY, n=2))
            findings.error(key, "there is no such sheet", "a key of a sheet", near)
    findings.raise_errors()


def _fill(file: XlsxFile, sheets: Sequence[SheetData], chinese_tabs: bool) -> None:
    formats, lists = Look(file), Lists(file)
    for data in sheets:
        tab = data.table.zh if chinese_tabs else data.table.key
        if data.table.key == "readme":
            write_readme(file, data, formats, lists, tab)
        else:
            write_sheet(file, data, formats, lists, tab)
    lists.write()


def _sheet_data(
    table: Table,
    tables: Mapping[str, Sequence[Mapping[Any, object]]],
    profiles: Mapping[str, Sequence[object]] | None,
    years: Sequence[int] | Mapping[str, Sequence[int]] | None,
) -> SheetData:
    if table.free_columns and profiles is not None:
        return _profile_data(table, profiles)
    rows = tables.get(table.key, ())
    if table.key == "readme":
        rows = readme_rows(rows)
    names = dict.fromkeys(name for row in rows for name in row)
    wished = years.get(table.key, ()) if isinstance(years, Mapping) else years or ()
    across = {name for name in names if isinstance(name, int)} | {*wished}
    extra = [n for n in names if isinstance(n, str) and n not in table.by_key]
    return SheetData(table, rows, sorted(across) if table.years_across else (), extra)


def _profile_data(table: Table, profiles: Mapping[str, Sequence[object]]) -> SheetData:
    columns = [list(values) for values in profiles.values()]
    rows = [dict(zip(profiles, values, strict=True)) for values in zip(*columns, strict=True)]
    if rows and "step" not in profiles:
        rows = [{"step": number, **row} for number, row in enumerate(rows, start=1)]
    return SheetData(table, rows, extra=[name for name in profiles if name not in table.by_key])


@contextmanager
def _complete_only(path: Path) -> Iterator[Path]:
    """A temporary file beside the target, put in its place once it is closed and reads back."""
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.tmp.xlsx")
    try:
        yield temporary
        open_book(temporary)
        temporary.replace(path)
    except (XlsxWriterException, OSError) as error:
        message = f"{path}: not written ({error}). Close it in other programs and try again."
        raise StorageError(message) from error
    finally:
        temporary.unlink(missing_ok=True)
