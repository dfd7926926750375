from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import InputError, ModelError, Severity
from pathway.results.checks import stores
from pathway.results.tables.activity import activity
from pathway.results.tables.storage import storage
from pathway.results.view import View

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


GWH = {"capacity_unit": "GWh", "activity_unit": None}


def test_energy_capacity_needs_no_tie_to_activity() -> None:
    """0.5 GWh hold 0.5 GWh; discharge is counted in the unit of the commodity, 0.45 a day."""
    sheets = shifting(hours=None)
    sheets["processes"][0] |= {**GWH, "existing": 0.5}
    plan = tiny.run(sheets, DAY)
    assert max(plan.value("v_level")) == pytest.approx(0.5)
    assert tiny.value(plan, "v_activity", "battery", 2024) == pytest.approx(0.45 * 4.38)
    assert plan.case.processes["battery"].activity_shown.text == "TWh"
    table = activity(View(plan)).set_index("process")
    assert table.loc["battery", "unit"] == "TWh"
    assert table.loc["battery", "activity"] == pytest.approx(0.45 * 4.38)


def test_hours_limit_the_power_of_energy_capacity() -> None:
    sheets = shifting(hours=4)
    sheets["processes"][0] |= {**GWH, "existing": 2, "hours_max": 1000, "firm_credit": 1}
    sheets["adequacy"] = [{"period": "peak", "commodity": "electricity", "duration": 2}]
    kind = tiny.case(sheets, DAY)
    battery = kind.processes["battery"]
    assert (battery.yearly_rate, battery.hourly_rate) == pytest.approx((2190.0, 250.0))
    compiled = tiny.programme(kind)
    terms, _, _ = tiny.row(compiled, "c_discharge[battery,2024,1]")
    assert terms == {"v_discharge[battery,2024,1]": 1.0, "v_capacity[battery,2024]": -250.0}
    terms, _, _ = tiny.row(compiled, "c_hours_max_hourly[battery,2024]")
    assert terms == {"v_activity[battery,2024]": 1.0, "v_capacity[battery,2024]": -250.0}
    terms, _, _ = tiny.row(compiled, "c_firm_power[peak,battery,2024]")
    assert terms == {"v_firm[peak,battery,2024]": 1.0, "v_capacity[battery,2024]": -250.0}
    terms, _, _ = tiny.row(compiled, "c_firm_energy[peak,battery,2024]")
    assert terms == {"v_firm[peak,battery,2024]": 1.0, "v_capacity[battery,2024]": -500.0}
    sheets["adequacy"] = []
    assert max(tiny.run(sheets, DAY).value("v_discharge")) == pytest.approx(0.5 / 4.38)


def test_full_load_hours_need_full_power() -> None:
    sheets = shifting(hours=None)
    sheets["processes"][0] |= {**GWH, "existing": 0.5, "hours_max": 1000}
    with pytest.raises(InputError) as raised:
        tiny.case(sheets, DAY)
    [found] = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert "power is not limited" in found.found
    assert not found.where.endswith("row 5")


def test_energy_built_apart_needs_no_tie_either() -> None:
    sheets = shifting(hours=None, energy_process="cavern")
    sheets["processes"].append(tiny.plant("cavern", existing=0.45, **GWH))
    plan = tiny.run(sheets, DAY)
    assert plan.value("v_level") == pytest.approx([0.45, 0.0], abs=1e-9)
    assert tiny.value(plan, "v_activity", "cavern", 2024) == 0.0


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


BY_YEAR: dict[str, list[object]] = {
    "step": [1, 2, 3, 4, 5], "day": ["a", "a", "b", "b", "b"], "duration": [1] * 5,
    "weight": [4380, 4380, 2920, 2920, 2920],
    "from_year": [None, None, 2025, 2025, 2025], "to_year": [2024, 2024, None, None, None],
    "noon": [1, 0, 0.8, 0, 0], "evening": [0, 1, 0, 0, 1],
}  # fmt: skip


def by_year(**store: object) -> tiny.Tables:
    """Two years whose days have steps of their own."""
    sheets = shifting(loss=0.1, **store)
    sheets["settings"] = [
        {**row, "value": 2025} if row["key"] == "last_year" else row for row in sheets["settings"]
    ]
    return sheets


def test_days_of_some_years_only() -> None:
    kind = tiny.case(by_year(), BY_YEAR)
    compiled = tiny.programme(kind)
    before = {
        (2024, 0): 1, (2024, 1): 0, (2025, 2): 4, (2025, 3): 2, (2025, 4): 3,
    }  # fmt: skip
    assert tiny.rows_of(compiled, "c_level") == len(before)
    for (year, step), earlier in before.items():
        terms, _, _ = tiny.row(compiled, f"c_level[battery,{year},{step}]")
        assert terms[f"v_level[battery,{year},{earlier}]"] == pytest.approx(-0.9)
    plan = tiny.solve(kind)
    assert plan.value("v_discharge") == pytest.approx(
        [0, 0.9 * 0.9 * 0.9, 0, 0, 0.8 * 0.9 * 0.9**2 * 0.9], abs=1e-9
    )
    assert all(off < 1e-9 for _, off in stores(View(plan), {"storage": storage(View(plan))}))


def test_a_year_cycle_runs_through_the_steps_of_each_year() -> None:
    """Even a day of which a year has a part: the chain is the year's, not the day's."""
    chain = {**BY_YEAR, "duration": BY_YEAR["weight"], "from_year": [None, None, 2025, 2025, None]}
    compiled = tiny.programme(tiny.case(by_year(cycle="year"), chain))
    before = {(2024, 0): 4, (2024, 1): 0, (2024, 4): 1, (2025, 2): 4, (2025, 3): 2, (2025, 4): 3}
    assert tiny.rows_of(compiled, "c_level") == len(before)
    for (year, step), earlier in before.items():
        terms, _, _ = tiny.row(compiled, f"c_level[battery,{year},{step}]")
        assert f"v_level[battery,{year},{earlier}]" in terms


def test_a_day_in_pieces_is_refused() -> None:
    pieces = {**BY_YEAR, "from_year": [None, None, 2025, 2025, None]}
    with pytest.raises(InputError) as raised:
        tiny.case(by_year(), pieces)
    [found] = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert found.where == "tiny.xlsx!profiles!from_year"
    assert found.found == "2024 has some steps of day 'b' and not others"


def test_steps_of_a_day_need_not_stand_together() -> None:
    """Two days of two steps, one step of each in turn."""
    turns = {**BY_YEAR, "day": ["a", "b", "a", "b", "a"], "from_year": [None] * 5,
             "to_year": [None] * 5}  # fmt: skip
    kind = tiny.case(shifting(), turns)
    compiled = tiny.programme(kind)
    for step, earlier in {0: 4, 1: 3, 2: 0, 3: 1, 4: 2}.items():
        terms, _, _ = tiny.row(compiled, f"c_level[battery,2024,{step}]")
        assert f"v_level[battery,2024,{earlier}]" in terms
    plan = View(tiny.solve(kind))
    assert all(off < 1e-9 for _, off in stores(plan, {"storage": storage(plan)}))


def test_no_stores_no_rows() -> None:
    sheets = tiny.tables(processes=[tiny.plant("gas", existing=1)], flows=[tiny.out("gas")])
    compiled = tiny.programme(tiny.case(sheets))
    names = ("charge", "discharge", "energy", "level", "level_first", "level_later", "high", "low",
             "next_day", "energy_linked", "empty_linked")  # fmt: skip
    assert not tiny.rows_of(compiled, *(f"c_{name}" for name in names))
