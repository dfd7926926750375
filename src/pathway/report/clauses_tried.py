"""Workbook ``clauses.xlsx``: every clause in force, tighter and looser, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Row, text_of
from pathway.report.frames import records
from pathway.report.one_sheet import write_one_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.report.page import Page

SHEET = "clauses_tried"
SIDES = (("tighter", "higher"), ("looser", "lower"))
WORDS = (
    ("clause", 9, "text"), ("quote", 34, "wrap"), ("metric", 22, "wrap"), ("firmness", 8, "centre"),
    ("target_year", 10, "year"), ("relation", 6, "centre"), ("target", 11, "number"),
    ("step_to", 11, "number"), ("result", 11, "number"), ("unit", 11, "centre"),
    ("price_step", 13, "number"),
    ("tighter_cost", 13, "number"), ("tighter_after", 13, "number"), ("tighter_peak", 11, "number"),
    ("tighter_year", 10, "year"), ("tighter_verdict", 18, "light"),
    ("looser_cost", 13, "number"), ("looser_after", 13, "number"), ("looser_peak", 11, "number"),
    ("looser_year", 10, "year"), ("looser_verdict", 18, "light"),
    ("why_verdict", 60, "wrap"), ("task_changes", 50, "wrap"), ("lead", 16, "wrap"),
    ("source_cell", 26, "text"),
)  # fmt: skip


def write_clauses_tried(
    table: pd.DataFrame, case: Case, path: Path, lang: str, notes: Sequence[str]
) -> None:
    """Write the clauses tried.

    Args:
        table: table ``clause_moves`` of the results.
        case: the base.
        path: the workbook to write, in a folder that exists.
        lang: ``zh`` or ``en``.
        notes: lines that say what was reckoned, above the table.

    Raises:
        StorageError: it cannot be written.
    """

    def rows(page: Page) -> list[Row]:
        return [_row(page, *pair) for pair in _pairs(table)]

    write_one_sheet(SHEET, WORDS, rows, (case, path, lang), notes)


def _pairs(table: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Both ways of each clause."""
    for _, part in table.groupby("clause", sort=False):
        by_way = {row.way: row for row in records(part)}
        first, second = (next(by_way[way] for way in side if way in by_way) for side in SIDES)
        yield first, second


def _row(page: Page, first: Any, second: Any) -> Row:
    lang = page.lang
    cells = (
        first.clause, first.quote, pick(first.metric_zh, first.metric_en, lang),
        page.word("firmness", first.firmness), first.year, first.relation,
        *(_stated(first, name) for name in ("target", "target_moved", "result")),
        page.unit(first.unit), _price(first, second),
        *_side(page, first), *_side(page, second), _both(page, first, second, "words"),
        _both(page, first, second, "changes"), first.lead, first.source_cell,
    )  # fmt: skip
    broken = "broken" in {first.verdict, second.verdict}
    return Row(cells, "alarm" if broken else "plain")


def _stated(row: Any, name: str) -> Any:
    """A target or a result; a calendar year without the comma of thousands."""
    value = getattr(row, name)
    return f"{value:.0f}" if row.unit == "年" and text_of(value) else value


def _price(first: Any, second: Any) -> Any:
    """Price times step; of the other way where this one leaves no plan."""
    if text_of(first.price_step) or not text_of(second.price_step):
        return first.price_step
    return -second.price_step


def _side(page: Page, row: Any) -> tuple[Any, ...]:
    """What a way does; a word where there is no plan or no answer."""
    verdict = page.word("verdict", row.verdict)
    if row.plan != "plan":
        return (page.word("plan", row.plan), "", "", "", verdict)
    return row.cost_before, row.cost_after, row.peak, row.peak_year, verdict


def _both(page: Page, first: Any, second: Any, what: str) -> str:
    """The same of both ways, each after its name; one where they agree."""
    told = {}
    for row in (first, second):
        text = pick(getattr(row, f"{what}_zh"), getattr(row, f"{what}_en"), page.lang)
        if text_of(text):
            told[page.word("way", row.way)] = text_of(text)
    if len(set(told.values())) == 1 and len(told) == 2:
        return next(iter(told.values()))
    colon = "：" if page.lang == "zh" else ": "
    return "\n".join(f"{way}{colon}{text}" for way, text in told.items())
