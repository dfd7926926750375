"""A town small enough to reckon by hand: coal and wind power, a store, freight, a few clauses."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pathway.case.assemble import assemble
from pathway.settings import TimeSettings
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.case.case import Case
    from pathway.workbook.rows import Workbook

Rows = dict[str, list[dict[Any, object]]]
YEARS = (2024, 2025, 2026)
PROFILES = {
    "day": ["d", "d"],
    "weight": [4000, 4760],
    "wind": [0.5, 0.25],
    "load": [1.0, 1.0],
}
POWER = {"capacity_unit": "万千瓦", "activity_unit": "亿千瓦时", "sector": "电力"}
TABLES: Rows = {
    "settings": [
        {"key": "title_zh", "value": "小镇"},
        {"key": "title_en", "value": "Town"},
        {"key": "base_year", "value": 2023},
        {"key": "last_year", "value": 2026},
        {"key": "peak_from", "value": 2024},
        {"key": "peak_deadline", "value": 2025},
        {"key": "price_year", "value": 2023},
        {"key": "discount_rate", "value": 10, "unit": "%"},
        {"key": "interest_rate", "value": 0, "unit": "%"},
        {"key": "payment_timing", "value": "end"},
        {"key": "value_of_lost_load", "value": 10, "unit": "元/千瓦时"},
        {"key": "boundary", "value": "territorial"},
    ],
    "regions": [{"region": "town", "name_zh": "小镇", "name_en": "Town"}],
    "commodities": [
        {"commodity": "power", "name_zh": "电", "name_en": "Power", "unit": "亿千瓦时",
         "resolution": "hour"},
        {"commodity": "coal", "name_zh": "煤", "name_en": "Coal", "unit": "万吨标煤",
         "resolution": "year", "co2": 2.5, "co2_unit": "吨/吨标煤"},
        {"commodity": "cargo", "name_zh": "货运", "name_en": "Cargo", "unit": "亿吨公里",
         "resolution": "year"},
    ],
    "processes": [
        {"process": "mine", "name_zh": "购煤", "name_en": "Coal purchase", "sector": "供应",
         "expansion": "unlimited", "activity_unit": "万吨标煤", "variable_cost": 1000,
         "variable_cost_unit": "元/吨标煤"},
        {"process": "coal_plant", "name_zh": "煤电", "name_en": "Coal power", **POWER,
         "tags": ("煤电",), "expansion": "none", "min_load": 0.4, "fixed_om": 100,
         "fixed_om_unit": "元/千瓦", "decommission_cost": 50, "decommission_cost_unit": "元/千瓦",
         "firm_credit": 1, "lead": "发改"},
        {"process": "coal_better", "name_zh": "煤电（改造后）", "name_en": "Coal power, improved",
         **POWER, "tags": ("煤电",), "expansion": "none", "fixed_om": 100,
         "fixed_om_unit": "元/千瓦", "firm_credit": 1, "lead": "发改"},
        {"process": "wind", "name_zh": "风电", "name_en": "Wind", **POWER, "tags": ("风电",),
         "availability_profile": "wind", "lifetime": 2, "capex": 4000, "capex_unit": "元/千瓦",
         "capacity_max": 300, "lead": "能源"},
        {"process": "battery", "name_zh": "储能", "name_en": "Battery", **POWER,
         "existing": 10, "expansion": "none"},
        {"process": "truck", "name_zh": "电动货车", "name_en": "Electric trucks", "sector": "交通",
         "expansion": "unlimited", "activity_unit": "亿吨公里"},
    ],
    "flows": [
        {"process": "mine", "commodity": "coal", "direction": "out", "amount": 1},
        {"process": "coal_plant", "commodity": "power", "direction": "out", "amount": 1},
        {"process": "coal_plant", "commodity": "coal", "direction": "in", "amount": 300,
         "unit": "克标煤/千瓦时"},
        {"process": "coal_better", "commodity": "power", "direction": "out", "amount": 1},
        {"process": "coal_better", "commodity": "coal", "direction": "in", "amount": 280,
         "unit": "克标煤/千瓦时"},
        {"process": "wind", "commodity": "power", "direction": "out", "amount": 1},
        {"process": "truck", "commodity": "cargo", "direction": "out", "amount": 1},
        {"process": "truck", "commodity": "power", "direction": "in", "amount": 0.1,
         "unit": "千瓦时/吨公里", "shape": "load"},
    ],
    "storage": [
        {"process": "battery", "commodity": "power", "efficiency_in": 0.9, "efficiency_out": 0.9,
         "hours": 2},
    ],
    "units": [
        {"unit": "u1", "name_zh": "一号机", "name_en": "Unit 1", "process": "coal_plant",
         "size": 100, "size_unit": "万千瓦", "commissioned": 1990, "end_of_life": 2025,
         "county": "东县"},
        {"unit": "u2", "name_zh": "二号机", "name_en": "Unit 2", "process": "coal_plant",
         "size": 60, "size_unit": "万千瓦", "commissioned": 2010, "end_of_life": 2040,
         "earliest_retirement": 2024},
    ],
    "retrofits": [
        {"retrofit": "improve", "name_zh": "节能改造", "name_en": "Improvement",
         "from_process": "coal_plant", "to_process": "coal_better", "cost": 200,
         "cost_unit": "元/千瓦", "lifetime": 2, "lead": "工信"},
    ],
    "demands": [
        {"demand": "homes", "name_zh": "居民", "name_en": "Homes", "commodity": "power",
         "sector": "居民", "profile": "load", "unit": "亿千瓦时", 2024: 40},
        {"demand": "freight", "name_zh": "货物", "name_en": "Freight", "commodity": "cargo",
         "sector": "交通", "unit": "亿吨公里", 2024: 20},
        {"demand": "stoves", "name_zh": "炉灶", "name_en": "Stoves", "commodity": "coal",
         "sector": "居民", "unit": "万吨标煤", 2024: 2},
    ],
    "metrics": [
        {"metric": "wind_capacity", "name_zh": "风电装机", "name_en": "Wind capacity",
         "unit": "万千瓦", "direction": "more", "quantity": "capacity", "tags": ("风电",)},
        {"metric": "power_capacity", "name_zh": "电力装机", "name_en": "Power capacity",
         "unit": "万千瓦", "quantity": "capacity", "tags": ("风电", "煤电")},
        {"metric": "coal_use", "name_zh": "煤炭消费", "name_en": "Coal use", "unit": "万吨标煤",
         "direction": "less", "quantity": "use", "commodities": ("coal",)},
    ],
    "clauses": [
        {"clause": "C1", "section": "一", "quote": "风电装机达到50万千瓦以上", "sense": "以上",
         "metric": "wind_capacity", "value": 50, "unit": "万千瓦", "time": "at",
         "from_year": 2025, "firmness": "hard", "lead": "能源", "partners": "资规；电网"},
        {"clause": "C2", "section": "一", "quote": "风电占比40%以上", "sense": "以上",
         "metric": "wind_capacity", "per": "power_capacity", "value": 40, "unit": "%",
         "time": "at", "from_year": 2025, "firmness": "soft", "price": 1, "price_unit": "元/千瓦"},
        {"clause": "C3", "section": "一", "quote": "煤炭消费控制在130万吨标煤以内", "sense": "以内",
         "metric": "coal_use", "value": 130, "unit": "万吨标煤", "time": "at",
         "from_year": 2025, "firmness": "hard"},
        {"clause": "C4", "section": "一", "quote": "如期达峰", "sense": "达峰", "firmness": "hard"},
        {"clause": "C5", "section": "二", "quote": "加强宣传", "kind": "measure",
         "firmness": "recorded"},
        {"clause": "C6", "section": "二", "quote": "风电装机", "sense": "以上",
         "metric": "wind_capacity", "value": 90, "unit": "万千瓦", "time": "at",
         "from_year": 2025, "firmness": "recorded"},
        {"clause": "C7", "section": "二", "quote": "以后再说", "firmness": "soft",
         "status": "not_yet"},
    ],
    "lexicon": [
        {"word": "以上", "family": "ge"},
        {"word": "以内", "family": "le"},
        {"word": "达峰", "family": "peak"},
    ],
    "actuals": [
        {"metric": "coal_use", "unit": "万吨标煤", "tolerance": 0.05, 2023: 130,
         "source": "book", "confidence": "B", "note": "coal balance; stoves are rounded"},
        {"metric": "power_capacity", "unit": "万千瓦", "tolerance": 0.01, 2023: 200},
    ],
    "sources": [{"key": "book", "title": "统计年鉴"}],
}  # fmt: skip


def tables() -> Rows:
    """Rows of the town, free to change."""
    return deepcopy(TABLES)


def workbook(folder: Path, rows: Rows | None = None) -> Workbook:
    """The town as a workbook that was written and read."""
    path = folder / "town.xlsx"
    write_workbook(path, rows or TABLES, PROFILES, years=(2023, *YEARS))
    return read_workbook(path)


def case(folder: Path, rows: Rows | None = None, years: tuple[int, ...] | None = None) -> Case:
    """The town as a case."""
    return assemble(workbook(folder, rows), TimeSettings(resolution="slices"), years)
