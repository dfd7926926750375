# ruff: noqa: E501 (a Chinese character counts as two)
"""Findings on the inputs in Chinese, as the screen and the report tell them.

Checks speak English, with the names and numbers of the workbook in it, and tables keep what they
said. Each pattern here is one thing that they say, with gaps; what no pattern knows stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pathway.labels.error_words import ERRORS

PATTERNS: dict[str, str] = {
    **ERRORS,
    # what was found
    "no estimate is meant by {a}: {b}": "{a} 的 {b} 不是估计值",
    "no estimate is meant in sheet {a}: {b}": "{a} 表的 {b} 没有估计值（可信度 C、D）",
    "no estimate is meant {a}: {b}": "没有估计值：{a}，{b}",
    "Delete the row, or look at the confidence of the rows meant.": "删去这一行，或核对所指各行的可信度。",
    "the value used, {a}, lies outside its range": "所用的值 {a} 在给定范围之外",
    "months or hours with {a} steps": "只有 {a} 个时段，却写了月份或小时",
    "actuals that are not used: no year is past": "有实绩，但没有设定哪些年份已经过去，未使用",
    "base year {y} not checked: {b}": "基准年 {y} 未校核：{b}",
    "{a} in {y}": "{y} 年为 {a}",
    "{a} retired in {b}": "{a} 在 {b} 年退役",
    "{a} retrofitted": "{a} 完成改造",
    "{a} built in {b}": "{b} 年建成 {a}",
    "{a} built by {b}": "到 {b} 年建成 {a}",
    "builds of {a} process(es) are not known up to {b}: {c}": "到 {b} 年为止，{a} 项技术的新建量未知：{c}",
    "{a} is a mode of {b} and fills {c}": "{a} 是 {b} 的运行方式，却填写了 {c}",
    "{a} begins in {b}; sheet actuals has figures of {c}": "{a} 从 {b} 年开始，而实绩表有 {c} 年的数",
    "nothing uses {a} by the hour in {b}": "{b} 年没有什么按小时用 {a}",
    "scenario {a}: {b} ({c} row(s))": "情景 {a}：{b}（{c} 行）",
    "metric {a} selects nothing": "指标 {a} 没有选中任何内容",
    "no sense word": "没有用语",
    "sense word {a} is not in sheet lexicon": "用语 {a} 不在用语表中",
    "sense word {a}: {b} cannot be read as it stands": "用语 {a} 中的 {b} 读不懂",
    "sense word {a} states no relation": "用语 {a} 没有说明关系",
    "a value but no metric": "有数值，没有指标",
    "no value, which {a} needs": "{a} 需要数值，但没有填",
    "{a} states no target of a year": "{a} 没有给出某一年的目标",
    "none of its years is one of the plan": "适用年份都不在规划期内",
    "sheet settings has no peak_deadline, so nothing keeps it": "设置表没有达峰期限（peak_deadline），没有约束保证这一条",
    "a peak by {a}; sheet settings says {b}": "条款要求 {a} 年达峰，设置表写的是 {b} 年",
    "a target of {a} that is not the planner's, with confidence D": "{a} 的目标由别处下达，可信度却是 D（估计）",
    "a value beside {a}, which only compares years": "{a} 只比较年份，旁边却有数值",
    "a target {a} times the figure of the base year": "目标是基准年数值的 {a} 倍",
    "a sum from {a} on, and nothing done before {b}": "从 {a} 年起累计，却没有填 {b} 年以前完成多少",
    "{a}, a stock, is added up over years": "{a} 是存量，却按年累加",
    "{a} in {b} was not read": "{b} 中的 {a} 没有读",
    "{a} with firmness {b}": "{a}，约束性为 {b}",
    "process {a} has no flows": "技术 {a} 没有流",
    "nothing puts out {a} in {b}": "{b} 没有什么产出 {a}",
    "{a} has a cost profile but no variable cost": "{a} 有成本曲线，没有变动成本",
    "no cost of unserved {a}": "{a} 没有缺供成本",
    "column {a} holds {b}": "列 {a} 写的是 {b}",
    "a column without a heading": "有一列没有列名",
    'column "{a}" is not known and is ignored': "不认识列“{a}”，已忽略",
    "{a} formula(s) take values from another workbook": "{a} 个公式引用了别的工作簿",
    "this sheet is not known and is ignored": "不认识这张表，已忽略",
    "{a} in {y} does not go together with the other actuals": "{y} 年的 {a} 与其他实绩合不到一起",
    "committed projects of {a} come to {b} in {c}": "{a} 的在建项目到 {c} 年合计 {b}",
    "at most {a}, its potential (capacity_max)": "不超过资源潜力 {a}（capacity_max）",
    "No plan keeps both: raise capacity_max of the process (or its row of sheet paths), or move the project.": "两者不能同时成立：提高该技术的资源潜力（或 paths 表中的那一行），或推后项目。",
    # what is expected
    "about {a}, the nearest that does": "约 {a}，是合得到一起的最近的数",
    "rows of confidence C or D that have this number": "可信度为 C 或 D 的行中有这个数",
    "a range around it": "包含它的范围",
    "setting {a}, the last year with actuals": "设置 {a}：有实绩的最后一年",
    "no earlier than {a}": "不早于 {a} 年",
    "at most {a} a year (build_max)": "每年最多 {a}（build_max）",
    "at most {a} a year": "每年最多 {a}",
    "{a} to {b}, the limits of the workbook": "{a} 至 {b}，工作簿给定的上下限",
    "{a}: committed projects that were due": "{a}：到期应投产的在建项目",
    "figures, or 0 where nothing was built": "填数；没有新建填 0",
    "activity, variable cost and flows only": "只填活动量、变动成本和流",
    "a number for {a}, for the base-year check": "{a} 年的数，供基准年校核",
    "demand, or yearly use with a shape, that firm capacity has to cover": "需要可信容量保证的需求，或带曲线的全年用量",
    "8,760 hourly rows in sheet profiles": "时序表有 8,760 行逐时数据",
    "a reason in column reason": "在“理由”列写明理由",
    "at least one process, demand or series": "至少一项技术、需求或外生序列",
    "a word of the lexicon": "用语表中的词",
    "words of the lexicon": "用语表中的词",
    "the key of a metric": "一个指标的键",
    "the number of the target, with its unit": "目标的数值和单位",
    "a word that does": "给出目标的词",
    "years from {a} to {b}": "{a} 至 {b} 之间的年份",
    "peak_deadline on sheet settings": "在设置表填写 peak_deadline",
    "the number as it was set, with its source": "下达的数值及其来源",
    "no value": "不填数值",
    "a factor of {a} at most": "最多 {a} 倍",
    "what was done before the plan, with base_unit": "规划期以前完成的量及单位（base_unit）",
    "a metric of new capacity; or time 到年 (at) for a stock reached": "用新增量的指标；若指达到的存量，时间写“到年”",
    "预期 (soft), with a price": "预期（soft），并给出价格",
    "约束 (hard)": "约束（hard）",
    "what it takes in or puts out": "它投入或产出什么",
    "a process there with an out flow of it, or a link, for {a} to run": "该区域要有产出它的技术或联络线，{a} 才能运行",
    "the cost that the profile multiplies": "曲线所乘的成本",
    "a value of lost load, if demand may go unserved": "若允许缺供，给出失负荷价值",
    "a heading in rows 2 and 4": "第 2 行和第 4 行的列名",
    "years from 1950 to 2100 or columns of the handbook": "1950 至 2100 年，或手册中的列",
    "{a}columns of the handbook": "手册中的列",
    "columns of the handbook": "手册中的列",
    "values that stand in this workbook": "本工作簿中的数值",
    "a sheet of the handbook": "手册中的表",
    # what to do
    "Correct it or one that it depends on, widen tolerance, or delete it.": "更正这个数，或它所依据的数；或放宽允许偏差；或删去。",
    "Widen the range, or look at the value.": "放宽范围，或核对数值。",
    "They are not used: every step counts.": "未使用：所有时段都计入。",
    "Set {a} in sheet settings, or by a scenario.": "在设置表或情景中填写 {a}。",
    "It happened, so it is held; {a}": "已经发生，照实固定；{a}",
    "earliest_retirement holds for later years.": "最早退役年只管以后各年。",
    "build_max holds for later years.": "年新建上限只管以后各年。",
    "the limits hold for other years.": "上下限只管其他年份。",
    "The rest is due in {a}; move or delete projects that will not come.": "其余在 {a} 年投产；不再建的项目请移动或删除。",
    "They follow at least cost, within the limits of the workbook.": "在工作簿给定的上下限内按成本最低安排。",
    "Not used: write it in the row of the host, or leave mode_of blank.": "未使用：写到宿主那一行，或把 mode_of 留空。",
    "Until then that of {a} is used.": "在那以前用 {a} 年的数。",
    "Look at its tags, sectors and commodities.": "核对标签、部门和品种。",
    "Recorded, not understood: use a word of sheet lexicon, or add this one with its family.": "只记录，未识别：改用用语表中的词，或把它连同类别加入用语表。",
    "The clause is not kept as it stands. Fill the cell; or set firmness to 记录 (recorded), or value_source to 缺 (missing).": "该条款现在没有约束力。请填写该单元格；或把约束性改为“记录”，或把数值来源改为“缺”。",
    "Recorded only. Use 达到, 不低于, 不超过 …; or set firmness to 记录 (recorded).": "只记录。请改用“达到、不低于、不超过”等；或把约束性改为“记录”。",
    "The clause is not kept as it stands: look at from_year, to_year and time.": "该条款现在没有约束力：请核对起止年份和时间。",
    "The year of the settings is kept.": "按设置表的年份执行。",
    "If the number is not published and this one is an estimate, write 缺 (missing): it is then counted apart from the targets of the plan.": "若该数未公布、这里是估计，请写“缺”：将与方案的指标分开统计。",
    "Not read. For a fall or rise by so much write 下降 or 增长, with the base year.": "未采用。若要表示升降多少，请写“下降”或“增长”并给出基年。",
    "Look at the unit, and at the metric.": "核对单位和指标。",
    "Write 0 if it was nothing.": "没有就填 0。",
    "Read as if it were not there: add it to sheet lexicon, or leave it out.": "按没有这个词来读：请加入用语表，或删去。",
    "Kept as the column says.": "按该列执行。",
    "Add rows to sheet flows.": "在“流”表中补充行。",
    "Add a supply process in that region.": "在该区域增加供应技术。",
    "Fill variable_cost; 1 where the profile is the price itself.": "填写变动成本；曲线本身就是价格的填 1。",
    "Demand has to be served in every hour.": "每个小时的需求都必须满足。",
    "Read as {a}.": "读作 {a}。",
    "The column is ignored; give it a heading or move it to a sheet of its own.": "该列已忽略；请加列名，或移到单独的表。",
    "They count as last calculated; type them instead.": "按上次计算的值采用；请改为直接填写。",
    "It may stay.": "可以保留。",
    "Did you mean {a}?": "是否想写 {a}？",
}  # fmt: skip
"""What checks say, with gaps, and the same in Chinese."""

YEAR = r"\d{4}"
COLUMN = "column {a} ({b})"
_NAMED = re.compile(r"column (?P<a>\w+) \((?P<b>[^()]+)\)")
_GAP = re.compile(r"\{([a-z])\}")
_BOTH = re.compile(r"(?s)(.*[\u4e00-\u9fff].*?) / [\x00-\x7f\u2019]+")
_HALF = re.compile(r"(?s)(.*[\u4e00-\u9fff].*?) ?\((?:a unit|an? |unit |such as )[^\uff09]*\)")
_OF_CLAUSE = re.compile(r"(?s)([^\s:]+): (.+)")


def in_chinese(text: str) -> str:
    """A finding in Chinese; the Chinese half of what is said in both; else the text as it is."""
    told = _translated(text)
    if told is not None:
        return told
    of = _OF_CLAUSE.fullmatch(text)
    if of and _said(of[2]):
        return f"{of[1]}：{in_chinese(of[2])}"
    for both in (_BOTH, _HALF):
        if half := both.fullmatch(text):
            return half[1].rstrip()
    return text


def _said(text: str) -> bool:
    """Whether a text has its Chinese."""
    return in_chinese(text) != text


def _translated(text: str) -> str | None:
    for pattern, words in _compiled():
        if found := pattern.fullmatch(text):
            return words.format(**{gap: _inner(part) for gap, part in found.groupdict().items()})
    return None


def _inner(part: str) -> str:
    """What stands in a gap: a name, or something that is said by itself, too."""
    if part in PATTERNS:
        return PATTERNS[part]
    named = _NAMED.fullmatch(part)
    return PATTERNS[COLUMN].format(a=named["a"], b=named["b"]) if named else part


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns as expressions, those with the most words of their own first."""
    longest = sorted(PATTERNS.items(), key=lambda item: -len(_GAP.sub("", item[0])))
    return tuple(
        (_expression(said), words)
        for said, words in longest
    )  # fmt: skip


def _expression(said: str) -> re.Pattern[str]:
    """A pattern as an expression: gaps take anything, gap y a year; all else is itself."""
    parts = _GAP.split(said)
    pieces = (
        f"(?P<{part}>{YEAR if part == 'y' else '.+?'})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
    return re.compile("".join(pieces), re.DOTALL)
