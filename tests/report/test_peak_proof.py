"""Sheet 达峰证明 says what its figures say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook
from sample import YEARS, emissions, sample_results

from pathway.report.page import Book
from pathway.report.sheets import peak_proof
from pathway.report.style import Look
from pathway.report.workbook import SAFE

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.results.results import Results


def said(path: Path, results: Results, lang: str = "en") -> str:
    """All texts of the sheet."""
    file = xlsxwriter.Workbook(str(path / "proof.xlsx"), SAFE)
    peak_proof.fill(Book(file, Look(file)), results, lang)
    file.close()
    sheet = CalamineWorkbook.from_path(str(path / "proof.xlsx")).get_sheet_by_index(0)
    return "\n".join(str(cell) for row in sheet.to_python() for cell in row if cell != "")


def with_path(levels: tuple[float, ...], **changes: Any) -> Results:
    """The sample with another path of emissions."""
    results = sample_results(**changes)
    summary = replace(
        results.solution_summary, emissions=levels, peak_level=max(levels),
        peak_year=YEARS[levels.index(max(levels))], candidates=(),
    )  # fmt: skip
    return replace(results, solution_summary=summary)


def test_a_falling_path_keeps_both_readings(tmp_path: Path) -> None:
    text = said(tmp_path, with_path((100.0, 120.0, 110.0, 90.0)))
    assert f"Emissions peak in {YEARS[1]} at 120" in text
    assert "Both readings hold" in text
    assert f"The closest later year is {YEARS[2]}: 10.0" in text
    assert "(8.33 %) below the peak" in text


def test_a_path_that_comes_back_keeps_the_weak_reading_alone(tmp_path: Path) -> None:
    text = said(tmp_path, with_path((100.0, 120.0, 90.0, 110.0)))
    assert "Only the weak reading holds" in text
    assert f"{YEARS[3]} emit more than the year before" in text


def test_a_path_that_stays_at_its_peak_has_no_margin(tmp_path: Path) -> None:
    text = said(tmp_path, with_path((100.0, 120.0, 120.0, 120.0)))
    assert "No margin" in text


def test_the_other_boundary_may_peak_in_another_year(tmp_path: Path) -> None:
    rows = emissions()
    bought = rows["kind"] == "imported"
    late = pd.DataFrame(rows)
    late.loc[bought & (rows["year"] == YEARS[-1]), "amount"] = 1e4
    assert "The same by the other boundary" in said(tmp_path, sample_results())
    text = said(tmp_path, sample_results(emissions=late))
    assert "Not the same by the other boundary" in text
    assert f"with net imports {YEARS[-1]}" in text


def test_candidates_that_are_impossible_are_named(tmp_path: Path) -> None:
    text = said(tmp_path, sample_results())
    assert "Peak years proved impossible: 2024." in text
    assert "Peaking by 2025 instead" in text
