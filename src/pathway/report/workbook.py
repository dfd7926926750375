"""The report as one workbook: `SHEETS` is its table of contents."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import python_calamine
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from pathway.errors import StorageError
from pathway.labels import label, pick
from pathway.report.page import Book
from pathway.report.sheets import (
    audit,
    balance,
    base_check,
    capacity,
    clauses,
    costs,
    counties,
    emissions,
    findings,
    inputs,
    investment,
    ledger,
    operation,
    overview,
    peak_proof,
    prices,
    roadmap,
    scenarios,
    tasks,
    timetable,
)
from pathway.report.style import Look
from pathway.workbook.collecting import without_collecting
from pathway.workbook.look import FONT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pathway.results.results import Results

SHEETS: dict[str, tuple[Callable[[Book, Results, str], None], str]] = {
    "overview": (overview.fill, "#C00000"),
    "peak_proof": (peak_proof.fill, "#C00000"),
    "clauses": (clauses.fill, "#C00000"),
    "ledger": (ledger.fill, "#C00000"),
    "timetable": (timetable.fill, "#548235"),
    "roadmap": (roadmap.fill, "#548235"),
    "counties": (counties.fill, "#548235"),
    "tasks": (tasks.fill, "#548235"),
    "capacity": (capacity.fill, "#2F75B5"),
    "balance": (balance.fill, "#2F75B5"),
    "emissions": (emissions.fill, "#2F75B5"),
    "costs": (costs.fill, "#BF8F00"),
    "investment": (investment.fill, "#BF8F00"),
    "operation": (operation.fill, "#2F75B5"),
    "prices": (prices.fill, "#BF8F00"),
    "compare": (scenarios.fill, "#C00000"),
    "base_check": (base_check.fill, "#7F7F7F"),
    "inputs": (inputs.fill, "#7F7F7F"),
    "findings": (findings.fill, "#7F7F7F"),
    "audit": (audit.fill, "#7F7F7F"),
}
"""Sheets in order: key, what fills it, colour of its tab."""
NEEDED = {"counties": counties.wanted, "compare": scenarios.wanted}
"""Sheets that not every plan has: what says whether it does."""

SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 10},
}


def write_report(results: Results, path: Path, lang: str = "zh") -> None:
    """Write the report; an older file of that name is replaced once the new one reads back.

    Args:
        results: the results of a solved plan.
        path: the workbook to write (.xlsx), in a folder that exists.
        lang: ``zh`` or ``en``.

    Raises:
        StorageError: the folder, or another program that holds the file, does not let it be
            written.
    """
    sheets = {key: of for key, of in SHEETS.items() if key not in NEEDED or NEEDED[key](results)}
    wanted = [label(f"sheet.{key}", lang) for key in sheets]
    with without_collecting(), complete_only(path, wanted) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        title = results.case.title
        file.set_properties({"title": pick(title.zh, title.en, lang)})
        book = Book(file, Look(file), run=path.parent.name)
        for key, (fill, colour) in sheets.items():
            fill(book, results, lang)
            file.get_worksheet_by_name(label(f"sheet.{key}", lang)).set_tab_color(colour)
        file.close()


@contextmanager
def complete_only(path: Path, sheets: Sequence[str]) -> Iterator[Path]:
    """A temporary file beside the target, put in its place once it reads back with its sheets."""
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.tmp.xlsx")
    try:
        yield temporary
        _reads_back(temporary, list(sheets))
        temporary.replace(path)
    except (XlsxWriterException, OSError) as error:
        message = f"{path}: not written ({error}). Close it in other programs and try again."
        raise StorageError(message) from error
    finally:
        temporary.unlink(missing_ok=True)


def _reads_back(path: Path, wanted: list[str]) -> None:
    """Open the file again and look for its sheets.

    Raises:
        StorageError: it does not open, or a sheet is missing.
    """
    try:
        found = python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
    except python_calamine.CalamineError as error:
        raise StorageError(f"{path}: written but does not open again ({error})") from error
    if found != wanted:
        raise StorageError(f"{path}: written with sheets {found} instead of {wanted}")
