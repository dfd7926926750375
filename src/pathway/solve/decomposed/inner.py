r"""Schedules that are known to work: the plan tier with mixtures of the years already operated.

Operation is convex: if links $L_k$ with schedules of cost $c_k$ are known to work, so does every
mean $\sum_k \lambda_k L_k$ at a cost of at most $\sum_k \lambda_k c_k$, and so does any plan with
more of a capacity that only gives room. The cheapest plan of this kind is a plan: an upper bound.
As long as too few schedules are known to make one, links may differ from the mixture at a penalty;
what is found then is no plan, but its prices say which schedules are wanted.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.decomposed.master import add_level, budgets
from pathway.solve.highs import LoadedRows
from pathway.solve.rows import uniform_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from pathway.settings import Settings
    from pathway.solve.decomposed.master import Relaxation
    from pathway.solve.decomposed.operation import Shape
    from pathway.solve.decomposed.year import Answer
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Statuses = NDArray[np.int8]
    Entries = tuple[Places, Places, Array]
    Sided = tuple[Places, Array, Array]


PATIENCE = 20.0
"""Seconds after which the plans of known schedules are solved anew [s]."""
MISSED = 1e-6
"""Difference of a link from the mixture that still is a plan."""


@dataclass(frozen=True, eq=False)
class PlanRows:
    """The rows and columns of the plan tier, linking columns among them."""

    matrix: csr_matrix
    row_lower: Array
    row_upper: Array
    col_lower: Array
    col_upper: Array
    rows: Places
    """Rows among those of the relaxation."""
    columns: Places
    """Columns among those of the relaxation."""

    @classmethod
    def of(cls, relaxation: Relaxation) -> PlanRows:
        """Rows of a relaxation that no operation column enters."""
        programme, operation = relaxation.programme, relaxation.operation
        used = abs(programme.matrix) @ operation.astype(float)
        rows, columns = np.flatnonzero(used == 0), np.flatnonzero(~operation)
        return cls(
            programme.matrix[rows][:, columns].tocsr(),
            programme.row_lower[rows], programme.row_upper[rows],
            programme.col_lower[columns], programme.col_upper[columns], rows, columns,
        )  # fmt: skip

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.columns)

    def columns_at(self, places: Places) -> Places:
        """Columns here of columns of the relaxation."""
        return np.searchsorted(self.columns, places)


@dataclass(frozen=True, eq=False)
class Upper:
    """The cheapest plan of schedules known."""

    optimum: Optimum
    plan: Array
    """Values of the plan columns, as in `PlanRows.columns`."""
    works: bool
    """Whether links are those of the mixture; if not it is no plan."""
    weights: Array
    """Weight of each member, in the order of adding."""
    saved: Array
    """What one more unit of the budget that each year's cost counts in would save, by year."""


@dataclass(frozen=True, eq=False)
class _Hull:
    """Rows that say what links of a year are: mixtures, group by group."""

    shared: Places
    """Links that all groups use, among all links: capacities and the like."""
    shared_rows: Places
    """[group × shared link]"""
    sums: Places
    """Links that groups add up to."""
    sum_rows: Places
    whole: Places
    """Rows by which the weights of a group are one."""
    above: Places
    below: Places
    """Columns for what a row misses, in the order of shared rows and sum rows."""


@dataclass(frozen=True, eq=False)
class Member:
    """A schedule of one group of a year as a column of the hull."""

    column: int
    answer: Answer
    group: int


