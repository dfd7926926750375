"""A solved stage as a corner of its programme, and where the corner goes when numbers change.

The basis of an optimum names the rows that hold with equality and the columns between their bounds.
When numbers change a little, the same rows and columns often still make the optimum; values and
duals then follow from two linear systems, without a solver. Whether they do is checked: values
within all bounds and sides, duals of the right sign. If so it is the optimum, as exactly as if it
had been solved for. If not, the values are those of the first order, an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import splu

from pathway.errors import ProofError
from pathway.solve.highs import BASIC, LOWER, UPPER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.solve.difference import Difference
    from pathway.solve.variant import Built, Stage

    Array = NDArray[np.float64]

ROUNDS = 8
"""Most corrections of a changed system."""
SOLVED = 1e-10
"""What may be left of a system, relative to the size of its sides."""
PRIMAL, DUAL = 1e-7, 1e-6
"""Largest violation of a bound or side, relative to its size; of a dual's sign, to the cost."""
FAR = 1e-3
"""Violation of the first order beyond which the corner is given up."""


@dataclass(frozen=True, eq=False)
class Moved:
    """The corner after a change."""

    x: Array
    """Values at the corner where `holds`, else of the first order."""
    holds: bool
    """Whether it is the optimum."""
    attraction: Array
    """By how much reduced costs of columns, then duals of rows, have the wrong sign."""
    col_upper: Array
    """Upper bounds of columns that were in force."""


class Corner:
    """A stage whose basis is factorised.

    Raises:
        ProofError: the basis is not one, or its corner is not the optimum of the stage.
    """

    def __init__(self, built: Built, stage: Stage) -> None:
        self.programme, self.stage = built.programme, stage
        self.cost = built.objective
        self.columns, self.rows = stage.basis
        self.basic = np.flatnonzero(self.columns == BASIC)
        self.active = np.flatnonzero(self.rows != BASIC)
        matrix = self.programme.matrix
        if len(self.basic) != len(self.active):
            raise ProofError("the basis of the base is not square")
        self._system = splu(matrix[:, self.basic].tocsr()[self.active].tocsc())
        self.transposed = matrix.T.tocsr()
        self.size = stage.unit + abs(matrix) @ np.abs(stage.x)

    def moved(self, change: Difference, col_upper: Array | None = None) -> Moved:
        """Where the corner goes.

        Args:
            change: the change of the programme.
            col_upper: upper bounds in force, if others than those of the stage.
        """
        after = _After(self, change, self.stage.col_upper if col_upper is None else col_upper)
        x, first, solved = after.values()
        feasible = solved and after.feasible(x)
        attraction, priced = after.attraction()
        holds = feasible and priced and not attraction.any()
        return Moved(x if holds else first, holds, attraction, after.col_upper)

    def solve(self, sides: Array, *, transposed: bool = False) -> Array:
        """Solve the system of the basis for the rows (columns, if transposed) given."""
        return np.asarray(self._system.solve(sides, "T" if transposed else "N"))


