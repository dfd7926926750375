"""Table ranking: what stands first, what is said of it, and that the order of rows is no matter."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest

import ranges
import tiny
from pathway.results.ranking import COLUMNS, ranking
from pathway.solve.sweep import sweep

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("cost", "peak", "tasks")


def town(seed: int = 0) -> tiny.Tables:
    """Coal, wind and batteries; ranges for most figures, rows in an order drawn by a seed."""
    sheets = tiny.tables(
        {"last_year": 2027, "peak_from": 2025, "peak_deadline": 2026, "value_of_lost_load": 50},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", existing=4, variable_cost=2, fixed_om=0.5, co2_process=1),
            tiny.plant("wind", expansion="build", capex=9, lifetime=20, availability=0.35),
            tiny.plant("sun", expansion="build", capex=36, lifetime=20, availability=0.1),
        ],
        flows=[tiny.out("coal"), tiny.out("wind"), tiny.out("sun")],
        demands=[tiny.demand("electricity", {2024: 12, 2027: 15})],
        metrics=[tiny.metric("wind", "GW", "capacity", processes="wind", direction="more")],
        clauses=[tiny.clause("E1", "不超过", "wind", value=2, unit="GW", from_year=2025)],
        estimates=[
            ranges.span("processes", "variable_cost", 0.8, 1.2),
            ranges.span("processes", "capex", 0.8, 1.2),
            ranges.span("demands", "years", 0.95, 1.05),
            ranges.span("clauses", "value", 1.5, 2.5, op="=", unit="GW", reason="没有公布"),
            ranges.span("flows", "amount", 1, 1, reason="按定义"),
        ],
    )  # fmt: skip
    draw = random.Random(seed)
    for name in ("processes", "flows", "demands", "estimates"):
        if seed:
            draw.shuffle(sheets[name])
    return sheets


@cache
def table(seed: int = 0) -> pd.DataFrame:
    book = tiny.read(town(seed))
    return ranking(sweep(book, tiny.settings("before-peaking"), solves=50))


def row(table_: str, key: str, parameter: str) -> pd.Series:
    known = table()
    mask = (known["table"] == table_) & (known["key"] == key) & (known["parameter"] == parameter)
    assert mask.sum() == 1
    return known[mask].iloc[0]


def test_every_estimate_has_one_row_and_the_first_are_the_first_of_a_measure():
    known = table()
    assert list(known.columns) == list(COLUMNS)
    assert not known.duplicated(["table", "key", "parameter"]).any()
    for measure in MEASURES:
        first = known[known[f"rank_{measure}"] == 1]
        assert len(first) == 1
        assert first["rank"].iloc[0] <= 3
    ranked = known[known["rank"].notna()]
    best = ranked[[f"rank_{m}" for m in MEASURES]].min(axis=1)
    assert best.is_monotonic_increasing
    assert list(ranked["rank"]) == list(range(1, len(ranked) + 1))


def test_what_does_not_move_and_what_has_no_range_stand_below():
    known = table()
    below = known[known["rank"].isna()]
    assert len(below)
    assert below.index.min() > known[known["rank"].notna()].index.max()
    assert row("flows", "coal:electricity:out", "amount")["how"] == "fixed"
    without = row("processes", "coal", "fixed_om")
    assert (without["how"], without["why"]) == ("no range", "no range given")
    assert without["cost_low"] != without["cost_low"]  # blank


def test_a_row_says_what_moves_which_way():
    coal = row("processes", "coal", "variable_cost")
    assert coal["cost_low"] < 0 < coal["cost_high"]
    assert (coal["low"], coal["high"], coal["value"]) == ("1.6", "2.4", "2")
    demand = row("demands", "electricity_demand", "years")
    assert demand["peak_low"] < 0 < demand["peak_high"]
    clause = row("clauses", "E1", "value")
    assert clause["reason"] == "没有公布"
    assert clause["tasks"] > 1
    assert "wind" in clause["changes_zh"]
    assert "GW" in clause["changes_en"]
    assert clause["where"].startswith("tiny.xlsx!clauses!")


@pytest.mark.parametrize("seed", [1, 2])
def test_ranks_do_not_depend_on_the_order_of_rows(seed):
    mine, other = (t.drop(columns="where") for t in (table(), table(seed)))
    words = [c for c in mine if mine[c].dtype == object and not c.startswith("changes")]
    assert mine[words].astype(str).equals(other[words].astype(str))
    for measure in ("cost_low", "cost_high", "peak_low", "peak_high", "tasks"):
        assert mine[measure].to_numpy(float) == pytest.approx(
            other[measure].to_numpy(float), abs=1e-3, nan_ok=True
        )