class Inner:
    """The plan tier in HiGHS, with the schedules known so far."""

    def __init__(self, relaxation: Relaxation, settings: Settings) -> None:
        self.relaxation = relaxation
        self.rows = PlanRows.of(relaxation)
        scale = uniform_scale(relaxation.programme)  # the plan alone may state no size at all
        self.loaded = LoadedRows(self.rows, settings.solver, PATIENCE, scale)
        self.members: list[Member] = []
        self._weights = np.ones(len(relaxation.case.years))
        self._hulls: dict[int, _Hull] = {}
        self._links: dict[int, Places] = {}
        self._cost = np.zeros(self.rows.n_columns)
        self._limited = True
        self._parts = budgets(relaxation, settings)
        self._budgets = [self._add_budget(part) for part in self._parts]
        self._level = add_level(self.loaded, self.rows.columns_at(relaxation.emissions))

    def _add_budget(self, part: Array) -> int:
        """The cost of some years stays within a budget: none, until there is one."""
        cost = self.relaxation.costs.weighed(part)[0][self.rows.columns]
        paid = np.flatnonzero(cost)
        return self.loaded.add_row(paid, cost[paid], -np.inf, np.inf)

    def allow(self, most: float, budget: int = 0) -> None:
        """Set a budget [1e8], by default that of the cost before peaking; infinite for none."""
        side = np.array([most - self.relaxation.costs.weighed(self._parts[budget])[1]])
        self.loaded.bound_rows(np.array([self._budgets[budget]]), np.array([-np.inf]), side)

    def open_year(self, shape: Shape, links: Places) -> None:
        """Say that the links of a year are mixtures of those that are known to work."""
        self._links[shape.year] = links
        columns = self.rows.columns_at(links)
        shared = np.setdiff1d(np.arange(len(links)), shape.activity)
        room = np.where(shape.only_room, np.inf, 0.0)
        shared_rows = [
            [self._row(columns[link], room[link]) for link in shared] for _ in range(shape.groups)
        ]
        sum_rows = np.array([self._row(columns[link], 0.0) for link in shape.activity], np.int64)
        whole = [self._row(None, 1.0) for _ in range(shape.groups)]
        rows = np.append(np.ravel(shared_rows).astype(np.int64), sum_rows)
        above = [self.loaded.add_column(np.array([row]), np.ones(1)) for row in rows]
        below = [self.loaded.add_column(np.array([row]), -np.ones(1)) for row in rows]
        self._hulls[shape.year] = _Hull(
            shared, np.array(shared_rows, np.int64).reshape(shape.groups, len(shared)),
            shape.activity, sum_rows, np.array(whole), np.array(above, np.int64),
            np.array(below, np.int64),
        )  # fmt: skip

    def _row(self, column: int | None, upper: float) -> int:
        """A row that a link less its mixture keeps; without a link, that weights add up to one."""
        if column is None:
            return self.loaded.add_row(np.zeros(0, np.int64), np.zeros(0), upper, upper)
        return self.loaded.add_row(np.array([column]), np.ones(1), 0.0, upper)

    def add(self, answer: Answer) -> None:
        """Add a schedule of a year, each group by itself.

        Weights are not scaled as all other columns are: in a case of kilowatts HiGHS would drop the
        amounts of a schedule as too small.
        """
        hull, at = self._hulls[answer.year], self.relaxation.case.years.index(answer.year)
        spent = answer.cost * self.relaxation.discount[at]
        budget = self._budgets[int(self._parts[:, at].argmax())]
        found = []
        for group, whole in enumerate(hull.whole):
            rows = np.concatenate([hull.shared_rows[group], hull.sum_rows, [whole, budget]])
            taken = np.concatenate([answer.links[hull.shared], answer.activity[group]])
            values = np.append(-taken, [1.0, spent[group]]) * self.loaded.scale
            used = values != 0
            column = self.loaded.add_column(rows[used], values[used])
            found.append(Member(column, answer, group))
        self.members += found
        self._price(found)

    def minimise(self, weights: Array, aim: Array | None = None, level: float = 0.0) -> None:
        """Set the objective: the sum of all costs of each year times a weight.

        Args:
            weights: weight of each year.
            aim: further coefficients of columns of the relaxation, if something else is sought.
            level: the same of the highest emissions of any year.
        """
        self.loaded.price_columns(np.array([self._level]), np.array([level]))
        self._weights = weights
        cost = self.relaxation.costs.weighed(weights)[0] + (0.0 if aim is None else aim)
        self._cost = cost[self.rows.columns]
        self.loaded.minimise(self._cost)
        self._price(self.members)

    def tolerate(self, year: int, price: Array, band: Array) -> None:
        """Say what it costs to differ from the mixture: no link is worth more or less than that.

        Args:
            year: year of operation.
            price: what a unit of each link is thought to cost the plan tier.
            band: how far from that a price may be.
        """
        hull = self._hulls[year]
        groups = len(hull.whole)
        order = np.concatenate([np.tile(hull.shared, groups), hull.sums])
        share = np.append(np.full(groups * len(hull.shared), 1.0 / groups), np.ones(len(hull.sums)))
        self.loaded.price_columns(hull.above, (band + price)[order] * share)
        self.loaded.price_columns(hull.below, (band - price)[order] * share)

    def _price(self, members: list[Member]) -> None:
        if not members:
            return
        at = {year: i for i, year in enumerate(self.relaxation.case.years)}
        worth = self._weights * self.relaxation.discount
        columns = np.array([member.column for member in members])
        costs = [worth[at[m.answer.year]] * m.answer.cost[m.group] for m in members]
        self.loaded.price_columns(columns, np.array(costs) * self.loaded.scale)

    def limit_rows(self, rows: Places, upper: Array) -> None:
        """Set upper bounds of rows of the relaxation."""
        self.loaded.limit_rows(np.searchsorted(self.rows.rows, rows), upper)
        self._limited = True

    def limit_columns(self, columns: Places, upper: Array) -> None:
        """Set upper bounds of plan columns of the relaxation."""
        self.loaded.limit_columns(self.rows.columns_at(columns), upper)
        self._limited = True

    @contextmanager
    def held(self, columns: Places, upper: Array) -> Iterator[None]:
        """Hold plan columns of the relaxation to upper bounds for a while."""
        before = self.loaded.col_upper[self.rows.columns_at(columns)]
        self.limit_columns(columns, np.minimum(before, upper))
        try:
            yield
        finally:
            self.limit_columns(columns, before)

    @contextmanager
    def altered(self, entries: Entries, rows: Sided) -> Iterator[None]:
        """Change coefficients and sides of rows of the relaxation for a while."""
        mine = np.searchsorted(self.rows.rows, entries[0]), self.rows.columns_at(entries[1])
        sides = np.searchsorted(self.rows.rows, rows[0])
        with self.loaded.altered((*mine, entries[2]), (sides, *rows[1:])):
            self._limited = True
            yield

    @contextmanager
    def exact(self) -> Iterator[None]:
        """Let no link differ from the mixture for a while: where the last plan is one still.

        Nothing is then missed at a penalty on the way, and the primal simplex goes on from there.
        """
        self._hold_mixtures(0.0)
        self._limited = False
        try:
            yield
        finally:
            self._hold_mixtures(np.inf)

    def _hold_mixtures(self, most: float) -> None:
        missing = self._missing
        none = np.zeros(len(missing))
        self.loaded.bound_columns(missing, none, none + most)

    @property
    def _missing(self) -> Places:
        """Columns for what links differ from mixtures."""
        parts = [part for hull in self._hulls.values() for part in (hull.above, hull.below)]
        return np.concatenate(parts)

    def begin_at(self, columns: Statuses, rows: Statuses, *, primal: bool) -> None:
        """Go on from the end of an earlier search, and the schedules added since."""
        self.loaded.start_at(columns, rows)
        self._limited = not primal

    def solve(self) -> Upper:
        """The cheapest plan of schedules known.

        New schedules and prices leave the last plan one, so the primal simplex goes on from it;
        after new limits the dual simplex does.

        Raises:
            InfeasibleError: the plan tier has no plan, whatever operation could do.
        """
        optimum = self.loaded.solve(primal=not self._limited)
        self._limited = False
        columns = self.rows.n_columns
        most = float(optimum.added[self._missing - columns].max(initial=0.0))
        works = most <= MISSED * self.loaded.unit
        taken = np.array([member.column for member in self.members], np.int64)
        weights = optimum.added[taken - columns] * self.loaded.scale
        prices = optimum.added_dual[np.array(self._budgets) - self.rows.n_rows]
        return Upper(optimum, optimum.x, works, weights, -prices @ self._parts)

    def most_missed(self, upper: Upper) -> str:
        """Name of the link that differs most from the mixture, where there is no plan."""
        worst = 0.0, ""
        for year, hull in self._hulls.items():
            links = np.concatenate([np.tile(hull.shared, len(hull.whole)), hull.sums])
            for part in (hull.above, hull.below):
                missed = upper.optimum.added[part - self.rows.n_columns]
                if len(missed) and missed.max() > worst[0]:
                    column = int(self._links[year][links[int(missed.argmax())]])
                    worst = float(missed.max()), self.relaxation.programme.column_label(column)
        return worst[1]

    def plan_cost(self, upper: Upper, links: Places) -> Array:
        """What one more unit of linking columns costs the plan tier at an optimum."""
        columns = self.rows.columns_at(links)
        taken = self.rows.matrix[:, columns].T @ upper.optimum.row_dual
        spent = self.relaxation.costs.weighed(upper.saved)[0][links]
        return np.asarray(self._cost[columns] + spent - taken)

    @property
    def known(self) -> bool:
        """Whether a schedule of every year is known."""
        return {member.answer.year for member in self.members} == set(self._hulls)

    def values(self, name: str, upper: Upper) -> Array:
        """Values of a variable of the plan tier."""
        block = self.relaxation.programme.columns[name]
        at = self.rows.columns_at(np.arange(block.start, block.stop))
        return np.asarray(upper.plan[at])

    def cost_by_year(self, upper: Upper) -> Array:
        """Discounted cost of each year."""
        relaxation = self.relaxation
        plan = relaxation.costs.by_year[:, self.rows.columns] @ upper.plan + relaxation.costs.fixed
        at = {year: i for i, year in enumerate(relaxation.case.years)}
        operation = np.zeros(len(at))
        for member, weight in zip(self.members, upper.weights, strict=False):
            operation[at[member.answer.year]] += weight * member.answer.cost[member.group]
        return np.asarray(plan + operation * relaxation.discount)
