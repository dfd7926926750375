"""Sheet 排放: CO2 by sector and kind, the peak marked, beside the plan without the peak rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import SERIES, colour_of, group_word, pick
from pathway.report import charts
from pathway.report.cells import Column, Row
from pathway.report.frames import across, frame, plan_years
from pathway.report.grid import column_sums, line, year_grid
from pathway.report.yearly import emitted, largest_first, source_of

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.report.frames import Across
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

PLAN, REFERENCE, PEAK = (SERIES[key] for key in ("plan", "reference", "peak"))


def fill(book: Book, results: Results, lang: str) -> None:
    """The path with its peak, by sector, by kind, and every source."""
    page = book.page("emissions", lang)
    page.freeze(1)
    page.text(f"{page.say('boundary')}：{page.word('boundary', results.case.boundary)}")
    rows = frame(results, "emissions")
    spot = page.reserve()
    drawn = [path_part(page, results)]
    counted = rows[rows["counted"].fillna(False).astype(bool)]
    drawn += _sums(page, results, emitted(source_of(results), "sector"), "sector")
    page.charts(spot, drawn)
    _sums(page, results, emitted(source_of(results), "kind"), "kind")
    apart = across(rows.drop(counted.index), ["kind"], "amount", results.case.years)
    _sums(page, results, largest_first(apart), "kind", "not_counted")
    _detail(page, results, rows)


def path_part(page: Page, results: Results) -> Chart:
    """Plan, reference and peak by year as a grid, and the chart of them."""
    years, summary = results.case.years, results.solution_summary
    page.section(page.say("emission_path"), columns=len(years) + 2)
    unit = page.unit("万吨")
    plan = plan_years(results, summary.emissions)
    peak = [plan[at] if year == summary.peak_year else None for at, year in enumerate(years)]
    reference = plan_years(results, summary.reference_emissions)
    lines = [
        line(page.say("emissions_plan"), unit, plan, "total"),
        line(page.say("emissions_reference"), unit, reference, "muted"),
        line(page.say("peak"), unit, peak),
    ]
    block = year_grid(page, years, lines)
    looks = (charts.solid(PLAN), charts.dashed(REFERENCE), charts.marked(PEAK))
    at = range(block.first_row, block.first_row + 3)
    title = page.of_unit(page.say("emission_path"), unit)
    return charts.lines(page.book.file, block, list(at), looks, title)


def _sums(
    page: Page, results: Results, found: list[Across], key: str, title: str = ""
) -> list[Chart]:
    years = results.case.years
    if not found:
        return []
    page.section(page.say(title or f"by_{key}"), columns=len(years) + 2)
    unit = page.unit("万吨")
    words = [_word(page, key, row.keys[0]) for row in found]
    lines = [line(word, unit, row.values) for word, row in zip(words, found, strict=True)]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    block = year_grid(page, years, [*lines, line(page.say("total"), unit, sums, "total")])
    colours = [colour_of(row.keys[0], at) for at, row in enumerate(found)]
    at = [block.first_row + n for n in range(len(found))]
    heading = page.of_unit(page.say(f"by_{key}"), unit)
    return [charts.stacked(page.book.file, block, at, colours, heading)]


def _word(page: Page, key: str, value: str) -> str:
    return page.word("emission", value) if key == "kind" else group_word(value, page.lang)


def _detail(page: Page, results: Results, rows: pd.DataFrame) -> None:
    years = results.case.years
    keys = ["item_zh", "item_en", "unit", "sector", "kind", "counted"]
    page.section(page.say("by_source"), columns=len(years) + 2)
    heads = [Column(page.say("source_of_emission")), Column(page.say("unit"), kind="centre")]
    heads += [Column(str(year), kind="number") for year in years]
    heads += [Column(page.say(word)) for word in ("sector", "kind", "counted")]
    lines = [
        Row((pick(zh, en, page.lang), page.unit(unit), *values, _word(page, "sector", sector),
             _word(page, "kind", kind), page.say("yes" if counted else "no")))
        for (zh, en, unit, sector, kind, counted), values in across(rows, keys, "amount", years)
        if any(values)
    ]  # fmt: skip
    page.table(heads, lines, "emissions", per_row=True)
