# ruff: noqa: E501 (a Chinese character counts as two)
"""Words of the clause ledger: sheet 条款台账 and table ``ledger``."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "sheet.ledger": ("条款台账", "Ledger of clauses"),
    "ask.ledger": (
        "每条原文怎样算、代入本方案的数是多少、是否做到、代价多大、依据在哪、谁负责？",
        "How is each clause reckoned, with which numbers, is it kept, at what price, from which cell, by whom?",
    ),
    "ledger_note": (
        "深色行是条款原文与算法，其下逐年代入本次结果；逐项相加、相除即得“结果”。按“条款”筛选看一条，按“灯号”筛选看未达标的。",
        "A dark row tells the clause and how it is reckoned; each year below it has the numbers of this run. Filter by clause or by light.",
    ),
    "ledger_counts": (
        "登记 {all} 条：{kept} 条写成约束，{watched} 条只列数，{family} 条由模型其他部分保证，{recorded} 条为措施或记录，{open} 条缺值、停用或未识别。",
        "{all} clauses: {kept} as constraints, {watched} shown with their number, {family} kept by other parts of the model, {recorded} measures or records, {open} without value, off or not understood.",
    ),
    "ledger_gap_rule": (
        "“占目标 %”= 余量 ÷ 目标：不小于 0 为 ✔，−10 % 以内为 ▲，更差为 ✘。",
        "Share of target = slack ÷ target: ✔ from 0 up, ▲ down to −10 %, ✘ below.",
    ),
    # headings
    "ledger.formula": ("算法；各年代入的数", "Formula; numbers of each year"),
    "ledger.limit": ("要求", "Asked"),
    "ledger.gap_share": ("占目标 %", "Share of target %"),
    "ledger.steps": ("目标收紧、放松一步的代价", "A step tighter, a step looser"),
    "ledger.text": ("条款原文；指标", "Text; metric"),
    "ledger.cells": ("源单元格", "Source cells"),
    "ledger.departments": ("牵头；配合", "Lead; partners"),
    "ledger.why": ("处理", "How it is kept"),
    # parts of a metric
    "ledger.rest": ("其余 {count} 项", "{count} others"),
    "ledger.more": ("等 {count} 项", " … ({count} in all)"),
    "ledger.of": ("{quantity}（{limits}）", "{quantity} ({limits})"),
    "ledger.without": ("不含{name}", "without {name}"),
    "ledger.by.tce": ("，折标煤", ", in coal equivalent"),
    "ledger.by.co2": ("，折二氧化碳", ", in CO2"),
    "ledger.scope": ("{name} = {rows}", "{name} = {rows}"),
    "ledger.rows": ("；另 {count} 行", "; {count} more rows"),
    "ledger.tagged": ("{names}等 {count} 项", "{names} and others, {count} in all"),
    "ledger.weight": ("，按 {weight} 的权重计入", ", counted with a weight of {weight}"),
    "ledger.less": ("（从中扣除）", " (taken off)"),
    # formulas
    "ledger.sum": ("Σ {years} {name}", "Σ {years} {name}"),
    "ledger.done": ("此前已完成", "done before"),
    "ledger.cut": ("Σ {years}（{base} 年 − 当年）{name}", "Σ {years} ({base} − the year) {name}"),
    "ledger.base_value": ("{year} 年值", "its value in {year}"),
    "ledger.against": ("{name}（较 {year} 年）", "{name} (against {year})"),
    "ledger.this_year": ("当年", "this year"),
    "ledger.last_year": ("上年", "year before"),
    "ledger.undefined": ("无（分母为 0）", "undefined (divided by nought)"),
    "ledger.peak": ("排放最高的年份", "year of the highest emissions"),
    "ledger.highest": ("（最高）", " (highest)"),
    "ledger.of_year": ("{year} 年 {amount}", "{year}: {amount}"),
    "ledger.colon": ("：", ": "),
    "ledger.comma": ("，", ", "),
    "ledger.semicolon": ("；", "; "),
    # limits
    "ledger.limit.about": (
        "“{sense}” {value}，允许偏差 {tolerance}",
        "“{sense}” {value}, tolerance {tolerance}",
    ),
    "ledger.limit.beyond": ("“{sense}” {value}，须略为超出", "“{sense}” {value}, a little beyond"),
    "ledger.limit.growth": (
        "{base} × (1 {sign} {rate} %)^{count}",
        "{base} × (1 {sign} {rate} %)^{count}",
    ),
    "ledger.limit.base": ("{year} 年 {base}，变化 {value}", "{base} in {year}, change {value}"),
    "ledger.limit.keep": ("{year} 年 {base}", "{base} in {year}"),
    "ledger.limit.trend": ("不高于上年", "not above the year before"),
    "ledger.limit.rise": ("不低于上年", "not below the year before"),
    # why a clause has no row in force
    "ledger.why.measure": (
        "只记录：措施类条款，原文没有可计算的数值目标",
        "recorded: a measure without a target to reckon",
    ),
    "ledger.why.by_choice": (
        "只记录：约束性为“记录”，列数不强制",
        "recorded by choice: shown, not enforced",
    ),
    "ledger.why.word": (
        "只记录：“{sense}”不表示某年的目标",
        "recorded: “{sense}” states no target of a year",
    ),
    "ledger.why.no_metric": ("只记录：没有指标", "recorded: no metric"),
    "ledger.why.no_value": (
        "缺目标值：上级未公布或未填，补填后生效",
        "no value: not published or not filled; in force once it is",
    ),
    "ledger.why.not_understood": (
        "用语“{sense}”未识别：只记录，请在用语表中补充",
        "“{sense}” is not understood: recorded; add it to sheet lexicon",
    ),
    "ledger.why.not_yet": ("尚未建模", "not modelled yet"),
    "ledger.why.off": ("停用", "off"),
    "ledger.why.no_year": ("适用年份不在规划期内", "none of its years is one of the plan"),
    "ledger.why.family": ("由模型其他部分保证", "kept by another part of the model"),
    "ledger.why.": ("写成约束", "a constraint of the model"),
    # prices of a step
    "ledger.step.tighter": ("收紧 {step}：{before}", "{step} tighter: {before}"),
    "ledger.step.looser": ("放松 {step}：{before}", "{step} looser: {before}"),
    "ledger.step.no_plan": ("没有方案", "no plan"),
    "ledger.step.costs": (
        "期限前 {before} 万元，期限后 {after} 万元",
        "{before} before the deadline, {after} after it (10⁴ CNY)",
    ),
}
"""Words by key: Chinese, English."""
