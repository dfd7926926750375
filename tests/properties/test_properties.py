"""What holds for every plan, tried on a few drawn at random."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny
from pathway.case.assemble import assemble
from pathway.case.scenario import apply_scenario

if TYPE_CHECKING:
    from pathway.solve.solution import Solution

few = settings(
    max_examples=6, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def town() -> tiny.Tables:
    """Coal with a retrofit, wind, a battery and trucks, three years."""
    mine, fuel = tiny.supply("mine", 0.09, "coal")
    sheets = tiny.tables(
        {"last_year": 2026, "value_of_lost_load": 5},
        commodities=[
            tiny.good("electricity", "hour", surplus=True), tiny.good("coal", co2=2.66),
            tiny.good("cargo"),
        ],
        processes=[
            tiny.plant("coal_power", min_load=0.5, fixed_om=0.3), mine,
            tiny.plant("flexible", min_load=0.2, fixed_om=0.4),
            tiny.plant("wind", expansion="build", capex=55, availability_profile="wind",
                       build_max=1),
            tiny.plant("battery", expansion="build", capex=12, lifetime=10),
            tiny.works("trucks", expansion="build", capex=0.3, variable_cost=0.1),
        ],
        flows=[
            tiny.out("coal_power"), tiny.out("flexible"), tiny.out("wind"), fuel,
            tiny.take("coal_power", "coal", 30, unit="万吨/TWh"),
            tiny.take("flexible", "coal", 31, unit="万吨/TWh"), tiny.out("trucks", "cargo"),
            tiny.take("trucks", "electricity", 0.01, unit="TWh/万吨", shape="load"),
        ],
        storage=[{"process": "battery", "commodity": "electricity", "hours": 4,
                  "efficiency_in": 0.9, "efficiency_out": 0.95, "loss": 1e-3}],
        units=[tiny.unit("A1", "coal_power", 1.5, earliest_retirement=2025),
               tiny.unit("A2", "coal_power", 0.5, end=2025)],
        retrofits=[{"retrofit": "flex", "from_process": "coal_power", "to_process": "flexible",
                    "cost": 1, "cost_unit": "亿元/GW"}],
        demands=[tiny.demand("electricity", {2024: 9, 2026: 11}, profile="load"),
                 tiny.demand("cargo", 20)],
        metrics=[tiny.metric("wind", "GW", "capacity", processes="wind", direction="more"),
                 tiny.metric("co2", "万吨", "emissions", direction="less")],
        clauses=[tiny.clause("E1", "不低于", "wind", value=0.5, unit="GW", from_year=2026)],
    )  # fmt: skip
    return deepcopy(sheets)


HOURS = {
    **tiny.steps(*[1460.0] * 6, load=[0.7, 1, 1.1, 0.8, 1.2, 1], wind=[0.6, 0.1, 0.2, 0.5, 0, 0.4]),
    "duration": [4] * 6,
}
TABLES_OF_ROWS = ("processes", "flows", "units", "demands", "metrics", "commodities")


def cost_of(sheets: tiny.Tables) -> float:
    return tiny.cost(tiny.run(sheets, HOURS))


@few
@given(low=st.floats(0.1, 1.4), more=st.floats(0.01, 1.0))
def test_a_tighter_clause_is_never_cheaper(low: float, more: float) -> None:
    loose, tight = town(), town()
    loose["clauses"][0]["value"], tight["clauses"][0]["value"] = low, low + more
    assert cost_of(loose) <= cost_of(tight) * (1 + 1e-9)


@few
@given(capex=st.floats(0, 80), fuel=st.floats(0, 9))
def test_an_option_more_is_never_dearer(capex: float, fuel: float) -> None:
    sheets = town()
    before = cost_of(sheets)
    sheets["processes"].append(
        tiny.plant("gas", expansion="build", capex=capex, variable_cost=fuel)
    )
    sheets["flows"].append(tiny.out("gas"))
    assert cost_of(sheets) <= before * (1 + 1e-9)


@few
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_and_sheets_does_not_matter(seed: int) -> None:
    sheets = town()
    draw = random.Random(seed)
    for name in TABLES_OF_ROWS:
        draw.shuffle(sheets[name])
    names = list(sheets)
    draw.shuffle(names)
    mixed = {name: sheets[name] for name in names}
    same(mixed)


@pytest.mark.parametrize(("word", "factor"), [("元", 1e8), ("千元", 1e5), ("万元", 1e4)])
def test_words_of_money_do_not_change_the_plan(word: str, factor: float) -> None:
    sheets = town()
    for row in [*sheets["processes"], *sheets["retrofits"]]:
        for name in [key for key in row if str(key).endswith("_unit")]:
            if str(row[name]).startswith("亿元"):
                row[name] = str(row[name]).replace("亿元", word)
                row[str(name).removesuffix("_unit")] *= factor  # type: ignore[operator]
    same(sheets)


def test_words_of_mass_do_not_change_the_plan() -> None:
    sheets = town()
    for row in sheets["flows"]:
        if row.get("unit") == "万吨/TWh":
            row |= {"unit": "吨/TWh", "amount": row["amount"] * 1e4}  # type: ignore[operator]
    for row in sheets["demands"]:
        if row["unit"] == "万吨":
            row |= {"unit": "吨", 2024: row[2024] * 1e4}  # type: ignore[operator]
    for row in sheets["commodities"]:
        row["unit"] = "吨" if row["unit"] == "万吨" else row["unit"]
    same(sheets)


def test_a_thousand_times_the_prices_is_the_same_plan() -> None:
    sheets = town()
    sheets["settings"] = [
        {**row, "value": 5000} if row["key"] == "value_of_lost_load" else row
        for row in sheets["settings"]
    ]
    for row in [*sheets["processes"], *sheets["retrofits"]]:
        for name in ("capex", "fixed_om", "variable_cost", "cost"):
            if name in row:
                row[name] *= 1000  # type: ignore[operator]
    same(sheets, times=1000)


def same(sheets: tiny.Tables, times: float = 1) -> None:
    """The same tasks as the town's, by name, and so many times its cost."""
    plan, base = tiny.run(sheets, HOURS), tiny.run(town(), HOURS)
    assert tiny.cost(plan) == pytest.approx(times * tiny.cost(base), rel=1e-9)
    assert tasks(plan) == pytest.approx(tasks(base), abs=1e-6)


