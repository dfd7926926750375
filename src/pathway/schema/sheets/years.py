"""Sheets whose numbers run over years or hours: paths, demands, series, transfers, profiles."""

from __future__ import annotations

from pathway.schema.sheets.network import ACTIVE, NAMES
from pathway.schema.table import Choice, Column, Kind, Table

SETTINGS = Table(
    "settings", "设置", "Settings",
    "规划的总体参数，一行一个。",
    "General settings of the plan, one a row.",
    (
        Column("key", "参数", "Key", Kind.KEY, "参数编号（见手册）", "key of the setting", required=True),
        Column("name_zh", "中文名", "Chinese name", Kind.TEXT, "中文名", "Chinese name"),
        Column("value", "取值", "Value", Kind.TEXT, "取值", "its value", required=True),
        Column("unit", "单位", "Unit", Kind.UNIT, "取值的单位", "unit of the value", blank="none"),
    ),
    key_columns=("key",), required=True,
)  # fmt: skip

PATHS = Table(
    "paths", "年变参数", "Paths",
    "任何随年份变化的参数：写明表、行、参数和单位，年份横向展开。代替该行单元格的数值；空格在已知年份间线性内插，首尾之外取最近值。上限类参数可写 不限：自该年起无上限，直到后面再给出数值。",
    "Any number that changes over years; it stands instead of the cell. Blank years are interpolated between given ones; outside them the nearest holds. A limit may be 不限 (unlimited): none from that year to the next number.",
    (
        Column("table", "表", "Table", Kind.TEXT, "表的编号，如 processes", "key of the sheet, such as processes", required=True),
        Column("key", "行", "Row", Kind.TEXT, "该行的编号；几列主键以 : 相连，流写作 技术:品种:方向", "key of the row; keys of several columns joined by :, for flows process:commodity:direction", required=True),
        Column("parameter", "参数", "Parameter", Kind.TEXT, "列的编号，如 capex", "key of the column, such as capex", required=True),
        Column("unit", "单位", "Unit", Kind.UNIT, "数值的单位", "unit of the numbers", default="1", blank="1"),
    ),
    key_columns=("table", "key", "parameter"), years_across=True, unlimited_years=True,
)  # fmt: skip

DEMANDS = Table(
    "demands", "需求", "Demands",
    "必须满足的需求。逐时品种给出曲线；空格年份内插。",
    "Demand that must be served, by commodity, region and sector. Blank years are interpolated.",
    (
        Column("demand", "需求", "Demand", Kind.KEY, "需求编号", "key of the demand", required=True),
        *NAMES,
        ACTIVE,
        Column("commodity", "品种", "Commodity", Kind.REF, "品种编号", "key of the commodity", required=True, refers_to="commodities"),
        Column("region", "区域", "Region", Kind.REF, "所在区域；有几个区域时必填", "region; required where there are several", refers_to="regions", blank="the only region"),
        Column("sector", "部门", "Sector", Kind.KEY, "统计归口", "sector in which it is reported", required=True),
        Column("tags", "标签", "Tags", Kind.TAGS, "供指标选取", "words by which metrics select demands"),
        Column("profile", "曲线", "Profile", Kind.REF, "时序表中的列名；只取形状", "column of sheet profiles; only its form counts", refers_to="profiles", blank="the same every hour"),
        Column("burnt", "燃烧比例", "Burnt share", Kind.NUMBER, "需求中被燃烧的比例（原料用途写 0）", "share of it that is burnt (0 for feedstock)", unit="1", at_least=0, at_most=1, default=1.0, blank="1"),
        Column("unit", "单位", "Unit", Kind.UNIT, "年需求量的单位", "unit of the yearly amounts", required=True),
    ),
    key_columns=("demand",), years_across=True,
)  # fmt: skip

PROFILES = Table(
    "profiles", "时序", "Profiles",
    "8760 行逐时曲线，或若干带权重的时段。各列标题为曲线编号。",
    "8,760 hourly rows, or a few weighted time slices; each further column is one profile.",
    (
        Column("step", "时段", "Step", Kind.INTEGER, "序号，从 1 起", "number of the step, from 1", required=True, at_least=1),
        Column("day", "日", "Day", Kind.TEXT, "同一日（或同一时段组）的时段相互衔接", "steps of one day (or chronology) follow each other", blank="every 24 steps are a day"),
        Column("duration", "时长", "Duration", Kind.NUMBER, "该时段持续的小时数", "hours from this step to the next", unit="小时", at_least=0, default=1.0, blank="1"),
        Column("weight", "权重", "Weight", Kind.NUMBER, "该时段代表全年多少小时", "hours of the year it stands for", unit="小时", at_least=0, blank="its duration"),
        Column("from_year", "起始年", "From year", Kind.YEAR, "该时段适用的起始年份", "first year in which the step exists", blank="all years"),
        Column("to_year", "截止年", "To year", Kind.YEAR, "该时段适用的截止年份", "last year in which the step exists", blank="all years"),
    ),
    key_columns=("step",), free_columns=True, provenance=False,
)  # fmt: skip

