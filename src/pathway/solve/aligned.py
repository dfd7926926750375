r"""A base seen from a variant with other rows and columns: what both have stands in its place.

A year that moves (a plant that stands two years longer, a project a year late) adds rows and
columns or takes some away. What they have in common is found by name. The base's values and duals,
with nothing for what is new, are then a first guess at the variant: proved if it keeps all rows and
its duals have the right signs, else priced by the Lagrangian

$$ c'x + \sum_i y_i (b_i - A_i x) $$

which is the cost of the first order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra.lazy import subsets_of
from pathway.solve.highs import BASIC, LOWER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.model.algebra import ColumnBlock, RowBlock
    from pathway.solve.variant import Basis, Built, Stage

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

NEW = -1
FEASIBLE, SIGNED = 1e-7, 1e-6


@dataclass(frozen=True, eq=False)
class Aligned:
    """Place in the base of every column and row of a variant; -1 of what is new."""

    columns: Places
    rows: Places

    @classmethod
    def of(cls, base: Built, other: Built) -> Aligned:
        """Alignment by the names of variables, families and their indices."""
        mine, theirs = base.programme, other.programme
        return cls(_places(mine.columns, theirs.columns), _places(mine.rows, theirs.rows))

    def basis(self, basis: Basis) -> Basis:
        """A basis of the base for the variant; the solver completes it."""
        columns, rows = basis
        return (
            np.where(self.columns == NEW, LOWER, columns[self.columns]).astype(np.int8),
            np.where(self.rows == NEW, BASIC, rows[self.rows]).astype(np.int8),
        )

    def guess(self, base: Built, stage: Stage, other: Built) -> Guess:
        """The base's optimum as a guess at the variant's."""
        theirs = other.programme
        columns, rows = self.columns, self.rows
        row_upper = _in_force(theirs.row_upper, base.programme.row_upper, stage.row_upper, rows)
        col_upper = _in_force(theirs.col_upper, base.programme.col_upper, stage.col_upper, columns)
        x = np.clip(np.where(columns == NEW, 0.0, stage.x[columns]), theirs.col_lower, col_upper)
        dual = np.where(rows == NEW, 0.0, stage.row_dual[rows])
        reduced = other.objective - theirs.matrix.T @ dual
        level = theirs.matrix @ x
        side = np.where(dual > 0, theirs.row_lower, row_upper)
        side = np.where((dual == 0) | ~np.isfinite(side), level, side)
        size = stage.unit + abs(theirs.matrix) @ np.abs(x)
        broken = np.maximum(theirs.row_lower - level, level - row_upper) / size
        at_lower = x <= theirs.col_lower + FEASIBLE * stage.unit
        at_upper = x >= col_upper - FEASIBLE * stage.unit
        wrong = np.where((reduced < 0) & ~at_upper, -reduced, 0.0)
        wrong = np.maximum(wrong, np.where((reduced > 0) & ~at_lower, reduced, 0.0))
        wrong = np.where(wrong > SIGNED * (1.0 + np.abs(other.objective)), wrong, 0.0)
        slack = np.abs(dual * (side - level)) > SIGNED * (1.0 + np.abs(dual)) * size
        holds = broken.max(initial=0.0) <= FEASIBLE and not wrong.any() and not slack.any()
        cost = float(other.objective @ x + dual @ (side - level))
        return Guess(x, cost - float(base.objective @ stage.x), bool(holds), wrong)


@dataclass(frozen=True, eq=False)
class Guess:
    """The base's optimum in a variant of other rows and columns."""

    x: Array
    objective: float
    """Change of the objective, of the first order."""
    holds: bool
    attraction: Array
    """By how much reduced costs have the wrong sign."""


def _in_force(theirs: Array, built: Array, in_force: Array, places: Places) -> Array:
    """Bounds of a variant, where the stage opened or closed those of the base as the stage did."""
    changed = (places != NEW) & (built[places] != in_force[places])
    return np.where(changed, in_force[places], theirs)


def _places(
    mine: Mapping[str, RowBlock | ColumnBlock], theirs: Mapping[str, RowBlock | ColumnBlock]
) -> Places:
    found = [
        _block_places(mine[name], block) if name in mine else np.full(len(block), NEW)
        for name, block in theirs.items()
    ]
    return np.concatenate(found)


def _block_places(mine: RowBlock | ColumnBlock, theirs: RowBlock | ColumnBlock) -> Places:
    if mine.index_set is None or theirs.index_set is None:
        return np.arange(len(theirs), dtype=np.int64) + mine.start
    place = np.zeros((), np.int64)
    for old, new in zip(subsets_of(mine.index_set), subsets_of(theirs.index_set), strict=True):
        position = {element: i for i, element in enumerate(old)}
        along = np.array([position.get(element, NEW) for element in new], np.int64)
        both = place[..., None] * len(old) + along
        place = np.where((place[..., None] == NEW) | (along == NEW), NEW, both)
    flat = np.asarray(place).ravel()
    return np.where(flat == NEW, NEW, flat + mine.start)
