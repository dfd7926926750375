"""The task book: one workbook a department, to be printed, signed and mailed to it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from pathway.errors import StorageError
from pathway.labels import label, pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import records
from pathway.report.page import A4, Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only
from pathway.results.store import UNSAFE
from pathway.results.tables.task_book import WORKS, booked, departments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pathway.report.page import Page
    from pathway.results.results import Results

YEARLY = (
    ("year", 8, "year"), ("task_kind", 10, "centre"), ("task", 40, "wrap"),
    ("task_amount", 10, "number"), ("cumulative", 10, "number"), ("task_warning", 10, "number"),
    ("unit", 12, "centre"), ("investment_unit", 13, "number", 2),
    ("task_abatement", 14, "number", 2), ("clause", 14, "wrap"), ("partners", 44, "wrap"),
    ("deadline", 12, "centre"),
)  # fmt: skip
TOTALS = (
    ("year", 12, "year"), ("task_works", 18, "number", 0), ("task_targets", 18, "number", 0),
    ("investment_unit", 18, "number", 2), ("task_abatement", 18, "number", 1),
    ("standing_abatement", 24, "number", 1), ("task_abatement_all", 18, "number", 1),
)  # fmt: skip
MEASURES = (
    ("clause", 10, "text"), ("measure", 60, "wrap"), ("how_modelled", 44, "wrap"),
    ("partners", 36, "wrap"), ("light", 12, "light"),
)  # fmt: skip
NOTHING = 1e-9


def task_books(results: Results, folder: Path, lang: str = "zh") -> list[Path]:
    """Write a workbook for every department that answers for something.

    A file each, because each is mailed what is its own; none is left of an earlier writing under
    another name. Work that several lead counts in the file of the first; the others find it on
    a sheet of its own.

    Args:
        results: the results of a solved plan.
        folder: the run folder; files stand in ``任务书/`` (``task_books/``) in it.
        lang: ``zh`` or ``en``.

    Raises:
        StorageError: a file cannot be written.
    """
    rows = booked(results)
    place = folder / label("task_book_folder", lang)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{place}: not made ({error.strerror})") from error
    every = dict.fromkeys(text_of(name) for name in rows["department"])
    return [_one(results, rows, department, place, folder.name, lang) for department in every]


def _one(
    results: Results, rows: pd.DataFrame, department: str, place: Path, run: str, lang: str
) -> Path:
    """The workbook of one department."""
    name = department or label("no_lead", lang).strip("（）()")
    path = place / f"{label('task_book_file', lang)}_{UNSAFE.sub('_', name)}.xlsx"
    mine = rows[rows["department"].fillna("") == department]
    joint = _joint(rows, department)
    measures = mine[mine["kind"] == "measure"]
    parts = {"task_years": mine, "task_measures": measures, "task_joint": joint}
    keys = ["task_letter", *(key for key, part in parts.items() if len(part))]
    with complete_only(path, [label(f"sheet.{key}", lang) for key in keys]) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{label('task_book_file', lang)} {name}"})
        book = Book(file, Look(file), run=f"{name} · {run}")
        _letter(book, results, mine, name, lang)
        for key in keys[1:]:
            write = _measures if key == "task_measures" else _years
            write(book.page(key, lang, A4), parts[key])
        file.close()
    return path


def _joint(rows: pd.DataFrame, department: str) -> pd.DataFrame:
    """Work that others answer for and this department leads with them."""
    named = [department in departments(text_of(lead))[1:] for lead in rows["lead"]]
    return rows[pd.Series(named, index=rows.index, dtype=bool) & (rows["kind"] != "standing")]


def _letter(book: Book, results: Results, rows: pd.DataFrame, name: str, lang: str) -> None:
    """Who answers for what: totals by year, measures, how to read it, where to sign."""
    page = book.page("task_letter", lang, A4)
    page.freeze(1)
    page.sheet.fit_to_pages(1, 1)
    for at, column in enumerate(heads := _heads(page, TOTALS)):
        page.widen(at, column.width)
    title = results.case.title
    page.section(f"{pick(title.zh, title.en, lang)}　{name}", columns=len(TOTALS))
    for note in ("task_note_amounts", "task_note_warning", "task_note_abatement"):
        page.paragraph(page.say(note), len(TOTALS))
    page.section(page.say("task_totals"), columns=len(TOTALS))
    page.table(heads, _totals(page, rows, results.case.years))
    page.row += 2
    page.text(page.say("task_sign"))


def _totals(page: Page, rows: pd.DataFrame, years: Sequence[int]) -> list[Row]:
    """A row a year: how much work, how many targets, money, and CO2 avoided."""
    lines = []
    works, standing = rows["kind"].isin(WORKS), rows["kind"] == "standing"
    for year in years:
        here = rows["year"] == year
        done = rows[here & works]
        avoided, rest = done["abatement"].sum(), rows.loc[here & standing, "abatement"].sum()
        count = int((done["amount"] > NOTHING).sum())
        targets = int((here & (rows["kind"] == "clause")).sum())
        money = done["investment"].sum()
        lines.append(Row((year, count, targets, money, avoided, rest, avoided + rest)))
    cells = [page.say("total"), None, None, sum(row.cells[3] for row in lines), None, None, None]
    return [*lines, Row(cells, "total")]


def _measures(page: Page, rows: pd.DataFrame) -> None:
    """Clauses that are text, records, or kept by other means, with their text."""
    page.freeze(page.row + 1, 1)
    lines = [
        Row((row.clause, pick(row.task_zh, row.task_en, page.lang), row.text, row.partners,
             page.word("light", row.light)))
        for row in records(rows)
    ]  # fmt: skip
    page.table(_heads(page, MEASURES), lines, page.key)


def _heads(page: Page, words: Iterable[tuple[Any, ...]]) -> list[Column]:
    """Columns of key, width, kind and, where told, decimals."""
    return [Column(page.say(word), width, *rest) for word, width, *rest in words]


def _years(page: Page, rows: pd.DataFrame) -> None:
    """Every task by year as one native table; what the department answers for, a page a year."""
    page.text(page.say("task_note"), page.look.note())
    page.freeze(page.row + 1, 3)
    joint = page.key == "task_joint"
    shown = task_rows(page, rows.assign(partners=rows["lead"]) if joint else rows)
    words = [("lead", *rest) if joint and word == "partners" else (word, *rest)
             for word, *rest in YEARLY]  # fmt: skip
    top = page.row + 1
    page.table(_heads(page, words), shown, page.key)
    if not joint:
        years = [row.cells[0] for row in shown]
        page.breaks([top + at for at in range(1, len(years)) if years[at] != years[at - 1]])


def task_rows(page: Page, rows: pd.DataFrame) -> list[Row]:
    """Tasks and targets by year; what past work goes on avoiding, and plant that stood, as sums."""
    lines: list[Row] = []
    yearly = rows[rows["year"].notna()]
    for year, here in yearly.groupby("year", sort=True):
        works = here[here["kind"].isin(WORKS)]
        now = (works["amount"] > NOTHING).to_numpy(bool)
        done = records(works[now].sort_values("kind", kind="stable"))
        lines += [_task(page, row) for row in done]
        lines += [_task(page, row) for row in records(here[here["kind"] == "clause"])]
        sums = {"before": works.loc[~now, "abatement"].sum(),
                "standing": here.loc[here["kind"] == "standing", "abatement"].sum()}  # fmt: skip
        for kind, avoided in sums.items():
            if abs(avoided) > NOTHING:
                cells = [year, page.word("task", kind), page.say(f"task_{kind}"), *[None] * 5]
                lines.append(Row([*cells, avoided, None, None, None], "muted"))
    return lines


def _task(page: Page, row: Any) -> Row:
    return Row(
        (int(row.year), page.word("task", row.kind), pick(row.task_zh, row.task_en, page.lang),
         row.amount, row.cumulative, row.warning, page.unit(row.unit), row.investment,
         row.abatement, row.clause, row.partners, row.deadline)
    )  # fmt: skip
