"""Prices: each equals what a little more of the thing costs when the plan is solved again."""

from __future__ import annotations

import pytest
import town

from pathway.results.tables.dispatch import dispatch
from pathway.results.tables.prices import prices
from pathway.results.view import View


def test_power_costs_the_coal_of_the_plant_on_the_margin(results, row) -> None:
    """2024: the old plant burns 300 克/千瓦时 of coal at 1 元 a kilogram."""
    power = row(results.tables["prices"], item="power", year=2024)
    assert (power["price"], power["unit"]) == (pytest.approx(0.3), "元/千瓦时")
    assert (power["low"], power["high"]) == (pytest.approx(0.3), pytest.approx(0.3))


def test_the_mean_price_of_power_is_what_more_demand_costs(solve, solution, row) -> None:
    price = row(prices(View(solution)), item="power", year=2025)
    assert price["low"] < price["price"] < price["high"]
    rows = town.tables()
    rows["demands"][0] |= {2024: 40, 2025: 40.001, 2026: 40.001}
    more = (solve(rows).objective - solution.objective) * 1.1**2
    assert price["price"] == pytest.approx(more * 1e8 / 0.001e8, rel=1e-4)


def test_prices_of_yearly_commodities(results, row) -> None:
    coal = row(results.tables["prices"], item="coal", year=2025)
    assert (coal["price"], coal["unit"]) == (pytest.approx(1000), "元/吨标煤")
    cargo = row(results.tables["prices"], item="cargo", year=2024)
    assert (cargo["price"], cargo["unit"]) == (pytest.approx(0.1 * 0.3), "元/吨公里")


def adequate(margin: float) -> town.Rows:
    """The town with a peak that coal, dearer by its fixed cost, and wind must cover."""
    rows = town.tables()
    rows["adequacy"] = [
        {"period": "peak", "name_zh": "高峰", "name_en": "Peak", "commodity": "power",
         "margin": margin}
    ]  # fmt: skip
    rows["processes"][3] |= {"firm_credit": 0.1}
    rows["processes"][1] |= {"fixed_om": 100, "decommission_cost": 0}
    rows["units"][0]["end_of_life"] = 2040
    rows["units"][0]["earliest_retirement"] = 2024
    return rows


def test_adequacy_is_priced_per_kilowatt_required(solve, row) -> None:
    base = solve(adequate(2.0))
    price = row(prices(View(base)), kind="adequacy", year=2024)
    more = (solve(adequate(2.001)).objective - base.objective) / (1 / 1.1 + 1 / 1.21)
    required = 0.001 * 4.2 / 8.76 * 1e6  # kW
    both = prices(View(base)).query("kind == 'adequacy' and year <= 2025")["price"]
    weights = (1 / 1.1, 1 / 1.21)
    mean = sum(p * w for p, w in zip(both, weights, strict=True)) / sum(weights)
    assert price["unit"] == "元/千瓦"
    assert mean == pytest.approx(more * 1e8 / required, rel=1e-4)
    assert mean > 50


def test_carbon_is_priced_where_emissions_may_not_rise(solve, row) -> None:
    """Homes grow in 2025 but emissions may not: a stove that burns more costs coal and carbon."""
    rows = town.tables()
    rows["demands"][0] |= {2024: 40, 2025: 50, 2026: 50}
    rows["clauses"] = rows["clauses"][2:]
    rows["demands"][2] |= {2024: 2, 2025: 2, 2026: 2}
    base = solve(rows, peak=2024)
    table = prices(View(base))
    carbon = row(table, kind="emission", year=2025)
    assert carbon["unit"] == "元/吨"
    assert carbon["price"] > 10
    assert row(table, kind="emission", year=2024)["price"] < -10  # its level is the ceiling
    rows["demands"][2] |= {2024: 2, 2025: 2.001, 2026: 2.001}
    more = (solve(rows, peak=2024).objective - base.objective) * 1.1**2
    coal = row(table, item="coal", year=2025)["price"]
    assert more * 1e8 / 0.001e4 == pytest.approx(coal + 2.5 * carbon["price"], rel=1e-3)


def test_potential_is_worth_what_a_little_more_saves(solve, row) -> None:
    rows = town.tables()
    rows["processes"][3] |= {"capacity_max": 52, "capex": 1000}
    base = solve(rows)
    worth = prices(View(base)).query("kind == 'potential' and year <= 2025")["price"].tolist()
    rows["processes"][3]["capacity_max"] = 52.001
    saved = base.objective - solve(rows).objective
    assert saved * 1e8 / 10 == pytest.approx(worth[0] / 1.1 + worth[1] / 1.21, rel=1e-4)
    assert max(worth) > 10


def test_hourly_prices_do_not_depend_on_the_weight_of_a_step(solution) -> None:
    """The dual of a step is divided by the hours it stands for, 4,000 and 4,760."""
    table = dispatch(View(solution)).query("year == 2024")
    assert table["weight"].tolist() == [4000.0, 4760.0]
    assert table["price|power@town"].tolist() == pytest.approx([0.3, 0.3])


def test_a_price_after_the_deadline_is_what_the_years_after_it_pay(solve, solution, row) -> None:
    price = row(prices(View(solution)), item="power", year=2026)["price"]
    rows = town.tables()
    rows["demands"][0] |= {2024: 40, 2025: 40, 2026: 40.001}
    more = solve(rows)
    assert more.objective == pytest.approx(solution.objective, rel=1e-6)
    assert price == pytest.approx((more.tail - solution.tail) * 1.1**3 / 0.001, rel=1e-3)
