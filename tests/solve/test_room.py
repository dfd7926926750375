"""How far decisions can move, against the one programme asked for each end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, vstack

import apart
import tiny
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.solve.costs import Costs
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan
from pathway.solve.questions.decisions import LEVEL, decisions_of
from pathway.solve.questions.room import explore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathway.case.case import Case
    from pathway.solve.decomposed.plan import Plan
    from pathway.solve.questions.decisions import Decision
    from pathway.solve.questions.extents import Explored
    from pathway.solve.solution import Solution

SLACKS = (0.02, 0.10)
ROOM = 1e-3
"""Share of a decision's size by which solvers may differ."""
FORMS = ("whole-horizon", "before-peak")


def town(**stated: object) -> Case:
    """A city with technologies of known groups, a unit that may retire, and two ways for goods."""
    sheets = apart.city()
    sheets["settings"] += [{"key": key, "value": value} for key, value in stated.items()]
    for key, tag in (("wind", "wind"), ("coal_power", "coal_power"), ("battery", "storage"),
                     ("gas", "gas_power")):  # fmt: skip
        apart.priced(sheets, key, tags=tag)
    apart.priced(sheets, "wind", capacity_max=2)
    apart.priced(sheets, "battery", capacity_max=0.6)
    sheets["processes"].append(
        tiny.works("barges", expansion="build", capex=0.5, variable_cost=0.16, tags="water",
                   region="city", capacity_max=12)
    )  # fmt: skip
    apart.priced(sheets, "trucks", tags="road")
    sheets["flows"].append(tiny.out("barges", "cargo"))
    sheets["units"][0]["earliest_retirement"] = 2025
    return apart.on_days(sheets)


def peaking() -> Case:
    """The same with a peak in 2024 that growth has to be kept below."""
    return town(peak_from=2024, peak_deadline=2024)


class Brute:
    """The one programme, asked for each end of a decision within a slack."""

    def __init__(self, solution: Solution, plan: Plan, *, whole: bool) -> None:
        self.solution, self.programme = solution, solution.programme
        self.labels = {
            self.programme.column_label(at): at for at in range(self.programme.n_columns)
        }
        self.tier = plan.bounds.programme
        model = build(solution.case)
        costs = Costs.of(solution.case, model, compile_programme(model))
        parts = [costs.whole] if whole else [costs.before, costs.after]
        self.parts = [(cost, fixed, float(cost @ solution.x) + fixed) for cost, fixed in parts]
        proof = solution.certificates[-1]
        self.upper, self.most = proof.row_upper, proof.col_upper

    def end(self, decision: Decision, slack: float, sign: float) -> float:
        """Least (sign 1) or most (sign -1)."""
        columns = [self.labels[self.tier.column_label(int(at))] for at in decision.columns]
        if decision.kind == LEVEL:
            return self._level(columns, decision.values, slack, sign)
        aim = np.zeros(self.programme.n_columns + 1)
        np.add.at(aim, columns, decision.values)
        return self._solved(aim, slack, sign)

    def _level(self, columns: list[int], values: np.ndarray, slack: float, sign: float) -> float:
        """The highest of some columns: least by a variable above them, most by each of them."""
        units = np.eye(self.programme.n_columns + 1)
        if sign < 0:
            tried = zip(columns, values, strict=True)
            return max(self._solved(value * units[at], slack, sign) for at, value in tried)
        above = [value * units[at] - units[-1] for at, value in zip(columns, values, strict=True)]
        return self._solved(units[-1], slack, sign, above)

    def _solved(
        self, aim: np.ndarray, slack: float, sign: float, above: Sequence[np.ndarray] = ()
    ) -> float:
        p = self.programme
        high, low = np.isfinite(self.upper), np.isfinite(p.row_lower)
        costs = csr_matrix(np.array([cost for cost, _, _ in self.parts]))
        rows = vstack([p.matrix[high], -p.matrix[low], costs])
        rows = hstack([rows, csr_matrix((rows.shape[0], 1))])
        sides = [self.upper[high], -p.row_lower[low],
                 [(1 + slack) * spent - fixed for _, fixed, spent in self.parts]]  # fmt: skip
        if above:
            rows, sides = (
                vstack([rows, csr_matrix(np.array(above))]),
                [*sides, np.zeros(len(above))],
            )
        box = np.column_stack([np.append(p.col_lower, -np.inf), np.append(self.most, np.inf)])
        done = linprog(
            sign * aim, A_ub=rows.tocsr(), b_ub=np.concatenate(sides), bounds=box, method="highs"
        )
        assert done.status == 0, done.message
        return float(sign * done.fun)


