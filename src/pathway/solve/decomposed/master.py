r"""The plan tier with what is known of operation: average days, and cuts. Its optimum is a bound.

The cost of operation of each year is one variable $\theta_y$, at least what average days cost and
at least what every cut says. All of it is true of every schedule, so the optimum is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.average import on_average_days
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.tiers import column_tiers
from pathway.solve.costs import Costs
from pathway.solve.duals import row_years
from pathway.solve.highs import LoadedProgramme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.decomposed.operation import Shape
    from pathway.solve.decomposed.year import Answer, Cut
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Statuses = NDArray[np.int8]

PATIENCE = 20.0
"""Seconds after which the master is solved anew: about what that takes on average days [s]."""
OPERATION_TERM = "variable"
"""Cost term whose discount factor all costs of operation share."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The one programme on average days, and which of its columns belong to operation."""

    case: Case
    programme: Programme
    costs: Costs
    operation: NDArray[np.bool_]
    year: Array
    """Year of each column."""

    @classmethod
    def of(cls, case: Case, settings: Settings, days: int) -> Relaxation:
        """Build the case on average days."""
        averaged = on_average_days(case, days)
        model = build(averaged, settings.families, settings.peak.reading)
        programme = compile_programme(model)
        years = [row_years(block, case) for block in programme.columns.values()]
        operation = column_tiers(model, programme) == "operation"
        costs = Costs.of(averaged, model, programme)
        return cls(averaged, programme, costs, operation, np.concatenate(years))

    @property
    def discount(self) -> Array:
        """Discount factor of the costs of operation, by year."""
        return self.costs.discount[OPERATION_TERM]

    def columns_of(self, shape: Shape) -> Places:
        """Columns that are the links of a year of operation."""
        columns = self.programme.columns
        found = [columns[name].start + at for name, at in shape.links.items()]
        return np.concatenate([np.zeros(0, np.int64), *found])


@dataclass(frozen=True, eq=False)
class Lower:
    """Optimum of the master: a bound, and the plan that it would be cheapest with."""

    optimum: Optimum
    theta: Array
    """Cost of operation by year, as far as it is known [1e8]."""
    average_dual: Array
    """Multiplier of the average days, by year."""
    cut_dual: Array
    """Multiplier of every cut, in the order of adding."""
    budget_price: float
    """What one more unit of the budget before peaking would save."""


class Master:
    """The relaxation in HiGHS, with the cuts of all years."""

    def __init__(self, relaxation: Relaxation, settings: Settings) -> None:
        self.relaxation = relaxation
        self.loaded = LoadedProgramme(relaxation.programme, settings.solver, PATIENCE)
        years = relaxation.case.years
        self.theta = self.loaded.add_columns(len(years), -np.inf, np.inf)
        self.cuts: list[Answer | Cut] = []
        used = abs(relaxation.programme.matrix) @ relaxation.operation.astype(float)
        self.plan_rows = used == 0
        self._cost = np.zeros(relaxation.programme.n_columns)
        self._weights = np.zeros(len(years))
        self._only_cost = False
        for at, year in enumerate(years):
            self._add_average(at, year)
        self._budget = self._add_budget()

    def _add_average(self, at: int, year: int) -> None:
        """Operation costs at least what it costs on average days."""
        relaxation = self.relaxation
        columns = np.flatnonzero(relaxation.operation & (relaxation.year == year))
        cost = relaxation.costs.by_year[at].toarray().ravel()[columns] / relaxation.discount[at]
        paid = cost != 0
        places = np.append(columns[paid], self.theta[at])
        self.loaded.add_row(places, np.append(-cost[paid], 1.0), 0.0, np.inf)

    def _add_budget(self) -> int:
        """The cost before peaking stays within a budget: none, until there is one."""
        relaxation, costs = self.relaxation, self.relaxation.costs
        cost = np.where(relaxation.operation, 0.0, costs.before[0])
        paid, early = np.flatnonzero(cost), costs.early > 0
        places = np.append(paid, self.theta[early])
        values = np.append(cost[paid], relaxation.discount[early])
        return self.loaded.add_row(places, values, -np.inf, np.inf)

    def allow(self, most: float) -> None:
        """Set the budget of the cost before peaking [1e8]; infinite for none."""
        side = np.array([most - self.relaxation.costs.before[1]])
        self.loaded.bound_rows(np.array([self._budget]), np.array([-np.inf]), side)

    def add(self, cut: Answer | Cut, links: Places) -> None:
        """Add a cut of a year.

        Args:
            cut: the cut, or the answer that holds it.
            links: columns of the links of its year.
        """
        at = self.relaxation.case.years.index(cut.year)
        used = cut.slope != 0
        places, values = links[used], -cut.slope[used]
        if not cut.forbids:
            places, values = np.append(places, self.theta[at]), np.append(values, 1.0)
        self.loaded.add_row(places, values, cut.constant, np.inf)
        self.cuts.append(cut)

    def minimise(self, weights: Array) -> None:
        """Set the objective: the sum of all costs of each year times a weight."""
        relaxation = self.relaxation
        self._only_cost = not np.array_equal(weights, self._weights)
        self._weights = weights
        cost = relaxation.costs.weighed(weights)[0]
        self._cost = np.where(relaxation.operation, 0.0, cost)
        self.loaded.minimise(self._cost)
        self.loaded.price_columns(self.theta, weights * relaxation.discount)

    def plan_cost(self, lower: Lower, columns: Places) -> Array:
        """What one more unit of linking columns costs the plan tier at an optimum."""
        relaxation = self.relaxation
        dual = np.where(self.plan_rows, lower.optimum.row_dual, 0.0)
        taken = relaxation.programme.matrix[:, columns].T @ dual
        spent = lower.budget_price * relaxation.costs.before[0][columns]
        return np.asarray(self._cost[columns] + spent - taken)

    def cost_by_year(self, lower: Lower) -> Array:
        """Discounted cost of each year at an optimum, of operation as far as it is known."""
        costs = self.relaxation.costs
        plan = np.where(self.relaxation.operation, 0.0, lower.optimum.x)
        return np.asarray(
            costs.by_year @ plan + costs.fixed + lower.theta * self.relaxation.discount
        )

    def begin_at(self, columns: Statuses, rows: Statuses, *, primal: bool) -> None:
        """Go on from the end of an earlier search, and the cuts added since."""
        self.loaded.start_at(columns, rows)
        self._only_cost = primal

    def solve(self) -> Lower:
        """Solve from the last basis: by the primal simplex after a change of the objective."""
        optimum = self.loaded.solve(primal=self._only_cost)
        self._only_cost = False
        average, budget, cuts = np.split(optimum.added_dual, [len(self.theta), len(self.theta) + 1])
        return Lower(optimum, optimum.added, average, cuts, -float(budget[0]))
