"""Sheet 平衡: where each commodity comes from and where it goes, year by year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pathway.labels import colour_of, group_word, pick
from pathway.report import charts
from pathway.report.cells import Formula, Row, text_of
from pathway.report.frames import (
    Across,
    across,
    frame,
    main_commodity,
    records,
    region_word,
    total,
)
from pathway.report.grid import column_sums, line, year_columns, year_grid
from pathway.report.yearly import by_group, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from pathway.report.page import Book, Page
    from pathway.results.results import Results

SIDES = (("out", "supplied"), ("in", "used"))
MOST_SERIES = 14


class Part(NamedTuple):
    """What makes and what uses a commodity in a region."""

    title: str
    unit: str
    items: dict[str, list[Across]]
    """Direction → items, the largest first."""


def fill(book: Book, results: Results, lang: str) -> None:
    """One part a commodity, the main hourly one first and with charts."""
    page = book.page("balance", lang)
    flows = frame(results, "flows")
    page.freeze(1)
    if flows.empty:
        page.nothing()
    parts, main = _parts(page, results, flows), main_commodity(results)
    printed = True
    for commodity in _ordered(results, parts):
        if printed and not _printed(results, commodity):
            printed = False
            page.paper_ends()
        for region, part in parts[commodity].items():
            title = part.title
            if len(results.case.regions) > 1:
                title = page.of_unit(title, region_word(results, region, lang))
            page.section(title, columns=len(results.case.years) + 2)
            if commodity == main:
                here = (flows["commodity"] == main) & (flows["region"].fillna("") == region)
                _grouped(page, results, flows[here])
            write_part(page, results, part)


def _parts(page: Page, results: Results, flows: pd.DataFrame) -> dict[str, dict[str, Part]]:
    """Parts of the sheet by commodity and region, in the order in which the table has them."""
    parts: dict[str, dict[str, Part]] = defaultdict(dict)
    for row in records(flows.drop_duplicates(["commodity", "region"])):
        title = pick(row.commodity_zh, row.commodity_en, page.lang)
        parts[row.commodity][text_of(row.region)] = Part(title, page.unit(row.unit), {})
    for (commodity, region, direction, zh, en), values in across(
        flows, ["commodity", "region", "direction", "item_zh", "item_en"], "amount",
        results.case.years,
    ):  # fmt: skip
        if any(values):
            here = parts[commodity][region].items
            here.setdefault(direction, []).append(Across((zh, en), values))
    return parts


def _ordered(results: Results, commodities: Iterable[str]) -> list[str]:
    """Commodities: the main one, other hourly ones, yearly energy, and the rest."""
    main, known = main_commodity(results), results.case.commodities

    def rank(key: str) -> tuple[bool, bool, bool]:
        hourly = key in known and known[key].hourly
        return key != main, not hourly, not _printed(results, key)

    return sorted(commodities, key=rank)


def _printed(results: Results, commodity: str) -> bool:
    """Whether a balance goes to paper: of what has hours, or burns; services stay on screen."""
    good = results.case.commodities.get(commodity)
    return good is not None and (good.hourly or good.co2 > 0)


def write_part(page: Page, results: Results, part: Part) -> None:
    """What supplies and what uses a commodity, item by item, with sums and their difference."""
    years = results.case.years
    lines: list[Row] = []
    sums: list[list[Formula]] = []
    for direction, heading in SIDES:
        found = sorted(part.items.get(direction, []), key=lambda row: -total(row.values))
        lines.append(Row((page.say(heading), "", *[None] * len(years)), "group"))
        top = page.row + 1 + len(lines)
        lines += [
            line(pick(row.keys[0], row.keys[1], page.lang), part.unit, row.values) for row in found
        ]
        sums.append(column_sums(top, [row.values for row in found] or [[0.0] * len(years)], years))
        if found:
            lines.append(line(page.say("total"), part.unit, sums[-1], "total"))
    gap = [a.result - b.result for a, b in zip(*sums, strict=True)]
    lines.append(line(page.say("balance_gap"), part.unit, gap, "muted"))
    year_grid(page, years, lines)


def _grouped(page: Page, results: Results, flows: pd.DataFrame) -> None:
    """Supply and use by group, each with a chart."""
    years, drawn, spot = results.case.years, [], page.reserve()
    for direction, heading in SIDES:
        here = flows[flows["direction"] == direction]
        found = by_group(tags_of(results), here, "item", "amount", years)
        unit = page.unit(flows["unit"].iloc[0])
        top = page.row + 1
        lines = [line(group_word(r.keys[1], page.lang), unit, r.values) for r in found]
        block = page.table(year_columns(page, years, heading), lines, per_row=True)
        colours = [colour_of(row.keys[1], at) for at, row in enumerate(found)][:MOST_SERIES]
        shown = [top + at for at in range(len(colours))]
        title = page.of_unit(page.say(heading), unit)
        drawn.append(charts.stacked(page.book.file, block, shown, colours, title))
    page.charts(spot, drawn)
