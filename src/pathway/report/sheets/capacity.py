"""Sheet 装机: what stands and what is built, by group and by technology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import group_word, pick
from pathway.report import charts
from pathway.report.cells import Column, Row
from pathway.report.frames import across, frame, region_word, shown_years
from pathway.report.grid import grouped_grid
from pathway.report.yearly import capacity, grouped, source_of, tags_of

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.report.grid import Grouped
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

MOVES = ("capacity", "new", "retired", "expired", "retrofitted_in", "retrofitted_out",
         "exogenous")  # fmt: skip


def fill(book: Book, results: Results, lang: str) -> None:
    """Capacity and new capacity by group with charts, then every technology."""
    page = book.page("capacity", lang)
    rows = frame(results, "capacity")
    page.freeze(1)
    if rows.empty:
        page.nothing()
        return
    spot = page.reserve()
    standing = _part(page, results, "capacity")
    new = _part(page, results, "new")
    drawn = [
        _chart(page, part, page.of_unit(page.say(key), page.unit(part.unit)))
        for key, part in (("capacity", standing), ("new", new))
        if part.rows
    ]
    page.charts(spot, drawn)
    page.paper_ends()
    _detail(page, results, rows)


def _part(page: Page, results: Results, value: str) -> Grouped:
    years = shown_years(results)
    page.section(f"{page.say(value)} · {page.say('by_group')}", columns=len(years) + 2)
    return grouped_grid(page, capacity(source_of(results), value), value, years)


def _chart(page: Page, part: Grouped, title: str) -> Chart:
    return charts.stacked(page.book.file, part.block, part.rows, part.colours, title)


def _detail(page: Page, results: Results, rows: pd.DataFrame) -> None:
    years = shown_years(results)
    page.section(page.say("by_technology"), columns=len(years) + 2)
    known = rows.assign(group=grouped(tags_of(results), rows, "process"))
    heads = [Column(page.say("technology")), Column(page.say("unit"), kind="centre")]
    heads += [Column(str(year), kind="number") for year in years]
    heads += [Column(page.say(key)) for key in ("figure", "group", "sector", "region")]
    lines = [
        Row((pick(zh, en, page.lang), page.unit(unit), *values,
             page.say(move), group_word(group, page.lang), group_word(sector, page.lang),
             region_word(results, region, page.lang)),
            "plain" if move == "capacity" else "muted")
        for move in MOVES
        for (zh, en, unit, group, sector, region), values in across(
            known, ["name_zh", "name_en", "unit", "group", "sector", "region"], move, years
        )
        if any(values)
    ]  # fmt: skip
    page.table(heads, lines, "capacity", per_row=True)
