"""Clauses: targets, results, lights and prices in the clause's own unit."""

from __future__ import annotations

import numpy as np
import pytest
import town

from pathway.case.case import ClauseRow, Relation, Term
from pathway.results.results import build_results
from pathway.results.tables.clauses import clauses, evaluate
from pathway.results.view import View
from pathway.solve.plan import solve_plan


def clause_row(relation: Relation, limit: float, scale: float, offset: float) -> ClauseRow:
    return ClauseRow(
        clause="X", tag="", year=2025, numerator=(Term("a", 2025, 1.0),), numerator_constant=0.0,
        denominator=(), denominator_constant=1.0, relation=relation, limit=limit,
        shown_scale=scale, shown_offset=offset, shown_unit="", penalty=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("relation", "limit", "value", "light"),
    [
        (">=", 100.0, 100.0, "green"),
        (">=", 100.0, 100.0 * (1 - 5e-7), "green"),
        (">=", 100.0, 100.0 * (1 - 5e-6), "yellow"),
        (">=", 100.0, 90.0, "yellow"),
        (">=", 100.0, 89.9, "red"),
        ("<=", 100.0, 99.0, "green"),
        ("<=", 100.0, 110.0, "yellow"),
        ("<=", 100.0, 110.1, "red"),
        ("==", 100.0, 101.0, "yellow"),
        ("==", 100.0, 89.0, "red"),
        ("<=", 0.0, 0.5, "red"),
        ("<=", 0.0, -0.5, "green"),
    ],
)
def test_lights_follow_the_tenth_of_the_target(relation, limit, value, light) -> None:
    row = clause_row(Relation(relation), limit, 1.0, 0.0)
    assert evaluate(row, {"a": np.array([0.0, value])}, (2024, 2025)).light == light


def test_a_change_is_judged_in_the_unit_the_clause_states() -> None:
    """A cut of 14 % of 100: at most 86 stands; 87 is a cut of 13 %, missed by a fourteenth."""
    row = clause_row(Relation.AT_MOST, 86.0, 1.0, -100.0)
    outcome = evaluate(row, {"a": np.array([0.0, 87.0])}, (2024, 2025))
    assert (outcome.target, outcome.result) == (pytest.approx(-14), pytest.approx(-13))
    assert outcome.slack == pytest.approx(-1)
    assert outcome.light == "yellow"
    assert evaluate(row, {"a": np.array([0.0, 88.0])}, (2024, 2025)).light == "red"


def test_a_share_divides_by_its_denominator() -> None:
    row = ClauseRow(
        clause="X", tag="", year=2025, numerator=(Term("a", 2025, 1.0),), numerator_constant=0.0,
        denominator=(Term("b", 2025, 1.0),), denominator_constant=0.0,
        relation=Relation.AT_LEAST, limit=0.3, shown_scale=100.0, shown_offset=0.0,
        shown_unit="%", penalty=None,
    )  # fmt: skip
    values = {"a": np.array([0.0, 3.0]), "b": np.array([0.0, 8.0])}
    assert evaluate(row, values, (2024, 2025)).result == pytest.approx(37.5)


def test_every_clause_has_a_row_whatever_became_of_it(results, row) -> None:
    table = results.tables["clauses"]
    lights = dict(zip(table["clause"], table["light"], strict=True))
    assert lights == {
        "C1": "green", "C2": "red", "C3": "green", "C4": "green", "C5": "recorded",
        "C6": "recorded", "C7": "not_modelled",
    }  # fmt: skip
    assert row(table, clause="C6")["result"] == pytest.approx(50)
    assert row(table, clause="C6")["slack"] == pytest.approx(-40)
    assert row(table, clause="C4")["result"] == 2024
    assert row(table, clause="C2")["result"] == pytest.approx(100 / 3)
    assert (results.solution_summary.met, results.solution_summary.missed_red) == (3, 1)


def test_a_slack_clause_has_no_price_and_does_not_bind(results, row) -> None:
    slack = row(results.tables["clauses"], clause="C3")
    assert slack["price"] == 0
    assert not slack["binding"]
    assert slack["slack"] > 1


def test_the_price_of_a_floor_is_what_a_little_more_of_it_costs(solve, solution, row) -> None:
    priced = row(clauses(View(solution)), clause="C1")
    rows = town.tables()
    rows["clauses"][0]["value"] = 50.01
    more = (solve(rows).objective - solution.objective) * 1.1**2  # in money of 2025
    assert priced["price_unit"] == "万元/万千瓦"
    assert priced["price"] == pytest.approx(more * 1e4 / 0.01, rel=1e-6)
    assert priced["price"] > 100


def test_the_price_of_a_ceiling_is_what_a_little_less_of_it_costs(solve, row) -> None:
    rows = town.tables()
    rows["clauses"][2]["value"] = 60
    tight = solve(rows)
    priced = row(clauses(View(tight)), clause="C3")
    rows["clauses"][2]["value"] = 59.99
    more = (solve(rows).objective - tight.objective) * 1.1**2
    assert priced["price_unit"] == "万元/万吨标煤"
    assert priced["price"] == pytest.approx(more * 1e4 / 0.01, rel=1e-6)
    assert priced["price"] > 100
    assert priced["binding"]


def test_the_price_of_a_share_is_per_percentage_point(solve, row) -> None:
    rows = town.tables()
    rows["clauses"][1] |= {"firmness": "hard", "price": None, "price_unit": None}
    hard = solve(rows)
    priced = row(clauses(View(hard)), clause="C2")
    rows["clauses"][1]["value"] = 40.001
    more = (solve(rows).objective - hard.objective) * 1.1**2
    assert priced["price_unit"] == "万元/个百分点"
    assert priced["price"] == pytest.approx(more * 1e4 / 0.001, rel=1e-3)
    assert priced["price"] > 100


def test_a_missed_soft_clause_is_priced_at_its_penalty(results, row) -> None:
    """1 元/千瓦 over 150 万千瓦: a point more asks for 1.5 万千瓦 more."""
    assert row(results.tables["clauses"], clause="C2")["price"] == pytest.approx(1.5e4 * 1 / 1e4)


def test_a_clause_left_out_of_the_programme_has_no_price(solution, row) -> None:
    settings = solution.settings.model_copy(update={"families": ("peak",)})
    table = build_results(solve_plan(solution.case, settings)).tables["clauses"]
    free = row(table, clause="C1")
    assert free["price"] == 0
    assert free["light"] == "red"


def test_own_estimates_are_marked_and_counted_apart(solve, row) -> None:
    """C1 is met and C2 missed, both estimates now; the peak and C3 stay targets of the plan."""
    rows = town.tables()
    for clause in rows["clauses"][:2]:
        clause["value_source"] = "missing"
    results = build_results(solve(rows))
    table, summary = results.tables["clauses"], results.solution_summary
    assert set(table[table["own_target"]]["clause"]) == {"C1", "C2"}
    assert row(table, clause="C1")["value_source"] == "missing"
    assert (summary.met, summary.missed_red, summary.plan_targets) == (2, 0, 2)
    assert (summary.own_met, summary.own_missed_red, summary.own_targets) == (1, 1, 2)
    assert summary.clause_counts == {
        "met": 2, "missed_yellow": 0, "missed_red": 0,
        "own_targets": {"met": 1, "missed_yellow": 0, "missed_red": 1},
    }  # fmt: skip
