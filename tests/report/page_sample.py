"""Sample results with what the page shows beyond the workbook, and texts that would do harm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from sample import clauses, flows, sample_results
from sample_case import YEARS, commodity

from pathway.case.case import Label
from pathway.report.html.page import Facts, write_page

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.results.results import Results

EVIL = '</script><img src=x onerror="window.stolen=1">'
"""A text of a workbook that would run in a careless page."""
LURE = '<a href="javascript:window.stolen=1">truck</a>'
"""A name that a chart might turn into a link."""


def page_results(**changes: Any) -> Results:
    """Results with a ledger, the rows of the peak, a service with two ways, and an audit."""
    results = sample_results()
    tables = {
        "ledger": ledger(), "peak": peak(results), "flows": pd.concat([flows(), freight()]),
        "certificates": certificates(results), "audited": audited(),
    }  # fmt: skip
    goods = {"freight": commodity("freight", Label("货运", "Freight"), "亿吨公里", False)}
    case = replace(results.case, commodities={**results.case.commodities, **goods})
    return replace(results, case=case, tables={**results.tables, **tables, **changes})


def write_sample(folder: Path, results: Results, lang: str = "zh") -> Path:
    """The page of sample results."""
    path = folder / "report.html"
    write_page(results, path, lang, Facts(Label("基准", "Base"), "town/base/1", "town.xlsx"))
    return path


def ledger() -> pd.DataFrame:
    """The clauses as the ledger tells them; A-1 would do harm, B-1 has a lead of its own."""
    rows = clauses().rename(columns={"result": "reached"})
    limits = ["" if pd.isna(target) else f"≥ {target:g}" for target in rows["target"]]
    told = rows.assign(
        result=rows["reached"], reason_zh="写成约束", reason_en="a constraint",
        formula_zh="风电 ÷ 全部", formula_en="Wind ÷ all", scope_zh="", scope_en="",
        numbers_zh="", numbers_en="",
        limit_zh=limits, limit_en=limits, slack_share=0.1, row=rows["clause"], step=0.6,
        step_unit="万千瓦", tighter_before=120.0, tighter_after=0.0, looser_before=-100.0,
        looser_after=0.0,
    )  # fmt: skip
    told.loc[told["clause"] == "A-1", "quote"] = EVIL
    told.loc[told["clause"] == "B-1", ["lead", "partners"]] = ["住建局", ""]
    return told.drop(columns="reached")


def peak(results: Results) -> pd.DataFrame:
    """Rows of the peak by year."""
    levels = results.solution_summary.emissions
    return pd.DataFrame({"year": YEARS, "role": "before", "emissions": levels, "unit": "万吨",
                         "guard_room": 1.0, "guard_price": 0.0})  # fmt: skip


def freight() -> pd.DataFrame:
    """Goods by two ways; the name of one would become a link."""
    ways = {"truck": (LURE, LURE, 40.0), "barge": ("船", "Barge", 10.0)}
    return pd.DataFrame([
        {"commodity": "freight", "commodity_zh": "货运", "commodity_en": "Freight",
         "region": "town", "kind": "process", "item": key, "item_zh": zh, "item_en": en,
         "sector": "transport", "direction": "out", "year": year, "amount": amount,
         "unit": "亿吨公里"}
        for key, (zh, en, amount) in ways.items()
        for year in YEARS
    ])  # fmt: skip


def certificates(results: Results) -> pd.DataFrame:
    """What the cost before peaking is proved to."""
    cost = results.solution_summary.cost_before_peak
    return pd.DataFrame([{"certificate": "before", "cost": cost, "bound": 0.999 * cost,
                          "gap": 0.001, "slack": 0.002, "unit": "亿元"}])  # fmt: skip


def audited() -> pd.DataFrame:
    """An item that is fine and one that is off."""
    return pd.DataFrame([
        {"group": "costs", "group_zh": "成本", "group_en": "Costs", "item": key, "item_zh": key,
         "item_en": key, "residual": residual, "limit": 1e-6, "ok": residual < 1e-6, "where": ""}
        for key, residual in (("terms", 1e-9), ("discount", 1e-3))
    ])  # fmt: skip
