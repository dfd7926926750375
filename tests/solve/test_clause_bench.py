"""Moved targets cost what can be added up on paper, and the judge knows right from wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

import ranges
import tiny
from pathway.case.clause_moves import ClauseMove, Way, moved
from pathway.results.clause_moves import clause_moves, kept_elsewhere, moves_of_all, stand
from pathway.solve.clause_bench import ClauseBench
from pathway.solve.clause_changes import clause_changes
from pathway.solve.clause_rules import Rule, Verdict, judge
from pathway.solve.difference import difference
from pathway.solve.effects import How
from pathway.solve.variant import FACTOR, Built, solve_base

if TYPE_CHECKING:
    from pathway.solve.clause_response import Response

SETTINGS = tiny.settings("before-peaking")
STEP = 0.1
YEARS = 4
WIND = 20.0 - 2 * 0.3 * 8.76
"""Yearly cost of a GW of wind, less the coal power that it replaces [1e8]."""


def small() -> tiny.Tables:
    """Coal at 2 per TWh or wind at 20 a GW and year, of which there is 3 GW at most."""
    soft: tiny.Row = {"firmness": "soft", "price_unit": "亿元/GW", "from_year": 2025}
    return tiny.tables(
        {"last_year": 2027, "peak_from": 2025, "peak_deadline": 2026},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", existing=5, variable_cost=2, co2_process=1),
            tiny.plant("wind", expansion="build", capex=60, lifetime=3, capacity_max=3,
                       availability=0.3),
            tiny.plant("gas", expansion="build", capex=3, lifetime=3, availability=0.01),
            tiny.plant("solar", expansion="build", capex=30, lifetime=3, capacity_max=1,
                       availability=0.1),
        ],
        flows=[tiny.out(p) for p in ("coal", "wind", "gas", "solar")],
        demands=[tiny.demand("electricity", {2024: 20, 2025: 22, 2026: 30})],
        metrics=[
            tiny.metric("wind", "GW", "capacity", processes="wind", direction="more"),
            tiny.metric("gas", "GW", "capacity", processes="gas", direction="more"),
            tiny.metric("solar", "GW", "capacity", processes="solar", direction="more"),
            tiny.metric("coal", "GW", "capacity", processes="coal", direction="less"),
            tiny.metric("all", "GW", "capacity", processes="wind;coal", direction="more"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
        ],
        clauses=[
            tiny.clause("W", "不低于", "wind", value=2, unit="GW", from_year=2025),
            tiny.clause("S", "不低于", "wind", per="all", value=15, unit="%", from_year=2025),
            tiny.clause("M", "不低于", "wind", value=2.95, unit="GW", from_year=2026,
                        firmness="soft", price=50, price_unit="亿元/GW"),
            tiny.clause("G", "不低于", "gas", value=1, unit="GW", price=0.4, **soft),
            tiny.clause("L", "不低于", "solar", value=1, unit="GW", from_year=2025),
            tiny.clause("C", "不超过", "coal", value=5.2, unit="GW"),
            tiny.clause("P", "达到峰值", "co2"),
        ],
    )  # fmt: skip


@cache
def bench() -> ClauseBench:
    return ClauseBench(solve_base(tiny.case(small()), SETTINGS), SETTINGS)


@cache
def responses() -> dict[tuple[str, Way], Response]:
    moves = moves_of_all(bench().base.built.case, STEP)
    return {(r.move.clause, r.move.way): r for r in bench().responses(moves)}


def verdict(key: str, way: Way) -> Verdict:
    return judge(bench(), responses()[key, way]).verdict


def test_a_binding_floor_costs_its_price_times_the_step():
    """0.2 GW of wind in 2025; in 2026 the soft clause asks for more than that anyway."""
    for way, sign in ((Way.TIGHTER, 1), (Way.LOOSER, -1)):
        found = responses()["W", way]
        assert found.effect.before == pytest.approx(sign * 0.2 * WIND, rel=1e-4)
        assert found.cost == pytest.approx(found.least, rel=1e-4)
        assert verdict("W", way) is Verdict.PRICED


def test_what_is_beyond_its_target_by_more_than_the_step_is_proved_to_change_nothing():
    for way in (Way.TIGHTER, Way.LOOSER):
        found = responses()["S", way]
        assert (found.effect.how, found.cost) == (How.EXACT, 0.0)
        assert verdict("S", way) is Verdict.SLACK


def test_a_ceiling_that_comes_below_what_stands_leaves_no_plan():
    """5 GW of coal cannot retire; 5.2 GW less a tenth is 4.68: 0.32 GW too few each year."""
    assert verdict("C", Way.TIGHTER) is Verdict.NO_PLAN
    found = responses()["C", Way.TIGHTER]
    assert not found.effect.feasible
    assert list(found.missed.values()) == pytest.approx([0.32] * YEARS)
    assert found.metrics["coal"] == pytest.approx([5.0] * YEARS)


def test_a_floor_at_its_potential_leaves_no_plan_and_says_how_far_it_gets():
    assert verdict("L", Way.TIGHTER) is Verdict.NO_PLAN
    assert verdict("L", Way.LOOSER) is Verdict.PRICED
    table = clause_moves(bench(), [responses()["L", Way.TIGHTER]])
    row = table.iloc[0]
    assert (row["reached"], row["reached_year"]) == (pytest.approx(1.0), 2025)
    assert row["reached_asked"] == pytest.approx(1.1)
    assert "2025" in row["words_en"]


def test_a_tighter_soft_clause_misses_more_at_its_price():
    """Gas at 1 a GW and year is dearer than missing it at 0.4: all of it is missed, every year."""
    found = responses()["G", Way.TIGHTER]
    assert found.effect.before == pytest.approx(2 * 0.1 * 0.4)
    assert sum(found.missed.values()) == pytest.approx(3 * 1.1)
    assert verdict("G", Way.TIGHTER) is verdict("G", Way.LOOSER) is Verdict.MISSED
    table = clause_moves(bench(), [found])
    assert table["missed"].tolist() == pytest.approx([3.0])
    assert table["missed_moved"].tolist() == pytest.approx([3.3])


def test_a_soft_clause_is_kept_as_far_as_it_can_and_missed_beyond():
    """Wind ends at 3 GW: of 0.295 GW more 0.05 is built, and 0.245 is missed at 50 a GW."""
    found = responses()["M", Way.TIGHTER]
    assert found.effect.feasible
    assert list(found.missed.values()) == pytest.approx([0.245, 0.245])
    assert found.effect.before == pytest.approx(0.05 * WIND + 0.245 * 50, rel=1e-4)
    assert found.least < found.cost <= found.most + 1e-6


def test_one_year_of_a_clause_moves_alone():
    moves = [ClauseMove("G", Way.TIGHTER, STEP, year) for year in (2025, 2026, 2027, None)]
    *single, every = (r.cost for r in bench().responses(moves))
    assert single == pytest.approx([0.1 * 0.4, 0.1 * 0.4, 0.1 * 0.4 / FACTOR])
    assert sum(single) == pytest.approx(every)


def test_the_peak_is_tried_a_year_earlier_and_without():
    """Emissions grow: to hold those of 2025 in 2026 takes more wind, to be free of it none."""
    sooner, free = responses()["P", Way.TIGHTER], responses()["P", Way.LOOSER]
    assert sooner.effect.peak_year <= 2025 < bench().screen.yardstick.peak_year
    assert sooner.cost > 1
    assert verdict("P", Way.TIGHTER) is Verdict.REACHED
    assert free.cost == pytest.approx(0.0, abs=1e-9)
    assert verdict("P", Way.LOOSER) is Verdict.FREE


def test_duals_hold_every_answer_from_both_sides():
    for found in responses().values():
        if found.effect.feasible:
            assert found.least + found.guard <= found.cost + 1e-6
            assert found.cost <= found.most + 1e-6


def test_nothing_is_flagged():
    assert not [key for key in responses() if verdict(*key) in {Verdict.BROKEN, Verdict.GUARD}]


@pytest.mark.parametrize(
    ("key", "way", "changes", "rule"),
    [
        ("W", Way.TIGHTER, {"cost": -1.0}, Rule.SIDE),
        ("W", Way.LOOSER, {"cost": 1.0}, Rule.SIDE),
        ("W", Way.TIGHTER, {"cost": 0.5 * 0.2 * WIND}, Rule.PRICE),
        ("W", Way.LOOSER, {"cost": -2 * 0.2 * WIND}, Rule.PRICE),
        ("W", Way.TIGHTER, {"most": 0.1}, Rule.PRICE),
        ("S", Way.TIGHTER, {"cost": 0.1}, Rule.SLACK),
        ("S", Way.LOOSER, {"cost": -0.1}, Rule.SLACK),
    ],
)
def test_an_answer_that_breaks_a_rule_is_flagged(key, way, changes, rule):
    wrong = replace(responses()[key, way], **changes)
    judged = judge(bench(), wrong)
    assert judged.verdict is Verdict.BROKEN
    assert rule in judged.broken


@pytest.mark.parametrize(("key", "way"), [("W", Way.LOOSER), ("G", Way.TIGHTER)])
def test_looser_and_soft_clauses_must_leave_a_plan(key, way):
    found = responses()[key, way]
    none = replace(found, effect=replace(found.effect, feasible=False))
    assert judge(bench(), none).broken == (Rule.PLAN,)


def test_a_side_that_turns_only_with_the_guard_is_told_apart():
    turned = replace(responses()["W", Way.LOOSER], cost=1.0, most=np.inf, held=-0.1)
    assert judge(bench(), turned).verdict is Verdict.GUARD
    assert judge(bench(), replace(turned, held=0.1)).verdict is Verdict.BROKEN
    assert judge(bench(), replace(turned, held=None)).verdict is Verdict.BROKEN


def ceiling() -> tiny.Tables:
    """Wind is enough until demand jumps in 2027; 10 TWh of coal that a clause asks for in 2026 are
    what emissions may be afterwards, and gas at 1,000 gives the rest."""
    return tiny.tables(
        {"last_year": 2027, "peak_from": 2025, "peak_deadline": 2026},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", existing=5, variable_cost=2, co2_process=1),
            tiny.plant("wind", existing=3),
            tiny.plant("gas", existing=5, variable_cost=1000),
        ],
        flows=[tiny.out(p) for p in ("coal", "wind", "gas")],
        demands=[tiny.demand("electricity", {2024: 20, 2026: 20, 2027: 3 * 8.76 + 20})],
        metrics=[tiny.metric("coal", "TWh", "activity", processes="coal", direction="more")],
        clauses=[tiny.clause("K", "不低于", "coal", value=10, unit="TWh", time="at",
                             from_year=2026)],
    )  # fmt: skip


def test_a_looser_floor_that_lowers_the_guard_is_no_error_of_the_model():
    """A TWh of coal less in 2026 saves 2; a TWh of gas more in 2027 costs 998, a hundredth of it
    in what is minimised. With the guard of the base coal stays at 10, and nothing changes."""
    low = ClauseBench(solve_base(tiny.case(ceiling()), SETTINGS), SETTINGS)
    (found,) = low.responses([ClauseMove("K", Way.LOOSER, STEP)])
    assert found.effect.before == pytest.approx(-2, rel=1e-5)
    assert found.effect.after == pytest.approx(998, rel=1e-5)
    assert found.cost == pytest.approx(-2 + 998 / FACTOR, rel=1e-5)
    assert found.guard > 0
    assert found.least + found.guard <= found.cost + 1e-6
    assert found.held == pytest.approx(0.0, abs=1e-3)
    judged = judge(low, found)
    assert (judged.verdict, judged.broken) == (Verdict.GUARD, (Rule.SIDE,))


# --- the case with everything ---------------------------------------------------------------------


@cache
def everything() -> ClauseBench:
    return ClauseBench(solve_base(ranges.case(ranges.everything()), SETTINGS), SETTINGS)


def test_moves_built_together_are_those_built_alone():
    built = everything().base.built
    moves = [move for move in moves_of_all(built.case, STEP) if move.clause != "O1"]
    moves += [ClauseMove("E1", Way.TIGHTER, STEP, 2027)]
    changes = clause_changes(built, SETTINGS, moves)
    assert len(changes) == len(moves)
    for move, change in changes.items():
        alone = difference(built, Built.of(moved(built.case, [move]), SETTINGS))
        for mine, theirs in zip(change.entries, alone.entries, strict=True):
            assert np.array_equal(np.sort(mine), np.sort(theirs)), move
        for mine, theirs in zip(change.rows, alone.rows, strict=True):
            assert np.array_equal(mine, theirs), move


def test_a_case_with_everything_keeps_all_rules():
    case = everything().base.built.case
    found = list(everything().responses(moves_of_all(case, STEP)))
    table = clause_moves(everything(), found)
    assert {"broken", "guard", "unknown"}.isdisjoint(table["verdict"])
    assert {"slack", "priced"} <= set(table["verdict"])
    assert table["words_zh"].str.len().min() > 5
    assert kept_elsewhere(case) == []


def test_a_trend_per_a_series_is_told_as_an_intensity():
    """100 over 100 in the first year, 90 over 110 in the next: the row and its words agree."""
    sheets, hours = tiny.everything()
    sheets["clauses"].append(tiny.clause("T", "持续下降", "co2", per="gdp", to_year=2025))
    case = tiny.case(sheets, hours)
    (row,) = case.clauses["T"].rows
    found = stand(row, {"co2": np.array([100.0, 90.0, 0.0, 0.0])}, case.years)
    assert (found.target, found.result) == (pytest.approx(1.0), pytest.approx(90 / 110))
    assert found.slack == pytest.approx(1.0 - 90 / 110)
