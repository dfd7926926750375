"""All 8,760 hours of every year, for a case small enough to be quick."""

from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.results.results import build_results
from pathway.settings import SolverSettings, TimeSettings
from pathway.solve.plan import solve_plan

pytestmark = pytest.mark.slow
HOURS = np.arange(8760)
SETTINGS = tiny.settings("before-peaking").model_copy(
    update={"solver": SolverSettings(method="auto", threads=2, time_limit=300)}
)


def island() -> tuple[tiny.Tables, dict[str, list[object]]]:
    """Wind, sun, a battery and diesel, two years."""
    sheets = tiny.tables(
        {"last_year": 2025, "value_of_lost_load": 50, "discount_rate": 0.05,
         "peak_from": 2024, "peak_deadline": 2024},
        processes=[
            tiny.plant("wind", expansion="build", capex=60, availability_profile="wind"),
            tiny.plant("sun", expansion="build", capex=30, availability_profile="sun"),
            tiny.plant("diesel", existing=2, variable_cost=10, min_load=0.3, co2_process=70),
            tiny.plant("battery", expansion="build", capex=8, lifetime=12),
        ],
        flows=[tiny.out("wind"), tiny.out("sun"), tiny.out("diesel")],
        storage=[
            {"process": "battery", "commodity": "electricity", "hours": 4,
             "efficiency_in": 0.95, "efficiency_out": 0.95},
        ],
        demands=[tiny.demand("electricity", {2024: 8, 2025: 9}, profile="load")],
    )  # fmt: skip
    day = HOURS // 24
    sun = np.maximum(np.sin((HOURS % 24 - 6) / 12 * np.pi), 0) * (0.6 - 0.3 * np.cos(day / 58))
    drawn = np.random.default_rng(1).uniform(size=365)
    wind = np.clip(np.repeat(drawn, 24) + 0.1 * np.sin(HOURS / 5), 0, 1)
    load = 1 + 0.3 * np.sin((HOURS % 24 - 12) / 12 * np.pi) + 0.1 * np.cos(day / 58)
    profiles: dict[str, list[object]] = {
        "step": list(range(1, 8761)),
        "wind": wind.tolist(), "sun": sun.tolist(), "load": load.tolist(),
    }  # fmt: skip
    return sheets, profiles


def test_full_years_solve_and_prove() -> None:
    sheets, profiles = island()
    workbook = tiny.read(sheets, profiles)
    full = tiny.assemble(workbook, TimeSettings(resolution="full"))
    assert full.steps.count == 8760
    plan = solve_plan(full, SETTINGS)
    assert {stage.method for stage in plan.stages} == {"decomposed"}
    tail = plan.certificates[-1]
    counted = float(tail.cost @ plan.x) + tail.constant
    room = SETTINGS.solver.gap * (plan.objective + plan.tail)  # of the cost of all years
    assert abs(tail.gap(plan.x)) * counted <= room * 1.01
    tables = build_results(plan).tables
    assert len(tables["dispatch"]) == 2 * 8760
    level = tables["storage"]["battery|level"].to_numpy()
    assert len(level) == 2 * 8760
    assert np.all(level >= -1e-6)
    days = tiny.assemble(workbook, TimeSettings(resolution="days", days=10))
    short = solve_plan(days, SETTINGS)
    assert short.objective == pytest.approx(plan.objective, rel=0.25)
