from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.case import peak_load as candidates
from pathway.case.peak_load import undominated
from pathway.errors import InputError
from pathway.results.tables.metrics import metric_values
from pathway.results.tables.peak_loads import peak_loads
from pathway.results.view import View

SHAPES = tiny.steps(4380, 4380, load=[6, 5], evening=[0, 1])
NAMES = {"day": ["noon", "evening"]}
LOADED = 4.38 * 11
"""Yearly demand of which 6 GW fall on noon and 5 GW on the evening [TWh]."""


def town(charged: float, *metrics: tiny.Row, **clause: object) -> tiny.Tables:
    """Demand of 6 GW at noon and 5 GW in the evening, and cars that are charged in the evening."""
    sheets = tiny.tables(
        processes=[
            tiny.plant("coal", expansion="build", firm_credit=1, capex=5, lifetime=1,
                       interest_rate=0),
            tiny.plant("shed", expansion="build", capex=1, lifetime=1, interest_rate=0, tags="dr"),
            tiny.works("chargers", existing=100),
        ],
        flows=[
            tiny.out("coal"), tiny.out("shed", amount=0.001), tiny.out("chargers", "cargo"),
            tiny.take("chargers", "electricity", 1, unit="TWh/万吨", shape="evening"),
        ],
        demands=[tiny.demand("electricity", LOADED, profile="load"), tiny.demand("cargo", charged)],
        adequacy=[{"period": "any", "commodity": "electricity"}],
        metrics=metrics,
    )  # fmt: skip
    if clause:
        sheets["lexicon"] = [dict(row) for row in tiny.lexicon()]
        sheets["clauses"] = [tiny.clause("D1", **clause)]
    return sheets


def hours() -> dict[str, list[object]]:
    return {**SHAPES, **NAMES}


@pytest.mark.parametrize(
    ("charged", "highest", "when"),
    [(0.0, 6.0, "noon"), (4.38, 6.0, "noon"), (8.76, 7.0, "evening")],
)
def test_worked_example(charged: float, highest: float, when: str) -> None:
    """The evening overtakes noon as more is charged: capacity covers the higher of the two."""
    plan = tiny.run(town(charged), hours())
    assert tiny.value(plan, "v_capacity", "coal", 2024) == pytest.approx(highest)
    [row] = peak_loads(View(plan)).to_dict("records")
    assert (row["when"], row["unit"]) == (when, "GW")
    assert row["load"] == pytest.approx(highest)
    assert row["spread"] == pytest.approx(charged / 4.38 if when == "evening" else 0.0)
    assert row["exogenous"] == pytest.approx(6.0 if when == "noon" else 5.0)
    assert row["required"] == pytest.approx(highest)


def test_rows() -> None:
    """1 TWh over half of the year is 1000 / 4380 GW."""
    compiled = tiny.programme(tiny.case(town(1), hours()))
    assert tiny.rows_of(compiled, "c_peak_load") == 2
    terms, least, _ = tiny.row(compiled, "c_peak_load[any,2024,0]")
    assert (terms, least) == ({"v_peak_load[any,2024]": 1.0}, pytest.approx(6.0))
    terms, least, _ = tiny.row(compiled, "c_peak_load[any,2024,1]")
    assert terms == pytest.approx(
        {"v_peak_load[any,2024]": 1.0, "v_spread[electricity,city,evening,2024]": -1000 / 4380}
    )
    assert least == pytest.approx(5.0)


def test_the_price_of_a_period_is_shared_out_among_its_hours() -> None:
    """Noon has all of it until 4.38 TWh are charged, the evening all of it beyond."""
    for charged, hour in ((4.3, 0), (4.5, 1)):
        sheets = town(charged)
        sheets["adequacy"][0]["margin"] = 0.1
        plan = tiny.run(sheets, hours())
        assert tiny.dual(plan, "c_adequacy", "any", 2024) == pytest.approx(5.0)
        assert tiny.dual(plan, "c_peak_load", "any", 2024, hour) == pytest.approx(1.1 * 5.0)
        assert tiny.dual(plan, "c_peak_load", "any", 2024, 1 - hour) == pytest.approx(0.0)


# --- which hours ----------------------------------------------------------------------------------


def test_hours_that_another_equals_or_exceeds_are_left_out() -> None:
    points = np.array([[1, 5], [2, 5], [3, 1], [2, 5], [3, 0], [0, 6]], float)
    assert undominated(points).tolist() == [1, 2, 5]
    assert undominated(np.array([[1.0], [3.0], [3.0]])).tolist() == [1]


