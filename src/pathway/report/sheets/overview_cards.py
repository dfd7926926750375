"""The cards at the top of sheet 总览: the few figures that a mayor asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pathway.labels import pick
from pathway.report.cells import text_of
from pathway.report.frames import main_commodity
from pathway.report.sheets.clauses import target_counts
from pathway.report.style import digits_for, number_format
from pathway.results.summary import resolution_words
from pathway.workbook.look import NAVY

if TYPE_CHECKING:
    from pathway.report.page import Page
    from pathway.report.words import Words
    from pathway.results.results import Results
    from pathway.results.summary import Summary

GOOD, BAD = "#006100", "#C00000"
SPANS = ((0, 0), (1, 3), (4, 6), (7, 9), (10, 12), (13, 15))
"""First and last column of each card."""


class Card(NamedTuple):
    """A figure with what it is and a remark."""

    label: str
    value: float | str
    note: str
    colour: str = NAVY
    unit: str = ""


def write_cards(page: Page, results: Results) -> None:
    """Six cards side by side over three rows."""
    page.row += 1
    for row, height in enumerate((20, 36, 34)):
        page.sheet.set_row(page.row + row, height)
    for card, (first, last) in zip(cards(page, results), SPANS, strict=True):
        for row, part in enumerate(("label", "value", "note")):
            _write(page, card, part, (page.row + row, first, last))
    page.row += 4


def _write(page: Page, card: Card, part: str, place: tuple[int, int, int]) -> None:
    row, first, last = place
    style = page.look.card(part, card.colour)
    value = getattr(card, part)
    if last > first:
        page.sheet.merge_range(row, first, row, last, "", style)
    if isinstance(value, str):
        page.sheet.write_string(row, first, value, style)
        return
    form = number_format(min(1, digits_for([value])), card.unit)
    style = page.look.make(
        font_size=20, font_color=card.colour, bold=True, bg_color="#F2F2F2", align="center",
        num_format=form,
    )  # fmt: skip
    page.sheet.write_number(row, first, value, style)


def _status(summary: Summary) -> str:
    """What the plan is: an optimum, or proved to a gap that the line below tells."""
    to_a_gap = summary.status == "optimal" and summary.bounds
    return "within_gap" if to_a_gap else summary.status


def cards(page: Words, results: Results) -> list[Card]:
    """Status, peak year, cost before and after, clauses met, unserved."""
    summary, say = results.solution_summary, page.say
    money, mass = page.times(page.unit("亿元")), page.times(page.unit("万吨"))
    end = results.case.stage_end
    bad = summary.missed_red + summary.missed_yellow
    steps = resolution_words(results.case)
    main = main_commodity(results) or ""
    unserved = summary.unserved.get(main, 0.0)
    energy = page.times(page.unit(results.case.commodities[main].shown.text)) if main else ""
    peak = text_of(summary.peak_year) or say("none")
    return [
        Card(say("status"), page.word("status", _status(summary)),
             pick(steps.zh, steps.en, page.lang), GOOD if summary.status == "optimal" else BAD),
        Card(say("peak_year"), peak,
             say("peak_level_note").format(level=summary.peak_level, unit=mass)),
        Card(say("cost_before_peak"), summary.cost_before_peak,
             say("cost_until").format(first=results.case.years[0], last=end), unit=money),
        Card(say("cost_after"), summary.cost_after or 0.0,
             say("cost_until").format(first=end + 1, last=results.case.years[-1]), unit=money),
        Card(say("clauses_met"), f"✔ {summary.met}  ▲ {summary.missed_yellow}  "
             f"✘ {summary.missed_red}", target_counts(page, results), BAD if bad else GOOD),
        Card(say("unserved"), unserved, say("unserved_note"), BAD if unserved > 1e-6 else GOOD,
             energy),
    ]  # fmt: skip
