"""How far the price of a clause holds, against the one programme solved anew."""

from __future__ import annotations

import numpy as np
import pytest

import apart
import tiny
from pathway.case.clause_moves import ClauseMove, Way, moved
from pathway.results.tables.steps import step_table
from pathway.solve.decomposed.ranges import COARSE, FINE, NOTHING, SAME, Ladder, range_of
from pathway.solve.decomposed.session import Session
from pathway.solve.decomposed.targets import steps_of_targets
from pathway.solve.plan import solve_plan
from pathway.solve.steps import STEP, Range
from solve.test_targets import town


def bent(share: float) -> float | None:
    """A cost with a kink at 8 % and no plan from 30 % on."""
    return None if share > 0.3 else 2.0 * share + 5.0 * max(0.0, share - 0.08)


def test_a_price_holds_to_the_kink() -> None:
    found = range_of(bent, bent(STEP), Ladder((0.05, 0.2), 8))
    assert found.holds == pytest.approx(0.08, abs=0.01)  # to a tenth of the price
    assert found.changes == pytest.approx(found.holds, abs=1e-3)
    assert found.feasible


def test_a_price_ends_where_no_plan_is_left() -> None:
    found = range_of(lambda share: None if share > 0.3 else share, STEP, Ladder((0.2, 0.5), 10))
    assert found.holds == pytest.approx(0.3, abs=1e-3)
    assert not found.feasible


def test_a_price_that_holds_all_along_has_no_end() -> None:
    assert range_of(lambda share: 3.0 * share, 3.0 * STEP, COARSE) == Range(0.05, None)


def test_without_a_plan_after_a_step_nothing_holds() -> None:
    assert range_of(bent, None, COARSE) == Range(0.0, STEP, feasible=False)


@pytest.fixture(scope="module")
def session():
    with Session(town(), apart.settings()) as found:
        found.plan()
        yield found


@pytest.fixture(scope="module")
def steps(session):
    weights = np.ones(len(session.case.years))
    return steps_of_targets(session.bounds, session.settings, weights, FINE)


@pytest.mark.parametrize("way", [Way.TIGHTER, Way.LOOSER])
def test_the_one_programme_has_the_same_price_as_far(steps, way: Way) -> None:
    """Up to where the price holds, and no more beyond it."""
    step = next(step for step in steps if (step.clause, step.way) == ("E1", way))
    assert step.range is not None
    assert step.range.changes is not None
    assert step.range.feasible
    base, near = tiny.cost(solve_plan(town(), apart.settings(apart=False))), cost(way, STEP)
    price = (near - base) / STEP
    assert step.range.holds > STEP
    held = (cost(way, step.range.holds) - near) / (step.range.holds - STEP)
    assert held == pytest.approx(price, rel=SAME + 0.02)
    beyond = step.range.changes + 0.1
    slope = (cost(way, beyond) - cost(way, step.range.changes)) / 0.1
    assert abs(slope - price) > 0.8 * SAME * abs(price)


def cost(way: Way, share: float) -> float:
    """Least cost of the one programme with the target moved."""
    case = moved(town(), [ClauseMove("E1", way, share)])
    return tiny.cost(solve_plan(case, apart.settings(apart=False)))


def test_a_target_that_saves_nothing_never_does(session) -> None:
    """E2 stands beside E1 and costs nothing: its looser way is not tried at all."""
    weights = np.ones(len(session.case.years))
    found = steps_of_targets(session.bounds, session.settings, weights, FINE, {"E2"})
    looser = next(step for step in found if step.way is Way.LOOSER)
    assert looser.bound is not None
    assert abs(looser.bound.before) <= NOTHING
    assert looser.range == Range(FINE.shares[-1], None)


def test_the_table_tells_targets_in_their_unit(session, steps) -> None:
    table = step_table(session.case, steps).set_index(["clause", "way"])
    for way, sign in (("tighter", 1.0), ("looser", -1.0)):
        row = table.loc[("E1", way)]
        assert row["holds_to"] == pytest.approx(60.0 * (1.0 + sign * row["holds_share"]))
        assert row["changes_to"] == pytest.approx(60.0 * (1.0 + sign * row["changes_share"]))
