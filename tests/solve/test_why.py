"""What pays for a decision, and what the alternatives cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import apart
import tiny
from pathway.solve.costs import FACTOR, staged
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan
from pathway.solve.questions.why import Other, Reasons
from solve.test_targets import town

ROOM = 1e-4
"""Money by which two plans may differ [1e8]: gaps of both."""


@pytest.fixture(scope="module")
def session():
    with Session(town(), apart.settings()) as found:
        found.plan()
        yield found


@pytest.fixture(scope="module")
def reasons(session):
    return made(session)


def made(session) -> Reasons:
    in_stages = staged(session.case, session.settings)
    costs = session.bounds.relaxation.costs
    weights = costs.blended(FACTOR) if in_stages else np.ones(len(session.case.years))
    plan = session.plan()
    return Reasons(session.bounds, plan.best.upper, weights)


def test_parts_add_up_to_the_reduced_cost(reasons) -> None:
    whys = [reasons.why(task, ()) for task in reasons.tasks()]
    whys += [reasons.why(task, ()) for task in reasons.undone("battery", 2024)]
    assert len(whys) > 3
    for why in whys:
        assert sum(part.cost for part in why.parts) == pytest.approx(why.reduced, abs=1e-7)
        if why.task.amount:
            assert why.reduced == pytest.approx(0.0, abs=1e-7)


def test_a_clause_that_binds_pays_for_what_it_asks(reasons) -> None:
    """A share of wind is paid for at the dual of its row, by full-load hours."""
    why = reasons.why(next(task for task in reasons.tasks("wind", 2025)), ())
    paid = {(part.kind, part.key): part.cost for part in why.parts}
    assert paid["clause", "E1"] < 0.0
    assert paid["cost", "v_build"] > 0.0
    gas = reasons.why(next(task for task in reasons.tasks("gas", 2025)), ())
    assert {(part.kind, part.key): part.cost for part in gas.parts}["clause", "E1"] > 0.0


@pytest.mark.parametrize("other", [Other.LESS, Other.MORE])
def test_an_alternative_costs_what_the_one_programme_says(reasons, other: Other) -> None:
    task = next(task for task in reasons.tasks("wind", 2025))
    why = reasons.why(task, (other,))
    (found,) = why.alternatives
    assert found.change is not None
    base = solve_plan(town(), apart.settings(apart=False))
    built = tiny.value(base, "v_build", "wind", 2025)
    limit = built - found.amount if other is Other.LESS else built + found.amount
    rise = tiny.cost(solve_plan(held(limit, other), apart.settings(apart=False))) - tiny.cost(base)
    assert found.change.before <= rise + ROOM  # a bound
    assert rise > 100 * ROOM


def held(limit: float, other: Other):
    """The city with a limit on wind built in its last year: capacity then is 0.3 more."""
    case = town()
    wind = case.processes["wind"]
    earlier = tiny.value(solve_plan(case, apart.settings(apart=False)), "v_build", "wind", 2024)
    if other is Other.LESS:
        most = wind.build_max.copy()
        most[-1] = limit
        changed = replace(wind, build_max=most)
    else:
        least = wind.capacity_min.copy()
        least[-1] = 0.3 + earlier + limit
        most = wind.build_max.copy()
        most[0] = earlier
        changed = replace(wind, capacity_min=least, build_max=most)
    return replace(case, processes={**case.processes, "wind": changed})


def test_what_an_alternative_moves_is_told(reasons) -> None:
    task = next(task for task in reasons.tasks("wind", 2025))
    (less,) = reasons.why(task, (Other.LESS,)).alternatives
    assert less.moved
    assert all(not (m.name == "v_build" and m.index == ("wind", 2025)) for m in less.moved)


def test_the_master_is_left_as_it_was(session, reasons) -> None:
    base = session.bounds.master.cost_by_year(reasons.lower).sum()
    task = next(task for task in reasons.tasks("wind", 2025))
    reasons.why(task)
    reasons.leave()
    again = session.bounds.master.solve()
    assert session.bounds.master.cost_by_year(again).sum() == pytest.approx(base, rel=1e-9)


def test_years_after_the_deadline_are_told_in_their_own_money() -> None:
    """They weigh a hundredth in what is minimised, and whole in what is told."""
    sheets = apart.city()
    window = {"peak_from": 2024, "peak_deadline": 2024}
    sheets["settings"] += [{"key": key, "value": year} for key, year in window.items()]
    with Session(apart.on_days(sheets), apart.settings("before-peaking")) as session:
        reasons = made(session)
        late = [reasons.why(task, ()) for task in reasons.tasks("gas", 2025)]
    (why,) = late
    assert why.late
    annuity = next(part.cost for part in why.parts if part.key == "v_build")
    assert annuity == pytest.approx(1.287, rel=0.01)
