"""Sheet 分县: every part's works, and investment that adds up to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

import apart
import districts
import tiny
from browser import browser, opened
from pathway.case.assemble import assemble
from pathway.case.case import Label
from pathway.case.parts import in_detail
from pathway.report.county_book import county_books
from pathway.report.html.bilingual import ZH
from pathway.report.html.page import Facts, write_page
from pathway.report.html.sections.energy import energy, money
from pathway.report.html.sections.units import units
from pathway.report.sheets.counties import works
from pathway.report.workbook import write_report
from pathway.results.results import Results, build_results
from pathway.solve.plan import solve_plan
from readings import rows_of

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


def test_every_part_has_a_book_of_its_own_and_they_add_up(parts: Results, tmp_path: Path) -> None:
    written = county_books(parts, tmp_path, "zh")
    assert [path.name for path in written] == [
        f"时间表路线图施工图_{name}.xlsx" for name in ("内区", "海区", "全市统筹")
    ]
    books = [rows_of(path) for path in written]
    assert all(list(book) == ["时间表", "路线图", "施工图"] for book in books)
    spent = [_total(book["路线图"], "投资") for book in books]
    whole = parts.tables["investment"].groupby("year")["investment"].sum()
    for at, year in enumerate(parts.case.years):
        assert sum(values[at] for values in spent) == pytest.approx(whole.get(year, 0.0), abs=1e-6)
    listed = [_listed(book["施工图"]) for book in books]
    assert sum(row["投资（亿元）"] or 0.0 for rows in listed for row in rows) == pytest.approx(
        whole.sum(), abs=1e-6
    )
    done = parts.tables["task_book"].query("kind == 'build'")["amount"].sum()
    built = sum(r["当年数量"] for rows in listed for r in rows if r["任务类型"] == "新建")
    assert built == pytest.approx(done, abs=1e-4)


def test_a_book_tells_of_its_part_alone(parts: Results, tmp_path: Path) -> None:
    inland, coast, _ = (rows_of(path) for path in county_books(parts, tmp_path, "zh"))
    gantt = {row[1] for row in coast["时间表"] if row[0] == "新建"}
    assert "wind" in gantt
    assert all("海区" not in item for item in gantt)
    places = {row[2] for row in inland["时间表"] if row[0] == "新建"}
    assert places == {"内区"}
    use = [next(row for row in book["路线图"] if row[0] == "供用差额") for book in (inland, coast)]
    assert all(abs(value) < 1e-6 for row in use for value in row[2:] if value != "")
    for book in (inland, coast):
        for sheet in ("时间表", "施工图"):
            assert any("盖章" in str(row[0]) for row in book[sheet])


def _total(rows: list[list[Any]], title: str) -> list[float]:
    """The sum of the part of a sheet below a title; noughts where there is nothing."""
    below = rows[next(n for n, row in enumerate(rows) if row[0] == title) :]
    found: list[float] = next((row[2:] for row in below if row[0] == "合计"), [0.0] * len(rows[0]))
    return found


def _listed(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The list of works."""
    at = next(n for n, row in enumerate(rows) if "任务类型" in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row[0] != ""]


def test_the_page_shows_each_part_and_they_add_up(parts: Results) -> None:
    regions = list(parts.case.regions)
    for section, told in (("energy", energy(ZH, parts)), ("money", money(ZH, parts))):
        assert {key for key, _ in told["regions"]} <= set(regions), section
        assert [name for _, name in told["regions"]][:2] == ["内区", "海区"]
        titles = {chart["title"] for chart in told["charts"]}
        for charts in told["parts"].values():
            assert {chart["title"] for chart in charts} <= titles
    for told, title in ((energy(ZH, parts), "装机与能力"), (money(ZH, parts), "投资")):
        whole = next(c for c in told["charts"] if c["title"] == title)
        own = [c for charts in told["parts"].values() for c in charts
               if c["title"] == title and c["unit"] == whole["unit"]]  # fmt: skip
        assert _sums([whole]) == pytest.approx(_sums(own), rel=1e-5, abs=1e-6)
    supply = energy(ZH, parts)["parts"]["inland"][-1]
    used = parts.tables["flows"].query("region == 'inland' and commodity == 'electricity'")
    used = used[used["direction"] == "in"].groupby("year")["amount"].sum()
    assert _sums([supply]) == pytest.approx(used.tolist(), rel=1e-5)
    brought = {row["name"]: row["values"] for row in supply["rows"]}["受入电力"]
    lines = parts.tables["flows"].query("region == 'inland' and item == 'line'")
    came = lines[lines["direction"] == "out"].groupby("year")["amount"].sum()
    assert brought == pytest.approx(came.tolist(), rel=1e-5)
    bars = units(ZH, parts)
    assert {row["region"] for row in bars["rows"]} == {key for key, _ in bars["regions"]}


def _sums(charts: list[Any]) -> list[float]:
    """Sums by year of all rows of charts."""
    rows = [row["values"] for chart in charts for row in chart["rows"]]
    return [sum(filter(None, column)) for column in zip(*rows, strict=True)]


def test_a_part_is_chosen_on_the_page(parts: Results, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_page(parts, path, "zh", Facts(Label("基准", "Base"), "town/base/1", "town.xlsx"))
    with browser() as started:
        shown = opened(started, path)
        page = shown.page
        drawn = page.locator("#energy figure.chart")
        before = page.locator("#energy").inner_text()
        page.select_option("#energy-region", "coast")
        assert page.locator("#energy").inner_text() != before
        assert drawn.count() >= 1
        page.select_option("#energy-region", "")
        assert page.locator("#energy").inner_text() == before
        page.select_option("#money-region", "coast")
        page.select_option("#unit-region", "coast")
        assert "海区" in page.locator("#unit-table").inner_text()
        page.click("button[data-set-lang=en]")
        assert page.locator("#money-region").input_value() == "coast"
        assert (shown.asked, shown.errors) == ([], [])


def test_a_city_planned_whole_has_no_such_sheet(tmp_path: Path) -> None:
    whole = _results("whole")
    assert county_books(whole, tmp_path, "zh") == []
    assert "regions" not in energy(ZH, whole)
    assert "regions" not in units(ZH, whole)
    write_report(whole, tmp_path / "plan.xlsx", "zh")
    assert "分县" not in CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).sheet_names
