"""Drop-downs and input messages: the hidden sheet of lists, its names, and each column's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from pathway.schema import TABLES
from pathway.schema.table import Column, Kind, yes_no
from pathway.workbook.phrases import blank_zh

if TYPE_CHECKING:
    from xlsxwriter import Workbook as XlsxFile

    from pathway.schema.table import Table

LISTS_SHEET = "_lists"
TITLE_LENGTH, MESSAGE_LENGTH = 32, 255
"""Most characters that Excel shows in an input message."""
LIMIT = 10**15
"""Stands for no bound in the rule of a number."""

_UNITS = {
    "capacity": "万千瓦 MW GW 万千瓦时 万吨/年 吨/小时 亿吨公里/年 万辆 万平方米 万标箱/年",
    "activity": "亿千瓦时 万吨 万吨标煤 PJ 亿吨公里 万标箱公里 亿人公里 亿立方米",
    "money/capacity": "元/千瓦 万元/兆瓦 亿元/万千瓦 元/千瓦时 元/(吨/年) 万元/辆 元/平方米",
    "money/capacity or share of investment": "%/年 元/千瓦/年 万元/兆瓦/年 元/(吨/年)/年",
    "money/activity": "元/千瓦时 元/吨 元/吨标煤 元/吨公里 元/GJ 元/立方米",
    "money/commodity": "元/千瓦时 元/吨 元/吨标煤 元/GJ 元/立方米",
    "activity/capacity": "千瓦时/千瓦 万吨公里/辆 小时 1",
    "mass/activity": "千克/千瓦时 吨/吨 千克/吨公里 吨/吨标煤",
    "mass/commodity": "吨/吨标煤 吨/吨 千克/千瓦时 吨/GJ 千克/立方米",
    "energy/commodity": "克标煤/千瓦时 吨标煤/吨 千克标煤/立方米 吨标煤/GJ",
    "commodity/activity": "1 克标煤/千瓦时 千瓦时/吨 千克标煤/吨公里 千瓦时/吨公里 GJ/吨 %",
    "": "万千瓦 亿千瓦时 万吨标煤 万吨 亿元 % 1 亿吨公里 万标箱 万人 万平方米 元/千瓦时 元/吨",
}  # fmt: skip
COMMON_UNITS = {dimension: tuple(words.split()) for dimension, words in _UNITS.items()}
"""Units that a drop-down offers for numbers of each dimension; any other unit may be typed."""


class Lists:
    """Named lists of one file: words of choices and common units, on a hidden sheet."""

    def __init__(self, file: XlsxFile) -> None:
        self._file = file
        self._columns: list[tuple[str, ...]] = []
        self._names: dict[tuple[str, ...], str] = {}

    def name(self, words: tuple[str, ...], wish: str) -> str:
        """Name of the list of these words; lists of the same words share one."""
        if words not in self._names:
            self._names[words] = f"list_{wish}"
            self._columns.append(words)
        return self._names[words]

    def write(self) -> None:
        """Write the hidden sheet and define the names."""
        sheet = self._file.add_worksheet(LISTS_SHEET)
        sheet.hide()
        for column, words in enumerate(self._columns):
            sheet.write_string(0, column, self._names[words])
            for row, word in enumerate(words, start=1):
                sheet.write_string(row, column, word)
            letter = xl_col_to_name(column)
            area = f"={LISTS_SHEET}!${letter}$2:${letter}${len(words) + 1}"
            self._file.define_name(self._names[words], area)


def keys_name(table_key: str) -> str:
    """Name of the range that holds the keys of a table."""
    return f"keys_{table_key}"


def validation(column: Column, table: Table, lists: Lists) -> dict[str, Any]:
    """Rule and input message for the cells of a column, as XlsxWriter takes them."""
    return {
        "input_title": column.zh[:TITLE_LENGTH],
        "input_message": message(column, table),
        "ignore_blank": True,
        **_rule(column, table, lists),
    }


def message(column: Column, table: Table) -> str:
    """What a planner reads on selecting a cell: meaning, unit, and what a blank cell means."""
    parts = [column.help_zh]
    if column.unit_column:
        parts.append(f"单位：见“{table.by_key[column.unit_column].zh}”列")
    elif column.unit:
        parts.append(f"单位：{'比例（1 = 100%）' if column.unit == '1' else column.unit}")
    if column.kind in {Kind.REFS, Kind.TAGS}:
        parts.append("多项以 ; 分隔")
    if blank_zh(column):
        parts.append("必填" if column.required else f"空格：{blank_zh(column)}")
    return "\n".join(parts)[:MESSAGE_LENGTH]


def _rule(column: Column, table: Table, lists: Lists) -> dict[str, Any]:
    if column.choices or column.kind is Kind.FLAG:
        words = tuple(choice.zh for choice in column.choices or yes_no())
        name = lists.name(words, f"{table.key}_{column.key}" if column.choices else "yes_no")
        return {"validate": "list", "source": f"={name}", **_refusal("请从下拉列表中选择。")}
    if column.refers_to:
        # Offers, does not refuse: the row referred to may be written later, or several be named.
        return {
            "validate": "list",
            "source": f"={keys_name(column.refers_to)}",
            "show_error": False,
        }
    if column.kind is Kind.UNIT:
        name = lists.name(*_units(column, table))
        return {"validate": "list", "source": f"={name}", "show_error": False}
    if column.kind is Kind.YEAR:
        return {"validate": "integer", "criteria": "between", "minimum": 1950, "maximum": 2100,
                **_refusal("请输入 1950 至 2100 之间的年份。")}  # fmt: skip
    if column.kind in {Kind.NUMBER, Kind.INTEGER}:
        return {**_bounds(column), **({"show_error": False} if column.unlimited else {})}
    return {"validate": "any"}


def _bounds(column: Column) -> dict[str, Any]:
    low = -LIMIT if column.at_least is None else column.at_least
    high = LIMIT if column.at_most is None else column.at_most
    ends = [f"不小于 {low:g}"] * (low > -LIMIT) + [f"不大于 {high:g}"] * (high < LIMIT)
    kind = "整数" if column.kind is Kind.INTEGER else "数字"
    text = f"请输入{'、'.join(ends)}{'的' if ends else ''}{kind}。"
    validate = "integer" if column.kind is Kind.INTEGER else "decimal"
    return {
        "validate": validate,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        **_refusal(text),
    }


def _refusal(text: str) -> dict[str, Any]:
    return {"error_type": "stop", "error_title": "输入有误", "error_message": text}


def _units(column: Column, table: Table) -> tuple[tuple[str, ...], str]:
    """Common units for a unit column, and the name of their list."""
    measured = {c.dimension for c in table.all_columns if c.unit_column == column.key}
    dimension = measured.pop() if len(measured) == 1 else ""
    words = COMMON_UNITS.get(dimension, COMMON_UNITS[""])
    wish = dimension if dimension in COMMON_UNITS else ""
    safe = "".join(c if c.isalnum() else "_" for c in wish)
    return words, f"units_{safe}" if safe else "units"


REFERRED = tuple(
    dict.fromkeys(c.refers_to for table in TABLES for c in table.all_columns if c.refers_to)
)
"""Tables whose keys other sheets refer to."""
