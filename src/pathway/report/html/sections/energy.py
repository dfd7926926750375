"""Capacity and supply, investment and cost, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.html.sections.yearly import yearly_charts
from pathway.report.yearly import source_of
from pathway.results.summary import money_words

if TYPE_CHECKING:
    from pathway.report.words import Words
    from pathway.results.results import Results

ENERGY = ("capacity", "new", "supply")
MONEY = ("investment", "costs")


def energy(words: Words, results: Results) -> dict[str, Any]:
    """What stands, what is built, and what supplies the main commodity."""
    return {"notes": [], "charts": _chosen(words, results, ENERGY)}


def money(words: Words, results: Results) -> dict[str, Any]:
    """What is invested and what each year costs."""
    told = money_words(results.case)
    notes = [pick(told.zh, told.en, words.lang), words.say("investment_note")]
    return {"notes": notes, "charts": _chosen(words, results, MONEY)}


def _chosen(words: Words, results: Results, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    charts = yearly_charts(words, source_of(results))
    return [charts[key] for key in keys if key in charts]
