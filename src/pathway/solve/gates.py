"""What is checked before the solver and after it: never a wrong answer quietly.

One infinite coefficient makes HiGHS drop every row and say "optimal"; coefficients under 1e-9 are
dropped without a word. So the programme is looked at before it is handed over, its size is compared
with what HiGHS holds, and every row is evaluated again on the values that come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import ProofError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.model.algebra import Programme

    Array = NDArray[np.float64]

SMALLEST = 1e-9
"""HiGHS treats matrix entries at or below this as zero."""
USUAL = (1e-3, 1e3)
FEASIBILITY = 1e-6
"""Largest violation of a row or bound, relative to the size of the row."""


@dataclass(frozen=True, slots=True)
class Range:
    """Smallest and largest magnitude of nonzero, finite numbers."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Array) -> Range:
        """Range of an array; (0, 0) if nothing in it is nonzero and finite."""
        size = np.abs(values[np.isfinite(values)])
        size = size[size > 0]
        return cls(float(size.min()), float(size.max())) if len(size) else cls(0.0, 0.0)


def coefficient_ranges(programme: Programme, cost: Array) -> dict[str, tuple[float, float]]:
    """Ranges of matrix, cost, bounds and right-hand sides."""
    bounds = np.concatenate([programme.col_lower, programme.col_upper])
    sides = np.concatenate([programme.row_lower, programme.row_upper])
    parts = {"matrix": programme.matrix.data, "cost": cost, "bounds": bounds, "rhs": sides}
    ranges = {name: Range.of(values) for name, values in parts.items()}
    return {name: (r.low, r.high) for name, r in ranges.items()}


def check_before(programme: Programme, cost: Array) -> list[str]:
    """Refuse a programme that the solver would change quietly; warn of wide ranges.

    Raises:
        ProofError: a coefficient is not finite, vanishes, or a bound is not a number.
    """
    _refuse(programme, ~np.isfinite(programme.matrix.data), "is not a finite number")
    _refuse(programme, np.abs(programme.matrix.data) <= SMALLEST, f"is at or below {SMALLEST:g}")
    if not np.all(np.isfinite(cost)):
        column = int(np.flatnonzero(~np.isfinite(cost))[0])
        raise ProofError(f"the cost of {programme.column_label(column)} is not a finite number")
    _check_bounds(programme)
    low, high = coefficient_ranges(programme, cost)["matrix"]
    if low and (low < USUAL[0] / 1e3 or high > USUAL[1] * 1e3):
        return [f"matrix coefficients range from {low:.1e} to {high:.1e}"]
    return []


def _refuse(programme: Programme, wrong: NDArray[np.bool_], what: str) -> None:
    places = np.flatnonzero(wrong)
    if not len(places):
        return
    place = int(places[0])
    row = int(np.searchsorted(programme.matrix.indptr, place, side="right") - 1)
    column = int(programme.matrix.indices[place])
    raise ProofError(
        f"{len(places)} coefficient(s) of the programme would be lost: "
        f"{programme.column_label(column)} in {programme.row_label(row)} {what} "
        f"({programme.matrix.data[place]!r}); look at the units of its inputs"
    )


def _check_bounds(programme: Programme) -> None:
    for name, lower, upper, label in (
        ("row", programme.row_lower, programme.row_upper, programme.row_label),
        ("variable", programme.col_lower, programme.col_upper, programme.column_label),
    ):
        wrong = np.isnan(lower) | np.isnan(upper) | (lower == np.inf) | (upper == -np.inf)
        if np.any(wrong):
            place = int(np.flatnonzero(wrong)[0])
            raise ProofError(f"{name} {label(place)} has bounds {lower[place]} and {upper[place]}")


def largest_violation(
    programme: Programme,
    x: Array,
    row_upper: Array | None = None,
    col_upper: Array | None = None,
    unit: float = 1.0,
) -> tuple[float, str]:
    """Largest violation of any row or bound, relative to what it sums, and where it is.

    Args:
        programme: the programme as built.
        x: value of each column.
        row_upper: upper sides in force, if others than built.
        col_upper: upper bounds in force, if others than built.
        unit: size that a row sums at least; less than one where all quantities are small.
    """
    upper = programme.row_upper if row_upper is None else row_upper
    column_upper = programme.col_upper if col_upper is None else col_upper
    level = programme.matrix @ x
    size = unit + abs(programme.matrix) @ np.abs(x)
    rows = np.maximum(programme.row_lower - level, level - upper) / size
    bounds = np.maximum(programme.col_lower - x, x - column_upper) / (unit + np.abs(x))
    worst_row = int(np.argmax(rows)) if len(rows) else 0
    worst_bound = int(np.argmax(bounds)) if len(bounds) else 0
    if len(rows) and rows[worst_row] >= bounds[worst_bound]:
        return max(float(rows[worst_row]), 0.0), programme.row_label(worst_row)
    return max(float(bounds[worst_bound]), 0.0), programme.column_label(worst_bound)
