"""Sheet 年度任务分解: what each department has to do in each year, and under which clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.labels import pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import across, records
from pathway.report.grid import ITEM_WIDTH, UNIT_WIDTH, YEAR_WIDTH, column_sums, line, year_grid
from pathway.results.tables.task_book import booked

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.page import Book, Page
    from pathway.results.results import Results

WORDS = (
    ("task", ITEM_WIDTH, "wrap"), ("unit", UNIT_WIDTH, "centre"), ("year", YEAR_WIDTH, "year"),
    ("task_kind", YEAR_WIDTH, "centre"), ("task_amount", YEAR_WIDTH, "number"),
    ("cumulative", YEAR_WIDTH, "number"), ("task_warning", YEAR_WIDTH, "number"),
    ("investment_unit", YEAR_WIDTH, "number", 2), ("task_abatement", YEAR_WIDTH, "number", 2),
    ("deadline", YEAR_WIDTH + 1, "centre"), ("result", YEAR_WIDTH, "number"),
    ("light", YEAR_WIDTH + 2, "light"), ("clause", YEAR_WIDTH, "text"),
    ("department", YEAR_WIDTH + 1, "text"), ("lead", 30, "wrap"), ("partners", 60, "wrap"),
)  # fmt: skip
NOTHING = 1e-9
SUMS = (("investment", "task_money", "亿元"), ("abatement", "task_avoided", "万吨"))


def fill(book: Book, results: Results, lang: str) -> None:
    """Sums by department and year, then one native table of every task."""
    page = book.page("tasks", lang)
    rows = booked(results)
    page.freeze(1)
    for note in ("task_note", "task_note_first", "task_note_warning", "task_note_abatement"):
        page.text(page.say(note), page.look.note())
    yearly = rows[rows["year"].notna()]
    if yearly.empty:
        page.nothing()
        return
    for value, title, unit in SUMS:
        _sums(page, yearly, results.case.years, (value, title, unit))
    page.paper_ends()
    page.section(page.say("every_item"), columns=len(WORDS))
    heads = [Column(page.say(word), width, *rest) for word, width, *rest in WORDS]
    page.table(heads, _tasks(page, yearly), "tasks")


def _sums(
    page: Page, rows: pd.DataFrame, years: tuple[int, ...], what: tuple[str, str, str]
) -> None:
    """A row a department, years across; the total is that of the city's plan."""
    value, title, unit = what
    page.section(page.say(title), columns=len(years) + 2)
    found = [row for row in across(rows, ["department"], value, years) if any(row.values)]
    found.sort(key=lambda row: -sum(abs(v or 0.0) for v in row.values))
    shown = page.unit(unit)
    lines = [line(row.keys[0] or page.say("no_lead"), shown, row.values) for row in found]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    year_grid(page, years, [*lines, line(page.say("total"), shown, sums, "total")])


def _tasks(page: Page, rows: pd.DataFrame) -> list[Row]:
    """Work that is done in a year, and targets; what only goes on is in the sums."""
    amounts = rows["amount"].fillna(0.0).abs()
    shown = rows[(amounts > NOTHING) | (rows["kind"] == "clause")]
    return [
        Row((pick(row.task_zh, row.task_en, page.lang), page.unit(row.unit), int(row.year),
             page.word("task", row.kind), row.amount, row.cumulative, row.warning, row.investment,
             row.abatement, row.deadline, row.result, page.word("light", row.light), row.clause,
             text_of(row.department) or page.say("no_lead"), row.lead, row.partners))
        for row in records(shown.sort_values(["year", "lead"], kind="stable"))
    ]  # fmt: skip
