"""What is found of how far decisions can move: both ends, each with its bound and a known plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.solve.questions.decisions import Decision

TOLERANCE = 0.02
"""Bound and known are drawn together to this share of the size of a decision."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a decision can go either way within a slack, in its shown unit."""

    least_bound: float
    """No plan has less; minus infinity where nothing is known."""
    least_known: float
    """A plan with so little is known."""
    most_known: float
    most_bound: float
    asked: bool
    """Whether it was asked for; else it is what follows from bounds of variables and from plans
    that were found for other decisions."""
    size: float
    """What counts as much of this decision; tolerances are shares of it."""

    @property
    def close(self) -> bool:
        """Whether bound and known agree to the tolerance, either way."""
        room = TOLERANCE * self.size
        return (
            self.least_known - self.least_bound <= room
            and self.most_bound - self.most_known <= room
        )


@dataclass(frozen=True, eq=False)
class Explored:
    """What was found of all decisions."""

    decisions: tuple[Decision, ...]
    slacks: tuple[float, ...]
    planned: tuple[float, ...]
    """Each decision in the plan."""
    extents: tuple[tuple[Extent, ...], ...]
    """[slack][decision]"""
    budgets: tuple[tuple[float, ...], ...]
    """Most that may be paid, by slack: before peaking and after it; or over all years [1e8]."""
    asked: int
    """Times that all years were operated."""
    in_time: bool
    """Whether all was asked before time was up."""
    seconds: float
