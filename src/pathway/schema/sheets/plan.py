"""Sheets that hold the plan itself: metrics, clauses, the words of clauses, and adequacy."""

from __future__ import annotations

from pathway.schema.sheets.network import NAMES
from pathway.schema.table import Choice, Column, Kind, Table

WISH = (
    Choice("more", "越多越好", "more"),
    Choice("less", "越少越好", "less"),
    Choice("neutral", "中性", "neutral"),
)

QUANTITY = (
    Choice("capacity", "容量", "capacity"),
    Choice("new_capacity", "新增容量", "new capacity"),
    Choice("retired_capacity", "退役容量", "retired capacity"),
    Choice("retrofitted_capacity", "改造容量", "retrofitted capacity"),
    Choice("activity", "活动量", "activity"),
    Choice("input", "投入量", "input"),
    Choice("output", "产出量", "output"),
    Choice("demand", "需求量", "demand"),
    Choice("use", "消费量", "use"),
    Choice("emissions", "排放", "emissions"),
    Choice("captured", "捕集量", "captured"),
    Choice("firm_capacity", "可信容量", "firm capacity"),
    Choice("peak_load", "最大负荷", "peak load"),
    Choice("series", "外生序列", "series"),
    Choice("potential", "资源潜力", "potential"),
)  # fmt: skip

WEIGHT_BY = (
    Choice("none", "不折算", "none"),
    Choice("tce", "折标煤", "tce"),
    Choice("co2", "折碳排放", "co2"),
)

METRICS = Table(
    "metrics", "指标", "Metrics",
    "条款所用的线性指标：哪种量、哪些技术/标签/部门/品种/区域，乘以权重；同名各行相加。",
    "Named linear figures; the rows of one name add up.",
    (
        Column("metric", "指标", "Metric", Kind.KEY, "指标编号；同名各行相加", "key; rows of one name add up", required=True),
        *NAMES,
        Column("unit", "单位", "Unit", Kind.UNIT, "报告中使用的单位", "unit in reports", required=True),
        Column("direction", "期望方向", "Wished direction", Kind.CHOICE, "越多越好、越少越好或中性", "which way is better", choices=WISH, default="neutral", blank="neutral"),
        Column("quantity", "量", "Quantity", Kind.CHOICE, "取哪种量", "which quantity is summed", required=True, choices=QUANTITY),
        Column("processes", "技术", "Processes", Kind.REFS, "限定技术", "only these processes", refers_to="processes", blank="all that the other columns allow"),
        Column("tags", "标签", "Tags", Kind.TAGS, "限定标签（任一即可；前加 ! 表示不含）", "only with one of these tags (! excludes)", blank="all"),
        Column("sectors", "部门", "Sectors", Kind.TAGS, "限定部门（前加 ! 表示不含）", "only in these sectors (! excludes)", blank="all"),
        Column("commodities", "品种", "Commodities", Kind.REFS, "限定品种：投入、产出、需求、消费量与最大负荷；容量、活动量、可信容量按技术选，不看品种", "only these commodities, of inputs, outputs, demands, use and peak load; capacity, activity and firm capacity are chosen by process alone", refers_to="commodities", blank="all"),
        Column("regions", "区域", "Regions", Kind.REFS, "限定区域", "only in these regions", refers_to="regions", blank="all"),
        Column("series", "序列", "Series", Kind.REF, "量为外生序列时的编号", "key of the series, for quantity series", refers_to="series"),
        Column("weight", "权重", "Weight", Kind.NUMBER, "乘数", "multiplier", unit_column="weight_unit", default=1.0, blank="1"),
        Column("weight_unit", "权重单位", "Weight unit", Kind.UNIT, "使权重（×序列）×量得到指标单位", "such that weight (× series) × quantity has the metric's unit", default="1", blank="1"),
        Column("weight_series", "权重序列", "Weight series", Kind.REF, "随年份变化的权重：外生序列的编号，各年权重 = 权重×序列值（如逐年收紧的基准值）", "for a weight that changes over years: a series that multiplies the weight, such as a benchmark that tightens", refers_to="series", blank="the same in all years"),
        Column("weight_by", "折算", "Weighted by", Kind.CHOICE, "按品种的折标系数或排放因子折算", "by the commodity's coal equivalent or CO2 factor", choices=WEIGHT_BY, default="none", blank="none"),
    ),
    provenance=True,
)  # fmt: skip

