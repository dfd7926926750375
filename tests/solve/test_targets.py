"""A target moved by a step costs what the one programme says it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import apart
import tiny
from pathway.case.clause_moves import ClauseMove, Way, moved
from pathway.results.results import build_results
from pathway.solve.plan import solve_plan
from pathway.solve.steps import STEP

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.solve.solution import Solution

LATE: tiny.Row = {"time": "at", "from_year": 2025}


def town(share: float = 60, built: float = 0.31) -> Case:
    """A city that has to serve a share of its power from wind, and a slack clause beside it."""
    sheets = apart.city(
        lexicon=[dict(row) for row in tiny.lexicon()],
        metrics=[
            tiny.metric("wind_power", "TWh", "activity", processes="wind", direction="more"),
            tiny.metric("all_power", "TWh", "activity", processes="wind;coal_power;gas"),
            tiny.metric("built", "GW", "capacity", processes="wind", direction="more"),
        ],
        clauses=[
            tiny.clause("E1", "不低于", "wind_power", per="all_power", unit="%", value=share,
                        **LATE),
            tiny.clause("E2", "不低于", "built", unit="GW", value=built, **LATE),
            tiny.clause("E3", "不超过", "built", unit="GW", value=50, **LATE),
        ],
    )  # fmt: skip
    wind = next(row for row in sheets["processes"] if row["process"] == "wind")
    wind["capacity_max"] = 5
    return apart.on_days(sheets)


@pytest.fixture(scope="module")
def plan() -> Solution:
    return solve_plan(town(), apart.settings())


@pytest.mark.parametrize("way", [Way.TIGHTER, Way.LOOSER])
def test_a_step_costs_what_the_one_programme_says(plan: Solution, way: Way) -> None:
    least, other = (
        tiny.cost(solve_plan(case, apart.settings(apart=False)))
        for case in (town(), moved(town(), [ClauseMove("E1", way, STEP)]))
    )
    step = next(step for step in plan.steps if (step.clause, step.way) == ("E1", way))
    room, rise = 3 * apart.GAP * least, other - least
    assert step.amount == pytest.approx(0.6)
    assert step.bound is not None
    assert step.known is not None
    assert abs(rise) > 100 * room
    assert step.bound.before - room <= rise <= step.known.before + room
    assert step.bound.before == pytest.approx(rise, rel=0.5)
    assert step.bound.after == step.known.after == 0.0


def test_clauses_without_a_price_have_no_steps(plan: Solution) -> None:
    assert {step.clause for step in plan.steps} == {"E1"}


def test_a_step_that_leaves_no_plan_is_told() -> None:
    full = solve_plan(town(built=5), apart.settings())
    ways = {step.way: step for step in full.steps if step.clause == "E2"}
    assert ways[Way.TIGHTER].bound is None
    assert ways[Way.TIGHTER].known is None
    table = build_results(full).tables["steps"].set_index(["clause", "way"])
    assert not table.loc[("E2", "tighter"), "feasible"]
    assert table.loc[("E2", "looser"), "before"] < 0.0


def test_steps_leave_the_plan_as_it_was(plan: Solution) -> None:
    proof = plan.certificates[-1]
    assert abs(proof.check(plan.programme, plan.x)) <= 2 * apart.GAP
