"""Past years are held to what happened; the years after them are planned again."""

from __future__ import annotations

from dataclasses import replace

import pytest

import tiny
from pathway.case.known import Quantity
from pathway.model.algebra import compile_programme, crosscheck
from pathway.model.build import build

TWH = 8.76
"""Yearly energy of 1 GW [TWh]."""


def told(
    quantity: str, key: str, years: dict[int, float], unit: str = "GW", **more: object
) -> tiny.Row:
    """A row of sheet ``actual_items``."""
    return {"quantity": quantity, "key": key, "unit": unit, **more, **years}


def town(*rows: tiny.Row, through: int | None = 2024, **sheets: list[tiny.Row]) -> tiny.Tables:
    """A city that needs 1 GW, from 2025 on 2 GW; plant costs 1 to build and 1 to keep."""
    settings = {"last_year": 2025, "value_of_lost_load": 10}
    return tiny.tables(
        settings | ({"actuals_to": through} if through else {}),
        processes=[tiny.plant("wind", expansion="build", capex=1, fixed_om=1, lifetime=30)],
        flows=[tiny.out("wind")],
        demands=[tiny.demand("electricity", {2024: TWH, 2025: 2 * TWH})],
        actual_items=list(rows),
        **sheets,
    )


def test_worked_example() -> None:
    free = tiny.run(town(through=None))
    assert free.value("v_build") == pytest.approx([1.0, 1.0])
    plan = tiny.run(town(told("built", "wind", {2024: 1.5})))
    assert plan.value("v_build") == pytest.approx([1.5, 0.5])
    assert plan.value("v_capacity") == pytest.approx([1.5, 2.0])


def test_the_plan_as_its_own_past_costs_the_same() -> None:
    free = tiny.run(town(through=None))
    held = tiny.run(
        town(told("built", "wind", {2024: 1.0}), told("capacity", "wind", {2024: 1.0}),
             told("activity", "wind", {2024: TWH}, "TWh"))
    )  # fmt: skip
    assert tiny.cost(held) == pytest.approx(tiny.cost(free))


def test_rows() -> None:
    rows = (
        told("built", "wind", {2024: 150}, "万千瓦"),
        told("capacity", "wind", {2024: 1.5}, tolerance=0.1),
    )
    compiled = tiny.programme(tiny.case(town(*rows)))
    exact, low, high = tiny.row(compiled, "c_actual_eq[built:wind:2024]")
    assert (exact, low, high) == ({"v_build[wind,2024]": 1.0}, 1.5, 1.5)
    least, low, _ = tiny.row(compiled, "c_actual_ge[capacity:wind:2024]")
    assert (least, low) == ({"v_capacity[wind,2024]": 1.0}, pytest.approx(1.35))
    assert tiny.row(compiled, "c_actual_le[capacity:wind:2024]")[2] == pytest.approx(1.65)
    assert "v_known_short" not in compiled.columns or not len(compiled.columns["v_known_short"])


def test_no_rows_where_no_year_is_past() -> None:
    idle = tiny.case(town(told("built", "wind", {2024: 1.5}), through=None))
    assert idle.past.known == ()
    assert not any(name.startswith("c_actual") for name in tiny.programme(idle).rows)
    assert any("not used" in finding.found for finding in idle.findings)
    base = tiny.case(town(told("built", "wind", {2024: 1.5}), through=2023))
    assert base.past.through == 0


def test_what_is_not_told_follows() -> None:
    """Capacity alone: builds follow from it."""
    plan = tiny.run(town(told("capacity", "wind", {2024: 0.4})))
    assert plan.value("v_build") == pytest.approx([0.4, 1.6])
    assert plan.value("v_unserved") == pytest.approx([0.6, 0.0])


def test_forecasts_give_way_to_facts() -> None:
    """Yearly limit, growth limit, first year and committed projects of what is known."""
    sheets = town(told("built", "wind", {2024: 1.5}))
    sheets["processes"][0] |= {"build_max": 1, "first_build_year": 2025, "growth_max": 0,
                               "growth_seed": 0.2, "capacity_min": 1.8}  # fmt: skip
    sheets["projects"] = [
        {"project": "P1", "name_zh": "P1", "process": "wind", "kind": "committed", "size": 1.9,
         "size_unit": "GW", "online": 2024},
    ]  # fmt: skip
    case = tiny.case(sheets)
    compiled = tiny.programme(case)
    labels = set(compiled.row_labels())
    for row in ("c_build_limit", "c_growth", "c_committed", "c_capacity_floor"):
        assert f"{row}[wind,2024]" not in labels
        assert f"{row}[wind,2025]" in labels
    assert tiny.solve(case).value("v_build")[0] == pytest.approx(1.5)
    warned = [f for f in case.findings if f.severity == "warning"]
    assert len([f for f in warned if "build_max" in f.expected]) == 1
    assert len([f for f in warned if "committed" in f.expected]) == 1


