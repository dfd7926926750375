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
