"""Sheet 基准校核: whether the model, run on the base year, gives what the statistics say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import BASE_CHECK, records, with_columns

if TYPE_CHECKING:
    from pathway.report.page import Book, Page
    from pathway.results.results import Results

WORDS = (
    ("metric", 40, "wrap"), ("year", 9, "year"), ("model", 13, "number"),
    ("known", 13, "number"), ("unit", 16, "centre"), ("difference_percent", 12, "number"),
    ("tolerance_percent", 12, "number"), ("verdict", 16, "light"), ("confidence", 9, "centre"),
    ("source", 40, "wrap"), ("explanation", 80, "wrap"),
)  # fmt: skip


SMALL = 1.0
"""Differences above it [%] have to be explained."""


def fill(book: Book, results: Results, lang: str) -> None:
    """One row a figure that is known for the base year."""
    page = book.page("base_check", lang)
    rows = with_columns(results.base_check, BASE_CHECK)
    good = int(rows["ok"].fillna(False).astype(bool).sum())
    page.text(page.say("base_check_count").format(good=good, all=len(rows)))
    page.row += 1
    page.freeze(page.row + 1, 1)
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    lines = [
        Row((pick(row.name_zh, row.name_en, lang), row.year, row.model, row.known,
             page.unit(row.unit), row.difference_percent, row.tolerance_percent,
             page.say("check.good" if row.ok else "check.bad"), row.confidence, row.sources,
             _explained(page, row)))
        for row in records(rows)
    ]  # fmt: skip
    page.table(heads, lines, "base_check")
    if not lines:
        page.nothing()


def _explained(page: Page, row: Any) -> str:
    """Why the figures differ, in the words of the workbook; a difference without any is said."""
    told = text_of(row.explanation)
    apart = not told and abs(row.difference_percent) > SMALL
    return page.say("check.unexplained") if apart else told
