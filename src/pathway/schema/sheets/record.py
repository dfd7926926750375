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
        Column("key", "行", "Row", Kind.TEXT, "行的编号；* 表示所有行", "key of the row; * for all rows", required=True),
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
