"""Which actuals do not go together: asked before a plan is looked for, of past years alone.

Clauses, the peak and firm capacity ask nothing of those years; so where they have no schedule by
themselves, it is what was reported of them. Every figure may then be missed at a price far above
all costs, and those that are missed are told, with the nearest figures that go together. A few days
stand for the year: what does not fit in them fits in no year.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.assemble import assemble
from pathway.errors import Finding, InputError, ProofError, SolveError
from pathway.schema.units import convert_factor
from pathway.settings import ObjectiveSettings, TimeSettings
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case.case import Case, Known
    from pathway.settings import Settings
    from pathway.solve.solution import Solution
    from pathway.workbook.rows import Workbook

DAYS = 2
"""Representative days of the question."""
MISSED = 1e-5
"""Relative miss that is none."""


def refuse_contradictions(
    workbook: Workbook, case: Case, settings: Settings, progress: Callable[[str], None]
) -> None:
    """Stop where actuals do not go together, before a plan is looked for.

    Raises:
        InputError: with every figure that is missed.
    """
    if not case.past.known:
        return
    progress("actuals")
    found = contradictions(workbook, case, settings)
    if found:
        raise InputError(found)


def contradictions(workbook: Workbook, case: Case, settings: Settings) -> list[Finding]:
    """Figures of past years that do not go together; none if they do, or if it cannot be told.

    Args:
        workbook: the workbook as the scenario has it.
        case: the case without a plan.
        settings: the model file.
    """
    try:
        found = solve_plan(_past_alone(workbook, case, settings), _asked(settings))
    except (InputError, SolveError, ProofError):
        return []
    return [_finding(*missed) for missed in _missed(found)]


def _past_alone(workbook: Workbook, case: Case, settings: Settings) -> Case:
    """The years that are past, nothing asked of them, every figure free to be missed.

    All demand is served, for it was: else plant that ran too little would leave the city dark.
    """
    years = tuple(year for year in case.years if year <= case.past.through)
    alone = assemble(workbook, _few(settings.time), years)
    clauses = {key: replace(clause, rows=()) for key, clause in alone.clauses.items()}
    goods = {key: replace(c, unserved_cost=np.inf) for key, c in alone.commodities.items()}
    past = replace(alone.past, elastic=True)
    return replace(alone, clauses=clauses, commodities=goods, peak=None, past=past)


def _few(time: TimeSettings) -> TimeSettings:
    if time.resolution == "slices":
        return time
    return TimeSettings(resolution="days", days=DAYS, extremes=False)


def _asked(settings: Settings) -> Settings:
    solver = settings.solver.model_copy(update={"decompose": False})
    whole = ObjectiveSettings(form="whole-horizon")
    return settings.model_copy(update={"objective": whole, "solver": solver})


def _missed(found: Solution) -> list[tuple[Known, float]]:
    """Figures that are missed, each with the nearest that goes with the others [held unit]."""
    known = {each.key: each for each in found.case.past.known}
    block = found.programme.block("v_known_short")
    keys = (str(block.index(k)[0]) for k in range(len(block)))
    short, over = found.value("v_known_short"), found.value("v_known_over")
    missed = []
    for key, less, more in zip(keys, short, over, strict=True):
        each = known[key]
        if max(less, more) > MISSED * max(abs(each.value), 1.0):
            missed.append((each, each.low - less if less > more else each.high + more))
    return missed


def _finding(known: Known, nearest: float) -> Finding:
    unit = known.shown.text
    name = f"{known.item}:{known.unit}" if known.unit else known.item
    told = known.value * _factor(known)
    return Finding(
        known.origin.where,
        f"{name}: {told:.6g} {unit} in {known.year} does not go together with the other actuals",
        f"about {nearest * _factor(known):.6g} {unit}, the nearest that does",
        "Correct it or one that it depends on, widen tolerance, or delete it.",
    )


def _factor(known: Known) -> float:
    return convert_factor(known.held, known.shown)
