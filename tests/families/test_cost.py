from __future__ import annotations

import pytest

import tiny
from pathway.model.money import annuity_factor, capital_recovery_factor, discount_factors

TERMS = {
    "investment", "retrofit", "fixed_om", "variable", "decommissioning", "unserved",
    "unserved_year", "shortfall",
}  # fmt: skip


def wind(first: int, **settings: object) -> tiny.Tables:
    """1 GW of wind that is needed from its first year on."""
    return tiny.tables(
        {"last_year": 2025, **settings},
        processes=[
            tiny.plant("wind", expansion="build", first_build_year=first, lifetime=2, capex=10,
                       fixed_om=0.5, variable_cost=0.25),
        ],
        flows=[tiny.out("wind")],
        demands=[tiny.demand("electricity", {2024: 8.76 if first == 2024 else 0, 2025: 8.76})],
    )  # fmt: skip


def test_worked_example() -> None:
    assert tiny.run(wind(2024)).term("investment") == pytest.approx([5.0, 5.0])
    assert tiny.run(wind(2025)).term("investment") == pytest.approx([0.0, 5.0])


def test_terms_add_up_to_the_objective() -> None:
    plan = tiny.run(wind(2024, discount_rate=0.08, payment_timing="end"))
    assert set(plan.cost_terms) == TERMS
    added = sum(float(plan.term(t) @ plan.discount[t]) for t in plan.cost_terms)
    assert added == pytest.approx(tiny.cost(plan))
    assert plan.term("fixed_om") == pytest.approx([0.5, 0.5])
    assert plan.term("variable") == pytest.approx([2.19, 2.19])
    assert plan.discount["variable"] == pytest.approx([1.08**-1, 1.08**-2])


def test_coefficients_of_the_objective() -> None:
    """10 at 8 % over 2 years are 10 · 0.08 / (1 − 1.08⁻²) = 5.6077 at the end of each year."""
    plan = tiny.run(wind(2024, discount_rate=0.08, payment_timing="end", capital_timing="end"))
    assert plan.term("investment") == pytest.approx([5.607692, 5.607692])


def test_a_whole_lifetime_of_annuities_is_worth_the_investment() -> None:
    for timing in ("start", "middle", "end"):
        paid = annuity_factor(0.06, 25, timing)
        worth = discount_factors(range(2024, 2049), 0.06, timing, 2024)
        assert float(paid * worth.sum()) == pytest.approx(1.0)
    assert capital_recovery_factor(0.0, 20) == pytest.approx(0.05)


def test_retirement_pays_its_dismantling_and_saves_its_upkeep() -> None:
    sheets = tiny.tables(
        {"last_year": 2025},
        processes=[
            tiny.plant("coal", fixed_om=3, decommission_cost=2),
            tiny.plant("gas", existing=1),
        ],
        flows=[tiny.out("coal"), tiny.out("gas")],
        units=[tiny.unit("A1", "coal", 1, earliest_retirement=2024)],
        demands=[tiny.demand("electricity", 1)],
    )
    plan = tiny.run(sheets)
    assert plan.term("decommissioning") == pytest.approx([2.0, 0.0])
    assert plan.term("fixed_om") == pytest.approx([0.0, 0.0])


def test_a_retrofit_is_paid_over_its_own_lifetime() -> None:
    way: tiny.Row = {"retrofit": "flex", "from_process": "coal", "to_process": "flexible"}
    sheets = tiny.tables(
        {"last_year": 2026},
        processes=[tiny.plant("coal", variable_cost=100), tiny.plant("flexible")],
        flows=[tiny.out("coal"), tiny.out("flexible")],
        units=[tiny.unit("A1", "coal", 1)],
        retrofits=[way | {"cost": 4, "cost_unit": "亿元/GW", "lifetime": 2, "last_year": 2024}],
        demands=[tiny.demand("electricity", 8.76)],
    )
    assert tiny.run(sheets).term("retrofit") == pytest.approx([2.0, 2.0, 0.0])


def test_no_costs_no_objective() -> None:
    sheets = tiny.tables(
        processes=[tiny.plant("gas", existing=1)], flows=[tiny.out("gas")],
        demands=[tiny.demand("electricity", 1)],
    )  # fmt: skip
    plan = tiny.run(sheets)
    assert tiny.cost(plan) == 0.0
    assert all(not plan.term(term).any() for term in plan.cost_terms)
