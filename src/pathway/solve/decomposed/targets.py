"""Targets of binding clauses moved a step either way, in the plan tier with all that was learnt.

The master knows of operation what every cut says, the mixtures what schedules cost; near the plan
both are what operation costs, to the gap. A step changes a row or two of either, and takes the dual
simplex a second. No year is operated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.clause_moves import ClauseMove, moved_rows, stated, ways
from pathway.errors import InfeasibleError
from pathway.solve.clause_changes import clause_changes, clause_places
from pathway.solve.steps import STEP, Change, Step
from pathway.solve.variant import Built

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.difference import Difference

    Array = NDArray[np.float64]
    Changes = Mapping[ClauseMove, Difference]
    Moved = dict[ClauseMove, Change | None]

DIGITS = 9
"""Digits to which the steps of different years are the same."""
PRICED = 1e-9
"""Duals below it are noise of the solver [1e8 per held unit]."""


def steps_of_targets(bounds: Bounds, settings: Settings, weights: Array) -> list[Step]:
    """What a step of every binding target costs.

    Args:
        bounds: where the plan was found, its peak rows in force.
        settings: the model file.
        weights: weight of the costs of each year.
    """
    if not any(clause.rows for clause in bounds.case.clauses.values()):
        return []
    lower, _ = bounds.least("steps", weights)
    built = Built.of(bounds.relaxation.case, settings)
    dual = lower.optimum.row_dual / weights.max()
    places = clause_places(built)
    priced = {key for key, place in places.items() if abs(dual[place]) > PRICED}
    changes = clause_changes(built, settings, list(_moves(built.case, priced)))
    by_bound = _by_bound(bounds, lower, changes)
    by_plan = _by_plan(bounds, bounds.cheapest_known(lower, weights), changes)
    return [
        Step(move.clause, move.way, _amount(built.case, move), by_bound[move], by_plan[move])
        for move in changes
    ]


def _by_bound(bounds: Bounds, lower: Lower, changes: Changes) -> Moved:
    """How the bound moves."""
    master = bounds.master
    base, state = master.cost_by_year(lower), master.loaded.state()
    found: Moved = {}
    for move, change in changes.items():
        master.loaded.resume(state)
        with master.loaded.altered(change.entries, change.rows):
            try:
                cost = master.cost_by_year(master.solve())
            except InfeasibleError:
                found[move] = None
            else:
                found[move] = _change(bounds, cost - base)
    master.loaded.resume(state)
    return found


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


def _moves(case: Case, priced: set[str]) -> Iterator[ClauseMove]:
    """Both moves of every clause that has a price in some year; all its years move together."""
    for clause in case.clauses.values():
        if any(row.key in priced for row in clause.rows):
            yield from (ClauseMove(clause.key, way, STEP) for way in ways(clause))


def _amount(case: Case, move: ClauseMove) -> float | None:
    """How far a move goes in the unit of its clause; None where years differ."""
    old = {row.key: row for row in case.clauses[move.clause].rows}
    amounts = {
        round(abs(stated(row) - stated(old[key])), DIGITS)
        for key, row in moved_rows(case, move).items()
    }
    return amounts.pop() if len(amounts) == 1 else None
