"""How a workbook looks: colours, cell formats and column widths."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pathway.schema.table import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook as XlsxFile
    from xlsxwriter.format import Format

FONT = "微软雅黑"
NAVY, INK, GREY, PALE = "#1F3864", "#262626", "#8C8C8C", "#F2F2F2"
INPUT, ESTIMATE, ESTIMATE_INK = "#FFFBEA", "#FCE4D6", "#9C5700"
LINE = "#D9D9D9"

_GROUPS = (
    ("#595959", "readme settings"),
    ("#2F75B5", "regions shares commodities processes flows storage"),
    ("#548235", "units projects retrofits"),
    ("#BF8F00", "demands paths series actuals actual_items profiles"),
    ("#C00000", "clauses metrics lexicon adequacy credits"),
    ("#7030A0", "scenarios overrides estimates"),
    ("#A6A6A6", "sources changelog"),
)
TAB_COLOURS = {key: colour for colour, keys in _GROUPS for key in keys.split()}
"""Tab colour of each sheet: general, network, stock, years, plan, scenarios, records."""

LEGEND = {
    "图例：编号": "key",
    "图例：输入": "input",
    "图例：估计": "estimate",
    "图例：标题": "heading",
    "图例：未启用": "waiting",
}
"""Topic of sheet readme → format that its cell shows."""

NARROWEST, WIDEST = 9, 40
_WIDTHS = {"text": 100, "quote": 52, "note": 30}
"""Widths of columns that hold long sentences."""
LINE_HEIGHT = 15.0
"""Height of a line of text [points]."""


class Look:
    """Cell formats of one file, made once."""

    def __init__(self, file: XlsxFile) -> None:
        def make(**options: Any) -> Format:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            return file.add_format(base | options)

        box = {"border": 1, "border_color": LINE}
        self.title = make(bold=True, font_size=14, font_color=NAVY)
        self.instruction = make(font_color="#595959")
        self.machine_key = make(
            font_size=8, font_color=GREY, bg_color=PALE, align="left", locked=True
        )
        self.unit = make(font_size=9, italic=True, font_color="#595959", bg_color=PALE)
        self.heading = make(
            bold=True, font_color="#FFFFFF", bg_color=NAVY, text_wrap=True, align="center", **box
        )
        self.key = make(bold=True, bg_color="#E7ECF4", indent=1, **box)
        self.input = make(bg_color=INPUT, indent=1, **box)
        self.number = make(bg_color=INPUT, align="right", **box)
        self.centred = make(bg_color=INPUT, align="center", **box)
        self.wrapped = make(text_wrap=True, indent=1, **box)
        self.link = make(font_color="#0563C1", underline=1, indent=1, **box)
        self.estimate = make(bg_color=ESTIMATE, font_color=ESTIMATE_INK, **box)
        self.waiting = make(font_color="#A6A6A6", bg_color=PALE, **box)
        self.bare_number = make(align="right")

    def for_column(self, column: Column, is_key: bool) -> Format:
        """Format of the data cells of a column."""
        if is_key:
            return self.key
        if column.key == "value":
            return self.input
        if wraps(column):
            return self.wrapped
        if column.is_number:
            return self.number
        if column.kind in {Kind.CHOICE, Kind.FLAG}:
            return self.centred
        return self.input


def wraps(column: Column) -> bool:
    """Whether the texts of a column are broken into lines."""
    return column.kind in {Kind.TEXT, Kind.REFS, Kind.TAGS}


def text_width(text: str) -> int:
    """Width of a text in characters, Chinese ones counting two; the widest of its lines."""
    return max(map(_line_width, text.split("\n")))


@lru_cache(maxsize=8192)  # the same texts stand in many cells
def _line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    return len(line) + sum(kind in "WF" for kind in map(unicodedata.east_asian_width, line))


def column_width(column_key: str, heading: str, texts: Iterable[str]) -> float:
    """Width of a column that shows its key, its heading (wrapped once) and most of its texts."""
    if column_key in _WIDTHS:
        return _WIDTHS[column_key]
    words = max((text_width(text) for text in texts), default=0)
    wide = text_width(heading)
    label = max(wide / (2 if wide > 16 else 1) + 4, 0.8 * len(column_key))
    return min(max(NARROWEST, label, words + 4), WIDEST)


def line_count(text: str, width: float) -> int:
    """Lines that a text takes in a wrapped column of a width."""
    return sum(max(1, math.ceil(text_width(line) / (width - 2))) for line in text.split("\n"))
