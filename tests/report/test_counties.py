"""Sheet 分县: every part's works, and investment that adds up to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

import apart
import districts
import tiny
from pathway.case.assemble import assemble
from pathway.case.parts import in_detail
from pathway.report.sheets.counties import works
from pathway.report.workbook import write_report
from pathway.results.results import Results, build_results
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathlib import Path


def _results(detail: str) -> Results:
    sheets, hours = districts.rich(link=0.1)
    sheets["processes"] = [
        {**row, "expansion": "build", "capex": 0.4, "capex_unit": "亿元/GW", "lead": "供电公司"}
        if row["process"] == "line"
        else row
        for row in sheets["processes"]
    ]
    case = assemble(in_detail(tiny.read(sheets, hours), detail), tiny.SLICES)
    settings = apart.settings("before-peaking", apart=False, year="deadline")
    return build_results(solve_plan(case, settings), strict=False)


@pytest.fixture(scope="module")
def parts() -> Results:
    return _results("parts")


def test_works_of_the_parts_are_those_of_the_plan(parts: Results) -> None:
    done = works(parts, "zh")
    rows = parts.tables["capacity"]
    built = rows[rows["year"].isin(parts.case.years)]["new"].sum()
    assert sum(v or 0.0 for w in done if w.kind == "build" for v in w.values) == pytest.approx(
        built, abs=1e-4
    )
    assert [w.region for w in done] == sorted(
        (w.region for w in done), key=["inland", "coast", "city"].index
    )
    wind = {w.region: w for w in done if w.item == "wind" and w.kind == "build"}
    before = [value or 0.0 for value in wind["coast"].values[:2]]
    assert sum(before) >= 0.5 - 1e-9  # the committed project stands there
    assert any(w.item == "line" and w.lead == "供电公司" for w in done)


def test_the_sheet_shows_them_and_adds_up(parts: Results, tmp_path: Path) -> None:
    write_report(parts, tmp_path / "plan.xlsx", "zh")
    book = CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx"))
    rows: list[list[Any]] = book.get_sheet_by_name("分县").to_python()
    texts = [row[0] for row in rows]
    assert texts.count("海区") == 2
    total = rows[texts.index("合计")]
    spent = parts.tables["investment"].groupby("year")["investment"].sum()
    shown = [value for value in total[2:] if isinstance(value, float)][:3]
    assert shown == pytest.approx([spent.get(y, 0.0) for y in parts.case.years], abs=1e-6)
    gantt: list[list[Any]] = book.get_sheet_by_name("时间表").to_python()
    places = {row[2] for row in gantt if row[0] == "新建"}
    assert {"内区", "海区"} <= places


def test_a_city_planned_whole_has_no_such_sheet(tmp_path: Path) -> None:
    write_report(_results("whole"), tmp_path / "plan.xlsx", "zh")
    assert "分县" not in CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).sheet_names
