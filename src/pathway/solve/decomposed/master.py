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
from pathway.solve.costs import Costs, staged
from pathway.solve.duals import row_years
from pathway.solve.highs import LoadedProgramme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.decomposed.operation import Shape
    from pathway.solve.decomposed.year import Answer, Cut
    from pathway.solve.highs import LoadedRows, Optimum

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

    @property
    def emissions(self) -> Places:
        """Columns that are the emissions of the years."""
        block = self.programme.columns["v_emissions"]
        return np.arange(block.start, block.stop)

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
    saved: Array
    """What one more unit of the budget that each year's cost counts in would save, by year."""

    @property
    def budget_price(self) -> float:
        """What one more unit of the budget before peaking would save."""
        return float(self.saved[0])


def add_level(loaded: LoadedRows, emissions: Places) -> int:
    """Add the highest emissions of any year: a variable that is no less than any; its place.

    Args:
        loaded: rows and columns in HiGHS.
        emissions: their columns that are the emissions of the years.
    """
    level = int(loaded.add_columns(1, -np.inf, np.inf)[0])
    for column in emissions.tolist():
        loaded.add_row(np.array([level, column]), np.array([1.0, -1.0]), 0.0, np.inf)
    return level


def budgets(relaxation: Relaxation, settings: Settings) -> Array:
    """Years whose cost counts in each budget, as ones [budget × year]: each year in one of them.

    They are the years before peaking and those after it, where these are minimised apart; else all.
    """
    early = relaxation.costs.early
    if not staged(relaxation.case, settings):
        return np.ones((1, len(early)))
    return np.array([early, 1.0 - early])


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
        self._sought = np.zeros(0)
        self._only_cost = False
        for at, year in enumerate(years):
            self._add_average(at, year)
        self._parts = budgets(relaxation, settings)
        self._budgets = [self._add_budget(part) for part in self._parts]
        self._level = add_level(self.loaded, relaxation.emissions)

    def _add_average(self, at: int, year: int) -> None:
        """Operation costs at least what it costs on average days."""
        relaxation = self.relaxation
        columns = np.flatnonzero(relaxation.operation & (relaxation.year == year))
        cost = relaxation.costs.by_year[at].toarray().ravel()[columns] / relaxation.discount[at]
        paid = cost != 0
        places = np.append(columns[paid], self.theta[at])
        self.loaded.add_row(places, np.append(-cost[paid], 1.0), 0.0, np.inf)

    def _add_budget(self, part: Array) -> int:
        """The cost of some years stays within a budget: none, until there is one."""
        relaxation = self.relaxation
        cost = np.where(relaxation.operation, 0.0, relaxation.costs.weighed(part)[0])
        paid, counted = np.flatnonzero(cost), part > 0
        places = np.append(paid, self.theta[counted])
        values = np.append(cost[paid], relaxation.discount[counted])
        return self.loaded.add_row(places, values, -np.inf, np.inf)

    def allow(self, most: float, budget: int = 0) -> None:
        """Set a budget [1e8], by default that of the cost before peaking; infinite for none."""
        side = np.array([most - self.relaxation.costs.weighed(self._parts[budget])[1]])
        self.loaded.bound_rows(np.array([self._budgets[budget]]), np.array([-np.inf]), side)

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

    def minimise(self, weights: Array, aim: Array | None = None, level: float = 0.0) -> None:
        """Set the objective: the sum of all costs of each year times a weight.

        Args:
            weights: weight of each year.
            aim: further coefficients of columns of the plan, if something else is sought.
            level: the same of the highest emissions of any year.
        """
        relaxation = self.relaxation
        cost = relaxation.costs.weighed(weights)[0] + (0.0 if aim is None else aim)
        cost = np.where(relaxation.operation, 0.0, cost)
        sought = np.append(cost, [*weights, level])
        self._only_cost = not np.array_equal(sought, self._sought)
        self._cost, self._sought = cost, sought
        self.loaded.price_columns(np.array([self._level]), np.array([level]))
        self.loaded.minimise(self._cost)
        self.loaded.price_columns(self.theta, weights * relaxation.discount)

    def plan_cost(self, lower: Lower, columns: Places) -> Array:
        """What one more unit of linking columns costs the plan tier at an optimum."""
        relaxation = self.relaxation
        dual = np.where(self.plan_rows, lower.optimum.row_dual, 0.0)
        taken = relaxation.programme.matrix[:, columns].T @ dual
        spent = relaxation.costs.weighed(lower.saved)[0][columns]
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
        first = len(self.theta)
        ends = np.cumsum([first, len(self._budgets), first])  # the level has a row for each year
        average, budget, _, cuts = np.split(optimum.added_dual, ends)
        return Lower(optimum, optimum.added[:first], average, cuts, -budget @ self._parts)
