"""Runs with actuals pass the audit on both routes, and it sees every figure that was not held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import runs

import tiny
from pathway.case.known import Past, Quantity
from pathway.settings import SolverSettings

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.case.case import Case

PAST: tiny.Tables = {
    "actual_items": [
        {"quantity": "built", "key": "wind", "unit": "GW", 2024: 0.3},
        {"quantity": "capacity", "key": "wind", "unit": "GW", "tolerance": 0.02, 2024: 0.8,
         2025: 1.0},
        {"quantity": "built", "key": "gas", "unit": "万千瓦", 2024: 0, 2025: 6},
        {"quantity": "retired", "key": "A2", "unit": "GW", 2025: 0.15},
        {"quantity": "retrofitted", "key": "flex:A2", "unit": "GW", 2024: 0.1, 2025: 0.7},
        {"quantity": "activity", "key": "e_trucks", "unit": "万吨", "tolerance": 0.1, 2024: 3},
    ],
    "actuals": [{"metric": "co2", "unit": "万吨", "tolerance": 0.2, 2024: 26, 2025: 26}],
}  # fmt: skip


def past() -> tuple[tiny.Tables, dict[str, list[object]]]:
    """The case with everything, two years of it past; facts there go against its forecasts."""
    sheets, hours = tiny.everything()
    settings = [*sheets["settings"], {"key": "actuals_to", "value": 2025}]
    rows = {name: [dict(row) for row in rows] for name, rows in PAST.items()}
    return {**sheets, **rows, "settings": settings}, hours


def test_a_run_with_actuals_passes(tmp_path: Path) -> None:
    audit = runs.make(tmp_path, past).audit()
    assert audit.ok, runs.told(audit)
    assert {i.item for i in audit.items if i.group == "past"} == {
        "c_actual_eq", "c_actual_ge", "c_actual_le",
    }  # fmt: skip


def test_both_routes_find_the_same(tmp_path: Path) -> None:
    together = runs.make(tmp_path / "one", past)
    settings = runs.ONE_STAGE.model_copy(
        update={"solver": SolverSettings(method="simplex", threads=1, decompose=True, gap=1e-6)}
    )
    apart = runs.make_from(tmp_path / "two", runs.book_of(past), settings)
    assert apart.audit().ok, runs.told(apart.audit())
    costs = [run.files.manifest["objective"]["cost_before_peak"] for run in (together, apart)]
    assert costs[1] == pytest.approx(costs[0], rel=3e-6)


def without(quantity: Quantity) -> runs.Callable[[Case], Case]:
    def change(case: Case) -> Case:
        known = tuple(k for k in case.past.known if k.quantity is not quantity)
        return replace(case, past=Past(case.past.through, known))

    return change


@pytest.mark.parametrize("quantity", [Quantity.BUILT, Quantity.RETIRED, Quantity.METRIC])
def test_a_figure_that_was_not_held_is_seen(tmp_path: Path, quantity: Quantity) -> None:
    audit = runs.make(tmp_path, past, without(quantity)).audit()
    assert runs.caught(audit, "past"), runs.told(audit)


def test_a_past_clause_that_was_enforced_after_all_is_seen(tmp_path: Path) -> None:
    """No proof: the workbook asks nothing of the past, the programme did."""

    def change(case: Case) -> Case:
        clauses = {
            key: replace(c, rows=tuple(replace(r, penalty=50.0) for r in c.rows))
            for key, c in case.clauses.items()
        }
        return replace(case, clauses=clauses)

    assert runs.caught(runs.make(tmp_path, past, change).audit())
