"""Sentences about runs side by side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from pathway.report.compare_parts import Compared, NoResult
from pathway.report.compare_told import sentences
from pathway.report.html.bilingual import EN, ZH


def compared(figures: dict[str, list[float | None]], *failed: NoResult) -> Compared:
    """Runs `base`, `a`, `b` … with some figures; all others are the same."""
    every = {"peak_year": 2030.0, "cost_before_peak": 100.0, "peak_level": 50.0,
             "invested_before": 10.0, "clauses_missed_red": 0.0, "unserved_total": 0.0}  # fmt: skip
    count = len(next(iter(figures.values())))
    keys = ["base", *"abcdefgh"][:count]
    rows = [
        {"figure": figure, "run": key, "value": value, "unit": "亿元",
         "difference": (value or 0.0) - (values[0] or 0.0),
         "percent": 100 * ((value or 0.0) / (values[0] or 1.0) - 1)}
        for figure, usual in every.items()
        for values in [figures.get(figure, [usual] * count)]
        for key, value in zip(keys, values, strict=True)
    ]  # fmt: skip
    runs = [SimpleNamespace(key=key, zh=f"{key}情景", en=key) for key in keys]
    made: Any = SimpleNamespace(runs=runs, tables={"compare_figures": pd.DataFrame(rows)})
    return Compared(made, failed)


def test_highest_and_lowest_with_their_difference() -> None:
    told = list(sentences(ZH, compared({"cost_before_peak": [100.0, 110.0, 95.0, 100.0]})))
    assert told[0] == "4 个方案（含参照）都在 2030 年达峰。"
    assert told[1].endswith(
        "最高 a情景 110.0（+10.0，+10.00 %），最低 b情景 95.0（-5.0，-5.00 %）。"
    )
    assert told[2] == "峰值：各情景都是 50.0 亿元。"


def test_of_one_other_run_there_is_no_highest() -> None:
    told = list(sentences(EN, compared({"cost_before_peak": [100.0, 110.0]})))
    assert "in the reference (base); a 110.0 (+10.0, +10.00 %)." in told[1]
    assert "highest" not in " ".join(told)


def test_peak_years_and_runs_without_one() -> None:
    told = next(sentences(ZH, compared({"peak_year": [2030.0, 2028.0, None, 2030.0]})))
    assert told == "达峰年份：2028 a情景；2030 base情景、c情景；未要求达峰 b情景。"


def test_what_is_missed_is_named_and_many_are_counted() -> None:
    red = compared({"clauses_missed_red": [0.0, 1.0, 0.0], "unserved_total": [0.0, 0.0, 2.0]},
                   NoResult("x", 4, ""))  # fmt: skip
    told = list(sentences(ZH, red))
    assert told[-3:] == [
        "有计划指标未达标（✘）：a情景。",
        "✘ 有缺供：b情景。",
        "✘ 没有可行方案：x。",
    ]
    many = list(sentences(EN, compared({"clauses_missed_red": [1.0] * 9})))
    assert "base, a, b, c, d, e and others, 9 in all" in many[-2]
