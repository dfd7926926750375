r"""One year of hours as a linear programme of its own, which falls apart into blocks.

With the linking quantities $L$ of a year held, operation costs

$$ F(L) = \min_x \; c^\top x \quad\text{s.t.}\quad G x \;\gtreqless\; b - B L,\;\; l \le x \le u $$

The only rows that days have in common (but for stores that link them) add up the activity of the
year, `A = W x`. At a price p for activity they are not rows but costs, $(c - W^\top p)^\top x$, and
operation falls apart into its days. A row with one variable is a bound: it never reaches the
solver, which halves the programme. Blocks whose matrices are the same share one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from pathway.errors import ModelError
from pathway.model.algebra import compile_programme
from pathway.model.algebra.lazy import subsets_of
from pathway.model.build import build
from pathway.model.tiers import SUMS, column_tiers
from pathway.solve.costs import Costs
from pathway.solve.decomposed.places import timed
from pathway.solve.duals import row_years
from pathway.solve.rows import uniform_scale

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]


SCARCE = 1e4
"""How much more than the dearest thing of a year demand may be worth that has to be served."""
GROUPS = 6
"""Parts of a year whose schedules are mixed apart from each other."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """Rows with one variable as bounds of it: ``lower <= a x <= upper`` with sides b - B L."""

    rows: Places
    columns: Places
    values: Array

    @classmethod
    def of(cls, matrix: csr_matrix, sums: Places) -> Bounds:
        """Rows of a matrix that have one entry; sums are none, even of a year of one step."""
        rows = np.setdiff1d(np.flatnonzero(np.diff(matrix.indptr) == 1), sums)
        at = matrix.indptr[rows]
        return cls(rows, matrix.indices[at].astype(np.int64), matrix.data[at])

    def limits(self, lower: Array, upper: Array) -> tuple[Array, Array]:
        """What each row lets its variable be, for sides of all rows."""
        down, up = lower[self.rows] / self.values, upper[self.rows] / self.values
        positive = self.values > 0
        return np.where(positive, down, up), np.where(positive, up, down)


@dataclass(frozen=True, eq=False)
class Block:
    """Part of a year that shares no row with the rest: positions among its columns and rows."""

    rows: Places
    columns: Places
    matrix: csr_matrix


@dataclass(frozen=True, eq=False)
class Shape:
    """What the plan tier has to know of a year of operation."""

    year: int
    links: dict[str, Places]
    """Variable → places of the links within it, in the order of the links."""
    activity: Places
    """Links that are sums of operation."""
    only_room: NDArray[np.bool_]
    """Links of which more never hurts."""
    groups: int
    """Parts of the year that are operated apart from each other."""
    dearest: Array
    """What each sum would cost if all that adds to it were the dearest thing in operation."""


@dataclass(frozen=True, eq=False)
class OperationYear:
    """Arrays of one year of operation, in money of the year (not discounted)."""

    year: int
    programme: Programme
    """The year's rows and columns among those of all tiers."""
    rows: Places
    columns: Places
    """Rows and columns of the programme that belong to operation."""
    links: Places
    """Linking columns of the year that operation uses."""
    matrix: csr_matrix
    """Operation rows × operation columns."""
    linked: csr_matrix
    """Operation rows × links."""
    cost: Array
    bounds: Bounds
    sums: Places
    """Operation rows that add up activity."""
    activity: Places
    """Link of each of these sums."""
    highest_cost: float
    """Highest cost of anything in the year, yearly quantities included; never zero."""

    @classmethod
    def of(cls, case: Case, year: int, families: Collection[str], reading: str) -> OperationYear:
        """Build the operation tier of a year.

        Raises:
            ModelError: a row of operation uses a variable that belongs to the plan alone.
        """
        at = case.years.index(year)
        steps = np.zeros_like(case.steps.years)
        steps[at] = case.steps.years[at]
        alone = replace(case, steps=replace(case.steps, years=steps))
        model = build(alone, families, reading)
        programme = compile_programme(model)
        tiers = column_tiers(model, programme)
        hourly = tiers == "operation"
        columns = np.flatnonzero(hourly)
        rows = np.flatnonzero((abs(programme.matrix) @ hourly > 0) | _timed_rows(programme))
        own = programme.matrix[rows]
        links = np.flatnonzero((np.bincount(own.indices, minlength=len(hourly)) > 0) & ~hourly)
        _refuse_strangers(programme, rows, links[tiers[links] != "linking"])
        _refuse_strangers(programme, rows, links[_years(programme, case)[links] != year])
        matrix, linked = own[:, columns].tocsr(), own[:, links].tocsr()
        sums = _sums(programme, rows)
        activity = np.array([linked[row].indices[0] for row in sums], np.int64)
        cost = _cost(Costs.of(alone, model, programme), at)
        return cls(
            year, programme, rows, columns, links, matrix, linked, cost[columns],
            Bounds.of(matrix, sums), sums, activity, float(np.abs(cost).max(initial=0.0)) or 1.0,
        )  # fmt: skip

    @cached_property
    def sides(self) -> tuple[Array, Array]:
        """Sides of the operation rows, links not deducted."""
        return self.programme.row_lower[self.rows], self.programme.row_upper[self.rows]

    @cached_property
    def box(self) -> tuple[Array, Array]:
        """Bounds of the operation columns that no row states."""
        return self.programme.col_lower[self.columns], self.programme.col_upper[self.columns]

    def limits(self, links: Array) -> tuple[Array, Array, Array, Array]:
        """Sides of the rows and bounds of the columns, with the links held; bounds may cross."""
        taken = self.linked @ links
        lower, upper = (side - taken for side in self.sides)
        least, most = (bound.copy() for bound in self.box)
        down, up = self.bounds.limits(lower, upper)
        np.maximum.at(least, self.bounds.columns, down)
        np.minimum.at(most, self.bounds.columns, up)
        return lower, upper, least, most

    @cached_property
    def unit(self) -> float:
        """Size that sides and bounds are told in: the solver's tolerances are relative to it."""
        return 1.0 / uniform_scale(self.programme)

    @cached_property
    def links_by_name(self) -> dict[str, Places]:
        """Variable → places of the links within it."""
        found = {}
        for name, block in self.programme.columns.items():
            mine = self.links[(self.links >= block.start) & (self.links < block.stop)]
            if len(mine):
                found[name] = mine - block.start
        return found

    @cached_property
    def shape(self) -> Shape:
        """What the plan tier has to know of the year."""
        return Shape(
            self.year, self.links_by_name, self.activity, self.only_room, self.groups, self.dearest
        )

    @cached_property
    def blocks(self) -> list[Block]:
        """Parts that share no row, sums and bounds left out."""
        inside = np.ones(len(self.rows), np.bool_)
        inside[self.sums] = inside[self.bounds.rows] = False
        rows = np.flatnonzero(inside)
        kept = self.matrix[rows]
        graph = bmat([[None, kept], [kept.T, None]]).tocsr()
        number, part = connected_components(graph, directed=False)
        of_row, of_column = part[: len(rows)], part[len(rows) :]
        row_order, row_start = _grouped(of_row, number)
        column_order, column_start = _grouped(of_column, number)
        found = []
        for k in np.flatnonzero(np.diff(row_start)):
            mine = rows[row_order[row_start[k] : row_start[k + 1]]]
            columns = column_order[column_start[k] : column_start[k + 1]]
            found.append(Block(mine, columns, self.matrix[mine][:, columns].tocsr()))
        return found

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """Group of each column: blocks next to each other, so seasons where blocks are days."""
        number = len(self.blocks)
        result = np.zeros(len(self.columns), np.int64)
        for k, block in enumerate(self.blocks):
            result[block.columns] = k * min(GROUPS, number) // number
        return result

    @property
    def groups(self) -> int:
        """Number of groups that operation falls apart into."""
        return max(1, min(GROUPS, len(self.blocks)))

    def grouped_activity(self, x: Array) -> Array:
        """What each group adds to the sums [group × sum]."""
        terms = self.matrix[self.sums].tocoo()
        place = self.group[terms.col] * len(self.sums) + terms.row
        total = np.bincount(place, -terms.data * x[terms.col], self.groups * len(self.sums))
        return np.asarray(total.reshape(self.groups, len(self.sums)))

    def grouped_cost(self, x: Array) -> Array:
        """Cost of each group."""
        return np.asarray(np.bincount(self.group, self.cost * x, self.groups), float)

    @property
    def dearest(self) -> Array:
        """Largest cost of operation, unserved energy included, by unit of each sum.

        Where some demand has to be served its worth depends on the plan: something far dearer than
        what is dearest of all in the year.
        """
        terms = abs(self.matrix[self.sums])
        amount = np.asarray(terms.max(axis=1).todense()).ravel() if len(self.sums) else np.zeros(0)
        priced = _may_be_unserved(self.programme)
        most = float(np.abs(self.cost).max(initial=0.0)) if priced else SCARCE * self.highest_cost
        return np.divide(most, amount, out=np.full(len(amount), np.inf), where=amount > 0)

    @cached_property
    def lonely(self) -> Places:
        """Columns that only sums and bounds use."""
        alone = np.ones(len(self.columns), np.bool_)
        for block in self.blocks:
            alone[block.columns] = False
        return np.flatnonzero(alone)

    @cached_property
    def only_room(self) -> NDArray[np.bool_]:
        """Links of which more never hurts: they only widen what rows allow."""
        lower, upper = self.sides
        entry = self.linked.tocoo()
        below, above = np.isfinite(lower)[entry.row], np.isfinite(upper)[entry.row]
        widens = (above & ~below & (entry.data < 0)) | (below & ~above & (entry.data > 0))
        hurts = np.bincount(entry.col, ~widens, minlength=len(self.links))
        return np.asarray(hurts == 0)


