"""Equal cost, one schedule: whatever the method, the seed, or the order of rows."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import InfeasibleError, SolveError, TimeLimitError
from pathway.solve.plan import solve_plan
from pathway.solve.ties import drawn, weights

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.solution import Solution

WAYS = [
    (method, presolve, seed)
    for method in ("simplex", "ipm")
    for presolve in (True, False)
    for seed in (0, 1, 7)
]
TASKS = ("v_build", "v_retire", "v_retrofit")


def settings(form: str, method: str, presolve: bool, seed: int) -> Settings:
    base = tiny.settings(form)
    solver = base.solver.model_copy(
        update={"method": method, "presolve": presolve, "random_seed": seed}
    )
    return base.model_copy(update={"solver": solver})


def tasks(plan: Solution) -> dict[str, float]:
    """Everything that is built, retired or retrofitted, by name."""
    found: dict[str, float] = {}
    for name in TASKS:
        block = plan.programme.columns[name]
        values = plan.value(name).tolist()
        found |= {block.label(k): value for k, value in enumerate(values) if abs(value) > 1e-6}
    return found


def twins() -> tiny.Tables:
    """Two kinds of wind at one price, and years in which neither is cheaper to build."""
    return tiny.tables(
        {"last_year": 2027, "peak_from": 2025, "peak_deadline": 2026},
        processes=[
            tiny.plant("east", expansion="build", variable_cost=1, capacity_max=0.8),
            tiny.plant("west", expansion="build", variable_cost=1, capacity_max=0.8),
            tiny.plant("old", variable_cost=2),
        ],
        flows=[tiny.out("east"), tiny.out("west"), tiny.out("old")],
        units=[tiny.unit("O1", "old", 1.0, earliest_retirement=2025)],
        demands=[tiny.demand("electricity", {2024: 4, 2027: 8})],
    )


@pytest.fixture(scope="module")
def everything() -> Case:
    return tiny.case(*tiny.everything())


@pytest.mark.parametrize("form", ["whole-horizon", "before-peaking"])
def test_every_way_to_the_optimum_gives_one_schedule(everything: Case, form: str) -> None:
    plans = [solve_plan(everything, settings(form, *way)) for way in WAYS]
    costs = [tiny.cost(plan) for plan in plans]
    assert costs == pytest.approx([costs[0]] * len(costs), rel=1e-7)
    first = tasks(plans[0])
    for plan, way in zip(plans, WAYS, strict=True):
        assert tasks(plan) == pytest.approx(first, rel=1e-5, abs=1e-6), way


def test_twins_are_told_apart_by_their_names_not_by_their_rows() -> None:
    sheets = twins()
    turned = deepcopy(sheets)
    turned["processes"].reverse()
    turned["flows"].reverse()
    one, two = (tasks(tiny.run(rows)) for rows in (sheets, turned))
    assert one == pytest.approx(two)
    assert {label.split("[")[0] for label in one} == {"v_build"}  # nothing retires without need


def test_ties_build_late_and_cost_nothing() -> None:
    plan = tiny.run(twins())
    assert plan.stages[-1].name == "ties"
    built = {label: value for label, value in tasks(plan).items() if label.startswith("v_build")}
    needed = np.array([4, 16 / 3, 20 / 3, 8]) / 8.76
    wanted = {2024: min(needed[0], 1.6), 2025: needed[1] - needed[0], 2026: needed[2] - needed[1]}
    by_year = dict.fromkeys((2024, 2025, 2026, 2027), 0.0)
    for label, value in built.items():
        by_year[int(label[-5:-1])] += value
    for year, amount in wanted.items():
        assert by_year[year] == pytest.approx(amount)
    assert tiny.cost(plan) == pytest.approx(needed.sum() * 8.76)


def test_weights_depend_on_names_alone() -> None:
    assert drawn("v_build", ("wind", 2025)) == drawn("v_build", ("wind", 2025))
    assert drawn("v_build", ("wind", 2025)) != drawn("v_build", ("wind", 2026))
    case = tiny.case(twins())
    programme = tiny.programme(case)
    of = dict(zip(programme.column_labels(), weights(programme, case), strict=True))
    assert 4.0 <= of["v_build[east,2024]"] <= 4.4
    assert 1.0 <= of["v_build[east,2027]"] <= 1.1
    assert of["v_dispatch[east,2024,0]"] == 0.0


@pytest.mark.parametrize("error", [InfeasibleError, SolveError, TimeLimitError])
def test_trouble_with_ties_leaves_the_proved_plan(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fails(*_: object) -> None:
        raise error("numbers are too close")

    whole = tiny.run(twins())
    monkeypatch.setattr("pathway.solve.plan.break_ties", fails)
    kept = tiny.run(twins())
    assert tiny.cost(kept) == pytest.approx(tiny.cost(whole))
    assert any("ties were not broken" in text for text in kept.warnings)