class _After:
    """A corner and one change of its programme."""

    def __init__(self, corner: Corner, change: Difference, col_upper: Array) -> None:
        self.corner, self.change = corner, change
        programme, stage = corner.programme, corner.stage
        self.row_lower, self.row_upper = programme.row_lower.copy(), stage.row_upper.copy()
        self.col_lower, self.col_upper = programme.col_lower.copy(), col_upper.copy()
        places, low, high = change.rows
        self.row_lower[places], self.row_upper[places] = low, high
        places, low, high = change.columns
        self.col_lower[places], self.col_upper[places] = low, high
        self.matrix = change.matrix(programme.matrix.shape)
        self.cost_change = np.zeros(programme.n_columns)
        self.cost_change[change.costs[0]] = change.objective

    # --- values -------------------------------------------------------------------------------

    def values(self) -> tuple[Array, Array, bool]:
        """Values at the corner, those of the first order, and whether the corner was found."""
        corner, x = self.corner, self.corner.stage.x
        shift, known = self._bound_shift()
        if not known:
            return x, x, False
        start = x + shift
        left = self._side_shift() - self.matrix @ start
        if shift.any():
            left -= corner.programme.matrix @ shift
        return self._corrected(start, left)

    def _corrected(self, x: Array, left: Array) -> tuple[Array, Array, bool]:
        corner = self.corner
        first: Array | None = None
        last = np.inf
        for _ in range(ROUNDS):
            sides = left[corner.active]
            worst = float(np.abs(sides / corner.size[corner.active]).max(initial=0.0))
            if worst <= SOLVED:
                return x, x if first is None else first, True
            if not worst < last:
                break
            last = worst
            step = np.zeros_like(x)
            step[corner.basic] = corner.solve(sides)
            x = x + step
            left = -(self.matrix @ step)
            if first is None:
                first = x
                if not self.feasible(x, FAR):
                    break  # corrections are small beside that
        return x, x if first is None else first, False

    def _bound_shift(self) -> tuple[Array, bool]:
        """Move of columns that sit on a bound which has moved; False if it has gone."""
        corner, change = self.corner, self.change
        x = corner.stage.x
        shift = np.zeros_like(x)
        moved = np.flatnonzero(self.col_upper != corner.stage.col_upper)
        for place in np.union1d(change.columns[0], moved).tolist():
            status = corner.columns[place]
            if status in {LOWER, UPPER}:
                bound = self.col_lower[place] if status == LOWER else self.col_upper[place]
                shift[place] = bound - x[place]
        return shift, bool(np.isfinite(shift).all())

    def _side_shift(self) -> Array:
        """Move of the sides that active rows sit on."""
        corner = self.corner
        shift = np.zeros(corner.programme.n_rows)
        for place in self.change.rows[0].tolist():
            if corner.rows[place] != BASIC:
                at_lower = corner.rows[place] == LOWER and np.isfinite(self.row_lower[place])
                new = self.row_lower if at_lower else self.row_upper
                old = corner.programme.row_lower if at_lower else corner.stage.row_upper
                shift[place] = new[place] - old[place]
        return np.where(np.isfinite(shift), shift, np.nan)

    def feasible(self, x: Array, tolerance: float = PRIMAL) -> bool:
        """Whether values keep all bounds and sides."""
        corner = self.corner
        level = corner.programme.matrix @ x + self.matrix @ x
        rows = np.maximum(self.row_lower - level, level - self.row_upper) / corner.size
        room = corner.stage.unit + np.abs(x)
        columns = np.maximum(self.col_lower - x, x - self.col_upper) / room
        return max(rows.max(initial=0.0), columns.max(initial=0.0)) <= tolerance

    # --- duals --------------------------------------------------------------------------------

    def attraction(self) -> tuple[Array, bool]:
        """Wrong sign of reduced costs and row duals, and whether the duals were found at all."""
        corner = self.corner
        row_dual, found = self._row_duals()
        cost = corner.cost + self.cost_change
        reduced = cost - corner.transposed @ row_dual - self.matrix.T @ row_dual
        columns = _wrong(reduced, corner.columns, self.col_lower, self.col_upper)
        rows = _wrong(row_dual, corner.rows, self.row_lower, self.row_upper)
        limits = DUAL * np.concatenate([1.0 + np.abs(cost), np.ones(len(rows))])
        wrong = np.concatenate([columns, rows])
        return np.where(wrong > limits, wrong, 0.0), found

    def _row_duals(self) -> tuple[Array, bool]:
        corner = self.corner
        dual = corner.stage.row_dual
        left = self.cost_change - self.matrix.T @ dual
        scale = 1.0 + np.abs(corner.cost)
        last = np.inf
        for _ in range(ROUNDS):
            sides = left[corner.basic]
            worst = float(np.abs(sides / scale[corner.basic]).max(initial=0.0))
            if worst <= SOLVED:
                return dual, True
            if not worst < last:
                break
            last = worst
            step = np.zeros_like(dual)
            step[corner.active] = corner.solve(sides, transposed=True)
            dual = dual + step
            left = -(self.matrix.T @ step)
        return dual, False


def _wrong(dual: Array, status: NDArray[np.int8], lower: Array, upper: Array) -> Array:
    """By how much duals have the wrong sign for the side they sit on; zero between two sides."""
    by_side = np.where(status == LOWER, -dual, np.where(status == UPPER, dual, np.abs(dual)))
    return np.where((status == BASIC) | (lower == upper), 0.0, np.maximum(by_side, 0.0))
