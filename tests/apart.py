"""Small cities on a few days, solved as one programme and with plan and operation apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import tiny
from pathway.errors import InfeasibleError, SolveError
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.solution import Solution

GAP = 1e-7
"""Gap to which plan and operation are solved apart."""
LENGTH = 4
LOAD = (0.6, 1.0, 1.1, 0.8, 0.7, 1.1, 1.3, 0.9, 0.5, 0.9, 0.8, 0.7, 0.8, 1.2, 1.5, 1.0)
WIND = (0.5, 0.3, 0.2, 0.6, 0.1, 0.1, 0.2, 0.3, 0.9, 0.8, 1.0, 0.7, 0.4, 0.0, 0.0, 0.2)
NIGHT = (1, 0, 0, 1) * 4
TARIFF = (0.6, 1.1, 1.4, 0.9) * 4


def hours(**profiles: Any) -> dict[str, list[object]]:
    """Steps of whole days in calendar order that make up the year."""
    known = {"load": LOAD, "wind": WIND, "night": NIGHT, "tariff": TARIFF, **profiles}
    number = len(known["load"])
    sheet = tiny.steps(*[8760.0 / number] * number, **known)
    return {**sheet, "day": [f"d{t // LENGTH}" for t in range(number)]}


def city(**more: list[tiny.Row]) -> tiny.Tables:
    """Coal with a minimum load, wind, gas at a tariff and a battery, two regions, two years."""
    here: tiny.Row = {"region": "city"}
    sheets = tiny.tables(
        {"last_year": 2025, "value_of_lost_load": 20, "discount_rate": 0.05},
        regions=[{"region": "city"}, {"region": "port"}],
        commodities=[
            tiny.good("electricity", "hour", surplus=True), tiny.good("coal", co2=2.66),
            tiny.good("cargo"),
        ],
        processes=[
            tiny.works("mine", expansion="unlimited", variable_cost=0.09, **here),
            tiny.plant("coal_power", min_load=0.5, fixed_om=0.3, ramp=8e-4, **here),
            tiny.plant("wind", expansion="build", existing=0.3, capex=40,
                       availability_profile="wind", **here),
            tiny.plant("gas", expansion="build", existing=0.2, capex=20, variable_cost=3.1,
                       cost_profile="tariff", **here),
            tiny.plant("battery", expansion="build", capex=9, lifetime=10, **here),
            tiny.plant("line", to_region="port", both_ways=True, existing=0.3, **here),
            tiny.plant("quay_wind", existing=0.4, availability_profile="wind", region="port"),
            tiny.works("trucks", expansion="build", existing=22, capex=0.3, variable_cost=0.1,
                       **here),
        ],
        flows=[
            tiny.out("mine", "coal"), tiny.take("coal_power", "coal", 30, unit="万吨/TWh"),
            *(tiny.out(p) for p in ("coal_power", "wind", "gas", "quay_wind")),
            tiny.take("line", "electricity"), tiny.out("line", amount=0.95),
            tiny.out("trucks", "cargo"),
            tiny.take("trucks", "electricity", 0.02, unit="TWh/万吨", shape="night"),
        ],
        storage=[{"process": "battery", "commodity": "electricity", "hours": 4,
                  "efficiency_in": 0.9, "efficiency_out": 0.95, "loss": 1e-5}],
        units=[tiny.unit("A1", "coal_power", 1.0), tiny.unit("A2", "coal_power", 0.4, end=2024)],
        demands=[
            tiny.demand("electricity", {2024: 9, 2025: 11}, region="city", profile="load"),
            tiny.demand("electricity", 1, demand="quay", region="port", profile="load"),
            tiny.demand("cargo", {2024: 20, 2025: 26}, region="city"),
        ],
    )  # fmt: skip
    return {**sheets, **{name: [*sheets.get(name, []), *rows] for name, rows in more.items()}}


def priced(sheets: tiny.Tables, process: str, **changes: object) -> None:
    """Change a technology."""
    next(row for row in sheets["processes"] if row["process"] == process).update(changes)


def on_days(sheets: tiny.Tables, profiles: dict[str, list[object]] | None = None) -> Case:
    """The case of rows whose steps are taken for all the hours there are."""
    made = tiny.case(sheets, profiles or hours())
    return replace(made, steps=replace(made.steps, resolution="full"))


def settings(
    form: str = "whole-horizon", *, apart: bool = True, days: int = 1, gap: float = GAP,
    threads: int = 1, **peak: Any,
) -> Settings:  # fmt: skip
    """Settings with plan and operation apart, or in one programme."""
    plain = tiny.settings(form, **peak)
    update = {"gap": gap, "decompose": apart, "average_days": days, "threads": threads}
    return plain.model_copy(update={"solver": plain.solver.model_copy(update=update)})


def both(case: Case, form: str = "whole-horizon", **more: Any) -> tuple[Solution, Solution]:
    """The optimum of the one programme, and the plan solved apart."""
    peak = {key: value for key, value in more.items() if key in {"year", "guard", "reading"}}
    one = solve_plan(case, settings(form, apart=False, **peak))
    return one, solve_plan(case, settings(form, **more))


def agree(one: Solution, plan: Solution, exact: float = 1e-6) -> None:
    """The same least cost, every row of the one programme kept, every stage proved.

    Rows are those of the plan that was solved in one programme, looked at here once more. Where the
    peak is guarded, emissions may be what the reference plan emits, which is known to the gap.
    """
    least, cost = tiny.cost(one), tiny.cost(plan)
    room = exact * abs(least) + 1e-6
    assert least - room <= cost <= least + room
    assert worst_row(one, plan) <= 1e-6
    assert plan.max_residual <= 1e-6
    assert plan.bounds
    for proof in plan.certificates:
        proof.check(plan.programme, plan.x)
    proof = plan.certificates[-1]
    assert abs(proof.gap(plan.x) * cost) <= room
    assert proof.bound <= float(proof.cost @ one.x) + proof.constant + room


def worst_row(one: Solution, plan: Solution) -> float:
    """Largest violation of a row or bound of the one programme, by the values of the plan."""
    programme, x = one.programme, plan.x
    level, size = programme.matrix @ x, 1.0 + abs(programme.matrix) @ np.abs(x)
    upper = one.certificates[-1].row_upper  # rows of other peak years are open
    rows = np.maximum(programme.row_lower - level, level - upper) / size
    columns = np.maximum(programme.col_lower - x, x - programme.col_upper) / (1.0 + np.abs(x))
    return float(max(rows.max(initial=0.0), columns.max(initial=0.0)))


def agree_or_fail(case: Case, form: str = "whole-horizon", **more: Any) -> bool:
    """Both ways agree, or neither finds a plan; whether there is one.

    That no schedule reaches an activity that the plan needs, be it alone or with others, is found,
    but not proved.
    """
    try:
        one = solve_plan(case, settings(form, apart=False))
    except InfeasibleError:
        with pytest.raises(SolveError, match="no schedule"):
            solve_plan(case, settings(form, **more))
        return False
    agree(one, solve_plan(case, settings(form, **more)))
    return True
