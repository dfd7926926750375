from __future__ import annotations

import pytest

import tiny
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.results.tables.costs import costs
from pathway.results.tables.transfers import transfers
from pathway.results.view import View


def city(**carbon: object) -> tiny.Tables:
    """1 TWh from coal or from dearer gas; allowances of 60 万吨 a TWh at 200 元/吨."""
    row: tiny.Row = {"transfer": "carbon", "metric": "deficit", "payer": "电厂", "receiver": "市场"}
    return tiny.tables(
        commodities=[tiny.good("electricity", "hour"), tiny.good("fuel", co2=1)],
        processes=[
            tiny.works("mine", expansion="unlimited"),
            tiny.plant("coal", existing=1, variable_cost=2),
            tiny.plant("gas", existing=1, variable_cost=2.5),
        ],
        flows=[
            tiny.out("mine", "fuel"), tiny.out("coal"), tiny.out("gas"),
            tiny.take("coal", "fuel", 80, unit="万吨/TWh"),
            tiny.take("gas", "fuel", 40, unit="万吨/TWh"),
        ],
        demands=[tiny.demand("electricity", 1)],
        metrics=[
            tiny.metric("deficit", "吨", "emissions"),
            tiny.metric("deficit", "吨", "output", commodities="electricity", weight=-0.6,
                        weight_unit="吨/兆瓦时"),
        ],
        transfers=[row | {"unit": "元/吨", 2024: 200, **carbon}],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(city())
    assert "transfers" not in plan.cost_terms
    assert tiny.cost(plan) == pytest.approx(2.0 * plan.discount["variable"][0])
    [told] = transfers(View(plan)).to_dict("records")
    assert (told["payer"], told["receiver"], told["year"]) == ("电厂", "市场", 2024)
    assert (told["value"], told["value_unit"]) == (pytest.approx(20e4), "吨")
    assert (told["price"], told["price_unit"]) == (pytest.approx(200), "元/吨")
    assert (told["amount"], told["unit"]) == (pytest.approx(0.4), "亿元")


def test_worked_example_of_a_transfer_that_is_counted() -> None:
    plan = tiny.run(city(counted="是"))
    assert tiny.value(plan, "v_activity", "gas", 2024) == pytest.approx(1.0)
    assert plan.term("variable") == pytest.approx([2.5])
    assert plan.term("transfers") == pytest.approx([-0.4])
    table = costs(View(plan)).set_index("term").loc["transfers"]
    assert (table["item"], table["sector"]) == ("carbon", "电厂")
    assert table["cost"] == pytest.approx(-0.4)
    assert transfers(View(plan))["counted"].all()


def test_coefficient_of_a_counted_transfer() -> None:
    m = build(tiny.case(city(counted="yes")))
    compiled = compile_programme(m)
    matrix, constant = compiled.expression(m.cost_terms["transfers"])
    line = matrix.tocsr()[0]
    found = {
        compiled.column_label(int(c)): float(v)
        for c, v in zip(line.indices, line.data, strict=True)
        if v
    }
    assert found == pytest.approx({"v_metric[deficit,2024]": 0.02})
    assert not constant.any()


def test_prices_between_years_are_interpolated_and_held_outside() -> None:
    sheets = city()
    sheets["settings"] = [
        {**row, "value": 2028} if row["key"] == "last_year" else row for row in sheets["settings"]
    ]
    sheets["transfers"][0] |= {2025: 100, 2027: 300}
    sheets["transfers"][0].pop(2024)
    found = tiny.case(sheets).transfers["carbon"]
    assert found.price == pytest.approx([0.01, 0.01, 0.02, 0.03, 0.03])
    assert not found.counted
