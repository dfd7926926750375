"""Plan and operation apart give the optimum of the one programme, and prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import apart
import tiny
from apart import agree, priced
from pathway.errors import InfeasibleError, SolveError, UsageError
from pathway.solve.plan import solve_base_year, solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.solve.solution import Solution

HERE: tiny.Row = {"region": "city"}
FEW = examples(
    max_examples=4, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def plain() -> tiny.Tables:
    return apart.city()


def year_store() -> tiny.Tables:
    sheets = apart.city(
        processes=[tiny.plant("cavern", existing=0.2, **HERE)],
        storage=[{"process": "cavern", "commodity": "electricity", "efficiency_out": 0.8,
                  "loss": 1e-5, "hours": 2000, "cycle": "year"}],
    )  # fmt: skip
    priced(sheets, "coal_power", ramp=None)
    return sheets


def retrofits() -> tiny.Tables:
    sheets = apart.city(
        processes=[tiny.plant("flexible", min_load=0.1, fixed_om=0.4, **HERE)],
        flows=[tiny.out("flexible"), tiny.take("flexible", "coal", 31, unit="万吨/TWh")],
        retrofits=[{"retrofit": "flex", "from_process": "coal_power", "to_process": "flexible",
                    "cost": 1, "cost_unit": "亿元/GW"}],
    )  # fmt: skip
    sheets["units"][0]["earliest_retirement"] = 2025
    return sheets


def clauses() -> tiny.Tables:
    late: tiny.Row = {"time": "at", "from_year": 2025}
    soft: tiny.Row = {"firmness": "soft", "price": 0.02, "price_unit": "亿元/万吨"}
    return apart.city(
        lexicon=[dict(row) for row in tiny.lexicon()],
        metrics=[
            tiny.metric("wind_share", "TWh", "activity", processes="wind", direction="more"),
            tiny.metric("all_power", "TWh", "activity", processes="wind;coal_power;gas"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
        ],
        clauses=[
            tiny.clause("E1", "不低于", "wind_share", per="all_power", value=35, unit="%", **late),
            tiny.clause("E2", "不超过", "co2", value=300, unit="万吨", **late, **soft),
        ],
    )  # fmt: skip


def flat_and_fixed() -> tiny.Tables:
    sheets = apart.city(
        processes=[tiny.plant("waste", existing=0.1, operation="flat", variable_cost=1, **HERE)],
        flows=[tiny.out("waste")],
    )
    priced(sheets, "wind", operation="fixed")
    return sheets


def full_load_hours() -> tiny.Tables:
    sheets = plain()
    priced(sheets, "coal_power", hours_max=4000)
    priced(sheets, "gas", hours_min=1500, activity_max=3)
    priced(sheets, "wind", activity_min=2)
    return sheets


def nothing_there() -> tiny.Tables:
    """Capacities of zero, a link of none, and a region without plant."""
    sheets = plain()
    priced(sheets, "line", existing=0)
    priced(sheets, "quay_wind", existing=0)
    priced(sheets, "gas", existing=0, expansion="none")
    return sheets


def paid_for_standing() -> tiny.Tables:
    """Every schedule that serves all demand is an optimum."""
    sheets = plain()
    for row in sheets["processes"]:
        row |= {key: 0 for key in ("capex", "variable_cost") if key in row}
    return sheets


def free_of_charge() -> tiny.Tables:
    """The least cost is nothing, of which a gap has no share."""
    sheets = paid_for_standing()
    for row in sheets["processes"]:
        row |= {key: 0 for key in ("fixed_om",) if key in row}
    return sheets


def reserve() -> tiny.Tables:
    sheets = apart.city(
        adequacy=[{"period": "always", "commodity": "electricity", "basis": "production",
                   "margin": 0.1, "region": "city"}],
    )  # fmt: skip
    for process, credit in (("coal_power", 0.9), ("gas", 0.95), ("wind", 0.1), ("battery", 0.5)):
        priced(sheets, process, firm_credit=credit)
    return sheets


def no_lost_load() -> tiny.Tables:
    """Demand has to be served and nothing may be left over: few capacities can be operated."""
    sheets = flat_and_fixed()
    sheets["settings"] = [r for r in sheets["settings"] if r["key"] != "value_of_lost_load"]
    sheets["commodities"][0]["surplus"] = None
    return sheets


CITIES = (
    plain, year_store, retrofits, clauses, flat_and_fixed, full_load_hours, nothing_there,
    paid_for_standing, free_of_charge, reserve, no_lost_load,
)  # fmt: skip


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.__name__)
def test_apart_is_the_optimum_of_the_one_programme(city: Callable[[], tiny.Tables]) -> None:
    agree(*apart.both(apart.on_days(city())))


@pytest.mark.parametrize("days", [2, 3])
def test_more_average_days_change_nothing(days: int) -> None:
    agree(*apart.both(apart.on_days(plain()), days=days))


@FEW
@given(seed=st.integers(0, 10_000))
def test_random_cities(seed: int) -> None:
    draw = np.random.default_rng(seed)
    sheets = plain()
    for process, name, high in (
        ("wind", "capex", 80), ("gas", "variable_cost", 6), ("battery", "capex", 20),
        ("coal_power", "min_load", 0.8), ("line", "existing", 0.5), ("quay_wind", "existing", 1),
    ):  # fmt: skip
        priced(sheets, process, **{name: round(float(draw.uniform(0.01, high)), 3)})
    number = 4 * apart.LENGTH
    profiles = {
        "load": draw.uniform(0.3, 1.5, number).round(3).tolist(),
        "wind": (draw.uniform(0, 1, number) * (draw.uniform(size=number) > 0.2)).round(3).tolist(),
    }
    agree(*apart.both(apart.on_days(sheets, apart.hours(**profiles))))


def peaking() -> tiny.Tables:
    """Demand grows, and carbon has to peak by 2025."""
    sheets = plain()
    stated = {"last_year": 2026, "peak_from": 2024, "peak_deadline": 2025}
    rows = [row for row in sheets["settings"] if row["key"] not in stated]
    sheets["settings"] = [*rows, *({"key": k, "value": v} for k, v in stated.items())]
    sheets["demands"][0] |= {2024: 9, 2025: 10, 2026: 11}
    return sheets


@pytest.fixture(scope="module")
def peak() -> tuple[Solution, Solution]:
    return apart.both(apart.on_days(peaking()), "before-peaking", year="auto")


def test_stages_are_those_of_the_one_programme(peak: tuple[Solution, Solution]) -> None:
    one, plan = peak
    assert plan.peak_year == one.peak_year == 2025
    assert plan.objective == pytest.approx(one.objective, rel=3e-6)
    assert plan.tail == pytest.approx(one.tail, rel=3e-4)
    assert [proof.stage for proof in plan.certificates] == ["before", "tail"]
    for proof in plan.certificates:
        assert abs(proof.check(plan.programme, plan.x)) < 1e-5
    agree(one, plan, 2e-5)


def test_guard_is_that_of_the_one_programme(peak: tuple[Solution, Solution]) -> None:
    one, plan = peak
    assert plan.reference_emissions == pytest.approx(one.reference_emissions, rel=1e-4)
    emitted = plan.value("v_emissions")
    assert emitted[2] <= emitted[1] * (1 + 1e-6)
    assert np.all(emitted[:2] <= np.array(plan.reference_emissions[:2]) * (1 + 1e-5))


def test_candidates_are_those_of_the_one_programme(peak: tuple[Solution, Solution]) -> None:
    one, plan = peak
    assert [c.year for c in plan.candidates] == [2025, 2024]
    for mine, other in zip(plan.candidates, one.candidates, strict=True):
        assert mine.feasible == other.feasible
        assert mine.cost == pytest.approx(other.cost, rel=1e-5)


def test_prices_are_those_of_each_stage(peak: tuple[Solution, Solution]) -> None:
    """Duals of years before the deadline are not those of an objective that weighs them more."""
    one, plan = peak
    for year in (2024, 2025, 2026):
        mine, other = (spent(plan, year), spent(one, year))
        assert mine == pytest.approx(other, rel=0.05)


def spent(plan: Solution, year: int) -> float:
    """What demand of a year is worth at the prices of its hours."""
    prices = plan.dual("c_balance_hour")
    at = [k for k, index in enumerate(plan.index("c_balance_hour")) if year in index]
    return float(prices[at].sum())


def test_the_peak_year_has_to_be_in_a_window() -> None:
    with pytest.raises(UsageError, match="outside the window"):
        solve_plan(apart.on_days(plain()), apart.settings(year=2024))


def test_base_year_is_dispatched_apart() -> None:
    sheets = plain()
    priced(sheets, "trucks", existing=30)
    case = apart.on_days(sheets)
    one = solve_base_year(case, apart.settings(apart=False))
    agree(one, solve_base_year(case, apart.settings()))


def test_a_clause_that_nothing_keeps_is_infeasible() -> None:
    sheets = clauses()
    sheets["clauses"].append(
        tiny.clause("E3", "不低于", "wind_share", value=90, unit="TWh", from_year=2025)
    )
    priced(sheets, "wind", capacity_max=1)
    with pytest.raises(InfeasibleError):
        solve_plan(apart.on_days(sheets), apart.settings())


def test_hours_that_nothing_serves_are_infeasible() -> None:
    """On the average day there is enough; in the hour of highest load there is not."""
    sheets = scarce(1.2)
    with pytest.raises(InfeasibleError):
        solve_plan(apart.on_days(sheets), apart.settings())
    agree(*apart.both(apart.on_days(scarce(1.7))))


def scarce(size: float) -> tiny.Tables:
    """A plant of so many GW and nothing else; a mean load of 1 GW, the highest of 1.61 GW."""
    return tiny.tables(
        {"last_year": 2025},
        processes=[tiny.plant("diesel", existing=size, variable_cost=1)],
        flows=[tiny.out("diesel")],
        demands=[tiny.demand("electricity", {2024: 8.76, 2025: 8.76}, profile="load")],
    )


def test_bounds_that_do_not_meet_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathway.solve.decomposed.bounds.STEPS", 3)
    with pytest.raises(SolveError, match="did not meet in 3 steps"):
        solve_plan(apart.on_days(plain()), apart.settings())


def test_bounds_draw_together() -> None:
    plan = solve_plan(apart.on_days(plain()), apart.settings(gap=1e-3))
    lower = [bound.lower for bound in plan.bounds]
    assert lower == sorted(lower)
    last = plan.bounds[-1]
    assert last.upper - last.lower <= 1e-3 * last.upper
    assert [bound.step for bound in plan.bounds] == list(range(len(plan.bounds)))
    assert plan.gap <= 1.1e-3


@pytest.mark.slow
@pytest.mark.parametrize("form", ["whole-horizon", "before-peaking"])
def test_rows_of_every_family(form: str) -> None:
    sheets, profiles = tiny.everything()
    agree(*apart.both(apart.on_days(sheets, profiles), form), 1e-6 if form[0] == "w" else 2e-5)


def test_a_stop_keeps_the_best_plan_and_says_its_gap() -> None:
    def stop(message: str) -> None:
        if message.startswith("bounds plan|") and "—" not in message:
            raise KeyboardInterrupt

    case = apart.on_days(plain())
    plan = solve_plan(case, apart.settings(gap=1e-9), stop)
    assert plan.gap > 1e-9
    assert plan.settings.solver.gap == plan.gap
    assert any("stopped at a gap" in warning for warning in plan.warnings)
    optimum = solve_plan(case, apart.settings(apart=False))
    assert plan.objective >= optimum.objective * (1.0 - 1e-9)
    assert plan.certificates[0].bound <= optimum.objective * (1.0 + 1e-9)


def test_a_stop_before_there_is_a_plan_is_passed_on() -> None:
    def stop(message: str) -> None:
        if message.startswith("bounds"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_plan(apart.on_days(plain()), apart.settings(), stop)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["plan", "tail"])
def test_a_stop_in_either_stage_leaves_a_plan_with_both_proofs(stage: str) -> None:
    def stop(message: str) -> None:
        if message.startswith(f"bounds {stage}|0"):
            raise KeyboardInterrupt

    case = apart.on_days(*tiny.everything())
    plan = solve_plan(case, apart.settings("before-peaking", gap=1e-4), stop)
    assert [proof.stage for proof in plan.certificates] == ["before", "tail"]
    assert all(proof.gap(plan.x) <= proof.slack for proof in plan.certificates)
    assert plan.candidates == ()
