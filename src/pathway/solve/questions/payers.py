"""Who pays for a clause: what the plan costs less without it, by sector and kind of cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.solve.questions.clause_limits import ClauseLimits
from pathway.solve.steps import Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.master import Lower

    Array = NDArray[np.float64]

OPERATION = "operation"
"""What is paid by the hour: unserved demand, tariffs."""
PENALTY = "penalty"
"""The price of what soft clauses miss."""
OWNERS = ("v_build", "v_capacity", "v_activity", "v_retire", "v_retrofit")


@dataclass(frozen=True, slots=True)
class Payers:
    """What a clause costs, and who pays it."""

    clause: str
    whole: Change
    """What the plan would cost less without it."""
    by: dict[str, Change]
    """By sector of the process that it is paid for; `operation` and `penalty` beside them."""


def payers_of(bounds: Bounds, weights: Array, clause: str) -> Payers:
    """What the plan would cost less without a clause, by who pays.

    Args:
        bounds: where the plan was found, its peak rows in force.
        weights: weight of the costs of each year.
        clause: its key.
    """
    lower, _ = bounds.least("payers", weights)
    state = bounds.master.loaded.state()
    limits = ClauseLimits(bounds)
    with limits.open([clause]):
        bounds.master.loaded.solve(primal=True)
        without = bounds.master.solve()
    bounds.master.loaded.resume(state)
    early = bounds.relaxation.costs.early
    parts = [_by_sector(bounds, lower, without, part) for part in (early, 1.0 - early)]
    keys = [*parts[0], *(key for key in parts[1] if key not in parts[0])]
    by = {key: Change(parts[0].get(key, 0.0), parts[1].get(key, 0.0)) for key in keys}
    rise = bounds.master.cost_by_year(lower) - bounds.master.cost_by_year(without)
    return Payers(clause, Change(float(rise @ early), float(rise @ (1.0 - early))), by)


def _by_sector(bounds: Bounds, lower: Lower, without: Lower, years: Array) -> dict[str, float]:
    """What some years cost less, by sector."""
    relaxation, programme = bounds.relaxation, bounds.programme
    cost = np.where(relaxation.operation, 0.0, relaxation.costs.weighed(years)[0])
    less = cost * (lower.optimum.x - without.optimum.x)
    found: dict[str, float] = defaultdict(float)
    for name, block in programme.columns.items():
        values = less[block.slice]
        for at in np.flatnonzero(values).tolist():
            found[_owner(bounds.case, name, tuple(block.index(at)))] += float(values[at])
    theta = (lower.theta - without.theta) * relaxation.discount
    found[OPERATION] += float(theta @ years)
    return dict(found)


def _owner(case: Case, name: str, index: tuple[Any, ...]) -> str:
    if name in {"v_short", "v_over"}:
        return PENALTY
    if name not in OWNERS:
        return OPERATION
    process = index[1] if name == "v_retire" else index[0]
    if name == "v_retrofit":
        process = case.retrofits[index[0]].to_process
    return case.processes[process].sector
