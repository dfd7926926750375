from __future__ import annotations

import pytest

import tiny
from pathway.errors import InputError, Severity

HALVES = {"load": [0.5, 0.16]}


def two_plants(**coal: object) -> tiny.Tables:
    """Coal of 1 GW and gas of 0.2 GW for 0.5 and 0.16 GW of demand."""
    return tiny.tables(
        processes=[
            tiny.plant("coal", **{"existing": 1, "variable_cost": 1, **coal}),
            tiny.plant("gas", existing=0.2, variable_cost=5),
        ],
        flows=[tiny.out("coal"), tiny.out("gas")],
        demands=[tiny.demand("electricity", 0.66 * 4.38, profile="load")],
    )


def test_worked_example() -> None:
    plan = tiny.run(two_plants(min_load=0.4), tiny.steps(4380, 4380, **HALVES))
    assert tiny.value(plan, "v_committed", "coal", 2024, 0) == pytest.approx(0.4)
    gas = [tiny.value(plan, "v_dispatch", "gas", 2024, t) for t in range(2)]
    assert gas == pytest.approx([0.1, 0.0])
    assert tiny.cost(plan) == pytest.approx(4.6428)
    price = tiny.dual(plan, "c_balance_hour", "electricity", "city", 2024, 1)
    assert price / 4.38 == pytest.approx(-9.0)


def test_rows_of_commitment() -> None:
    sheets = two_plants(min_load=0.4, availability=0.9)
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, **HALVES)))
    terms, _, most = tiny.row(compiled, "c_committed_capacity[coal,2024,0]")
    assert terms == {"v_committed[coal,2024,0]": 1.0, "v_capacity[coal,2024]": -0.9}
    assert most == 0.0
    above, _, _ = tiny.row(compiled, "c_above_minimum[coal,2024,1]")
    assert above == {"v_dispatch[coal,2024,1]": 1.0, "v_committed[coal,2024,0]": -0.6}


def test_committed_plant_keeps_to_its_profile() -> None:
    sheets = two_plants(min_load=0.4, availability_profile="sun")
    hours = tiny.steps(4380, 4380, load=[0.5, 0.5], sun=[1.0, 0.25])
    sheets["demands"][0][2024] = 8.76 * 0.3
    compiled = tiny.programme(tiny.case(sheets, hours))
    terms, _, _ = tiny.row(compiled, "c_committed_available[coal,2024,1]")
    assert terms == {
        "v_dispatch[coal,2024,1]": 1.0, "v_committed[coal,2024,0]": 0.4,
        "v_capacity[coal,2024]": -0.25,
    }  # fmt: skip
    plan = tiny.run(sheets, hours)
    gas = [tiny.value(plan, "v_dispatch", "gas", 2024, t) for t in range(2)]
    assert gas == pytest.approx([0.0, 0.05])


def test_row_of_availability_with_a_mode() -> None:
    sheets = two_plants(availability=0.8, availability_profile="load")
    sheets["processes"].append(tiny.plant("co_fire", mode_of="coal", variable_cost=2))
    sheets["flows"].append(tiny.out("co_fire"))
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, **HALVES)))
    terms, _, most = tiny.row(compiled, "c_available[coal,2024,1]")
    assert terms == pytest.approx(
        {
            "v_dispatch[coal,2024,1]": 1.0, "v_dispatch[co_fire,2024,1]": 1.0,
            "v_capacity[coal,2024]": -0.8 * 0.16,
        }
    )  # fmt: skip
    assert most == 0.0
    assert not any("v_capacity[co_fire" in label for label in compiled.column_labels())


def test_fixed_plant_gives_exactly_what_is_available() -> None:
    sheets = two_plants(operation="fixed", availability_profile="load", existing=0.5)
    sheets["processes"][1]["existing"] = 1
    plan = tiny.run(sheets, tiny.steps(4380, 4380, load=[0.5, 0.25]))
    coal = [tiny.value(plan, "v_dispatch", "coal", 2024, t) for t in range(2)]
    assert coal == pytest.approx([0.25, 0.125])


def test_flat_plant_runs_alike_in_all_steps() -> None:
    sheets = two_plants(operation="flat")
    plan = tiny.run(sheets, tiny.steps(4380, 4380, load=[0.3, 0.2]))
    coal = [tiny.value(plan, "v_dispatch", "coal", 2024, t) for t in range(2)]
    assert coal[0] == pytest.approx(coal[1])
    assert tiny.value(plan, "v_flat", "coal", 2024) == pytest.approx(coal[0])


def ramping(
    durations: list[float], load: list[float], ramp: float
) -> tuple[tiny.Tables, dict[str, list[object]]]:
    hours = {**tiny.steps(*[4380.0] * len(load), load=load), "duration": [*durations]}
    sheets = two_plants(ramp=ramp)
    sheets["processes"][1] |= {"existing": 1}
    return sheets, hours


def test_ramp_rows_and_their_effect() -> None:
    sheets, hours = ramping([2, 2], [0.2, 1.0], ramp=0.3)
    compiled = tiny.programme(tiny.case(sheets, hours))
    up, _, most = tiny.row(compiled, "c_ramp_up[coal,2024,1]")
    assert up == pytest.approx(
        {
            "v_dispatch[coal,2024,1]": 1.0, "v_dispatch[coal,2024,0]": -1.0,
            "v_capacity[coal,2024]": -0.6,
        }
    )  # fmt: skip
    assert most == 0.0
    down, _, _ = tiny.row(compiled, "c_ramp_down[coal,2024,1]")
    assert down["v_dispatch[coal,2024,1]"] == -1.0
    plan = tiny.run(sheets, hours)
    coal = [tiny.value(plan, "v_dispatch", "coal", 2024, t) for t in range(2)]
    assert coal[1] - coal[0] <= 0.6 + 1e-9


