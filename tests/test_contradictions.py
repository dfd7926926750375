"""Actuals that do not go together stop a run before a plan is looked for."""

from __future__ import annotations

import pytest

import tiny
from pathway.contradictions import contradictions, refuse_contradictions
from pathway.errors import InputError


def freight(road: float, rail: float) -> tiny.Tables:
    """Cargo of 10 that road and rail share, each within what it can carry."""
    return tiny.tables(
        {"last_year": 2025, "actuals_to": 2024},
        processes=[tiny.works("road", existing=20), tiny.works("rail", existing=8)],
        flows=[tiny.out("road", "cargo"), tiny.out("rail", "cargo")],
        demands=[tiny.demand("cargo", 10)],
        actual_items=[
            {"quantity": "activity", "key": "road", "unit": "万吨", "tolerance": 0.1, 2024: road},
            {"quantity": "activity", "key": "rail", "unit": "吨", 2024: rail * 1e4},
        ],
    )  # fmt: skip


def found(sheets: tiny.Tables) -> list[str]:
    workbook = tiny.read(sheets)
    case = tiny.case(sheets)
    return [
        f"{f.where}: {f.found} -> {f.expected}"
        for f in contradictions(workbook, case, tiny.settings())
    ]


def test_figures_that_go_together() -> None:
    assert found(freight(7.5, 3)) == []


def test_the_nearest_figures_that_do() -> None:
    """8 less a tenth and 4 are 11.2 of 10: the miss is least, relative to its size, on the road."""
    [told] = found(freight(8, 4))
    assert told.startswith("tiny.xlsx!actual_items!E5: road: 8 万吨 in 2024")
    assert "about 6 万吨" in told


def test_no_plan_is_looked_for() -> None:
    sheets = freight(8, 4)
    with pytest.raises(InputError) as error:
        refuse_contradictions(tiny.read(sheets), tiny.case(sheets), tiny.settings(), lambda _: None)
    assert error.value.exit_code == 3


def test_demand_of_past_years_was_served() -> None:
    """Plant that ran too little for the load is wrong, not the light that went out."""
    sheets = tiny.tables(
        {"last_year": 2025, "actuals_to": 2024, "value_of_lost_load": 0.1},
        processes=[tiny.plant("coal", existing=5)],
        flows=[tiny.out("coal")],
        demands=[tiny.demand("electricity", 10)],
        actual_items=[{"quantity": "activity", "key": "coal", "unit": "TWh", 2024: 6}],
    )
    [told] = found(sheets)
    assert "coal: 6 TWh in 2024 does not go together" in told
    assert "about 10 TWh" in told


def test_clauses_of_later_years_are_not_to_blame() -> None:
    """What no later year can make good is a clash of clauses, not of actuals."""
    sheets = freight(7.5, 3)
    sheets["lexicon"] = [dict(row) for row in tiny.lexicon()]
    sheets["metrics"] = [
        tiny.metric("on_rail", "万吨", "activity", processes="rail", direction="more")
    ]
    sheets["clauses"] = [
        tiny.clause("T1", "不低于", "on_rail", value=9, unit="万吨", from_year=2025)
    ]
    assert found(sheets) == []
