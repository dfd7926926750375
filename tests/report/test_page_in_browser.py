"""The page in a browser: it asks for nothing, breaks nowhere, and does what its buttons say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_sample import EVIL, page_results, write_sample

from browser import browser, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECTIONS = ("emissions", "peak", "energy", "money", "clauses", "units", "shift", "operation",
            "inputs", "audit")  # fmt: skip


@pytest.fixture(scope="session")
def started() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("page"), page_results())


@pytest.fixture(scope="session")
def shared(started, file):
    return opened(started, file)


@pytest.fixture
def page(shared):
    """The page in Chinese, as if just opened."""
    shared.page.evaluate("speak('zh')")
    return shared.page


def count(page, selector: str) -> int:
    return page.locator(selector).count()


def test_it_asks_for_nothing_and_says_nothing_wrong(shared):
    assert shared.asked == []
    assert shared.errors == []
    for key in SECTIONS:
        assert shared.page.locator(f"#{key} .body").inner_text().strip(), key


def test_texts_of_the_workbook_run_nothing(shared):
    page = shared.page
    assert page.evaluate("window.stolen") is None
    assert count(page, "main img") == 0
    assert EVIL in page.locator("#clauses").inner_text()


def test_every_chart_is_drawn_and_has_its_numbers_below(page):
    charts = page.locator("figure.chart:has(details)")
    assert charts.count() >= 7
    for at in range(charts.count()):
        chart = charts.nth(at)
        assert chart.locator("svg.main-svg").count() > 0
        assert chart.locator("details tbody tr").count() > 0
    assert count(page, "#emissions .barlayer .point") > 0


def test_the_peak_is_marked(page):
    assert "峰值 2025" in page.locator("#emissions .annotation").first.text_content()


def test_chinese_has_glyphs(page):
    """A font without the character draws the same box for every one."""
    different = page.evaluate(
        """() => {
          const draw = (text) => {
            const canvas = document.createElement("canvas");
            Object.assign(canvas, { width: 60, height: 60 });
            const pen = canvas.getContext("2d");
            pen.font = "40px " + getComputedStyle(document.body).fontFamily;
            pen.fillText(text, 5, 45);
            return canvas.toDataURL();
          };
          return draw("峰") !== draw("煤") && draw("煤") !== draw("\\uffff");
        }"""
    )
    if not different:
        pytest.skip("no Chinese font: install fonts-noto-cjk or fonts-wqy-zenhei")
    assert "达峰有多牢" in page.inner_text("#peak h2")


def test_the_language_changes_without_loading_anew(page):
    page.evaluate("window.kept = 1")
    page.click("button[data-set-lang=en]")
    assert page.evaluate("window.kept") == 1
    assert page.inner_text("#clauses h2") == "Clauses"
    assert page.get_attribute("html", "lang") == "en"
    assert "Coal power" in page.locator("#energy").inner_text()
    assert page.get_attribute("button[data-set-lang=en]", "aria-pressed") == "true"
    page.click("button[data-set-lang=zh]")
    assert page.inner_text("#clauses h2") == "条款"
    assert "煤电" in page.locator("#energy").inner_text()


def test_clauses_are_found_by_text_light_and_department(page):
    rows = "#clause-table tbody tr:not(.detail)"
    every = count(page, rows)
    page.fill("#clause-text", "A-2")
    assert count(page, rows) == 1
    page.fill("#clause-text", "nowhere")
    assert "没有符合的行" in page.inner_text("#clause-table")
    page.fill("#clause-text", "")
    page.select_option("#clause-light", "red")
    assert {row.inner_text() for row in page.locator(f"{rows} th").all()} == {"A-3", "A-5"}
    page.select_option("#clause-light", "")
    page.select_option("#clause-lead", "住建局")
    assert [row.inner_text() for row in page.locator(f"{rows} th").all()] == ["B-1"]
    page.select_option("#clause-lead", "")
    assert count(page, rows) == every


def test_a_clause_opens_into_its_years_by_keyboard(page):
    button = page.locator("#clause-table [data-clause='A-1']")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#clause-table tr.detail table tbody tr").count() == 2
    assert page.evaluate("document.activeElement.dataset.clause") == "A-1"
    page.keyboard.press("Enter")
    assert page.locator("#clause-table tr.detail").count() == 0


def test_tables_are_sorted_by_keyboard_and_keep_the_focus(page):
    heading = page.locator("#clause-table thead button").nth(3)
    heading.focus()
    for way in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert page.locator("#clause-table thead th").nth(3).get_attribute("aria-sort") == way
        assert page.evaluate("document.activeElement.dataset.sort") == "3"


def test_the_keyboard_comes_to_the_content_first_and_less_moves_where_asked_for(started, file):
    page = opened(started, file, reduced_motion="reduce").page
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_year_day_and_group_are_chosen(page):
    page.select_option("#hour-year", "2027")
    page.select_option("#hour-day", "1")
    drawn = page.evaluate("document.getElementById('hours').data[0].x.length")
    assert drawn == 5
    page.select_option("#hour-day", "")
    assert page.evaluate("document.getElementById('hours').data[0].x.length") == 9
    assert "1号机" in page.inner_text("#unit-table")
    assert "▼" in page.inner_text("#unit-table")


def test_shares_turn_into_amounts(page):
    page.select_option("#shift-way", "share")
    assert "%" in page.inner_text("#shift figcaption >> nth=0")
    page.select_option("#shift-way", "amount")
    assert "亿吨公里" in page.inner_text("#shift figcaption >> nth=0")


def test_assumptions_are_found_by_confidence(page):
    page.select_option("#input-sure", "D")
    assert page.locator("#input-table tbody tr").count() == 1
    page.select_option("#input-sure", "")
    assert page.locator("#input-table tbody tr").count() == 2


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_nothing_runs_over_the_side(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("speak('zh')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_has_no_filters_and_charts_as_wide_as_it(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.is_visible("#clauses .filters")
    assert not page.is_visible(".bar")
    widest = (
        "Math.max(...[...document.querySelectorAll('.plot svg.main-svg')]"
        ".map((svg) => svg.getBoundingClientRect().width))"
    )
    assert page.evaluate(widest) <= 700
    assert page.locator("#energy .legendtext").first.text_content().startswith("a ")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator("#energy .legendtext").first.text_content().startswith("a ")


def test_without_scripts_the_conclusions_can_still_be_read(started, file):
    page = started.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert page.is_visible(".sentences")
    assert page.locator(".sentences li").count() == 3
    page.close()
