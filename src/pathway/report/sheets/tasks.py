"""Sheet 年度任务分解: what each department has to do in each year, and under which clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Book
    from pathway.results.results import Results

WORDS = (
    ("year", 9, "year"), ("lead", 30, "wrap"), ("task_kind", 11, "centre"), ("task", 52, "wrap"),
    ("task_amount", 13, "number"), ("cumulative", 13, "number"), ("unit", 14, "centre"),
    ("investment_unit", 14, "number"), ("clause", 18, "wrap"), ("partners", 52, "wrap"),
)  # fmt: skip


def fill(book: Book, results: Results, lang: str) -> None:
    """One native table, by year and lead department."""
    page = book.page("tasks", lang)
    rows = frame(results, "tasks")
    page.text(page.say("task_note"), page.look.note())
    page.row += 1
    page.freeze(page.row + 1, 2)
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    lines = [
        Row((row.year, text_of(row.lead) or page.say("no_lead"), page.word("task", row.kind),
             pick(row.task_zh, row.task_en, lang), row.amount, row.cumulative,
             page.unit(row.unit), row.investment, row.clause, row.partners))
        for row in records(rows.sort_values(["year", "lead"], kind="stable"))
    ]  # fmt: skip
    page.table(heads, lines, "tasks")
    if not lines:
        page.nothing()
