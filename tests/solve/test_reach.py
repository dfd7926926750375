"""Activity that no operation reaches: averages allow it, hours do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import apart
import tiny
from pathway.errors import InfeasibleError
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathway.case.case import Case

MOST = 5.17
"""Wind that the city can use in a year [TWh], rounded down: storms come when demand is low."""


def city(floor: float) -> Case:
    """Much wind, no store, nowhere to send it; a clause asks for wind power in TWh."""
    sheets = tiny.tables(
        {"last_year": 2025, "value_of_lost_load": 20},
        lexicon=[dict(row) for row in tiny.lexicon()],
        processes=[
            tiny.plant("wind", existing=3, availability_profile="wind"),
            tiny.plant("diesel", existing=3, variable_cost=1),
        ],
        flows=[tiny.out("wind"), tiny.out("diesel")],
        demands=[tiny.demand("electricity", {2024: 8, 2025: 8.4}, profile="load")],
        metrics=[tiny.metric("wind_power", "TWh", "activity", processes="wind", direction="more")],
        clauses=[
            tiny.clause("E1", "不低于", "wind_power", unit="TWh", value=floor, time="at",
                        from_year=2025),
        ],
    )  # fmt: skip
    return apart.on_days(sheets)


def test_a_floor_within_reach_is_met() -> None:
    one, plan = apart.both(city(MOST))
    apart.agree(one, plan)


@pytest.mark.parametrize("floor", [5.2, 6.2])
def test_a_floor_out_of_reach_leaves_no_plan(floor: float) -> None:
    case = city(floor)
    with pytest.raises(InfeasibleError):
        solve_plan(case, apart.settings(apart=False))
    with Session(case, apart.settings()) as session, pytest.raises(InfeasibleError):
        session.plan()
    assert len(session.bounds.history) < 40
