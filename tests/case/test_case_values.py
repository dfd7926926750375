"""Rows into held units: paths, rates, fixed costs, demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import InputError, Severity

if TYPE_CHECKING:
    from pathway.case.case import Case, Process


def of(*rows: tiny.Row, **sheets: list[tiny.Row]) -> Case:
    """A case of some processes that all put out cargo or electricity."""
    flows = [
        tiny.out(str(r["process"]), "electricity" if r["activity_unit"] in POWER else "cargo")
        for r in rows
    ]
    return tiny.case(tiny.tables({"last_year": 2027}, processes=rows, flows=flows, **sheets))


POWER = {"TWh", "亿千瓦时", "GWh"}


def one(**more: object) -> Process:
    return of(tiny.plant("x", **more)).processes["x"]


def test_words_of_units_become_held_units() -> None:
    x = one(
        capacity_unit="万千瓦", activity_unit="亿千瓦时", existing=300,
        capex=5000, capex_unit="元/千瓦", variable_cost=0.4, variable_cost_unit="元/千瓦时",
        co2_process=0.5, co2_process_unit="千克/千瓦时",
    )  # fmt: skip
    assert x.existing[0] == pytest.approx(3.0)
    assert x.capex[0] == pytest.approx(50.0)
    assert x.variable_cost[0] == pytest.approx(4.0)
    assert x.co2_process[0] == pytest.approx(50.0)
    assert (x.yearly_rate, x.hourly_rate) == pytest.approx((8.76, 1.0))


def test_paths_are_interpolated_and_held_constant_outside() -> None:
    kind = of(
        tiny.plant("x", capex=1),
        paths=[tiny.path("processes", "x", "capex", "元/千瓦", {2025: 3000, 2027: 2000})],
    )
    assert kind.processes["x"].capex == pytest.approx([30.0, 30.0, 25.0, 20.0])


UP_TO = {2024: 1, 2025: "不限", 2027: 2}


@pytest.mark.parametrize("parameter", ["capacity_max", "build_max"])
@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (UP_TO, [1, np.inf, np.inf, 2]),
        ({2024: 1, 2026: "Unlimited"}, [1, 1, np.inf, np.inf]),
        ({2025: "不限", 2026: 3}, [np.inf, np.inf, 3, 3]),
        ({2024: "不限"}, [np.inf] * 4),
        ({2024: 1, 2026: 3, 2027: "不限"}, [1, 2, 3, np.inf]),
    ],
)
def test_a_limit_may_end(parameter: str, years: tiny.Row, expected: list[float]) -> None:
    limit = tiny.path("processes", "x", parameter, "GW", years)  # type: ignore[arg-type]
    x = of(tiny.plant("x", expansion="build"), paths=[limit]).processes["x"]
    assert getattr(x, parameter) == pytest.approx(expected)


def test_rows_of_a_limit_that_ends() -> None:
    paths = [
        tiny.path("processes", "x", key, unit, UP_TO)  # type: ignore[arg-type]
        for key, unit in (("capacity_max", "GW"), ("activity_max", "TWh"))
    ]
    kind = of(tiny.plant("x", expansion="build"), paths=paths)
    assert any(value.value == "2024: 1; 2025: 不限; 2027: 2" for value in kind.inputs)
    compiled = tiny.programme(kind)
    for family in ("c_potential", "c_activity_max_hourly"):
        labels = [label for label in compiled.row_labels() if label.startswith(family)]
        assert labels == [f"{family}[x,2024]", f"{family}[x,2027]"]


@pytest.mark.parametrize("parameter", ["capex", "capacity_min", "availability"])
def test_only_a_limit_may_end(parameter: str) -> None:
    unit = {"capex": "亿元/GW", "capacity_min": "GW"}.get(parameter, "1")
    wrong = tiny.path("processes", "x", parameter, unit, {2024: 1, 2025: "不限"})  # type: ignore[dict-item]
    with pytest.raises(InputError) as raised:
        of(tiny.plant("x", expansion="build"), paths=[wrong])
    [found] = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert found.found == f"不限 (unlimited) for {parameter}"
    assert found.where.split("!")[1] == "paths"
    assert not found.where.endswith("row 5")


def test_demands_have_no_such_word() -> None:
    with pytest.raises(InputError, match="不限"):
        of(tiny.plant("x"), demands=[tiny.demand("cargo", {2024: "不限"})])  # type: ignore[dict-item]


def test_paths_of_flows_and_demands() -> None:
    burning, fuel = tiny.supply("mine", 1, "cargo")
    kind = tiny.case(
        tiny.tables(
            {"last_year": 2026},
            processes=[tiny.plant("x", existing=1), burning],
            flows=[tiny.out("x"), tiny.take("x", "cargo", 300, unit="克/千瓦时"), fuel],
            paths=[tiny.path("flows", "x:cargo:in", "amount", "克/千瓦时", {2024: 300, 2026: 280})],
            demands=[tiny.demand("electricity", {2024: 10, 2026: 30}, unit="亿千瓦时")],
        )
    )
    intake = next(f for f in kind.flows if f.sign < 0)
    assert intake.amount == pytest.approx([30.0, 29.0, 28.0])
    assert kind.demands["electricity_demand"].amount == pytest.approx([1.0, 2.0, 3.0])


def test_activity_per_capacity() -> None:
    trucks = tiny.works(
        "trucks", capacity_unit="万辆", activity_per_capacity=2000,
        activity_per_capacity_unit="吨/辆",
    )  # fmt: skip
    assert of(trucks).processes["trucks"].yearly_rate == pytest.approx(2000.0)
    with pytest.raises(InputError, match="activity_per_capacity"):
        of(tiny.works("trucks", capacity_unit="万辆"))


def test_fixed_costs_by_capacity_or_as_a_share_of_investment() -> None:
    by_capacity = one(fixed_om=120, fixed_om_unit="元/千瓦/年")
    assert by_capacity.fixed_om[0] == pytest.approx(1.2)
    share = one(capex=4000, capex_unit="元/千瓦", fixed_om=2.5, fixed_om_unit="%/年")
    assert share.fixed_om[0] == pytest.approx(1.0)
    moving = of(
        tiny.plant("x", fixed_om=2, fixed_om_unit="%/年"),
        paths=[tiny.path("processes", "x", "capex", "元/千瓦", {2024: 4000, 2026: 2000})],
    )
    assert moving.processes["x"].fixed_om == pytest.approx([0.8, 0.6, 0.4, 0.4])


def test_a_wrong_dimension_points_at_its_cell() -> None:
    with pytest.raises(InputError) as raised:
        one(capex=5000, capex_unit="元/吨")
    [finding] = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert finding.where.startswith("tiny.xlsx!processes!")
    assert "元/吨" in finding.found


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (tiny.path("processes", "y", "capex", "元/千瓦", {2024: 1}), "'y'"),
        (tiny.path("processes", "x", "colour", "1", {2024: 1}), "'colour'"),
        (tiny.path("processes", "x", "lifetime", "年", {2024: 1}), "'lifetime'"),
        (tiny.path("plants", "x", "capex", "元/千瓦", {2024: 1}), "'plants'"),
    ],
)
def test_paths_that_nothing_uses_are_errors(path: tiny.Row, word: str) -> None:
    with pytest.raises(InputError) as raised:
        of(tiny.plant("x"), paths=[path])
    assert any(word in f.found and "!paths!" in f.where for f in raised.value.findings)


def test_zero_needs_no_unit() -> None:
    costs = dict.fromkeys(("capex", "fixed_om", "variable_cost", "decommission_cost"), 0)
    row = tiny.plant("x", **costs, co2_process=0) | {f"{key}_unit": None for key in costs}
    x = of({**row, "co2_process_unit": None}).processes["x"]
    assert not any(np.any(getattr(x, key)) for key in (*costs, "co2_process"))


def test_zero_needs_no_unit_in_flows_paths_and_clauses() -> None:
    kind = tiny.case(
        tiny.tables(
            {"last_year": 2025},
            commodities=[tiny.good("electricity", "hour"),
                         tiny.good("cargo", co2=0, co2_unit=None)],
            processes=[tiny.plant("x", existing=1, capex=3)],
            flows=[tiny.out("x"), tiny.take("x", "cargo", 0)],
            paths=[{"table": "processes", "key": "x", "parameter": "capex", 2024: 0, 2025: 0}],
            metrics=[tiny.metric("power", "GW", "new_capacity", direction="less")],
            clauses=[tiny.clause("E1", "不超过", "power", value=0)],
        )
    )  # fmt: skip
    assert not kind.flows[1].amount.any()
    assert not kind.processes["x"].capex.any()
    [first, _] = kind.clauses["E1"].rows
    assert (first.limit, first.shown_unit) == (0.0, "GW")


@pytest.mark.parametrize("unit", [None, "1"])
def test_other_numbers_need_their_unit(unit: str | None) -> None:
    with pytest.raises(InputError):
        one(capex=0.1, capex_unit=unit)
    path = {"table": "processes", "key": "x", "parameter": "capex", 2024: 0, 2025: 1}
    with pytest.raises(InputError):
        of(tiny.plant("x"), paths=[path])


def test_build_years() -> None:
    assert one(expansion="build", first_build_year=2025).build_years == (2025, 2026, 2027)
    assert one(expansion="build", last_build_year=2024).build_years == (2024,)
    assert one(expansion="none").build_years == ()
    listed = of(
        tiny.plant("x", expansion="projects"),
        projects=[{"project": "P", "process": "x", "kind": "proposed", "size": 1,
                   "size_unit": "GW", "online": 2026}],
    )  # fmt: skip
    assert listed.processes["x"].build_years == (2026, 2027)


def test_settings_in_their_units() -> None:
    sheets = tiny.tables(
        {"value_of_lost_load": 10, "capital_timing": "end"},
        processes=[tiny.plant("x")], flows=[tiny.out("x")],
    )  # fmt: skip
    sheets["settings"] = [r for r in sheets["settings"] if r["key"] != "discount_rate"]
    sheets["settings"].append({"key": "discount_rate", "value": 6, "unit": "%"})
    kind = tiny.case(sheets)
    assert kind.commodities["electricity"].unserved_cost == pytest.approx(100.0)
    assert np.isinf(kind.commodities["cargo"].unserved_cost)
    assert kind.money.discount_rate == kind.money.interest_rate == pytest.approx(0.06)
    assert (kind.money.timing, kind.money.capital_timing) == ("middle", "end")
    assert kind.peak is None
    assert kind.stage_end == 2024
