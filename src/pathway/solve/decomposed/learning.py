"""Learns how the years are operated where limits are others than those of the plan.

Cuts are exact near the plans for which they were asked, and only true elsewhere. Before costs are
compared over a long way, the bounds are drawn together at its far end, and cuts and schedules of
that search stay.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import SolveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pathway.solve.decomposed.bounds import Bounds

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Entries = tuple[Places, Places, Array]
    Sided = tuple[Places, Array, Array]
    Uppers = tuple[Places, Array]

NONE = np.zeros(0, np.int64)
NO_ENTRIES: Entries = (NONE, NONE, np.zeros(0))
NO_COLUMNS: Uppers = (NONE, np.zeros(0))


@contextmanager
def elsewhere(bounds: Bounds, entries: Entries, rows: Sided, columns: Uppers) -> Iterator[None]:
    """Change rows and upper bounds of columns of both programmes for a while.

    Args:
        bounds: plan tier and years.
        entries: rows, columns and changes of coefficients.
        rows: rows and their sides.
        columns: columns and their upper bounds.
    """
    before = bounds.master.loaded.col_upper[columns[0]].copy()
    bounds.limit_columns(*columns)
    try:
        with (
            bounds.master.loaded.altered(entries, rows),
            bounds.inner.altered(entries, rows),
        ):
            yield
    finally:
        bounds.limit_columns(columns[0], before)


def learn(
    bounds: Bounds, weights: Array, gap: float, stage: str,
    where: tuple[Entries, Sided, Uppers],
) -> float | None:  # fmt: skip
    """Draw the bounds together with other limits; what is learnt stays.

    Args:
        bounds: plan tier and years.
        weights: weight of the costs of each year.
        gap: relative gap to end with.
        stage: what for, for progress.
        where: coefficients, rows and columns that differ.

    Returns:
        Cost of the plan above its bound, in what is minimised [1e8]; None if there is no plan, or
        the bounds do not meet.
    """
    with elsewhere(bounds, *where):
        try:
            closed = bounds.close(stage, weights, gap)
        except SolveError:
            return None
    return (closed.cost - closed.bound) / float(weights.max())
