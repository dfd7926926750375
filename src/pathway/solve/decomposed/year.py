r"""A year of operation in HiGHS, kept warm block by block; each solve gives a cost and a cut.

Asked for links L with a price p of activity, a year minimises $c^\top x - p^\top W x$. For the
duals y of its rows (those that became bounds and the sums, whose duals are -p, included) and
d = c - G'y,

$$ F(L) \;\ge\; y^\top (b - B L) + \sum_j d_j x^{bound}_j $$

whatever the links L are (weak duality): a cut that stays valid when the plan tier changes. Where no
operation keeps the links, the duals of the least that rows have to give way say the same without
the costs, $0 \ge y^\top (b - B L) + \dots$: a cut that forbids these links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from pathway.errors import InfeasibleError, SolveError, TimeLimitError
from pathway.model.tiers import OPERATION
from pathway.solve.decomposed.cuts import (
    CROSSED,
    crossing,
    cut,
    elastic,
    giving_way,
    hand_over,
    of_block,
    priced,
    proved_again,
)
from pathway.solve.gates import FEASIBILITY
from pathway.solve.highs import LoadedRows
from pathway.solve.rows import PlainRows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pathway.settings import SolverSettings
    from pathway.solve.decomposed.cuts import Sides
    from pathway.solve.decomposed.operation import Block, OperationYear
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]

WORST = 12
"""Blocks, or columns, that have a cut of their own where a year refuses its links."""
NOTHING = 1e-9
"""Cost below which a column is free of charge."""


@dataclass(frozen=True, eq=False)
class Question:
    """What a year of operation is asked: links held, and what activity is worth to the plan."""

    year: int
    links: Array
    """Values of the links; those of activity are ignored."""
    price: Array
    """Worth of a unit of each activity that is summed up, in money of the year."""
    sure: Array
    """A worth at which no activity pays without limit, to be taken if at `price` some does."""
    reach: bool = False
    """Whether the most activity is asked for that there can be, by its price, whatever it costs."""


@dataclass(frozen=True, eq=False)
class Cut:
    """What duals prove: ``0 >= constant + slope @ links`` for links that some schedule keeps.

    If it does not forbid links it bounds what they cost: ``cost >= constant + slope @ links``.
    """

    year: int
    constant: float
    slope: Array
    row_dual: csr_matrix
    """Duals of the operation rows that prove it [1 × row]."""
    forbids: bool = True


@dataclass(frozen=True, eq=False)
class Answer:
    """What a year of operation costs with given links, and what other links would cost at least."""

    year: int
    links: Array
    """Links that the schedule keeps; activity is its own."""
    activity: Array
    """Activity of the schedule by group [group × sum]."""
    cost: Array
    """Cost of the schedule by group [1e8]."""
    x: csr_matrix
    """Values of the operation columns [1 × column]."""
    constant: float
    slope: Array
    """Cut: cost >= constant + slope @ links, with 0 for the cost if it forbids links."""
    row_dual: csr_matrix
    """Duals of the operation rows that prove the cut [1 × row]."""
    seconds: float
    iterations: int
    works: bool = True
    """Whether there is a schedule."""
    forbids: bool = False
    """Whether the cut forbids links: those asked for, or activity that no schedule reaches."""
    others: tuple[Cut, ...] = ()
    """If there is no schedule, further cuts that forbid the links: each of one block."""
    stale: bool = False
    """Whether the schedule is one of another case, and the cut alone is true."""


@dataclass(frozen=True, eq=False)
class Proof:
    """Duals of an earlier case, to be held against the operation of a year as it is now."""

    year: int
    links: Array
    """Links that they were found for."""
    row_dual: csr_matrix
    forbids: bool
    """Whether they forbid links, or bound the cost."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What of a year is wanted in the end."""

    year: int
    schedules: list[tuple[csr_matrix, Array]]
    """Values of operation columns, and the weight of each group."""
    duals: list[tuple[csr_matrix, float]]
    """Duals of operation rows, and their weight."""


@dataclass(frozen=True, eq=False)
class Finished:
    """A year in the end, block by block of the year's own programme."""

    year: int
    columns: dict[str, Array]
    rows: dict[str, Array]


