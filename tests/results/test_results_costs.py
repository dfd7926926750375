"""Costs: each term split over items, adding up to the objective."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import town

from pathway.errors import ProofError
from pathway.results.tables.costs import costs, paid
from pathway.results.view import View


def test_an_annuity_is_paid_in_each_year_of_the_lifetime() -> None:
    assert paid(np.array([3.0, 0.0, 1.0, 0.0]), 2).tolist() == [3.0, 3.0, 1.0, 1.0]
    assert paid(np.array([3.0, 1.0]), 25).tolist() == [3.0, 4.0]
    assert paid(np.array([3.0, 1.0, 2.0]), 1).tolist() == [3.0, 1.0, 2.0]


def test_coal_is_paid_by_the_tonne(results, row) -> None:
    costs, activity = results.tables["costs"], results.tables["activity"]
    coal = row(activity, process="mine", year=2024)
    assert coal["unit"] == "万吨标煤"
    assert row(costs, term="variable", item="mine", year=2024)["cost"] == pytest.approx(
        coal["activity"] * 1000 * 1e4 / 1e8
    )


def test_half_of_the_investment_is_paid_a_year_at_no_interest(results, row) -> None:
    built = row(results.tables["investment"], item="wind", year=2025)
    assert built["capacity"] == pytest.approx(50)
    assert (built["unit_cost"], built["unit_cost_unit"]) == (pytest.approx(4000), "元/千瓦")
    assert built["investment"] == pytest.approx(20)
    assert built["annuity"] == pytest.approx(10)
    costs = results.tables["costs"]
    assert row(costs, term="investment", item="wind", year=2025)["cost"] == pytest.approx(10)


def test_fixed_cost_and_dismantling_follow_capacity(results, row) -> None:
    costs, capacity = results.tables["costs"], results.tables["capacity"]
    standing = row(capacity, process="coal_plant", year=2025)["capacity"]
    fixed = row(costs, term="fixed_om", item="coal_plant", year=2025)["cost"]
    assert fixed == pytest.approx(standing * 1e4 * 100 / 1e8)
    gone = row(costs, term="decommissioning", item="coal_plant", year=2024)["cost"]
    assert gone == pytest.approx(60e4 * 50 / 1e8)


def test_a_missed_soft_clause_costs_its_price(results, row) -> None:
    """40 % of 150 is 60, there are 50: 10 万千瓦 at 1 元/千瓦."""
    costs = results.tables["costs"]
    assert row(costs, term="shortfall", item="C2", year=2025)["cost"] == pytest.approx(
        10e4 * 1 / 1e8
    )


def test_unserved_demand_costs_the_value_of_lost_load(solve) -> None:
    rows = town.tables()
    rows["settings"][-2] |= {"value": 0.001}
    table = costs(View(solve(rows)))
    missing = table[(table["term"] == "unserved") & (table["year"] == 2026)]
    # Nothing is worth running but the wind of clause C1: 50 万千瓦 for 0.5 × 4000 + 0.25 × 4760 h.
    assert missing["cost"].tolist() == pytest.approx([(42 - 50 * 3190 / 1e4) * 0.001])


def test_discounted_costs_are_those_of_the_stages(solution, results) -> None:
    by_stage = results.tables["costs"].groupby("stage")["discounted"].sum()
    assert by_stage[1] == pytest.approx(solution.objective)
    assert by_stage[2] == pytest.approx(solution.tail)
    factors = results.tables["costs"].groupby("year")["discount_factor"].first()
    assert factors.tolist() == pytest.approx([1 / 1.1, 1 / 1.21, 1 / 1.331])


def test_a_term_that_cannot_be_split_is_refused(solution) -> None:
    odd = dataclasses.replace(solution, cost_terms=(*solution.cost_terms, "bribes"))
    with pytest.raises(ProofError, match="bribes"):
        costs(View(odd))
