"""Sheets that say what stands already, what is committed, and what may be rebuilt."""

from __future__ import annotations

from pathway.schema.sheets.network import NAMES
from pathway.schema.table import Choice, Column, Kind, Table

UNITS = Table(
    "units", "机组存量", "Units",
    "现有设备逐台登记；到期自动退出，可在最早退役年之后提前退役。",
    "Existing plant unit by unit: it leaves at the end of its life, or earlier from its earliest retirement on.",
    (
        Column("unit", "机组", "Unit", Kind.KEY, "机组编号", "key of the unit", required=True),
        *NAMES,
        Column("process", "技术", "Process", Kind.REF, "所属技术", "process it belongs to", required=True, refers_to="processes"),
        Column("size", "容量", "Size", Kind.NUMBER, "机组容量", "capacity of the unit", required=True, unit_column="size_unit", dimension="capacity", at_least=0),
        Column("size_unit", "容量单位", "Size unit", Kind.UNIT, "如 万千瓦", "such as 万千瓦", required=True),
        Column("commissioned", "投产年", "Commissioned", Kind.YEAR, "投产年份，不晚于基准年", "year of commissioning, not after the base year", required=True),
        Column("end_of_life", "到期年", "End of life", Kind.YEAR, "最后一个运行年份", "last year in service", required=True),
        Column("earliest_retirement", "最早退役年", "Earliest retirement", Kind.YEAR, "可提前退役的最早年份（该年起不再运行）", "first year in which it may stand no more before its time", blank="not before its end of life"),
        Column("county", "所在县区", "County", Kind.TEXT, "所在县（市、区）", "county it stands in"),
        Column("lead", "牵头部门", "Lead department", Kind.TEXT, "负责部门", "department in charge"),
    ),
    key_columns=("unit",),
)  # fmt: skip

PROJECT_KIND = (Choice("committed", "在建", "committed"), Choice("proposed", "拟建", "proposed"))

PROJECTS = Table(
    "projects", "项目库", "Projects",
    "在建项目必须按期投产（下限）；拟建项目自最早投产年起可建（仅限项目库的技术以此为上限）。",
    "Committed projects must be online in their year; proposed ones may be built from their year on.",
    (
        Column("project", "项目", "Project", Kind.KEY, "项目编号", "key of the project", required=True),
        *NAMES,
        Column("process", "技术", "Process", Kind.REF, "所属技术", "process it belongs to", required=True, refers_to="processes"),
        Column("kind", "状态", "Kind", Kind.CHOICE, "在建或拟建", "committed or proposed", required=True, choices=PROJECT_KIND),
        Column("size", "容量", "Size", Kind.NUMBER, "项目容量", "capacity of the project", required=True, unit_column="size_unit", dimension="capacity", at_least=0),
        Column("size_unit", "容量单位", "Size unit", Kind.UNIT, "如 万千瓦", "such as 万千瓦", required=True),
        Column("online", "投产年", "Online year", Kind.YEAR, "在建：投产年份；拟建：最早投产年份", "committed: year online; proposed: earliest year online", required=True),
        Column("county", "所在县区", "County", Kind.TEXT, "所在县（市、区）", "county it stands in"),
        Column("lead", "牵头部门", "Lead department", Kind.TEXT, "负责部门", "department in charge"),
    ),
    key_columns=("project",),
)  # fmt: skip

RETROFITS = Table(
    "retrofits", "改造", "Retrofits",
    "把现有机组的容量从一种技术转为另一种（如三改联动）。改造后仍是同一机组，到期与退役照旧。",
    "Moves capacity of existing units from one process to another; the unit keeps its end of life.",
    (
        Column("retrofit", "改造", "Retrofit", Kind.KEY, "改造编号", "key of the retrofit", required=True),
        *NAMES,
        Column("from_process", "改造前", "From", Kind.REF, "改造前的技术", "process before", required=True, refers_to="processes"),
        Column("to_process", "改造后", "To", Kind.REF, "改造后的技术", "process after", required=True, refers_to="processes"),
        Column("cost", "单位费用", "Cost", Kind.NUMBER, "每单位容量的改造投资", "investment per unit of capacity", required=True, unit_column="cost_unit", dimension="money/capacity", at_least=0, by_year=True),
        Column("cost_unit", "费用单位", "Cost unit", Kind.UNIT, "如 元/千瓦", "such as 元/千瓦", required=True),
        Column("lifetime", "折旧年数", "Lifetime", Kind.NUMBER, "折算改造年金的年数", "years of the annuity", unit="年", at_least=1, at_most=100, default=15, blank="15"),
        Column("first_year", "最早年份", "First year", Kind.YEAR, "最早改造年份", "first year of retrofits", blank="first year of the plan"),
        Column("last_year", "最晚年份", "Last year", Kind.YEAR, "最晚改造年份", "last year of retrofits", blank="last year of the plan"),
        Column("share", "可改比例", "Share", Kind.NUMBER, "每台机组可改造的最大比例", "most of each unit that can be retrofitted", unit="1", at_least=0, at_most=1, default=1.0, blank="1"),
        Column("group", "上限分组", "Limit group", Kind.KEY, "同组各行合用年改造上限，数值取组内第一行", "rows of a group share the yearly limit, with the number of its first row", blank="a limit of its own"),
        Column("build_max", "年改造上限", "Yearly limit", Kind.NUMBER, "一年最多改造的容量", "most capacity retrofitted in a year", unit_column="build_max_unit", dimension="capacity", at_least=0, blank="no limit"),
        Column("build_max_unit", "上限单位", "Yearly limit unit", Kind.UNIT, "如 万千瓦", "such as 万千瓦"),
        Column("lead", "牵头部门", "Lead department", Kind.TEXT, "负责部门", "department in charge"),
    ),
    key_columns=("retrofit",),
)  # fmt: skip
