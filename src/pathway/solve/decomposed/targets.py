"""Targets of binding clauses moved a step either way, in the plan tier with all that was learnt.

The master knows of operation what every cut says, the mixtures what schedules cost; near the plan
both are what operation costs, to the gap. A step changes a row or two of either, and takes the dual
simplex a second. No year is operated, unless a ladder of shares asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.case.clause_moves import ClauseMove, Way, moved_rows, stated, ways
from pathway.errors import InfeasibleError
from pathway.solve.clause_changes import clause_changes, clause_places
from pathway.solve.decomposed.learning import NO_COLUMNS, learn
from pathway.solve.decomposed.ranges import COARSE, NOTHING, moved_by, range_of
from pathway.solve.steps import STEP, Change, Range, Step
from pathway.solve.variant import Built

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.decomposed.ranges import Ladder
    from pathway.solve.difference import Difference

    Array = NDArray[np.float64]
    Changes = Mapping[ClauseMove, Difference]
    Moved = dict[ClauseMove, Change | None]
    Ranges = dict[ClauseMove, Range]

DIGITS = 9
"""Digits to which the steps of different years are the same."""
PRICED = 1e-9
"""Duals below it are noise of the solver [1e8 per held unit]."""


def steps_of_targets(
    bounds: Bounds, settings: Settings, weights: Array, ladder: Ladder = COARSE,
    only: Collection[str] | None = None,
) -> list[Step]:  # fmt: skip
    """What a step of every binding target costs, and how far that price holds.

    Args:
        bounds: where the plan was found, its peak rows in force.
        settings: the model file.
        weights: weight of the costs of each year.
        ladder: shares of a target at which its price is compared with that of a step.
        only: clauses to move, priced or not; all that have a price if left out.
    """
    if not any(clause.rows for clause in bounds.case.clauses.values()):
        return []
    lower, _ = bounds.least("steps", weights)
    built = Built.of(bounds.relaxation.case, settings)
    dual = lower.optimum.row_dual / weights.max()
    places = clause_places(built)
    priced = {key for key, place in places.items() if abs(dual[place]) > PRICED}
    changes = clause_changes(built, settings, list(_moves(built.case, priced, only)))
    if ladder.learnt:
        _learn(bounds, settings, weights, changes, ladder)
        lower, _ = bounds.least("steps", weights)
    by_bound, ranges = _by_bound(bounds, lower, weights, changes, ladder)
    by_plan = _by_plan(bounds, bounds.cheapest_known(lower, weights), changes)
    return [
        Step(
            move.clause, move.way, _amount(built.case, move), by_bound[move], by_plan[move],
            ranges[move],
        )
        for move in changes
    ]  # fmt: skip


def _learn(
    bounds: Bounds, settings: Settings, weights: Array, changes: Changes, ladder: Ladder
) -> None:
    """Learn how the years are operated with targets moved further than a step."""
    gap = settings.solver.gap
    for move, change in changes.items():
        for share in ladder.learnt:
            where = *moved_by(change, bounds.programme, share), NO_COLUMNS
            learn(bounds, weights, gap, f"target {move.clause} {move.way} {share:.0%}", where)


def _by_bound(
    bounds: Bounds, lower: Lower, weights: Array, changes: Changes, ladder: Ladder
) -> tuple[Moved, Ranges]:
    """How the bound moves with a step, and how far that goes on."""
    state = bounds.master.loaded.state()
    base = bounds.master.cost_by_year(lower)
    found: Moved = {}
    ranges: Ranges = {}
    for move, change in changes.items():
        bounds.master.loaded.resume(state)
        target = _Target(bounds, base, weights / weights.max(), change)
        step = target.rise(STEP)
        found[move] = None if step is None else _change(bounds, step)
        ranges[move] = _range(target, move, step, ladder)
    bounds.master.loaded.resume(state)
    return found, ranges


def _range(target: _Target, move: ClauseMove, step: Array | None, ladder: Ladder) -> Range:
    """How far the price holds; what saves nothing to loosen never does, as costs are convex."""
    rise = None if step is None else target.weighed(step)
    if rise is not None and abs(rise) <= NOTHING and move.way is Way.LOOSER:
        return Range(ladder.shares[-1], None)
    return range_of(target.rise_at, rise, ladder)


@dataclass(frozen=True, eq=False)
class _Target:
    """The target of a clause in the master, moved from where the last solve ended."""

    bounds: Bounds
    base: Array
    """Cost of each year with the target as it is."""
    weights: Array
    """Weight of each year in what is minimised, the largest one."""
    change: Difference
    """What a step changes."""

    def rise(self, share: float) -> Array | None:
        """By how much costs of each year rise with the target moved by a share of it."""
        master = self.bounds.master
        sides = moved_by(self.change, self.bounds.programme, share)
        with master.loaded.altered(*sides):
            try:
                return master.cost_by_year(master.solve()) - self.base
            except InfeasibleError:
                return None

    def weighed(self, rise: Array) -> float:
        """A rise in what is minimised."""
        return float(rise @ self.weights)

    def rise_at(self, share: float) -> float | None:
        """By how much what is minimised rises; None if no plan is left."""
        rise = self.rise(share)
        return None if rise is None else self.weighed(rise)


def _by_plan(bounds: Bounds, upper: Upper | None, changes: Changes) -> Moved:
    """How the cheapest plan of known schedules moves."""
    inner = bounds.inner
    found: Moved = dict.fromkeys(changes)
    if upper is None:
        return found
    base, state = inner.cost_by_year(upper), inner.loaded.state()
    for move, change in changes.items():
        inner.loaded.resume(state)
        with inner.altered(change.entries, change.rows):
            try:
                plan = inner.solve()
            except InfeasibleError:
                continue
            if plan.works:
                found[move] = _change(bounds, inner.cost_by_year(plan) - base)
    inner.loaded.resume(state)
    return found


def _change(bounds: Bounds, cost: Array) -> Change:
    early = bounds.relaxation.costs.early
    return Change(float(cost @ early), float(cost @ (1.0 - early)))


def _moves(case: Case, priced: set[str], only: Collection[str] | None) -> Iterator[ClauseMove]:
    """Both moves of every clause that has a price in some year; all its years move together."""
    for clause in case.clauses.values():
        here = any(row.key in priced for row in clause.rows) if only is None else clause.key in only
        if here:
            yield from (ClauseMove(clause.key, way, STEP) for way in ways(clause))


def _amount(case: Case, move: ClauseMove) -> float | None:
    """How far a move goes in the unit of its clause; None where years differ."""
    old = {row.key: row for row in case.clauses[move.clause].rows}
    amounts = {
        round(abs(stated(row) - stated(old[key])), DIGITS)
        for key, row in moved_rows(case, move).items()
    }
    return amounts.pop() if len(amounts) == 1 else None
