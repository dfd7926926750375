from __future__ import annotations

import pytest

import tiny


def freight(**rail: object) -> tiny.Tables:
    road, carried = tiny.supply("road", 2, "cargo")
    return tiny.tables(
        processes=[
            tiny.works("rail", **{"existing": 5, "availability": 0.9, "variable_cost": 1, **rail}),
            road,
        ],
        flows=[tiny.out("rail", "cargo"), carried],
        demands=[tiny.demand("cargo", 10)],
    )


def test_worked_example() -> None:
    plan = tiny.run(freight())
    assert plan.value("v_activity") == pytest.approx([4.5, 5.5])
    assert tiny.dual(plan, "c_activity_capacity", "rail", 2024) == pytest.approx(-1.0)


def test_row_with_a_mode() -> None:
    sheets = freight()
    sheets["processes"].append(tiny.works("night_rail", mode_of="rail"))
    sheets["flows"].append(tiny.out("night_rail", "cargo"))
    terms, _, most = tiny.row(tiny.programme(tiny.case(sheets)), "c_activity_capacity[rail,2024]")
    assert terms == pytest.approx(
        {
            "v_activity[rail,2024]": 1.0, "v_activity[night_rail,2024]": 1.0,
            "v_capacity[rail,2024]": -4.5 / 5,
        }
    )  # fmt: skip
    assert most == 0.0


def test_limits_of_the_year() -> None:
    plan = tiny.run(freight(activity_max=3))
    assert plan.value("v_activity") == pytest.approx([3.0, 7.0])
    plan = tiny.run(freight(variable_cost=9, activity_min=2))
    assert plan.value("v_activity") == pytest.approx([2.0, 8.0])
    compiled = tiny.programme(tiny.case(freight(hours_max=4380, hours_min=876)))
    high, _, _ = tiny.row(compiled, "c_hours_max_yearly[rail,2024]")
    low, _, _ = tiny.row(compiled, "c_hours_min_yearly[rail,2024]")
    assert high["v_capacity[rail,2024]"] == pytest.approx(-0.5)
    assert low == pytest.approx({"v_activity[rail,2024]": -1.0, "v_capacity[rail,2024]": 0.1})


def test_a_yearly_link_keeps_to_its_capacity() -> None:
    sheets = freight(region="city", to_region="port")
    sheets["regions"].append({"region": "port"})
    sheets["flows"] = [
        tiny.take("rail", "cargo"), tiny.out("rail", "cargo"), tiny.out("road", "cargo"),
        tiny.out("ship", "cargo"),
    ]  # fmt: skip
    sheets["processes"][1]["region"] = "city"
    sheets["processes"].append(tiny.works("ship", existing=9, variable_cost=50, region="port"))
    sheets["demands"] = [tiny.demand("cargo", 10, region="port")]
    plan = tiny.run(sheets)
    assert tiny.value(plan, "v_activity", "rail", 2024) == pytest.approx(4.5)


def test_no_yearly_capacity_no_rows() -> None:
    road, carried = tiny.supply("road", 2, "cargo")
    compiled = tiny.programme(tiny.case(tiny.tables(processes=[road], flows=[carried])))
    names = ("activity_capacity", "activity_max_yearly", "activity_min_yearly",
             "hours_max_yearly", "hours_min_yearly")  # fmt: skip
    assert not tiny.rows_of(compiled, *(f"c_{name}" for name in names))
