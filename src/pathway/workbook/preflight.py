"""A workbook as raw grids of cells: opened safely, nothing interpreted yet."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import python_calamine
from xlsxwriter.utility import xl_col_to_name

from pathway.errors import Finding, InputError, Severity
from pathway.workbook import archive, marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from zipfile import ZipFile

MOST_CELLS = 3_000_000
"""Largest rectangle of cells that is read; a year of hours in 50 columns has 440,000."""
_LINK = re.compile(r"\[\d+\]")
_MERGED = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Stands in a grid for a cell that has no usable value."""

    text: str
    """What the cell shows or holds: ``#REF!``, or the formula."""
    found: str
    suggestion: str


@dataclass(frozen=True)
class Sheet:
    """Cells of one sheet, by row and column from 0."""

    file: str
    name: str
    grid: tuple[list[Any], ...]
    """Rows of text, numbers, dates, `Fault` or None; all of one length."""
    merged: tuple[_MERGED, ...] = ()
    marks: Mapping[tuple[int, int], marks.Mark] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Number of columns that hold anything."""
        return len(self.grid[0]) if self.grid else 0

    def value(self, row: int, column: int) -> Any:
        """Content of a cell; None where it is blank or outside."""
        if row >= len(self.grid) or column >= len(self.grid[row]):
            return None
        return self.grid[row][column]

    def text(self, row: int, column: int) -> str:
        """Content of a heading cell as trimmed text; whole numbers without a point."""
        value = self.value(row, column)
        if isinstance(value, Fault):
            return value.text
        whole = isinstance(value, float) and value.is_integer()
        return "" if value is None else str(int(value) if whole else value).strip()

    def where(self, row: int | None = None, column: int | None = None) -> str:
        """Address for a finding: the sheet, a row of it, or a cell."""
        if row is None:
            return f"{self.file}!{self.name}"
        if column is None:
            return f"{self.file}!{self.name}!row {row + 1}"
        return f"{self.file}!{self.name}!{cell_name(row, column)}"


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook and what could not be read of them."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def cell_name(row: int, column: int) -> str:
    """Address such as ``F12`` of a cell by row and column from 0."""
    return f"{letters(column)}{row + 1}"


letters = cache(xl_col_to_name)
"""Letters of a column from 0: A, B … AA."""


def column_of(cell: str) -> int:
    """Column, from 0, of a cell address."""
    return marks.column_number(cell.rstrip("0123456789")) - 1


def fold(word: str) -> str:
    """A name as it is compared: full-width forms narrowed, trimmed, in small letters."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


def open_book(path: Path) -> Book:
    """Read every visible or hidden worksheet whose name does not start with ``_``.

    The file is read once, as bytes, and never opened for writing.

    Raises:
        StorageError: the file is absent or locked.
        InputError: it is no sound .xlsx file.
    """
    data = archive.read_bytes(path)
    with archive.open_archive(data, path.name) as zipped:
        members = archive.sheet_members(zipped, path.name)
        with _sound_only(path.name), _calamine(data) as book:
            loader = _Loader(path.name, zipped, members, _percent_styles(zipped), book)
            sheets = tuple(loader.sheet(name) for name in _worksheets(book))
    return Book(path, hashlib.sha256(data).hexdigest(), sheets, tuple(loader.findings))


def _calamine(data: bytes) -> python_calamine.CalamineWorkbook:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def _sound_only(file: str) -> Iterator[None]:
    """Turn whatever the parts of a damaged workbook lead to into one finding."""
    try:
        yield
    except (python_calamine.CalamineError, ElementTree.ParseError, KeyError, ValueError) as error:
        found = f"a workbook with a damaged part ({error})"
        raise InputError((Finding(file, found, "a sound .xlsx file", archive.SAVE_AS),)) from error


def _worksheets(book: python_calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet and not sheet.name.startswith("_")
    ]


def _percent_styles(zipped: ZipFile) -> frozenset[str]:
    known = "xl/styles.xml" in zipped.namelist()
    return marks.percent_styles(zipped.read("xl/styles.xml")) if known else frozenset()


@dataclass
class _Loader:
    """Loads one sheet after the other, noting those that are out of bounds."""

    file: str
    zipped: ZipFile
    members: Mapping[str, str]
    percent: frozenset[str]
    book: python_calamine.CalamineWorkbook

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []

    def sheet(self, name: str) -> Sheet:
        """One sheet; an empty one where its cells stretch too far to be a table."""
        xml = self.zipped.read(self.members[name])
        height, width = marks.extent(xml)
        if height * width > MOST_CELLS:
            self.findings.append(_stray(f"{self.file}!{name}", height, width))
            return Sheet(self.file, name, ())
        found = marks.marks_of(xml, self.percent)
        raw = self.book.get_sheet_by_name(name)
        grid = _grid(raw.to_python(skip_empty_area=False), height, width)
        self._note_links(name, found)
        for (row, column), mark in found.items():
            fault = _fault(mark)
            if fault and row < height and column < width:
                grid[row][column] = fault
        return Sheet(self.file, name, tuple(grid), tuple(raw.merged_cell_ranges or ()), found)

    def _note_links(self, name: str, found: Mapping[tuple[int, int], marks.Mark]) -> None:
        """Warn where formulas fetch their values from other workbooks."""
        linked = [place for place, mark in found.items() if _LINK.search(mark.formula or "")]
        if linked:
            self.findings.append(
                Finding(
                    f"{self.file}!{name}!{cell_name(*linked[0])}",
                    f"{len(linked)} formula(s) take values from another workbook",
                    "values that stand in this workbook",
                    "They count as last calculated; type them instead.",
                    Severity.WARNING,
                )
            )


def _grid(rows: list[list[Any]], height: int, width: int) -> list[list[Any]]:
    """Rows of one length, blank cells as None, trailing blank rows and columns included."""
    blank = [None] * width
    grid = [
        [
            None if isinstance(value, str) and not value.strip() else value
            for value in (*row, *blank[len(row) :])
        ]
        for row in rows
    ]
    return grid + [list(blank) for _ in range(height - len(grid))]


def _fault(mark: marks.Mark) -> Fault | None:
    if mark.error:
        mend = "Mend the formula it comes from." if mark.formula is not None else "Type a value."
        return Fault(mark.error, f"the error {mark.error}", mend)
    if mark.calculated:
        return None
    return Fault(
        f"={mark.formula}",
        f"a formula that was never calculated (={mark.formula})",
        "Open the workbook in Excel or WPS, let it calculate, and save; or type the value.",
    )


def _stray(where: str, height: int, width: int) -> Finding:
    corner = cell_name(height - 1, width - 1)
    return Finding(
        f"{where}!{corner}",
        f"the sheet stretches to row {height} and column {corner.rstrip('0123456789')}",
        "a table without stray cells far away",
        f"Delete the rows and columns beyond the table (Ctrl+End goes to the last cell, {corner}).",
    )