@pytest.mark.parametrize("given_back", [False, True])
def test_many_hours_left_out_change_no_highest_load(given_back: bool) -> None:
    """Random uses of random shapes: the hours kept hold the highest load of all 8,760."""
    rng = np.random.default_rng(4)
    names = ("a", "b", "c")
    profiles = {key: np.round(rng.random(8760), 3) for key in ("load", *names)}
    sheets = town(0)
    last = [row for row in sheets["settings"] if row["key"] != "last_year"]
    sheets["settings"] = [*last, {"key": "last_year", "value": 2025}]
    sheets["demands"] = [tiny.demand("electricity", {2024: 20, 2025: 30}, profile="load")]
    sheets["flows"] = [tiny.out("coal")]
    sheets["processes"] = [tiny.plant("coal", existing=1)]
    for key in names:
        way = tiny.out if given_back and key == "c" else tiny.take
        sheets["processes"].append(tiny.works(key, existing=1))
        sheets["flows"] += [
            tiny.out(key, "cargo"),
            way(key, "electricity", amount=1, unit="TWh/万吨", shape=key),
        ]
    sheets["adequacy"] = [
        {"period": "summer", "commodity": "electricity", "months": "6-8", "hours": "9-20"}
    ]
    case = tiny.case(sheets, {k: v.tolist() for k, v in profiles.items()})
    peak = case.peak_loads["summer"]
    inside = np.flatnonzero((np.arange(8760) % 24 >= 9) & (np.arange(8760) % 24 <= 20))
    inside = inside[(inside >= 151 * 24) & (inside < 243 * 24)]
    kept = np.bincount(peak.year)
    assert np.all(kept < len(inside))
    assert np.all(kept > 10)
    rate = {key: 1e3 * p / p.sum() for key, p in profiles.items()}
    for use in rng.exponential(20, (40, 3)) * [1, 1, -1 if given_back else 1]:
        spread = sum(u * rate[key] for u, key in zip(use, names, strict=True))
        for y, amount in enumerate((20, 30)):
            every = (amount * rate["load"] + spread)[inside].max()
            mine = peak.year == y
            known = peak.load[mine] + sum(
                u * peak.shapes[key][mine] for u, key in zip(use, names, strict=True)
            )
            assert known.max() == pytest.approx(every, rel=1e-12)


