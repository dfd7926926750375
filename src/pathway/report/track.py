"""Workbook ``track.xlsx``: actual against plan with lights, changed tasks, cost of delay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

from pathway.labels import label, pick
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import records
from pathway.report.page import Book
from pathway.report.sheets.clauses import RELATIONS, amount
from pathway.report.style import Look
from pathway.report.track_costs import costs
from pathway.report.workbook import SAFE, complete_only
from pathway.results.track_costs import PERIODS, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.report.page import Page
    from pathway.report.words import Words

    Tables = Mapping[str, pd.DataFrame]

LIGHTS = ("green", "yellow", "red", "unplanned", "unreported")
MISSED = ("red", "yellow")
MOST = 20
"""Most lines that the first sheet lists."""


def write_track(
    tables: Tables, place: tuple[Case, Path, str], names: tuple[str, str], why: str = ""
) -> None:
    """Write the workbook; an older file of that name is replaced once the new one reads back.

    Args:
        tables: tables ``track_…``.
        place: the case made again, the workbook to write in a folder that exists, ``zh`` or ``en``.
        names: folders of the plan and of the plan made again.
        why: why costs are not split by clause; blank where they are.

    Raises:
        StorageError: it cannot be written.
    """
    case, path, lang = place
    sheets: dict[str, tuple[Callable[[Page], None], str]] = {
        "track": (lambda page: _overview(page, tables, case, names), "#C00000"),
        "track_works": (lambda page: _works(page, tables["track_works"]), "#548235"),
        "track_clauses": (lambda page: _clauses(page, tables["track_clauses"]), "#C00000"),
        "track_changes": (lambda page: _changes(page, tables), "#548235"),
        "track_costs": (lambda page: costs(page, tables, why), "#BF8F00"),
    }
    titles = [label(f"sheet.{key}", lang) for key in sheets]
    with complete_only(path, titles) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        title = pick(case.title.zh, case.title.en, lang)
        file.set_properties({"title": f"{title} {titles[0]}"})
        book = Book(file, Look(file))
        for name, (key, (fill, colour)) in zip(titles, sheets.items(), strict=True):
            fill(book.page(key, lang))
            file.get_worksheet_by_name(name).set_tab_color(colour)
        file.close()


def sentences(words: Words, tables: Tables) -> Iterator[str]:
    """What was found, in a few lines."""
    for part in ("works", "clauses"):
        counts = tables[f"track_{part}"]["light"].value_counts()
        told = (f"{words.word('light', x)} {int(counts[x])}" for x in LIGHTS if x in counts)
        yield words.say("track.count").format(
            part=words.say(f"track.part.{part}"), words="  ".join(told)
        )
    more = {period: total(tables["track_costs"], period) for period in PERIODS}
    yield words.say("track.more").format(**more)
    [bounds] = tables["track_bounds"].to_dict("records")
    yield words.say("track.proved").format(**{str(k): float(v) for k, v in bounds.items()})
    yield words.say("track.changed").format(count=len(tables["track_changes"]))


def _overview(page: Page, tables: Tables, case: Case, names: tuple[str, str]) -> None:
    page.text(pick(case.title.zh, case.title.en, page.lang))
    told = {"plan": names[0], "again": names[1], "year": case.past.through}
    page.text(page.say("track.runs").format(**told), page.look.note())
    page.text(page.say("light_rule"), page.look.note())
    for line in sentences(page, tables):
        page.text(line)
    _missed(page, tables)
    _departments(page, tables["track_departments"])


def _missed(page: Page, tables: Tables) -> None:
    """What was missed, with how sure the figure is: many a red light is an estimate's."""
    page.section(page.say("track.missed"), columns=10)
    works, asked = tables["track_works"], tables["track_clauses"]
    heads = [Column(page.say(word), width, kind) for word, width, kind in (*WORKS[:9], WORKS[10])]
    missed = [(*_as_work(page, row), "") for row in worst(asked)]
    missed += [(*_work(page, row)[:9], row.confidence) for row in worst(works)]
    page.table(heads, [Row(cells) for cells in missed[:MOST]])
    if not missed:
        page.nothing()


def worst(table: pd.DataFrame) -> list[Any]:
    """What was missed, red before yellow."""
    parts = [records(table[table["light"] == light]) for light in MISSED]
    return [row for part in parts for row in part]


def _departments(page: Page, table: pd.DataFrame) -> None:
    page.section(page.say("track.by_department"), columns=7)
    heads = [Column(page.say("lead"), 30, "wrap"), Column(page.say("track.quantity"), 14)]
    heads += [Column(page.word("light", light), 13, "number", 0) for light in LIGHTS]
    rows = [
        Row((
            row.lead or page.say("track.no_lead"), page.say(f"track.part.{row.part}"),
            *(getattr(row, light) for light in LIGHTS),
        ))
        for row in records(table)
    ]  # fmt: skip
    page.table(heads, rows)


