from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import ModelError

if TYPE_CHECKING:
    from pathway.case.case import Case

TIED = {"activity_per_capacity": 1, "activity_per_capacity_unit": "TWh/GWh"}
DAY = {**tiny.steps(4380, 4380, noon=[1, 0], evening=[0, 1]), "duration": [1, 1]}


def shifting(hours: float | None = 2, **store: object) -> tiny.Tables:
    """Wind in the first hour, demand in the second, and a store between them."""
    row: tiny.Row = {"process": "battery", "commodity": "electricity", "hours": hours}
    return tiny.tables(
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("battery", existing=1),
            tiny.plant("wind", existing=1, availability_profile="noon"),
            tiny.plant("gas", existing=5, variable_cost=1),
        ],
        flows=[tiny.out("wind"), tiny.out("gas")],
        storage=[{**row, "efficiency_in": 0.9, "efficiency_out": 0.9, **store}],
        demands=[tiny.demand("electricity", 4.38, profile="evening")],
    )


def two_days(kind: Case, calendar: list[int]) -> Case:
    """The case on two representative days of two hours, 1 GW of demand on the second of them."""
    counts = np.bincount(calendar).astype(float)
    steps = replace(
        kind.steps,
        resolution="days",
        day=np.array([0, 0, 1, 1]),
        hour=np.array([0, 1, 0, 1]),
        duration=np.ones(4),
        weight=np.repeat(counts, 2),
        years=np.ones((1, 4), bool),
        profiles={"noon": np.array([1, 1, 0, 0.0]), "evening": np.array([0, 0, 1, 1.0])},
        calendar=np.array(calendar),
        dates=("a", "b"),
    )
    asked = replace(kind.demands["electricity_demand"], amount=np.array([2e-3 * calendar.count(1)]))
    return replace(kind, steps=steps, demands={asked.key: asked})


def test_worked_example() -> None:
    plan = tiny.run(shifting(), DAY)
    assert plan.value("v_charge") == pytest.approx([1.0, 0.0])
    assert plan.value("v_discharge") == pytest.approx([0.0, 0.81])
    assert plan.value("v_level") == pytest.approx([0.9, 0.0], abs=1e-9)
    assert tiny.value(plan, "v_dispatch", "gas", 2024, 1) == pytest.approx(0.19)
    assert tiny.dual(plan, "c_level", "battery", 2024, 1) == pytest.approx(-3.942)


def test_rows_of_a_day_cycle() -> None:
    compiled = tiny.programme(tiny.case(shifting(loss=0.1), DAY))
    first, lower, upper = tiny.row(compiled, "c_level[battery,2024,0]")
    assert first == pytest.approx(
        {
            "v_level[battery,2024,0]": 1.0, "v_level[battery,2024,1]": -0.9,
            "v_charge[battery,2024,0]": -0.9, "v_discharge[battery,2024,0]": 1 / 0.9,
        }
    )  # fmt: skip
    assert lower == upper == 0.0
    energy, _, _ = tiny.row(compiled, "c_energy[battery,2024,1]")
    assert energy == {"v_level[battery,2024,1]": 1.0, "v_capacity[battery,2024]": -2.0}
    for limit in ("charge", "discharge"):
        terms, _, _ = tiny.row(compiled, f"c_{limit}[battery,2024,0]")
        assert terms == {f"v_{limit}[battery,2024,0]": 1.0, "v_capacity[battery,2024]": -1.0}


def test_a_store_of_energy_needs_no_power() -> None:
    sheets = shifting(hours=None)
    sheets["processes"][0] |= {"capacity_unit": "GWh", "existing": 0.5, **TIED}
    compiled = tiny.programme(tiny.case(sheets, DAY))
    assert not tiny.rows_of(compiled, "c_charge", "c_discharge")
    energy, _, _ = tiny.row(compiled, "c_energy[battery,2024,0]")
    assert energy == {"v_level[battery,2024,0]": 1.0, "v_capacity[battery,2024]": -1000.0}
    plan = tiny.run(sheets, DAY)
    assert max(plan.value("v_level")) == pytest.approx(0.5)


def test_energy_may_be_built_apart() -> None:
    sheets = shifting(hours=None, energy_process="cavern")
    sheets["processes"].append(tiny.plant("cavern", capacity_unit="GWh", existing=0.45, **TIED))
    plan = tiny.run(sheets, DAY)
    assert plan.value("v_level") == pytest.approx([0.45, 0.0], abs=1e-9)


def test_days_of_a_year_cycle_hand_on_their_level() -> None:
    """Day a gives 1 GW of wind in two hours, day b asks for 1 GW in two; they alternate."""
    sheets = shifting(cycle="year", hours=10)
    kind = two_days(tiny.case(sheets, DAY), [0, 1] * 4)
    compiled = tiny.programme(kind)
    next_day, lower, upper = tiny.row(compiled, "c_next_day[battery,2024,7]")
    assert next_day == {
        "v_start[battery,2024,0]": 1.0, "v_start[battery,2024,7]": -1.0,
        "v_level[battery,2024,3]": -1.0,
    }  # fmt: skip
    assert lower == upper == 0.0
    highest, _, _ = tiny.row(compiled, "c_energy_linked[battery,2024,2]")
    assert highest == {
        "v_start[battery,2024,2]": 1.0, "v_high[battery,2024,0]": 1.0,
        "v_capacity[battery,2024]": -10.0,
    }  # fmt: skip
    plan = tiny.solve(kind)
    assert sum(plan.value("v_discharge")[2:]) == pytest.approx(2 * 0.81)
    starts = plan.value("v_start")
    assert starts[1::2] - starts[::2] == pytest.approx([1.8] * 4)


def test_a_day_cycle_hands_nothing_on() -> None:
    plan = tiny.solve(two_days(tiny.case(shifting(hours=10), DAY), [0, 1] * 4))
    assert plan.value("v_discharge")[2:] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_linked_days_need_room_for_their_order() -> None:
    """Four windy days in a row fill a store that one windy day does not."""
    room = shifting(cycle="year", hours=2)
    alternating = tiny.solve(two_days(tiny.case(room, DAY), [0, 1] * 4))
    in_a_row = tiny.solve(two_days(tiny.case(room, DAY), [0] * 4 + [1] * 4))
    served = [sum(plan.value("v_discharge")[2:]) for plan in (alternating, in_a_row)]
    assert served == pytest.approx([2 * 0.81, 2 * 0.9 / 4])


def test_a_year_cycle_needs_chronology() -> None:
    with pytest.raises(ModelError, match="calendar order"):
        tiny.programme(tiny.case(shifting(cycle="year"), DAY))


def test_a_year_cycle_on_a_whole_chain_closes_over_the_year() -> None:
    hours = tiny.steps(4380, 4380, noon=[1, 0], evening=[0, 1])
    compiled = tiny.programme(tiny.case(shifting(cycle="year"), hours))
    terms, _, _ = tiny.row(compiled, "c_level[battery,2024,0]")
    assert terms["v_level[battery,2024,1]"] == -1.0


def test_no_stores_no_rows() -> None:
    sheets = tiny.tables(processes=[tiny.plant("gas", existing=1)], flows=[tiny.out("gas")])
    compiled = tiny.programme(tiny.case(sheets))
    names = ("charge", "discharge", "energy", "level", "level_first", "level_later", "high", "low",
             "next_day", "energy_linked", "empty_linked")  # fmt: skip
    assert not tiny.rows_of(compiled, *(f"c_{name}" for name in names))
