"""One sheet of the report: a running position, and tables, texts and charts put there."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pathway.labels import LIGHTS, label
from pathway.report.cells import (
    Block,
    Formula,
    distinct_titles,
    fitting_width,
    number_of,
    text_of,
    wrapped_lines,
)
from pathway.report.style import digits_for, number_format
from pathway.report.words import Words
from pathway.workbook.look import line_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook as XlsxFile
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pathway.report.cells import Column, Row
    from pathway.report.style import Look

A3, A4 = 8, 9
"""Paper sizes as Excel numbers them."""
ROW_POINTS, ROW_PIXELS = 18.0, 24
CHART_HEIGHT = 384
LINE_POINTS = 15.5
LONGEST_TEXT = 32767


@dataclass
class Book:
    """A file being written."""

    file: XlsxFile
    look: Look
    used: set[str] = field(default_factory=set)
    run: str = ""
    """What the foot of every printed page names: the run, and whom it is for."""

    def page(self, key: str, lang: str, paper: int = A3) -> Page:
        """A new sheet, named in the language, with its question in the first line."""
        sheet = self.file.add_worksheet(label(f"sheet.{key}", lang))
        return Page(self, sheet, key, lang, paper)

    def table_name(self, key: str) -> str:
        """A name for a native table that no other has."""
        name = f"tbl_{key}"
        while name in self.used:
            name += "_"
        self.used.add(name)
        return name


class Page(Words):
    """A sheet and the row that comes next."""

    def __init__(self, book: Book, sheet: Worksheet, key: str, lang: str, paper: int = A3) -> None:
        super().__init__(lang)
        self.book, self.sheet, self.key = book, sheet, key
        self.look = book.look
        self.row = 0
        self._widths: dict[int, float] = {}
        self._breaks: list[int] = []
        sheet.set_default_row(ROW_POINTS)
        sheet.hide_gridlines(2)
        self._title()
        self._print_setup(paper)

    def _title(self) -> None:
        name, question = self.say(f"sheet.{self.key}"), self.say(f"ask.{self.key}")
        title = self.look.title()
        self.sheet.write_rich_string(
            0, 0, title, f"{name}   ", self.look.question(), question, title
        )
        self.sheet.set_row(0, 34)
        self.row = 1

    def _print_setup(self, paper: int) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        run = self.book.run.replace("&", "＆")  # a code, at the foot of a page
        sheet.set_footer(f"&L&A&C{run}&R&P / &N")
        sheet.repeat_rows(0)

    # --- texts --------------------------------------------------------------------------------

    def section(self, title: str, note: str = "", columns: int = 1) -> None:
        """Title of a part of the sheet, underlined over so many columns."""
        self.row += 1
        for column in range(columns):
            self.sheet.write_blank(self.row, column, None, self.look.section())
        self.sheet.write_string(self.row, 0, title, self.look.section())
        self.sheet.set_row(self.row, 24)
        self.row += 1
        if note:
            self.text(note, self.look.note())

    def text(self, text: str, style: Format | None = None, column: int = 0) -> None:
        """A line of text that runs over the cells to its right."""
        self.sheet.write_string(self.row, column, text[:LONGEST_TEXT], style or self.look.text())
        self.row += 1

    def paragraph(self, text: str, columns: int) -> None:
        """A text broken into lines over so many columns, whose widths are set."""
        width = sum(self._widths[at] for at in range(columns))
        style = self.look.make(text_wrap=True, valign="top")
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", style)
        self.sheet.write_string(self.row, 0, text[:LONGEST_TEXT], style)
        self.sheet.set_row(self.row, line_count(text, width) * LINE_POINTS + 4)
        self.row += 1

    def nothing(self) -> None:
        """Say that there is nothing to show here."""
        self.text(self.say("nothing"), self.look.note())

    # --- tables -------------------------------------------------------------------------------

    def table(
        self, columns: Sequence[Column], rows: Sequence[Row], name: str = "", per_row: bool = False
    ) -> Block:
        """Write a table at the running position.

        Args:
            columns: what stands above each column, its kind and width.
            rows: the rows.
            name: makes it a native Excel table of that name, with filters.
            per_row: whether the numbers of a row share their decimals (years across), or each
                has its own (a long list of unlike figures).
        """
        top = self.row
        self._headings(columns)
        widths = [self._fit(at, column, rows) for at, column in enumerate(columns)]
        wraps = any(column.kind == "wrap" for column in columns)
        for number, row in enumerate(rows, start=top + 1):
            self._write_row(number, columns, row, per_row)
            if wraps:
                self._height(number, columns, row, widths)
        last = top + max(1, len(rows))
        if name:
            self._native(name, columns, top, last)
        self._lights(columns, top + 1, last)
        self.row = last + 2
        numbers = [at for at, column in enumerate(columns) if column.kind == "number"]
        first = numbers[0] if numbers else 0
        return Block(self.sheet.name, top, top + 1, last, 0, first, len(columns) - 1)

    def _headings(self, columns: Sequence[Column]) -> None:
        heading = self.look.heading()
        for at, column in enumerate(columns):
            self.sheet.write_string(self.row, at, column.title, heading)
        self.sheet.set_row(self.row, 34)

    def _write_row(self, number: int, columns: Sequence[Column], row: Row, per_row: bool) -> None:
        numbers = [number_of(value) for value in row.cells]
        shared = digits_for(v for v in numbers if v is not None) if per_row else None
        for at, (column, value, found) in enumerate(zip(columns, row.cells, numbers, strict=True)):
            form = ""
            if column.kind == "number":
                digits = shared if column.digits is None else column.digits
                own = () if found is None else (found,)
                form = number_format(digits_for(own) if digits is None else digits)
            self._put(number, at, value, found, self.look.cell(column.kind, row.style, form))

    def put(self, row: int, column: int, value: Any, style: Format) -> None:
        """Write a cell as what it is: a text never becomes a formula, link or number."""
        self._put(row, column, value, number_of(value), style)

    def _put(self, row: int, column: int, value: Any, found: float | None, style: Format) -> None:
        if isinstance(value, Formula):
            self.sheet.write_formula(row, column, value.text, style, value.result)
        elif found is not None:
            self.sheet.write_number(row, column, 0.0 if abs(found) < 1e-9 else found, style)
        elif text := text_of(value):
            self.sheet.write_string(row, column, text[:LONGEST_TEXT], style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def _fit(self, at: int, column: Column, rows: Sequence[Row]) -> float:
        width = column.width or fitting_width(column, (row.cells[at] for row in rows))
        self.widen(at, width)
        return self._widths[at]

    def widen(self, column: int, width: float) -> None:
        """Make a column at least so wide."""
        self._widths[column] = max(width, self._widths.get(column, 0.0))
        self.sheet.set_column(column, column, self._widths[column])

    def _height(
        self, number: int, columns: Sequence[Column], row: Row, widths: Sequence[float]
    ) -> None:
        """Not every program works out the height of wrapped rows when it opens a file."""
        lines = wrapped_lines(columns, row, widths)
        if lines > 1:
            self.sheet.set_row(number, lines * LINE_POINTS + 4)

    def _native(self, name: str, columns: Sequence[Column], top: int, last: int) -> None:
        heading, titles = self.look.heading(), distinct_titles(columns)
        self.sheet.add_table(
            top, 0, last, len(columns) - 1,
            {
                "name": self.book.table_name(name),
                "style": "Table Style Light 1",
                "banded_rows": False,
                "columns": [
                    {"header": title, "header_format": heading} for title in titles
                ],
            },
        )  # fmt: skip

    def _lights(self, columns: Sequence[Column], first: int, last: int) -> None:
        for at, column in enumerate(columns):
            if column.kind == "light":
                self.light_rules(first, at, last, at)

    def light_rules(self, top: int, left: int, bottom: int, right: int) -> None:
        """Colour cells by the icon that their text starts with."""
        for icon in LIGHTS:
            self.sheet.conditional_format(
                top, left, bottom, right,
                {
                    "type": "text", "criteria": "begins with", "value": icon,
                    "format": self.look.light(icon),
                },
            )  # fmt: skip

    # --- charts and panes ---------------------------------------------------------------------

    def reserve(self, rows_of_charts: int = 1, height: int = CHART_HEIGHT) -> int:
        """Leave room for charts that are drawn from tables further down; the row they start in."""
        spot = self.row
        self.row += rows_of_charts * (math.ceil(height / ROW_PIXELS) + 1)
        return spot

    def charts(
        self, spot: int, charts: Sequence[Chart], width: int = 780, height: int = CHART_HEIGHT
    ) -> None:
        """Put charts side by side into room that was reserved."""
        for at, chart in enumerate(charts):
            chart.set_size({"width": width - 12, "height": height - 12})
            place = {"x_offset": 4 + at * width, "y_offset": 4, "object_position": 3}
            self.sheet.insert_chart(spot, 0, chart, place)

    def paper_ends(self, columns: int = 0) -> None:
        """Say that what comes below is for the screen only, and end the paper here."""
        self.text(self.say("screen_only"), self.look.note())
        last = columns - 1 if columns else max(self._widths, default=0)
        self.sheet.print_area(0, 0, self.row - 1, last)

    def breaks(self, rows: Sequence[int]) -> None:
        """Start a new page in print at each of these rows."""
        self._breaks += rows
        self.sheet.set_h_pagebreaks(self._breaks)

    def new_page(self) -> None:
        """Start a new page in print."""
        self._breaks.append(self.row)
        self.sheet.set_h_pagebreaks(self._breaks)

    def freeze(self, row: int, column: int = 0) -> None:
        """Keep the rows above and columns left of a cell in sight, and repeat them in print."""
        self.sheet.freeze_panes(row, column)
        self.sheet.repeat_rows(0, row - 1)
