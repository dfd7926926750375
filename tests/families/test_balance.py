from __future__ import annotations

import pytest

import tiny

HALVES = tiny.steps(4380, 4380)


def coal(*demands: tiny.Row, **good: object) -> tiny.Tables:
    return tiny.tables(
        commodities=[tiny.good("electricity", "hour", **good), tiny.good("cargo")],
        processes=[tiny.plant("coal", existing=0.8, variable_cost=0.3)],
        flows=[tiny.out("coal")],
        demands=demands or [tiny.demand("electricity", 8.76)],
    )


def test_worked_example() -> None:
    plan = tiny.run(coal(unserved_cost=10), HALVES)
    assert plan.value("v_unserved") == pytest.approx([0.2, 0.2])
    assert plan.dual("c_balance_hour") / 4380 == pytest.approx([0.01, 0.01])
    assert plan.term("unserved") == pytest.approx([0.2 * 8.76 * 10])
    assert tiny.cost(plan) == pytest.approx(17.52 + 0.8 * 8.76 * 0.3)


def test_what_is_left_over_is_the_price_of_nothing() -> None:
    sheets = coal(tiny.demand("electricity", 4.38), surplus=True)
    sheets["processes"][0] |= {"operation": "fixed"}
    plan = tiny.run(sheets, HALVES)
    assert plan.value("v_surplus") == pytest.approx([0.3, 0.3])
    assert plan.dual("c_balance_hour") == pytest.approx([0, 0])


def test_row_with_a_yearly_use_spread_by_its_shape() -> None:
    sheets = coal()
    sheets["processes"].append(tiny.works("trucks", existing=100))
    sheets["flows"].append(tiny.out("trucks", "cargo"))
    sheets["flows"].append(tiny.take("trucks", "electricity", 0.01, unit="TWh/万吨", shape="night"))
    sheets["demands"].append(tiny.demand("cargo", 50))
    hours = tiny.steps(2000, 6760, night=[1, 0])
    compiled = tiny.programme(tiny.case(sheets, hours))
    terms, lower, upper = tiny.row(compiled, "c_balance_hour[electricity,city,2024,0]")
    assert terms == pytest.approx(
        {"v_dispatch[coal,2024,0]": 1.0, "v_spread[electricity,city,night,2024]": -1000 / 2000}
    )
    assert lower == upper == pytest.approx(1.0)
    terms, _, _ = tiny.row(compiled, "c_balance_hour[electricity,city,2024,1]")
    assert "v_spread[electricity,city,night,2024]" not in terms


def test_demands_follow_their_profiles_and_add_up() -> None:
    sheets = coal(
        tiny.demand("electricity", 8.76, demand="flat"),
        tiny.demand("electricity", 4.38, demand="night", profile="night"),
    )
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, night=[1, 0])))
    sides = [tiny.row(compiled, f"c_balance_hour[electricity,city,2024,{t}]")[1] for t in range(2)]
    assert sides == pytest.approx([2.0, 1.0])


def test_nothing_hourly_no_rows() -> None:
    road, carried = tiny.supply("road", 1, "cargo")
    compiled = tiny.programme(tiny.case(tiny.tables(processes=[road], flows=[carried])))
    assert not tiny.rows_of(compiled, "c_balance_hour")
    assert not len(compiled.columns["v_unserved"])
    assert not len(compiled.columns["v_surplus"])
