"""Small cities drawn at random: plan and operation apart agree with the one programme.

A city is a base with some of the features below. Numbers and profiles are drawn too, so are the
years, the days and how often the year has them; what cannot be served is infeasible in both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import apart
import tiny
from apart import priced
from pathway.errors import InfeasibleError
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case.case import Case

    Feature = Callable[[tiny.Tables, np.random.Generator], None]

HERE: tiny.Row = {"region": "city"}


def number_of(cases: int) -> examples:
    return examples(
        max_examples=cases, derandomize=True, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate],
    )  # fmt: skip


def drawn(draw: np.random.Generator, low: float, high: float) -> float:
    return round(float(draw.uniform(low, high)), 3)


# --- features -------------------------------------------------------------------------------------


def year_store(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    sheets["processes"].append(
        tiny.plant("cavern", expansion="build", existing=drawn(draw, 0, 0.3), capex=1, **HERE)
    )
    sheets["storage"].append(
        {"process": "cavern", "commodity": "electricity", "efficiency_out": 0.8, "loss": 1e-5,
         "hours": drawn(draw, 300, 3000), "cycle": "year"}
    )  # fmt: skip


def retrofits(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    sheets["processes"].append(tiny.plant("flexible", min_load=0.1, fixed_om=0.4, **HERE))
    sheets["flows"] += [
        tiny.out("flexible"), tiny.take("flexible", "coal", 31, unit="万吨/TWh"),
    ]  # fmt: skip
    sheets["retrofits"] = [
        {"retrofit": "flex", "from_process": "coal_power", "to_process": "flexible",
         "cost": drawn(draw, 0, 2), "cost_unit": "亿元/GW"},
    ]  # fmt: skip
    sheets["units"][0]["earliest_retirement"] = 2025


def coupled_clauses(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """A share, a budget over all years, capacity added up over them, a trend, a soft ceiling."""
    soft: tiny.Row = {"firmness": "soft", "price": drawn(draw, 0, 0.1), "price_unit": "亿元/万吨"}
    sheets["lexicon"] = [dict(row) for row in tiny.lexicon()]
    sheets["metrics"] = [
        tiny.metric("wind_power", "TWh", "activity", processes="wind", direction="more"),
        tiny.metric("all_power", "TWh", "activity", processes="wind;coal_power;gas"),
        tiny.metric("co2", "万吨", "emissions", direction="less"),
        tiny.metric("new_wind", "GW", "new_capacity", processes="wind", direction="more"),
        tiny.metric("coal_size", "GW", "capacity", processes="coal_power", direction="less"),
    ]
    sheets["clauses"] = [
        tiny.clause("E1", "不低于", "wind_power", per="all_power", value=drawn(draw, 0, 45),
                    unit="%", time="at", from_year=2025),
        tiny.clause("E2", "不超过", "co2", value=drawn(draw, 300, 1500), unit="万吨",
                    time="cumulative"),
        tiny.clause("E3", "累计", "new_wind", value=drawn(draw, 0, 1.5), unit="GW",
                    time="cumulative"),
        tiny.clause("E4", "持续下降", "coal_size"),
        tiny.clause("E5", "不超过", "co2", value=drawn(draw, 100, 500), unit="万吨", **soft),
    ]  # fmt: skip


def nothing_unserved(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """Demand has to be served, and nothing may be left over: many years cannot be operated."""
    sheets["settings"] = [r for r in sheets["settings"] if r["key"] != "value_of_lost_load"]
    if draw.uniform() < 0.5:
        sheets["commodities"][0]["surplus"] = None


def everything_served(sheets: tiny.Tables) -> None:
    """Demand has to be served, and there is enough for it."""
    sheets["settings"] = [r for r in sheets["settings"] if r["key"] != "value_of_lost_load"]
    priced(sheets, "line", existing=2)


def no_hourly_cost(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """Operation costs nothing by itself: all is paid for activity, and everything is served."""
    everything_served(sheets)
    priced(sheets, "gas", cost_profile=None)


def flat_and_fixed(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    sheets["processes"].append(
        tiny.plant("waste", existing=drawn(draw, 0, 0.3), operation="flat", variable_cost=1, **HERE)
    )
    sheets["flows"].append(tiny.out("waste"))
    priced(sheets, "wind", operation="fixed")


def limits_of_the_year(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    priced(sheets, "coal_power", hours_max=drawn(draw, 2000, 6000))
    priced(sheets, "gas", activity_max=drawn(draw, 0.5, 4), activity_min=drawn(draw, 0, 0.4))


def zero_capacities(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    priced(sheets, "line", existing=0)
    priced(sheets, "quay_wind", existing=0)
    priced(sheets, "battery", expansion="none")
    sheets["units"] = []


def degenerate(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """Twins, and nothing but gas that costs anything: ties everywhere."""
    sheets["processes"] += [
        {**next(r for r in sheets["processes"] if r["process"] == "gas"), "process": "gas_twin"}
    ]
    sheets["flows"].append(tiny.out("gas_twin"))
    for row in sheets["processes"]:
        if not str(row["process"]).startswith("gas"):
            row |= {key: 0 for key in ("capex", "variable_cost", "fixed_om") if key in row}


def reserve(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    sheets["adequacy"] = [
        {"period": "always", "commodity": "electricity", "basis": "production",
         "margin": drawn(draw, 0, 0.2), "region": "city"},
        {"period": "peak", "commodity": "electricity", "margin": drawn(draw, 0, 0.2)},
    ]  # fmt: skip
    for process, credit in (("coal_power", 0.9), ("gas", 0.95), ("wind", 0.1), ("battery", 0.5)):
        priced(sheets, process, firm_credit=credit)


def price_of_both_signs(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """Export at a tariff that pays in one year and costs in another."""
    sheets["processes"].append(
        tiny.plant("export", existing=0.5, variable_cost=1, cost_profile="tariff", **HERE)
    )
    sheets["flows"].append(tiny.take("export", "electricity"))
    sheets["paths"] = [
        tiny.path("processes", "export", "variable_cost", "亿元/TWh",
                  {2024: drawn(draw, 0.1, 1), 2025: -drawn(draw, 0.1, 1)}),
    ]  # fmt: skip


def made_to_a_shape(sheets: tiny.Tables, draw: np.random.Generator) -> None:
    """Heat by the hour that yearly works give: hours whose balance has no decision of their own."""
    sheets["commodities"].append(tiny.good("heat", "hour", unserved_cost=None))
    for key, shape, cost in (("boiler", "load", 2.0), ("heater", "night", 1.0)):
        sheets["processes"].append(
            tiny.works(key, expansion="unlimited", variable_cost=cost, **HERE)
        )
        sheets["flows"].append(tiny.out(key, "heat", 1.0, unit="TWh/万吨", shape=shape))
    everything_served(sheets)
    sheets["demands"].append(tiny.demand("heat", 3, "TWh", region="city", profile="load"))


FEATURES: tuple[Feature, ...] = (
    year_store, retrofits, coupled_clauses, nothing_unserved, no_hourly_cost, flat_and_fixed,
    limits_of_the_year, zero_capacities, degenerate, reserve, price_of_both_signs, made_to_a_shape,
)  # fmt: skip


# --- cities ---------------------------------------------------------------------------------------


def city(draw: np.random.Generator, features: tuple[Feature, ...], last_year: int) -> tiny.Tables:
    """The base with features, its numbers drawn."""
    sheets = apart.city()
    for row in sheets["settings"]:
        if row["key"] == "last_year":
            row["value"] = last_year
    for process, name, high in (
        ("wind", "capex", 80), ("gas", "variable_cost", 6), ("battery", "capex", 20),
        ("coal_power", "min_load", 0.8), ("line", "existing", 0.5), ("quay_wind", "existing", 1),
    ):  # fmt: skip
        priced(sheets, process, **{name: drawn(draw, 0.01, high)})
    for feature in features:
        feature(sheets, draw)
    if year_store in features:
        priced(sheets, "coal_power", ramp=None)
    return sheets


def days_of(draw: np.random.Generator, number: int, lengths: list[int]) -> dict[str, list[object]]:
    """Days of some steps; equal ones fill the year in a row, others stand for parts of it."""
    of_day = [lengths[k % len(lengths)] for k in range(number)]
    total = sum(of_day)
    profiles = {
        "load": draw.uniform(0.3, 1.5, total).round(3).tolist(),
        "wind": (draw.uniform(0, 1, total) * (draw.uniform(size=total) > 0.2)).round(3).tolist(),
        "night": draw.uniform(0.1, 1, total).round(3).tolist(),
        "tariff": draw.uniform(0.3, 1.6, total).round(3).tolist(),
    }
    sheet = tiny.steps(*[8760.0 / total] * total, **profiles)
    return {**sheet, "day": [f"d{k}" for k, n in enumerate(of_day) for _ in range(n)]}


def weighed(sheet: dict[str, list[object]], draw: np.random.Generator) -> dict[str, list[object]]:
    """Days that stand for more hours than they last, each for other ones."""
    names = list(dict.fromkeys(sheet["day"]))
    often = dict(zip(names, draw.uniform(0.5, 2, len(names)), strict=True))
    weight = np.array([often[day] for day in sheet["day"]])
    weight *= 8760 / weight.sum()
    return {**sheet, "duration": [1.0] * len(weight), "weight": weight.round(6).tolist()}


def in_some_years(sheet: dict[str, list[object]]) -> dict[str, list[object]]:
    """The first day in 2024 only, the last one in later years only; the others in all."""
    first, last = sheet["day"][0], sheet["day"][-1]
    return {
        **sheet,
        "from_year": [2025 if day == last else 2024 for day in sheet["day"]],
        "to_year": [2024 if day == first else 2099 for day in sheet["day"]],
    }


def year_of(
    draw: np.random.Generator, *, number: int = 4, lengths: tuple[int, ...] = (4,),
    weights: bool = False, years: bool = False,
) -> dict[str, list[object]]:  # fmt: skip
    """Steps of so many days, weighed or not, in all years or not."""
    sheet = days_of(draw, number, list(lengths))
    sheet = weighed(sheet, draw) if weights else sheet
    return in_some_years(sheet) if years and number > 2 else sheet


def agrees(
    seed: int, features: tuple[Feature, ...], last_year: int = 2025, days: int = 1, **year: Any
) -> bool:
    draw = np.random.default_rng(seed)
    sheets = city(draw, features, last_year)
    return apart.agree_or_fail(tiny.case(sheets, year_of(draw, **year)), days=days)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.__name__)
def test_every_feature(feature: Feature) -> None:
    assert agrees(1, (feature,)) or feature is nothing_unserved


@pytest.mark.parametrize(
    "steps",
    [{"lengths": (4, 2)}, {"weights": True}, {"years": True}, {"lengths": (1,), "number": 6},
     {"lengths": (8,), "number": 1}, {"lengths": (1,), "number": 1},
     {"lengths": (3, 1), "weights": True, "years": True, "number": 6, "days": 2}],
    ids=str,
)  # fmt: skip
def test_every_kind_of_step(steps: dict[str, Any]) -> None:
    assert agrees(2, (flat_and_fixed,), **steps)


def test_a_store_of_a_year_on_days_of_other_lengths_in_some_years() -> None:
    assert agrees(3, (year_store,), lengths=(4, 2), number=6, years=True)


def representative(case: Case) -> Case:
    """The case with its days taken for those that stand for others, in a calendar of twelve."""
    calendar = np.array([0, 0, 1, 1, 2, 3, 3, 3, 2, 1, 0, 0])
    return replace(case, steps=replace(case.steps, resolution="days", calendar=calendar))


@pytest.mark.parametrize("features", [(), (year_store,)], ids=["day_stores", "year_store"])
def test_representative_days(features: tuple[Feature, ...]) -> None:
    draw = np.random.default_rng(4)
    sheets = city(draw, features, 2025)
    assert apart.agree_or_fail(representative(tiny.case(sheets, days_of(draw, 4, [4]))))


@pytest.mark.parametrize("size", [1e-6, 1e3])
def test_a_city_of_any_size(size: float) -> None:
    """Of kilowatts or of thousands of gigawatts."""
    sheets = apart.city()
    for row in sheets["demands"]:
        row |= {year: amount * size for year, amount in row.items() if isinstance(year, int)}
    for row in [*sheets["processes"], *sheets["units"]]:
        row |= {key: row[key] * size for key in ("existing", "size") if key in row}  # type: ignore[operator]
    case = tiny.case(sheets, apart.hours())
    one, plan = apart.both(case)
    assert tiny.cost(plan) == pytest.approx(tiny.cost(one), rel=1e-6)
    assert plan.max_residual <= 1e-6


def test_a_case_without_hours() -> None:
    """Nothing in it has a step: operation is empty."""
    sheets = tiny.tables(
        {"last_year": 2025},
        commodities=[tiny.good("cargo")],
        processes=[tiny.works("trucks", expansion="build", existing=5, capex=3, variable_cost=1)],
        flows=[tiny.out("trucks", "cargo")],
        demands=[tiny.demand("cargo", {2024: 9, 2025: 11})],
    )
    assert apart.agree_or_fail(tiny.case(sheets))


FOUND: tuple[dict[str, Any], ...] = (
    {"seed": 338660, "features": (no_hourly_cost, reserve, price_of_both_signs, made_to_a_shape),
     "last_year": 2027, "number": 2, "lengths": (1,), "days": 2},
    {"seed": 587553, "features": (limits_of_the_year, zero_capacities, made_to_a_shape),
     "last_year": 2027, "number": 5, "lengths": (3,), "weights": True, "years": True, "days": 2},
    {"seed": 266543, "features": (retrofits, limits_of_the_year, made_to_a_shape),
     "last_year": 2026, "number": 1, "lengths": (1,), "weights": True, "days": 2},
)  # fmt: skip
"""Cities whose bounds did not meet once: a question asked again and again; prices without end."""


@pytest.mark.parametrize("city", FOUND, ids=["asked_again", "steep", "no_plan_yet"])
def test_cities_whose_bounds_once_did_not_meet(city: dict[str, Any]) -> None:
    assert agrees(**city)


def test_full_load_hours_that_cannot_be_run_leave_no_plan() -> None:
    """They are activity that no dispatch reaches, though average days would."""
    features = (limits_of_the_year, zero_capacities, price_of_both_signs, made_to_a_shape)
    draw = np.random.default_rng(878187)
    case = tiny.case(city(draw, features, 2026), year_of(draw, number=3, weights=True))
    with pytest.raises(InfeasibleError):
        solve_plan(case, apart.settings(apart=False))
    with pytest.raises(InfeasibleError):
        solve_plan(case, apart.settings())


DRAWN = {
    "seed": st.integers(0, 10_000),
    "features": st.sets(st.sampled_from(FEATURES), max_size=4).map(
        lambda chosen: tuple(feature for feature in FEATURES if feature in chosen)
    ),
    "last_year": st.integers(2025, 2027),
    "number": st.integers(1, 6),
    "lengths": st.sampled_from([(1,), (3,), (4,), (4, 2)]),
    "years": st.booleans(),
    "days": st.integers(1, 2),
}


@number_of(6)
@given(**DRAWN, weights=st.booleans())
def test_random_cities(**drawn_: Any) -> None:
    agrees(**_possible(drawn_))


@pytest.mark.slow
@number_of(60)
@given(**DRAWN, weights=st.booleans())
def test_many_random_cities(**drawn_: Any) -> None:
    agrees(**_possible(drawn_))


def _possible(drawn_: dict[str, Any]) -> dict[str, Any]:
    """Stores with a year cycle need days in a row, that stand for themselves."""
    return {**drawn_, "weights": drawn_["weights"] and year_store not in drawn_["features"]}
