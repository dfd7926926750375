# ruff: noqa: E501 (a Chinese character counts as two)
"""The one catalogue of words that the report shows: key, Chinese, English, and colours.

Names of technologies, commodities, metrics and departments come from the workbook; here are the
words of the report itself, the groups that charts put technologies in, and the words of units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Group:
    """A group of technologies in charts: the tags that lead to it, its names and colour."""

    key: str
    zh: str
    en: str
    colour: str
    tags: tuple[str, ...] = ()
    role: str = ""
    """``plant`` for power plant, whose capacity adds up; ``flexible`` for what shifts load."""


_GROUPS = (
    Group("nuclear", "核电", "Nuclear", "#B07AA1", ("核电",), "plant"),
    Group("coal_power", "煤电", "Coal power", "#595959", ("煤电",), "plant"),
    Group("gas_power", "气电", "Gas power", "#C8874B", ("气电", "天然气发电"), "plant"),
    Group("waste_power", "垃圾发电", "Waste to energy", "#8C6D5A", ("垃圾发电",), "plant"),
    Group("biomass", "生物质", "Biomass", "#7BA05B", ("生物质",), "plant"),
    Group("hydro", "水电", "Hydro", "#2A6F97", ("水电",), "plant"),
    Group("wind", "风电", "Wind", "#5AA5DC", ("风电",), "plant"),
    Group("pv", "光伏", "Photovoltaics", "#F2B134", ("光伏", "solar"), "plant"),
    Group("import", "受入电力", "Imports", "#A5A5A5", ("受入", "进口", "调入")),
    Group("storage", "储能", "Storage", "#8064A2", ("储能",), "flexible"),
    Group("demand_response", "需求响应", "Demand response", "#3AAFA9", ("需求响应",), "flexible"),
    Group("export", "外送电力", "Exports", "#D0CECE", ("外送", "出口", "调出")),
    Group("heat_supply", "供热", "Heat supply", "#D97B7B", ("供热", "boiler")),
    Group("surplus", "弃用", "Unused surplus", "#E4DFEC"),
    Group("unserved", "缺供", "Unserved demand", "#FF0000"),
)
"""In the order in which charts stack them; a process belongs to the first that it has a tag of."""

_SECTORS = (
    Group("power", "电力", "Power", "#1F4E79"),
    Group("industry", "工业", "Industry", "#8A8635"),
    Group("transport", "交通运输", "Transport", "#B5476D"),
    Group("buildings", "建筑", "Buildings", "#E8A27C"),
    Group("residential", "居民生活", "Residential", "#CD6155"),
    Group("commercial", "商业服务", "Commercial", "#5B4A8A"),
    Group("services", "服务业", "Services", "#5B4A8A"),
    Group("tertiary", "第三产业", "Tertiary industry", "#5B4A8A"),
    Group("agriculture", "农业", "Agriculture", "#A9C24C"),
    Group("supply", "能源供应", "Energy supply", "#BDBDBD"),
    Group("heat", "供热", "Heat", "#B5534F"),
    Group("land", "土地与碳汇", "Land and sinks", "#3E8E41"),
    Group("sinks", "碳汇", "Carbon sinks", "#3E8E41"),
    Group("capture", "碳捕集", "Carbon capture", "#5F7A8A"),
    Group("", "未分部门", "Not of a sector", "#BFBFBF"),
)
"""Words for sectors that workbooks often name so; any other sector shows its own name."""

_BY_KEY = {group.key: group for group in (*_SECTORS, *_GROUPS)}
_PALETTE = (
    "#2F75B5", "#ED7D31", "#7F7F7F", "#FFC000", "#70AD47", "#8064A2", "#C0504D", "#4BACC6",
    "#9E7B4F", "#264478", "#A9D18E", "#F4B183",
)  # fmt: skip
LOAD_COLOUR = "#000000"


def group_of(tags: Iterable[str], sector: str) -> str:
    """Group that charts put a process in: of its tags, or else its sector."""
    known = set(tags)
    for group in _GROUPS:
        if group.key in known or known.intersection(group.tags):
            return group.key
    return sector


def group_order(group: str) -> int:
    """Place of a group in stacks and tables; sectors come last."""
    order = [known.key for known in _GROUPS]
    return order.index(group) if group in order else len(order)


def role_of(group: str) -> str:
    """Role of a group: ``plant``, ``flexible`` or blank."""
    known = _BY_KEY.get(group)
    return known.role if known else ""


def group_word(group: str, lang: str) -> str:
    """Name of a group or sector; its own key where the catalogue has no word for it."""
    known = _BY_KEY.get(group)
    return group if known is None else pick(known.zh, known.en, lang)


def colour_of(group: str, position: int) -> str:
    """Colour of a group or sector; of an unknown one, by its position."""
    if group and group in _BY_KEY:
        return _BY_KEY[group].colour
    return _PALETTE[position % len(_PALETTE)]


def pick(zh: object, en: object, lang: str) -> str:
    """The name in the language, or in the other where it is blank."""
    first, second = (zh, en) if lang == "zh" else (en, zh)
    for name in (first, second):
        if isinstance(name, str) and name:
            return name
    return ""


def label(key: str, lang: str) -> str:
    """Word of the catalogue.

    Raises:
        KeyError: the catalogue has no such key.
    """
    return pick(*_WORDS[key], lang)


def word_of(kind: str, value: str, lang: str) -> str:
    """Word for one of the values that a column may hold; the value itself where there is none."""
    found = _WORDS.get(f"{kind}.{value}")
    return value if found is None else pick(*found, lang)


def unit_word(unit: str, lang: str) -> str:
    """A unit in the language: 万千瓦 is 10⁴ kW in English; unknown words stay as they are."""
    if lang == "zh" or not unit:
        return unit
    return "".join(_unit_part(part) for part in re.split(r"([/·*()])", unit))


def _unit_part(part: str) -> str:
    if part in _UNITS:
        return _UNITS[part]
    for numeral, size in _NUMERALS.items():
        if part.startswith(numeral) and part[len(numeral) :] in _UNITS:
            return f"{size} {_UNITS[part[len(numeral) :]]}"
    return part


_NUMERALS = {
    "百万": "10⁶", "千万": "10⁷", "十万": "10⁵", "万亿": "10¹²", "十亿": "10⁹",
    "万": "10⁴", "亿": "10⁸", "十": "10", "百": "100", "千": "10³",
}  # fmt: skip
_UNITS = {
    "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "瓦": "W", "千瓦时": "kWh", "兆瓦时": "MWh",
    "度": "kWh", "焦": "J", "千焦": "kJ", "兆焦": "MJ", "吉焦": "GJ", "太焦": "TJ",
    "吨标煤": "tce", "千克标煤": "kgce", "克标煤": "gce", "吨": "t", "千克": "kg", "克": "g",
    "元": "CNY", "标箱": "TEU", "标箱公里": "TEU·km", "人": "persons", "人次": "persons",
    "人公里": "person-km", "辆": "vehicles", "车公里": "vehicle-km", "个": "", "座": "",
    "平方米": "m²", "平方公里": "km²", "公顷": "ha", "亩": "mu", "立方米": "m³",
    "吨公里": "t-km", "公里": "km", "米": "m", "小时": "h", "年": "year", "天": "d", "日": "d",
    "倍": "×", "百分点": "pp", "个百分点": "pp",
}  # fmt: skip


_WORDS: dict[str, tuple[str, str]] = {
    # sheets and the question that each answers
    "sheet.overview": ("总览", "Overview"),
    "ask.overview": ("能否如期达峰、哪年达峰、峰值多少、花多少钱、哪些条款没做到？",
                     "Does the city peak in time, when, at what level, at what cost, what is missed?"),
    "sheet.clauses": ("达标", "Clauses"),
    "ask.clauses": ("方案的每一条、每一年：目标多少、做到多少、差多少、代价多大、谁负责？",
                    "Each clause and year: what is asked, reached, missing, its price, who leads?"),
    "sheet.timetable": ("时间表", "Timetable"),
    "ask.timetable": ("每一年建什么、改什么、退什么？",
                      "What is built, retrofitted and retired in which year?"),
    "sheet.roadmap": ("路线图", "Roadmap"),
    "ask.roadmap": ("每项行动、每个部门逐年走到哪一步？",
                    "How far does each action and sector get, year by year?"),
    "sheet.tasks": ("年度任务分解", "Tasks by year"),
    "ask.tasks": ("各部门每年要完成什么、多少、花多少钱、依据哪一条？",
                  "What does each department have to do each year, how much, under which clause?"),
    "sheet.capacity": ("装机", "Capacity"),
    "ask.capacity": ("每年有多少装机与能力、新建多少、退出多少？",
                     "What capacity stands each year, what is built and what leaves?"),
    "sheet.balance": ("平衡", "Balances"),
    "ask.balance": ("电、热、煤、气等每年从哪里来、用到哪里去？",
                    "Where do electricity, heat and fuels come from and go to, year by year?"),
    "sheet.emissions": ("排放", "Emissions"),
    "ask.emissions": ("二氧化碳从哪里来、哪年最高、没有达峰约束会怎样？",
                      "Where does the CO2 come from, when is it highest, and without the peak rows?"),
    "sheet.costs": ("成本", "Costs"),
    "ask.costs": ("每年花多少、花在哪里、各项加起来是否等于优化目标？",
                  "What does each year cost, on what, and do the terms add up to the objective?"),
    "sheet.investment": ("投资", "Investment"),
    "ask.investment": ("每年要投多少、投在什么上、由谁牵头？",
                       "How much is invested each year, in what, led by whom?"),
    "sheet.operation": ("运行", "Operation"),
    "ask.operation": ("典型日和极端日，每个小时靠什么供电？",
                      "What serves the load in each hour of typical and extreme days?"),
    "sheet.prices": ("价格", "Prices"),
    "ask.prices": ("再多要一度电、一千瓦可信容量、一吨排放，要多花多少钱？",
                   "What does one more unit of energy, firm capacity or emissions cost?"),
    "sheet.base_check": ("基准校核", "Base-year check"),
    "ask.base_check": ("模型算出的基准年与统计数对得上吗？",
                       "Does the model reproduce the statistics of the base year?"),
    "sheet.inputs": ("输入快照", "Inputs used"),
    "ask.inputs": ("用了哪些数、在哪个单元格、来自哪里、有多可信？",
                   "Which values were used, from which cell and source, how reliable are they?"),
    "sheet.findings": ("问题", "Findings"),
    "ask.findings": ("输入和求解有哪些需要注意的地方？", "What deserves attention in inputs and solve?"),
    "sheet.audit": ("审计", "Audit"),
    "ask.audit": ("结果经过哪些校验，各差多少？", "Which checks did the results pass, and by how much?"),
    "sheet.ranking": ("估计排序", "Estimates ranked"),
    "ask.ranking": ("哪些估计最要紧：它在合理范围内变动时，期限前成本、峰值和年度任务变多少？",
                    "Which estimates matter: how far do cost, peak and tasks move when they do?"),
    # runs side by side
    "sheet.compare": ("情景对比", "Scenarios compared"),
    "ask.compare": ("各情景的成本、峰值、条款、投资和装机，与参照差多少？",
                    "How do cost, peak, clauses, investment and capacity differ from the reference?"),
    "sheet.compare_changes": ("建设差异", "Builds compared"),
    "ask.compare_changes": ("与参照相比，什么多建、少建、提前、推后，从哪一年起不同？",
                            "What is built or retired more, less, earlier or later, and from which year on?"),
    "sheet.compare_costs": ("成本差异", "Costs compared"),
    "ask.compare_costs": ("与参照相差的成本落在哪些项目上？", "Which items make up the difference in cost?"),
    "sheet.compare_clauses": ("条款对比", "Clauses compared"),
    "ask.compare_clauses": ("各情景里每条是否达标，条款变动值多少钱？",
                            "Is each clause met in each run, and what do moved targets cost?"),
    "sheet.compare_metrics": ("指标对比", "Metrics compared"),
    "ask.compare_metrics": ("期限年和末年，各项指标差多少？", "How do the metrics differ in the deadline's and the last year?"),
    "sheet.compare_inputs": ("输入差异", "Inputs compared"),
    "ask.compare_inputs": ("各情景改了哪些输入？", "Which inputs differ from those of the reference?"),
    "compare_note": ("参照：{reference}。差异 = 该情景 − 参照；成本为折现值，{years}。",
                     "Reference: {reference}. Difference = run less reference; costs are discounted, {years}."),
    "compare_years": ("期限前为 {first}—{deadline} 年，期限后至 {last} 年", "before the deadline: {first}–{deadline}, after it: to {last}"),
    "compare_gap": ("各方案的成本证明到最多 {gap:.3g}% 以内；比这更小的差异没有意义。",
                    "Costs are proved to within {gap:.3g} % at most; smaller differences mean nothing."),
    "compare_unlike": ("✘ 注意：各次运行的 {what} 不同，差异不只来自情景。",
                       "✘ Mind: the runs differ in {what}; not all differences come from the scenario."),
    "unlike.workbook": ("工作簿", "workbook"), "unlike.model": ("模型文件", "model file"),
    "unlike.options": ("求解选项", "options"), "unlike.versions": ("软件版本", "versions"),
    "compare_failed": ("✘ {name}：没有结果（退出码 {code}）。{message}", "✘ {name}: no result (exit code {code}). {message}"),
    "reference_run": ("参照", "reference"), "run": ("情景", "Run"),
    "figures_all": ("关键数字", "Key figures"), "differences": ("与参照之差", "Difference to the reference"),
    "percents": ("与参照之差（%）", "Difference to the reference (%)"),
    "cost_by_term": ("折现成本分项", "Discounted cost by term"), "lights_all": ("条款灯号（各年最差）", "Lights of clauses (worst year)"),
    "terms_differ": ("成本差异分项", "Difference in cost by term"),
    "lights_changed": ("灯号与参照不同或未达标的条款；全部见“条款对比”", "Clauses missed or lit otherwise than in the reference; all on sheet Clauses compared"),
    "lights_alike": ("所有条款在每个情景里都达标。", "Every clause is met in every run."),
    "invested_in": ("投资（全部年份）", "Investment, all years"),
    "built_by": ("主要技术：新建合计", "Main processes: built"), "retired_by": ("主要技术：提前退役合计", "Main processes: retired early"),
    "standing_by": ("主要技术：期限年装机与能力", "Main processes: capacity in the deadline's year"),
    "main_note": ("按投资与差异大小列前 {count} 项；全部见“建设差异”和 tables/。",
                  "The {count} largest by investment and difference; all on sheet Builds compared and in tables/."),
    "other_items": ("其他", "Others"), "emissions_by_year": ("各年二氧化碳排放", "CO2 by year"),
    "parted": ("从哪一年起不同", "First year that differs"),
    "part.tasks": ("建设与退役", "Builds and retirements"), "part.cost": ("当年成本", "Cost of the year"),
    "part.emissions": ("排放", "Emissions"), "part.lights": ("条款灯号", "Lights of clauses"),
    "never": ("各年相同", "no year"), "what_parts": ("最先不同的", "What differs first"),
    "amount_reference": ("参照合计", "Reference, total"), "amount_run": ("该情景合计", "Run, total"),
    "difference": ("差异", "Difference"), "difference_to_deadline": ("期限年前之差", "Difference to the deadline"),
    "shift": ("平均推后（年）", "Later by (years)"), "money_moved": ("变动量折投资（亿元）", "Moved, as investment (10⁸ CNY)"),
    "first_year": ("起始年份", "First year"), "how_differs": ("怎样不同", "How it differs"),
    "how_differs.only_here": ("只在该情景", "only here"), "how_differs.not_here": ("该情景没有", "not here"),
    "how_differs.more": ("更多", "more"), "how_differs.less": ("更少", "less"),
    "how_differs.earlier": ("提前", "earlier"), "how_differs.later": ("推后", "later"),
    "how_differs.other_years": ("年份不同", "other years"),
    "change.build": ("新建", "Build"), "change.retire": ("提前退役", "Retire early"), "change.retrofit": ("改造转入", "Retrofit"),
    "stage_before": ("期限前差异（亿元）", "Before the deadline (10⁸ CNY)"), "stage_after": ("期限后差异（亿元）", "After it (10⁸ CNY)"),
    "both_stages": ("合计差异（亿元）", "Both (10⁸ CNY)"),
    "items_note": ("每个情景列出差异最大的 {count} 项，其余合并；各项之和等于总成本之差。",
                   "The {count} largest of each run, the rest in one row; all add up to the difference in cost."),
    "clause_cost_note": ("目标变动的成本 = 目标之差 × 条款价格 × 折现系数，分别用参照的和该情景的价格算。只有目标变动且全部年份一起优化时，真实的总差额介于两个合计之间；先期限前、后期限后分两步优化时，以及占比类条款，均为一阶估算。价格变动而目标未动的条款也列出。",
                         "Cost of moved targets = move × price of the clause × discount factor, at the price of the reference and at the run's own. Where only targets move and all years are one objective, the true total lies between both sums; with the years before the deadline optimised first, and of shares, they are of the first order. Clauses whose price moves are listed too."),
    "clauses_costs": ("条款变动的成本", "What moved targets cost"),
    "clauses_alike": ("各情景的条款目标与价格都与参照相同。", "Targets and prices of all clauses are those of the reference."),
    "target_reference": ("目标：参照", "Target: reference"), "target_run": ("目标：该情景", "Target: run"),
    "price_reference": ("价格：参照", "Price: reference"), "price_run": ("价格：该情景", "Price: run"),
    "cost_at_reference_price": ("按参照价格（亿元）", "At the reference's price (10⁸ CNY)"),
    "cost_at_own_price": ("按该情景价格（亿元）", "At the run's price (10⁸ CNY)"),
    "shortfall_more": ("软指标缺口成本之差（亿元）", "Missed soft targets (10⁸ CNY)"),
    "value_reference": ("参照取值", "Value: reference"), "value_run": ("该情景取值", "Value: run"),
    "inputs_alike": ("输入与参照相同。", "The inputs are those of the reference."),
    "deadline_year": ("期限年", "deadline's year"), "last_year": ("末年", "last year"),
    "figure.cost_before_peak": ("期限前折现成本", "Discounted cost before the deadline"),
    "figure.cost_after": ("期限后折现成本", "Discounted cost after it"),
    "figure.cost_whole": ("全部年份折现成本", "Discounted cost of all years"),
    "figure.peak_year": ("达峰年份", "Peak year"), "figure.peak_level": ("峰值", "Peak level"),
    "figure.emissions_deadline": ("期限年排放", "CO2 in the deadline's year"),
    "figure.emissions_last": ("末年排放", "CO2 in the last year"), "figure.emissions_sum": ("累计排放", "CO2 of all years"),
    "figure.invested_before": ("期限前投资", "Investment before the deadline"), "figure.invested_after": ("期限后投资", "Investment after it"),
    "figure.price_deadline": ("期限年均价", "mean price, deadline's year"), "figure.unserved_total": ("缺供合计", "unserved, all years"),
    "figure.clauses_met": ("✔ 达标条款", "✔ clauses met"), "figure.clauses_missed_yellow": ("▲ 差10%以内", "▲ missed by at most 10 %"),
    "figure.clauses_missed_red": ("✘ 未达标", "✘ missed"),
    "figure.own_met": ("自设估计目标：达标", "Own targets: met"), "figure.own_missed": ("自设估计目标：未达标", "Own targets: missed"),
    # lights and verdicts
    "light.green": ("✔ 达标", "✔ met"),
    "light.yellow": ("▲ 差10%以内", "▲ within 10 %"),
    "light.red": ("✘ 未达标", "✘ missed"),
    "light.recorded": ("○ 只记录", "○ recorded"),
    "light.not_modelled": ("… 尚未建模", "… not modelled"),
    "light.missing": ("？ 缺目标值", "？ no value"),
    "light.unknown": ("？ 用语未识别", "？ not understood"),
    "light.estimate": ("▲ 估计", "▲ estimate"),
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
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "none": ("无", "none"),
    "nothing": ("本方案没有这方面的内容。", "This plan has nothing to show here."),
    # headings
    "item": ("项目", "Item"), "unit": ("单位", "Unit"), "year": ("年份", "Year"),
    "total": ("合计", "Total"), "plant_total": ("发电装机合计", "Power plant, total"), "figure": ("量", "Figure"), "group": ("类别", "Group"),
    "sector": ("部门", "Sector"), "region": ("区域", "Region"), "technology": ("技术", "Technology"),
    "value": ("取值", "Value"), "kind": ("种类", "Kind"), "note": ("备注", "Note"),
    "lead": ("牵头部门", "Lead"), "partners": ("配合部门", "Partners"), "county": ("所在地", "Place"),
    "clause": ("条款", "Clause"), "section": ("章节", "Section"), "quote": ("原文", "Text"),
    "metric": ("指标", "Metric"), "relation": ("关系", "Is"), "target": ("目标", "Target"),
    "result": ("结果", "Result"), "clause_gap": ("余量+ / 差距−", "Slack +, gap −"), "price_unit": ("价格单位", "Unit of price"),
    "light": ("灯号", "Light"), "binding": ("是否卡住", "Binding"), "price": ("价格", "Price"),
    "firmness": ("约束性", "Firmness"), "state": ("状态", "State"),
    "how_modelled": ("怎样建模", "How modelled"), "value_source": ("目标值来源", "Value from"),
    "confidence": ("可信度", "Confidence"), "source_cell": ("源单元格", "Source cell"),
    "source": ("来源", "Source"), "estimate": ("是否估计", "Estimate"),
    "table": ("表", "Table"), "row_key": ("行", "Row"), "parameter": ("参数", "Parameter"),
    "severity": ("程度", "Severity"), "where": ("位置", "Where"), "found": ("发现", "Found"),
    "expected": ("应为", "Expected"), "suggestion": ("建议", "Suggestion"),
    "model": ("模型值", "Model"), "known": ("实际值", "Known"),
    "explanation": ("说明（来源与差异原因）", "Explanation (origin, and why it differs)"),
    "difference_percent": ("相差 %", "Off by %"), "tolerance_percent": ("允许 %", "Allowed %"),
    "verdict": ("结论", "Verdict"), "day": ("日", "Day"), "hour": ("小时", "Hour"),
    "capacity": ("装机与能力", "Capacity"), "new": ("新建", "New capacity"),
    "retired": ("提前退役", "Retired early"), "expired": ("到期退出", "End of life"),
    "retrofitted_in": ("改造转入", "Retrofitted in"),
    "retrofitted_out": ("改造转出", "Retrofitted out"), "exogenous": ("外生变化", "Exogenous"),
    "investment": ("投资", "Investment"), "unit_cost": ("单位造价", "Unit cost"),
    "cost_unit": ("造价单位", "Unit of cost"),
    "annuity": ("年金（亿元）", "Annuity (10⁸ CNY)"),
    "investment_unit": ("投资（亿元）", "Investment (10⁸ CNY)"),
    "cost": ("当年成本（亿元）", "Cost (10⁸ CNY)"), "term": ("成本分项", "Term"),
    "discount_factor": ("折现系数", "Discount factor"),
    "discounted": ("折现成本（亿元）", "Discounted (10⁸ CNY)"), "stage": ("阶段", "Stage"),
    "task": ("任务", "Task"), "task_kind": ("任务类型", "Kind of task"),
    "task_amount": ("当年数量", "Amount"), "cumulative": ("累计", "Cumulative"),
    "counted": ("计入边界", "Counted"), "source_of_emission": ("排放源", "Source of emissions"),
    "by_group": ("按类别", "by group"), "by_technology": ("按技术", "By technology"),
    "by_sector": ("按部门", "By sector"), "by_kind": ("按种类", "By kind"),
    "by_lead": ("按牵头部门", "By lead department"), "by_source": ("按排放源", "By source"),
    "by_action": ("按行动", "By action"), "every_item": ("逐项明细", "Every item"),
    "no_lead": ("（未写牵头部门）", "(no lead stated)"),
    # ranking of estimates
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
    # clauses tightened and loosened
    "sheet.clauses_tried": ("条款试算", "Clauses tried"),
    "ask.clauses_tried": ("每条目标收紧或放松一步，方案怎样变，变得对不对？",
                          "What does the plan do when a target moves a step, and is that right?"),
    "tried_note": ("{days}；基准：期限前成本 {cost:,.1f} 亿元，峰值 {year} 年 {level:,.0f} 万吨。步长为目标值的 {step:g}%（占比、降幅按其数值计；趋势条款按上年值计；达峰条款为一年），每次只动一条、各年一起动；变化 = 变动后 − 基准。",
                   "{days}; base: {cost:,.1f} × 10⁸ CNY before the peak deadline, peak {year} at {level:,.0f} × 10⁴ t. Step: {step:g} % of the target as stated (shares and changes of their number, trends of last year's figure, the peak by a year); one clause moves at a time, in all its years; changes are against the base."),
    "tried_rules": ("判据：收紧不会省钱，放松不会费钱；成本变化不小于价格×步长（弱对偶），不大于变动后对偶给出的上界；余量大于步长的条款两边都不动；放松总有方案，有代价的软指标收紧时以缺口换取。违反任一条即标 ✘。",
                    "Rules: tighter is never cheaper, looser never dearer; the cost rises by price × step at least (weak duality) and by what the duals of the variant say at most; a clause beyond its target by more than the step changes nothing; looser leaves a plan, a tighter soft clause misses more. Whatever breaks one is marked ✘."),
    "tried_count": ("共 {clauses} 条、{all} 次变动：求解 {solved}，精确不换基 {exact}，无步长 {nothing}，无结果 {failed}；违反判据 {broken}，因守护线 {guard}，收紧后无方案 {no_plan}。由约束族按他表数值保证、此处不动：{elsewhere}。",
                    "{clauses} clauses, {all} moves: {solved} solved, {exact} exact on the same basis, {nothing} without a step, {failed} without answer; {broken} break a rule, {guard} by the guard, {no_plan} leave no plan when tighter. Kept by a family with a number of another sheet, and not moved here: {elsewhere}."),
    "target_year": ("最紧年份", "Tightest year"), "step_to": ("收紧到", "Tighter"),
    "price_step": ("价格×步长（亿元）", "Price × step (10⁸ CNY)"),
    "tighter_cost": ("收紧：期限前成本（亿元）", "Tighter: cost before peak (10⁸ CNY)"),
    "tighter_after": ("收紧：其后成本（亿元）", "Tighter: cost after (10⁸ CNY)"),
    "tighter_peak": ("收紧：峰值（万吨）", "Tighter: peak level (10⁴ t)"),
    "tighter_year": ("收紧：达峰年", "Tighter: peak year"),
    "tighter_verdict": ("收紧：判断", "Tighter: verdict"),
    "looser_cost": ("放松：期限前成本（亿元）", "Looser: cost before peak (10⁸ CNY)"),
    "looser_after": ("放松：其后成本（亿元）", "Looser: cost after (10⁸ CNY)"),
    "looser_peak": ("放松：峰值（万吨）", "Looser: peak level (10⁴ t)"),
    "looser_year": ("放松：达峰年", "Looser: peak year"),
    "looser_verdict": ("放松：判断", "Looser: verdict"),
    "why_verdict": ("依据", "Why"),
    "way.tighter": ("收紧", "tighter"), "way.looser": ("放松", "looser"),
    "way.higher": ("上调", "higher"), "way.lower": ("下调", "lower"),
    "verdict.still": ("… 无步长", "… no step"), "verdict.slack": ("○ 有余量", "○ slack"),
    "verdict.free": ("○ 无代价", "○ free"), "verdict.priced": ("✔ 按价格变动", "✔ priced"),
    "verdict.reached": ("✔ 超出已达到的", "✔ beyond what is reached"),
    "verdict.missed": ("✔ 缺口变动", "✔ shortfall moves"), "verdict.no plan": ("▲ 无可行方案", "▲ no plan"),
    "verdict.guard": ("▲ 守护线移动", "▲ guard moves"), "verdict.broken": ("✘ 违反判据", "✘ breaks a rule"),
    "verdict.unknown": ("？ 没有结果", "？ no answer"),
    "rule.side": ("方向", "side"), "rule.price": ("价格", "price"), "rule.slack": ("余量", "slack"),
    "rule.plan": ("应有方案", "a plan"),
    "judged.still": ("目标为零或已到窗口一端，没有可移动的一步。", "The target is nought, or at the end of its window: there is no step."),
    "judged.slack": ("{year} 年最紧：结果 {result}，目标 {target} {unit}，余量大于一步，不应变化，也没有变化。",
                     "Tightest in {year}: {result} against {target} {unit}, beyond it by more than the step; nothing should change, and nothing does."),
    "judged.free.tighter": ("收紧没有代价：同样成本即可做到。", "Tighter costs nothing: it is had at the same cost."),
    "judged.free.looser": ("该目标没有价格，放松不省钱。", "The target has no price: looser saves nothing."),
    "judged.free.higher": ("没有价格，上调不改变成本。", "No price: higher changes no cost."),
    "judged.free.lower": ("没有价格，下调不改变成本。", "No price: lower changes no cost."),
    "judged.priced.tighter": ("目标卡住：多花 {cost} 亿元，不小于价格×步长 {price_step}。", "It binds: {cost}, no less than price × step, {price_step} (10⁸ CNY)."),
    "judged.priced.looser": ("目标卡住：变化 {cost} 亿元，节省不大于价格×步长 {price_step}。", "It binds: {cost}, a saving of no more than price × step, {price_step} (10⁸ CNY)."),
    "judged.priced.higher": ("变化 {cost} 亿元，不小于价格×步长 {price_step}。", "{cost}, no less than price × step, {price_step} (10⁸ CNY)."),
    "judged.priced.lower": ("变化 {cost} 亿元，不小于价格×步长 {price_step}。", "{cost}, no less than price × step, {price_step} (10⁸ CNY)."),
    "judged.reached": ("现在没有价格；移动后的目标超出方案本来达到的 {result} {unit}，变化 {cost} 亿元。",
                       "No price as it stands; the moved target is beyond the {result} {unit} that the plan reaches anyway: {cost} (10⁸ CNY)."),
    "judged.missed": ("软指标：各年缺口合计 {missed} → {missed_moved} {missed_unit}，按其代价计入；变化 {cost} 亿元。",
                      "Soft: what is missed goes from {missed} to {missed_moved} {missed_unit} over the years, at its price: {cost} (10⁸ CNY)."),
    "judged.no plan": ("做不到：即使不要求达峰，{reached_year} 年也只能到 {reached} {unit}，而要求 {reached_asked}。",
                       "Out of reach: even without a peak {reached_year} gets to {reached} {unit}, and {reached_asked} is asked for."),
    "judged.no plan.peak": ("不要求达峰时做得到，加上达峰约束就没有方案。", "Within reach without the peak; with its rows there is no plan."),
    "judged.guard": ("违反判据“{rules}”只因守护线移动：把达峰前排放守在基准的参照上，变化为 {held} 亿元。",
                     "The rule on {rules} fails only because the guard moves: with the guard of the base the change is {held} (10⁸ CNY)."),
    "judged.broken": ("违反判据“{rules}”：变化 {cost} 亿元，下界 {price_step}+守护线 {guard}，上界 {at_most}。需追查。",
                      "Breaks the rule on {rules}: {cost}, at least {price_step} and {guard} by the guard, at most {at_most} (10⁸ CNY). To be traced."),
    "judged.unknown": ("求解器没有给出结果。", "The solver gave no answer."),
    "judged.peak.free.tighter": ("提前一年达峰不多花钱。", "Peaking a year earlier costs nothing."),
    "judged.peak.free.looser": ("不要求达峰时方案相同：达峰约束不起作用。", "Without any peak the plan is the same: the peak does not bind."),
    "judged.peak.reached.tighter": ("提前一年达峰，变化 {cost} 亿元，不会为负。", "A year earlier: {cost} (10⁸ CNY), never negative."),
    "judged.peak.reached.looser": ("完全不要求达峰，变化 {cost} 亿元：这是达峰约束的全部代价。", "No peak asked for at all: {cost} (10⁸ CNY), all that the peak costs."),
    # overview
    "status": ("求解状态", "Status"), "peak_year": ("达峰年", "Peak year"),
    "peak": ("峰值", "Peak"), "cost_before_peak": ("期限前成本（折现）", "Cost before peaking"),
    "cost_after": ("期限后成本（折现）", "Cost after"),
    "cost_until": ("{first}—{last} 年", "{first} to {last}"),
    "peak_level_note": ("峰值 {level:,.0f} {unit}", "at {level:,.0f} {unit}"),
    "clauses_met": ("计划指标达标", "Plan targets met"),
    "plan_targets": ("计划指标", "Targets of the plan"),
    "own_targets": ("自设估计目标", "Own targets (estimates)"),
    "targets_met": ("{term} {met}/{all} 达标", "{term}: {met} of {all} met"),
    "own_targets_note": ("自设估计：方案未给数值（或上级下达值、标杆值未见公布），目标值由编制组估计，达标数不算作方案的指标。",
                         "Own estimate: the plan gives no number, or refers to one that is not published; the planner's number is no target of the plan."),
    "unserved": ("缺供", "Unserved"), "unserved_note": ("各年合计，应为零", "over all years; should be nil"),
    "unserved_alarm": ("缺供：{name} 各年合计 {amount:,.4g} {unit}",
                       "Unserved demand: {name}, {amount:,.4g} {unit} over all years"),
    "key_figures": ("关键指标", "Key figures"),
    "emission_path": ("二氧化碳排放路径", "CO2 emissions"),
    "emissions": ("二氧化碳排放", "CO2 emissions"),
    "emissions_plan": ("二氧化碳排放（本方案）", "CO2 emissions, plan"),
    "emissions_reference": ("二氧化碳排放（无达峰约束）", "CO2 emissions without the peak rows"),
    "costs_of_year": ("当年成本", "Cost of the year"), "used": ("用", "Used"),
    "supplied": ("供", "Supplied"), "clause_lights": ("条款达标一览", "Clauses at a glance"),
    "candidates": ("各达峰年的代价", "What each peak year costs"),
    "proof_gap": (
        "{what}，证明：任何方案都不低于 {bound:,.2f} {unit}；本方案 {cost:,.2f} {unit}，"
        "差距至多 {gap:.3%}（上下界经 {steps} 步收拢）。",
        "{what}, proved: no plan has less than {bound:,.2f} {unit}; this one has {cost:,.2f} "
        "{unit}, at most {gap:.3%} more (bounds drawn together in {steps} steps).",
    ),
    "proof_exact": (
        "{what}，证明：任何方案都不低于 {bound:,.2f} {unit}，即本方案的数字。",
        "{what}, proved: no plan has less than {bound:,.2f} {unit}, which is what this one has.",
    ),
    "cost_whole": ("全部年份成本（折现）", "Cost of all years (discounted)"),
    "candidates_note": ("要求最迟在该年达峰、其后不再上升时，期限前的折现成本。",
                        "Discounted cost before the deadline if emissions never rise after that year."),
    "candidates_gap": (
        "各年方案都只证明到差距以内：相差不到 {room:,.2f} {unit} 的，分不出高低。",
        "Each plan is proved to a gap: differences below {room:,.2f} {unit} tell nothing.",
    ),
    "more_than_plan": ("比本方案多", "More than the plan"),
    "settings": ("口径与求解", "Settings and solve"), "boundary": ("排放边界", "Emission boundary"),
    "money": ("计价口径", "Money"), "resolution": ("时间分辨率", "Time resolution"),
    "max_residual": ("最大相对违反量", "Largest relative violation"), "warning": ("提醒", "Warning"),
    # clauses, tasks, timetable, roadmap
    "clause_note": ("价格：目标再提高一个单位，当年要多花多少（不折现）；空格表示该条没有目标值或不强制。",
                    "Price: what one more unit of ambition costs in that year; blank if not enforced."),
    "firmness.hard": ("约束", "hard"), "firmness.soft": ("预期", "soft"),
    "firmness.recorded": ("记录", "recorded"),
    "state.live": ("生效", "live"), "state.family": ("由约束族保证", "by a family"),
    "state.recorded": ("记录", "recorded"), "state.missing": ("缺目标值", "no value"),
    "state.not_yet": ("尚未建模", "not modelled"), "state.off": ("停用", "off"),
    "state.unknown": ("用语未识别", "not understood"),
    "value_source.given": ("文本给出", "given"), "value_source.set_above": ("上级下达", "set above"),
    "value_source.benchmark": ("标杆", "benchmark"), "value_source.missing": ("未给数值", "no number"),
    "value_source.own": ("自设估计", "own estimate"),
    "task.build": ("新建", "Build"), "task.retire": ("退役", "Retire"),
    "task.retrofit": ("改造", "Retrofit"), "task.clause": ("条款目标", "Clause target"),
    "task.project": ("在建项目", "Project"),
    "task_note": ("数量为当年投产、改造或退役的量；条款目标为当年应达到的水平。可按年份、部门筛选。",
                  "Amounts come on line, change or leave in the year; targets are levels. Use the filters."),
    "timetable_note": ("新建含在建项目；退役各行淡色为在役容量。",
                       "New capacity includes committed projects; pale cells are units standing."),
    "legend": ("图例", "Legend"), "bar.build": ("新建投产", "New"),
    "bar.project": ("在建项目投产", "Committed"), "bar.retrofit": ("改造", "Retrofit"),
    "bar.retire": ("提前退役", "Retired early"), "bar.expire": ("到期退出", "End of life"),
    "bar.standing": ("在役", "Standing"), "on_line": ("投产", "on line"),
    "milestone": ("里程碑", "Milestone"),
    "on_year_before": ("（较上年变化）", " (change on the year before)"),
    "asked": ("　其中要求", "  asked"),
    "roadmap_note": ("每条下面灰字为方案要求。", "Grey lines below show what the plan asks for."),
    # balance, emissions, costs
    "balance_gap": ("供用差额", "Supplied less used"),
    "not_counted": ("不计入边界的排放", "Emissions outside the boundary"),
    "boundary.territorial": ("属地排放", "territorial"),
    "boundary.with_imports": ("属地排放加净调入电力", "territorial and net imported electricity"),
    "emission.combustion": ("燃料燃烧", "Combustion"), "emission.process": ("工艺过程", "Process"),
    "emission.sink": ("碳汇", "Sinks"), "emission.captured": ("捕集", "Captured"),
    "emission.imported": ("调入电力", "Imported electricity"),
    "costs_discounted": ("折现成本", "Discounted cost"),
    "transfers": ("转移支付（不计入资源成本）", "Transfers (no cost of resources)"),
    "transfers_note": ("各方之间的付款：一方付出即另一方收入，不消耗资源，故不计入成本合计与优化目标；按方案结果乘以当年价格算出，负数表示反向收款。",
                       "What one party pays another receives: no resource is used up, so it is in neither the costs nor the objective; computed on the plan at the price of the year; negative amounts flow back."),
    "transfer_counted": ("已计入优化目标", "counted in the objective"),
    "transfers_counted_note": ("标明“已计入优化目标”的，在上面各成本表中另列一项；资源成本为其余各项之和。",
                               "Those counted in the objective are a term of their own in the cost tables above; the other terms are the cost of resources."),
    "transfer_metric": ("计价量：{metric}", "Paid on: {metric}"),
    "costs_add_up": ("各项之和与优化目标", "Terms against the objective"),
    "stage.1": ("第一阶段：到达峰期限", "Stage 1: to the peak deadline"),
    "stage.2": ("第二阶段：期限之后", "Stage 2: after the deadline"),
    "terms_sum": ("各项之和", "Sum of terms"), "objective": ("优化目标", "Objective"),
    "gap": ("差", "Gap"),
    "investment_note": ("当年投产项目的静态投资，不变价；年金为计入成本的每年还本付息。",
                        "Overnight investment of what comes on line; the annuity is what costs include."),
    # operation and prices
    "operation_note": ("选择年份和日期（黄色单元格下拉），图随之变化；柱在轴上为供、轴下为充电、外送与弃用，黑线为负荷。",
                       "Choose year and day in the yellow cells; bars above supply, below charge or export."),
    "choose_year": ("选择年份 ▶", "Choose a year ▶"), "choose_day": ("日期 ▶", "Day ▶"),
    "chosen_day": ("所选日的逐时平衡", "The chosen day by the hour"),
    "milestone_days": ("里程碑年份的典型日与极端日", "Typical and extreme days of milestone years"),
    "hours": ("逐时数据", "Hours"), "load": ("负荷", "Load"), "days": ("天", "days"),
    "typical_day": ("典型日", "typical"), "day.peak load": ("最大负荷日", "peak load"),
    "day.scarcity": ("新能源最缺日", "scarcest supply"),
    "day.winter": ("冬季典型日", "typical of winter"), "day.spring": ("春季典型日", "typical of spring"),
    "day.summer": ("夏季典型日", "typical of summer"),
    "day.autumn": ("秋季典型日", "typical of autumn"),
    "price_note": ("均为不折现、不变价的边际价格：再多要一个单位，当年要多花多少。",
                   "Marginal prices of the year, real and undiscounted: the cost of one more unit."),
    "price.commodity": ("品种价格", "Commodities"),
    "price.adequacy": ("可信容量价格", "Firm capacity"),
    "price.potential": ("资源潜力的价值", "Worth of potentials"),
    "price.emission": ("二氧化碳价格", "CO2"),
    "of_price.price": ("均价", "mean"), "of_price.low": ("最低时", "lowest hour"),
    "of_price.high": ("最高时", "highest hour"),
    # base check, inputs, findings, audit
    "base_check_count": ("{all} 项中 {good} 项在允许偏差之内。", "{good} of {all} figures are within bounds."),
    "inputs_count": ("共 {all} 个取值，其中 {guessed} 个是估计（可信度 D），应由主管部门替换。",
                     "{all} values, {guessed} of them estimates (D) that departments should replace."),
    "findings_count": ("输入检查共 {all} 条。", "{all} findings on the inputs."),
    "run_warnings": ("求解提醒", "Warnings of the run"),
    "checks": ("结果自检", "Checks of the results"),
    "audit_note": ("由本程序在结果表上重算得出。残差为相对值。",
                   "Computed again by this program on the tables of results; residuals are relative."),
    "check": ("校验", "Check"), "residual": ("残差", "Residual"), "limit": ("容许", "Limit"),
    "check.rows": ("逐行重算约束与边界的最大违反量", "Rows and bounds evaluated again: largest violation"),
    "check.after_peak": ("达峰年之后排放不超过峰值", "Emissions stay at or below the peak after it"),
    "stages": ("求解阶段", "Stages of the solve"), "method": ("方法", "Method"),
    "seconds": ("秒", "Seconds"), "iterations": ("迭代", "Iterations"), "solved": ("结果", "Status"),
    "programme": ("规划问题的规模与数值范围", "Size and ranges of the programme"),
    "size.rows": ("约束行数", "Rows"), "size.columns": ("变量数", "Columns"),
    "size.nonzeros": ("非零元数", "Nonzeros"),
    "range.matrix": ("系数范围", "Coefficients"), "range.cost": ("目标系数范围", "Costs"),
    "range.bounds": ("边界范围", "Bounds"), "range.rhs": ("右端项范围", "Right-hand sides"),
    # audit: groups, then rows, bounds and other items of the second implementation
    "audited": ("独立审计", "Independent audit"),
    "audited_note": ("另一套程序只读工作簿与结果表、不用模型重算得出。残差为相对值。",
                     "Reckoned again by a second program from workbook and tables alone; residuals are relative."),
    "audit_group": ("类别", "Group"), "audit_item": ("内容", "Item"), "audit_where": ("最大处", "Where it is largest"),
    "audit.group.files": ("文件", "Files"), "audit.group.time": ("时段", "Time"),
    "audit.group.stock": ("存量", "Stock"), "audit.group.limits": ("建设与活动量限制", "Limits"),
    "audit.group.balance": ("平衡", "Balances"), "audit.group.operation": ("运行", "Operation"),
    "audit.group.storage": ("储能", "Storage"), "audit.group.adequacy": ("可信容量", "Firm capacity"),
    "audit.group.emissions": ("排放与达峰", "Emissions and peak"), "audit.group.metrics": ("指标", "Metrics"),
    "audit.group.clauses": ("条款", "Clauses"), "audit.group.costs": ("成本", "Costs"),
    "audit.group.tables": ("其他结果表", "Other tables"), "audit.group.optimality": ("最优性证明", "Proof of optimality"),
    "audit.group.prices": ("价格", "Prices"),
    "audit.readable": ("结果表可读", "Tables can be read"),
    "audit.workbook": ("工作簿未变", "The workbook is that of the run"),
    "audit.tables_unchanged": ("结果表未变", "Tables are those of the manifest"),
    "audit.steps": ("时段、时长与权重", "Steps, durations and weights"),
    "audit.rows": ("逐时表的行", "Rows of hourly tables"),
    "audit.profiles": ("曲线与工作簿一致", "Profiles are those of the workbook"),
    "audit.weights": ("代表日代表全年", "Days stand for the whole year"),
    "audit.means": ("曲线均值保持", "Profiles keep their means"),
    "audit.bounds": ("曲线在原范围内", "Profiles stay within their bounds"),
    "audit.extremes": ("极端日保留", "Extreme days are kept"),
    "audit.c_capacity": ("容量 = 存量 + 机组 + 寿命内新建", "Capacity = existing + units + builds in life"),
    "audit.c_unit": ("机组逐年滚存", "Units roll forward"),
    "audit.c_retrofit_share": ("改造不超过可改比例", "Retrofits within their share"),
    "audit.c_retrofit_limit": ("改造不超过年上限", "Retrofits within their yearly limit"),
    "audit.v_capacity": ("容量非负", "Capacity is not negative"), "audit.v_build": ("新建非负", "Builds are not negative"),
    "audit.v_unit": ("机组容量非负、到期退出", "Units: not negative, none after their life"),
    "audit.v_retire": ("提前退役在允许年份之后", "Early retirement only when allowed"),
    "audit.v_retrofit": ("改造在允许年份之内", "Retrofits only when allowed"),
    "audit.nothing_else": ("不允许之处没有数值", "Nothing where nothing may be"),
    "audit.changes": ("新建、退役、改造、到期逐项", "What came and what left"),
    "audit.start": ("期初容量", "Capacity at the start"),
    "audit.c_potential": ("不超过资源潜力", "Within the potential"),
    "audit.c_capacity_floor": ("不低于容量下限", "At or above the floor"),
    "audit.c_build_limit": ("不超过年新建上限", "Builds within their limit"),
    "audit.c_growth": ("不超过增速上限", "Builds grow within their limit"),
    "audit.c_committed": ("在建项目按期投产", "Committed projects are online"),
    "audit.c_listed": ("不超过项目库", "No more than the project list"),
    "audit.c_activity_max_hourly": ("年活动量上限（逐时技术）", "Yearly activity limit, hourly plant"),
    "audit.c_activity_min_hourly": ("年活动量下限（逐时技术）", "Least yearly activity, hourly plant"),
    "audit.c_activity_max_yearly": ("年活动量上限（逐年技术）", "Yearly activity limit, yearly plant"),
    "audit.c_activity_min_yearly": ("年活动量下限（逐年技术）", "Least yearly activity, yearly plant"),
    "audit.c_hours_max_hourly": ("年利用小时上限（逐时技术）", "Full-load hours limit, hourly plant"),
    "audit.c_hours_min_hourly": ("年利用小时下限（逐时技术）", "Least full-load hours, hourly plant"),
    "audit.c_hours_max_yearly": ("年利用小时上限（逐年技术）", "Full-load hours limit, yearly plant"),
    "audit.c_hours_min_yearly": ("年利用小时下限（逐年技术）", "Least full-load hours, yearly plant"),
    "audit.c_balance_hour": ("逐时平衡", "Hourly balances"), "audit.c_balance_year": ("逐年平衡", "Yearly balances"),
    "audit.c_spread": ("逐年用量分到各小时", "Yearly use spread over the hours"),
    "audit.c_activity": ("逐时合计等于全年", "Hours add up to the year"),
    "audit.c_activity_committed": ("逐时合计等于全年（含最小出力）", "Hours add up to the year, minimum load included"),
    "audit.c_activity_store": ("放电合计等于全年", "Discharge adds up to the year"),
    "audit.flows_close": ("流量表收支相等", "Table flows closes"),
    "audit.v_activity": ("活动量非负", "Activity is not negative"), "audit.v_spread": ("分时用量", "Spread use"),
    "audit.v_unserved": ("缺供非负", "Unserved demand is not negative"), "audit.v_surplus": ("弃用非负", "Surplus is not negative"),
    "audit.v_unserved_year": ("全年缺供非负", "Unserved yearly demand is not negative"),
    "audit.v_surplus_year": ("全年弃用非负", "Yearly surplus is not negative"),
    "audit.c_available": ("出力不超过可用", "Output within what is available"),
    "audit.c_fixed": ("按曲线出力", "Output exactly as available"), "audit.c_flat": ("恒定出力", "Flat output"),
    "audit.c_flat_available": ("恒定出力不超过可用", "Flat output within what is available"),
    "audit.c_committed_capacity": ("开机容量不超过可用", "Committed capacity within what is available"),
    "audit.c_above_minimum": ("出力在最小出力与开机容量之间", "Output between minimum load and committed capacity"),
    "audit.c_committed_available": ("开机后出力不超过曲线", "Committed output within the profile"),
    "audit.c_ramp_up": ("向上爬坡", "Ramps up"), "audit.c_ramp_down": ("向下爬坡", "Ramps down"),
    "audit.c_link": ("线路不超过容量", "Links within their capacity"),
    "audit.c_activity_capacity": ("逐年活动量不超过容量", "Yearly activity within capacity"),
    "audit.v_dispatch": ("最小出力以上非负", "Output above the minimum is not negative"),
    "audit.v_committed": ("开机容量非负", "Committed capacity is not negative"),
    "audit.v_reverse": ("反向输送非负", "Reverse flow is not negative"), "audit.v_flat": ("恒定出力非负", "Flat output is not negative"),
    "audit.committed_by_day": ("开机容量一日不变", "Commitment is the same all day"),
    "audit.c_charge": ("充电不超过功率", "Charge within power"), "audit.c_discharge": ("放电不超过功率", "Discharge within power"),
    "audit.c_level": ("电量逐时滚存并回到起点", "Levels follow, and return to their start"),
    "audit.c_energy": ("电量不超过能量容量", "Levels within energy"),
    "audit.c_level_first": ("代表日首时段电量", "Level of the first step of a day"),
    "audit.c_level_later": ("代表日内电量滚存", "Levels follow within a day"),
    "audit.c_high": ("日内最高电量", "Highest level of a day"), "audit.c_low": ("日内最低电量", "Lowest level of a day"),
    "audit.c_next_day": ("各日首尾相接", "Days follow each other"),
    "audit.c_energy_linked": ("跨日电量不超过能量容量", "Levels over days within energy"),
    "audit.c_empty_linked": ("跨日电量不低于零", "Levels over days not below empty"),
    "audit.same_days": ("同一代表日电量一致", "Days alike reach the same levels"),
    "audit.v_charge": ("充电非负", "Charge is not negative"), "audit.v_discharge": ("放电非负", "Discharge is not negative"),
    "audit.v_level": ("电量非负", "Levels are not negative"), "audit.v_start": ("日初电量非负", "Levels at day starts are not negative"),
    "audit.v_high": ("日内最高电量", "Highest level"), "audit.v_low": ("日内最低电量", "Lowest level"),
    "audit.c_adequacy": ("高峰可信容量", "Firm capacity at peaks"),
    "audit.c_peak_load": ("各时段最大负荷", "Highest load of a period"), "audit.v_peak_load": ("时段最大负荷", "Highest load"),
    "audit.c_highest_load": ("全年最大负荷", "Highest load of all periods"), "audit.v_highest_load": ("最大负荷", "Highest load of all"),
    "audit.peak_loads": ("最大负荷表", "Table peak_loads"),
    "audit.c_firm_power": ("储能可信功率不超过功率", "Firm power of stores within power"),
    "audit.c_firm_energy": ("储能可信功率能持续", "Firm power of stores lasts"),
    "audit.c_reserve": ("各时段可信容量覆盖出力", "Firm capacity covers production in every step"),
    "audit.c_reserve_firm": ("备用来自可信容量", "Reserve comes from firm capacity"),
    "audit.c_reserve_power": ("储能备用不超过功率", "Reserve of stores within power"),
    "audit.c_reserve_energy": ("储能备用能持续", "Reserve of stores lasts"),
    "audit.v_firm": ("可信功率非负", "Firm power is not negative"), "audit.v_reserve": ("备用非负", "Reserve is not negative"),
    "audit.v_reserve_store": ("储能备用非负", "Reserve of stores is not negative"),
    "audit.c_emissions": ("排放合计", "Emissions add up"), "audit.c_peak": ("达峰后不再上升", "No rise after the peak"),
    "audit.v_emissions": ("达峰前不高于无达峰约束时", "Guard: not above the reference before the peak"),
    "audit.reference": ("参照排放", "Reference emissions"), "audit.kinds": ("排放分项", "Emissions by kind and item"),
    "audit.boundary": ("排放边界", "Emission boundary"),
    "audit.c_metric": ("指标重算", "Metrics added up"), "audit.v_metric": ("指标", "Metrics"),
    "audit.c_clause_ge": ("不低于类条款", "Clauses at least"), "audit.c_clause_le": ("不高于类条款", "Clauses at most"),
    "audit.c_clause_eq": ("等于类条款", "Clauses equal"),
    "audit.v_short": ("未达到的量", "Shortfall"), "audit.v_over": ("超出的量", "Excess"),
    "audit.rows_of_clauses": ("条款各年都在", "Every clause and year is there"),
    "audit.figures": ("目标、结果与余量", "Target, result and slack"), "audit.lights": ("灯号与关系", "Lights and relations"),
    "audit.states": ("条款状态", "States of clauses"),
    "audit.sources": ("目标值来源与自设估计", "Sources of targets, and own estimates"),
    "audit.transfers": ("转移支付", "Transfers between parties"),
    "audit.terms": ("成本分项逐项", "Cost terms by item"), "audit.discount": ("折现系数", "Discount factors"),
    "audit.discounted": ("折现成本", "Discounted costs"), "audit.stages": ("阶段", "Stages"),
    "audit.objective": ("优化目标", "Objective"), "audit.investment": ("投资与年金", "Investment and annuities"),
    "audit.manifest": ("运行记录", "Manifest"), "audit.flows": ("流量表", "Table flows"),
    "audit.dispatch": ("逐时表", "Table dispatch"), "audit.full_load_hours": ("年利用小时", "Full-load hours"),
    "audit.demand": ("需求表", "Table demand"),
    "audit.known": ("对偶各有所属", "Duals belong to known rows"),
    "audit.identity": ("成本 = 对偶 × 约束", "Cost = duals × rows"),
    "audit.signs": ("对偶符号", "Signs of duals"), "audit.slackness": ("互补松弛", "Complementary slackness"),
    "audit.gap": ("成本与下界之差", "Cost above its bound"), "audit.sides": ("对偶表的边与值", "Sides and levels of duals"),
    "audit.told": ("对偶表的成本、下界与间隙", "Cost, bound and gap of the certificate"),
    "audit.accepted": ("所允许的间隙", "Gap that was accepted"),
    "audit.hourly_prices": ("逐时价格", "Hourly prices"), "audit.tables_of_prices": ("价格表", "Table prices"),
    "audit.listed": ("价格表项目", "Items of table prices"), "audit.clause_prices": ("条款价格", "Prices of clauses"),
}  # fmt: skip
"""Words by key: Chinese, English."""
