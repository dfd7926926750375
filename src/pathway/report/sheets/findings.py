"""Sheet 问题: what the checks of the inputs have to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels.findings import in_chinese
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Book
    from pathway.results.results import Results

WORDS = (
    ("severity", 12, "light"), ("where", 40, "text"), ("found", 70, "wrap"),
    ("expected", 50, "wrap"), ("suggestion", 70, "wrap"),
)  # fmt: skip


def fill(book: Book, results: Results, lang: str) -> None:
    """Findings on the inputs, then warnings of the solver run."""
    page = book.page("findings", lang)
    rows = frame(results, "findings")
    page.text(page.say("findings_count").format(all=len(rows)))
    page.row += 1
    page.freeze(page.row + 1)
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    lines = [
        Row((page.word("severity", row.severity), row.where,
             *(_told(lang, text) for text in (row.found, row.expected, row.suggestion))))
        for row in records(rows)
    ]  # fmt: skip
    page.table(heads, lines, "findings")
    if not lines:
        page.nothing()
    page.section(page.say("run_warnings"), columns=len(WORDS))
    for warning in results.solution_summary.warnings:
        page.text(_told(lang, warning))
    if not results.solution_summary.warnings:
        page.nothing()


def _told(lang: str, text: object) -> str:
    """A finding in the language of the report."""
    return in_chinese(text_of(text)) if lang == "zh" else text_of(text)
