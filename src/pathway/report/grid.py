"""The grid that most sheets share: what, in which unit, with the years across."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from pathway.labels import colour_of, group_word
from pathway.report.cells import Column, Formula, Row
from pathway.report.frames import total
from pathway.report.yearly import STOCKS, added, charted_first, stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.report.cells import Block
    from pathway.report.frames import Across
    from pathway.report.page import Page

ITEM_WIDTH, UNIT_WIDTH, YEAR_WIDTH = 42.0, 16.0, 11.0


class Grouped(NamedTuple):
    """A block of groups by year and the rows of it, for a chart."""

    block: Block
    rows: list[int]
    colours: list[str]
    unit: str
    """Unit of the rows that a chart shows."""


def year_columns(page: Page, years: Sequence[int], first: str = "item") -> list[Column]:
    """Item, unit and the years."""
    heads = [Column(page.say(first), ITEM_WIDTH), Column(page.say("unit"), UNIT_WIDTH, "centre")]
    return heads + [Column(str(year), YEAR_WIDTH, "number") for year in years]


def line(
    name: str, unit: str, values: Sequence[float | Formula | None], style: str = "plain"
) -> Row:
    """A row of the grid."""
    return Row((name, unit, *values), style)


def year_grid(page: Page, years: Sequence[int], rows: Sequence[Row], name: str = "") -> Block:
    """Write a grid; the numbers of each row share their decimals."""
    return page.table(year_columns(page, years), rows, name, per_row=True)


def grouped_grid(page: Page, found: Sequence[Across], value: str, years: Sequence[int]) -> Grouped:
    """Sums by unit and group as a grid; the unit of power plant comes first, or of most.

    Where groups of a unit are power plant, only these are added up; imports, storage and the like
    stand below the sum.
    """
    units = charted_first(found)
    lines: list[Row] = []
    charted: dict[str, int] = {}
    for unit in units:
        here = [row for row in found if row.keys[0] == unit]
        above = added(here) if value in STOCKS else here
        below = [row for row in here if row not in above]
        top = page.row + 1 + len(lines)
        if unit == units[0]:
            places = _places(top, above, below)
            charted = {row.keys[1]: places[row.keys[1]] for row in stacked(here, value)}
        lines += _lines(page, top, (above, below), years)
    block = year_grid(page, years, lines)
    colours = [colour_of(group, at) for at, group in enumerate(charted)]
    return Grouped(block, list(charted.values()), colours, units[0] if units else "")


def _places(top: int, above: Sequence[Across], below: Sequence[Across]) -> dict[str, int]:
    """Row of each group: those that are added up, their sum if they are several, the others."""
    gap = 1 if len(above) > 1 else 0
    rows = {row.keys[1]: top + at for at, row in enumerate(above)}
    return rows | {row.keys[1]: top + len(above) + gap + at for at, row in enumerate(below)}


def _lines(
    page: Page, top: int, parts: tuple[Sequence[Across], Sequence[Across]], years: Sequence[int]
) -> list[Row]:
    """Rows of one unit: those added up, their sum, and those below it."""
    added, below = (
        [line(group_word(r.keys[1], page.lang), page.unit(r.keys[0]), r.values) for r in part]
        for part in parts
    )
    if len(added) < 2:
        return [*added, *below]
    word = "plant_total" if below else "total"
    sums = column_sums(top, [row.values for row in parts[0]], years)
    return [*added, line(page.say(word), page.unit(parts[0][0].keys[0]), sums, "total"), *below]


def column_sums(
    top: int, rows: Sequence[Sequence[float | None]], years: Sequence[int], first: int = 2
) -> list[Formula]:
    """Sums over the rows that start at `top`, as formulas with their results."""
    sums = []
    for at in range(len(years)):
        start = xl_rowcol_to_cell(top, first + at)
        end = xl_rowcol_to_cell(top + len(rows) - 1, first + at)
        sums.append(Formula(f"=SUM({start}:{end})", total(row[at] for row in rows)))
    return sums
