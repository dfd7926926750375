"""Summary, inputs and the check of the base year."""

from __future__ import annotations

import pytest
import town

from pathway.results.base_check import base_check
from pathway.results.results import build_results
from pathway.settings import Settings
from pathway.solve.plan import solve_base_year


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The base year of the town, solved alone."""
    case = town.case(tmp_path_factory.mktemp("base"), years=(2023,))
    return solve_base_year(case, Settings(workbook="town.xlsx", name="town"))


def test_the_base_year_is_held_against_what_happened(base, row) -> None:
    """42 亿千瓦时 at 300 克 and the stoves: 128, known 130; 160 万千瓦 where 200 are known."""
    table = base_check(base)
    coal = row(table, metric="coal_use")
    assert (coal["model"], coal["known"]) == (pytest.approx(128), pytest.approx(130))
    assert coal["difference_percent"] == pytest.approx(-100 * 2 / 130)
    assert coal["ok"]
    assert (coal["unit"], coal["confidence"]) == ("万吨标煤", "B")
    assert coal["sources"] == "统计年鉴"
    assert coal["explanation"] == "coal balance; stoves are rounded"
    power = row(table, metric="power_capacity")
    assert power["difference_percent"] == pytest.approx(-20)
    assert power["tolerance_percent"] == pytest.approx(1)
    assert not power["ok"]


def test_results_carry_the_base_check(solution, base) -> None:
    assert len(build_results(solution, base).base_check) == 2
    assert build_results(solution).base_check is None


def test_the_summary_says_what_the_plan_comes_to(results, solution) -> None:
    summary = results.solution_summary
    assert summary.status == "optimal"
    assert (summary.cost_before_peak, summary.cost_after) == (solution.objective, solution.tail)
    assert (summary.peak_year, summary.peak_rows_year) == (2024, 2025)
    assert summary.emissions[0] == summary.peak_level
    assert len(summary.reference_emissions) == 3
    assert summary.unserved == {"power": pytest.approx(0, abs=1e-9)}
    assert "年末" in summary.money
    assert "end of the year" in summary.money


def test_unserved_demand_is_added_up(solve) -> None:
    rows = town.tables()
    rows["units"] = rows["units"][:1]  # after 2025 there is no coal, and wind may not be built
    rows["processes"][3]["last_build_year"] = 2025
    rows["processes"][3]["capacity_max"] = 50
    summary = build_results(solve(rows)).solution_summary
    assert summary.unserved["power"] == pytest.approx(42 - 50 * 3190 / 1e4)


def test_inputs_show_value_unit_and_source(solve, row) -> None:
    rows = town.tables()
    rows["processes"][3] |= {"source": ("book",), "confidence": "A", "note": "抄自统计"}
    table = build_results(solve(rows)).tables["inputs"]
    capex = row(table, table="processes", key="wind", parameter="capex")
    assert (capex["value"], capex["unit"]) == ("4000", "元/千瓦")
    assert (capex["sources"], capex["confidence"], capex["note"]) == ("统计年鉴", "A", "抄自统计")
    assert capex["where"].startswith("town.xlsx!processes!")
