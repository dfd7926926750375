"""Sheet 价格 tells in words what a step of a target costs, and how far that price holds."""

from __future__ import annotations

from types import SimpleNamespace

import python_calamine
import xlsxwriter

from pathway.case.clause_moves import Way
from pathway.report.page import Book
from pathway.report.sheets.clause_steps import fill_steps
from pathway.report.style import Look
from pathway.report.workbook import SAFE
from pathway.results.tables.steps import step_table
from pathway.solve.steps import Change, Range, Step
from solve.test_targets import town


def told(path, steps) -> str:
    """The cells of the sheet as one text."""
    file = xlsxwriter.Workbook(str(path), SAFE)
    page = Book(file, Look(file)).page("prices", "zh")
    fill_steps(page, SimpleNamespace(tables={"steps": step_table(town(), steps)}))
    file.close()
    (name,) = python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    return "\n".join(str(cell) for row in rows for cell in row)


def step(way, cost: float | None, found: Range | None) -> Step:
    change = None if cost is None else Change(cost, 0.0)
    return Step("E1", way, 0.6, change, change, found)


def test_one_price_has_one_range(tmp_path) -> None:
    steps = [step(Way.TIGHTER, 0.5, Range(0.2, None)), step(Way.LOOSER, -0.5, Range(0.05, 0.2))]
    text = told(tmp_path / "a.xlsx", steps)
    assert "57 % – 72 %（及以外）" in text
    assert "该价格在目标 57 % 至 72 % 之间成立（变化不超过 10%）" in text


def test_two_prices_have_two(tmp_path) -> None:
    steps = [step(Way.TIGHTER, 0.9, Range(0.01, 0.05)), step(Way.LOOSER, -0.5, Range(0.2, None))]
    text = told(tmp_path / "b.xlsx", steps)
    assert "越收紧越贵。收紧的价格成立到目标 60.6 %，放松的价格成立到 48 %" in text


def test_without_a_plan_the_range_ends_at_the_target(tmp_path) -> None:
    none = Range(0.0, 0.01, feasible=False)
    text = told(tmp_path / "c.xlsx", [step(Way.TIGHTER, None, none),
                                      step(Way.LOOSER, -0.5, Range(0.2, None))])  # fmt: skip
    assert "48 %（及以外） – 60 %" in text


def test_runs_from_before_have_no_range(tmp_path) -> None:
    text = told(tmp_path / "d.xlsx", [step(Way.TIGHTER, 0.5, None), step(Way.LOOSER, -0.5, None)])
    assert "价格相同。" in text
    assert "成立到" not in text
