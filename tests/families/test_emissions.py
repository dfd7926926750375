from __future__ import annotations

import pytest

import tiny


def boiler(boundary: str = "territorial", **more: object) -> tiny.Tables:
    """2 TWh of heat from coal, 90 % of whose CO2 is captured."""
    burning, fuel = tiny.supply(
        "mine", 0, "coal", activity_unit="TWh", variable_cost_unit="亿元/TWh"
    )
    return tiny.tables(
        {"boundary": boundary},
        commodities=[
            tiny.good("coal", unit="TWh", co2=32.1), tiny.good("heat", unit="TWh"),
        ],
        processes=[
            tiny.plant("boiler", expansion="unlimited", **{"capture_rate": 0.9, **more}), burning,
        ],
        flows=[tiny.take("boiler", "coal"), tiny.out("boiler", "heat"), fuel],
        demands=[tiny.demand("heat", 2, unit="TWh")],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(boiler())
    assert plan.value("v_emissions") == pytest.approx([2 * 32.1 * 0.1])
    assert tiny.dual(plan, "c_emissions", 2024) == pytest.approx(0.0)


def test_row() -> None:
    terms, lower, upper = tiny.row(tiny.programme(tiny.case(boiler())), "c_emissions[2024]")
    assert terms == pytest.approx({"v_emissions[2024]": 1.0, "v_activity[boiler,2024]": -3.21})
    assert lower == upper == 0.0


def test_process_co2_is_captured_but_a_sink_is_not() -> None:
    released = tiny.run(boiler(co2_process=10))
    assert released.value("v_emissions") == pytest.approx([2 * (32.1 + 10) * 0.1])
    sink = tiny.run(boiler(co2_process=-10))
    assert sink.value("v_emissions") == pytest.approx([2 * (3.21 - 10)])


def test_imports_count_under_their_boundary_only() -> None:
    inside = tiny.run(boiler(co2_imported=5))
    both = tiny.run(boiler("with_imports", co2_imported=5))
    assert both.value("v_emissions") - inside.value("v_emissions") == pytest.approx([10.0])


def test_feedstock_is_not_burnt_and_demands_burn_what_they_say() -> None:
    sheets = boiler()
    sheets["flows"][0]["burnt"] = 0.25
    sheets["demands"].append(tiny.demand("coal", 3, unit="TWh", burnt=0.5))
    assert tiny.run(sheets).value("v_emissions") == pytest.approx(
        [2 * 32.1 * 0.25 * 0.1 + 3 * 32.1 * 0.5]
    )


def test_hourly_processes_come_through_their_total() -> None:
    sheets = boiler()
    sheets["commodities"].append(tiny.good("electricity", "hour"))
    sheets["flows"].append(tiny.out("boiler"))
    sheets["demands"].append(tiny.demand("electricity", 2))
    terms, _, _ = tiny.row(tiny.programme(tiny.case(sheets)), "c_emissions[2024]")
    assert terms == {"v_emissions[2024]": 1.0, "v_total[emissions,2024]": -1.0}


def test_no_carbon_no_terms() -> None:
    sheets = boiler()
    sheets["commodities"][0]["co2"] = 0
    compiled = tiny.programme(tiny.case(sheets))
    assert tiny.row(compiled, "c_emissions[2024]")[0] == {"v_emissions[2024]": 1.0}
    assert not any(label.startswith("v_total[emissions") for label in compiled.column_labels())
