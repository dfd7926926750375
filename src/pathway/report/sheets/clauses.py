"""Sheet 达标: each clause and year: target, result, gap, light, price, department."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.case.lexicon import TRENDS
from pathway.labels import pick
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

WORDS = (
    ("clause", 9, "text"), ("quote", 42, "wrap"), ("metric", 24, "wrap"), ("year", 8, "year"),
    ("relation", 7, "centre"), ("target", 11, "number"), ("result", 11, "number"),
    ("unit", 11, "centre"), ("clause_gap", 11, "number"), ("light", 15, "light"),
    ("value_source", 11, "centre"),
    ("binding", 8, "centre"), ("price", 11, "number"), ("price_unit", 16, "centre"),
    ("lead", 16, "wrap"), ("partners", 26, "wrap"), ("firmness", 8, "centre"),
    ("state", 10, "centre"), ("section", 10, "text"), ("how_modelled", 44, "text"),
    ("confidence", 8, "centre"), ("source_cell", 22, "text"),
)  # fmt: skip
PRINTED = 16
"""Columns that go to paper; those to their right are for the screen."""
CALENDAR = {"年", "year"}
RELATIONS = {">=": "≥", "<=": "≤", "==": "="}


def fill(book: Book, results: Results, lang: str) -> None:
    """One native table, with the rules of the lights above it."""
    page = book.page("clauses", lang)
    rows = frame(results, "clauses")
    page.text(page.say("light_rule"), page.look.note())
    page.text(page.say("clause_note"), page.look.note())
    page.text(target_counts(page, results))
    if results.solution_summary.own_targets:
        page.text(page.say("own_targets_note"), page.look.note())
    page.row += 1
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    page.freeze(page.row + 1, 1)
    page.sheet.print_area(0, 0, page.row + max(1, len(rows)), PRINTED - 1)
    page.table(heads, [_row(page, results, row) for row in records(rows)], "clauses")
    if rows.empty:
        page.nothing()


def _row(page: Page, results: Results, row: Any) -> Row:
    light = light_text(page, row.light)
    priced = number_of(row.price)
    cells = (
        row.clause, row.quote, compared_name(page, results, row), row.year,
        RELATIONS.get(text_of(row.relation), text_of(row.relation)), amount(row.target, row.unit),
        amount(row.result, row.unit), page.unit(row.unit), row.slack, light,
        source_words(page, row), _yes(page, row.binding), priced,
        page.unit(row.price_unit) if priced is not None else "", row.lead, row.partners,
        firmness_text(page, results, row), page.word("state", row.state), row.section,
        row.how_modelled, row.confidence, row.source_cell,
    )  # fmt: skip
    return Row(cells, "plain" if number_of(row.result) is not None else "muted")


def firmness_text(page: Words, results: Results, row: Any) -> str:
    """How a clause binds; of a year that is past it is assessed only."""
    year = number_of(row.year)
    past = year is not None and year <= results.case.past.through
    return page.say("past_row") if past else page.word("firmness", row.firmness)


def light_text(page: Words, light: Any) -> str:
    """Icon and words of a light."""
    return page.word("light", light)


def target_counts(page: Words, results: Results) -> str:
    """How many targets of the plan are met, and of those that the planner estimated, apart."""
    summary = results.solution_summary
    counts = [("plan_targets", summary.met, summary.plan_targets)]
    if summary.own_targets:
        counts.append(("own_targets", summary.own_met, summary.own_targets))
    words = (
        page.say("targets_met").format(term=page.say(term), met=met, all=every)
        for term, met, every in counts
    )
    return ("；" if page.lang == "zh" else "; ").join(words)


def source_words(page: Words, row: Any) -> str:
    """Where the target of a clause comes from; its own estimate is told as such."""
    if number_of(row.own_target):
        return page.say("value_source.own")
    return page.word("value_source", row.value_source)


def metric_name(page: Words, results: Results, row: Any) -> str:
    """Metric of a clause row, and what it is divided by."""
    name = pick(row.metric_zh, row.metric_en, page.lang)
    clause, case = results.case.clauses.get(row.clause), results.case
    if clause and clause.understood == "peak" and name:
        return f"{name} · {page.say('peak_year')}"
    per = clause.per if clause else None
    found = case.figures.get(per or "") or case.series.get(per or "")
    return f"{name} / {pick(found.label.zh, found.label.en, page.lang)}" if found else name


def compared_name(page: Words, results: Results, row: Any) -> str:
    """As `metric_name`; of a clause that compares years, its target and result are changes."""
    name = metric_name(page, results, row)
    return name + page.say("on_year_before") if is_trend(results, row) else name


def is_trend(results: Results, row: Any) -> bool:
    """Whether a clause row compares a year with the one before."""
    clause = results.case.clauses.get(row.clause)
    return clause is not None and clause.understood in TRENDS


def amount(value: Any, unit: Any) -> Any:
    """A number of a clause; calendar years as text, for they have no thousands."""
    number = number_of(value)
    return f"{number:.0f}" if number is not None and text_of(unit) in CALENDAR else number


def _yes(page: Page, value: Any) -> str:
    return page.say("yes") if number_of(value) else ""
