r"""How far a target moves until its price is another, by warm solves of the plan tier.

With $V(t)$ the least cost with a target moved by the share t, the price of a step is $V(s)/s$. A
share $t_2$ further than $t_1$ has the same price if

$$ V(t_2) - V(t_1) = (1 \pm \sigma) \; \frac{V(s)}{s} \, (t_2 - t_1) $$

with the stated share $\sigma$. V is convex in a target that is a right-hand side, so the price
holds everywhere between two shares at which it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pathway.solve.steps import STEP, Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.solve.difference import Difference
    from pathway.solve.rows import Rows

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

SAME = 0.1
"""Relative difference up to which a price is the same."""
NOTHING = 1e-7
"""Difference of costs that is noise of the solver [1e8]."""


class Ladder(NamedTuple):
    """Shares of a target that are tried, nearest first, and how often the gap is halved then.

    Cuts of the plan are close to what operation costs near it, and only below that further away.
    """

    shares: tuple[float, ...]
    halvings: int = 0
    learnt: tuple[float, ...] = ()
    """Shares at which the years are operated before, so that the bound is close to the cost."""


COARSE = Ladder((0.05,))
"""What every run tries: a price mostly holds to the end, or changes at once."""
FINE = Ladder((0.02, 0.05, 0.1, 0.2), 4, (0.05, 0.2))
"""What is tried when a clause is asked about."""


class Sides(NamedTuple):
    """A change of rows as `LoadedRows.altered` takes it."""

    entries: tuple[Places, Places, Array]
    rows: tuple[Places, Array, Array]


def moved_by(change: Difference, programme: Rows, share: float) -> Sides:
    """What a target moved by a share changes, from what a step changes: rows are linear in it.

    Args:
        change: what the step changes.
        programme: the rows as they are without it.
        share: share of the target, any sign.
    """
    times = share / STEP
    places, lower, upper = change.rows
    sides = [
        _along(before[places], after, times)
        for before, after in ((programme.row_lower, lower), (programme.row_upper, upper))
    ]
    row, column, value = change.entries
    return Sides((row, column, times * value), (places, sides[0], sides[1]))


def _along(before: Array, after: Array, times: float) -> Array:
    known = np.isfinite(before) & np.isfinite(after)
    further = after.copy()
    further[known] = before[known] + times * (after[known] - before[known])
    return further


def range_of(rise_at: Callable[[float], float | None], step: float | None, ladder: Ladder) -> Range:
    """How far the price of a step holds.

    Args:
        rise_at: by how much the cost rises with the target moved by a share [1e8]; None if no plan
            is left.
        step: the same of a step.
        ladder: what to try.
    """
    if step is None:
        return Range(0.0, STEP, feasible=False)
    price, near, cost = step / STEP, STEP, step
    shares, halvings = list(ladder.shares), ladder.halvings
    far, feasible = None, True
    while shares:
        share = shares.pop(0)
        rise = rise_at(share)
        if rise is not None and _same(price * (share - near), rise - cost):
            near, cost = share, rise
        else:
            far, feasible, shares = share, rise is not None, []
        if far is not None and halvings > 0:
            shares, halvings = [(near + far) / 2], halvings - 1
    return Range(near, far, feasible=feasible)


def _same(told: float, found: float) -> bool:
    return abs(found - told) <= SAME * abs(told) + NOTHING
