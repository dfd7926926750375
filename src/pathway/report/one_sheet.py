"""A workbook of one sheet with one table: what a command other than ``solve`` reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from pathway.labels import label, pick
from pathway.report.cells import Column
from pathway.report.page import Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pathway.case.case import Case
    from pathway.report.cells import Row
    from pathway.report.page import Page

COLOUR = "#C00000"
FROZEN = 3
"""Columns that stay in sight."""


def write_one_sheet(
    sheet: str,
    words: Iterable[tuple[str, float, str]],
    rows: Callable[[Page], Sequence[Row]],
    place: tuple[Case, Path, str],
    notes: Sequence[str],
) -> None:
    """Write a workbook with one table.

    Args:
        sheet: key of the sheet in the label catalogue.
        words: key, width [characters] and kind of each column.
        rows: makes the rows of the table for a page.
        place: the base, the workbook to write in a folder that exists, ``zh`` or ``en``.
        notes: lines that say what was reckoned, above the table.

    Raises:
        StorageError: it cannot be written.
    """
    case, path, lang = place
    name = label(f"sheet.{sheet}", lang)
    with complete_only(path, [name]) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{pick(case.title.zh, case.title.en, lang)} {name}"})
        page = Book(file, Look(file)).page(sheet, lang)
        for note in notes:
            page.text(note, page.look.note())
        page.row += 1
        page.freeze(page.row + 1, FROZEN)
        heads = [Column(page.say(word), width, kind) for word, width, kind in words]
        page.table(heads, rows(page), sheet)
        file.get_worksheet_by_name(name).set_tab_color(COLOUR)
        file.close()
