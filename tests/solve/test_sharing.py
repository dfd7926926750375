"""How clauses share the cost of a plan, against the one programme solved all along the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import apart
import tiny
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan
from pathway.solve.questions.payers import payers_of
from pathway.solve.questions.sharing import shared_costs

LATE: tiny.Row = {"time": "at", "from_year": 2025}
POINTS = 24
"""Points of the sum that stands for the integral."""
BY_SUM = 0.03
"""Relative error of that sum."""


def town(built: float = 1.5, co2: float = 150.0, share: float = 45.0):
    """Three clauses that get in each other's way: capacity of wind, its share, and emissions."""
    sheets = apart.city(
        lexicon=[dict(row) for row in tiny.lexicon()],
        metrics=[
            tiny.metric("wind_power", "TWh", "activity", processes="wind", direction="more"),
            tiny.metric("all_power", "TWh", "activity", processes="wind;coal_power;gas"),
            tiny.metric("built", "GW", "capacity", processes="wind", direction="more"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
        ],
        clauses=[
            tiny.clause("E1", "不低于", "built", unit="GW", value=built, **LATE),
            tiny.clause("E2", "不超过", "co2", unit="万吨", value=co2, **LATE),
            tiny.clause("E3", "不低于", "wind_power", per="all_power", unit="%", value=share,
                        **LATE),
            tiny.clause("E4", "不低于", "built", unit="GW", value=0.3, **LATE),
        ],
    )  # fmt: skip
    wind = next(row for row in sheets["processes"] if row["process"] == "wind")
    wind["capacity_max"] = 5
    return apart.on_days(sheets)


@pytest.fixture(scope="module")
def session():
    with Session(town(), apart.settings()) as found:
        found.plan()
        yield found


@pytest.fixture(scope="module")
def sharing(session):
    return shared_costs(session.bounds, np.ones(len(session.case.years)), apart.GAP)


def cost(case) -> float:
    return tiny.cost(solve_plan(case, apart.settings(apart=False)))


def without(*keys: str):
    case = town()
    clauses = {k: replace(c, rows=() if k in keys else c.rows) for k, c in case.clauses.items()}
    return replace(case, clauses=clauses)


def test_parts_add_up_to_the_whole(sharing) -> None:
    parts = sum(share.part.before for share in sharing.shares)
    whole = sharing.plan.before - sharing.free.before
    assert whole > 0.1
    assert parts == pytest.approx(whole, abs=1e-7)
    assert sharing.rest.before == pytest.approx(0.0, abs=1e-7)
    assert sharing.error == 0.0
    assert all(share.part.before >= -1e-9 for share in sharing.shares)


def test_a_clause_that_is_kept_anyway_has_no_part(sharing) -> None:
    idle = next(share for share in sharing.shares if share.clause == "E4")
    assert idle.part.before == pytest.approx(0.0, abs=1e-9)
    assert idle.alone.before == pytest.approx(0.0, abs=1e-9)


def test_ends_and_leave_one_out_are_those_of_the_one_programme(session, sharing) -> None:
    """The bound is below the cost, at the plan itself only by the gap."""
    plan, free = cost(town()), cost(without("E1", "E2", "E3", "E4"))
    assert sharing.plan.before == pytest.approx(plan, rel=1e-6)
    assert sharing.free.before <= free + 1e-6
    assert sharing.free.before == pytest.approx(free, rel=5e-3)
    for share in sharing.shares:
        alone = plan - cost(without(share.clause))
        assert share.alone.before >= alone - 1e-5
        assert share.alone.before == pytest.approx(alone, abs=0.005 * plan)


@pytest.mark.slow
def test_parts_are_prices_integrated_along_the_way(sharing) -> None:
    """Targets are moved from what the free plan does, and duals are those of the one programme."""
    free = solve_plan(without("E1", "E2", "E3", "E4"), apart.settings(apart=False))
    ends = {"E1": (tiny.value(free, "v_metric", "built", 2025), 1.5),
            "E2": (tiny.value(free, "v_metric", "co2", 2025), 150.0)}  # fmt: skip
    lack = tiny.value(free, "v_metric", "wind_power", 2025)
    lack -= 0.45 * tiny.value(free, "v_metric", "all_power", 2025)
    parts = dict.fromkeys(("E1", "E2", "E3"), 0.0)
    for at in (np.arange(POINTS) + 0.5) / POINTS:
        case = town(*(start + at * (end - start) for start, end in ends.values()))
        case = _eased(case, "E3", (1.0 - at) * lack)
        plan = solve_plan(case, apart.settings(apart=False))
        duals = {key: tiny.dual(plan, f"c_clause_{side}", f"{key}_2025")
                 for key, side in (("E1", "ge"), ("E2", "le"), ("E3", "ge"))}  # fmt: skip
        for key, (start, end) in ends.items():
            parts[key] += max(end - start, 0.0) * duals[key] / POINTS if key == "E1" else 0.0
            parts[key] += min(end - start, 0.0) * duals[key] / POINTS if key == "E2" else 0.0
        parts["E3"] += max(-lack, 0.0) * duals["E3"] / POINTS
    whole = sharing.plan.before - sharing.free.before
    for share in sharing.shares:
        if share.clause in parts:
            assert share.part.before == pytest.approx(parts[share.clause], abs=BY_SUM * whole)


def _eased(case, key: str, lack: float):
    """A case whose ratio may be missed by so much of its numerator."""
    clause = case.clauses[key]
    rows = tuple(replace(row, numerator_constant=-lack) for row in clause.rows)
    return replace(case, clauses={**case.clauses, key: replace(clause, rows=rows)})


def test_the_master_is_left_as_it_was(session, sharing) -> None:
    again = session.bounds.master.solve()
    base = float(session.bounds.master.cost_by_year(again).sum())
    assert base == pytest.approx(sharing.plan.before, rel=1e-9)


def test_who_pays_adds_up(session, sharing) -> None:
    weights = np.ones(len(session.case.years))
    for share in sharing.shares:
        payers = payers_of(session.bounds, weights, share.clause)
        assert payers.whole.before == pytest.approx(share.alone.before, abs=1e-7)
        paid = sum(change.before for change in payers.by.values())
        assert paid == pytest.approx(payers.whole.before, abs=1e-7)
