"""A district of kilowatts is planned as exactly as a province of gigawatts."""

from __future__ import annotations

import pytest

import tiny
from pathway.solve.highs import LoadedProgramme
from pathway.solve.rows import uniform_scale


def district(size: float) -> tiny.Tables:
    """Solar and a boiler of so many GW, with a store."""
    return tiny.tables(
        {"last_year": 2025, "value_of_lost_load": 50, "discount_rate": 0.05},
        processes=[
            tiny.plant("solar", expansion="build", capex=30, availability_profile="sun"),
            tiny.plant("diesel", existing=size, variable_cost=10),
            tiny.plant("battery", expansion="build", capex=4, lifetime=10),
        ],
        flows=[tiny.out("solar"), tiny.out("diesel")],
        storage=[{"process": "battery", "commodity": "electricity", "hours": 4,
                  "efficiency_in": 0.9, "efficiency_out": 0.9}],
        demands=[tiny.demand("electricity", {2024: 5 * size, 2025: 6 * size}, profile="load")],
    )  # fmt: skip


HOURS = tiny.steps(2190, 2190, 2190, 2190, sun=[0, 0.6, 0.5, 0.1], load=[0.7, 1, 1.1, 0.9]) | {
    "duration": [6, 6, 6, 6]
}


@pytest.mark.parametrize("size", [1e-3, 1e-6, 1e-8])
def test_small_cases_are_large_ones_made_small(size: float) -> None:
    large, small = (tiny.solve(tiny.case(district(s), HOURS)) for s in (1.0, size))
    assert small.objective / size == pytest.approx(large.objective, rel=1e-9)
    assert small.value("v_build") / size == pytest.approx(large.value("v_build"), rel=1e-9)
    assert small.dual("c_balance_hour") == pytest.approx(large.dual("c_balance_hour"), rel=1e-9)
    assert small.max_residual < 1e-9


def test_ordinary_cases_are_handed_over_as_they_are() -> None:
    assert uniform_scale(tiny.programme(tiny.case(*tiny.everything()))) == 1.0
    small = tiny.programme(tiny.case(district(1e-6), HOURS))
    scale = uniform_scale(small)
    assert 2**18 < scale < 2**24
    assert LoadedProgramme(small, tiny.settings().solver).unit == 1.0 / scale
