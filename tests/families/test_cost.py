from __future__ import annotations

import pytest

import tiny
from pathway.errors import InputError
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.money import annuity_factor, capital_recovery_factor, discount_factors
from pathway.results.checks import costs as proof_of_costs
from pathway.results.tables.costs import costs
from pathway.results.view import View

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


HALVES = tiny.steps(4380, 4380, tariff=[0.5, 1.5], spot=[-1, 3])


def imports(profile: str | None = "tariff", **plant: object) -> tiny.Tables:
    """Imports at 2 1e8/TWh times a profile, 2 GW of plant at 2.5, demand of 1 GW."""
    return tiny.tables(
        processes=[
            tiny.plant("imports", expansion="unlimited", variable_cost=2, cost_profile=profile),
            tiny.plant("plant", existing=2, variable_cost=2.5, **plant),
        ],
        flows=[tiny.out("imports"), tiny.out("plant")],
        demands=[tiny.demand("electricity", 8.76)],
    )


def test_worked_example_of_a_cost_profile() -> None:
    plan = tiny.run(imports(), HALVES)
    assert plan.term("variable") == pytest.approx([15.33])
    assert plan.value("v_dispatch") == pytest.approx([1.0, 0.0, 0.0, 1.0])
    assert plan.dual("c_balance_hour") / 4.38 == pytest.approx([1.0, 2.5])
    assert tiny.value(plan, "v_activity", "imports", 2024) == pytest.approx(4.38)
    alone = imports()
    alone["processes"].pop()
    alone["flows"].pop()
    assert tiny.run(alone, HALVES).term("variable") == pytest.approx([17.52])


def test_coefficients_of_a_cost_profile() -> None:
    """Committed plant pays for its floor too; a store for what it discharges."""
    sheets = imports(min_load=0.4, cost_profile="tariff")
    sheets["processes"].append(
        tiny.plant("battery", existing=1, variable_cost=1, cost_profile="tariff")
    )
    sheets["storage"] = [{"process": "battery", "commodity": "electricity"}]
    m = build(tiny.case(sheets, HALVES))
    compiled = compile_programme(m)
    matrix, _ = compiled.expression(m.cost_terms["variable"])
    line = matrix.tocsr()[0]
    found = {
        compiled.column_label(int(c)): float(v)
        for c, v in zip(line.indices, line.data, strict=True)
        if v
    }
    assert found == pytest.approx(
        {
            "v_dispatch[imports,2024,0]": 4.38, "v_dispatch[imports,2024,1]": 13.14,
            "v_dispatch[plant,2024,0]": 5.475, "v_dispatch[plant,2024,1]": 16.425,
            "v_committed[plant,2024,0]": 0.4 * 21.9,
            "v_discharge[battery,2024,0]": 2.19, "v_discharge[battery,2024,1]": 6.57,
        }
    )  # fmt: skip


def test_a_negative_price_is_an_income() -> None:
    """Exports at 3 in the second hour and at a loss in the first: only the second is sold."""
    sheets = tiny.tables(
        processes=[
            tiny.plant("plant", existing=1, variable_cost=0.5),
            tiny.plant("exports", existing=1, variable_cost=-1, cost_profile="spot"),
        ],
        flows=[tiny.out("plant"), tiny.take("exports", "electricity")],
    )
    plan = tiny.run(sheets, HALVES)
    assert plan.term("variable") == pytest.approx([4.38 * (0.5 - 3)])
    table = costs(View(plan)).query("term == 'variable'").set_index("item")["cost"]
    assert table.to_dict() == pytest.approx({"plant": 2.19, "exports": -13.14})


@pytest.mark.parametrize("plant", [{"min_load": 0.4, "cost_profile": "tariff"}, {}])
def test_the_table_splits_a_cost_profile_by_process(plant: dict[str, object]) -> None:
    sheets = imports(**plant)
    sheets["processes"].append(
        tiny.plant("battery", existing=1, variable_cost=0.1, cost_profile="tariff")
    )
    sheets["storage"] = [{"process": "battery", "commodity": "electricity", "hours": 5000}]
    view = View(tiny.run(sheets, HALVES))
    table = costs(view)
    assert set(table.query("term == 'variable'")["item"]) == {"imports", "plant", "battery"}
    assert all(residual < 1e-9 for _, residual in proof_of_costs(view, {"costs": table}))
    assert table.query("item == 'battery' and term == 'variable'")["cost"].item() > 0


def test_a_cost_profile_needs_hours() -> None:
    sheets = imports(None)
    sheets["processes"].append(tiny.works("road", expansion="unlimited", cost_profile="tariff"))
    sheets["flows"].append(tiny.out("road", "cargo"))
    with pytest.raises(InputError) as raised:
        tiny.case(sheets, HALVES)
    [found] = [f for f in raised.value.findings if "road" in f.found]
    assert found.found == "'road' runs by the year"
    assert found.where.split("!")[1:2] == ["processes"]
    assert not found.where.endswith("row 7")


def test_a_cost_profile_without_a_cost_is_told() -> None:
    sheets = imports()
    del sheets["processes"][0]["variable_cost"]
    found = tiny.case(sheets, HALVES).findings
    assert any("no variable cost" in f.found for f in found)


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
