"""Sheet 成本: what each year costs, discounted, and that the terms add up to the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import colour_of, group_word, pick
from pathway.report import charts
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import across, frame, records
from pathway.report.grid import column_sums, line, year_grid
from pathway.report.sheets.transfers import write_transfers
from pathway.report.yearly import cost_terms, source_of
from pathway.results.summary import money_words

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.cells import Block
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

ROUNDING = 1e-10
"""Relative difference that is owed to the digits of a table."""


def fill(book: Book, results: Results, lang: str) -> None:
    """Yearly and discounted terms, their sum, sectors, transfers apart from them, every item."""
    page = book.page("costs", lang)
    page.freeze(1)
    money = money_words(results.case)
    page.text(pick(money.zh, money.en, lang))
    rows = frame(results, "costs")
    if rows.empty:
        page.nothing()
        return
    spot = page.reserve()
    yearly, colours = _terms(page, results, "cost", "costs_of_year")
    _terms(page, results, "discounted", "costs_discounted")
    _proof(page, results, rows)
    unit = page.unit("亿元")
    at = [yearly.first_row + n for n in range(len(colours))]
    title = page.of_unit(page.say("costs_of_year"), unit)
    page.charts(spot, [charts.stacked(book.file, yearly, at, colours, title)], width=1100)
    _sectors(page, results, rows)
    write_transfers(page, results)
    _detail(page, rows)


def _terms(page: Page, results: Results, value: str, title: str) -> tuple[Block, list[str]]:
    years = results.case.years
    page.section(page.say(title), columns=len(years) + 2)
    found = cost_terms(source_of(results), value)
    unit = page.unit("亿元")
    lines = [line(pick(row.keys[1], row.keys[2], page.lang), unit, row.values) for row in found]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    block = year_grid(page, years, [*lines, line(page.say("total"), unit, sums, "total")])
    return block, [colour_of(row.keys[0], at) for at, row in enumerate(found)]


def _proof(page: Page, results: Results, rows: pd.DataFrame) -> None:
    """The discounted items of each stage, added up again, beside the objective."""
    summary = results.solution_summary
    page.section(page.say("costs_add_up"), columns=5)
    heads = [
        Column(page.say("stage"), 42),
        *[Column(page.say(word), kind="number") for word in ("terms_sum", "objective", "gap")],
        Column(page.say("verdict"), kind="light"),
    ]
    lines = []
    for stage, stated in ((1, summary.cost_before_peak), (2, summary.cost_after)):
        added = float(rows.loc[rows["stage"] == stage, "discounted"].sum())
        gap = added - (stated or 0.0)
        if abs(gap) <= ROUNDING * abs(added):
            gap = 0.0
        good = abs(gap) <= 1e-6 * max(1.0, abs(added))
        light = page.say("check.good" if good else "check.bad")
        lines.append(Row((page.say(f"stage.{stage}"), added, stated or 0.0, gap, light)))
    page.table(heads, lines)


def _sectors(page: Page, results: Results, rows: pd.DataFrame) -> None:
    years = results.case.years
    page.section(f"{page.say('costs_of_year')} · {page.say('by_sector')}", columns=len(years) + 2)
    found = [row for row in across(rows, ["sector"], "cost", years) if any(row.values)]
    unit = page.unit("亿元")
    lines = [line(group_word(row.keys[0], page.lang), unit, row.values) for row in found]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    year_grid(page, years, [*lines, line(page.say("total"), unit, sums, "total")])


def _detail(page: Page, rows: pd.DataFrame) -> None:
    page.paper_ends()
    page.section(page.say("every_item"), columns=5)
    words = (
        ("item", 42, "text"), ("term", 20, "text"), ("year", 11, "year"), ("cost", 11, "number"),
        ("discount_factor", 11, "number"), ("discounted", 11, "number"), ("sector", 11, "centre"),
        ("stage", 11, "centre"),
    )  # fmt: skip
    heads = [Column(page.say(word), width, kind) for word, width, kind in words]
    lines = [
        Row((pick(row.item_zh, row.item_en, page.lang), pick(row.term_zh, row.term_en, page.lang),
             row.year, row.cost, row.discount_factor, row.discounted,
             group_word(text_of(row.sector), page.lang), row.stage))
        for row in records(rows[rows["cost"].abs() > 1e-9])
    ]  # fmt: skip
    page.table(heads, lines, "costs")
