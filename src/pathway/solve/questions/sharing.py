r"""How clauses share what a plan costs more than a plan without any of them.

Let $a_i$ be what the plan without clauses does and $b_i$ what clause row i asks for. Every limit is
moved along a straight line, all at once, from what that plan does to what is asked,

$$ b_i(\tau) = b_i - (1 - \tau) (b_i - a_i) \quad \text{where } a_i \text{ misses } b_i,
   \qquad 0 \le \tau \le 1, $$

and the share of clause i is its price integrated along the way (Aumann and Shapley 1974; of
optimal costs of linear programmes: Billera and Heath 1982),

$$ s_i = (b_i - a_i) \int_0^1 \lambda_i(\tau) \, d\tau, \qquad
   \sum_i s_i = V(1) - V(0) . $$

V is convex and piecewise linear as only right-hand sides move, with λ constant between its kinks.
They are found by solving where the tangents of two solved points meet (Eisner and Severance 1976):
if V is there what the tangents say, it is the only kink between them, else it is a new point. With
the tangents at all points the sum is V(1) − V(0) whatever their number, as their envelope goes
through both ends; what points left out could shift between clauses is told.

The years before peaking and those after it are minimised together with unlike weights. The duals of
either cost alone are those that the same basis gives it, so both parts have shares of their own.

Ratios and trends are rows like all others, with the miss in the unit of their numerator. A clause
that the free plan keeps by itself has no way to go, and no share, even if it binds in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.decomposed.learning import NO_ENTRIES, learn
from pathway.solve.questions.clause_limits import ClauseLimits
from pathway.solve.steps import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.questions.clause_limits import Sides

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Limits = tuple[tuple[Places, Array, Array], tuple[Places, Array]]
    Shares = Mapping[str, Array]

LEARNT = (0.0, 0.5)
"""Points of the way at which the years are operated before: cuts of the plan say too little of
what a plan without clauses costs."""
MOST_POINTS = 40
"""Most points along the way that are solved."""
EXACT = 1e-9
"""Difference from the tangents, relative to the cost, at which a kink is one."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a clause answers for."""

    clause: str
    part: Change
    """Its part of the difference; the parts of all clauses and the rest add up to it."""
    alone: Change
    """What the plan would cost less without this clause alone."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """The cost of all clauses together, and its parts."""

    shares: tuple[Share, ...]
    free: Change
    """Cost of the plan without any clause."""
    plan: Change
    """Cost with all of them."""
    rest: Change
    """What moves between the years before peaking and those after it where plans cost the same: as
    these are weighed it is nought, but for rounding."""
    points: int
    """Points along the way that were solved."""
    error: float
    """Most that points left out can shift between clauses, in what is minimised [1e8]."""
    apart: float
    """Most by which a plan was found above the bound at the points that were learnt [1e8]."""


@dataclass(frozen=True, eq=False)
class _Point:
    """The plan with all clauses a share of the way."""

    at: float
    value: float
    """What is minimised [1e8]."""
    slope: float
    early: Shares
    """Slope of the cost before peaking, by clause and row."""
    late: Shares


@dataclass(frozen=True, slots=True)
class _Way:
    """How far the limits of a clause are from what the free plan does."""

    sides: Sides
    rise: Array
    """Of each row: how much its lower side rises; negative where its upper side falls."""
    fall: Array
    """Of each column: how much its upper bound falls."""


def shared_costs(
    bounds: Bounds, weights: Array, gap: float, tell: Callable[[str], None] = lambda _: None
) -> Sharing:
    """How clauses share the difference that they make to the bound of the cost.

    Args:
        bounds: where the plan was found, its peak rows in force.
        weights: weight of the costs of each year.
        gap: relative gap to which operation is learnt at some points of the way.
        tell: is told what is being solved.
    """
    apart = [_Path(bounds, weights).learn(at, gap) for at in LEARNT]
    path = _Path(bounds, weights)
    try:
        points, error = path.points(tell)
        parts = path.integrated(points)
        alone = path.without_each(tell)
        whole = path.free, path.plan
    finally:
        path.leave()
    shares = tuple(Share(key, parts[key], alone[key]) for key in parts)
    rest = [
        whole[1][at] - whole[0][at] - sum(share.part[at] for share in shares) for at in range(2)
    ]
    return Sharing(shares, *whole, Change(*rest), len(points), error, max(apart))


class _Path:
    """The master with all clauses a share of the way from what the free plan does."""

    def __init__(self, bounds: Bounds, weights: Array) -> None:
        self.bounds, self.weights = bounds, weights
        self.scale = float(weights.max())
        self.lower, _ = bounds.least("sharing", weights)
        self.state = bounds.master.loaded.state()
        self.rows = ClauseLimits(bounds)
        self.plan = self._cost(self.lower)
        with self.rows.open(self.rows.of):
            self._go_on()
            free = bounds.master.solve()
        self.free = self._cost(free)
        self.ways = {key: self._way(sides, free) for key, sides in self.rows.of.items()}
        early = bounds.relaxation.costs.early
        self.costs = [self._columns(early), self._columns(1.0 - early)]

    def leave(self) -> None:
        """Leave the master as it was found."""
        self.bounds.master.loaded.resume(self.state)

    def learn(self, at: float, gap: float) -> float:
        """Learn how the years are operated a share of the way; plan above bound [1e8]."""
        self.leave()
        rows, columns = self._limits(at)
        where = NO_ENTRIES, rows, columns
        found = learn(self.bounds, self.weights, gap, f"way {at:g}", where)
        return np.inf if found is None else found

    def _go_on(self) -> None:
        """Limits were opened, so the plan keeps them all: the primal simplex goes on from it."""
        self.bounds.master.loaded.solve(primal=True)

    def _cost(self, lower: Lower) -> Change:
        early = self.bounds.relaxation.costs.early
        by_year = self.bounds.master.cost_by_year(lower)
        return Change(float(by_year @ early), float(by_year @ (1.0 - early)))

    def _columns(self, weights: Array) -> Array:
        """Cost of all columns of the master in some years, that of operation too."""
        relaxation = self.bounds.relaxation
        plan = np.where(relaxation.operation, 0.0, relaxation.costs.weighed(weights)[0])
        return np.append(plan, weights * relaxation.discount)

    def _way(self, sides: Sides, free: Lower) -> _Way:
        programme, loaded = self.bounds.programme, self.bounds.master.loaded
        level = programme.matrix[sides.rows] @ free.optimum.x
        rise = np.maximum(programme.row_lower[sides.rows] - level, 0.0)
        fall = np.maximum(level - loaded.row_upper[sides.rows], 0.0)
        over = free.optimum.x[sides.columns] - loaded.col_upper[sides.columns]
        return _Way(sides, np.where(fall > 0, -fall, rise), np.maximum(over, 0.0))

    # --- points along the way ----------------------------------------------------------------

    def points(self, tell: Callable[[str], None]) -> tuple[list[_Point], float]:
        """Points whose tangents tell all kinks, as far as there may be so many; and the error."""
        found = [self._point(0.0), self._point(1.0)]
        open_: list[tuple[float, float, _Point, _Point]] = []
        self._look(open_, found[0], found[1])
        while open_ and len(found) < MOST_POINTS:
            _, at, before, after = heappop(open_)
            tell(f"{len(found)}|{at:.3f}")
            point = self._point(at)
            if point.value - _tangent(before, at) > EXACT * abs(point.value):
                found.append(point)
                self._look(open_, before, point)
                self._look(open_, point, after)
        error = sum(-gap for gap, *_ in open_)
        return sorted(found, key=lambda point: point.at), error

    def _look(
        self, open_: list[tuple[float, float, _Point, _Point]], before: _Point, after: _Point
    ) -> None:
        """Put down where the tangents of two points meet, if that is below V by anything."""
        at = _meeting(before, after)
        share = (at - before.at) / (after.at - before.at)
        chord = before.value + share * (after.value - before.value)
        gap = chord - _tangent(before, at)
        if before.at < at < after.at and gap > EXACT * abs(chord):
            heappush(open_, (-gap, at, before, after))

    def _point(self, at: float) -> _Point:
        """The plan with all clauses a share of the way."""
        master, programme = self.bounds.master, self.bounds.programme
        with self.rows.limited(*self._limits(at)):
            found = master.solve()
            duals = [master.loaded.duals_for(cost)[: programme.n_rows] for cost in self.costs]
        parts = [
            self._slopes(dual, cost[: programme.n_columns])
            for dual, cost in zip(duals, self.costs, strict=True)
        ]
        slope = sum(
            weight * sum(float(part.sum()) for part in shares.values())
            for weight, shares in zip(self._both(), parts, strict=True)
        )
        value = found.optimum.objective / self.scale
        return _Point(at, value, slope, parts[0], parts[1])

    def _both(self) -> tuple[float, float]:
        """What a unit of cost before peaking and after it counts in what is minimised."""
        early = self.bounds.relaxation.costs.early > 0
        late = self.weights[~early].max(initial=0.0)
        return float(self.weights[early].max()) / self.scale, float(late) / self.scale

    def _limits(self, at: float) -> Limits:
        """Sides of rows and upper bounds of columns a share of the way."""
        programme, loaded = self.bounds.programme, self.bounds.master.loaded
        ways = list(self.ways.values())
        rows = np.concatenate([way.sides.rows for way in ways])
        columns = np.concatenate([way.sides.columns for way in ways])
        rise = (1.0 - at) * np.concatenate([way.rise for way in ways])
        over = (1.0 - at) * np.concatenate([way.fall for way in ways])
        lower = programme.row_lower[rows] - np.maximum(rise, 0.0)
        upper = loaded.row_upper[rows] + np.maximum(-rise, 0.0)
        return (rows, lower, upper), (columns, loaded.col_upper[columns] + over)

    def _slopes(self, dual: Array, cost: Array) -> dict[str, Array]:
        """How fast a cost rises along the way for each limit of each clause."""
        matrix = self.bounds.programme.matrix
        found = {}
        for key, way in self.ways.items():
            found[key] = dual[way.sides.rows] * way.rise
            if len(way.sides.columns):
                reduced = cost[way.sides.columns] - matrix[:, way.sides.columns].T @ dual
                found[key] = np.append(found[key], -reduced * way.fall)
        return found

    # --- parts --------------------------------------------------------------------------------

    def integrated(self, points: list[_Point]) -> dict[str, Change]:
        """Parts of clauses: slopes of each tangent as long as it is the highest one."""
        meets = [_meeting(*pair) for pair in pairwise(points)]
        edges = [0.0, *(min(max(at, 0.0), 1.0) for at in meets), 1.0]
        widths = np.diff(edges)
        return {
            key: Change(
                float(sum(w * p.early[key].sum() for w, p in zip(widths, points, strict=True))),
                float(sum(w * p.late[key].sum() for w, p in zip(widths, points, strict=True))),
            )
            for key in self.ways
        }

    def without_each(self, tell: Callable[[str], None]) -> dict[str, Change]:
        """What the plan would cost less without each clause alone."""
        found = {}
        for key in self.ways:
            tell(key)
            self.bounds.master.loaded.resume(self.state)
            with self.rows.open([key]):
                self._go_on()
                cost = self._cost(self.bounds.master.solve())
            found[key] = Change(self.plan.before - cost.before, self.plan.after - cost.after)
        return found


def _tangent(point: _Point, at: float) -> float:
    return point.value + point.slope * (at - point.at)


def _meeting(before: _Point, after: _Point) -> float:
    """Where the tangents of two points meet; halfway where they are the same line."""
    bend = after.slope - before.slope
    if bend <= 0.0:
        return (before.at + after.at) / 2
    rise = after.value - before.value + before.slope * before.at - after.slope * after.at
    return -rise / bend
