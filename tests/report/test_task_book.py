"""Task books: a file a department, complete, printable, and nothing runs in them."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from sample import FORMULA, sample_results

from pathway.errors import StorageError
from pathway.report.task_book import task_books
from pathway.results.tables.task_book import booked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("books") / "20260101T000000Z-0a1b2c3d"
    folder.mkdir()
    return {path.name: path for path in task_books(sample_results(), folder)}


def cells(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def test_every_department_has_a_file_of_its_own(books) -> None:
    assert sorted(books) == [
        "任务书_发改局.xlsx", "任务书_工信局.xlsx", "任务书_未写牵头部门.xlsx"
    ]  # fmt: skip
    assert all(path.parent.name == "任务书" for path in books.values())


def test_a_department_gets_its_work_and_no_other_s(books) -> None:
    mine = str(cells(books["任务书_发改局.xlsx"], "分年任务"))
    assert "新建风电场" in mine
    assert "新建电池" in mine
    other = cells(books["任务书_工信局.xlsx"], "定性措施")
    assert FORMULA in str(other)
    assert "加强宣传" not in str(other)


def test_work_led_jointly_is_shown_to_the_others_and_counts_once(books) -> None:
    joint = str(cells(books["任务书_工信局.xlsx"], "共同牵头"))
    assert "新建电池" in joint
    assert "发改局；工信局" in joint
    totals = cells(books["任务书_工信局.xlsx"], "任务书")
    assert [row[3] for row in totals if row[0] == "合计"] == [0.0]
    mine = cells(books["任务书_发改局.xlsx"], "任务书")
    assert [row[3] for row in mine if row[0] == "合计"] == [29.0 + 3.0]
    year = next(row for row in mine if row[0] == 2026)
    assert year[4:7] == pytest.approx([12.5 - 0.5, 4.0, 16.0])


def test_it_prints_on_a4_with_the_run_and_page_numbers_at_the_foot(books) -> None:
    for path in books.values():
        with zipfile.ZipFile(path) as archive:
            sheets = [n for n in archive.namelist() if re.search(r"sheet\d+\.xml$", n)]
            for name in sheets:
                xml = archive.read(name).decode("utf-8")
                assert re.search(r'<pageSetup[^>]*paperSize="9"[^>]*orientation="landscape"', xml)
                assert "20260101T000000Z-0a1b2c3d" in xml
                assert "&amp;P / &amp;N" in xml
                assert 'state="frozen"' in xml
                assert "<f>" not in xml, "no formula"
                assert "<hyperlink" not in xml


def test_english_by_switch(tmp_path) -> None:
    found = task_books(sample_results(), tmp_path, "en")
    assert {path.parent.name for path in found} == {"task_books"}
    texts = str(cells(found[0], "Task book"))
    assert "Investment" in texts
    assert "年份" not in texts


def test_a_folder_that_cannot_be_made_is_said(tmp_path) -> None:
    (tmp_path / "任务书").write_text("in the way")
    with pytest.raises(StorageError, match="任务书"):
        task_books(sample_results(), tmp_path)


def test_a_run_of_long_ago_is_reckoned_again() -> None:
    results = sample_results()
    old = {name: table for name, table in results.tables.items() if name != "task_book"}
    old["tasks"] = old["tasks"][old["tasks"]["kind"] == "build"]
    old["clauses"] = pd.DataFrame(columns=old["clauses"].columns)
    found = booked(type(results)(results.case, results.solution_summary, old, None))
    assert set(found["kind"]) >= {"build", "standing"}