class YearSolver:
    """Operation of one year, ready to be asked.

    Blocks with the same matrix share a solver; each keeps a basis of its own.
    """

    def __init__(self, operation: OperationYear, settings: SolverSettings) -> None:
        self.operation = operation
        self._settings = settings
        self._shared: dict[bytes, LoadedRows] = {}
        self._elastic: dict[bytes, LoadedRows] = {}
        self._keys = [_key(block.matrix) for block in operation.blocks]
        self._bases: list[Any] = [None] * len(self._keys)

    def ask(self, question: Question) -> Answer:
        """The cheapest operation with the links held and activity sold at its price.

        Raises:
            SolveError: no proved optimum.
        """
        top = float(np.abs(question.price).max(initial=0.0))
        reach = question.reach and top > 0
        try:
            if reach:
                return self._operate(question, question.price / top, paid=False)
            return self._operate(question, question.price)
        except (InfeasibleError, TimeLimitError):
            raise
        except SolveError:
            return self._operate(question, question.sure)

    def _operate(self, question: Question, price: Array, *, paid: bool = True) -> Answer:
        """Operate with the links held and activity sold; if not paid, operation costs nothing."""
        operation = self.operation
        own = operation.cost if paid else np.zeros(len(operation.columns))
        lower, upper, least, most = operation.limits(question.links)
        if np.any(crossing(least, most, operation.unit) > CROSSED):
            return self._refusal(question)
        sides = lower, upper, least, np.maximum(least, most)
        dual = np.zeros(len(operation.rows))
        dual[operation.sums] = -price
        cost = own - operation.matrix.T @ dual
        x = _alone(operation, cost, sides[2], sides[3])
        seconds, iterations = 0.0, 0
        if not self._links_agree(sides):
            return self._refusal(question)
        for k, block in enumerate(operation.blocks):
            if not len(block.columns):
                continue
            try:
                optimum = self._solve(k, block, cost, sides)
            except InfeasibleError:
                return self._refusal(question)
            x[block.columns] = optimum.x
            dual[block.rows] = optimum.row_dual
            seconds, iterations = seconds + optimum.seconds, iterations + optimum.iterations
        proof = self._whole_dual(question, dual, own)
        constant, slope = cut(operation, proof, own)
        links = question.links.copy()
        activity = operation.grouped_activity(x)
        links[operation.activity] = activity.sum(axis=0)
        return Answer(
            operation.year, links, activity, operation.grouped_cost(x), csr_matrix(x), constant,
            slope, csr_matrix(proof), seconds, iterations, forbids=not paid,
        )  # fmt: skip

    def _links_agree(self, sides: Sides) -> bool:
        """Whether rows of nothing but links are kept."""
        unit = self.operation.unit
        for block in self.operation.blocks:
            if not len(block.columns):
                lower, upper, _, _ = of_block(block, sides)
                zero = np.zeros(len(lower))
                over = np.maximum(crossing(lower, zero, unit), crossing(zero, upper, unit))
                if np.any(over > FEASIBILITY):
                    return False
        return True

    def _refusal(self, question: Question) -> Answer:
        """Cuts that forbid links which no operation keeps: one of all blocks, and of the worst."""
        operation = self.operation
        lower, upper, least, most = operation.limits(question.links)
        limits = operation.bounds.limits(lower, upper)
        crossed = crossing(least, most, operation.unit)
        if np.any(crossed > CROSSED):
            first, *others = self._crossed(crossed, limits)
        else:
            sides = lower, upper, least, np.maximum(least, most)
            first, *others = self._given_way(sides, limits)
        none = csr_matrix((1, len(operation.columns)))
        return Answer(
            operation.year, question.links, np.zeros((operation.groups, len(operation.sums))),
            np.zeros(operation.groups), none, first.constant, first.slope, first.row_dual, 0.0, 0,
            works=False, forbids=True, others=tuple(others),
        )  # fmt: skip

    def _crossed(self, crossed: Array, limits: tuple[Array, Array]) -> list[Cut]:
        """A cut for each of the columns whose bounds cross most."""
        found = []
        for column in np.argsort(-crossed, kind="stable")[:WORST]:
            if crossed[column] > CROSSED:
                apart = np.zeros(len(crossed))
                apart[column] = 1.0
                found.append(self._forbidding(np.zeros(len(self.operation.rows)), apart, limits))
        return found

    def _given_way(self, sides: Sides, limits: tuple[Array, Array]) -> list[Cut]:
        """A cut of all blocks together, and of each of those that have to give way most."""
        operation = self.operation
        whole = np.zeros(len(operation.rows))
        amounts = []
        for k, block in enumerate(operation.blocks):
            loaded = self._elastic.get(self._keys[k])
            if loaded is None:
                loaded = elastic(block, sides, self._settings, 1.0 / operation.unit)
                self._elastic[self._keys[k]] = loaded
            way = giving_way(loaded, block, sides)
            whole[block.rows] = way.row_dual
            amounts.append(way.objective)
        duals = [whole]
        for k in np.argsort(-np.array(amounts), kind="stable")[:WORST]:
            if amounts[k] > CROSSED * operation.unit:
                rows = operation.blocks[k].rows
                alone = np.zeros(len(whole))
                alone[rows] = whole[rows]
                duals.append(alone)
        return [self._forbidding(priced(dual, *sides[:2]), None, limits) for dual in duals]

    def _forbidding(self, dual: Array, apart: Array | None, limits: tuple[Array, Array]) -> Cut:
        """The cut that duals of rows prove, with what bounds are worth handed to their rows."""
        operation = self.operation
        reduced = -(operation.matrix.T @ dual)
        for worth in (reduced,) if apart is None else (apart, -apart):
            hand_over(operation, dual, worth, *limits)
        constant, slope = cut(operation, dual, np.zeros(len(operation.columns)))
        return Cut(operation.year, constant, slope, csr_matrix(dual))

    def prove(self, proof: Proof) -> Cut | None:
        """The cut that duals of an earlier case prove; None if they prove none."""
        found = proved_again(self.operation, proof.row_dual, proof.links, forbids=proof.forbids)
        return None if found is None else Cut(proof.year, *found, proof.forbids)

    def finish(self, wanted: Wanted) -> Finished:
        """Mixture of schedules, and sum of duals."""
        columns, rows = self.mixture(wanted.schedules), self.joined(wanted.duals)
        return Finished(wanted.year, columns, rows)

    def mixture(self, schedules: Iterable[tuple[csr_matrix, Array]]) -> dict[str, Array]:
        """Mean of schedules, each with a weight for every group: variable → values of the year."""
        operation = self.operation
        whole = np.zeros(operation.programme.n_columns)
        for x, weights in schedules:
            own = x.tocoo()
            whole[operation.columns[own.col]] += own.data * weights[operation.group[own.col]]
        return {
            name: whole[block.slice]
            for name, block in operation.programme.columns.items()
            if name in OPERATION
        }

    def joined(self, duals: Iterable[tuple[csr_matrix, float]]) -> dict[str, Array]:
        """Sum of duals, each with a weight: family → duals of its rows, zero for other years."""
        operation = self.operation
        whole = np.zeros(operation.programme.n_rows)
        for dual, weight in duals:
            own = dual.tocoo()
            whole[operation.rows[own.col]] += own.data * weight
        return {
            name: whole[block.slice]
            for name, block in operation.programme.rows.items()
            if np.any(whole[block.slice])
        }

    def _solve(self, k: int, block: Block, cost: Array, sides: Sides) -> Optimum:
        held = of_block(block, sides)
        loaded = self._shared.get(self._keys[k])
        if loaded is None:
            rows = PlainRows(block.matrix, *held)
            loaded = LoadedRows(rows, self._settings, scale=1.0 / self.operation.unit)
            self._shared[self._keys[k]] = loaded
        loaded.bound_rows(np.arange(len(block.rows)), *held[:2])
        loaded.bound_columns(np.arange(len(block.columns)), *held[2:])
        loaded.minimise(cost[block.columns])
        if self._bases[k] is not None:
            loaded.resume(self._bases[k])
        optimum = loaded.solve()
        self._bases[k] = loaded.state()
        return optimum

    def _whole_dual(self, question: Question, dual: Array, cost: Array) -> Array:
        """Duals with those of the rows that became bounds."""
        operation = self.operation
        lower, upper = (side - operation.linked @ question.links for side in operation.sides)
        summed = dual[operation.sums]
        dual = priced(dual, lower, upper)
        dual[operation.sums] = summed
        reduced = cost - operation.matrix.T @ dual
        hand_over(operation, dual, reduced, *operation.bounds.limits(lower, upper))
        return dual


def _key(matrix: csr_matrix) -> bytes:
    """The same for blocks with the same matrix."""
    parts = (np.array(matrix.shape), matrix.indptr, matrix.indices, matrix.data)
    return b"".join(part.tobytes() for part in parts)


def _alone(operation: OperationYear, cost: Array, least: Array, most: Array) -> Array:
    """Columns in no block at their cheaper bound; zeros for the others.

    Raises:
        SolveError: a cost is negative without limit.
    """
    x = np.zeros(len(cost))
    places = operation.lonely
    best = np.where(cost[places] >= 0, least[places], most[places])
    free = np.isinf(best)
    if np.any(free & (np.abs(cost[places]) > NOTHING)):
        raise SolveError("a cost of operation is negative without limit: a revenue is unbounded")
    x[places] = np.where(free, 0.0, best)
    return x
