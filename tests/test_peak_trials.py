"""Cities that a peak year is tried on: what is changed in the workbook, and by how much."""

from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.case.assemble import assemble
from pathway.case.estimates import Side
from pathway.peak_trials import DEMAND, EXPORT, Trial, trials


def town(**more: list[tiny.Row]) -> tiny.Tables:
    """A city that sells power elsewhere."""
    return tiny.tables(
        {"last_year": 2026},
        processes=[
            tiny.plant("coal", expansion="unlimited", variable_cost=1),
            tiny.works("carts", expansion="unlimited", variable_cost=1),
            tiny.plant("sale", existing=2, activity_max=10, tags="export", variable_cost=-2),
        ],
        flows=[tiny.out("coal"), tiny.out("carts", "cargo"), tiny.take("sale", "electricity")],
        demands=[
            tiny.demand("electricity", {2024: 4, 2026: 6}),
            tiny.demand("cargo", {2024: 1, 2026: 1}),
        ],
        **more,
    )


def tried(sheets: tiny.Tables, sold: float = 5.0) -> dict[str, Trial]:
    """Trials by key, of a plan that sells so much every year."""
    workbook = tiny.read(sheets, tiny.steps(8760.0))
    case = assemble(workbook, tiny.SLICES)
    amounts = {key: np.zeros(3) for key in case.processes} | {"sale": np.full(3, sold)}
    return {trial.key: trial for trial in trials(workbook, case, amounts)}


@pytest.mark.parametrize(("side", "sign"), [(Side.HIGH, 1), (Side.LOW, -1)])
def test_demand_grows_to_a_stated_share_in_the_last_year(side: Side, sign: int) -> None:
    trial = tried(town())[f"demand_{side}"]
    case = assemble(trial.workbook, tiny.SLICES)
    moved = 1 + sign * DEMAND * np.array([1, 2, 3]) / 3
    assert case.demands["electricity_demand"].amount == pytest.approx(np.array([4, 5, 6]) * moved)
    assert case.demands["cargo_demand"].amount == pytest.approx(moved)


def test_ranges_of_the_workbook_come_first() -> None:
    span: tiny.Row = {"table": "demands", "parameter": "years", "operation": "×"}
    sheets = town(
        estimates=[
            {**span, "key": "electricity_demand", "low": 0.9, "high": 1.2},
            {**span, "key": "cargo_demand", "low": 1, "high": 1},
        ]
    )
    trial = tried(sheets)["demand_high"]
    case = assemble(trial.workbook, tiny.SLICES)
    assert case.demands["electricity_demand"].amount[-1] == pytest.approx(6 * 1.2)
    assert case.demands["cargo_demand"].amount == pytest.approx(np.ones(3)), "fixed by the workbook"
    assert "×1.2" in trial.sizes.zh


def test_more_is_sold_and_the_way_out_is_wider() -> None:
    case = assemble(tried(town())["export"].workbook, tiny.SLICES)
    sale = case.processes["sale"]
    assert sale.activity_min == pytest.approx(np.full(3, 5 * (1 + EXPORT)))
    assert sale.existing == pytest.approx(np.full(3, 2 * (1 + EXPORT)))
    assert sale.activity_max == pytest.approx(np.full(3, 10 * (1 + EXPORT)))


def test_a_plan_that_sells_nothing_is_not_asked_to_sell_more() -> None:
    assert set(tried(town(), sold=0.0)) == {"demand_high", "demand_low"}
