# ruff: noqa: E501 (a Chinese character counts as two)
"""Words of the ranking of estimates."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "rank": ("名次", "Rank"), "estimate_name": ("估计", "Estimate"), "value_used": ("现用值", "Value used"),
    "low": ("低值", "Low"), "high": ("高值", "High"),
    "cost_low": ("低值：期限前成本（亿元）", "Cost before peak at low (10⁸ CNY)"),
    "cost_high": ("高值：期限前成本（亿元）", "Cost before peak at high (10⁸ CNY)"),
    "peak_low": ("低值：峰值（万吨）", "Peak level at low (10⁴ t)"),
    "peak_high": ("高值：峰值（万吨）", "Peak level at high (10⁴ t)"),
    "tasks_moved": ("任务变动（亿元）", "Tasks moved (10⁸ CNY)"),
    "task_changes": ("变动最大的任务", "Largest changes of tasks"),
    "how_had": ("怎样得到", "How it was had"), "why_range": ("范围的理由", "Why this range"),
    "rank_cost": ("按成本", "By cost"), "rank_peak": ("按峰值", "By peak"), "rank_tasks": ("按任务", "By tasks"),
    "no_range": ("未给范围", "no range given"),
    "how.solved": ("✔ 已重新求解", "✔ solved again"), "how.exact": ("✔ 精确，不换基", "✔ exact, same basis"),
    "how.nothing": ("○ 无影响，已证明", "○ no effect, proved"), "how.marginal": ("▲ 一阶估算", "▲ first order"),
    "how.failed": ("？ 没有结果", "？ no answer"), "how.fixed": ("… 定值", "… fixed"),
    "how.no range": ("？ 未给范围", "？ no range"),
    "plan.no plan": ("无可行方案", "no plan"), "plan.unknown": ("？", "?"),
    "ranking_note": ("{days}；基准：期限前成本 {cost:,.1f} 亿元，峰值 {year} 年 {level:,.0f} 万吨。每次只动一个估计，其余不变；变化 = 变动后 − 基准。",
                     "{days}; base: {cost:,.1f} × 10⁸ CNY before the peak deadline, peak {year} at {level:,.0f} × 10⁴ t. One estimate moves at a time; changes are against the base."),
    "ranking_how": ("名次取三项（期限前成本、峰值、任务）中最靠前的一项。任务变动 = 各年新建、改造、提前退役的量之差 × 基准单价，逐年相加。一阶估算：影响较大时实际变化可能不同；逐时曲线（时序表）不在其内。",
                    "The rank is the best of three: cost, peak level, tasks. Tasks moved: differences of builds, retrofits and early retirements of each year at the base's unit costs. First order: large moves may turn out otherwise. Hourly profiles are not among the estimates."),
    "ranking_count": ("共 {all} 个估计：已求解 {solved}，精确 {exact}，证明无影响 {nothing}，一阶 {marginal}，无结果 {failed}，定值 {fixed}，未给范围 {none}。",
                      "{all} estimates: {solved} solved, {exact} exact, {nothing} proved without effect, {marginal} first order, {failed} without answer, {fixed} fixed, {none} without a range."),
}  # fmt: skip
"""Words by key: Chinese, English."""
