"""A plan made again from actuals that equal the plan is that plan: it costs the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tiny

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.solve.solution import Solution

EXACT = 1e-7
"""Tolerance of a figure that is taken from a solution."""


@pytest.fixture(scope="module")
def free() -> Solution:
    """The plan of the city with everything."""
    return tiny.solve(tiny.case(*tiny.everything()), "before-peaking", year="deadline")


def again(plan: Solution, through: int, quantities: set[str]) -> Case:
    """The same city, some years past, told what the plan did in them."""
    sheets, hours = tiny.everything()
    sheets["settings"] = [*sheets["settings"], {"key": "actuals_to", "value": through}]
    rows = [row for row in told(plan, through) if row["quantity"] in quantities]
    return tiny.case({**sheets, "actual_items": rows}, hours)


def told(plan: Solution, through: int) -> list[tiny.Row]:
    """Builds, retirements, retrofits, capacities and activities of a plan as actuals."""
    found: dict[tuple[str, str, str], dict[int, float]] = {}
    case = plan.case
    for name, quantity in (
        ("v_build", "built"), ("v_retire", "retired"), ("v_retrofit", "retrofitted"),
        ("v_capacity", "capacity"), ("v_activity", "activity"),
    ):  # fmt: skip
        block = plan.programme.block(name)
        for k, amount in enumerate(plan.value(name)):
            index = block.index(k)
            if index[-1] > through:
                continue
            key = f"{index[0]}:{index[1]}" if name == "v_retrofit" else str(index[0])
            process = case.processes.get(str(index[0]))
            unit = "GW" if process is None else process.capacity_shown.text
            if name == "v_activity" and process is not None:
                unit = process.activity_shown.text
            years = found.setdefault((quantity, key, unit), {})
            years[index[-1]] = years.get(index[-1], 0.0) + max(float(amount), 0.0)
    return [
        {"quantity": quantity, "key": key, "unit": unit, "tolerance": EXACT, **years}
        for (quantity, key, unit), years in found.items()
    ]


@pytest.mark.parametrize("through", [2024, 2025, 2026])
def test_the_same_cost(free: Solution, through: int) -> None:
    every = {"built", "retired", "retrofitted", "capacity", "activity"}
    held = tiny.solve(again(free, through, every), "before-peaking", year="deadline")
    assert held.objective == pytest.approx(free.objective, rel=1e-5)
    assert held.tail == pytest.approx(free.tail, rel=1e-4)


@pytest.mark.parametrize("quantities", [{"built"}, {"capacity"}, {"retired", "retrofitted"}])
def test_less_told_costs_no_more(free: Solution, quantities: set[str]) -> None:
    """What is not told follows at least cost, and past clauses bind no more."""
    held = tiny.solve(again(free, 2025, quantities), "before-peaking", year="deadline")
    assert held.objective <= free.objective * (1 + 1e-5)
