"""A small town's case, built by hand, that the sample results are about."""

from __future__ import annotations

import numpy as np

from pathway.case.case import (
    Case,
    Commodity,
    Expansion,
    Figure,
    Flow,
    Label,
    Money,
    Origin,
    PeakWindow,
    Process,
    Project,
    Steps,
)  # fmt: skip
from pathway.schema.units import parse_unit

YEARS = (2024, 2025, 2026, 2027)
SITE = Origin("town.xlsx!processes!B5", ("stats",), "B")
ZERO, ONE = np.zeros(len(YEARS)), np.ones(len(YEARS))
NEVER = np.full(len(YEARS), np.inf)


def process(key: str, label: Label, sector: str, tags: set[str], unit: str = "万千瓦") -> Process:
    """A process with nothing remarkable about it."""
    energy, held = parse_unit("TWh"), parse_unit("GW" if unit == "万千瓦" else "亿吨公里/年")
    return Process(
        key=key, label=label, sector=sector, tags=frozenset(tags), region="town", to_region=None,
        both_ways=False, mode_of=None, expansion=Expansion.BUILD, hourly=unit == "万千瓦",
        capacity_shown=parse_unit(unit), capacity_held=held,
        activity_shown=parse_unit("亿千瓦时"), activity_held=energy, yearly_rate=8.76,
        hourly_rate=1.0, lifetime=20, availability=ONE, availability_profile=None,
        operation="dispatch", min_load=0.0, ramp=np.inf, firm_credit={}, capex=ONE,
        interest_rate=0.06, fixed_om=ZERO, variable_cost=ZERO, cost_profile=None,
        decommission_cost=ZERO,
        existing=ZERO, capacity_max=NEVER, capacity_min=ZERO, build_max=NEVER, growth_max=np.inf,
        growth_seed=0.0, group="", build_years=YEARS, activity_max=NEVER, activity_min=ZERO,
        hours_max=8760.0, hours_min=0.0, co2_process=ZERO, co2_imported=ZERO, capture_rate=0.0,
        lead="发改局", origin=SITE,
    )  # fmt: skip


PROCESSES = {
    p.key: p
    for p in (
        process("coal_unit", Label("燃煤机组", "Coal unit"), "power", {"coal_power"}),
        process("coal_flex", Label("燃煤机组（改造后）", "Coal unit, flexible"), "power",
                {"coal_power"}),
        process("wind_farm", Label("风电场", "Wind farm"), "power", {"wind", "renewable"}),
        process("battery", Label("电池", "Battery"), "power", {"storage"}),
        process("truck", Label("货车", "Trucks"), "transport", {"freight"}, "亿吨公里/年"),
    )
}  # fmt: skip


def commodity(key: str, label: Label, unit: str, hourly: bool) -> Commodity:
    """A commodity."""
    shown = parse_unit(unit)
    return Commodity(key, label, hourly, shown, shown, 0.0, 0.0, hourly, 100.0, SITE)


def steps() -> Steps:
    """Two representative days of four steps, the second an extreme one."""
    count = 8
    return Steps(
        resolution="days", day=np.repeat([0, 1], 4), hour=np.tile(np.arange(4), 2),
        duration=np.full(count, 6.0), weight=np.repeat([6.0 * 364, 6.0], 4),
        years=np.ones((len(YEARS), count), np.bool_), profiles={}, calendar=np.zeros(365, np.int64),
        dates=("03-01", "07-28"), extremes={1: "peak load"},
    )  # fmt: skip


def sample_case() -> Case:
    """The case: one region, two commodities, five processes, a committed project."""
    mass = parse_unit("万吨")
    electricity = commodity("electricity", Label("电力", "Electricity"), "亿千瓦时", True)
    coal = commodity("coal", Label("煤", "Coal"), "万吨标煤", False)
    project = Project("p1", Label("东滩风电", "East wind"), "wind_farm", True, 0.2, 2025,
                      "东滩区", "发改局", SITE)  # fmt: skip
    return Case(
        title=Label("小城达峰方案", "Plan of a town"), base_year=2023, years=YEARS,
        money=Money(0.06, 0.06, "middle", "middle", 2024, 2024, "CNY"),
        peak=PeakWindow(2025, 2026), boundary="territorial",
        regions={"town": Label("小城", "Town")},
        commodities={c.key: c for c in (electricity, coal)}, processes=PROCESSES,
        flows=tuple(
            Flow(key, "electricity", "town", 1, ONE, None, 0.0, SITE)
            for key in ("coal_unit", "coal_flex", "wind_farm")
        ),
        stores={}, units={}, projects={"p1": project}, retrofits={}, demands={}, series={},
        steps=steps(), adequacy={},
        emissions=Figure("co2", Label("排放", "CO2"), mass, mass, "less", ZERO),
        figures={}, clauses={}, actuals={}, sources={"stats": "统计年鉴"},
    )  # fmt: skip
