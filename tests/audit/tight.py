"""Cases in which every family of rows binds that does not in the case with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import tiny
from pathway.settings import Settings, TimeSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    Profiles = dict[str, Sequence[object]]

YEARS = (2024, 2025, 2026)


def limits() -> tuple[tiny.Tables, Profiles]:
    """Cheap things held back by their limits, dear ones pushed by their floors."""
    mine, fuel = tiny.supply("mine", 0.05, "coal")
    sheets = tiny.tables(
        {"last_year": 2026, "peak_from": 2024, "peak_deadline": 2025, "value_of_lost_load": 50,
         "discount_rate": 0.04},
        commodities=[tiny.good("electricity", "hour", surplus=True), tiny.good("coal", co2=2.66),
                     tiny.good("cargo")],
        processes=[mine, *_plant(), *_carriers()],
        flows=[
            fuel, *(tiny.out(p) for p in ("coal_power", "better", "wind", "solar", "peaker", "old",
                                          "gas", "straw", "idle")),
            tiny.take("coal_power", "coal", 40, unit="万吨/TWh"),
            tiny.take("better", "coal", 30, unit="万吨/TWh"),
            *(tiny.out(p, "cargo") for p in ("boats", "rail", "carts", "barges", "road")),
        ],
        storage=[
            {"process": "battery", "commodity": "electricity", "efficiency_in": 0.9, "hours": 60},
            {"process": "flywheel", "commodity": "electricity", "hours": 0.5},
        ],
        units=[tiny.unit("A1", "coal_power", 2.4, earliest_retirement=2026),
               tiny.unit("B1", "idle", 0.2, earliest_retirement=2025)],
        retrofits=[{"retrofit": "save", "from_process": "coal_power", "to_process": "better",
                    "cost": 0.001, "cost_unit": "亿元/GW", "share": 0.3}],
        demands=[tiny.demand("electricity", {2024: 12, 2026: 16}, profile="load"),
                 tiny.demand("cargo", 20)],
        adequacy=[{"period": "all", "commodity": "electricity", "basis": "production",
                   "duration": 2, "margin": 0.3}],
        metrics=[
            tiny.metric("co2", "万吨", "emissions", direction="less"),
            tiny.metric("gas_power", "GW", "capacity", processes="gas"),
            tiny.metric("by_road", "万吨", "activity", processes="road", direction="less"),
            tiny.metric("wind_power", "GW", "capacity", processes="wind", direction="more"),
        ],
        clauses=[
            tiny.clause("P1", "达峰", "co2"),
            tiny.clause("Q1", "等于", "gas_power", value=1.3, unit="GW", time="at", from_year=2026),
            tiny.clause("R1", "以内", "by_road", value=7.5, unit="万吨", from_year=2025),
            tiny.clause("S1", "以上", "wind_power", value=2, unit="GW", time="at", from_year=2026,
                        firmness="soft", price=0.01, price_unit="亿元/GW"),
        ],
    )  # fmt: skip
    sheets["lexicon"] = [{"word": w, "family": f} for w, f in
                         (("达峰", "peak"), ("等于", "eq"), ("以上", "ge"),
                          ("以内", "le"))]  # fmt: skip
    hours = tiny.steps(
        *[1460.0] * 6, load=[0.5, 1, 1.2, 0.6, 1.1, 1.3], wind=[0.3, 0.1, 0.1, 0.3, 0.2, 0.1],
        straw=[0.4, 1, 1, 0.4, 1, 1],
    )  # fmt: skip
    hours |= {"duration": [4.0] * 6, "day": ["a"] * 3 + ["b"] * 3}
    return sheets, hours


def _plant() -> list[tiny.Row]:
    return [
        tiny.plant("coal_power", firm_credit=0.9, fixed_om=0.1, variable_cost=0.1),
        tiny.plant("better", firm_credit=0.9, fixed_om=0.1),
        tiny.plant("wind", expansion="build", capex=2, availability_profile="wind",
                   capacity_max=0.8),
        tiny.plant("solar", expansion="build", capex=3000, capacity_min=0.02),
        tiny.plant("peaker", existing=0.2, variable_cost=30, activity_min=0.05, co2_imported=80),
        tiny.plant("idle", fixed_om=5, variable_cost=60),
        tiny.plant("old", existing=0.1, variable_cost=40, hours_min=300),
        tiny.plant("gas", expansion="build", capex=3, variable_cost=6, firm_credit=0.9),
        tiny.plant("straw", existing=0.5, min_load=0.3, availability_profile="straw",
                   variable_cost=0.2),
        tiny.plant("battery", existing=0.1, firm_credit=0.8),
        tiny.plant("flywheel", existing=0.2, firm_credit=0.8),
    ]  # fmt: skip


def _carriers() -> list[tiny.Row]:
    return [
        tiny.works("boats", existing=12, variable_cost=0.01, activity_max=8),
        tiny.works("rail", existing=5, variable_cost=0.02, hours_max=4000),
        tiny.works("carts", existing=3, variable_cost=0.9, hours_min=2000),
        tiny.works("barges", existing=3, variable_cost=0.8, activity_min=0.7),
        tiny.works("road", expansion="unlimited", variable_cost=0.5),
    ]


def seasons() -> tuple[tiny.Tables, Profiles, Settings]:
    """A store that carries energy over the year, on representative days."""
    sheets = tiny.tables(
        {"value_of_lost_load": 50},
        processes=[
            tiny.plant("sun", existing=3, availability_profile="sun"),
            tiny.plant("gas", existing=2, variable_cost=5),
            tiny.plant("cavern", existing=0.1, capex=1, expansion="build"),
            tiny.plant("caves", existing=0.006, capacity_unit="TWh", activity_unit="TWh",
                       activity_per_capacity=1, activity_per_capacity_unit="1"),
        ],
        flows=[tiny.out("sun"), tiny.out("gas")],
        storage=[{"process": "cavern", "commodity": "electricity", "efficiency_in": 0.8,
                  "efficiency_out": 0.9, "loss": 1e-6, "cycle": "year",
                  "energy_process": "caves"}],
        demands=[tiny.demand("electricity", 9, profile="load")],
    )  # fmt: skip
    hour = np.arange(8760)
    day, time = hour // 24, hour % 24
    summer = 0.5 - 0.5 * np.cos(2 * np.pi * day / 365)
    sun = np.clip(np.sin((time - 6) / 12 * np.pi), 0, 1) * (0.1 + 0.9 * summer)
    load = 1 + 0.2 * np.sin(time / 12 * np.pi) + 0.3 * (1 - summer) + 0.001 * (hour == 500)
    profiles: dict[str, Any] = {
        "step": (hour + 1).tolist(), "sun": np.round(sun, 4).tolist(),
        "load": np.round(load, 4).tolist(),
    }  # fmt: skip
    settings = Settings(
        workbook="tiny.xlsx", time=TimeSettings(resolution="days", days=4),
        objective=tiny.settings().objective, solver=tiny.settings().solver,
    )  # fmt: skip
    return sheets, profiles, settings
