"""The ledger: its parts add up to its figures, and its words carry the numbers of the plan."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import town

import phrases
import tiny
from pathway.case.figure import Selection
from pathway.results.results import build_results
from pathway.results.tables.ledger_parts import said
from pathway.results.tables.ledger_words import decimals

if TYPE_CHECKING:
    from pathway.results.results import Results

EXACT = 1e-9
"""Relative difference of a figure and its parts."""


def check_parts(results: Results) -> int:
    """Parts add up to both sides, both sides to the result, all of it as in other tables."""
    ledger, parts = results.tables["ledger"], results.tables["ledger_parts"]
    told = results.tables["clauses"].dropna(subset=["row"]).set_index("row")
    rows = ledger.dropna(subset=["row"]).set_index("row")
    assert list(rows.index) == list(told.index)
    sums = parts.groupby(["row", "side"], sort=False)["value"].sum().unstack()
    sizes = parts.assign(value=parts["value"].abs()).groupby(["row", "side"])["value"].sum()
    sizes = sizes.unstack().reindex(rows.index)
    over = sums["numerator"].reindex(rows.index)
    assert ((over - rows["numerator"]).abs() <= EXACT * sizes["numerator"] + 1e-12).all()
    under = pd.Series(1.0, rows.index)
    if "denominator" in sums:
        under = sums["denominator"].reindex(rows.index).fillna(1.0)
        assert np.allclose(under, rows["denominator"].fillna(1.0).astype(float), rtol=EXACT, atol=0)
    gross = np.maximum(
        rows["factor"].abs() * sizes["numerator"] / under.abs(), rows["offset"].abs()
    )
    reckoned = rows["offset"] + rows["factor"] * over / under
    open_ = told["result"].isna()  # divided by nought
    assert (under[open_] == 0.0).all()
    assert ((reckoned - told["result"]).abs() <= EXACT * gross + 1e-12)[~open_].all()
    for column in ("target", "result", "slack", "light", "binding"):
        assert rows[column].equals(told[column]), column
    return len(rows)


def metric(results: Results, key: str, year: int) -> float:
    found = results.tables["metrics"]
    return float(found[(found["metric"] == key) & (found["year"] == year)]["value"].iloc[0])


def test_every_clause_and_year_is_there_with_its_reason(results) -> None:
    ledger = results.tables["ledger"]
    assert list(dict.fromkeys(ledger["clause"])) == [f"C{n}" for n in range(1, 8)]
    why = ledger.drop_duplicates("clause").set_index("clause")["why"].to_dict()
    assert why == {"C1": "", "C2": "", "C3": "", "C4": "family", "C5": "measure",
                   "C6": "by_choice", "C7": "not_yet"}  # fmt: skip
    blank = ledger[ledger["why"] != ""]
    assert (blank["reason_zh"].str.len() > 3).all()
    assert (blank["reason_en"].str.len() > 3).all()


def test_a_share_is_told_with_its_parts_and_numbers(results, row) -> None:
    """Wind 50 of wind 50 and coal 100: a third, where two fifths are asked for."""
    found = row(results.tables["ledger"], clause="C2")
    assert found["formula_zh"] == "风电装机 ÷ 电力装机"
    assert found["numbers_zh"] == "50.00 万千瓦 ÷ 150.0 万千瓦 = 33.33 %"
    assert found["numbers_en"] == "50.00 10⁴ kW ÷ 150.0 10⁴ kW = 33.33 %"
    assert found["limit_zh"] == "≥ 40.00 %"
    assert (found["numerator"], found["denominator"]) == (
        pytest.approx(metric(results, "wind_capacity", 2025)),
        pytest.approx(metric(results, "power_capacity", 2025)),
    )
    assert found["slack_share"] == pytest.approx((100 / 3 - 40) / 40)
    assert found["light"] == "red"


def test_a_sum_is_told_part_by_part(results, row) -> None:
    found = row(results.tables["ledger"], clause="C3")
    parts = results.tables["ledger_parts"]
    mine = parts[parts["row"] == found["row"]]
    assert set(mine["item_zh"]) == {"煤电", "煤电（改造后）", "炉灶"} & set(mine["item_zh"])
    assert len(mine) >= 2
    assert found["formula_zh"] == "煤炭消费 = " + " + ".join(mine["item_zh"])
    told = found["numbers_zh"].split(" = ")[0].strip("()").split(")")[0].split(" + ")
    assert [float(x) for x in told] == pytest.approx(mine["value"].tolist(), abs=0.06)
    assert mine["value"].sum() == pytest.approx(metric(results, "coal_use", 2025), rel=EXACT)


def test_cells_departments_and_scope_go_with_it(results, row) -> None:
    found = row(results.tables["ledger"], clause="C1")
    value = list(town.TABLES["clauses"][0]).index("value")
    assert value  # the value has a column of its own
    assert found["source_cell"].startswith("town.xlsx!clauses!")
    assert found["source_cell"].endswith("5")
    assert not found["source_cell"].endswith("row 5")  # the cell, not the row
    assert found["metric_cells"] == "town.xlsx!metrics!row 5"
    assert (found["lead"], found["partners"]) == ("能源", "资规；电网")
    assert found["scope_zh"] == "风电装机 = 容量（风电）"
    assert found["scope_en"] == "Wind capacity = capacity (Wind)"


def test_the_peak_is_told_by_the_years_around_it(results, row) -> None:
    found = row(results.tables["ledger"], clause="C4")
    levels = results.solution_summary.emissions
    assert f"{levels[0]:,.1f}" in found["numbers_zh"]
    assert "（最高）" in found["numbers_zh"]
    assert (found["limit_zh"], found["result"]) == ("≤ 2025", 2024)


def test_parts_add_up(results) -> None:
    assert check_parts(results) == 4


# --- all forms, and cities by chance --------------------------------------------------------------


@pytest.fixture(scope="module")
def told() -> Results:
    """A town with clauses of all forms, none of them in force, so that all can be told."""
    rows = [{**row, "firmness": "recorded"} for row in phrases.CLAUSES]
    return build_results(tiny.solve(tiny.case(phrases.town(*rows)), year="deadline"))


def test_every_form_is_told_and_adds_up(told, row) -> None:
    assert check_parts(told) > 100
    ledger = told.tables["ledger"].dropna(subset=["row"])
    for column in ("formula_zh", "formula_en", "numbers_zh", "numbers_en", "limit_zh", "limit_en"):
        assert (ledger[column].str.len() > 2).all(), column
    first = ledger.drop_duplicates("clause").set_index("clause")
    assert first["formula_zh"].to_dict() | FORMULAS == first["formula_zh"].to_dict()
    assert first["limit_zh"].to_dict() | LIMITS == first["limit_zh"].to_dict()


FORMULAS = {
    "intensity": "energy ÷ gdp（较 2020 年） = (oil_demand + sun) ÷ gdp ÷ 2020 年值 − 1",
    "against_plan": "co2（较 2030 年） = co2 ÷ 2030 年值 − 1",
    "coal_peak": "coal（当年） − coal（上年）",
    "added": "Σ 2026—2030 new_store",
    "cut": "coal（当年） − coal（2025）",
    "cut_sum": "Σ 2026—2030（2023 年 − 当年）coal",
    "four": "store（较 2025 年） = store ÷ 2025 年值",
    "response": "store ÷ peak_load",
}
LIMITS = {
    "share": "≥ 17.50 %（“达到…左右” 18 %，允许偏差 0.5 %）",
    "growth_cap": "≤ 220.8 万吨（200.0 万吨 × (1 + 2 %)^5）",
    "points": "≥ 20.00 %（2020 年 15.00 %，变化 5 个百分点）",
    "coal_peak": "不高于上年",
    "intensity": "≤ −13.50 %",
}


@pytest.mark.parametrize("seed", range(4))
def test_parts_add_up_in_cities_by_chance(seed: int) -> None:
    """Any clauses on any demand; what is not in force is told all the same."""
    draw = random.Random(seed)
    rows = [{**row, "firmness": "recorded"} for row in draw.sample(phrases.CLAUSES, 12)]
    sheets = phrases.town(*rows)
    for demand in sheets["demands"]:
        demand[2035] = draw.uniform(1.0, 40.0)
    for process in sheets["processes"]:
        if process["process"] in {"coal_power", "car", "ev"}:
            process["existing"] = draw.uniform(0.5, 60.0)
    results = build_results(tiny.solve(tiny.case(sheets), year="deadline"))
    assert check_parts(results) > 0


def test_parts_of_large_metrics_are_folded() -> None:
    """Twenty works of one sector: as many names as a formula holds."""
    keys = [f"p{n}" for n in range(20)]
    sheets = tiny.tables(
        processes=[tiny.works(k, expansion="unlimited", variable_cost=1, sector=f"部门{n % 9}",
                              activity_min=n + 1, activity_min_unit="万吨")
                   for n, k in enumerate(keys)],
        flows=[tiny.out(k, "cargo") for k in keys],
        demands=[tiny.demand("cargo", 210)],
        metrics=[tiny.metric("m", "万吨", "activity", direction="less")],
        clauses=[tiny.clause("C", "不超过", "m", value=300, unit="万吨")],
    )  # fmt: skip
    results = build_results(tiny.solve(tiny.case(sheets)))
    parts = results.tables["ledger_parts"]
    assert len(parts) == 6
    assert parts["item_zh"].iloc[-1] == "其余 4 项"
    assert parts["value"].sum() == pytest.approx(210.0, rel=EXACT)


@pytest.mark.parametrize(
    ("values", "digits"),
    [([2780], 0), ([712.4, 3], 1), ([51.6], 2), ([1.5], 3), ([0.2257], 4), ([0.99999999], 3),
     ([0], 0), ([12345], 0), ([1e-7], 8)],
)  # fmt: skip
def test_numbers_have_about_four_figures(values: list[float], digits: int) -> None:
    assert decimals(values) == digits


def test_a_tag_without_a_name_is_told_by_what_has_it(results) -> None:
    chosen = Selection("capacity", tags=("nobody_has_it", "!风电"), weight=-1.0)
    words = said(results.case, chosen)
    assert "nobody_has_it" in words.zh
    assert "不含风电" in words.zh
    assert words.zh.endswith("（从中扣除）")
