"""Charts by year that one run and several runs side by side share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import group_word, pick
from pathway.report.frames import records
from pathway.report.html.chart import named, of_groups, stack
from pathway.report.yearly import (
    MONEY,
    capacity,
    cost_terms,
    emitted,
    invested,
    main_flows,
    supplied,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathway.report.html.chart import Chart
    from pathway.report.words import Words
    from pathway.report.yearly import Source

MASS = "万吨"


EVERY = ("emissions", "capacity", "new", "supply", "investment", "costs")
"""Keys of the charts."""


def yearly_charts(words: Words, source: Source, keys: Sequence[str] = EVERY) -> dict[str, Chart]:
    """Charts by key; those with nothing to show are left out."""
    make: dict[str, Callable[[], Chart | None]] = {
        "emissions": lambda: sectors(words, source),
        "capacity": lambda: standing(words, source, "capacity"),
        "new": lambda: standing(words, source, "new"),
        "supply": lambda: supply(words, source),
        "investment": lambda: investment(words, source),
        "costs": lambda: costs(words, source),
    }
    charts = {key: make[key]() for key in keys}
    return {key: chart for key, chart in charts.items() if chart and chart["rows"]}


def sectors(words: Words, source: Source) -> Chart:
    """CO2 within the boundary by sector."""
    rows = named(emitted(source, "sector"), 0, lambda key: group_word(key, words.lang))
    return stack(words.say("page.by_sector"), words.unit(MASS), source.years, rows)


def standing(words: Words, source: Source, value: str) -> Chart | None:
    """Capacity, or new capacity, by group."""
    title = words.say("capacity" if value == "capacity" else "page.new")
    return of_groups(words, title, capacity(source, value), value, source.shown_years)


def supply(words: Words, source: Source) -> Chart | None:
    """What makes or brings in the main commodity."""
    title = words.say("page.supply").format(name=main_name(words, source))
    return of_groups(words, title, supplied(source), "amount", source.years)


def main_name(words: Words, source: Source) -> str:
    """Name of the main commodity; blank where nothing runs by the hour."""
    found: list[Any] = records(main_flows(source).head(1))
    return pick(found[0].commodity_zh, found[0].commodity_en, words.lang) if found else ""


def investment(words: Words, source: Source) -> Chart | None:
    """Investment by group."""
    title = words.say("page.investment")
    return of_groups(words, title, invested(source), "investment", source.years)


def costs(words: Words, source: Source) -> Chart:
    """Cost of the year by term."""
    found = cost_terms(source, "cost")
    names = {row.keys[0]: pick(row.keys[1], row.keys[2], words.lang) for row in found}
    rows = named(found, 0, names.__getitem__)
    return stack(words.say("page.costs"), words.unit(MONEY), source.years, rows)
