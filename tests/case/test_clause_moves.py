"""Targets move by a share of what the plan states, towards more ambition or less."""

from __future__ import annotations

from functools import cache

import pytest

import tiny
from pathway.case.clause_moves import (
    ClauseMove,
    Way,
    is_peak,
    moved,
    moved_rows,
    stated,
    ways,
)

STEP = 0.05


@cache
def case():
    """Clauses of every form on the case with everything."""
    sheets, hours = tiny.everything()
    sheets["lexicon"].append({**sheets["lexicon"][0], "word": "恰为", "family": "eq"})
    sheets["clauses"] += [
        tiny.clause("F1", "增长", "wind_power", relative_to="factor", base_year=2023, base_value=1,
                    base_unit="GW", value=1.2, unit="倍", from_year=2026),
        tiny.clause("F2", "恰为", "wind_power", value=2, unit="GW", firmness="soft", price=0.01,
                    price_unit="亿元/GW", from_year=2027),
        tiny.clause("F3", "全面禁止", "coal_power", firmness="soft", price=1, price_unit="亿元/GW",
                    from_year=2027),
        tiny.clause("F4", "左右", "coal_power", value=2, unit="GW", tolerance=0.1,
                    from_year=2026, to_year=2026),
    ]  # fmt: skip
    return tiny.case(sheets, hours)


def targets(key: str, way: Way, year: int | None = None) -> list[float]:
    rows = moved_rows(case(), ClauseMove(key, way, STEP, year)).values()
    return [stated(row) for row in rows]


def test_a_floor_rises_and_a_ceiling_falls_when_tighter():
    assert targets("E1", Way.TIGHTER) == pytest.approx([1.05, 1.05])
    assert targets("E1", Way.LOOSER) == pytest.approx([0.95, 0.95])
    assert targets("E2", Way.TIGHTER) == pytest.approx([2.1 * 0.95] * 2)


def test_one_year_moves_alone():
    assert targets("E1", Way.TIGHTER, 2027) == pytest.approx([1.05])
    after = moved(case(), [ClauseMove("E1", Way.TIGHTER, STEP, 2027)])
    assert [stated(row) for row in after.clauses["E1"].rows] == pytest.approx([1.0, 1.05])
    assert after.clauses["E2"] is case().clauses["E2"]


def test_a_change_moves_by_its_own_number_not_by_the_level_it_leads_to():
    """5 % down on the base year becomes 5.25 % down."""
    assert targets("O2", Way.TIGHTER) == pytest.approx([-5.25])
    (row,) = moved_rows(case(), ClauseMove("O2", Way.TIGHTER, STEP)).values()
    assert row.limit == pytest.approx(case().clauses["O2"].rows[0].limit * 0.9475 / 0.95)


def test_a_share_moves_by_points_of_its_number():
    assert targets("E7", Way.TIGHTER) == pytest.approx([31.5] * 2)


def test_sums_factors_and_tolerances_move_their_limit():
    assert targets("E3", Way.TIGHTER) == pytest.approx([0.525])
    assert targets("F1", Way.LOOSER) == pytest.approx([1.14, 1.14])
    assert targets("F4", Way.TIGHTER) == pytest.approx([2.1 * 0.95])


def test_a_trend_moves_against_the_year_before():
    rows = moved_rows(case(), ClauseMove("E6", Way.TIGHTER, STEP)).values()
    assert {tuple(t.coefficient for t in row.numerator) for row in rows} == {(1.0, -0.95)}
    rows = moved_rows(case(), ClauseMove("E6", Way.LOOSER, STEP)).values()
    assert {tuple(t.coefficient for t in row.numerator) for row in rows} == {(1.0, -1.05)}


def test_an_exact_target_goes_up_and_down():
    assert ways(case().clauses["F2"]) == (Way.HIGHER, Way.LOWER)
    assert targets("F2", Way.HIGHER) == pytest.approx([2.1])
    assert targets("F2", Way.LOWER) == pytest.approx([1.9])


def test_nought_has_no_share():
    assert case().clauses["F3"].rows
    assert not moved_rows(case(), ClauseMove("F3", Way.TIGHTER, STEP))
    assert moved(case(), [ClauseMove("F3", Way.TIGHTER, STEP)]).clauses == case().clauses


def test_the_peak_is_known_by_its_family():
    assert [key for key, clause in case().clauses.items() if is_peak(clause)] == ["O1"]