def test_the_plan_is_that_of_a_row_for_every_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three ways to charge, each with its own shape: their mix decides which hour is highest."""
    rng = np.random.default_rng(11)
    shapes = {key: rng.random(60).round(3).tolist() for key in ("load", "a", "b", "c")}
    steps = tiny.steps(*[146.0] * 60, **shapes)
    sheets = town(30)
    sheets["adequacy"][0]["margin"] = 0.2
    sheets["processes"][2:] = [
        tiny.works(key, expansion="unlimited", variable_cost=cost)
        for key, cost in (("a", 0.0), ("b", 0.004), ("c", 0.01))
    ]
    sheets["flows"] = [
        tiny.out("coal"), tiny.out("shed", amount=0.001), *(tiny.out(k, "cargo") for k in "abc"),
        *(tiny.take(k, "electricity", 1, unit="TWh/万吨", shape=k) for k in "abc"),
    ]  # fmt: skip
    few = tiny.run(sheets, steps)
    monkeypatch.setattr(candidates, "undominated", lambda points: np.arange(len(points)))
    every = tiny.run(sheets, steps)
    assert tiny.rows_of(few.programme, "c_peak_load") < tiny.rows_of(every.programme, "c_peak_load")
    assert tiny.rows_of(every.programme, "c_peak_load") == 60
    assert tiny.cost(few) == pytest.approx(tiny.cost(every), rel=1e-9)
    assert few.dual("c_adequacy") == pytest.approx(every.dual("c_adequacy"))
    assert np.count_nonzero(few.value("v_spread") > 1e-6) > 1  # a mix, so the peak is a corner
    assert few.dual("c_peak_load").sum() == pytest.approx(1.2 * few.dual("c_adequacy").sum())
    assert np.count_nonzero(few.dual("c_peak_load") > 1e-9) > 1


def test_a_shape_that_nothing_uses_in_a_year_keeps_no_hour() -> None:
    sheets = town(1)
    sheets["processes"][2]["activity_max"] = 0
    assert tiny.case(sheets, hours()).peak_loads["any"].when == ("noon",)


def test_uses_of_other_regions_do_not_count() -> None:
    sheets = town(1)
    sheets["regions"].append({"region": "port"})
    sheets["adequacy"] = [
        {"period": key, "commodity": "electricity", "region": key} for key in ("city", "port")
    ]
    sheets["demands"] = [
        {**row, "region": "city"} if row["commodity"] == "electricity" else row
        for row in sheets["demands"]
    ]
    for row in sheets["processes"]:
        row["region"] = "port" if row["process"] == "chargers" else "city"
    sheets["demands"][1]["region"] = "port"
    case = tiny.case(sheets, hours())
    assert case.peak_loads["city"].when == ("noon",)
    assert case.peak_loads["port"].when == ("evening",)
    assert case.peak_loads["port"].load == pytest.approx([0.0])


def test_a_period_in_which_nothing_is_used_is_warned_of() -> None:
    sheets = town(1)
    sheets["processes"][2]["activity_max"] = 0
    sheets["demands"] = []
    found = [finding.found for finding in tiny.case(sheets, hours()).findings]
    assert "nothing uses 'electricity' by the hour in 2024" in found


# --- as a metric ----------------------------------------------------------------------------------

PEAK = tiny.metric("peak", "GW", "peak_load")
SHED = tiny.metric("shed", "GW", "capacity", processes="shed", direction="more")


def test_a_share_of_peak_load_is_a_share_of_the_highest_hour() -> None:
    """Capacity that can be shed ≥ 50 % of the peak, which moves to the evening and to 7 GW."""
    sheets = town(8.76, PEAK, SHED, sense="不低于", metric="shed", per="peak", value=50, unit="%")
    sheets["adequacy"][0]["margin"] = 0.1
    plan = tiny.run(sheets, hours())
    assert tiny.value(plan, "v_capacity", "shed", 2024) == pytest.approx(3.5)
    assert metric_values(View(plan))["peak"] == pytest.approx([7.0])
    assert tiny.dual(plan, "c_peak_load", "any", 2024, 1) == pytest.approx(1.1 * 5.0 + 0.5)


@pytest.mark.parametrize("families", [(), ("clauses",)])
def test_a_peak_load_without_clause_or_adequacy_is_told_as_it_is(families: tuple[str, ...]) -> None:
    settings = tiny.settings().model_copy(update={"families": families})
    plan = tiny.solve_plan(tiny.case(town(8.76, PEAK), hours()), settings)
    assert metric_values(View(plan))["peak"] == pytest.approx([7.0])


def test_peak_load_may_be_kept_low_but_not_high() -> None:
    low = town(1, PEAK, sense="不超过", metric="peak", value=7, unit="GW")
    assert tiny.case(low, hours()).clauses["D1"].rows
    for sense, metric, per in (("不低于", "peak", None), ("不超过", "shed", "peak")):
        clause = {"sense": sense, "metric": metric, "per": per, "value": 1}
        unit = "%" if per else "GW"
        with pytest.raises(InputError, match="asks for a high peak load"):
            tiny.case(town(1, PEAK, SHED, unit=unit, **clause), hours())
        recorded = town(1, PEAK, SHED, unit=unit, firmness="recorded", **clause)
        assert tiny.case(recorded, hours()).clauses["D1"].watched


def test_a_metric_counts_the_highest_of_its_periods() -> None:
    """Electricity has 6 GW in its only period; steam, a commodity of its own, 3 GW."""
    sheets = town(0, PEAK, tiny.metric("steam_peak", "GW", "peak_load", commodities="steam"))
    sheets["commodities"].append(tiny.good("steam", "hour"))
    sheets["processes"].append(tiny.plant("boiler", existing=9, firm_credit=1))
    sheets["flows"].append(tiny.out("boiler", "steam"))
    sheets["demands"].append(tiny.demand("steam", 3 * 8.76, unit="TWh"))
    sheets["adequacy"].append({"period": "steam", "commodity": "steam"})
    sheets["metrics"][0]["commodities"] = "electricity"
    plan = tiny.run(sheets, hours())
    values = metric_values(View(plan))
    assert values["peak"] == pytest.approx([6.0])
    assert values["steam_peak"] == pytest.approx([3.0])
    sheets["metrics"] = [{**row, "metric": "both", "name_zh": "both"} for row in sheets["metrics"]]
    with pytest.raises(InputError, match="peak loads of other periods"):
        tiny.case(sheets, hours())