SERIES = Table(
    "series", "外生序列", "Series",
    "外生的年度序列：GDP、人口、基期数据等，可含基准年之前的年份。空格内插。",
    "Exogenous yearly figures, also of years before the base year. Blank years are interpolated.",
    (
        Column("series", "序列", "Series", Kind.KEY, "序列编号", "key of the series", required=True),
        *NAMES,
        Column("unit", "单位", "Unit", Kind.UNIT, "数值的单位", "unit of the numbers", required=True),
    ),
    key_columns=("series",), years_across=True,
)  # fmt: skip

TRANSFERS = Table(
    "transfers", "转移支付", "Transfers",
    "各方之间的付款（如碳市场履约、补贴）：按某个指标乘以各年价格计算。不是资源消耗，不计入成本最小化；金额为负表示反向支付。",
    "Money between parties, such as carbon allowances or subsidies: a metric times the price of the year. No resource is used up, so it is left out of the objective; negative amounts flow back.",
    (
        Column("transfer", "转移支付", "Transfer", Kind.KEY, "转移支付编号", "key of the transfer", required=True),
        *NAMES,
        Column("metric", "指标", "Metric", Kind.REF, "按哪个指标付款；如覆盖排放减免费配额（指标各行带权重相加）", "metric that it is paid on, such as covered emissions less free allowances", required=True, refers_to="metrics"),
        Column("payer", "付款方", "Payer", Kind.TEXT, "付款方（部门编号或文字）", "who pays: a sector, or any words", required=True),
        Column("receiver", "收款方", "Receiver", Kind.TEXT, "收款方（部门编号或文字）", "who receives: a sector, or any words", required=True),
        Column("counted", "计入目标", "Counted", Kind.FLAG, "是：另列一项计入优化目标，使方案按付款方的账算（用于情景）；否：只按方案结果计算", "yes: a term of the objective, so that the plan answers to it (for scenarios); no: computed on the plan", default=False, blank="no"),
        Column("unit", "单位", "Unit", Kind.UNIT, "价格单位，如 元/吨；年份横向填价格（不变价）", "unit of the price, such as 元/吨; real prices stand under the years", required=True),
    ),
    key_columns=("transfer",), years_across=True,
)  # fmt: skip

ACTUALS = Table(
    "actuals", "实绩", "Actuals",
    "各指标已经发生的实际值；基准年的数值用来校核模型。设置“实绩至”之后，截至该年的数值在重新规划时固定在允许偏差之内。",
    "What really happened, by metric and year; base-year figures check the model. With setting actuals_to, figures up to that year are held within their tolerance when the plan is made again.",
    (
        Column("metric", "指标", "Metric", Kind.REF, "指标编号", "key of the metric", required=True, refers_to="metrics"),
        Column("unit", "单位", "Unit", Kind.UNIT, "数值的单位", "unit of the numbers", required=True),
        Column("tolerance", "允许偏差", "Tolerance", Kind.NUMBER, "校核与固定时允许的相对偏差", "relative difference that the base-year check accepts, and that a held figure may have", unit="1", at_least=0, default=0.05, blank="0.05"),
        Column("hold", "重排时固定", "Held", Kind.FLAG, "否：只作参照，不固定（如最大负荷、口径不同的统计值）", "no: for comparison only, such as peak load or figures of another coverage", default=True, blank="yes"),
    ),
    key_columns=("metric",), years_across=True,
)  # fmt: skip

QUANTITIES = (
    Choice("capacity", "年末容量", "capacity"),
    Choice("built", "当年建成", "built"),
    Choice("retired", "当年退役", "retired"),
    Choice("retrofitted", "当年改造", "retrofitted"),
    Choice("activity", "全年活动量", "activity"),
)  # fmt: skip

ACTUAL_ITEMS = Table(
    "actual_items", "实绩明细", "Actual items",
    "逐项实绩：技术的年末容量、当年建成与全年活动量，机组的提前退役，改造的完成量。截至设置“实绩至”的年份照此固定；没有填的由优化按成本最低补足，确实没有发生的请填 0。",
    "Actuals item by item: capacity, builds and activity of processes, early retirement of units, retrofits done. They are held up to the year of setting actuals_to; what is blank follows at least cost, so write 0 where nothing happened.",
    (
        Column("quantity", "量", "Quantity", Kind.CHOICE, "年末容量、当年建成、全年活动量（技术）；当年退役（机组，提前退役）；当年改造（改造）", "capacity, built, activity (of a process); retired (of a unit, before its end of life); retrofitted (by a retrofit)", required=True, choices=QUANTITIES),
        Column("key", "编号", "Key", Kind.TEXT, "技术、机组或改造的编号；改造可写作 改造:机组", "key of the process, unit or retrofit; of one unit alone retrofit:unit", required=True),
        Column("unit", "单位", "Unit", Kind.UNIT, "数值的单位", "unit of the numbers", required=True),
        Column("tolerance", "允许偏差", "Tolerance", Kind.NUMBER, "允许的相对偏差；0 为照数固定", "relative difference that is allowed; 0 holds the very number", unit="1", at_least=0, at_most=1, default=0.0, blank="0"),
    ),
    key_columns=("quantity", "key"), years_across=True,
)  # fmt: skip
