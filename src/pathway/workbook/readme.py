"""Sheet ``readme``: what the workbook is for, how to work with it, and what its colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.schema import BY_KEY, SCHEMA_VERSION, TABLES
from pathway.workbook import look
from pathway.workbook.headings import FIRST_ROW
from pathway.workbook.read import VERSION_TOPIC
from pathway.workbook.sheet_writer import write_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook as XlsxFile

    from pathway.workbook.choices import Lists
    from pathway.workbook.places import SheetData

_PURPOSE = (
    (
        "用途",
        "本工作簿记录一座城市的碳达峰方案及其数据：每一条款、每一台机组、每一个参数都写明单位、来源"
        "和可信度。程序据此求出成本最低、逐年可执行的达峰路径。",
    ),
    ("步骤 1", "在“设置”中填写基准年、末年和达峰窗口。"),
    ("步骤 2", "在“品种”“技术”“流”中登记能源、产品与技术；在“机组存量”“项目库”中逐台逐项登记。"),
    ("步骤 3", "在“需求”“年变参数”“时序”中填写随年份和小时变化的数值；空格年份自动内插。"),
    ("步骤 4", "在“指标”“条款”中写入方案的每一条；原文与数值并列，便于核对。"),
    ("步骤 5", "保存后运行 pathway check 检查，再运行 pathway solve 求解。程序不改写本工作簿。"),
    (
        "技术库",
        "新建的工作簿带有一批备选技术和需求（标签“技术库”，“启用”为 否），不进入模型。要用时把"
        "“启用”改为 是：同组的技术和需求一起启用，再把数量换成本市的。",
    ),
    (
        "代用值",
        "“数据来源”表中“代用”为 是 的来源（示例、全国或省平均值、按气候区生成的曲线），引用它的行都"
        "等待换成本市数据。换一行，就改一行的来源；pathway check 会数出还剩多少。",
    ),
    (
        "填写规则",
        "第 1 行是说明，第 2 行灰色编号供程序识别，请勿改动；第 3 行是单位，第 4 行是表头，第 5 行"
        "起填写。列可以移动，行可以排序，表内不要合并单元格。",
    ),
    ("图例：编号", "一行的名称，其他表以它引用本行"),
    ("图例：输入", "可填写的数值与选项"),
    ("图例：估计", "可信度为 D（估计）或未注明的数值，应优先核实"),
    ("图例：标题", "表头，可筛选、排序"),
    ("图例：未启用", "“启用”为 否 的行：备选，不进入模型"),
)


def readme_rows(given: Sequence[Mapping[Any, object]]) -> Sequence[Mapping[Any, object]]:
    """The rows given, or the standard text; the schema version in any case."""
    standard = (*_PURPOSE, *((t.key, f"{t.zh}：{t.help_zh}") for t in TABLES if t.key != "readme"))
    rows = list(given) or [{"topic": topic, "text": text} for topic, text in standard]
    if all(row.get("topic") != VERSION_TOPIC for row in rows):
        rows.append({"topic": VERSION_TOPIC, "text": SCHEMA_VERSION})
    return rows


def write_readme(
    file: XlsxFile, data: SheetData, formats: look.Look, lists: Lists, tab: str
) -> None:
    """Add the sheet, with coloured legend cells and links to the other sheets."""
    write_sheet(file, data, formats, lists, tab)
    sheet = file.get_worksheet_by_name(tab)
    chinese = tab == BY_KEY["readme"].zh
    for number, row in enumerate(data.rows, start=FIRST_ROW):
        topic = str(row.get("topic"))
        if topic in look.LEGEND:
            style = getattr(formats, look.LEGEND[topic])
            sheet.write_string(number, 0, topic, style)
        elif topic in BY_KEY:
            target = BY_KEY[topic].zh if chinese else topic
            sheet.write_url(number, 0, f"internal:'{target}'!A1", formats.link, topic)
