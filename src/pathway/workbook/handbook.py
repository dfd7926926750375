"""The reference page of the workbook, generated from the schema."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from pathway.schema import SCHEMA_VERSION, TABLES
from pathway.schema.settings_rows import SETTINGS_ROWS, Setting
from pathway.schema.table import PROVENANCE, Column, Kind, Table
from pathway.workbook.handbook_terms import appendices
from pathway.workbook.phrases import blank_en, blank_zh
from pathway.workbook.settings_sheet import setting_column
from pathway.workbook.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS = {
    Kind.TEXT: "文字 text",
    Kind.KEY: "编号 key",
    Kind.REF: "引用 reference",
    Kind.REFS: "引用（多个） references",
    Kind.TAGS: "词（多个） words",
    Kind.CHOICE: "选择 choice",
    Kind.FLAG: "是否 yes/no",
    Kind.NUMBER: "数值 number",
    Kind.YEAR: "年份 year",
    Kind.INTEGER: "整数 whole number",
    Kind.UNIT: "单位 unit",
    Kind.DATE: "日期 date",
}

_HEAD = f"""# 工作簿手册 · Workbook reference

本页由表的声明生成，请勿手改。各种技术怎样写成行，见[配方](../how-to/recipes.md)。
This page is generated from the declarations of the sheets (schema version {SCHEMA_VERSION});
do not edit it. Rows of real plant, fleets and clauses: [recipes](../how-to/recipes.md).

**版式 Layout.** 第 1 行说明，第 2 行编号，第 3 行单位，第 4 行中文表头，第 5 行起为数据。
表按编号、中文名或英文名识别，列按第 2 行的编号识别（编号缺失时按第 4 行表头），与位置无关。
Row 1 says what the sheet is, row 2 holds the keys, row 3 the units, row 4 the Chinese headings;
data start in row 5. Sheets are found by key, Chinese or English name, columns by the key in row 2
(else by the heading in row 4), never by position.

**数值 Numbers.** 空格、全角字符、千分位逗号会被规范并逐一提示；文字 5% 只在单位为 1 的列中接受，
读作 0.05。公式须已计算；错误值、日期、合并单元格会被拒绝。
Spaces, full-width forms and thousands separators are put right, each with a note; a text such as
`5%` is read as 0.05 in columns whose unit is 1, and refused elsewhere. Formulas have to be
calculated; errors, dates and merged cells are refused.

**是否与选择 Flags and choices.** 中文、英文或编号均可；是否列也可写 TRUE/FALSE、1/0。
Chinese, English or the key will do; flags also as TRUE/FALSE or 1/0.

**多项 Lists.** 用 `;` `；` `、` 逗号或换行分隔。Separated by any of these.

**来源 Provenance.** 除特别说明外，每个表还有以下三列。
Unless a sheet says otherwise, it also has these three columns:
"""


def handbook() -> str:
    """The page: rules, one section for each sheet, and what words mean, in both languages."""
    rules = resources.files("pathway.workbook").joinpath("rules.md").read_text("utf-8")
    sheets = (_section(table) for table in TABLES)
    return "\n".join([_HEAD, _columns(PROVENANCE), rules, *sheets, appendices()]) + "\n"


def _section(table: Table) -> str:
    lines = [
        f"\n## `{table.key}` {table.zh} · {table.en}\n",
        f"{table.help_zh}\n{table.help_en}\n",
        *_remarks(table),
        _columns(table.columns),
    ]
    if table.key == "settings":
        lines += ["\n各行 The rows:\n", _columns(map(setting_column, SETTINGS_ROWS), SETTINGS_ROWS)]
    return "\n".join(lines)


def _remarks(table: Table) -> list[str]:
    """What else holds for a sheet: whether it must be there, its key, further columns."""
    keys = " + ".join(f"`{key}`" for key in table.key_columns)
    remarks = {
        "必须有。Required.": table.required,
        f"主键 Key: {keys}。": bool(keys),
        "其后各列为年份（如 2025）。Further columns are calendar years.": table.years_across,
        "其后各列为曲线，列名自定。Further columns are profiles, named freely.": table.free_columns,
        "没有来源列。No provenance columns.": not table.provenance,
    }
    text = " ".join(remark for remark, holds in remarks.items() if holds)
    return [f"{text}\n"] if text else []


def _columns(columns: Iterable[Column], settings: Iterable[Setting] = ()) -> str:
    """A table of columns; for settings, what a blank row stands for is their default."""
    head = (
        "| 编号 key | 名称 name | 类型 type | 单位 unit | 范围 bounds | 空格 blank | 含义 meaning |"
    )
    defaults = {s.key: _setting_blank(s) for s in settings}
    rows = (
        (
            f"`{column.key}`",
            f"{column.zh}<br>{column.en}",
            _kind(column),
            _unit(column),
            _bounds(column),
            defaults.get(column.key) or _pair(blank_zh(column), blank_en(column)),
            _pair(column.help_zh, column.help_en),
        )
        for column in columns
    )
    lines = (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    return "\n".join([head, "|---" * 7 + "|", *lines])


def _setting_blank(setting: Setting) -> str:
    if setting.required:
        return "必填<br>required"
    return "—" if setting.default in {None, ""} else str(setting.default)


def _kind(column: Column) -> str:
    words = _KINDS[column.kind]
    if column.refers_to:
        words += f" → `{column.refers_to}`"
    if column.choices:
        words += ": " + ", ".join(f"{c.zh} `{c.key}`" for c in column.choices)
    return f"{words}; 可按年给出 by year" if column.by_year else words


def _unit(column: Column) -> str:
    if column.unit_column:
        measured = f" ({column.dimension})" if column.dimension else ""
        return f"见 see `{column.unit_column}`{measured}"
    return column.unit


def _bounds(column: Column) -> str:
    low, high = column.at_least, column.at_most
    ends = [f"≥ {number_text(low)}"] if low is not None else []
    return ", ".join(ends + ([f"≤ {number_text(high)}"] if high is not None else []))


def _pair(zh: str, en: str) -> str:
    return "<br>".join(dict.fromkeys(text for text in (zh, en) if text))