RELATIVE = (
    Choice("level", "绝对值", "level"),
    Choice("change", "相对变化", "relative change"),
    Choice("difference", "绝对变化", "difference"),
    Choice("points", "百分点变化", "percentage points"),
    Choice("factor", "倍数", "factor"),
)
TIME = (
    Choice("at", "到年", "at"),
    Choice("every", "每年", "every"),
    Choice("from", "起", "from"),
    Choice("cumulative", "累计", "cumulative"),
    Choice("average_growth", "年均增长", "average growth"),
)
FIRMNESS = (
    Choice("hard", "约束", "hard"),
    Choice("soft", "预期", "soft"),
    Choice("recorded", "记录", "recorded"),
)
VALUE_SOURCE = (
    Choice("given", "文本给出", "given"),
    Choice("set_above", "上级下达", "set above"),
    Choice("benchmark", "标杆", "benchmark"),
    Choice("rank", "名次", "rank"),
    Choice("standard", "标准", "standard"),
    Choice("missing", "缺", "missing"),
)
STATUS = (
    Choice("live", "生效", "live"),
    Choice("not_yet", "尚未建模", "not modelled yet"),
    Choice("off", "停用", "off"),
)
KIND = (Choice("numeric", "数值", "numeric"), Choice("measure", "措施", "measure"))

