"""Capacity and supply, investment and cost, year by year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.frames import frame
from pathway.report.html.sections.yearly import yearly_charts
from pathway.report.sheets.counties import place, regions_of, wanted
from pathway.report.yearly import source_of, with_links
from pathway.results.summary import money_words

if TYPE_CHECKING:
    from pathway.report.words import Words
    from pathway.report.yearly import Source
    from pathway.results.results import Results

ENERGY = ("capacity", "new", "supply")
MONEY = ("investment", "costs")
INVESTED = ("investment",)
"""What is known of money by part of the region."""


def energy(words: Words, results: Results) -> dict[str, Any]:
    """What stands, what is built, and what supplies the main commodity."""
    charts = _chosen(words, source_of(results), ENERGY)
    return {"notes": [], "charts": charts, **_by_region(words, results, ENERGY)}


def money(words: Words, results: Results) -> dict[str, Any]:
    """What is invested and what each year costs."""
    told = money_words(results.case)
    notes = [pick(told.zh, told.en, words.lang), words.say("investment_note")]
    charts = _chosen(words, source_of(results), MONEY)
    return {"notes": notes, "charts": charts, **_by_region(words, results, INVESTED)}


def _by_region(words: Words, results: Results, keys: tuple[str, ...]) -> dict[str, Any]:
    """The same charts of each part of the region; nothing where it is planned whole."""
    if not wanted(results):
        return {}
    whole, *parts = results.case.regions
    charts = {key: _chosen(words, part_of(results, key), keys) for key in (*parts, whole)}
    shown = {key: found for key, found in charts.items() if found}
    return {"regions": [[key, place(words, results, key)] for key in shown], "parts": shown}


def part_of(results: Results, region: str) -> Source:
    """Yearly figures of one part; what lines bring counts as supply there."""
    capacity, flows, spent = (frame(results, name) for name in ("capacity", "flows", "investment"))
    own = {
        "capacity": capacity[capacity["region"] == region],
        "flows": flows[flows["region"] == region],
        "investment": spent[[found == region for found in regions_of(results.case, spent)]],
    }
    return replace(
        source_of(results), tables={**results.tables, **own}, links=frozenset(),
        tags=with_links(results, "import"),
    )  # fmt: skip


def _chosen(words: Words, source: Source, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    charts = yearly_charts(words, source, keys)
    return [charts[key] for key in keys if key in charts]
