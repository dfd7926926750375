"""Stages of a plan: guard, candidates, the years after the deadline, and the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import vstack

import tiny
from pathway.case.assemble import assemble
from pathway.errors import InfeasibleError, SolveError, UsageError
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.families.cost import discount_by_term
from pathway.solve.plan import solve_base_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme


def rising(first: int, deadline: int, **coal: object) -> tiny.Tables:
    """Demand of 1 to 5 in 2024 to 2028; coal emits 1 and costs 1, wind costs 2."""
    return tiny.tables(
        {"last_year": 2028, "peak_from": first, "peak_deadline": deadline},
        processes=[
            tiny.works("coal", expansion="unlimited", variable_cost=1, co2_process=1, **coal),
            tiny.works("wind", expansion="unlimited", variable_cost=2),
        ],
        flows=[tiny.out("coal", "cargo"), tiny.out("wind", "cargo")],
        demands=[tiny.demand("cargo", {2024: 1, 2028: 5})],
    )


def growing() -> tiny.Tables:
    """Learning by building: each GW-like unit built before the deadline lets two follow it."""
    sheets = rising(2026, 2026)
    sheets["processes"].append(
        tiny.works("new", expansion="build", capex=3, lifetime=10, growth_max=2, growth_seed=0.01)
    )
    sheets["flows"].append(tiny.out("new", "cargo"))
    return sheets


def test_earlier_peaks_cost_more() -> None:
    plan = tiny.solve(tiny.case(rising(2024, 2027)), "before-peaking")
    found = {c.year: c.cost for c in plan.candidates}
    assert found == pytest.approx({2027: 10.0, 2026: 11.0, 2025: 13.0, 2024: 16.0})
    assert plan.peak_year == 2027
    assert plan.objective == pytest.approx(10.0)
    emissions = {c.year: c.emissions for c in plan.candidates}
    assert emissions[2025] == pytest.approx((1, 2, 2, 2, 2))


def test_a_fixed_peak_year_is_the_plan() -> None:
    plan = tiny.solve(tiny.case(rising(2024, 2027)), "before-peaking", year=2025)
    assert (plan.peak_year, plan.candidates) == (2025, ())
    assert plan.value("v_emissions") == pytest.approx([1, 2, 2, 2, 2])
    assert (plan.objective, plan.tail) == pytest.approx((13.0, 8.0))


def test_a_peak_year_outside_the_window_is_refused() -> None:
    with pytest.raises(UsageError, match="2024 to 2027"):
        tiny.solve(tiny.case(rising(2024, 2027)), year=2028)


def test_no_plan_burns_more_to_lift_its_ceiling() -> None:
    """Dirty coal at 1.1 emits 10: worth burning in 2026 for the years after, were it allowed."""
    sheets = rising(2026, 2026)
    sheets["processes"].append(
        tiny.works("dirty", expansion="unlimited", variable_cost=1.1, co2_process=10)
    )
    sheets["flows"].append(tiny.out("dirty", "cargo"))
    kind = tiny.case(sheets)
    free = tiny.solve(kind, guard=False)
    held = tiny.solve(kind)
    reference = np.array(held.reference_emissions)
    assert free.value("v_emissions")[2] > reference[2] + 1
    assert np.all(held.value("v_emissions")[:3] <= reference[:3] * (1 + 1e-5))
    assert tiny.cost(free) < tiny.cost(held)


@pytest.mark.parametrize("name", ["growing", "everything"])
def test_the_tail_is_the_cheapest_among_plans_of_the_same_cost_before(name: str) -> None:
    if name == "growing":
        kind = tiny.case(growing())
    else:
        sheets, hours = tiny.everything()
        window = next(row for row in sheets["settings"] if row["key"] == "peak_from")
        window["value"] = 2026
        kind = tiny.case(sheets, hours)
    plan = tiny.solve(kind, "before-peaking", guard=False)
    before, after = two_stages(kind)
    room = 1e-6 * max(abs(before), 1.0)
    assert before - 1e-7 <= plan.objective <= before + room + 1e-7
    assert plan.tail <= after + 1e-6 * abs(after)


def two_stages(kind: Case) -> tuple[float, float]:
    """Least cost up to the deadline, and least cost after it with that held, by another solver."""
    m = build(kind)
    compiled = compile_programme(m)
    discount = discount_by_term(kind, list(m.cost_terms))
    cost = np.zeros((len(kind.years), compiled.n_columns))
    for term, expression in m.cost_terms.items():
        cost += compiled.expression(expression)[0].multiply(discount[term][:, None]).toarray()
    early = np.array(kind.years) <= kind.stage_end
    before, after = cost[early].sum(axis=0), cost[~early].sum(axis=0)
    first = best(compiled, before)
    held = best(compiled, after, before, float(before @ first))
    return float(before @ first), float(after @ held)


def best(
    compiled: Programme,
    cost: NDArray[np.float64],
    held: NDArray[np.float64] | None = None,
    limit: float = 0.0,
) -> NDArray[np.float64]:
    """Optimal columns of a programme, with a linear figure held below a limit."""
    matrix = vstack([compiled.matrix, -compiled.matrix]).tocsr()
    sides = np.concatenate([compiled.row_upper, -compiled.row_lower])
    there = np.isfinite(sides)
    rows, sides = matrix[there], sides[there]
    if held is not None:
        rows = vstack([rows, held[None, :]]).tocsr()
        sides = np.append(sides, limit + 1e-9)
    bounds = np.column_stack([compiled.col_lower, compiled.col_upper])
    found = linprog(cost, A_ub=rows, b_ub=sides, bounds=bounds, method="highs")
    assert found.status == 0
    return np.asarray(found.x)


def test_clashing_clauses_have_no_plan() -> None:
    sheets = rising(2024, 2027)
    sheets["lexicon"] = [dict(row) for row in tiny.lexicon()]
    sheets["metrics"] = [tiny.metric("coal", "万吨", "activity", processes="coal")]
    sheets["clauses"] = [
        tiny.clause("A", "不低于", "coal", value=3, unit="万吨"),
        tiny.clause("B", "不超过", "coal", value=2, unit="万吨"),
    ]
    with pytest.raises(InfeasibleError) as raised:
        tiny.run(sheets)
    assert raised.value.exit_code == 4


def test_a_revenue_without_end_is_no_plan() -> None:
    sheets = rising(2024, 2027)
    sheets["commodities"] = [tiny.good("cargo", surplus=True)]
    sheets["processes"][1]["variable_cost"] = -2
    with pytest.raises(SolveError) as raised:
        tiny.run(sheets)
    assert not isinstance(raised.value, InfeasibleError)
    assert raised.value.exit_code == 5


def test_the_base_year_is_only_dispatched() -> None:
    sheets, hours = tiny.everything()
    kind = assemble(tiny.read(sheets, hours), tiny.SLICES, (2023,))
    base = solve_base_year(kind, tiny.settings())
    assert list(base.case.years) == [2023]
    assert not len(base.value("v_build"))
    assert not len(base.dual("c_clause_ge"))
    assert base.value("v_emissions")[0] > 0
