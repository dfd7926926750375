"""Sheets that record: what the workbook is, its scenarios, its sources and its changes."""

from __future__ import annotations

from pathway.schema.sheets.network import NAMES
from pathway.schema.table import Choice, Column, Kind, Table

README = Table(
    "readme", "说明", "Readme",
    "用途、步骤与图例。",
    "Purpose, steps and colour legend.",
    (
        Column("topic", "项目", "Topic", Kind.TEXT, "项目", "topic", required=True),
        Column("text", "内容", "Text", Kind.TEXT, "内容", "text", required=True),
    ),
    provenance=False,
)  # fmt: skip

SCENARIOS = Table(
    "scenarios", "情景", "Scenarios",
    "一组命名的改动；具体改动写在情景覆盖表。",
    "Named sets of changes, listed in sheet overrides.",
    (
        Column("scenario", "情景", "Scenario", Kind.KEY, "情景编号", "key of the scenario", required=True),
        *NAMES,
        Column("description", "说明", "Description", Kind.TEXT, "这个情景回答什么问题", "which question it answers"),
    ),
    key_columns=("scenario",), provenance=False,
)  # fmt: skip

OPERATIONS = (Choice("=", "=", "="), Choice("×", "×", "x"), Choice("+", "+", "+"))

OVERRIDES = Table(
    "overrides", "情景覆盖", "Overrides",
    "对某表某行某参数的改动：等于、乘以或加上。",
    "Changes of one number or word: set, multiply or add.",
    (
        Column("scenario", "情景", "Scenario", Kind.REF, "情景编号", "key of the scenario", required=True, refers_to="scenarios"),
        Column("table", "表", "Table", Kind.TEXT, "表的编号", "key of the sheet", required=True),
        Column("key", "行", "Row", Kind.TEXT, "行的编号，几列主键以 : 相连（如 processes:wind:capex）；* 代表任意文字（wind_*），单独一个 * 表示所有行", "key of the row, several columns joined by : (such as processes:wind:capex); * stands for any text (wind_*), alone for all rows", required=True),
        Column("parameter", "参数", "Parameter", Kind.TEXT, "列的编号；年度数值写 years", "key of the column; years for the numbers across years", required=True),
        Column("from_year", "起始年", "From year", Kind.YEAR, "改动适用的起始年份", "first year of the change", blank="all years"),
        Column("to_year", "截止年", "To year", Kind.YEAR, "改动适用的截止年份", "last year of the change", blank="all years"),
        Column("operation", "运算", "Operation", Kind.CHOICE, "= 或 × 或 +", "=, × or +", required=True, choices=OPERATIONS),
        Column("value", "取值", "Value", Kind.TEXT, "取值", "value", required=True),
        Column("unit", "单位", "Unit", Kind.UNIT, "取值的单位", "unit of the value", blank="unit of the row"),
        Column("reason", "理由", "Reason", Kind.TEXT, "为什么", "why"),
    ),
    provenance=False,
)  # fmt: skip

ESTIMATES = Table(
    "estimates", "估计范围", "Ranges of estimates",
    "估计值可能在什么范围内变动：pathway rank 据此排出哪些估计最要紧。行空 = 该表该参数中可信度为 C、D 的全部数值。",
    "How far figures may move; pathway rank orders them by what that changes. A blank row key is the default for all figures of a sheet and parameter with confidence C or D.",
    (
        Column("table", "表", "Table", Kind.TEXT, "表的编号", "key of the sheet", required=True),
        Column("key", "行", "Row", Kind.TEXT, "行的编号；可用 * 代表任意文字，如 storage_*、*:in；写得最全的一行为准", "key of the row; * stands for any letters, as in storage_* or *:in; the row that spells most out holds", blank="all rows of confidence C or D"),
        Column("parameter", "参数", "Parameter", Kind.TEXT, "列的编号；年度数值写 years", "key of the column; years for the numbers across years", required=True),
        Column("low", "低值", "Low", Kind.NUMBER, "可能的低值", "least that it may be", required=True, unit_column="unit"),
        Column("high", "高值", "High", Kind.NUMBER, "可能的高值；与低值相同 = 按定义或决定为定值，不参与排序", "most that it may be; the same as low: fixed by definition or decision, not ranked", required=True, unit_column="unit"),
        Column("operation", "运算", "Operation", Kind.CHOICE, "× 为倍数，= 为取值，+ 为加减", "× a factor, = the value itself, + added to it", choices=OPERATIONS, default="×", blank="×"),
        Column("unit", "单位", "Unit", Kind.UNIT, "低值、高值的单位", "unit of low and high", blank="unit of the row"),
        Column("reason", "理由", "Reason", Kind.TEXT, "为什么是这个范围", "why this range"),
    ),
)  # fmt: skip

SOURCES = Table(
    "sources", "数据来源", "Sources",
    "每个数据来源一行，各表以编号引用。",
    "One source a row; other sheets refer to its key.",
    (
        Column("key", "编号", "Key", Kind.KEY, "来源编号", "key of the source", required=True),
        Column("title", "名称", "Title", Kind.TEXT, "文献或数据名称", "title", required=True),
        Column("publisher", "发布者", "Publisher", Kind.TEXT, "发布单位", "publisher"),
        Column("date", "日期", "Date", Kind.TEXT, "发布日期", "date of publication"),
        Column("link", "出处", "Link", Kind.TEXT, "文号或网址", "document number or address"),
        Column("remark", "说明", "Remark", Kind.TEXT, "怎样使用了它", "how it is used"),
        Column("stand_in", "代用", "Stand-in", Kind.FLAG, "是：引用本来源的数值是示例或全国、省平均值，等待换成本市数据；检查时逐表列出", "yes: figures that name this source stand in for the city's own, and checking lists them", default=False, blank="no"),
    ),
    key_columns=("key",), provenance=False,
)  # fmt: skip

CHANGELOG = Table(
    "changelog", "变更记录", "Changelog",
    "谁在何时改了什么、为什么。",
    "Who changed what, when and why.",
    (
        Column("date", "日期", "Date", Kind.TEXT, "日期", "date", required=True),
        Column("who", "谁", "Who", Kind.TEXT, "姓名或部门", "name or department"),
        Column("what", "改动", "What", Kind.TEXT, "改了什么", "what changed", required=True),
        Column("why", "原因", "Why", Kind.TEXT, "为什么", "why"),
    ),
    provenance=False,
)  # fmt: skip
