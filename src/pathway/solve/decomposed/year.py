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
    BlockRows,
    crossing,
    cut,
    giving_way,
    hand_over,
    of_block,
    priced,
)
from pathway.solve.highs import LoadedRows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pathway.settings import SolverSettings
    from pathway.solve.decomposed.cuts import Sides
    from pathway.solve.decomposed.operation import Block, OperationYear
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]

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
    """Cut: cost >= constant + slope @ links, with 0 for the cost where no schedule keeps them."""
    row_dual: csr_matrix
    """Duals of the operation rows that prove the cut [1 × row]."""
    seconds: float
    iterations: int
    works: bool = True
    """Whether there is a schedule; if not, the cut forbids the links."""


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
        self._keys = [_key(block.matrix) for block in operation.blocks]
        self._bases: list[Any] = [None] * len(self._keys)

    def ask(self, question: Question) -> Answer:
        """The cheapest operation with the links held and activity sold at its price.

        Raises:
            SolveError: no proved optimum.
        """
        try:
            return self._operate(question, question.price)
        except (InfeasibleError, TimeLimitError):
            raise
        except SolveError:
            return self._operate(question, question.sure)

    def _operate(self, question: Question, price: Array) -> Answer:
        operation = self.operation
        lower, upper, least, most = operation.limits(question.links)
        if np.any(crossing(least, most) > CROSSED):
            return self._refusal(question)
        sides = lower, upper, least, np.maximum(least, most)
        dual = np.zeros(len(operation.rows))
        dual[operation.sums] = -price
        cost = operation.cost - operation.matrix.T @ dual
        x = _alone(operation, cost, sides[2], sides[3])
        seconds, iterations = 0.0, 0
        for k, block in enumerate(operation.blocks):
            try:
                optimum = self._solve(k, block, cost, sides)
            except InfeasibleError:
                return self._refusal(question)
            x[block.columns] = optimum.x
            dual[block.rows] = optimum.row_dual
            seconds, iterations = seconds + optimum.seconds, iterations + optimum.iterations
        return self._answer(question, x, dual, (seconds, iterations))

    def _refusal(self, question: Question) -> Answer:
        """A cut that forbids links which no operation keeps."""
        operation = self.operation
        lower, upper, least, most = operation.limits(question.links)
        dual = np.zeros(len(operation.rows))
        crossed = crossing(least, most)
        if np.any(crossed > CROSSED):
            apart = np.zeros(len(least))
            apart[np.argmax(crossed)] = 1.0
            for reduced in (apart, -apart):
                hand_over(operation, dual, reduced, *operation.bounds.limits(lower, upper))
        else:
            sides = lower, upper, least, np.maximum(least, most)
            for block in operation.blocks:
                dual[block.rows] = giving_way(block, sides, self._settings)
            dual = priced(dual, lower, upper)
            reduced = -(operation.matrix.T @ dual)
            hand_over(operation, dual, reduced, *operation.bounds.limits(lower, upper))
        constant, slope = cut(operation, dual, np.zeros(len(operation.columns)))
        none = csr_matrix((1, len(operation.columns)))
        return Answer(
            operation.year, question.links, np.zeros((operation.groups, len(operation.sums))),
            np.zeros(operation.groups), none, constant, slope, csr_matrix(dual), 0.0, 0,
            works=False,
        )  # fmt: skip

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
            loaded = LoadedRows(BlockRows(block.matrix, *held), self._settings)
            self._shared[self._keys[k]] = loaded
        loaded.bound_rows(np.arange(len(block.rows)), *held[:2])
        loaded.bound_columns(np.arange(len(block.columns)), *held[2:])
        loaded.minimise(cost[block.columns])
        if self._bases[k] is not None:
            loaded.resume(self._bases[k])
        optimum = loaded.solve()
        self._bases[k] = loaded.state()
        return optimum

    def _answer(
        self, question: Question, x: Array, dual: Array, effort: tuple[float, int]
    ) -> Answer:
        operation = self.operation
        links = question.links.copy()
        activity = operation.grouped_activity(x)
        links[operation.activity] = activity.sum(axis=0)
        dual = self._whole_dual(question, dual)
        constant, slope = cut(operation, dual, operation.cost)
        return Answer(
            operation.year, links, activity, operation.grouped_cost(x), csr_matrix(x), constant,
            slope, csr_matrix(dual), *effort,
        )  # fmt: skip

    def _whole_dual(self, question: Question, dual: Array) -> Array:
        """Duals with those of the rows that became bounds."""
        operation = self.operation
        lower, upper = (side - operation.linked @ question.links for side in operation.sides)
        summed = dual[operation.sums]
        dual = priced(dual, lower, upper)
        dual[operation.sums] = summed
        reduced = operation.cost - operation.matrix.T @ dual
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
