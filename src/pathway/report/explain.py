"""What ``pathway explain`` writes: a text, and of a whole plan a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

from pathway.labels import label, pick
from pathway.labels.explain import said
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import records
from pathway.report.page import Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from pathway.report.page import Page
    from pathway.results.explain import Explanation

    Tables = dict[str, pd.DataFrame]

WAN_PER_YI = 1e4
MONEY = ("part_before", "part_after", "alone_before", "alone_after")
LIMITS = (("limit", 11, "number"), ("worst", 16, "number"), ("unit", 12, "centre"),
          ("by", 34, "wrap"), ("needed", 20, "wrap"))  # fmt: skip


def markdown(explanation: Explanation, lang: str) -> str:
    """The sentences as a text file."""
    lines = [f"# {explanation.title(lang)}", ""]
    lines += [f"{number}. {line}" for number, line in enumerate(explanation.lines(lang), 1)]
    lines += ["", *(f"*{note}*" for note in explanation.notes(lang)), ""]
    return "\n".join(lines)


def write_explained(explanation: Explanation, tables: Tables, path: Path, lang: str) -> None:
    """Write the workbook; an older file of that name is replaced once the new one reads back.

    Args:
        explanation: what was found out about a whole plan.
        tables: ``sharing`` and ``implied``.
        path: the workbook to write, in a folder that exists.
        lang: ``zh`` or ``en``.

    Raises:
        StorageError: it cannot be written.
    """
    names = [label(f"sheet.{key}", lang) for key in SHEETS]
    title = explanation.case.title
    with complete_only(path, names) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{pick(title.zh, title.en, lang)} {names[0]}"})
        book = Book(file, Look(file))
        for name, (key, (fill, colour)) in zip(names, SHEETS.items(), strict=True):
            fill(book.page(key, lang), explanation, tables)
            file.get_worksheet_by_name(name).set_tab_color(colour)
        file.close()


def _findings(page: Page, explanation: Explanation, _: Tables) -> None:
    page.freeze(1)
    for note in explanation.notes(page.lang):
        page.text(note, page.look.note())
    page.row += 1
    heads = [Column(said("col.nr", page.lang), 7, "centre"),
             Column(said("col.finding", page.lang), 150, "wrap")]  # fmt: skip
    found = enumerate(explanation.lines(page.lang), 1)
    page.table(heads, [Row((number, line)) for number, line in found], "findings")


def _sharing(page: Page, explanation: Explanation, tables: Tables) -> None:
    page.freeze(1)
    sharing, lang = explanation.sharing, page.lang
    if sharing is None:
        page.nothing()
        return
    error = said("wan", lang, x=f"{sharing.error * WAN_PER_YI:,.0f}")
    page.text(said("share.note", lang, points=sharing.points, error=error), page.look.note())
    apart = said("wan", lang, x=f"{sharing.apart * WAN_PER_YI:,.0f}")
    page.text(said("share.bound", lang, apart=apart), page.look.note())
    page.row += 1
    rows = [_shared(page, row) for row in records(tables["sharing"])]
    whole = [sharing.plan[at] - sharing.free[at] for at in range(2)]
    for key, (before, after) in (
        ("rest", sharing.rest), ("whole", whole), ("free", sharing.free), ("plan", sharing.plan),
    ):  # fmt: skip
        cells = ("", said(f"sum.{key}", lang), "", _wan(before), _wan(after), None, None)
        rows.append(Row(cells, "muted" if key == "rest" else "total"))
    heads = [Column(said("col.clause", lang), 10), Column(said("col.metric", lang), 42),
             Column(said("col.lead", lang), 20)]  # fmt: skip
    heads += [Column(said(f"col.{key}", lang), 20, "number") for key in MONEY]
    page.table(heads, rows)


def _shared(page: Page, row: Any) -> Row:
    name = pick(row.name_zh, row.name_en, page.lang)
    return Row((row.clause, name, row.lead, *(_wan(getattr(row, key)) for key in MONEY)))


def _implied(page: Page, _: Explanation, tables: Tables) -> None:
    page.freeze(1)
    lang = page.lang
    page.text(said("implied.note", lang), page.look.note())
    page.row += 1
    heads = [Column(said("col.clause", lang), 10), Column(said("col.metric", lang), 42),
             Column(said("col.verdict", lang), 26), Column(said("col.row", lang), 16)]  # fmt: skip
    heads += [Column(said(f"col.{key}", lang), width, kind) for key, width, kind in LIMITS]
    heads += [Column(said(f"col.miss_{when}", lang), 18, "number") for when in ("before", "after")]
    rows = [
        Row((
            row.clause, pick(row.name_zh, row.name_en, lang), said(f"verdict.{row.verdict}", lang),
            row.row, number_of(row.limit), number_of(row.worst), page.unit(row.unit),
            text_of(row.by), text_of(row.needed), _wan(row.miss_before), _wan(row.miss_after),
        ))
        for row in records(tables["implied"])
    ]  # fmt: skip
    page.table(heads, rows, "implied")


def _wan(value: Any) -> float | None:
    number = number_of(value)
    return None if number is None else number * WAN_PER_YI


SHEETS: dict[str, tuple[Callable[[Page, Explanation, Tables], None], str]] = {
    "explained": (_findings, "#C00000"),
    "sharing": (_sharing, "#2F5597"),
    "implied": (_implied, "#548235"),
}
"""Sheets in order: key, what fills it, colour of its tab."""
