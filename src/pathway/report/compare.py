"""Workbook ``compare.xlsx``: finished runs side by side, the first as the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from pathway.labels import label
from pathway.report.compare_details import changes, clauses, costs, inputs, metrics
from pathway.report.compare_overview import overview
from pathway.report.page import Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pathway.report.compare_parts import Compared
    from pathway.report.page import Page

SHEETS: dict[str, tuple[Callable[[Page, Compared], None], str]] = {
    "compare": (overview, "#C00000"),
    "compare_changes": (changes, "#548235"),
    "compare_costs": (costs, "#BF8F00"),
    "compare_clauses": (clauses, "#C00000"),
    "compare_metrics": (metrics, "#2F75B5"),
    "compare_inputs": (inputs, "#7F7F7F"),
}
"""Sheets in order: key, what fills it, colour of its tab."""


def write_comparison(compared: Compared, path: Path, lang: str = "zh") -> None:
    """Write the comparison of runs; an older file of that name is replaced once it reads back.

    Args:
        compared: the comparison, and runs that have no result.
        path: the workbook to write (.xlsx), in a folder that exists.
        lang: ``zh`` or ``en``.

    Raises:
        StorageError: it cannot be written.
    """
    names: Sequence[str] = [label(f"sheet.{key}", lang) for key in SHEETS]
    with complete_only(path, names) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": names[0]})
        book = Book(file, Look(file))
        for name, (key, (fill, colour)) in zip(names, SHEETS.items(), strict=True):
            fill(book.page(key, lang), compared)
            file.get_worksheet_by_name(name).set_tab_color(colour)
        file.close()