CLAUSES = Table(
    "clauses", "条款", "Clauses",
    "方案的每一条。约束条款必须做到，预期条款做不到时按代价计入，记录条款只列出。",
    "The plan, clause by clause.",
    (
        Column("clause", "条款", "Clause", Kind.KEY, "条款编号", "key of the clause", required=True),
        Column("section", "章节", "Section", Kind.TEXT, "所在章节", "section of the plan", required=True),
        Column("quote", "原文", "Quote", Kind.TEXT, "方案原文", "words of the plan", required=True),
        Column("kind", "类型", "Kind", Kind.CHOICE, "数值或措施", "numeric or measure", choices=KIND, default="numeric", blank="numeric"),
        Column("sense", "语气词", "Sense word", Kind.TEXT, "原文中的关系词，如 以上、以内、左右", "the relation in the plan's own word"),
        Column("metric", "指标", "Metric", Kind.REF, "指标编号", "key of the metric", refers_to="metrics"),
        Column("per", "相对于", "Per", Kind.TEXT, "分母：另一指标或外生序列；占比、强度用", "denominator: another metric or a series", blank="none: a level"),
        Column("relative_to", "比较方式", "Relative to", Kind.CHOICE, "绝对值，或相对基期的变化、倍数、百分点", "level, or change against a base year", choices=RELATIVE, default="level", blank="level"),
        Column("base_year", "基期", "Base year", Kind.YEAR, "比较的基期年份，可早于基准年", "year compared with, may be before the model"),
        Column("base_value", "基期值", "Base value", Kind.NUMBER, "基期的指标值（有分母的除以分母）；累计条款为此前已完成的量", "value of the metric (over its denominator) in the base year; of a cumulative clause, what was done before", unit_column="base_unit"),
        Column("base_unit", "基期单位", "Base unit", Kind.UNIT, "基期值的单位", "unit of the base value"),
        Column("value", "目标值", "Value", Kind.NUMBER, "目标值；相对变化、百分点、年均增速以 % 计，“下降”写 14 % 或 -14 % 都读作下降", "the target; changes, points and growth in %, a fall as 14 % or -14 %", unit_column="unit"),
        Column("unit", "单位", "Unit", Kind.UNIT, "目标值的单位", "unit of the target"),
        Column("tolerance", "允许偏差", "Tolerance", Kind.NUMBER, "左右、约 的允许偏差，与目标值同单位；超过 的严格差", "tolerance of 左右, margin of 超过, in the unit of the value", unit_column="unit", at_least=0),
        Column("time", "时间形式", "Time form", Kind.CHOICE, "到某年、每年、自某年起、累计、年均增长", "at a year, every year, from a year on, cumulative, average growth", choices=TIME, default="from", blank="from"),
        Column("from_year", "起始年", "From year", Kind.YEAR, "到年、年均增长的目标年，或起始年份", "the year of the target (at, average growth), or the first year"),
        Column("to_year", "截止年", "To year", Kind.YEAR, "最后适用年份", "last year in which it holds", blank="as from_year for 'at', last year of the plan otherwise"),
        Column("firmness", "约束性", "Firmness", Kind.CHOICE, "约束、预期（有代价）、记录", "hard, soft with a price, recorded", required=True, choices=FIRMNESS),
        Column("price", "未完成代价", "Price", Kind.NUMBER, "预期条款每年每缺一单位指标（占比为分子）的代价", "price of a unit of the metric missed in a year, of a share: of its numerator; for soft clauses", unit_column="price_unit", at_least=0),
        Column("price_unit", "代价单位", "Price unit", Kind.UNIT, "如 亿元/万千瓦", "such as 亿元/万千瓦"),
        Column("value_source", "目标来源", "Value source", Kind.CHOICE, "文本给出、上级下达、标杆、名次、标准；缺 = 无公布数值，所填目标值为自设估计，达标数另行统计", "given, set above, benchmark, rank, standard; missing: no number is published, a value is an own estimate and counted apart", choices=VALUE_SOURCE, default="given", blank="given"),
        Column("status", "状态", "Status", Kind.CHOICE, "生效、尚未建模、停用", "live, not modelled yet, off", choices=STATUS, default="live", blank="live"),
        Column("lead", "牵头部门", "Lead department", Kind.TEXT, "牵头部门", "lead department"),
        Column("partners", "配合部门", "Partner departments", Kind.TEXT, "配合部门，以；分隔", "partner departments, separated by ;"),
        Column("how_modelled", "建模方式", "How it is modelled", Kind.TEXT, "说明", "in words"),
    ),
    key_columns=("clause",),
)  # fmt: skip

FAMILY = tuple(
    Choice(key, zh, key)
    for key, zh in (
        ("ge", "不低于"), ("gt", "超过"), ("le", "不高于"), ("lt", "低于"), ("eq", "等于"),
        ("approx", "左右"), ("raise_to", "提高到"), ("drop_to", "下降到"), ("drop_rel", "下降"),
        ("grow_rel", "增长"), ("growth", "年均增长"), ("decline", "年均下降"), ("double", "翻番"),
        ("cum", "累计"), ("cum_cut", "累计削减"), ("peak", "达峰"), ("after_peak", "达峰后"),
        ("trend_down", "持续下降"), ("trend_up", "持续上升"), ("hold", "保持"), ("band", "区间"),
        ("all", "全部"), ("ban", "禁止"), ("from", "起"), ("annual", "每年"), ("pp", "百分点"),
        ("cmp", "比较"), ("bench", "标杆"), ("rank", "名次"), ("control", "控制"), ("ext", "上级下达"),
        ("better", "优于"), ("shift", "结构"), ("promote", "推动"), ("under_constr", "在建"),
        ("dist", "分别"), ("except", "除外"), ("span", "时段"), ("mod:firm", "语气：确保"),
        ("mod:stretch", "语气：力争"), ("mod:principle", "语气：原则上"),
    )
)  # fmt: skip

