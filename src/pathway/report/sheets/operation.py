"""Sheet 运行: how the system runs by the hour on typical and extreme days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from pathway.labels import LOAD_COLOUR, colour_of, group_word
from pathway.report import charts
from pathway.report.cells import Column, Formula, Row
from pathway.report.hours import LOAD, chosen_hours

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from pathway.report.cells import Block
    from pathway.report.days import Day
    from pathway.report.hours import Hours
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

GROUP_WIDTH = 11.5
PICKED = (1500, 408)
"""Width and height of the chart of the chosen day."""
PICK_ROW, YEAR_CELL, DAY_CELL = 3, (3, 1), (3, 4)
YEAR, DAY = (xl_rowcol_to_cell(*cell, True, True) for cell in (YEAR_CELL, DAY_CELL))


def fill(book: Book, results: Results, lang: str) -> None:
    """A day to choose, milestone years side by side, and the hours themselves."""
    page = book.page("operation", lang)
    page.freeze(1)
    hours = chosen_hours(results)
    if hours is None:
        page.nothing()
        return
    _Operation(page, hours).fill()


def day_word(page: Words, day: Day) -> str:
    """Name of a day: its date and what it stands for."""
    kind = page.word("day", day.kind) or page.say("typical_day")
    return f"{day.date} {kind} ({day.represents:.0f} {page.say('days')})"


class _Operation:
    def __init__(self, page: Page, hours: Hours) -> None:
        self.page, self.hours = page, hours
        self.columns = [*hours.groups, LOAD]
        self.colours = [colour_of(group, at) for at, group in enumerate(hours.groups)]
        self.steps = int(hours.rows["hour"].max()) + 1

    def fill(self) -> None:
        """Write the parts; the tables come last, though the charts above look at them."""
        page = self.page
        self.picker()
        chosen = page.reserve(height=PICKED[1])
        page.section(page.say("milestone_days"), columns=12)
        spots = []
        for at in range(len(self.hours.years)):
            if at == 1:
                page.new_page()
            spots.append(page.reserve())
        for column in range(3, 3 + 14):
            page.widen(column, GROUP_WIDTH)
        page.paper_ends()
        looked_up = page.row
        page.row += self.steps + 4
        block, rows = self.data()
        end, page.row = page.row, looked_up
        page.charts(chosen, [self.chosen(block)], *PICKED)
        self.milestones(block, rows, spots)
        page.row = end

    def word(self, day: Day) -> str:
        """Name of a day: its date and what it stands for."""
        return day_word(self.page, day)

    def picker(self) -> None:
        """Two cells with lists: year and day."""
        page, look = self.page, self.page.look
        page.text(page.say("operation_note"), look.note())
        page.row = PICK_ROW + 2
        style = look.make(bold=True, bg_color="#FFF2CC", border=1, align="center")
        years = list(dict.fromkeys(int(year) for year in self.hours.rows["year"]))
        words = [self.word(day) for day in self.hours.days]
        page.sheet.write_string(PICK_ROW, 0, page.say("choose_year"), look.text())
        page.sheet.write_number(*YEAR_CELL, self.hours.years[-1], style)
        page.sheet.data_validation(*YEAR_CELL, *YEAR_CELL, {"validate": "list", "source": years})
        page.sheet.write_string(PICK_ROW, 3, page.say("choose_day"), look.text())
        page.sheet.merge_range(PICK_ROW, 4, PICK_ROW, 7, "", style)
        page.sheet.write_string(*DAY_CELL, words[-1], style)
        self.words = words

    def data(self) -> tuple[Block, dict[tuple[int, int], tuple[int, int]]]:
        """The hours as a native table, the list of days beside the picker, and rows of each day."""
        page, names = self.page, {day.number: self.word(day) for day in self.hours.days}
        page.section(page.of_unit(page.say("hours"), page.unit(self.hours.unit)), columns=12)
        lines: list[Row] = []
        places: dict[tuple[int, int], tuple[int, int]] = {}
        start = page.row + 1
        for at, row in enumerate(self.hours.rows.itertuples(index=False)):
            year, day, hour, *values = row
            lines.append(Row((names[day], year, hour, *values)))
            first = places.get((year, day), (start + at, 0))[0]
            places[year, day] = (first, start + at)
        return page.table(self._heads(), lines, "hours"), places

    def _heads(self) -> list[Column]:
        say = self.page.say
        heads = [Column(say("day"), 34), Column(say("year"), 10, "year")]
        heads += [Column(say("hour"), 8, "year")]
        return heads + [Column(self._name(c), GROUP_WIDTH, "number", 1) for c in self.columns]

    def _name(self, column: str) -> str:
        return self.page.say("load") if column == LOAD else group_word(column, self.page.lang)

    def chosen(self, block: Block) -> Chart:
        """The chart of the chosen day, on formulas that look it up in the table of hours."""
        page, top = self.page, self.page.row + 2
        year, day = self.hours.years[-1], self.hours.days[-1]
        self._day_list(block)
        rows = self.hours.of(year, day)
        lines = []
        for hour in range(self.steps):
            here = rows[rows["hour"] == hour]
            cells = [
                Formula(self._lookup(block, at, top + 1 + hour), float(here[column].sum()))
                for at, column in enumerate(self.columns)
            ]
            keys = (Formula(f"={DAY}", self.word(day)), Formula(f"={YEAR}", year), hour)
            lines.append(Row((*keys, *cells)))
        page.section(page.say("chosen_day"), columns=12)
        page.table(self._heads(), lines)
        hours = charts.HourBlock(block.sheet, top, top + 1, top + self.steps, 2, 3)
        return self._chart(hours, page.say("chosen_day"))

    def _lookup(self, block: Block, at: int, row: int) -> str:
        """SUMIFS over the table of hours: the chosen year, the chosen day, the hour of the row."""
        last = block.last_row
        values, days, years, hours = (
            xl_range_abs(block.first_row, c, last, c) for c in (3 + at, 0, 1, 2)
        )
        hour = xl_rowcol_to_cell(row, 2)
        return f"=SUMIFS({values},{days},{DAY},{years},{YEAR},{hours},{hour})"

    def _day_list(self, block: Block) -> None:
        """The names of the days, to the right of the table of hours, as source of the list."""
        column = block.last_column + 2
        for at, word in enumerate(self.words):
            self.page.sheet.write_string(block.first_row + at, column, word, self.page.look.note())
        area = xl_range_abs(block.first_row, column, block.first_row + len(self.words) - 1, column)
        rule = {"validate": "list", "source": f"={area}"}
        self.page.sheet.data_validation(*DAY_CELL, *DAY_CELL, rule)

    def _chart(self, hours: charts.HourBlock, title: str) -> Chart:
        title = self.page.of_unit(title, self.page.unit(self.hours.unit))
        return charts.hourly(self.page.book.file, hours, self.colours, LOAD_COLOUR, title)

    def milestones(
        self, block: Block, rows: dict[tuple[int, int], tuple[int, int]], spots: list[int]
    ) -> None:
        """Charts of typical and extreme days, milestone years below one another."""
        for year, spot in zip(self.hours.years, spots, strict=True):
            drawn = []
            for day in self.hours.shown_days():
                if (year, day.number) in rows:
                    first, last = rows[year, day.number]
                    hours = charts.HourBlock(block.sheet, block.heading_row, first, last, 2, 3)
                    drawn.append(self._chart(hours, f"{year} · {self.word(day)}"))
            self.page.charts(spot, drawn, width=500)
