"""Rows of sheet ``profiles``: which there are in a year, how they spread an amount, their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.workbook.rows import ProfileSheet

    Array = NDArray[np.float64]

HOURS = 8760
MONTH_ENDS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24


def hourly_shape(sheet: ProfileSheet, profile: str | None, years: tuple[int, ...]) -> Array:
    """Share of a yearly amount in each hour of the rows [year × row, 1/h]: sums to one a year.

    Zero where the profile is; that it is nowhere above zero is told by the checks.
    """
    values = np.ones(len(sheet.step)) if profile is None else sheet.profiles[profile]
    there = values * rows_of(sheet, years)
    total = (there * sheet.weight).sum(axis=1, keepdims=True)
    return np.asarray(np.divide(there, total, out=np.zeros_like(there), where=total > 0))


def rows_of(sheet: ProfileSheet, years: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each row is there in each year [year × row]."""
    year = np.array(years)[:, None]
    return (sheet.from_year <= year) & (year <= sheet.to_year)


def name_of(sheet: ProfileSheet, row: int) -> str:
    """Date and hour of a row; the name of its day where the rows are slices."""
    if len(sheet.step) != HOURS:
        return str(sheet.day[row])
    month = int(np.searchsorted(MONTH_ENDS, row, side="right"))
    day = (row - int(MONTH_ENDS[month - 1])) // 24 + 1
    return f"{month:02d}-{day:02d} {row % 24:02d}:00"
