"""Small, consistent results of a plan, with every table that the sheets show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sample_case import PROCESSES, YEARS, sample_case

from pathway.results.results import Results, Summary
from pathway.solve.solution import Candidate, StageLog

CAPACITY = {
    "coal_unit": (300.0, 300.0, 200.0, 200.0, 150.0),
    "coal_flex": (0.0, 0.0, 100.0, 100.0, 100.0),
    "wind_farm": (50.0, 50.0, 70.0, 120.0, 180.0),
    "battery": (0.0, 0.0, 0.0, 10.0, 20.0),
    "truck": (40.0, 40.0, 40.0, 45.0, 50.0),
}
MADE = {"coal_unit": (150.0, 110.0, 100.0, 70.0), "coal_flex": (0.0, 40.0, 40.0, 40.0),
        "wind_farm": (12.0, 16.0, 28.0, 42.0)}  # fmt: skip
EMISSIONS = {"coal_unit": (1200.0, 900.0, 800.0, 560.0), "coal_flex": (0.0, 330.0, 330.0, 330.0),
             "truck": (90.0, 91.0, 92.0, 93.0)}  # fmt: skip
COSTS = {"variable": (50.0, 48.0, 45.0, 40.0), "investment": (0.0, 3.0, 9.0, 15.0)}
FORMULA, LINK = '=HYPERLINK("http://example.org","x")', "https://example.org/click"
"""Texts of a workbook that a careless writer would turn into a formula and a link."""


def sample_results(**changes: Any) -> Results:
    """Results of the sample case; `changes` replace whole tables."""
    tables = {
        "capacity": capacity(), "units": units(), "flows": flows(), "dispatch": dispatch(),
        "days": days(), "emissions": emissions(), "costs": costs(), "investment": investment(),
        "transfers": transfers(),
        "clauses": clauses(), "prices": prices(), "steps": steps(), "metrics": metrics(),
        "tasks": tasks(), "task_book": task_book(),
        "inputs": inputs(), "findings": findings(), "audit": audit(),
    }  # fmt: skip
    return Results(sample_case(), summary(), {**tables, **changes}, base_check())


def named(key: str, stem: str = "name") -> dict[str, str]:
    label = PROCESSES[key].label
    return {f"{stem}_zh": label.zh, f"{stem}_en": label.en}


def capacity() -> pd.DataFrame:
    rows = []
    for key, values in CAPACITY.items():
        process = PROCESSES[key]
        for at, (year, value) in enumerate(zip((2023, *YEARS), values, strict=True)):
            moved = value - values[at - 1] if at else 0.0
            retrofit = 100.0 if year == 2025 and key.startswith("coal") else 0.0
            left = max(0.0, -moved) - (retrofit if key == "coal_unit" else 0.0)
            rows.append(
                {"process": key, **named(key), "sector": process.sector,
                 "tags": ";".join(process.tags), "region": "town", "year": year, "capacity": value,
                 "new": max(0.0, moved) - (retrofit if key == "coal_flex" else 0.0),
                 "retired": left, "retrofitted_in": retrofit if key == "coal_flex" else 0.0,
                 "retrofitted_out": retrofit if key == "coal_unit" else 0.0, "expired": 0.0,
                 "unit": process.capacity_shown.text}
            )  # fmt: skip
    return pd.DataFrame(rows)


def units() -> pd.DataFrame:
    def rows(unit: str, values: tuple[float, ...], early: tuple[float, ...], end: int) -> Any:
        for year, value, retired in zip(YEARS, values, early, strict=True):
            yield {"unit": unit, "name_zh": f"{unit}号机", "name_en": f"Unit {unit}",
                   "state": "coal_unit", "year": year, "capacity": value, "retired_early": retired,
                   "retrofitted_out": 0.0, "retrofitted_in": 0.0, "commissioned": 1999,
                   "end_of_life": end, "county": "东区", "lead": "发改局",
                   "unit_of_capacity": "万千瓦"}  # fmt: skip

    none = (0.0,) * 4
    return pd.DataFrame([*rows("1", (100, 100, 100, 50), (0, 0, 0, 50), 2040),
                         *rows("2", (30, 30, 0, 0), none, 2025),
                         *rows("3", (100,) * 4, none, 2040)])  # fmt: skip


def flows() -> pd.DataFrame:
    def row(commodity: str, kind: str, item: str, year: int, amount: float, way: str) -> Any:
        zh, en = {"electricity": ("电力", "Electricity"), "coal": ("煤", "Coal")}[commodity]
        known = item in PROCESSES
        names = named(item, "item") if known else {"item_zh": f"[{item}]", "item_en": item}
        return {"commodity": commodity, "commodity_zh": zh, "commodity_en": en, "region": "town",
                "kind": kind, "item": item, **names,
                "sector": PROCESSES[item].sector if known else None, "direction": way,
                "year": year, "amount": amount,
                "unit": "亿千瓦时" if commodity == "electricity" else "万吨标煤"}  # fmt: skip

    rows = []
    for at, year in enumerate(YEARS):
        made = sum(values[at] for values in MADE.values())
        rows += [row("electricity", "process", k, year, v[at], "out") for k, v in MADE.items()]
        rows.append(row("electricity", "unserved", "unserved", year, 0.5 * (at == 3), "out"))
        rows.append(row("electricity", "demand", "all_use", year, made + 0.5 * (at == 3), "in"))
        rows.append(row("coal", "process", "coal_unit", year, 30.0 * MADE["coal_unit"][at], "in"))
        rows.append(row("coal", "process", "supply", year, 30.0 * MADE["coal_unit"][at], "out"))
    return pd.DataFrame(rows)


def dispatch() -> pd.DataFrame:
    rows = []
    for year in YEARS:
        for day, date in enumerate(("03-01", "07-28")):
            for hour in range(4):
                wind, coal, charge = 0.1 * hour, 2.0 + day, (-0.2, 0.0, 0.0, 0.2)[hour]
                rows.append({
                    "year": year, "day": day, "date": date, "hour": hour, "weight": 6.0,
                    "duration": 6.0, "electricity@town|coal_unit": coal,
                    "electricity@town|wind_farm": wind, "electricity@town|battery": charge,
                    "electricity@town|demand": -(coal + wind + charge),
                    "price|electricity@town": 0.4,
                })  # fmt: skip
    return pd.DataFrame(rows)


def days() -> pd.DataFrame:
    return pd.DataFrame(
        [(0, "03-01", 364.0, ""), (1, "07-28", 1.0, "peak load")],
        columns=["day", "date", "days_represented", "extreme"],
    )


def emissions() -> pd.DataFrame:
    rows = [
        {"year": year, "sector": PROCESSES[key].sector, "item": key, **named(key, "item"),
         "kind": "combustion", "counted": True, "amount": value, "unit": "万吨"}
        for key, values in EMISSIONS.items()
        for year, value in zip(YEARS, values, strict=True)
    ]  # fmt: skip
    away = {"sector": "supply", "item": "grid", "item_zh": "外电", "item_en": "Grid",
            "kind": "imported", "counted": False, "amount": 12.0, "unit": "万吨"}  # fmt: skip
    return pd.DataFrame([*rows, *({"year": year, **away} for year in YEARS)])


def totals() -> tuple[float, ...]:
    return tuple(np.sum(list(EMISSIONS.values()), axis=0).tolist())


def costs() -> pd.DataFrame:
    words = {"variable": ("变动成本", "Variable cost"), "investment": ("投资年金", "Annuities")}
    rows = [
        {"year": year, "term": term, "term_zh": words[term][0], "term_en": words[term][1],
         "item": "coal_unit", **named("coal_unit", "item"), "sector": "power", "cost": cost,
         "discount_factor": 0.94**at, "discounted": cost * 0.94**at, "stage": 1 + (year > 2026),
         "unit": "亿元"}
        for term, values in COSTS.items()
        for at, (year, cost) in enumerate(zip(YEARS, values, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def investment() -> pd.DataFrame:
    def row(kind: str, item: str, year: int, amount: float, cost: float) -> dict[str, Any]:
        return {"kind": kind, "item": item, **named(item), "sector": "power", "lead": "发改局",
                "year": year, "capacity": amount, "capacity_unit": "万千瓦", "unit_cost": cost,
                "unit_cost_unit": "元/千瓦", "investment": amount * cost * 1e-4,
                "annuity": amount * cost * 1e-5}  # fmt: skip

    return pd.DataFrame([row("build", "wind_farm", 2025, 20.0, 6000.0),
                         row("build", "wind_farm", 2026, 50.0, 5800.0),
                         row("retrofit", "coal_flex", 2025, 100.0, 150.0)])  # fmt: skip


def transfers() -> pd.DataFrame:
    """Allowances that coal power buys, and sells in 2026; a grant that is counted."""

    def rows(key: str, zh: str, counted: bool, amounts: tuple[float, ...]) -> Any:
        for year, amount in zip(YEARS, amounts, strict=True):
            yield {"year": year, "transfer": key, "name_zh": zh, "name_en": key, "payer": "power",
                   "receiver": "其他城市", "counted": counted, "metric": "deficit",
                   "metric_zh": "配额缺口", "metric_en": "Deficit", "value": 100.0 * amount,
                   "value_unit": "万吨", "price": 100.0, "price_unit": "元/吨", "amount": amount,
                   "unit": "亿元"}  # fmt: skip

    return pd.DataFrame([*rows("ets", "碳市场", False, (1.0, 2.0, -3.0, 4.0)),
                         *rows("grant", "补贴", True, (1.0, 1.0, 1.0, 1.0))])  # fmt: skip


def steps() -> pd.DataFrame:
    """Both ways of three targets: one price, dearer the tighter, no plan when tighter."""
    common = {"name_zh": "风电装机", "name_en": "Wind capacity", "relation": ">=", "target": 60.0,
              "unit": "万千瓦", "step": 0.6, "step_share": 0.01}  # fmt: skip
    share = {**common, "unit": "%", "step": None, "target": None}
    moves = [
        (common, "A-1", "tighter", 0.012, 0.0), (common, "A-1", "looser", -0.012, 0.0),
        (common, "A-2", "tighter", 3.00004, 0.02), (common, "A-2", "looser", -0.1, -0.01),
        (share, "A-3", "tighter", None, None), (share, "A-3", "looser", 0.0, -0.05),
    ]  # fmt: skip
    return pd.DataFrame(
        [
            {**row, "clause": key, "way": way, "feasible": before is not None, "before": before,
             "after": after, "before_known": before and 1.1 * before, "after_known": after,
             "cost_unit": "亿元, discounted"}
            for row, key, way, before, after in moves
        ]
    )  # fmt: skip


def clauses() -> pd.DataFrame:
    common = {"section": "二(一)", "quote": "风电装机达到 60 万千瓦以上", "metric": "wind",
              "metric_zh": "风电装机", "metric_en": "Wind capacity", "lead": "发改局",
              "partners": "统计局", "how_modelled": "风电装机，2025 年起不低于。",
              "source_cell": "town.xlsx!clauses!A5", "value_source": "given", "own_target": False,
              "confidence": "A",
              "firmness": "hard", "state": "live", "relation": ">=", "unit": "万千瓦"}  # fmt: skip
    lit = [("A-1", 2025, 60.0, 70.0, "green"), ("A-1", 2026, 60.0, 120.0, "green"),
           ("A-2", 2026, 130.0, 120.0, "yellow"), ("A-3", 2027, 300.0, 180.0, "red")]  # fmt: skip
    rows = [
        {**common, "clause": key, "year": year, "target": target, "result": result,
         "slack": result - target, "light": light, "binding": result <= target, "price": 12.5,
         "price_unit": "万元/万千瓦"}
        for key, year, target, result, light in lit
    ]  # fmt: skip
    own = [("A-4", 2026, 40.0, 50.0, "green"), ("A-5", 2026, 100.0, 50.0, "red")]
    rows += [
        {**common, "clause": key, "year": year, "target": target, "result": result,
         "slack": result - target, "light": light, "binding": False, "price": 0.0,
         "price_unit": "万元/万千瓦", "value_source": "missing", "own_target": True}
        for key, year, target, result, light in own
    ]  # fmt: skip
    blank = {"metric": "", "metric_zh": "", "metric_en": "", "relation": None, "unit": None,
             "binding": False}  # fmt: skip
    states = (
        ("B-1", "recorded", "recorded"),
        ("B-2", "not_yet", "not_modelled"),
        ("B-3", "missing", "missing"),
        ("B-4", "unknown", "unknown"),
    )
    for key, state, light in states:
        rows.append({**common, **blank, "clause": key, "state": state, "light": light,
                     "quote": FORMULA, "how_modelled": LINK})  # fmt: skip
    frame = pd.DataFrame(rows)
    frame["year"] = frame["year"].astype("Int64")
    return frame


def prices() -> pd.DataFrame:
    items = (("commodity", "electricity", "电力", "Electricity", "元/千瓦时", 0.42),
             ("adequacy", "noon", "午峰", "Noon", "元/千瓦", 88.0),
             ("emission", "co2", "二氧化碳", "CO2", "元/吨", 35.0))  # fmt: skip
    return pd.DataFrame([
        {"kind": kind, "item": item, "name_zh": zh, "name_en": en, "region": "town", "year": year,
         "price": price, "unit": unit, "low": price / 2, "high": price * 2}
        for kind, item, zh, en, unit, price in items
        for year in YEARS
    ])  # fmt: skip


def metrics() -> pd.DataFrame:
    return pd.DataFrame([
        {"metric": "wind", "name_zh": "风电装机", "name_en": "Wind capacity", "year": year,
         "value": value, "unit": "万千瓦", "direction": "more"}
        for year, value in zip(YEARS, CAPACITY["wind_farm"][1:], strict=True)
    ])  # fmt: skip


def tasks() -> pd.DataFrame:
    return pd.DataFrame([
        {"year": 2026, "lead": "发改局", "partners": "统计局", "task_zh": "新建风电场",
         "task_en": "Build Wind farm", "kind": "build", "item": "wind_farm", "amount": 50.0,
         "cumulative": 70.0, "unit": "万千瓦", "investment": 29.0, "clause": "A-1"},
        {"year": 2025, "lead": "", "partners": "", "task_zh": LINK, "task_en": FORMULA,
         "kind": "clause", "item": "wind", "amount": 60.0, "cumulative": np.nan,
         "unit": "万千瓦", "investment": np.nan, "clause": "A-1"},
    ])  # fmt: skip


def task_book() -> pd.DataFrame:
    rows = tasks().assign(department=["发改局", ""], warning=[63.0, 54.0], abatement=[12.5, np.nan],
                          deadline=["2026-12-31", "2025-12-31"], text=["", FORMULA],
                          light=["", "green"])  # fmt: skip
    others = [
        {"department": "发改局", "lead": "发改局；工信局", "kind": "build", "year": 2026,
         "task_zh": "新建电池", "task_en": "Build Battery", "item": "battery", "amount": 10.0,
         "cumulative": 10.0, "warning": 9.0, "unit": "万千瓦", "investment": 3.0,
         "abatement": -0.5, "clause": "", "partners": "电网", "deadline": "2026-12-31"},
        {"department": "发改局", "lead": "发改局", "kind": "standing", "year": 2026,
         "task_zh": "存量", "task_en": "Standing", "abatement": 4.0},
        {"department": "发改局", "lead": "发改局", "kind": "measure", "clause": "Z-9",
         "task_zh": "加强宣传", "task_en": "Spread the word", "light": "recorded", "text": LINK},
        {"department": "工信局", "lead": "工信局", "kind": "measure", "clause": "Z-8",
         "task_zh": FORMULA, "task_en": FORMULA, "light": "recorded", "text": "@SUM(A1)"},
    ]  # fmt: skip
    return pd.concat([rows, pd.DataFrame(others)], ignore_index=True)


def inputs() -> pd.DataFrame:
    return pd.DataFrame([
        {"table": "processes", "key": "wind_farm", "parameter": "capex", "value": "6000",
         "unit": "元/千瓦", "where": "town.xlsx!processes!M7", "sources": "统计年鉴",
         "confidence": confidence, "note": FORMULA}
        for confidence in ("A", "D")
    ])  # fmt: skip


def findings() -> pd.DataFrame:
    return pd.DataFrame([{"severity": "warning", "where": "town.xlsx!paths!C9", "found": FORMULA,
                          "expected": "a number", "suggestion": "See the handbook."}])  # fmt: skip


def audit() -> pd.DataFrame:
    return pd.DataFrame(
        [("成本合计", "costs", 1e-12, 1e-6, True), ("电力平衡", "balance", 1e-3, 1e-6, False)],
        columns=["check_zh", "check_en", "residual", "tolerance", "ok"],
    )


def base_check() -> pd.DataFrame:
    return pd.DataFrame([
        {"metric": "wind", "name_zh": "风电装机", "name_en": "Wind capacity", "year": 2023,
         "model": 50.0, "known": known, "unit": "万千瓦",
         "difference_percent": 100 * (50 / known - 1), "tolerance_percent": 3.0,
         "ok": known == 50.0, "confidence": "B", "sources": "统计年鉴", "explanation": ""}
        for known in (50.0, 60.0)
    ])  # fmt: skip


def summary() -> Summary:
    table, levels = costs(), totals()
    stage = table.groupby("stage")["discounted"].sum()
    return Summary(
        status="optimal", cost_before_peak=float(stage[1]), cost_after=float(stage[2]),
        peak_year=2025, peak_rows_year=2026, peak_level=max(levels),
        candidates=(Candidate(2025, float(stage[1]) + 3.0, levels, True),
                    Candidate(2026, float(stage[1]), levels, True),
                    Candidate(2024, None, (), False)),
        emissions=levels, reference_emissions=tuple(1.1 * level for level in levels),
        stages=(StageLog("plan", "ipm", 1.5, float(stage[1]), 40),),
        sizes={"rows": 10, "columns": 12, "nonzeros": 40}, ranges={"matrix": (1e-3, 1e3)},
        max_residual=1e-9, unserved={"electricity": 0.5}, met=1, missed_yellow=1, missed_red=1,
        own_met=1, own_missed_yellow=0, own_missed_red=1,
        boundary="属地排放 / territorial", money="2024 年不变价 / real money of 2024",
        resolution="2 个代表日 / 2 days", warnings=("coefficients range widely",),
    )  # fmt: skip
