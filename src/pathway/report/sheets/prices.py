"""Sheet 价格: what one more unit of a commodity, of firm capacity or of emissions costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import colours_for, pick
from pathway.report import charts
from pathway.report.cells import Column, Row
from pathway.report.frames import across, frame, region_word
from pathway.report.sheets.clause_steps import fill_steps

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.report.cells import Block
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

KINDS = ("commodity", "emission", "adequacy", "potential")
KEYS = ["item", "name_zh", "name_en", "region", "unit"]
MOST_LINES = 8


def fill(book: Book, results: Results, lang: str) -> None:
    """One part a kind of price; for hourly commodities also the lowest and highest hour."""
    page = book.page("prices", lang)
    page.freeze(1)
    page.text(page.say("price_note"), page.look.note())
    fill_steps(page, results)
    rows = frame(results, "prices")
    if rows.empty:
        page.nothing()
        return
    spot = page.reserve()
    drawn = []
    for kind in KINDS:
        here = rows[rows["kind"] == kind]
        if not here.empty:
            drawn += _part(page, results, here, kind)
    page.charts(spot, drawn[:3], width=500)


def _part(page: Page, results: Results, rows: pd.DataFrame, kind: str) -> list[Chart]:
    years = results.case.years
    page.section(page.say(f"price.{kind}"), columns=len(years) + 4)
    heads = [Column(page.say("item"), 42), Column(page.say("unit"), 16, "centre"),
             Column(page.say("region"), 11), Column(page.say("figure"), 11, "centre")]  # fmt: skip
    heads += [Column(str(year), 11, "number") for year in years]
    ranged = rows[rows["low"] != rows["high"]]
    parts = {"price": rows, "low": ranged, "high": ranged}
    found = {value: dict(across(here, KEYS, value, years)) for value, here in parts.items()}
    lines: list[Row] = []
    items: list[str] = []
    for key in [key for key, values in found["price"].items() if any(values)]:
        item, zh, en, region, unit = key
        for value in parts:
            if (values := found[value].get(key)) is not None:
                place, word = region_word(results, region, page.lang), page.say(f"of_price.{value}")
                cells = (pick(zh, en, page.lang), page.unit(unit), place, word, *values)
                lines.append(Row(cells, "plain" if value == "price" else "muted"))
                items.append(item)
    block = page.table(heads, lines, f"prices_{kind}", per_row=True)
    return _chart(page, block, lines, items, page.say(f"price.{kind}"))


def _chart(page: Page, block: Block, lines: list[Row], items: list[str], title: str) -> list[Chart]:
    """Prices that share the unit of the first row, as lines."""
    plain = [at for at, row in enumerate(lines) if row.style == "plain"]
    shown = [at for at in plain if lines[at].cells[1] == lines[0].cells[1]][:MOST_LINES]
    if not shown:
        return []
    colours = colours_for(items[at] for at in shown)
    looks = [charts.solid(colours[items[at]]) for at in shown]
    at = [block.first_row + n for n in shown]
    title = page.of_unit(title, lines[0].cells[1])
    return [charts.lines(page.book.file, block, at, looks, title)]