def _grouped(part: NDArray[np.int64], number: int) -> tuple[Places, Places]:
    """Positions ordered by part, and where each part begins."""
    order = np.argsort(part, kind="stable")
    return order, np.searchsorted(part[order], np.arange(number + 1))


def _years(programme: Programme, case: Case) -> Array:
    """Year of each column."""
    return np.concatenate([row_years(block, case) for block in programme.columns.values()])


def _timed_rows(programme: Programme) -> NDArray[np.bool_]:
    """Rows of a step or a day: some hold nothing but links, as what is spread to a shape does."""
    found = np.zeros(programme.n_rows, np.bool_)
    for block in programme.rows.values():
        found[block.slice] = timed(block)
    return found


def _may_be_unserved(programme: Programme) -> bool:
    """Whether all hourly demand may go unserved at a price."""
    rows, missing = programme.rows["c_balance_hour"], programme.columns["v_unserved"]
    if not len(rows):
        return True
    nodes = list(subsets_of(rows.index_set)[0])
    demanded = np.any(programme.row_lower[rows.slice].reshape(len(nodes), -1) != 0, axis=1)
    priced = set(subsets_of(missing.index_set)[0])
    return {node for node, some in zip(nodes, demanded, strict=True) if some} <= priced


def _sums(programme: Programme, rows: Places) -> Places:
    """Places among the operation rows of those that add up activity."""
    blocks = [programme.rows[name] for name in sorted(SUMS)]
    inside = [(rows >= block.start) & (rows < block.stop) for block in blocks]
    return np.flatnonzero(np.any(inside, axis=0))


def _cost(costs: Costs, at: int) -> Array:
    """Undiscounted cost of every column in a year."""
    return np.asarray(sum(matrix[at].toarray().ravel() for matrix, _ in costs.terms.values()))


def _refuse_strangers(programme: Programme, rows: Places, strangers: Places) -> None:
    if len(strangers):
        name = programme.column_label(int(strangers[0]))
        using = rows[programme.matrix[rows][:, strangers[0]].nonzero()[0]]
        row = programme.row_label(int(using[0]))
        raise ModelError(
            f"row {row} of operation uses {name}, which is no linking quantity of its year: "
            "plan and operation cannot be solved apart; set solver.decompose to false"
        )