def test_nothing_happened_where_nothing_could() -> None:
    """Reported as nought in a year in which nothing may be built: no row, and no complaint."""
    sheets = town(told("built", "wind", {2024: 0}))
    sheets["processes"][0]["first_build_year"] = 2025
    case = tiny.case(sheets)
    assert "c_actual_eq" not in tiny.programme(case).rows
    assert tiny.solve(case).value("v_build") == pytest.approx([2.0])


def coal(*rows: tiny.Row, **unit: object) -> tiny.Tables:
    """Two years of 1 GW from a unit of 2 GW that costs 1 to keep, or from wind at 3 a year."""
    return tiny.tables(
        {"last_year": 2026, "value_of_lost_load": 10, "actuals_to": 2025},
        processes=[tiny.plant("coal", fixed_om=1), tiny.plant("clean", fixed_om=2),
                   tiny.plant("wind", expansion="build", fixed_om=3)],
        flows=[tiny.out("coal"), tiny.out("clean"), tiny.out("wind")],
        units=[tiny.unit("A", "coal", 2.0, **unit)],
        retrofits=[{"retrofit": "mend", "from_process": "coal", "to_process": "clean", "cost": 1,
                    "cost_unit": "亿元/GW", "first_year": 2026}],
        demands=[tiny.demand("electricity", TWH)],
        actual_items=list(rows),
    )  # fmt: skip


def test_a_unit_retired_earlier_than_was_foreseen() -> None:
    case = tiny.case(coal(told("retired", "A", {2024: 0.5, 2025: 0.7}), earliest_retirement=2026))
    plan = tiny.solve(case)
    assert tiny.value(plan, "v_unit", "A", "coal", 2025) == pytest.approx(0.8)
    assert tiny.value(plan, "v_retire", "A", "coal", 2024) == pytest.approx(0.5)
    assert sum("no earlier than 2026" in f.expected for f in case.findings) == 2


def test_a_retrofit_done_before_its_first_year() -> None:
    plan = tiny.run(coal(told("retrofitted", "mend:A", {2025: 1.2})))
    assert tiny.value(plan, "v_retrofit", "mend", "A", 2025) == pytest.approx(1.2)
    assert tiny.value(plan, "v_capacity", "clean", 2025) == pytest.approx(1.2)
    whole = tiny.run(coal(told("retrofitted", "mend", {2025: 1.2})))
    assert tiny.cost(whole) == pytest.approx(tiny.cost(plan))


@pytest.mark.parametrize("elastic", [False, True])
def test_rows_say_what_their_rules_say(elastic: bool) -> None:
    rows = (
        told("retired", "A", {2024: 0.2}), told("retrofitted", "mend:A", {2025: 0.4}),
        told("capacity", "coal", {2024: 1.8}, tolerance=0.1), told("built", "wind", {2025: 0.3}),
        told("activity", "wind", {2025: 2}, "TWh", tolerance=0.5),
    )  # fmt: skip
    case = tiny.case(coal(*rows))
    m = build(replace(case, past=replace(case.past, elastic=elastic)))
    compiled = compile_programme(m)
    assert tiny.rows_of(compiled, "c_actual_eq", "c_actual_ge", "c_actual_le") == 7
    assert len(compiled.columns["v_known_short"]) == (5 if elastic else 0)
    crosscheck(m, compiled, per_family=None)


def share(*actuals: tiny.Row, value: float = 60, through: int = 2024) -> tiny.Tables:
    """Wind at 2, coal at 1; wind is to give a share of the energy in every year."""
    return tiny.tables(
        {"last_year": 2026, "value_of_lost_load": 10, "actuals_to": through},
        processes=[tiny.plant("wind", expansion="build", variable_cost=2),
                   tiny.plant("coal", expansion="build", variable_cost=1)],
        flows=[tiny.out("wind"), tiny.out("coal")],
        demands=[tiny.demand("electricity", 10)],
        metrics=[tiny.metric("clean", "TWh", "activity", processes="wind", direction="more"),
                 tiny.metric("power", "TWh", "activity", processes="wind;coal")],
        clauses=[tiny.clause("E1", "不低于", "clean", per="power", unit="%", value=value,
                             from_year=2024, time="from")],
        actuals=list(actuals),
    )  # fmt: skip


