"""A small city of two districts: cheap plant on the coast, most of the load inland."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import apart
import tiny
from pathway.settings import RegionSettings

if TYPE_CHECKING:
    from pathway.settings import Settings

INLAND, COAST = 0.6, 0.4
"""Shares of city-wide use of electricity."""


def regions() -> list[tiny.Row]:
    """The city, first, and its two districts."""
    return [
        {"region": "city", "name_zh": "全市"},
        {"region": "inland", "name_zh": "内区", "part_of": "city"},
        {"region": "coast", "name_zh": "海区", "part_of": "city"},
    ]


def share(table: str, key: str, inland: float, coast: float) -> list[tiny.Row]:
    """Shares of a row."""
    both = (("inland", inland), ("coast", coast))
    return [{"table": table, "key": key, "region": c, "share": x} for c, x in both]


def two(link: float, **more: object) -> tiny.Tables:
    """1 GW of cheap plant at the new port, dear plant in both, 1 GW of load, a link."""
    sheets = tiny.tables(
        regions=regions(),
        shares=[*share("commodities", "electricity", INLAND, COAST),
                *share("processes", "dear", 0.5, 0.5)],
        processes=[
            tiny.plant("cheap", variable_cost=1),
            tiny.plant("dear", existing=2, variable_cost=3),
            tiny.plant("line", region="coast", to_region="inland", existing=link),
        ],
        flows=[tiny.out("cheap"), tiny.out("dear"), tiny.take("line", "electricity"),
               tiny.out("line")],
        units=[tiny.unit("C1", "cheap", 1, county="海区（新港）")],
        demands=[tiny.demand("electricity", 8.76)],
    )  # fmt: skip
    return sheets | more  # type: ignore[return-value]


def rich(link: float = 50.0) -> tuple[tiny.Tables, dict[str, Any]]:
    """Everything that is divided: groups, retrofits, projects, stores, modes, spread use."""
    sheets = tiny.tables(
        {"last_year": 2026, "value_of_lost_load": 20, "discount_rate": 0.05, "reserve_margin": 0.1,
         "peak_from": 2025, "peak_deadline": 2025},
        regions=regions(),
        commodities=[
            tiny.good("electricity", "hour"), tiny.good("heat", "hour"),
            tiny.good("coal", co2=2.66), tiny.good("cargo"),
        ],
        shares=[
            *share("commodities", "electricity", INLAND, COAST),
            *share("demands", "electricity_demand", 0.7, 0.3),
            *share("processes", "wind", 0.25, 0.75), *share("processes", "gas*", 0.5, 0.5),
            *share("processes", "battery", 0, 1), *share("processes", "mill", 1, 0)[:1],
        ],
        processes=_rich_processes(link),
        flows=_rich_flows(),
        storage=[{"process": "battery", "commodity": "electricity", "hours": 4,
                  "efficiency_in": 0.9, "efficiency_out": 0.95}],
        units=[
            tiny.unit("A1", "coal_power", 1.0, county="内区", earliest_retirement=2025),
            tiny.unit("A2", "coal_power", 0.6, county="海区（新港）"),
            tiny.unit("W1", "wind", 0.4, county="全市", end=2024),
        ],
        projects=[{"project": "P1", "process": "wind", "kind": "committed", "size": 0.5,
                   "size_unit": "GW", "online": 2025, "county": "coast"},
                  {"project": "P2", "process": "wind", "kind": "committed", "size": 0.2,
                   "size_unit": "GW", "online": 2024}],
        retrofits=[{"retrofit": "flex", "from_process": "coal_power", "to_process": "coal_flex",
                    "cost": 0.01, "cost_unit": "亿元/GW", "build_max": 0.5,
                    "build_max_unit": "GW"}],
        demands=[
            tiny.demand("electricity", {2024: 11, 2026: 14}, profile="load"),
            tiny.demand("heat", 2, unit="TWh", profile="night"),
            tiny.demand("cargo", {2024: 20, 2026: 26}),
        ],
        paths=[
            tiny.path("processes", "wind", "capacity_max", "GW", {2024: 2, 2026: 6}),
            tiny.path("processes", "gas", "capex", "亿元/GW", {2024: 22, 2026: 18}),
            tiny.path("flows", "trucks:electricity:in", "amount", "TWh/万吨",
                      {2024: 0.02, 2026: 0.015}),
        ],
        adequacy=[{"period": "always", "commodity": "electricity"}],
        credits=[{"process": "wind", "period": "always", "credit": 0.2}],
        metrics=[
            tiny.metric("co2", "万吨", "emissions", direction="less"),
            tiny.metric("wind", "GW", "capacity", processes="wind;mill_wind", direction="more"),
            tiny.metric("power_use", "TWh", "use", commodities="electricity", processes="trucks"),
        ],
        clauses=[
            tiny.clause("O1", "达到峰值", "co2"),
            tiny.clause("E1", "以上", "wind", value=1.5, unit="GW", from_year=2026),
        ],
    )  # fmt: skip
    return sheets, apart.hours()


def _rich_processes(link: float) -> list[tiny.Row]:
    coal: tiny.Row = {"min_load": 0.5, "fixed_om": 0.3, "variable_cost": 0.02, "firm_credit": 0.9}
    return [
        tiny.works("mine", expansion="unlimited", variable_cost=0.09),
        tiny.plant("coal_power", **coal),
        tiny.plant("coal_flex", **{**coal, "min_load": 0.2}),
        tiny.plant("extraction", mode_of="coal_power", variable_cost=0.01, activity_max=1.5),
        tiny.plant("boiler", existing=1, variable_cost=1.1),
        tiny.plant("wind", expansion="build", capex=30, availability_profile="wind", build_max=0.9,
                   growth_max=0.5, growth_seed=0.6, capacity_min=0.3),
        tiny.plant("mill_wind", existing=0.1, availability_profile="wind", region="inland"),
        tiny.plant("gas", expansion="build", existing=0.4, capex=20, variable_cost=3.1,
                   activity_max=2, firm_credit=0.9),
        tiny.plant("battery", expansion="build", capex=9, lifetime=10, firm_credit=0.8),
        tiny.plant("line", region="coast", to_region="inland", both_ways=True, existing=link),
        tiny.works("trucks", existing=30, variable_cost=0.1),
        tiny.works("mill", existing=10, variable_cost=0.05),
    ]  # fmt: skip


def _rich_flows() -> list[tiny.Row]:
    burnt = ("coal_power", "coal_flex", "extraction")
    return [
        tiny.out("mine", "coal"),
        *(tiny.take(p, "coal", 30, unit="万吨/TWh") for p in burnt),
        *(tiny.out(p) for p in (*burnt, "wind", "mill_wind", "gas")),
        tiny.out("extraction", "heat", 1.2), tiny.out("boiler", "heat"),
        tiny.take("line", "electricity"), tiny.out("line"),
        tiny.out("trucks", "cargo"), tiny.out("mill", "cargo"),
        tiny.take("trucks", "electricity", 0.02, unit="TWh/万吨", shape="night"),
        tiny.take("mill", "electricity", 0.01, unit="TWh/万吨", shape="night"),
    ]  # fmt: skip


def in_detail(settings: Settings, detail: str) -> Settings:
    """Settings to plan the city whole or by its parts."""
    return replace_settings(settings, regions=RegionSettings(detail=detail))  # type: ignore[arg-type]


def replace_settings(settings: Settings, **changes: Any) -> Settings:
    """Settings with some sections replaced."""
    return settings.model_copy(update=changes)
