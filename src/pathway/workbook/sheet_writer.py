"""Writes one table sheet: header block, rows, drop-downs, legend colours and print set-up."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pathway.errors import Finding, InputError
from pathway.schema.table import Column, Kind
from pathway.workbook import choices, look
from pathway.workbook.forms import cell_form, declared_for
from pathway.workbook.headings import FIRST_ROW, HEADING_ROW, KEY_ROW, TITLE_ROW, UNIT_ROW
from pathway.workbook.preflight import cell_name
from pathway.workbook.references import key_column
from pathway.workbook.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook as XlsxFile
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pathway.workbook.places import Place, SheetData


SPARE_ROWS = 1000
"""Rows below the last that already have drop-downs and colours."""
A3 = 8
PAGE_WIDTH = 340.0
"""Characters that an A3 page across still shows in readable size."""
LONGEST_TEXT = 32767


def write_sheet(
    file: XlsxFile, data: SheetData, formats: look.Look, lists: choices.Lists, tab: str
) -> None:
    """Add the sheet of a table to a file."""
    sheet = file.add_worksheet(tab)
    writer = _SheetWriter(sheet, data, formats, lists)
    writer.header()
    writer.rows()
    writer.table()
    writer.assistance()
    writer.page()
    _name_keys(file, data, writer.places, tab)


@dataclass
class _SheetWriter:
    sheet: Worksheet
    data: SheetData
    formats: look.Look
    lists: choices.Lists

    def __post_init__(self) -> None:
        self.places = self.data.places()
        self.keys = set(self.data.table.key_columns)
        self.total_width = 0.0
        self.last_row = max(FIRST_ROW, HEADING_ROW + len(self.data.rows))

    def header(self) -> None:
        """Rows 1 to 3: title and instruction, machine keys, units."""
        table = self.data.table
        title = (
            self.formats.title,
            f"{table.zh} {table.en}   ",
            self.formats.instruction,
            table.help_zh,
        )
        self.sheet.write_rich_string(TITLE_ROW, 0, *title, self.formats.title)
        for at, place in enumerate(self.places):
            self._put(KEY_ROW, at, place.machine_key, self.formats.machine_key)
            self.sheet.write_string(UNIT_ROW, at, place.unit, self.formats.unit)
        for row, height in ((TITLE_ROW, 30), (KEY_ROW, 14), (UNIT_ROW, 15), (HEADING_ROW, 33)):
            self.sheet.set_row(row, height)

    def rows(self) -> None:
        """Data rows from row 5, and column widths to go with them."""
        lines = Counter[int]()
        for at, place in enumerate(self.places):
            cells, style = self._column(place), self._format(place)
            width = self._width(at, place, cells, style)
            for row, value in enumerate(cells, start=FIRST_ROW):
                self._put(row, at, value, style)
                if isinstance(value, str) and look.wraps(place.column):
                    lines[row] = max(lines[row], look.line_count(value, width))
        for row, count in lines.items():
            # Not every program works out the height of wrapped rows when it opens a file.
            if count > 1:
                self.sheet.set_row(row, count * look.LINE_HEIGHT + 3)

    def _column(self, place: Place) -> list[float | str | None]:
        """Cells of one column, in written form; one blank cell where there are no rows."""
        key = self.data.table.columns[0].key
        cells = [
            cell_form(
                row.get(place.name), declared_for(self.data.table, place.column, row.get(key))
            )
            for row in self.data.rows
        ]
        return cells or [None]

    def _format(self, place: Place) -> Format | None:
        if self.data.table.free_columns:
            return None  # a year of hours: bare cells keep the file small
        return self.formats.for_column(place.column, place.name in self.keys)

    def _width(
        self, at: int, place: Place, cells: Sequence[float | str | None], style: Format | None
    ) -> float:
        """Set the width of a column to suit its first cells."""
        few = (
            number_text(c) if isinstance(c, float) else c or ""
            for c in itertools.islice(cells, 400)
        )
        width = look.column_width(str(place.machine_key), place.heading, [*few, place.unit])
        self.sheet.set_column(at, at, width, None if style else self.formats.bare_number)
        self.total_width += width
        return width

    def table(self) -> None:
        """A native Excel table over headings and rows, with its filter buttons."""
        options = {
            "name": f"tbl_{self.data.table.key}",
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [
                {"header": place.heading, "header_format": self.formats.heading}
                for place in self.places
            ],
        }
        self.sheet.add_table(HEADING_ROW, 0, self.last_row, len(self.places) - 1, options)

    def assistance(self) -> None:
        """Drop-downs, input messages, and the colour of estimates."""
        end = self.last_row + SPARE_ROWS
        for at, place in enumerate(self.places):
            if (self.data.table.key, place.name) == ("settings", "value"):
                self._assist_settings(at, place.column)
            elif not self.data.table.free_columns:
                self._assist(place.column, (FIRST_ROW, end), at)
        self.sheet.ignore_errors(
            {"number_stored_as_text": f"A1:{cell_name(end, len(self.places) - 1)}"}
        )
        self._waiting(end)
        if self.data.table.provenance:
            self._estimates(end)

    def _assist(self, column: Column, rows: tuple[int, int], at: int) -> None:
        rule = choices.validation(column, self.data.table, self.lists)
        self.sheet.data_validation(rows[0], at, rows[1], at, rule)

    def _assist_settings(self, at: int, value: Column) -> None:
        """Each setting has a rule and a message of its own; bounds hang on the unit of the row."""
        for row, cells in enumerate(self.data.rows, start=FIRST_ROW):
            column = declared_for(self.data.table, value, cells.get("key"))
            if column.kind is Kind.NUMBER:
                column = replace(column, at_least=None, at_most=None, unit_column="unit")
            self._assist(column, (row, row), at)

    def _waiting(self, end: int) -> None:
        """Grey out rows that a planner has not switched on."""
        names = [place.name for place in self.places]
        if "active" not in names:
            return
        column = xl_col_to_name(names.index("active"))
        self.sheet.conditional_format(
            FIRST_ROW, 0, end, len(names) - 1,
            {
                "type": "formula",
                "criteria": f'=OR(${column}5="否",${column}5="no")',
                "format": self.formats.waiting,
                "stop_if_true": True,
            },
        )  # fmt: skip

    def _estimates(self, end: int) -> None:
        """Mark the numbers of rows whose confidence is D or not given."""
        at = [place.name for place in self.places].index("confidence")
        sure, first = f"${xl_col_to_name(at)}5", "$A5"
        rule = f'{first}<>"",OR({sure}="",LEFT({sure},1)="D")'
        numbers = [i for i, place in enumerate(self.places) if place.column.kind is Kind.NUMBER]
        for column in [*numbers, at]:
            self.sheet.conditional_format(
                FIRST_ROW, column, end, column,
                {
                    "type": "formula",
                    "criteria": f'=AND({xl_col_to_name(column)}5<>"",{rule})',
                    "format": self.formats.estimate,
                },
            )  # fmt: skip

    def page(self) -> None:
        """Frozen panes, tab colour, and an A3 sheet that repeats its header block."""
        table, sheet = self.data.table, self.sheet
        leading = itertools.takewhile(lambda place: place.name in self.keys, self.places)
        frozen = max(1, len(list(leading)))
        sheet.freeze_panes(FIRST_ROW, frozen)
        sheet.set_tab_color(look.TAB_COLOURS.get(table.key, look.GREY))
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(math.ceil(self.total_width / PAGE_WIDTH), 0)
        sheet.repeat_rows(TITLE_ROW, HEADING_ROW)
        sheet.repeat_columns(0, frozen - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)

    def _put(self, row: int, column: int, value: float | str | None, style: Format | None) -> None:
        """Write a cell as what it is: a text never becomes a formula, link or number."""
        if value is None:
            if style:
                self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self._check_length(value, row, column)
            self.sheet.write_string(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def _check_length(self, text: str, row: int, column: int) -> None:
        if len(text) > LONGEST_TEXT:
            where = f"{self.data.table.key}!{cell_name(row, column)}"
            found = f"a text of {len(text)} characters"
            raise InputError((Finding(where, found, f"at most {LONGEST_TEXT}, as Excel allows"),))


def _name_keys(file: XlsxFile, data: SheetData, places: Sequence[Place], tab: str) -> None:
    """Name the keys of a table, so that drop-downs grow with it."""
    if data.table.key not in choices.REFERRED:
        return
    if data.table.free_columns:
        first = xl_col_to_name(len(data.table.all_columns))
        start, row = f"'{tab}'!${first}$2", f"'{tab}'!${first}$2:$XFD$2"
        area = f"=OFFSET({start},0,0,1,MAX(1,COUNTA({row})))"
    else:
        at = xl_col_to_name([p.name for p in places].index(key_column(data.table)))
        start, column = f"'{tab}'!${at}$5", f"'{tab}'!${at}$5:${at}$1048576"
        area = f"=OFFSET({start},0,0,MAX(1,COUNTA({column})),1)"
    file.define_name(choices.keys_name(data.table.key), area)
