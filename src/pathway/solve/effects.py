"""What a variant changes: cost before and after the peak, emissions and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.tasks import TaskColumns, TaskMove, moved_tasks, task_prices
from pathway.solve.variant import emissions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.solve.difference import Difference
    from pathway.solve.tasks import Task
    from pathway.solve.variant import Built, Solved

    Array = NDArray[np.float64]


LEVEL = 1e-6
"""Relative difference of emissions that is none."""


class How(StrEnum):
    """How an effect was had."""

    NOTHING = "nothing"
    """Proved: plan and cost stay as they are."""
    EXACT = "exact"
    """Proved without a solve: the same basis is the optimum of the variant."""
    SOLVED = "solved"
    MARGINAL = "marginal"
    """First order only: a larger move may change the plan in another way."""
    FAILED = "failed"
    """No answer: the variant cannot be built, or the solver gave up."""


@dataclass(frozen=True, eq=False)
class Effect:
    """A variant less its base."""

    how: How
    feasible: bool = True
    before: float = 0.0
    """Discounted cost before peaking [1e8]."""
    after: float = 0.0
    """Discounted cost of the years after it [1e8]."""
    peak: float = 0.0
    """Highest emissions of a year [10 kt]."""
    peak_year: int | None = None
    moves: tuple[TaskMove, ...] = field(default=(), repr=False)
    why: str = ""
    """What went wrong, if something did."""

    @property
    def tasks(self) -> float:
        """Tasks that move [1e8]."""
        return sum(move.money for move in self.moves)


class Yardstick:
    """The base that effects are measured from."""

    def __init__(self, base: Solved) -> None:
        self.base = base
        self._columns = TaskColumns.of(base.built.programme)
        self._tasks = self._columns.named(base.plan.x)
        self._prices = task_prices(base.built.case)
        self.before, self.after = _costs(base.built, base.plan.x)
        self.emissions = base.emissions
        self.peak_year = peak_year(base.built.case, base.emissions)

    def of_values(self, x: Array, change: Difference, how: How) -> Effect:
        """Effect of values in the columns of the base, at the costs after a change."""
        built = self.base.built
        before, after = _costs(built, x)
        places, early, late = change.costs
        before += float(early @ x[places]) + change.constants[0]
        after += float(late @ x[places]) + change.constants[1]
        return self._effect(how, (before, after), emissions_of(built, x), self._columns.named(x))

    def of_other(self, x: Array, other: Built, how: How, before: float) -> Effect:
        """Effect of values in the columns of a variant with other rows; its cost as given."""
        if how is How.EXACT:
            costs = _costs(other, x)
            tasks = TaskColumns.of(other.programme).named(x)
            return self._effect(how, costs, emissions_of(other, x), tasks)
        return Effect(how, before=before, peak_year=self.peak_year)

    def of_solved(self, solved: Solved) -> Effect:
        """Effect of a variant that was solved."""
        columns = TaskColumns.of(solved.built.programme)
        costs = _costs(solved.built, solved.plan.x)
        return self._effect(How.SOLVED, costs, solved.emissions, columns.named(solved.plan.x))

    def _effect(
        self, how: How, costs: tuple[float, float], emissions: Array, tasks: Mapping[Task, float]
    ) -> Effect:
        return Effect(
            how=how,
            before=costs[0] - self.before,
            after=costs[1] - self.after,
            peak=float(emissions.max() - self.emissions.max()),
            peak_year=peak_year(self.base.built.case, emissions),
            moves=tuple(moved_tasks(self._tasks, tasks, self._prices)),
        )


def peak_year(case: Case, emissions: Array) -> int:
    """Year of the highest emissions; the first of them where several are equal to rounding."""
    highest = float(emissions.max())
    return case.years[int(np.argmax(emissions >= highest - LEVEL * abs(highest)))]


def _costs(built: Built, x: Array) -> tuple[float, float]:
    early, late = built.constants
    return float(built.before @ x) + early, float(built.after @ x) + late
