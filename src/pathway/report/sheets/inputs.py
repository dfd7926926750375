"""Sheet 输入快照: each value that was used, the cell it came from, its source and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.report.cells import Column, Row
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Book
    from pathway.results.results import Results

WORDS = (
    ("table", 13, "text"), ("row_key", 30, "wrap"), ("parameter", 20, "wrap"),
    ("value", 26, "wrap"), ("unit", 18, "centre"), ("confidence", 9, "centre"),
    ("estimate", 12, "light"), ("source", 60, "wrap"), ("note", 70, "wrap"),
    ("source_cell", 32, "text"),
)  # fmt: skip
ESTIMATE = "D"


def fill(book: Book, results: Results, lang: str) -> None:
    """One native table; values that are estimates are marked."""
    page = book.page("inputs", lang)
    rows = frame(results, "inputs")
    sure = rows["confidence"].fillna("").astype(str)
    guessed = int(sure.str.startswith(ESTIMATE).sum())
    page.text(page.say("inputs_count").format(all=len(rows), guessed=guessed))
    page.paper_ends(len(WORDS))
    page.row += 1
    page.freeze(page.row + 1, 2)
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    lines = []
    for row, confidence in zip(records(rows), sure, strict=True):
        doubtful = confidence.startswith(ESTIMATE)
        mark = page.say("light.estimate") if doubtful else ""
        cells = (row.table, row.key, row.parameter, row.value, page.unit(row.unit), confidence,
                 mark, row.sources, row.note, row.where)  # fmt: skip
        lines.append(Row(cells))
    page.table(heads, lines, "inputs")
    if not lines:
        page.nothing()
