"""A workbook as one listing, so that two versions of it can be compared line by line."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING

from pathway.workbook.findings import Findings
from pathway.workbook.folder import dump_folder, load_folder
from pathway.workbook.forms import text_form
from pathway.workbook.preflight import Sheet, cell_name, open_book
from pathway.workbook.read import find_sheets, table_named
from pathway.workbook.text_table import FREE_TEXT, TextTable, text_table
from pathway.workbook.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["dump", "dump_folder", "load_folder"]

HEAD = 24
"""Steps of a profile that the listing shows; a hash stands for the rest."""


def dump(path: Path | str) -> str:
    """Every sheet as text in a stable order: one line a row, blanks left out.

    Sheets come in the order of the schema, rows by key (where the table has one), columns in the
    order of the schema and then by year. Profiles are summed up in one line each. Cells that cannot
    be read are shown as they are.

    Raises:
        StorageError: the file is absent or locked.
        InputError: it is no .xlsx file.
    """
    book = open_book(Path(path))
    found = find_sheets(book, Findings())
    lines: list[str] = []
    for sheet in found.values():
        lines += _listing(sheet)
    for sheet in book.sheets:
        if sheet not in found.values():
            lines += [f"== {sheet.name} (not known)", *_raw_lines(sheet)]
    return "\n".join(lines) + "\n"


def _listing(sheet: Sheet) -> Iterator[str]:
    table = table_named(sheet.name)
    if table is None:
        return
    text = text_table(sheet, table)
    yield f"== {table.key}"
    yield from _profiles(text) if table.free_columns else _lines(text)


def _lines(text: TextTable) -> Iterator[str]:
    keys = [text.header.index(key) for key in text.table.key_columns if key in text.header]
    rows = sorted(text.rows, key=lambda row: [row[k] for k in keys]) if keys else text.rows
    for row in rows:
        yield _line(text.header, row, keys or [0])


def _line(header: Sequence[str], row: Sequence[str], keys: Sequence[int]) -> str:
    key = ":".join(_one_line(row[k]) for k in keys).rstrip(":")
    cells = (
        f"{name}={_one_line(cell)}"
        for at, (name, cell) in enumerate(zip(header, row, strict=True))
        if cell and at not in keys
    )
    return " | ".join([key, *cells])


def _one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")


def _raw_lines(sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(sheet.grid):
        cells = (
            f"{cell_name(number, at)}={_one_line(text_form(value, FREE_TEXT))}"
            for at, value in enumerate(row)
            if value is not None
        )
        if line := " | ".join(cells):
            yield line


def _profiles(text: TextTable) -> Iterator[str]:
    """A line a column: sum, least, most, the first day, and a hash of all of it."""
    for name, cells in zip(text.header, zip(*text.rows, strict=True), strict=False):
        numbers = [float(cell) for cell in cells if _is_number(cell)]
        summary = {
            "rows": str(len(cells)),
            "numbers": str(len(numbers)),
            "sum": number_text(math.fsum(numbers)),
            "min": number_text(min(numbers, default=0.0)),
            "max": number_text(max(numbers, default=0.0)),
            "first": " ".join(cells[:HEAD]),
            "sha256": hashlib.sha256("\n".join(cells).encode()).hexdigest()[:16],
        }
        yield " | ".join([name, *(f"{word}={value}" for word, value in summary.items())])


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
