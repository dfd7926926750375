r"""What a plan does when the target of a clause moves, and what duals say of it beforehand.

With y the duals of the base, A x ≥ b its clause row, and x' the plan after the row has changed,

$$ y' (\Delta b - \Delta A\, x') \;\le\; \text{rise of the cost} \;\le\;
   y'_{\text{variant}} (\Delta b - \Delta A\, x_{\text{base}}) $$

by weak duality, each way, however large the move. The left side is the price times the step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Relation
from pathway.model.families.clauses import row_rhs, row_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import ClauseRow
    from pathway.case.clause_moves import ClauseMove
    from pathway.solve.difference import Difference
    from pathway.solve.effects import Effect
    from pathway.solve.variant import Stage

    Array = NDArray[np.float64]

KEPT = 1e-7
"""Room of a row, relative to its size, that is none."""


@dataclass(frozen=True, eq=False)
class Response:
    """A plan with the target of a clause moved, less the plan as it is."""

    move: ClauseMove
    effect: Effect
    cost: float = 0.0
    """What is minimised: cost before peaking and a hundredth of the cost after it [1e8]."""
    least: float = 0.0
    """Price times step: by how much `cost` rises at least, by the duals of the base [1e8]."""
    most: float = np.inf
    """By how much it rises at most, by the duals of the variant, guard included [1e8]."""
    guard: float = 0.0
    """What a moved guard adds to `least` [1e8]."""
    held: float | None = None
    """`cost` with the guard of the base, where that of the variant may be behind it."""
    missed: Mapping[str, float] = field(default_factory=dict)
    """What rows of a soft clause miss in the variant; of a hard one that leaves no plan, what they
    miss at least even without a peak [held unit of the numerator]."""
    metrics: Mapping[str, Array] = field(default_factory=dict)
    """Metrics by year in the variant; where there is no plan, in the schedule that misses least."""


def linear(
    stage: Stage, row_lower: Array, row_upper: Array, change: Difference, x: Array
) -> float:  # fmt: skip
    r"""What changed rows cost at the duals of a stage, $y'(\Delta b - \Delta A\,x)$.

    With the duals of the base and the values of the variant, its optimum rises by this at least;
    with the duals of the variant and the values of the base, by this at most (weak duality, each
    way).

    Args:
        stage: whose duals.
        row_lower: lower sides of all rows before the change.
        row_upper: upper sides before it.
        change: the change of some rows.
        x: values of the other stage.
    """
    places, low, high = change.rows
    dual = stage.row_dual[places]
    up, down = dual > 0, dual < 0
    sides = dual[up] @ (low[up] - row_lower[places[up]])
    sides += dual[down] @ (high[down] - row_upper[places[down]])
    rows, columns, values = change.entries
    return float(sides - (stage.row_dual[rows] * values) @ x[columns])


def guarded(stage: Stage, before: Array, after: Array) -> float:
    """What moved upper bounds of columns cost at the duals of a stage."""
    known = np.isfinite(before) & np.isfinite(after)
    return float(np.minimum(stage.column_dual[known], 0.0) @ (after[known] - before[known]))


def room(row: ClauseRow, metrics: Mapping[str, Array], years: Sequence[int]) -> float:
    """By how much metrics are beyond the limit of a row [held]; nought where that is rounding."""
    place = {year: at for at, year in enumerate(years)}
    terms = [c * metrics[f][place[y]] for (f, y), c in row_terms(row).items()]
    beyond = sum(terms) - row_rhs(row)
    size = sum(map(abs, terms)) + abs(row_rhs(row))
    sign = {Relation.AT_LEAST: 1.0, Relation.AT_MOST: -1.0, Relation.EQUAL: 0.0}[row.relation]
    return float(sign * beyond) if abs(beyond) > KEPT * size else 0.0
