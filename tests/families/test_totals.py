from __future__ import annotations

import pytest

import tiny

HOURS = tiny.steps(4000, 4760, load=[1, 0.5])


def coal(**more: object) -> tiny.Tables:
    burning, fuel = tiny.supply("mine", 0.1, "coal")
    return tiny.tables(
        commodities=[tiny.good("electricity", "hour"), tiny.good("coal", co2=2)],
        processes=[tiny.plant("plant", existing=1, **more), burning],
        flows=[tiny.out("plant"), tiny.take("plant", "coal", 3, unit="万吨/TWh"), fuel],
        demands=[tiny.demand("electricity", 6.38, profile="load")],
    )


def test_worked_example() -> None:
    plan = tiny.run(coal(), HOURS)
    assert plan.value("v_dispatch") == pytest.approx([1.0, 0.5])
    assert tiny.value(plan, "v_activity", "plant", 2024) == pytest.approx(6.38)
    assert tiny.value(plan, "v_total", "balance:coal:city", 2024) == pytest.approx(-3 * 6.38)
    assert tiny.value(plan, "v_total", "emissions", 2024) == pytest.approx(6 * 6.38)


def test_dual_is_the_worth_of_the_total() -> None:
    plan = tiny.run(coal(), HOURS)
    assert tiny.dual(plan, "c_total", "balance:coal:city", 2024) == pytest.approx(-0.1)


def test_minimum_load_counts() -> None:
    compiled = tiny.programme(tiny.case(coal(min_load=0.4), HOURS))
    terms, lower, upper = tiny.row(compiled, "c_activity_committed[plant,2024]")
    assert terms == pytest.approx(
        {
            "v_activity[plant,2024]": 1.0,
            "v_dispatch[plant,2024,0]": -4.0,
            "v_dispatch[plant,2024,1]": -4.76,
            "v_committed[plant,2024,0]": -0.4 * 8.76,
        }
    )
    assert lower == upper == 0.0


def test_rows() -> None:
    compiled = tiny.programme(tiny.case(coal(), HOURS))
    terms, _, _ = tiny.row(compiled, "c_activity[plant,2024]")
    assert terms == pytest.approx(
        {
            "v_activity[plant,2024]": 1.0, "v_dispatch[plant,2024,0]": -4.0,
            "v_dispatch[plant,2024,1]": -4.76,
        }
    )  # fmt: skip
    total, _, _ = tiny.row(compiled, "c_total[balance:coal:city,2024]")
    assert total == {"v_total[balance:coal:city,2024]": 1.0, "v_activity[plant,2024]": 3.0}


def test_nothing_hourly_no_rows() -> None:
    road, carried = tiny.supply("road", 1, "cargo")
    compiled = tiny.programme(tiny.case(tiny.tables(processes=[road], flows=[carried])))
    names = ("c_activity", "c_activity_committed", "c_activity_store", "c_total")
    assert not tiny.rows_of(compiled, *names)