def tasks(plan: Solution) -> dict[str, float]:
    found = {}
    for name in ("v_build", "v_retire", "v_retrofit"):
        block = plan.programme.columns[name]
        found |= {block.label(k): float(value) for k, value in enumerate(plan.value(name))}
    return found


STEADY = 0.02
"""Most that capacity of the first years may move, of the largest, if later years are added."""


@few
@given(growth=st.floats(0, 0.04), fall=st.floats(0, 0.05))
def test_years_added_at_the_end_do_not_move_the_first(growth: float, fall: float) -> None:
    short, long = (steady(last, growth, fall) for last in (2028, 2033))
    plans = [tiny.run(sheets, HOURS) for sheets in (short, long)]
    names = ("coal_power", "wind", "battery", "trucks")
    first = [
        [tiny.value(plan, "v_capacity", p, y) for p in names for y in (2024, 2025, 2026)]
        for plan in plans
    ]
    assert first[0] == pytest.approx(first[1], abs=STEADY * max(first[0]))


def steady(last: int, growth: float, fall: float) -> tiny.Tables:
    """The town over more years: demand grows, and wind gets cheaper, by so much a year."""
    sheets = town()
    years = range(2024, last + 1)
    for row in sheets["settings"]:
        row["value"] = last if row["key"] == "last_year" else row["value"]
    electricity, cargo = sheets["demands"]
    electricity |= {y: 9 * (1 + growth) ** (y - 2024) for y in years}
    cargo |= dict.fromkeys(years, 20)
    path = {y: 55 * (1 - fall) ** (y - 2024) for y in years}
    sheets["paths"] = [tiny.path("processes", "wind", "capex", "亿元/GW", path)]
    return sheets


@few
@given(
    wind=st.lists(st.floats(0, 1), min_size=6, max_size=6), loss=st.floats(0, 0.05),
    back=st.floats(0.5, 1),
)  # fmt: skip
def test_stocks_stores_and_blocks_keep_their_books(
    wind: list[float], loss: float, back: float
) -> None:
    sheets = town()
    sheets["storage"][0] |= {"loss": round(loss, 4), "efficiency_out": round(back, 4)}
    sheets["processes"][4]["existing"] = 0.5
    plan = tiny.run(sheets, {**HOURS, "wind": [round(v, 4) for v in wind]})
    for name in ("v_capacity", "v_unit", "v_build", "v_retire", "v_retrofit", "v_level"):
        assert plan.value(name).min() >= -1e-9, name
    hours = np.tile(np.asarray(HOURS["weight"], float), 3)
    charged, given_back = hours @ plan.value("v_charge"), hours @ plan.value("v_discharge")
    assert given_back <= 0.9 * round(back, 4) * charged + 1e-6
    for y in (2024, 2025, 2026):
        states = ("coal_power", "flexible")
        standing = sum(tiny.value(plan, "v_unit", "A1", p, y) for p in states)
        gone = sum(
            tiny.value(plan, "v_retire", "A1", p, x) for p in states for x in range(2024, y + 1)
        )
        assert standing + gone == pytest.approx(1.5)


def test_a_scenario_without_overrides_is_the_base() -> None:
    sheets = town()
    sheets["scenarios"] = [{"scenario": "calm", "description": "nothing changes"}]
    book = tiny.read(sheets, HOURS)
    calm = tiny.solve(assemble(apply_scenario(book, "calm"), tiny.SLICES))
    base = tiny.solve(assemble(book, tiny.SLICES))
    assert np.array_equal(calm.x, base.x)
