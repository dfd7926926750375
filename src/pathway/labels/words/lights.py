# ruff: noqa: E501 (a Chinese character counts as two)
"""Lights, verdicts and states, each with its icon."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "light.green": ("✔ 达标", "✔ met"),
    "light.yellow": ("▲ 差10%以内", "▲ within 10 %"),
    "light.red": ("✘ 未达标", "✘ missed"),
    "light.recorded": ("○ 只记录", "○ recorded"),
    "light.not_modelled": ("… 尚未建模", "… not modelled"),
    "light.missing": ("？ 缺目标值", "？ no value"),
    "light.unknown": ("？ 用语未识别", "？ not understood"),
    "light.estimate": ("▲ 估计", "▲ estimate"),
    "past_row": ("已过，只考核", "past: assessed only"),
    "light_rule": ("灯号（发改办环资〔2020〕901号）：✔ 达到目标；▲ 差距不超过目标的10%；✘ 差距超过10%。",
                   "Lights (NDRC 2020 No. 901): ✔ met; ▲ missed by at most 10 % of target; ✘ by more."),
    "check.good": ("✔ 通过", "✔ passed"),
    "check.bad": ("✘ 未通过", "✘ failed"),
    "check.unexplained": ("▲ 差异尚未说明", "▲ difference not explained yet"),
    "severity.error": ("✘ 错误", "✘ error"),
    "severity.warning": ("▲ 提醒", "▲ warning"),
    "severity.note": ("○ 说明", "○ note"),
    "feasible": ("✔ 可行", "✔ feasible"),
    "infeasible": ("✘ 不可行", "✘ infeasible"),
    "status.optimal": ("✔ 已得最优方案", "✔ optimal"),
    "status.within_gap": ("✔ 方案已证明（差距内）", "✔ optimal to a proved gap"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "none": ("无", "none"),
    "nothing": ("本方案没有这方面的内容。", "This plan has nothing to show here."),
}  # fmt: skip
"""Words by key: Chinese, English."""
