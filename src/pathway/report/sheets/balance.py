"""Sheet 平衡: where each commodity comes from and where it goes, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import colour_of, group_order, group_word, pick
from pathway.report import charts
from pathway.report.cells import Formula, Row
from pathway.report.frames import across, frame, group_column, main_commodity, region_word, total
from pathway.report.grid import column_sums, line, year_columns, year_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.report.frames import Across
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

SIDES = (("out", "supplied"), ("in", "used"))
MOST_SERIES = 14


def fill(book: Book, results: Results, lang: str) -> None:
    """One part a commodity, the main hourly one first and with charts."""
    page = book.page("balance", lang)
    flows = frame(results, "flows")
    page.freeze(1)
    if flows.empty:
        page.nothing()
    for commodity in _ordered(results, flows):
        here = flows[flows["commodity"] == commodity]
        for region in here["region"].fillna("").unique():
            _part(page, results, here[here["region"].fillna("") == region], str(region))


def _ordered(results: Results, flows: pd.DataFrame) -> list[str]:
    """Commodities: the main one, other hourly ones, yearly ones."""
    main, known = main_commodity(results), results.case.commodities

    def rank(key: str) -> tuple[bool, bool]:
        return key != main, not (key in known and known[key].hourly)

    return sorted((str(key) for key in flows["commodity"].unique()), key=rank)


def _part(page: Page, results: Results, flows: pd.DataFrame, region: str) -> None:
    first = flows.iloc[0]
    years = results.case.years
    title = pick(first["commodity_zh"], first["commodity_en"], page.lang)
    if len(results.case.regions) > 1:
        title = page.of_unit(title, region_word(results, region, page.lang))
    page.section(title, columns=len(years) + 2)
    if first["commodity"] == main_commodity(results):
        _grouped(page, results, flows)
    lines: list[Row] = []
    sums: list[list[Formula]] = []
    for direction, heading in SIDES:
        found = _items(flows[flows["direction"] == direction], years)
        lines.append(Row((page.say(heading), "", *[None] * len(years)), "group"))
        top = page.row + 1 + len(lines)
        unit = page.unit(first["unit"])
        lines += [
            line(pick(row.keys[0], row.keys[1], page.lang), unit, row.values) for row in found
        ]
        sums.append(column_sums(top, [row.values for row in found] or [[0.0] * len(years)], years))
        if found:
            lines.append(line(page.say("total"), unit, sums[-1], "total"))
    gap = [a.result - b.result for a, b in zip(*sums, strict=True)]
    lines.append(line(page.say("balance_gap"), page.unit(first["unit"]), gap, "muted"))
    year_grid(page, years, lines)


def _items(flows: pd.DataFrame, years: Sequence[int]) -> list[Across]:
    found = across(flows, ["item_zh", "item_en"], "amount", years)
    return sorted((r for r in found if any(r.values)), key=lambda row: -total(row.values))


def _grouped(page: Page, results: Results, flows: pd.DataFrame) -> None:
    """Supply and use by group, each with a chart."""
    years, drawn, spot = results.case.years, [], page.reserve()
    for direction, heading in SIDES:
        here = flows[flows["direction"] == direction]
        known = here.assign(group=group_column(results, here, "item"))
        found = across(known, ["group"], "amount", years)
        found = sorted((r for r in found if any(r.values)), key=lambda r: group_order(r.keys[0]))
        unit = page.unit(flows["unit"].iloc[0])
        top = page.row + 1
        lines = [line(group_word(r.keys[0], page.lang), unit, r.values) for r in found]
        block = page.table(year_columns(page, years, heading), lines, per_row=True)
        colours = [colour_of(row.keys[0], at) for at, row in enumerate(found)][:MOST_SERIES]
        shown = [top + at for at in range(len(colours))]
        title = page.of_unit(page.say(heading), unit)
        drawn.append(charts.stacked(page.book.file, block, shown, colours, title))
    page.charts(spot, drawn)
