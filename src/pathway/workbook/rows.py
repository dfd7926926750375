"""What a workbook holds once it is read: typed rows that know the cell they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from pathway.errors import Finding
    from pathway.schema.table import Table


@dataclass(frozen=True)
class Row:
    """One row of a table sheet, checked cell by cell; numbers are still in their stated units."""

    table: Table
    file: str
    sheet: str
    number: int
    """Row number in the sheet, from 1."""
    values: Mapping[str, Any]
    """Column key → str, float, int, bool, tuple of str, or None; defaults are filled in.

    Choices stand as their key. ``value`` of sheet settings has the type of its setting: int for a
    year, float for a number, else str.
    """
    years: Mapping[int, float] = field(default_factory=dict)
    """Calendar year → number, for the cells that are filled."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Column key, or year as text, → address such as ``F12``, for the cells that are filled."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Column key, or year as text, → letter of its column, for addresses of blank cells."""

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @cached_property
    def key(self) -> str:
        """Values of the key columns that are filled, joined by ``:``."""
        words = (self.values[column] for column in self.table.key_columns)
        return ":".join(str(word) for word in words if word is not None)

    def given(self, column: str) -> bool:
        """Whether the planner filled the cell."""
        return column in self.cells

    def where(self, column: str | int | None = None) -> str:
        """Address of a cell, filled or blank, or of the row: ``city.xlsx!processes!F12``."""
        return f"{self.file}!{self.sheet}!{self.address(column)}"

    def address(self, column: str | int | None = None) -> str:
        """Cell of the row, such as ``F12``; ``row 12`` where the sheet has no such column."""
        name = str(column)
        if name in self.cells:
            return self.cells[name]
        letter = self.letters.get(name, "")
        return f"{letter}{self.number}" if letter else f"row {self.number}"


@dataclass(frozen=True)
class ProfileSheet:
    """Sheet ``profiles``: steps of the year and the profiles over them."""

    step: NDArray[np.int64]
    day: NDArray[np.str_]
    """Chronology that each step belongs to; steps of one follow each other."""
    duration: NDArray[np.float64]
    """Hours from each step to the next [h]."""
    weight: NDArray[np.float64]
    """Hours of the year that each step stands for [h]."""
    from_year: NDArray[np.int64]
    to_year: NDArray[np.int64]
    profiles: Mapping[str, NDArray[np.float64]]
    """Profile key → value in each step."""
    where: str = ""

    @classmethod
    def flat(cls) -> ProfileSheet:
        """One step of 8,760 hours, for a workbook without hourly commodities."""
        one = np.ones(1)
        return cls(
            np.ones(1, np.int64), np.array(["1"]), 8760 * one, 8760 * one,
            np.zeros(1, np.int64), np.full(1, 9999, np.int64), {},
        )  # fmt: skip


@dataclass(frozen=True)
class Workbook:
    """A planner's workbook, read and checked cell by cell; cross-checks are the case's work."""

    path: Path
    sha256: str
    tables: Mapping[str, tuple[Row, ...]]
    profile_sheet: ProfileSheet
    notes: tuple[Finding, ...] = ()
    """Lossless normalisations and warnings met while reading."""
    detail: str = "whole"
    """Whether regions that are parts of another are planned: ``whole`` or ``parts``."""

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of a table; empty where the sheet is absent."""
        return self.tables.get(table, ())

    def __iter__(self) -> Iterator[Row]:
        for rows in self.tables.values():
            yield from rows