LEXICON = Table(
    "lexicon", "用语", "Lexicon",
    "语气词到运算关系的对照；先匹配最长的词。表外的词只记录，并给出提醒。",
    "Sense word to operator, longest match first; a word outside it is recorded and warned about.",
    (
        Column("word", "词", "Word", Kind.TEXT, "语气词", "sense word", required=True),
        Column("family", "类", "Family", Kind.CHOICE, "运算类别", "operator family", required=True, choices=FAMILY),
        Column("constraint", "含义", "Meaning", Kind.TEXT, "数学含义", "what it says in symbols"),
        Column("strict", "严格性", "Strictness", Kind.TEXT, "是否严格不等", "strict or not"),
        Column("needs", "需要", "Needs", Kind.TEXT, "还需要的输入", "input it needs"),
    ),
    key_columns=("word",), provenance=False,
)  # fmt: skip

BASIS = (Choice("demand", "按负荷", "demand"), Choice("production", "按出力", "production"))

ADEQUACY = Table(
    "adequacy", "高峰校核", "Adequacy",
    "校核可信容量的高峰时段：按负荷时为这些月份和小时中可能最大的各小时，按出力时为其中每一时段。",
    "Peak periods in which firm capacity must cover the load (or what is produced) and the reserve margin.",
    (
        Column("period", "高峰", "Period", Kind.KEY, "高峰编号，如 summer_noon", "key of the period", required=True),
        *NAMES,
        Column("commodity", "品种", "Commodity", Kind.REF, "被校核的逐时品种", "hourly commodity that is checked", required=True, refers_to="commodities"),
        Column("region", "区域", "Region", Kind.REF, "区域", "region", refers_to="regions", blank="all regions together"),
        Column("basis", "校核基准", "Basis", Kind.CHOICE, "按负荷：覆盖时段内的最大负荷（外生需求与按曲线分摊的全年用量，逐时校核）；按出力：每个时段都覆盖该品种的总出力（储能放出不计），不进入最大负荷与可信容量指标", "demand: covers the highest load, exogenous and from yearly uses with a shape, hour by hour; production: covers all that is produced in every step, discharge of stores left out, and enters no metric of peak load or firm capacity", choices=BASIS, default="demand", blank="demand"),
        Column("months", "月份", "Months", Kind.TEXT, "如 6-9 或 12;1;2", "such as 6-9 or 12;1;2", blank="all"),
        Column("hours", "小时", "Hours", Kind.TEXT, "如 11-14（含首尾，0 为零点至一点）", "such as 11-14, inclusive, 0 is midnight to one", blank="all"),
        Column("duration", "持续时间", "Duration", Kind.NUMBER, "储能须支撑的小时数", "hours that a store has to last", unit="小时", at_least=0.1, default=4.0, blank="4"),
        Column("margin", "备用率", "Reserve margin", Kind.NUMBER, "可信容量高出负荷的比例", "firm capacity above load, as a share", unit="1", at_least=0, blank="reserve margin of sheet settings"),
    ),
    key_columns=("period",),
)  # fmt: skip

CREDITS = Table(
    "credits", "容量可信度", "Capacity credits",
    "按高峰时段分别给出的可信容量系数；没有的行用技术表中的系数。",
    "Capacity credit by peak period; otherwise the credit in sheet processes holds.",
    (
        Column("process", "技术", "Process", Kind.REF, "技术编号", "key of the process", required=True, refers_to="processes"),
        Column("period", "高峰", "Period", Kind.REF, "高峰编号", "key of the peak period", required=True, refers_to="adequacy"),
        Column("credit", "可信容量系数", "Capacity credit", Kind.NUMBER, "高峰时可依靠的容量比例", "share of capacity that can be relied on", required=True, unit="1", at_least=0, at_most=1),
    ),
    key_columns=("process", "period"),
)  # fmt: skip
