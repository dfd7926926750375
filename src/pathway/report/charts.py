"""Native charts on blocks of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.workbook.look import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter import Workbook as XlsxFile
    from xlsxwriter.chart import Chart

    from pathway.report.cells import Block

INK, GRID = "#404040", "#E3E3E3"


class HourBlock(NamedTuple):
    """Rows of a day in a table whose columns are groups."""

    sheet: str
    heading_row: int
    first_row: int
    last_row: int
    hour_column: int
    first_column: int

    def series(self, at: int) -> dict[str, Any]:
        """Options of the series of one column, counted from the first group."""
        column = self.first_column + at
        return {
            "name": [self.sheet, self.heading_row, column],
            "categories": [
                self.sheet, self.first_row, self.hour_column, self.last_row, self.hour_column
            ],
            "values": [self.sheet, self.first_row, column, self.last_row, column],
        }  # fmt: skip


def stacked(
    file: XlsxFile,
    block: Block,
    rows: Sequence[int],
    colours: Sequence[str],
    title: str,
) -> Chart:
    """Columns stacked by row of a block, years along the axis."""
    chart = file.add_chart({"type": "column", "subtype": "stacked"})
    for row, colour in zip(rows, colours, strict=True):
        chart.add_series(_series(block, row) | {"fill": {"color": colour}, "gap": 45})
    return dressed(chart, title)


def lines(
    file: XlsxFile, block: Block, rows: Sequence[int], looks: Iterable[dict[str, Any]], title: str
) -> Chart:
    """One line for each row of a block; `looks` are options of the series."""
    chart = file.add_chart({"type": "line"})
    for row, look in zip(rows, looks, strict=False):
        chart.add_series(_series(block, row) | look)
    return dressed(chart, title)


def hourly(
    file: XlsxFile, hours: HourBlock, colours: Sequence[str], load: str, title: str
) -> Chart:
    """Supply and use of a day stacked by the hour, with the load as a line.

    The last column of the block is the load, in the given colour; the others are stacked.
    """
    chart = file.add_chart({"type": "column", "subtype": "stacked"})
    for at, colour in enumerate(colours):
        chart.add_series(hours.series(at) | {"fill": {"color": colour}, "gap": 0})
    line = file.add_chart({"type": "line"})
    line.add_series(hours.series(len(colours)) | {"line": {"color": load, "width": 2}})
    chart.combine(line)
    return dressed(chart, title)


def dressed(chart: Chart, title: str) -> Chart:
    """The chart with the fonts and axes of the report."""
    font = {"name": FONT, "size": 9, "color": INK}
    chart.set_title(
        {"name": title, "name_font": font | {"size": 12, "bold": True}, "overlay": False}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_x_axis({"num_font": font, "label_position": "low", "line": {"color": "#808080"}})
    chart.set_y_axis(
        {
            "num_font": font, "num_format": "General",
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
            "line": {"none": True},
        }
    )  # fmt: skip
    chart.show_blanks_as("gap")
    return chart


def solid(colour: str) -> dict[str, Any]:
    """A full line."""
    return {"line": {"color": colour, "width": 2.25}}


def dashed(colour: str) -> dict[str, Any]:
    """A dashed line."""
    return {"line": {"color": colour, "width": 1.75, "dash_type": "dash"}}


def marked(colour: str) -> dict[str, Any]:
    """A mark with its value, for a row that holds one number."""
    return {
        "line": {"none": True},
        "marker": {
            "type": "diamond", "size": 11, "fill": {"color": colour}, "border": {"color": colour}
        },
        "data_labels": {
            "value": True, "position": "below", "num_format": "#,##0",
            "font": {"name": FONT, "size": 10, "bold": True, "color": colour},
        },
    }  # fmt: skip


def _series(block: Block, row: int) -> dict[str, Any]:
    first, last = block.first_column, block.last_column
    return {
        "name": [block.sheet, row, block.name_column],
        "categories": [block.sheet, block.heading_row, first, block.heading_row, last],
        "values": [block.sheet, row, first, row, last],
    }
