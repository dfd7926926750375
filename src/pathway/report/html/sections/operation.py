"""Operation: the hours of typical and extreme days, in every year of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import LOAD_COLOUR, colours_for, group_word
from pathway.report.hours import LOAD, chosen_hours
from pathway.report.html.embed import rounded_all
from pathway.report.sheets.operation import day_word

if TYPE_CHECKING:
    from pathway.report.hours import Hours
    from pathway.report.words import Words
    from pathway.results.results import Results

DIGITS = 4
"""Significant digits of hourly figures."""


def operation(words: Words, results: Results) -> dict[str, Any]:
    """Groups with colours, days, and hours by year and day; nothing where nothing is hourly."""
    hours = chosen_hours(results)
    if hours is None:
        return {}
    colours = colours_for(hours.groups)
    years = sorted({int(year) for year in hours.rows["year"]})
    return {
        "unit": words.unit(hours.unit),
        "groups": [{"key": key, "name": group_word(key, words.lang), "colour": colours[key]}
                   for key in hours.groups],
        "load": LOAD_COLOUR,
        "years": years,
        "first": [year for year in hours.years if year in years],
        "days": [{"key": str(day.number), "name": day_word(words, day)} for day in hours.days],
        "hours": _values(hours, years),
    }  # fmt: skip


def _values(hours: Hours, years: list[int]) -> dict[str, dict[str, list[list[Any]]]]:
    """Year → day → groups, then the load, by hour."""
    columns = [*hours.groups, LOAD]
    found: dict[str, dict[str, list[list[Any]]]] = {}
    for year in years:
        for day in hours.days:
            rows = hours.of(year, day)
            if len(rows):
                values = [rounded_all(rows[column], DIGITS) for column in columns]
                found.setdefault(str(year), {})[str(day.number)] = values
    return found
