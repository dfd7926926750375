"""What a step of a target costs, tighter and looser: the two prices of a binding clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathway.case.clause_moves import Way

STEP = 0.01
"""Share of a target that it moves by."""


class Change(NamedTuple):
    """Discounted cost before peaking and after it, more than without a step [1e8]."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Range:
    """How far a target moves one way until a further unit of it costs another amount."""

    holds: float
    """Share of the target up to which the price is the same; none where not even a step leaves a
    plan."""
    changes: float | None
    """Least share tried at which it is another; None if it holds as far as was tried."""
    feasible: bool = True
    """Whether there is a plan at `changes`."""


@dataclass(frozen=True, slots=True)
class Step:
    """A target moved by a step in all its years, and what the least costs then are more.

    The dual of a row is one number between what a step tighter costs and what a step looser saves.
    """

    clause: str
    way: Way
    amount: float | None
    """How far, in the unit that the clause states; None where its years move by different amounts,
    zero of a trend, which moves by a share of last year's figure."""
    bound: Change | None
    """How the bound of the cost moves; None if no plan is left."""
    known: Change | None
    """How the cheapest plan of known schedules moves; None if they make none.

    The cost is convex in the target: from where bound and plan meet, the bound rises by less than
    the cost and the plan by more. They meet to the gap."""
    range: Range | None = None
    """How far the price holds this way, by the bound; None where it was not looked for."""
