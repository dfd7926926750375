"""Sheet 情景对比: the plans of other scenarios beside this one, where they were solved with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.report.compare_overview import CHART_HIGH, key_figures, lights, note_lines, paths
from pathway.report.compare_parts import NAME_WIDTH, RUN_WIDTH, UNIT_WIDTH, Compared, NoResult
from pathway.report.compare_told import sentences

if TYPE_CHECKING:
    from pathway.report.page import Book
    from pathway.results.results import Results
    from pathway.results.studies import ScenarioStudy

LEAST_COLUMNS = 8
"""Columns that the chart stands over."""


def wanted(results: Results) -> bool:
    """Whether other scenarios are held against this plan."""
    return results.scenarios is not None


def compared_of(study: ScenarioStudy) -> Compared:
    """The comparison as the reports of comparisons take it."""
    return Compared(study.comparison, [NoResult(*one) for one in study.failed])


def fill(book: Book, results: Results, lang: str) -> None:
    """Sentences, paths of emissions, key figures with their differences, lights."""
    assert results.scenarios is not None
    page, compared = book.page("compare", lang), compared_of(results.scenarios)
    page.freeze(1)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD9999"})
    page.widen(0, NAME_WIDTH)
    page.widen(1, UNIT_WIDTH)
    for column in range(2, max(2 + len(compared.keys), LEAST_COLUMNS)):
        page.widen(column, RUN_WIDTH)
    for text, alarm in note_lines(page, compared):
        page.text(text, page.look.text(alarm=True) if alarm else page.look.note())
    page.text(page.say("told.more").format(folder=results.scenarios.folder), page.look.note())
    page.row += 1
    for text in sentences(page, compared):
        page.text(text)
    spot = page.reserve(height=CHART_HIGH)
    key_figures(page, compared)
    chart = paths(page, compared)
    lights(page, compared)
    page.charts(spot, [chart], width=1100, height=CHART_HIGH)
