"""A workbook as a folder of CSV files, one a sheet, and back."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathway.errors import Finding, InputError, StorageError
from pathway.schema import TABLES
from pathway.workbook.findings import Findings, did_you_mean
from pathway.workbook.numerals import as_year
from pathway.workbook.preflight import open_book
from pathway.workbook.read import find_sheets, table_named
from pathway.workbook.text_table import TextTable, text_table
from pathway.workbook.wording import narrow
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass
class FolderData:
    """What the CSV files of a folder hold, as `write_workbook` takes it."""

    tables: dict[str, list[dict[Any, object]]] = field(default_factory=dict)
    profiles: Mapping[str, Sequence[object]] | None = None
    years: dict[str, list[int]] = field(default_factory=dict)


def dump_folder(path: Path | str, folder: Path | str) -> None:
    """Write one CSV file per sheet (UTF-8 with mark): column keys, then years, as the header.

    Raises:
        StorageError: the workbook cannot be read, or the folder not written.
        InputError: it is no .xlsx file.
    """
    book, target = open_book(Path(path)), Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for key, sheet in find_sheets(book, Findings()).items():
            table = table_named(key)
            if table is not None:
                _write_csv(target / f"{key}.csv", text_table(sheet, table))
    except OSError as error:
        raise StorageError(f"{target}: not writable ({error.strerror}).") from error


def load_folder(folder: Path | str, path: Path | str) -> None:
    """Write a workbook from CSV files named by sheet; absent ones become empty sheets.

    Raises:
        StorageError: there is no such folder, or a file cannot be read or written.
        InputError: a file is not one of a sheet, or its cells do not stand under headings.
    """
    data = read_folder(folder)
    write_workbook(path, data.tables, data.profiles, years=data.years)


def read_folder(folder: Path | str) -> FolderData:
    """The CSV files of a folder.

    Headings may be keys, Chinese or English names, or years. Unknown ones become columns that
    reading warns about, and wrong values are kept for reading to point at.

    Raises:
        StorageError: there is no such folder, or a file cannot be read.
        InputError: a file is not one of a sheet, or its cells do not stand under headings.
    """
    source = Path(folder)
    if not source.is_dir():
        raise StorageError(f"{source}: there is no such folder.")
    data = FolderData()
    for file in sorted(source.glob("*.csv")):
        text = _read_csv(file)
        key = text.table.key
        if text.table.free_columns:
            data.profiles = _columns(text)
        else:
            data.tables[key] = [_row(text, cells) for cells in text.rows]
            data.years[key] = [year for name in text.header if (year := as_year(name))]
    return data


def _write_csv(path: Path, text: TextTable) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(text.header)
        writer.writerows(text.rows)


def _read_csv(path: Path) -> TextTable:
    table = table_named(path.stem)
    if table is None:
        near = difflib.get_close_matches(path.stem, [t.key for t in TABLES], n=2, cutoff=0.5)
        raise _refused(path, "no sheet has this name", "a file named by sheet", did_you_mean(near))
    try:
        text = path.read_text("utf-8-sig")
        header, *lines = [*csv.reader(io.StringIO(text, newline=""))] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StorageError(
            f"{path}: not readable as CSV in UTF-8 ({error}). In Excel, save as CSV UTF-8."
        ) from error
    names = [narrow(heading) for heading in header]
    found = [table.column_named(name) for name in names]
    keys = tuple(c.key if c else name for c, name in zip(found, names, strict=True))
    rows = [line for line in lines if any(cell.strip() for cell in line)]
    _check_header(path, keys, rows)
    return TextTable(table, keys, tuple(_squared(row, len(keys)) for row in rows))


def _check_header(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Refuse cells that would be lost: without a heading, or under one that stands twice."""
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        raise _refused(path, f"column {twice[0]} stands twice", "each column once")
    for number, row in enumerate(rows, start=2):
        for at, cell in enumerate(row):
            if cell.strip() and not (at < len(header) and header[at]):
                where = f"cell {at + 1} of line {number}, {cell[:40]!r}, has no heading"
                raise _refused(path, where, "a heading over every cell", "Is a comma unquoted?")


def _squared(row: Sequence[str], width: int) -> tuple[str, ...]:
    """A row with as many cells as the header; spreadsheet programs leave trailing blanks out."""
    return (*row, *[""] * width)[:width]


def _row(text: TextTable, cells: Sequence[str]) -> dict[Any, object]:
    """Filled cells of a row by column key, or year as int."""
    years = text.table.years_across
    return {
        (as_year(name) or name) if years else name: cell
        for name, cell in zip(text.header, cells, strict=True)
        if cell.strip() and name
    }


def _columns(text: TextTable) -> dict[str, Sequence[object]]:
    columns = zip(*text.rows, strict=True) if text.rows else ([] for _ in text.header)
    return {name: cells for name, cells in zip(text.header, columns, strict=True) if name}


def _refused(path: Path, found: str, expected: str, suggestion: str = "") -> InputError:
    return InputError((Finding(path.name, found, expected, suggestion),))
