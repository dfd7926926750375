"""What a finished run is read in, at its end and anew: workbook, task books and page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.case.case import Label
from pathway.report.county_book import county_books
from pathway.report.html.page import Facts, write_page
from pathway.report.task_book import task_books
from pathway.report.workbook import write_report
from pathway.rerun import read_run
from pathway.results.compare import names_of
from pathway.results.store import MANIFEST, renew_outputs
from pathway.results.studies import peak_study, scenario_study

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pathway.results.results import Results

REPORT, PAGE = "plan.xlsx", "report.html"


def write_reports(results: Results, folder: Path, lang: str) -> list[Path]:
    """Write all reports of a run whose manifest already stands in its folder.

    What later commands found of the run, its peak tried elsewhere or scenarios held against it,
    goes into them.

    Args:
        results: the results of the run.
        folder: its folder.
        lang: language of the workbooks, and that in which ``report.html`` opens.

    Raises:
        StorageError: one of them cannot be written.
    """
    workbook, page = folder / REPORT, folder / PAGE
    results = replace(results, scenarios=scenario_study(folder))
    write_report(results, workbook, lang)
    books = [*task_books(results, folder, lang), *county_books(results, folder, lang)]
    write_page(results, page, lang, _facts(folder), peak_study(folder))
    return [workbook, page, *books]


def report_run(folder: Path, lang: str, workbooks: Iterable[Path]) -> list[Path]:
    """Write all reports of a finished run again, and their hashes to its manifest.

    Args:
        folder: the run folder.
        lang: as of `write_reports`.
        workbooks: where the workbook may be; the one whose content is that of the run is taken.

    Raises:
        StorageError: the folder is none of a run, or its workbook is not there unchanged.
    """
    written = write_reports(read_run(folder, workbooks), folder, lang)
    renew_outputs(folder, written)
    return written


def _facts(folder: Path) -> Facts:
    """What the run is called, from its manifest and its place."""
    inputs = json.loads((folder / MANIFEST).read_text("utf-8"))["inputs"]
    names = names_of(str(inputs["scenario"]), inputs)
    run = "/".join(folder.resolve().parts[-3:])
    return Facts(Label(*names), run, str(inputs["workbook"]["name"]))
