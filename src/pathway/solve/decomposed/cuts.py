"""What duals of a year's rows prove: cuts, and which links no operation keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, eye_array, hstack

from pathway.solve.highs import LoadedRows
from pathway.solve.rows import PlainRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.settings import SolverSettings
    from pathway.solve.decomposed.operation import Block, OperationYear
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]
    Sides = tuple[Array, Array, Array, Array]

FREE = 1e-7
"""Cost that a column without a bound may have to pay, in the dearest thing there is: rounding."""
STEEPEST = 1e9
"""Cuts steeper than that are left out: they say in figures of rounding what links are not kept."""
CROSSED = 1e-7
"""Relative distance of bounds that cross which still is rounding."""


def too_steep(slope: Array) -> bool:
    """Whether a cut says nothing but rounding."""
    return bool(np.abs(slope).max(initial=0.0) > STEEPEST)


def crossing(least: Array, most: Array, unit: float) -> Array:
    """How far bounds cross, relative to their size, which is a unit at least."""
    apart = np.where(np.isfinite(least) & np.isfinite(most), least - most, 0.0)
    return np.asarray(apart / (unit + np.where(np.isfinite(least), np.abs(least), 0.0)))


def of_block(block: Block, sides: Sides) -> Sides:
    """Sides of the rows and bounds of the columns of a block."""
    lower, upper, least, most = sides
    return lower[block.rows], upper[block.rows], least[block.columns], most[block.columns]


def elastic(block: Block, sides: Sides, settings: SolverSettings, scale: float) -> LoadedRows:
    """A block whose rows may give way, at a price of one."""
    rows = len(block.rows)
    ways, none = eye_array(rows), np.zeros(2 * rows)
    lower, upper, least, most = of_block(block, sides)
    loaded = LoadedRows(
        PlainRows(
            csr_matrix(hstack([block.matrix, ways, -ways])), lower, upper,
            np.append(least, none), np.append(most, none + np.inf),
        ),
        settings, scale=scale,
    )  # fmt: skip
    loaded.minimise(np.append(np.zeros(len(block.columns)), none + 1.0))
    return loaded


def giving_way(loaded: LoadedRows, block: Block, sides: Sides) -> Optimum:
    """The rows of a block where they give way as little as they have to."""
    lower, upper, least, most = of_block(block, sides)
    loaded.bound_rows(np.arange(len(lower)), lower, upper)
    loaded.bound_columns(np.arange(len(least)), least, most)
    return loaded.solve()


def priced(dual: Array, lower: Array, upper: Array) -> Array:
    """Duals without those that price a side which does not exist."""
    side = np.where(dual > 0, lower, upper)
    return np.where(np.isfinite(side), dual, 0.0)


def hand_over(
    operation: OperationYear, dual: Array, reduced: Array, down: Array, up: Array
) -> None:
    """Give what a column's bound is worth to the row that states the tightest bound."""
    bounds = operation.bounds
    least, most = operation.box
    for limit, own, sign in ((up, most, -1.0), (-down, -least, 1.0)):
        order = np.lexsort((limit, bounds.columns))
        first = np.flatnonzero(np.diff(bounds.columns[order], prepend=-1))
        chosen = order[first]
        column = bounds.columns[chosen]
        tighter = np.isfinite(limit[chosen]) & (limit[chosen] <= own[column])
        pays = tighter & (sign * reduced[column] > 0)
        chosen, column = chosen[pays], column[pays]
        dual[bounds.rows[chosen]] = reduced[column] / bounds.values[chosen]


def cut(operation: OperationYear, dual: Array, cost: Array) -> tuple[float, Array]:
    """Constant and slope of the bound of a cost that duals of the operation rows prove."""
    lower, upper = operation.sides
    side = np.where(dual > 0, lower, upper)
    least, most = operation.box
    reduced = cost - operation.matrix.T @ dual
    bound = np.where(reduced > 0, least, most)
    known = np.isfinite(bound)
    paid = (dual != 0) & np.isfinite(side)
    constant = dual[paid] @ side[paid] + reduced[known] @ bound[known]
    return float(constant), -(operation.linked.T @ dual)


def proved_again(
    operation: OperationYear, dual: csr_matrix, links: Array, *, forbids: bool
) -> tuple[float, Array, csr_matrix] | None:
    """The cut of a year that duals prove which were found for another: whatever they are, it holds.

    Bounds that rows state may be worth something else than before; then they are priced anew where
    the links are.

    Args:
        operation: the year as it is now.
        dual: duals of its rows, found for another case [1 × row].
        links: what the links were.
        forbids: whether the cut forbids links; if not it bounds the cost.

    Returns:
        Constant, slope and the duals; None if they prove nothing, as columns without a bound would
        have to cost what they do not.
    """
    if dual.shape[1] != len(operation.rows):
        return None
    if forbids:
        return _forbidding_again(operation, dual)
    lower, upper = (side - operation.linked @ links for side in operation.sides)
    whole = priced(dual.toarray().ravel(), lower, upper)
    if not _bounded(operation, whole):
        whole[operation.bounds.rows] = 0.0
        reduced = operation.cost - operation.matrix.T @ whole
        hand_over(operation, whole, reduced, *operation.bounds.limits(lower, upper))
        if not _bounded(operation, whole):
            return None
    return *cut(operation, whole, operation.cost), csr_matrix(whole)


def _bounded(operation: OperationYear, dual: Array) -> bool:
    """Whether every column has a bound on the side where its reduced cost is least."""
    reduced = operation.cost - operation.matrix.T @ dual
    bound = np.where(reduced > 0, *operation.box)
    rounding = FREE * float(np.abs(operation.cost).max(initial=0.0))
    return bool(np.all(np.isfinite(bound) | (np.abs(reduced) <= rounding)))


def _forbidding_again(
    operation: OperationYear, dual: csr_matrix
) -> tuple[float, Array, csr_matrix] | None:
    """The same for duals of a few rows, without costs."""
    rows, worth = dual.indices, dual.data
    side = np.where(worth > 0, *(sides[rows] for sides in operation.sides))
    reduced = (dual @ operation.matrix).tocsr()
    bound = np.where(reduced.data < 0, *(bounds[reduced.indices] for bounds in operation.box))
    rounding = FREE * float(np.abs(worth).max(initial=0.0))
    known = np.isfinite(bound)
    if not np.isfinite(side).all() or np.any(~known & (np.abs(reduced.data) > rounding)):
        return None
    constant = worth @ side - reduced.data[known] @ bound[known]
    return float(constant), -np.asarray((dual @ operation.linked).toarray()).ravel(), dual
