"""Workbook ``peak.xlsx``: one page on how low the peak could be, and whether its year holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

from pathway.labels import PALETTE, SERIES, label, pick
from pathway.report import charts
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import across, records
from pathway.report.grid import ITEM_WIDTH, UNIT_WIDTH, YEAR_WIDTH, line, year_grid
from pathway.report.page import Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only
from pathway.solve.questions.decisions import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.case.case import Case
    from pathway.report.page import Page

SHEET = "peak_trials"
COLOUR = "#C00000"
PLAN = SERIES["plan"]
PIXELS = 7.2
"""Of a character's width."""
LEVEL_ENDS = ("least_bound", "least_known", "most_known", "most_bound")


def write_peak(
    tables: Mapping[str, pd.DataFrame], place: tuple[Case, Path, str], asked: tuple[int, float]
) -> None:
    """Write the page; an older file of that name is replaced once the new one reads back.

    Args:
        tables: ``peak_trials``, ``peak_paths`` and ``peak_level``.
        place: the case, the workbook to write in a folder that exists, ``zh`` or ``en``.
        asked: the peak year that was tried, and the slack of cost.

    Raises:
        StorageError: it cannot be written.
    """
    case, path, lang = place
    name = label(f"sheet.{SHEET}", lang)
    with complete_only(path, [name]) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{pick(case.title.zh, case.title.en, lang)} {name}"})
        page = Book(file, Look(file)).page(SHEET, lang)
        _page(page, case, tables, asked)
        file.get_worksheet_by_name(name).set_tab_color(COLOUR)
        file.close()


def _page(
    page: Page, case: Case, tables: Mapping[str, pd.DataFrame], asked: tuple[int, float]
) -> None:
    page.row += 1
    for icon, text in sentences(tables, asked, page.lang):
        page.text(f"{icon} {text}", page.look.make(font_size=12))
    spot = page.reserve()
    drawn = _paths(page, case, tables["peak_paths"])
    width = (ITEM_WIDTH + UNIT_WIDTH + YEAR_WIDTH * len(case.years)) * PIXELS
    page.charts(spot, [drawn], width=int(width))
    _trials(page, tables["peak_trials"])
    _level(page, tables["peak_level"], asked[1])
    page.sheet.fit_to_pages(1, 1)


def sentences(
    tables: Mapping[str, pd.DataFrame], asked: tuple[int, float], lang: str
) -> Iterator[tuple[str, str]]:
    """What was found, each with its verdict; what is open comes last."""
    year, slack = asked
    level = tables["peak_level"]
    for row in records(level[level["kind"] == LEVEL]):
        facts = {name: getattr(row, name) for name in (*LEVEL_ENDS, "planned")}
        shown = {name: _shown(value) for name, value in facts.items()}
        key = "close" if row.close else "apart"
        told = label(f"peak.level_{key}", lang).format(slack=f"{100 * slack:g}", **shown)
        yield ("✔" if row.close else "▲"), told
    rows = records(tables["peak_trials"])[1:]
    for row in rows:
        facts = {
            "name": pick(row.name_zh, row.name_en, lang), "year": year,
            "sizes": pick(row.sizes_zh, row.sizes_en, lang), "reached": _year(row.peak_year),
            "level": _shown(row.level), "why": text_of(row.why),
            "more": _money(row.more_before), "after": _money(row.more_after),
        }  # fmt: skip
        icon = {"survives": "✔", "open": "？"}.get(row.state, "✘")
        key = "earlier" if row.state == "survives" and row.peak_year != year else row.state
        yield icon, label(f"peak.{key}", lang).format(**facts)
    unproved = [pick(row.name_zh, row.name_en, lang) for row in rows if row.state == "open"]
    if unproved:
        yield "？", label("peak.unproved", lang).format(names="、".join(unproved))
    yield "→", label("peak.kept", lang).format(year=year)


def _shown(value: Any) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:,.0f}"


def _money(value: Any) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:+,.1f}"


def _year(value: Any) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:.0f}"


def _paths(page: Page, case: Case, paths: pd.DataFrame) -> Chart:
    """Emissions by year of every city that has a plan, and their chart."""
    page.section(page.say("peak.paths"), columns=len(case.years) + 2)
    found = across(paths, ["trial", "name_zh", "name_en"], "emissions", case.years)
    mass = page.unit("万吨")
    lines = [
        line(pick(row.keys[1], row.keys[2], page.lang), mass, row.values,
             "total" if row.keys[0] == "plan" else "plain")
        for row in found
    ]  # fmt: skip
    block = year_grid(page, case.years, lines)
    looks = [
        charts.solid(PLAN) if row.keys[0] == "plan" else charts.dashed(PALETTE[at % len(PALETTE)])
        for at, row in enumerate(found)
    ]
    at = list(range(block.first_row, block.first_row + len(found)))
    title = page.of_unit(page.say("peak.paths"), mass)
    chart = charts.lines(page.book.file, block, at, looks, title)
    known = [value for row in found for value in row.values if value is not None]
    if known and min(known) > 0:
        chart.y_axis["min"] = round(0.9 * min(known), -2)
    return chart


def _trials(page: Page, table: pd.DataFrame) -> None:
    page.section(page.say("peak.trials"), page.say("peak.trials_note"), columns=9)
    money, mass = page.unit("亿元"), page.unit("万吨")
    heads = [
        Column(page.say("peak.trial"), ITEM_WIDTH),
        Column(page.say("verdict"), UNIT_WIDTH, "light"),
    ]
    heads += [
        Column(page.say("peak.asked_year"), 11, "year"), Column(page.say("peak_year"), 11, "year"),
        Column(page.of_unit(page.say("peak"), mass), 11, "number"),
        Column(page.say("peak.closest"), 11, "year"),
        Column(page.of_unit(page.say("peak.margin"), mass), 11, "number"),
        Column(page.of_unit(page.say("peak.more_before"), money), 11, "number"),
        Column(page.of_unit(page.say("peak.more_after"), money), 11, "number"),
        Column(page.say("peak.sizes"), 11),
    ]  # fmt: skip
    rows = []
    for row in records(table):
        sizes = pick(row.sizes_zh, row.sizes_en, page.lang) or text_of(row.why)
        cells = (
            pick(row.name_zh, row.name_en, page.lang), page.word("peak_state", row.state),
            row.asked_year, row.peak_year, row.level, row.closest, row.margin, row.more_before,
            row.more_after, sizes,
        )  # fmt: skip
        rows.append(Row(cells, "total" if row.trial == "plan" else "plain"))
    page.table(heads, rows)


def _level(page: Page, table: pd.DataFrame, slack: float) -> None:
    """How low and high emissions of the peak can be at little more cost."""
    page.section(page.say("peak.levels").format(slack=f"{100 * slack:g}"),
                 page.say("explore.note_ends"), columns=9)  # fmt: skip
    heads = [
        Column(page.say("explore.decision"), ITEM_WIDTH),
        Column(page.say("unit"), UNIT_WIDTH, "centre"),
        Column(page.say("explore.planned"), 11, "number"),
    ]
    heads += [
        Column(page.say(f"explore.{end}").format(slack=f"{100 * slack:g}"), 11, "number")
        for end in LEVEL_ENDS
    ]
    rows = []
    for row in records(table):
        name = pick(row.name_zh, row.name_en, page.lang)
        named = f"{name} {_year(row.year)}" if row.kind != LEVEL else name
        rows.append(Row((named, page.unit(row.unit), row.planned,
                         *(getattr(row, end) for end in LEVEL_ENDS))))  # fmt: skip
    page.table(heads, rows)
