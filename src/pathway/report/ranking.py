"""Workbook ``ranking.xlsx``: one sheet of all estimates, the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Row, text_of
from pathway.report.frames import records
from pathway.report.one_sheet import write_one_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.report.page import Page

SHEET = "ranking"
WORDS = (
    ("rank", 7, "year"), ("estimate_name", 38, "wrap"), ("parameter", 16, "wrap"),
    ("value_used", 22, "wrap"), ("low", 13, "centre"), ("high", 13, "centre"),
    ("unit", 13, "centre"), ("cost_low", 15, "number"), ("cost_high", 15, "number"),
    ("peak_low", 11, "number"), ("peak_high", 11, "number"), ("tasks_moved", 11, "number"),
    ("task_changes", 56, "wrap"), ("how_had", 15, "light"), ("confidence", 9, "centre"),
    ("why_range", 40, "wrap"), ("source", 44, "wrap"), ("table", 12, "text"),
    ("row_key", 26, "wrap"), ("source_cell", 30, "text"), ("rank_cost", 9, "year"),
    ("rank_peak", 9, "year"), ("rank_tasks", 9, "year"),
)  # fmt: skip
LONGEST = 60
"""Characters of a path of years that are shown."""


def write_ranking(
    table: pd.DataFrame, case: Case, path: Path, lang: str, notes: Sequence[str]
) -> None:
    """Write the ranking.

    Args:
        table: table ``ranking`` of the results.
        case: the base.
        path: the workbook to write, in a folder that exists.
        lang: ``zh`` or ``en``.
        notes: lines that say what was reckoned, above the table.

    Raises:
        StorageError: it cannot be written.
    """

    def rows(page: Page) -> list[Row]:
        return [_row(page, row) for row in records(table)]

    write_one_sheet(SHEET, WORDS, rows, (case, path, lang), notes)


def _row(page: Page, row: Any) -> Row:
    changes = pick(row.changes_zh, row.changes_en, page.lang)
    cells = (
        row.rank, pick(row.name_zh, row.name_en, page.lang),
        pick(row.parameter_zh, row.parameter_en, page.lang), _short(row.value), row.low, row.high,
        page.unit(row.unit), _end(page, row, "cost", "low"), _end(page, row, "cost", "high"),
        _end(page, row, "peak", "low"), _end(page, row, "peak", "high"), row.tasks, changes,
        page.word("how", row.how), row.confidence, text_of(row.reason) or _why(page, row),
        row.sources, row.table, row.key, row.where, row.rank_cost, row.rank_peak, row.rank_tasks,
    )  # fmt: skip
    return Row(cells, "plain" if row.how not in {"fixed", "no range"} else "muted")


def _end(page: Page, row: Any, measure: str, side: str) -> Any:
    """Change at one end; a word where there is no plan or no answer."""
    state = getattr(row, f"plan_{side}")
    if state in {"no plan", "unknown"}:
        return page.word("plan", state)
    return getattr(row, f"{measure}_{side}")


def _why(page: Page, row: Any) -> str:
    return page.say("no_range") if row.how == "no range" else text_of(row.why)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
