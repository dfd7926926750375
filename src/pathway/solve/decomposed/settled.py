"""Quantities that others settle: a plan within a gap may leave room where an optimum has none.

Firm power of a store is what its power and energy allow, and the load of a peak the highest of its
hours. Rows only bound them, and only a price draws them there; so what rows leave is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.model.algebra import Programme

    Array = NDArray[np.float64]

SETTLED = {
    "v_firm": (1.0, ("c_firm_power", "c_firm_energy")),
    "v_peak_load": (-1.0, ("c_peak_load",)),
}
"""Variable → direction that never hurts, and the families of rows that stop it."""


def settled(programme: Programme, x: Array) -> Array:
    """Values of all columns, those that others settle moved until a row stops them."""
    x = x.copy()
    for name, (direction, families) in SETTLED.items():
        block = programme.columns.get(name)
        if block is not None and len(block):
            x[block.slice] += direction * _room(programme, x, block.slice, direction, families)
    return x


def _room(
    programme: Programme, x: Array, mine: slice, direction: float, families: tuple[str, ...]
) -> Array:
    """How far each column can move in a direction; nothing where no row stops it."""
    room = np.full(mine.stop - mine.start, np.inf)
    for family in families:
        rows = programme.rows[family].slice
        matrix = programme.matrix[rows]
        level = matrix @ x
        entry = matrix[:, mine].tocoo()
        speed = direction * entry.data
        side = np.where(speed > 0, programme.row_upper[rows][entry.row],
                        programme.row_lower[rows][entry.row])  # fmt: skip
        left = np.maximum((side - level[entry.row]) / speed, 0.0)
        np.minimum.at(room, entry.col, left)
    return np.where(np.isfinite(room), room, 0.0)
