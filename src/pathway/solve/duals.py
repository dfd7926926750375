"""Duals of a plan of two stages, and the year that each row belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.model.algebra.layout import Block

    Array = NDArray[np.float64]


def joined_duals(programme: Programme, case: Case, stage1: Array, tail: Array) -> Array:
    """Duals of rows of years up to the deadline from stage 1, of later years from the tail."""
    duals = stage1.copy()
    for block in programme.rows.values():
        late = np.flatnonzero(row_years(block, case) > case.stage_end) + block.start
        duals[late] = tail[late]
    return duals


def row_years(block: Block, case: Case) -> NDArray[np.float64]:
    """Year that each row or column of a block belongs to; minus infinity where it has none."""
    known = set(case.years)
    of_clause = {row.key: row.year for c in case.clauses.values() for row in c.rows}
    years = np.full(block.shape, -np.inf)
    subsets = subsets_of(block.index_set)
    for axis, subset in enumerate(subsets):
        last = block.name == "c_peak"
        found = np.array([_year_in(element, known, of_clause, last) for element in subset], float)
        if np.all(np.isfinite(found)):
            along = [1] * len(subsets)
            along[axis] = -1
            years = np.broadcast_to(found.reshape(along), block.shape)
    return np.asarray(years).ravel()


def _year_in(element: object, known: set[int], of_clause: dict[str, int], last: bool) -> float:
    """Year named by an element of an index set: the first in (y, t), the last in (y, y)."""
    if isinstance(element, str):
        return of_clause.get(element, -np.inf)
    parts = element if isinstance(element, tuple) else (element,)
    years = [part for part in parts if isinstance(part, int) and part in known]
    return (years[-1] if last else years[0]) if years else -np.inf
