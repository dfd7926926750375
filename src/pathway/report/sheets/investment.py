"""Sheet 投资: how much is invested when, in what, and by which department's programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import colours_for, group_word, pick
from pathway.report import charts
from pathway.report.cells import Column, Row
from pathway.report.frames import across, frame, records
from pathway.report.grid import column_sums, grouped_grid, line, year_grid
from pathway.report.yearly import grouped, invested, largest_first, source_of, tags_of
from pathway.results.tables.task_book import departments

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.report.page import Book, Page
    from pathway.results.results import Results


def fill(book: Book, results: Results, lang: str) -> None:
    """Investment by group and by department with charts, then every item."""
    page = book.page("investment", lang)
    page.freeze(1)
    rows = frame(results, "investment")
    if rows.empty:
        page.nothing()
        return
    page.text(page.say("investment_note"), page.look.note())
    spot = page.reserve()
    page.charts(spot, [_groups(page, results), _departments(page, results, rows)])
    page.paper_ends()
    _detail(page, results, rows)


def _groups(page: Page, results: Results) -> Chart:
    years = results.case.years
    page.section(page.say("by_group"), columns=len(years) + 2)
    part = grouped_grid(page, invested(source_of(results)), "investment", years)
    title = page.of_unit(page.say("by_group"), page.unit("亿元"))
    return charts.stacked(page.book.file, part.block, part.rows, part.colours, title)


def _departments(page: Page, results: Results, rows: pd.DataFrame) -> Chart:
    years = results.case.years
    page.section(page.say("by_lead"), columns=len(years) + 2)
    named = rows["lead"].fillna("").map(lambda lead: (departments(lead) or ("",))[0])
    found = largest_first(across(rows.assign(lead=named), ["lead"], "investment", years))
    unit = page.unit("亿元")
    lines = [line(row.keys[0] or page.say("no_lead"), unit, row.values) for row in found]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    block = year_grid(page, years, [*lines, line(page.say("total"), unit, sums, "total")])
    known = colours_for(sorted({row.keys[0] for row in found}))
    colours = [known[row.keys[0]] for row in found]
    at = [block.first_row + n for n in range(len(found))]
    title = page.of_unit(page.say("by_lead"), unit)
    return charts.stacked(page.book.file, block, at, colours, title)


def _detail(page: Page, results: Results, rows: pd.DataFrame) -> None:
    page.section(page.say("every_item"), columns=5)
    known = rows.assign(group=grouped(tags_of(results), rows, "item"))
    words = (
        ("item", 42, "text"), ("lead", 30, "wrap"), ("year", 11, "year"), ("kind", 11, "centre"),
        ("capacity", 11, "number"), ("unit", 11, "centre"), ("unit_cost", 11, "number"),
        ("cost_unit", 11, "centre"), ("investment", 11, "number"), ("annuity", 11, "number"),
        ("group", 11, "centre"), ("sector", 11, "centre"),
    )  # fmt: skip
    heads = [Column(page.say(word), width, kind) for word, width, kind in words]
    lines = [
        Row((pick(row.name_zh, row.name_en, page.lang), row.lead, row.year,
             page.word("task", row.kind), row.capacity, page.unit(row.capacity_unit),
             row.unit_cost, page.unit(row.unit_cost_unit), row.investment, row.annuity,
             group_word(row.group, page.lang), group_word(row.sector, page.lang)))
        for row in records(known.sort_values("year"))
    ]  # fmt: skip
    page.table(heads, lines, "investment")
