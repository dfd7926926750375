r"""What proves an optimum: duals whose value is as high as the cost they bound.

For duals y of the rows and d = c - A'y of the variables, every schedule that keeps the rows costs
at least

$$ \sum_i y_i b_i + \sum_j d_j x^{bound}_j $$

with the side (bound) that the sign of the dual prices: the lower one of a positive dual. A plan
whose cost is not above that, but for the stated slack, is optimal (weak duality of linear
programming).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import ProofError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.model.algebra import Programme
    from pathway.solve.highs import LoadedProgramme, Optimum

    Array = NDArray[np.float64]

GAP = 1e-6
"""Largest relative gap between a plan's cost and its bound, above the slack of its stage."""
DUAL_ERROR = 1e-6
"""Largest dual that prices a bound which does not exist, and largest error of d = c - A'y."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """Duals that bound the cost of a stage from below, with the sides and bounds they price."""

    stage: str
    """``whole``; or ``before`` and ``tail`` for the two stages of minimum cost before peaking."""
    cost: Array
    """Objective coefficient of each column."""
    constant: float
    slack: float
    """Relative excess over the bound that the stage allows the plan."""
    row_dual: Array
    column_dual: Array
    row_lower: Array
    row_upper: Array
    col_lower: Array
    col_upper: Array

    @classmethod
    def of(
        cls,
        stage: str,
        loaded: LoadedProgramme,
        optimum: Optimum,
        cost: Array,
        constant: float,
        slack: float = 0.0,
    ) -> Certificate:
        """The certificate of an optimum, with the bounds as they are loaded now."""
        programme = loaded.programme
        return cls(
            stage, cost, constant, slack, optimum.row_dual, optimum.column_dual,
            programme.row_lower, loaded.row_upper.copy(), programme.col_lower,
            loaded.col_upper.copy(),
        )  # fmt: skip

    @property
    def bound(self) -> float:
        """No schedule costs less than this."""
        rows = _priced(self.row_dual, self.row_lower, self.row_upper)
        columns = _priced(self.column_dual, self.col_lower, self.col_upper)
        return float(rows.sum() + columns.sum()) + self.constant

    def gap(self, x: Array) -> float:
        """Cost of a plan above the bound, relative to its cost."""
        cost = float(self.cost @ x) + self.constant
        return (cost - self.bound) / max(abs(cost), 1e-9)

    def check(self, programme: Programme, x: Array) -> float:
        """Prove that `x` is optimal; the relative gap.

        Raises:
            ProofError: the duals do not bound the cost, or the cost is above the bound.
        """
        error = np.abs(self.cost - programme.matrix.T @ self.row_dual - self.column_dual)
        unpriced = max(
            _unpriced(self.row_dual, self.row_lower, self.row_upper),
            _unpriced(self.column_dual, self.col_lower, self.col_upper),
        )
        scale = 1.0 + float(np.abs(self.cost).max(initial=0.0))
        worst = max(float(error.max(initial=0.0)), unpriced) / scale
        gap = self.gap(x)
        if not worst <= DUAL_ERROR:
            raise ProofError(f"stage {self.stage}: the duals are off by {worst:.2e}")
        if not -GAP <= gap <= GAP + self.slack:
            raise ProofError(f"stage {self.stage}: the cost is {gap:.2e} above its bound")
        return gap


def _priced(dual: Array, lower: Array, upper: Array) -> Array:
    """Each dual times the side it prices; nothing for the tiny duals of sides that do not exist."""
    side = np.where(dual > 0, lower, upper)
    known = np.isfinite(side) & (dual != 0)
    return np.asarray(dual[known] * side[known])


def _unpriced(dual: Array, lower: Array, upper: Array) -> float:
    """Largest dual whose side does not exist: zero in an exact certificate."""
    side = np.where(dual > 0, lower, upper)
    return float(np.abs(dual[~np.isfinite(side)]).max(initial=0.0))