def test_a_past_clause_that_was_missed_is_not_enforced() -> None:
    """30 % in 2024 against 60: later years keep it, and nothing is paid for the miss."""
    plan = tiny.run(share({"metric": "clean", "unit": "TWh", "tolerance": 0, 2024: 3}))
    assert [tiny.value(plan, "v_metric", "clean", y) for y in (2024, 2025, 2026)] == pytest.approx(
        [3, 6, 6]
    )
    assert tiny.cost(plan) == pytest.approx(13 + 16 + 16)


def test_what_is_not_told_follows_as_the_clauses_ask() -> None:
    """Nothing is told of wind: the past keeps its clause, though coal alone would be cheaper."""
    plan = tiny.run(share({"metric": "power", "unit": "TWh", "hold": "否", 2024: 10}))
    assert [tiny.value(plan, "v_metric", "clean", y) for y in (2024, 2025, 2026)] == pytest.approx(
        [6, 6, 6]
    )


def test_an_undecided_clause_that_cannot_be_kept_is_missed() -> None:
    """Coal is told to have given 7 of 10: wind has what is left, and there is a plan."""
    sheets = share()
    sheets["actual_items"] = [told("activity", "coal", {2024: 7}, "TWh")]
    sheets["clauses"][0]["per"] = None
    sheets["clauses"][0] |= {"unit": "TWh", "value": 6}
    plan = tiny.run(sheets)
    assert tiny.value(plan, "v_metric", "clean", 2024) == pytest.approx(3)
    assert tiny.value(plan, "v_short", "E1_2024") == pytest.approx(3)


def test_metrics_are_held_within_their_tolerance_unless_told_not_to() -> None:
    loose = tiny.run(share({"metric": "clean", "unit": "TWh", "tolerance": 0.1, 2024: 5}))
    assert tiny.value(loose, "v_metric", "clean", 2024) == pytest.approx(4.5)
    free = tiny.case(share({"metric": "clean", "unit": "TWh", "hold": "否", 2024: 5}))
    assert free.past.known == ()
    assert tiny.value(tiny.solve(free), "v_metric", "clean", 2024) == pytest.approx(6.0)


def test_limits_on_activity_give_way() -> None:
    sheets = share()
    sheets["processes"][0]["activity_max"] = 4
    sheets["processes"][0]["activity_max_unit"] = "TWh"
    sheets["clauses"][0]["value"] = 30
    sheets["actual_items"] = [told("activity", "wind", {2024: 5}, "TWh")]
    case = tiny.case(sheets)
    assert case.past.tells("wind", 2024, Quantity.ACTIVITY)
    assert any("limits of the workbook" in f.expected for f in case.findings)
    assert tiny.value(tiny.solve(case), "v_metric", "clean", 2024) == pytest.approx(5.0)


def test_emissions_may_have_risen_in_the_past() -> None:
    """No two past years are compared; the first that is planned is held to the last of them."""
    sheets = tiny.tables(
        {"last_year": 2027, "value_of_lost_load": 10, "actuals_to": 2025, "peak_from": 2024,
         "peak_deadline": 2026},
        commodities=[tiny.good("electricity", "hour"), tiny.good("coal", co2=1)],
        processes=[tiny.plant("wind", expansion="build", variable_cost=9),
                   tiny.plant("coal_power", expansion="build"),
                   tiny.supply("mine", 1, "coal")[0]],
        flows=[tiny.out("wind"), tiny.out("coal_power"), tiny.supply("mine", 1, "coal")[1],
               tiny.take("coal_power", "coal", unit="万吨/TWh")],
        demands=[tiny.demand("electricity", {2024: 5, 2025: 8, 2026: 9, 2027: 10})],
        actual_items=[told("activity", "coal_power", {2024: 5, 2025: 8}, "TWh")],
    )  # fmt: skip
    case = tiny.case(sheets)
    assert case.peak is not None
    assert (case.peak.first, case.peak.deadline) == (2025, 2026)
    plan = tiny.solve(case, year=2025)
    assert plan.value("v_emissions") == pytest.approx([5, 8, 8, 8])
