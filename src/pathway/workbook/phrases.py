"""Chinese for what the schema says about blank cells: one phrase, one translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.workbook.forms import cell_form

if TYPE_CHECKING:
    from pathway.schema.table import Column

BLANK_ZH = {
    "a limit of its own": "自有上限",
    "a region by itself": "独立的区域",
    "limits of its own": "自有上限",
    "region of the process; of what a link puts out, its far end": (
        "技术所在区域；线路的产出在另一端"
    ),
    "all": "全部",
    "all regions together": "各区域合计",
    "all that the other columns allow": "其他列所限范围内的全部",
    "all rows of confidence C or D": "可信度为 C、D 的全部行",
    "all years": "所有年份",
    "as from_year for 'at', last year of the plan otherwise": "“到年”同起始年，其余为规划末年",
    "available at all hours": "各小时均可用",
    "calorific value for energy, 0 for anything else": "能源按热值折算，其他为 0",
    "capacity unit times one year; of energy capacity of a store, the unit of what it keeps": (
        "容量单位×一年；储能的能量容量取所储品种的单位"
    ),
    "energy = hours × power": "能量 = 时长×功率",
    "every 24 steps are a day": "每 24 个时段为一日",
    "first year of the plan": "规划首年",
    "follows from the two units": "由两个单位换算",
    "has capacity of its own": "有自己的容量",
    "hourly energy: value of lost load from settings; anything else must be served": (
        "逐时的能量取设置表的缺电代价；其他必须满足"
    ),
    "interest rate of sheet settings": "设置表的融资利率",
    "its duration": "等于时长",
    "last year of the plan": "规划末年",
    "no limit": "不限",
    "no limit between power and energy": "功率与能量之间不限",
    "none": "无",
    "none: a level": "无分母，为绝对量",
    "not a link": "不是线路",
    "not before its end of life": "不得早于到期年",
    "process runs by the hour": "逐时运行",
    "reserve margin of sheet settings": "设置表的备用率",
    "same as the key": "同编号",
    "taken from the activity unit per year (only for unlimited processes and modes)": (
        "取活动量单位/年（仅限不限容量的技术与运行方式）"
    ),
    "the only region": "唯一的区域",
    "the same at all hours": "各小时相同",
    "the same every hour": "各小时相同",
    "the same in all years": "各年相同",
    "unit of the row": "该行的单位",
    "1 for intakes, 0 for outputs": "投入为 1，产出为 0",
}  # fmt: skip


def blank_zh(column: Column) -> str:
    """What a blank cell stands for, in Chinese; empty where it stands for nothing."""
    if column.required:
        return "必填"
    if column.default not in {None, ""}:
        shown = cell_form(column.default, column)
        return f"{shown:g}" if isinstance(shown, float) else str(shown)
    return BLANK_ZH.get(column.blank, column.blank)


def blank_en(column: Column) -> str:
    """The same in English."""
    if column.required:
        return "required"
    if column.blank or column.default in {None, ""}:
        return column.blank
    return str(column.default)
