"""Sheet 条款台账: a block for each clause, with its numbers year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

import phrases
import tiny
from pathway.labels import label
from pathway.report.page import Book
from pathway.report.sheets import ledger
from pathway.report.style import Look
from pathway.results.results import build_results

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.results.results import Results

KEYS = {"share", "city_peak", "handed_down", "promoted", "unheard", "growth_cap"}


@pytest.fixture(scope="module")
def results() -> Results:
    rows = [row for row in phrases.CLAUSES if row["clause"] in KEYS]
    return build_results(tiny.solve(tiny.case(phrases.town(*rows)), year="deadline"))


@pytest.fixture(scope="module", params=["zh", "en"])
def sheet(results: Results, request: pytest.FixtureRequest, tmp_path_factory: Any) -> Any:
    path: Path = tmp_path_factory.mktemp("ledger") / "ledger.xlsx"
    file = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    ledger.fill(Book(file, Look(file)), results, request.param)
    file.close()
    found = openpyxl.load_workbook(path).active
    found.lang = request.param
    return found


def test_every_clause_has_a_heading_row_and_its_years(sheet: Any) -> None:
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=7)]
    head, rows = rows[0], [row for row in rows[1:] if row[0]]
    assert {row[0] for row in rows} == KEYS
    text = head.index(label("ledger.text", sheet.lang))
    quotes = {row[0]: row[text] for row in rows if row[1] is None}
    assert quotes == {str(r["clause"]): r["quote"] for r in phrases.CLAUSES if r["clause"] in KEYS}
    told = {(row[0], row[1]): row for row in rows}
    formula, light = (head.index(label(w, sheet.lang)) for w in ("ledger.formula", "light"))
    assert " ÷ " in told["share", 2025][formula]
    assert told["share", 2025][formula].endswith("%")
    assert told["share", 2025][light].startswith("✔")
    assert told["unheard", None][light].startswith("？")
    assert told["handed_down", None][light].startswith("？")


def test_what_is_not_kept_says_why(sheet: Any) -> None:
    head = [cell.value for cell in sheet[7]]
    why = head.index(label("ledger.why", sheet.lang))
    told = {row[0].value: row[why].value for row in sheet.iter_rows(min_row=8) if not row[1].value}
    assert "推动" in told["promoted"]
    assert "遥遥领先" in told["unheard"]
    assert len({told[key] for key in KEYS}) == 5  # share and growth_cap are constraints


def test_it_can_be_filtered_and_keeps_its_headings_in_sight(sheet: Any) -> None:
    [table] = sheet.tables.values()
    assert table.autoFilter is not None
    assert sheet.freeze_panes == "C8"
    assert "6" in sheet["A2"].value
    assert all(cell.hyperlink is None for line in sheet.iter_rows() for cell in line)
    assert sheet.conditional_formatting