@pytest.fixture(scope="module", params=[("whole-horizon", town), ("before-peaking", peaking)],
                ids=["whole", "staged"])  # fmt: skip
def found(request: pytest.FixtureRequest) -> Iterator[tuple[Explored, Brute]]:
    """What was explored, and the one programme to ask the same."""
    form, made = request.param
    case = made()
    one = solve_plan(case, apart.settings(form, apart=False))
    with Session(case, apart.settings(form)) as session:
        plan = session.plan()
        decisions = decisions_of(case, session.bounds.programme, 2024)
        explored = explore(plan, decisions, SLACKS)
        yield explored, Brute(one, plan, whole=form == "whole-horizon")


def test_the_truth_lies_between_what_no_plan_is_beyond_and_what_a_plan_reaches(
    found: tuple[Explored, Brute],
) -> None:
    explored, brute = found
    assert len(explored.decisions) > 10
    for slack, part in zip(explored.slacks, explored.extents, strict=True):
        for decision, extent in zip(explored.decisions, part, strict=True):
            least, most = (brute.end(decision, slack, sign) for sign in (1.0, -1.0))
            room = ROOM * extent.size
            assert extent.least_bound - room <= least <= extent.least_known + room, decision.key
            assert extent.most_known - room <= most <= extent.most_bound + room, decision.key


def test_bounds_and_known_plans_are_drawn_together(found: tuple[Explored, Brute]) -> None:
    explored, _ = found
    assert explored.in_time
    apart = [
        decision.key
        for part in explored.extents
        for decision, extent in zip(explored.decisions, part, strict=True)
        if not extent.close
    ]
    assert not apart


def test_a_larger_slack_never_leaves_less_room(found: tuple[Explored, Brute]) -> None:
    explored, _ = found
    for narrow, wide in zip(*explored.extents, strict=True):
        room = ROOM * wide.size
        assert wide.least_bound <= narrow.least_bound + room
        assert wide.least_known <= narrow.least_known + room
        assert wide.most_known >= narrow.most_known - room
        assert wide.most_bound >= narrow.most_bound - room


def test_kinds_of_decisions_follow_from_what_the_case_has(found: tuple[Explored, Brute]) -> None:
    explored, _ = found
    keys = {decision.key for decision in explored.decisions}
    assert {"capacity:wind:2025", "capacity:storage:2024", "retired:A1:2025", "built:battery:2025",
            "share:cargo:barges:2025", "emissions::2025"} <= keys  # fmt: skip
    assert "retired:A2:2025" not in keys, "it may not retire early"


def test_a_session_goes_on_after_it_was_explored() -> None:
    with Session(town(), apart.settings()) as session:
        before = session.plan()
        decisions = decisions_of(town(), session.bounds.programme, 2024)[:3]
        explore(before, decisions, (0.05,))
        again = session.solve()
    assert tiny.cost(again) == pytest.approx(cost(before), rel=3 * apart.GAP)


def test_no_time_leaves_what_follows_from_bounds_alone() -> None:
    with Session(town(), apart.settings()) as session:
        plan = session.plan()
        decisions = decisions_of(town(), session.bounds.programme, 2024)
        explored = explore(plan, decisions, (0.05,), seconds=-1.0)
    assert not explored.in_time
    for planned, extent in zip(explored.planned, explored.extents[0], strict=True):
        assert extent.least_known == pytest.approx(planned, abs=1e-3 * extent.size)


def cost(plan: Plan) -> float:
    """Cost of a plan over all years [1e8]."""
    return float(plan.bounds.inner.cost_by_year(plan.best.upper).sum())
