"""How the report looks: cell formats made on demand, number formats, lights and bars."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pathway.labels import BARS, LIGHTS
from pathway.workbook.look import FONT, GREY, INK, LINE, NAVY, PALE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook as XlsxFile
    from xlsxwriter.format import Format

BAND, TOTAL, SECTION, HEAD = "#F7F9FC", "#E7ECF4", "#D9E2F0", NAVY
_ROWS: dict[str, dict[str, Any]] = {
    "plain": {},
    "total": {"bold": True, "bg_color": TOTAL},
    "muted": {"font_color": "#7F7F7F", "italic": True},
    "group": {"bold": True, "bg_color": SECTION, "font_color": NAVY},
    "alarm": {"bold": True, "font_color": "#C00000", "bg_color": "#FDE9E7"},
    "estimate": {"bg_color": "#FCE4D6", "font_color": "#9C5700"},
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"align": "left", "indent": 1},
    "wrap": {"align": "left", "indent": 1, "text_wrap": True},
    "centre": {"align": "center", "shrink": True},
    "light": {"align": "center", "bold": True},
    "year": {"align": "center", "num_format": "0"},
    "number": {"align": "right", "indent": 1},
}


class Look:
    """Cell formats of one file; the same options give the same format."""

    def __init__(self, file: XlsxFile) -> None:
        self._file = file
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[str, str, str], Format] = {}

    def make(self, **options: Any) -> Format:
        """Format with these options on top of the font of the report."""
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        every = base | options
        key = tuple(sorted(every.items()))
        if key not in self._made:
            self._made[key] = self._file.add_format(every)
        return self._made[key]

    def cell(self, kind: str, row: str = "plain", number: str = "") -> Format:
        """Format of a table cell: kind of column, style of row, number format."""
        known = self._cells.get((kind, row, number))
        if known is None:
            box = {"border": 1, "border_color": LINE}
            shown = {"num_format": number} if number else {}
            known = self.make(**(box | _KINDS[kind] | _ROWS[row] | shown))
            self._cells[kind, row, number] = known
        return known

    def heading(self) -> Format:
        """Heading of a column."""
        return self.make(
            bold=True, font_color="#FFFFFF", bg_color=HEAD, text_wrap=True, align="center",
            border=1, border_color=LINE,
        )  # fmt: skip

    def bar(self, kind: str) -> Format:
        """Coloured cell of the timetable."""
        ink, paper = BARS[kind]
        return self.make(
            font_color=ink, bg_color=paper, align="center", font_size=9, bold=kind != "standing",
            border=1, border_color="#FFFFFF",
        )  # fmt: skip

    def light(self, icon: str) -> Format:
        """Colours of a light, to be laid over a cell that shows its text and icon."""
        ink, paper = LIGHTS[icon]
        return self._file.add_format({"font_color": ink, "bg_color": paper})

    def title(self) -> Format:
        """Name of the sheet in its first line."""
        return self.make(bold=True, font_size=18, font_color=NAVY)

    def question(self) -> Format:
        """Question that the sheet answers."""
        return self.make(font_size=12, font_color="#595959")

    def section(self) -> Format:
        """Title of a part of a sheet."""
        return self.make(bold=True, font_size=13, font_color=NAVY, bottom=2, bottom_color=NAVY)

    def note(self) -> Format:
        """Small grey text."""
        return self.make(font_color=GREY, font_size=9)

    def text(self, alarm: bool = False) -> Format:
        """Plain line of text outside tables."""
        return self.make(**(_ROWS["alarm"] if alarm else {}))

    def card(self, part: str, colour: str) -> Format:
        """Part of a key-figure card: label, value or note."""
        size = {"label": 10, "value": 20, "note": 9}[part]
        ink = {"label": "#595959", "value": colour, "note": "#595959"}[part]
        return self.make(
            font_size=size, font_color=ink, bold=part == "value", bg_color=PALE, align="center",
            text_wrap=part == "note",
        )  # fmt: skip


def digits_for(values: Iterable[float]) -> int:
    """Decimals that show the largest of some numbers in about four figures."""
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if largest >= 1000:
        return 0
    if largest >= 100:
        return 1
    return 2 if largest >= 1 or largest == 0 else min(6, 2 - math.floor(math.log10(largest)))


@lru_cache(maxsize=256)  # a few forms stand in most cells
def number_format(digits: int, unit: str = "") -> str:
    """Excel number format: thousands, decimals, a dash for nothing, the unit if wanted."""
    tail = f'" {unit}"' if (unit := unit.replace('"', "")) else ""
    form = "#,##0" + ("." + "0" * digits if digits else "")
    return f'{form}{tail};-{form}{tail};"–"'
