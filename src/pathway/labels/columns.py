"""Columns of the tables in ``tables/``: Chinese, English, and where the unit of a number stands.

A column that sheets show too has its name from there, so that nothing has two names. Columns of
hourly tables that are named ``thing|figure`` are named by what they hold.
"""

from __future__ import annotations

from typing import NamedTuple

from pathway.labels.words import WORDS


class TableColumn(NamedTuple):
    """A column of a table."""

    key: str
    zh: str
    en: str
    units: tuple[str, ...] = ()
    """Columns that hold its unit, the first of them that the table has; or the unit itself."""


NAMES: dict[str, tuple[str, str]] = {
    "process": ("技术", "Process"), "name": ("名称", "Name"), "tags": ("标签", "Tags"),
    "activity": ("活动量", "Activity"), "capacity_unit": ("容量单位", "Unit of capacity"),
    "unit_of_capacity": ("容量单位", "Unit of capacity"),
    "full_load_hours": ("年利用小时", "Full-load hours"), "check": ("校验", "Check"),
    "tolerance": ("容许", "Tolerance"), "ok": ("是否通过", "Passed"),
    "sources": ("来源", "Sources"), "calendar_day": ("日序", "Day of the year"),
    "certificate": ("证明", "Certificate"), "bound": ("下界", "Bound"),
    "slack": ("余量", "Slack"), "row": ("约束行", "Row"),
    "own_target": ("是否自设估计", "Own target"), "date": ("日期", "Date"),
    "days_represented": ("代表天数", "Days represented"), "extreme": ("极端日", "Extreme"),
    "demand": ("需求", "Demand"), "commodity": ("品种", "Commodity"),
    "profile": ("曲线", "Profile"),
    "amount": ("数量", "Amount"), "weight": ("权重", "Weight"), "duration": ("时长", "Duration"),
    "index": ("下标", "Index"), "sense": ("方向", "Sense"), "side": ("边", "Side"),
    "level": ("边界值", "Level"), "dual": ("对偶", "Dual"), "direction": ("方向", "Direction"),
    "key": ("行", "Key"), "unit_cost_unit": ("造价单位", "Unit of cost"),
    "why": ("原因", "Why"), "reason": ("原因", "Reason"), "per": ("除以", "Per"),
    "formula": ("算法", "Formula"), "scope": ("范围", "Scope"),
    "numbers": ("代入的数", "Numbers"), "numerator": ("分子", "Numerator"),
    "numerator_unit": ("分子单位", "Unit of the numerator"), "denominator": ("分母", "Denominator"),
    "denominator_unit": ("分母单位", "Unit of the denominator"), "factor": ("换算系数", "Factor"),
    "offset": ("常数项", "Offset"), "slack_share": ("余量占目标", "Slack by target"),
    "step_unit": ("步长单位", "Unit of the step"),
    "tighter_before": ("收紧：期限前", "Tighter: before"),
    "tighter_after": ("收紧：其后", "Tighter: after"),
    "looser_before": ("放松：期限前", "Looser: before"),
    "looser_after": ("放松：其后", "Looser: after"),
    "tighter_feasible": ("收紧后有方案", "Tighter: a plan is left"),
    "feasible": ("有方案", "A plan is left"), "metric_cells": ("指标单元格", "Cells of the metric"),
    "of_year": ("取自年份", "Of year"), "node": ("节点", "Node"),
    "role": ("与达峰年的关系", "Role"),
    "reference": ("无达峰约束时", "Without the peak rows"),
    "guard_room": ("低于守护线", "Below the guard"),
    "guard_price": ("守护线价格", "Price of the guard"),
    "earlier": ("不得高于哪一年", "May not exceed"), "room": ("约束余量", "Room in its row"),
    "below_peak": ("低于峰值", "Below the peak"),
    "below_peak_percent": ("低于峰值 %", "Below the peak %"), "period": ("时段", "Period"),
    "when": ("何时", "When"), "spread": ("按曲线分摊的用量", "Spread yearly uses"),
    "required": ("要求的可信容量", "Firm capacity required"), "retrofit": ("改造", "Retrofit"),
    "from_process": ("改造前", "From process"), "to_process": ("改造后", "To process"),
    "step_share": ("步长占目标", "Step by target"), "way": ("方向", "Way"),
    "before": ("期限前", "Before the deadline"), "after": ("其后", "After the deadline"),
    "before_known": ("期限前（已知运行方式）", "Before, by known schedules"),
    "after_known": ("其后（已知运行方式）", "After, by known schedules"),
    "holds_share": ("价格成立（占目标）", "Price holds, by target"),
    "holds_to": ("价格成立到", "Price holds to"),
    "changes_share": ("价格改变（占目标）", "Price changes, by target"),
    "changes_to": ("价格改变于", "Price changes at"),
    "changes_feasible": ("改变处有方案", "A plan where it changes"),
    "same_share": ("视为同价的差距", "Alike within"), "store": ("储能", "Store"),
    "start": ("日初", "Start"), "highest": ("最高", "Highest"), "lowest": ("最低", "Lowest"),
    "task": ("任务", "Task"), "transfer": ("转移支付", "Transfer"), "payer": ("付款方", "Payer"),
    "receiver": ("收款方", "Receiver"), "value_unit": ("数量单位", "Unit of the value"),
    "retired_early": ("提前退役", "Retired early"), "commissioned": ("投产年份", "Commissioned"),
    "end_of_life": ("到期年份", "End of life"), "warning": ("预警线", "Warning below"),
    "investment_unit": ("投资单位", "Unit of investment"),
    "abatement": ("当年减排", "CO2 avoided"), "abatement_unit": ("减排单位", "Unit of CO2"),
    "text": ("原文或怎样建模", "Text, or how modelled"),
    "frozen": ("强度不变时的排放", "At unchanged intensity"),
    "avoided": ("减排合计", "CO2 avoided, all"), "department": ("计入部门", "Counts with"),
    "deadline": ("完成期限", "Deadline"), "quantity": ("量", "Quantity"), "part": ("部分", "Part"),
    "reported": ("上报数", "Reported"), "plan": ("方案数", "In the plan"),
}  # fmt: skip
"""Columns that no sheet has a heading for."""