def test_ramp_counts_the_time_to_the_step_not_after_it() -> None:
    """One hour passes before the second step, four after it: 0.3 an hour does bind."""
    sheets, hours = ramping([1, 4], [0.2, 1.0], ramp=0.3)
    compiled = tiny.programme(tiny.case(sheets, hours))
    up, _, _ = tiny.row(compiled, "c_ramp_up[coal,2024,1]")
    assert up["v_capacity[coal,2024]"] == pytest.approx(-0.3)


def test_ramps_follow_the_steps_of_a_day_in_the_years_that_have_it() -> None:
    """Day a in turn with day b, of which 2024 has only the first."""
    sheets = two_plants(ramp=0.01)
    sheets["settings"] = [
        {**row, "value": 2025} if row["key"] == "last_year" else row for row in sheets["settings"]
    ]
    hours = {**tiny.steps(2190, 2190, 2190, 2190, load=[0.5, 0.2, 0.3, 0.1]), "duration": [3] * 4}
    hours |= {"day": ["a", "b", "a", "b"], "from_year": [None, 2025, None, 2025]}
    compiled = tiny.programme(tiny.case(sheets, hours))
    for name, year, step, before in (
        ("c_ramp_up", 2024, 2, 0), ("c_ramp_up", 2025, 2, 0), ("c_ramp_up", 2025, 3, 1),
    ):  # fmt: skip
        terms, _, _ = tiny.row(compiled, f"{name}[coal,{year},{step}]")
        assert terms == {
            f"v_dispatch[coal,{year},{step}]": 1.0, f"v_dispatch[coal,{year},{before}]": -1.0,
            f"v_capacity[coal,{year}]": pytest.approx(-0.03),
        }  # fmt: skip
    assert tiny.rows_of(compiled, "c_ramp_up") == 3


@pytest.mark.parametrize("operation", ["fixed", "恒定"])
@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        ({"min_load": 0.4}, "has a minimum load"),
        ({"region": "city", "to_region": "port"}, "is a link"),
        ({"mode_of": "gas"}, "is a mode of another process"),
        ({"expansion": "unlimited", "capacity_unit": None, "existing": None}, "has no capacity"),
    ],
)
def test_operation_that_would_be_ignored_is_refused(
    operation: str, plant: dict[str, object], reason: str
) -> None:
    sheets = two_plants(operation=operation, **plant)
    sheets["regions"].append({"region": "port"})
    for row in (*sheets["processes"], *sheets["demands"]):
        row.setdefault("region", "city")
    refused(sheets, reason)


def test_operation_of_stores_and_yearly_processes_is_refused() -> None:
    sheets = two_plants(operation="flat")
    sheets["storage"] = [{"process": "coal", "commodity": "electricity"}]
    sheets["flows"].pop(0)
    refused(sheets, "is a store")
    road, carried = tiny.supply("road", 1, "cargo", operation="fixed")
    refused(tiny.tables(processes=[road], flows=[carried]), "runs by the year")


def refused(sheets: tiny.Tables, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        tiny.case(sheets, tiny.steps(4380, 4380, **HALVES))
    found = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    [told] = [f for f in found if f.expected == "flexible (可调)"]
    assert told.found.endswith(f"which {reason}")
    cell = told.where.split("!")[-1]
    assert cell.endswith("5")
    assert not cell.startswith("row")


def test_ramp_that_cannot_bind_makes_no_rows() -> None:
    sheets, hours = ramping([1, 1], [0.2, 1.0], ramp=1.0)
    assert not tiny.rows_of(tiny.programme(tiny.case(sheets, hours)), "c_ramp_up", "c_ramp_down")


def test_yearly_energy_limits() -> None:
    sheets = two_plants(activity_max=2, hours_min=1000, hours_max=3000)
    sheets["processes"][1] |= {"existing": 1, "activity_min": 0.5}
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, **HALVES)))
    assert tiny.row(compiled, "c_activity_max_hourly[coal,2024]")[::2] == (
        {"v_activity[coal,2024]": 1.0}, 2.0,
    )  # fmt: skip
    assert tiny.row(compiled, "c_activity_min_hourly[gas,2024]")[:2] == (
        {"v_activity[gas,2024]": 1.0}, 0.5,
    )  # fmt: skip
    high, _, _ = tiny.row(compiled, "c_hours_max_hourly[coal,2024]")
    assert high == pytest.approx({"v_activity[coal,2024]": 1.0, "v_capacity[coal,2024]": -3.0})
    low, _, most = tiny.row(compiled, "c_hours_min_hourly[coal,2024]")
    assert low == pytest.approx({"v_activity[coal,2024]": -1.0, "v_capacity[coal,2024]": 1.0})
    assert most == 0.0


def test_no_limits_no_rows() -> None:
    compiled = tiny.programme(tiny.case(two_plants(), tiny.steps(4380, 4380, **HALVES)))
    names = (
        "fixed", "flat", "flat_available", "committed_capacity", "above_minimum",
        "committed_available", "ramp_up", "ramp_down", "activity_max_hourly",
        "activity_min_hourly", "hours_max_hourly", "hours_min_hourly",
    )  # fmt: skip
    assert not tiny.rows_of(compiled, *(f"c_{name}" for name in names))
    assert tiny.rows_of(compiled, "c_available") == 4
