r"""Clauses that no plan can miss, whatever it costs: implied by other clauses, or by the data.

That a clause has no price says that the cheapest plan keeps it by itself; another plan might not.
So each clause is let go, and one of its rows is turned round: the figure has to miss its limit by a
ten-thousandth of it at least. If the plan tier with all cuts then has no plan, no plan on all hours
has one either, as every schedule is one of the plan tier: the clause is implied. How far the figure
can go at most then is

$$ \min_x \; a^\top x \quad \text{with all other clauses and the physics,} $$

and its duals prove it: clauses without a dual in it may go all at once, and the figure still cannot
go further. Which of the others have to stay is found by letting each of them go. The guard of the
peak, a limit taken from another plan, makes no clause implied: it is open in every proof.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Relation
from pathway.errors import InfeasibleError, SolveError
from pathway.solve.questions.clause_limits import ClauseLimits, figure_of, names_of
from pathway.solve.steps import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    from pathway.case.case import ClauseRow
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.master import Lower

    Array = NDArray[np.float64]

MISS = 1e-4
"""Miss of a limit that counts, relative to the size of the row."""
PRICED = 1e-7
"""Share of the largest dual of a proof below which a dual is noise."""
SAVED = 1e-7
"""Saving that is none [1e8]."""


class Verdict(StrEnum):
    """What came out of trying to miss a clause."""

    PRICED = "priced"
    """Missing it is cheaper: it binds."""
    COULD = "could"
    """It can be missed, at a cost or at none."""
    IMPLIED = "implied"
    OPEN = "open"
    """Not settled: the time was over, or the solver gave up."""


@dataclass(frozen=True, slots=True)
class Implied:
    """Whether a clause could be missed at all."""

    clause: str
    verdict: Verdict
    row: str
    """The row that is missed, else the one nearest to its limit."""
    limit: float
    """Its target, in the unit of the clause."""
    worst: float | None
    """How far its figure can go without the clause; None where the clause can be missed."""
    by: tuple[str, ...] = ()
    """Clauses that make the proof; none where physics and data alone do."""
    needed: tuple[str, ...] = ()
    """Those of them without any one of which it could be missed."""
    cost: Change | None = None
    """What the cheapest plan that misses it costs more, by the bound; None where there is none, or
    where it would have to emit more before the peak than the guard allows."""


def implied_clauses(
    bounds: Bounds, weights: Array, only: Collection[str] | None = None,
    tell: Callable[[str], None] = lambda _: None, *,
    priced: Collection[str] = (), seconds: float = float("inf"),
) -> list[Implied]:  # fmt: skip
    """Which clauses are implied, and by which others; in the order of the plan.

    Args:
        bounds: where the plan was found, its peak rows in force.
        weights: weight of the costs of each year.
        only: clauses to look at; all that have rows if left out.
        tell: is told each clause that is looked at.
        priced: clauses of which it is known that missing them is cheaper.
        seconds: after which no further clause is looked at; those with least room go first.
    """
    prover = _Prover(bounds, weights)
    asked = [key for key in names_of(bounds.case) if only is None or key in only]
    until = time.perf_counter() + seconds
    found = {}
    for key in sorted(asked, key=prover.room):
        if key in priced:
            found[key] = prover.unasked(key, Verdict.PRICED)
        elif time.perf_counter() > until:
            found[key] = prover.unasked(key, Verdict.OPEN)
        else:
            tell(key)
            found[key] = prover.look(key)
    prover.leave()
    return [found[key] for key in asked]


class _Prover:
    """The master with single clauses let go and turned round."""

    def __init__(self, bounds: Bounds, weights: Array) -> None:
        self.bounds, self.weights = bounds, weights
        self.lower, _ = bounds.least("implied", weights)
        self.rows = ClauseLimits(bounds)
        self.base = bounds.master.cost_by_year(self.lower)
        self.state = bounds.master.loaded.state()

    def leave(self) -> None:
        """Leave the master as it was found."""
        self.bounds.master.minimise(self.weights)
        self.bounds.master.loaded.resume(self.state)

    def room(self, key: str) -> float:
        """Least room of the rows of a clause at the optimum, relative to their size."""
        return min(map(self._room, self.bounds.case.clauses[key].rows))

    def unasked(self, key: str, verdict: Verdict) -> Implied:
        """A verdict without trying."""
        row = min(self.bounds.case.clauses[key].rows, key=self._room)
        return Implied(key, verdict, row.key, _stated(row), None)

    def look(self, key: str) -> Implied:
        """Whether a clause can be missed in one of its rows; the one with least room goes first."""
        rows = sorted(self.bounds.case.clauses[key].rows, key=self._room)
        guards = (True, False) if len(self.rows.guard) else (True,)
        sides = [(row, side) for row in rows for side in _sides(row)]
        for guarded, (row, side) in product(guards, sides):
            try:
                missed = self._missed(key, row, side, guarded=guarded)
            except InfeasibleError:
                continue
            except SolveError:  # nothing is shown: at least it is not called implied
                return self.unasked(key, Verdict.OPEN)
            if guarded:
                return self._free(key, row, missed)
            return Implied(key, Verdict.COULD, row.key, _stated(row), None)
        worst, by = self._furthest(key, rows[0])
        needed = tuple(other for other in by if self._falls(key, rows[0], [other]))
        if not needed and not self._falls(key, rows[0], by):
            by = ()
        return Implied(key, Verdict.IMPLIED, rows[0].key, _stated(rows[0]), worst, by, needed)

    def _free(self, key: str, row: ClauseRow, missed: Lower) -> Implied:
        rise = self.bounds.master.cost_by_year(missed) - self.base
        early = self.bounds.relaxation.costs.early
        cost = Change(float(rise @ early), float(rise @ (1.0 - early)))
        saves = float(rise @ self.weights) < -SAVED * self.weights.max()
        verdict = Verdict.PRICED if saves else Verdict.COULD
        return Implied(key, verdict, row.key, _stated(row), None, cost=cost)

    def _falls(self, key: str, row: ClauseRow, others: Collection[str]) -> bool:
        """Whether a row can be missed without some other clauses."""
        for side in _sides(row):
            try:
                with self.rows.open(others):
                    self._missed(key, row, side)
            except SolveError:  # there is none, or none was found
                continue
            return True
        return False

    def _missed(self, key: str, row: ClauseRow, side: Relation, *, guarded: bool = False) -> Lower:
        """The cheapest plan that misses a row by more than rounding, with the guard or without.

        Raises:
            InfeasibleError: there is none.
        """
        master, place = self.bounds.master, self.rows.place[row.key]
        programme = self.bounds.programme
        room = MISS * self._size(place)
        lower, upper = -np.inf, np.inf
        if side is Relation.AT_LEAST:
            upper = programme.row_lower[place] - room
        else:
            lower = programme.row_upper[place] + room
        master.loaded.resume(self.state)
        turned = np.array([place]), np.array([lower]), np.array([upper])
        guard = self.rows.guard[:0] if guarded else self.rows.guard
        with self.rows.open([key], guard), self.rows.limited(turned):
            return master.solve()

    def _furthest(self, key: str, row: ClauseRow) -> tuple[float | None, tuple[str, ...]]:
        """How far the figure of a row can go without its clause, and what holds it there."""
        master, programme = self.bounds.master, self.bounds.programme
        place = self.rows.place[row.key]
        sign = -1.0 if row.relation is Relation.AT_MOST else 1.0
        aim = sign * programme.matrix[[place]].toarray().ravel()
        master.loaded.resume(self.state)
        with self.rows.open([key], self.rows.guard):
            master.loaded.minimise(aim)
            master.loaded.price_columns(master.theta, np.zeros(len(master.theta)))
            try:
                optimum = master.loaded.solve(primal=True)
            except SolveError:
                return None, ()
            finally:
                master.minimise(self.weights)
        dual = np.abs(optimum.row_dual)
        least = PRICED * dual.max(initial=0.0)
        by = tuple(
            other
            for other, sides in self.rows.of.items()
            if other != key and len(sides.rows) and dual[sides.rows].max() > least
        )
        return figure_of(row, self.bounds, optimum.x), by

    def _room(self, row: ClauseRow) -> float:
        """Room of a row at the optimum, relative to its size."""
        programme, place = self.bounds.programme, self.rows.place[row.key]
        level = float((programme.matrix[[place]] @ self.lower.optimum.x)[0])
        room = min(level - programme.row_lower[place], programme.row_upper[place] - level)
        return float(room / self._size(place))

    def _size(self, place: int) -> float:
        """Size of a row: what its terms sum at the optimum, signs aside."""
        row = abs(self.bounds.programme.matrix[[place]])
        return (
            float((row @ np.abs(self.lower.optimum.x))[0]) + self.bounds.master.loaded.unit * 1e-3
        )


def _sides(row: ClauseRow) -> tuple[Relation, ...]:
    """Sides at which a row can be missed."""
    if row.relation is Relation.EQUAL:
        return Relation.AT_LEAST, Relation.AT_MOST
    return (row.relation,)


def _stated(row: ClauseRow) -> float:
    return row.limit * row.shown_scale + row.shown_offset