_MONEY, _HOURS = ("unit", "亿元"), ("小时",)
_CAPACITY = ("unit_of_capacity", "capacity_unit", "unit")
UNITS: dict[str, tuple[str, ...]] = {
    "capacity": _CAPACITY, "new": _CAPACITY, "retired": _CAPACITY, "retrofitted_in": _CAPACITY,
    "retrofitted_out": _CAPACITY, "expired": _CAPACITY, "exogenous": _CAPACITY,
    "retired_early": _CAPACITY, "activity": ("unit",), "full_load_hours": _HOURS,
    "amount": ("unit_of_capacity", "unit"), "cumulative": ("unit",), "warning": ("unit",),
    "investment": ("investment_unit", "unit", "亿元"), "annuity": ("unit",),
    "abatement": ("abatement_unit",), "frozen": ("unit",), "avoided": ("unit",),
    "unit_cost": ("unit_cost_unit",), "cost": _MONEY, "discounted": _MONEY,
    "discount_factor": ("1",), "emissions": ("unit",), "reference": ("unit",),
    "guard_room": ("unit",), "room": ("unit",), "below_peak": ("unit",),
    "below_peak_percent": ("%",), "guard_price": ("price_unit",), "price": ("price_unit", "unit"),
    "low": ("unit",), "high": ("unit",), "value": ("value_unit", "unit"), "target": ("unit",),
    "result": ("unit",), "slack": ("unit",), "slack_share": ("1",),
    "numerator": ("numerator_unit",), "denominator": ("denominator_unit",), "factor": ("1",),
    "offset": ("unit",), "step": ("step_unit", "unit", "1"), "step_share": ("1",),
    "tighter_before": ("亿元",), "tighter_after": ("亿元",), "looser_before": ("亿元",),
    "looser_after": ("亿元",), "before": ("cost_unit",), "after": ("cost_unit",),
    "before_known": ("cost_unit",), "after_known": ("cost_unit",), "holds_share": ("1",),
    "holds_to": ("unit",), "changes_share": ("1",), "changes_to": ("unit",), "same_share": ("1",),
    "load": ("unit",), "spread": ("unit",), "required": ("unit",), "start": ("unit",),
    "highest": ("unit",), "lowest": ("unit",), "residual": ("1",), "tolerance": ("1",),
    "limit": ("1",), "bound": ("unit",), "gap": ("1",), "level": ("1",), "dual": ("1",),
    "duration": _HOURS, "weight": ("1",), "days_represented": ("天",), "model": ("unit",),
    "known": ("unit",), "difference_percent": ("%",), "tolerance_percent": ("%",),
    "earlier": ("年",),
}  # fmt: skip
"""Where the unit of a number stands; numbers of a programme's rows have that of the row (1)."""

_LANGUAGES = {"_zh": ("{}（中文）", "{} in Chinese"), "_en": ("{}（英文）", "{} in English")}


def table_column(key: str) -> TableColumn:
    """What a column of a table is called, and where its unit stands.

    Raises:
        KeyError: the catalogue has no such column.
    """
    for ending, (zh, en) in _LANGUAGES.items():
        if key.endswith(ending) and (stem := key.removesuffix(ending)):
            of = table_column(stem)
            return TableColumn(key, zh.format(of.zh), en.format(of.en))
    zh, en = NAMES[key] if key in NAMES else WORDS[key]
    return TableColumn(key, zh, en, UNITS.get(key, ()))