WORKS = (
    ("track.quantity", 14, "text"), ("track.item", 34, "wrap"), ("lead", 20, "wrap"),
    ("year", 8, "year"), ("track.planned", 12, "number"), ("track.actual", 12, "number"),
    ("difference", 12, "number"), ("unit", 13, "centre"), ("light", 15, "light"),
    ("track.basis", 8, "centre"), ("confidence", 8, "centre"), ("source_cell", 31, "text"),
)  # fmt: skip


def _works(page: Page, table: pd.DataFrame) -> None:
    page.text(page.say("light_rule"), page.look.note())
    page.text(page.say("track.works_note"), page.look.note())
    page.row += 1
    page.freeze(page.row + 1, 2)
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORKS]
    page.table(heads, [Row(_work(page, row)) for row in records(table)], "track_works")
    if table.empty:
        page.nothing()


def _work(page: Page, row: Any) -> tuple[Any, ...]:
    return (
        page.word("quantity", row.quantity), pick(row.name_zh, row.name_en, page.lang), row.lead,
        row.year, row.planned, row.actual, row.difference, page.unit(row.unit),
        page.word("light", row.light), page.word("basis", row.basis), row.confidence,
        row.source_cell,
    )  # fmt: skip


def _as_work(page: Page, row: Any) -> tuple[Any, ...]:
    """A clause as a line among works; its plan is its target."""
    name = f"{row.clause} {pick(row.metric_zh, row.metric_en, page.lang)}"
    target, found = amount(row.target, row.unit), amount(row.actual, row.unit)
    gap = number_of(row.gap)
    return (
        page.say("track.part.clauses"), name, row.lead, row.year, target, found, gap,
        page.unit(row.unit), page.word("light", row.light),
    )  # fmt: skip


CLAUSES = (
    ("clause", 9, "text"), ("quote", 42, "wrap"), ("metric", 26, "wrap"), ("lead", 18, "wrap"),
    ("year", 8, "year"), ("relation", 7, "centre"), ("target", 11, "number"),
    ("track.planned", 11, "number"), ("track.actual", 11, "number"), ("unit", 12, "centre"),
    ("clause_gap", 12, "number"), ("light", 15, "light"), ("track.basis", 8, "centre"),
)  # fmt: skip


def _clauses(page: Page, table: pd.DataFrame) -> None:
    page.text(page.say("light_rule"), page.look.note())
    page.text(page.say("track.clauses_note"), page.look.note())
    page.row += 1
    page.freeze(page.row + 1, 1)
    rows = [
        Row((
            row.clause, row.quote, pick(row.metric_zh, row.metric_en, page.lang), row.lead,
            row.year, RELATIONS.get(text_of(row.relation), ""), amount(row.target, row.unit),
            amount(row.planned, row.unit), amount(row.actual, row.unit), page.unit(row.unit),
            row.gap, page.word("light", row.light), page.word("basis", row.basis),
        ))
        for row in records(table)
    ]  # fmt: skip
    heads = [Column(page.say(word), width, kind) for word, width, kind in CLAUSES]
    page.table(heads, rows, "track_clauses")
    if table.empty:
        page.nothing()


CHANGES: tuple[tuple[Any, ...], ...] = (
    ("task_kind", 11, "centre"), ("technology", 34, "wrap"), ("lead", 20, "wrap"),
    ("unit", 14, "centre"), ("track.planned", 12, "number"), ("track.again", 12, "number"),
    ("difference", 12, "number"), ("difference_to_deadline", 12, "number"),
    ("how_differs", 12, "centre"), ("first_year", 9, "year"), ("shift", 11, "number", 1),
    ("money_moved", 19, "number"),
)  # fmt: skip
YEARS = (
    ("task_kind", 11, "centre"), ("technology", 34, "wrap"), ("lead", 20, "wrap"),
    ("unit", 14, "centre"), ("year", 12, "year"), ("track.planned", 12, "number"),
    ("track.again", 12, "number"), ("difference", 12, "number"),
)  # fmt: skip


def _changes(page: Page, tables: Tables) -> None:
    table = tables["track_changes"]
    if table.empty:
        page.nothing()
        return
    rows = [
        Row((
            page.word("change", row.kind), pick(row.name_zh, row.name_en, page.lang), row.lead,
            page.unit(row.unit), row.amount_reference, row.amount, row.difference,
            row.difference_to_deadline, page.word("track.how", row.how), row.first_year, row.shift,
            row.money,
        ))
        for row in records(table)
    ]  # fmt: skip
    heads = [Column(page.say(word), width, *rest) for word, width, *rest in CHANGES]
    page.table(heads, rows)
    page.section(page.say("track.years"), columns=8)
    yearly = [
        Row((
            page.word("change", row.kind), pick(row.name_zh, row.name_en, page.lang), row.lead,
            page.unit(row.unit), row.year, row.planned, row.again, row.difference,
        ))
        for row in records(tables["track_years"])
    ]  # fmt: skip
    heads = [Column(page.say(word), width, kind) for word, width, kind in YEARS]
    page.table(heads, yearly, "track_years")
