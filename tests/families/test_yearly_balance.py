from __future__ import annotations

import pytest

import tiny


def freight(amount: float = 10, **cargo: object) -> tiny.Tables:
    road, carried = tiny.supply("road", 2, "cargo")
    return tiny.tables(
        commodities=[tiny.good("electricity", "hour"), tiny.good("cargo", **cargo)],
        processes=[tiny.works("rail", existing=6, variable_cost=1), road],
        flows=[tiny.out("rail", "cargo"), carried],
        demands=[tiny.demand("cargo", amount)],
    )


def test_worked_example() -> None:
    plan = tiny.run(freight())
    assert plan.value("v_activity") == pytest.approx([6.0, 4.0])
    assert tiny.dual(plan, "c_balance_year", "cargo", "city", 2024) == pytest.approx(2.0)
    assert tiny.cost(plan) == pytest.approx(14.0)


def test_unserved_demand_has_its_price() -> None:
    plan = tiny.run(freight(unserved_cost=1.5))
    assert plan.value("v_unserved_year") == pytest.approx([4.0])
    assert plan.term("unserved_year") == pytest.approx([6.0])
    assert tiny.dual(plan, "c_balance_year", "cargo", "city", 2024) == pytest.approx(1.5)


def test_surplus_where_it_is_allowed() -> None:
    sheets = freight(amount=3, surplus=True)
    sheets["processes"][0]["activity_min"] = 5
    plan = tiny.run(sheets)
    assert plan.value("v_surplus_year") == pytest.approx([2.0])


def test_row_of_balance_and_of_spread_use() -> None:
    sheets = freight(amount=7)
    sheets["flows"].append(tiny.take("rail", "electricity", 0.01, unit="TWh/万吨", shape="noon"))
    sheets["processes"].append(tiny.plant("coal", existing=1))
    sheets["flows"] += [tiny.out("coal"), tiny.take("coal", "cargo", 0.5, unit="万吨/TWh")]
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, noon=[1, 1])))
    terms, lower, upper = tiny.row(compiled, "c_balance_year[cargo,city,2024]")
    assert terms == {
        "v_activity[rail,2024]": 1.0, "v_activity[road,2024]": 1.0,
        "v_total[balance:cargo:city,2024]": 1.0,
    }  # fmt: skip
    assert lower == upper == 7.0
    spread, lower, upper = tiny.row(compiled, "c_spread[electricity,city,noon,2024]")
    assert spread == pytest.approx(
        {"v_spread[electricity,city,noon,2024]": 1.0, "v_activity[rail,2024]": -0.01}
    )
    assert lower == upper == 0.0


def test_nothing_yearly_no_rows() -> None:
    sheets = tiny.tables(
        processes=[tiny.plant("coal", existing=1)],
        flows=[tiny.out("coal")],
        demands=[tiny.demand("electricity", 1)],
    )
    compiled = tiny.programme(tiny.case(sheets))
    assert not tiny.rows_of(compiled, "c_balance_year", "c_spread")
