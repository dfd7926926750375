"""County books: timetable, route map and works of each part of the region, to be signed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

from pathway.errors import StorageError
from pathway.labels import group_word, label, pick
from pathway.report.cells import Column, Row
from pathway.report.frames import Across, across, frame, main_commodity, records
from pathway.report.grid import column_sums, line, year_grid
from pathway.report.page import Book
from pathway.report.sheets.balance import Part, write_part
from pathway.report.sheets.counties import local_name, place, regions_of, wanted
from pathway.report.sheets.timetable import bars_of, write_bars
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only
from pathway.report.yearly import by_group, with_links
from pathway.results.store import UNSAFE
from pathway.results.tables.task_book import WORKS, booked

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.report.page import Page
    from pathway.results.results import Results

SHEETS = ("timetable", "county_roadmap", "county_works")
YEARLY = (
    ("year", 8, "year"), ("task_kind", 10, "centre"), ("task", 44, "wrap"),
    ("task_amount", 12, "number"), ("cumulative", 12, "number"), ("task_warning", 12, "number"),
    ("unit", 13, "centre"), ("investment_unit", 14, "number", 2), ("clause", 16, "wrap"),
    ("lead", 30, "wrap"), ("partners", 40, "wrap"), ("deadline", 13, "centre"),
)  # fmt: skip
TOTALS = (("year", 8, "year"), ("task_works", 10, "number", 0),
          ("investment_unit", 44, "number", 2))  # fmt: skip
BROUGHT, SENT = "import", "export"
"""Groups of what lines bring from neighbours and take to them."""
NOTHING = 1e-6


def county_books(results: Results, folder: Path, lang: str = "zh") -> list[Path]:
    """Write a workbook for every part of the region, and one for what is planned for the whole.

    Args:
        results: the results of a solved plan; none is written where it has one region.
        folder: the run folder; files stand in ``分县/`` (``counties/``) in it.
        lang: ``zh`` or ``en``.

    Raises:
        StorageError: a file cannot be written.
    """
    if not wanted(results):
        return []
    home = folder / label("county_book_folder", lang)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{home}: not made ({error.strerror})") from error
    whole, *parts = results.case.regions
    return [_one(results, region, home, lang) for region in (*parts, whole)]


def _one(results: Results, region: str, home: Path, lang: str) -> Path:
    """The book of one part."""
    known = results.case.regions[region]
    whole = region == next(iter(results.case.regions))
    name = label("county_book_whole", lang) if whole else pick(known.zh, known.en, lang)
    path = home / f"{label('county_book_file', lang)}_{UNSAFE.sub('_', name)}.xlsx"
    with complete_only(path, [label(f"sheet.{key}", lang) for key in SHEETS]) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{label('county_book_file', lang)} {name}"})
        book = Book(file, Look(file), run=f"{name} · {home.parent.name}")
        _timetable(book.page("timetable", lang), results, region)
        _roadmap(book.page("county_roadmap", lang), results, region)
        _works(book.page("county_works", lang), results, region)
        file.close()
    return path


def _timetable(page: Page, results: Results, region: str) -> None:
    """Bars of what stands, comes and goes here."""
    name = place(page, results, region)
    page.section(name)
    for key in ("county_bars", "county_alike"):
        page.text(page.say(key).format(name=name), page.look.note())
    mine = [bar for bar in bars_of(page, results) if bar.region == region]
    for bar in mine:
        bar.item = local_name(results.case, region, bar.item, page.lang)
    write_bars(page, results.case.years, mine)
    page.text(page.say("county_sign"))


# --- route map ------------------------------------------------------------------------------------


def _roadmap(page: Page, results: Results, region: str) -> None:
    """What stands, the balance of the main commodity, and what is invested."""
    page.freeze(1)
    page.section(place(page, results, region))
    _capacity(page, results, region)
    _balance(page, results, region)
    _invested(page, results, region)


def _capacity(page: Page, results: Results, region: str) -> None:
    years = (results.case.base_year, *results.case.years)
    rows = frame(results, "capacity")
    mine = rows[rows["region"] == region]
    page.section(page.say("capacity"), columns=len(years) + 2)
    keys = ["name_zh", "name_en", "unit"]
    lines = [
        line(_local(page, results, region, zh, en), page.unit(unit), values)
        for (zh, en, unit), values in across(mine, keys, "capacity", years)
        if any((value or 0.0) > NOTHING for value in values)
    ]  # fmt: skip
    year_grid(page, years, lines)


def _balance(page: Page, results: Results, region: str) -> None:
    """What supplies and what uses the main commodity here, by group."""
    flows, years = frame(results, "flows"), results.case.years
    here = flows[(flows["commodity"] == main_commodity(results)) & (flows["region"] == region)]
    if here.empty:
        return
    one, items = here.iloc[0], {}
    for direction, rows in here.groupby("direction"):
        tags = with_links(results, BROUGHT if direction == "out" else SENT)
        found = by_group(tags, rows, "item", "amount", years)
        items[str(direction)] = [
            Across((group_word(row.keys[1], "zh"), group_word(row.keys[1], "en")), row.values)
            for row in found
        ]
    title = pick(one["commodity_zh"], one["commodity_en"], page.lang)
    page.section(title, columns=len(years) + 2)
    write_part(page, results, Part(title, page.unit(one["unit"]), items))


def _invested(page: Page, results: Results, region: str) -> None:
    years, unit = results.case.years, page.unit("亿元")
    rows = frame(results, "investment")
    mine = rows[[found == region for found in regions_of(results.case, rows)]]
    page.section(page.say("sheet.investment"), columns=len(years) + 2)
    found = [row for row in across(mine, ["name_zh", "name_en"], "investment", years)
             if any((value or 0.0) > NOTHING for value in row.values)]  # fmt: skip
    lines = [line(_local(page, results, region, *row.keys), unit, row.values) for row in found]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    if found:
        lines.append(line(page.say("total"), unit, sums, "total"))
    year_grid(page, years, lines)


def _local(page: Page, results: Results, region: str, zh: str, en: str) -> str:
    """Name of what stands here, without the place."""
    return local_name(results.case, region, pick(zh, en, page.lang), page.lang)


# --- works ----------------------------------------------------------------------------------------


def works_of(results: Results, region: str) -> pd.DataFrame:
    """Rows of the task book about what is built, retrofitted and closed in a region."""
    rows = booked(results)
    works = rows[rows["kind"].isin(WORKS)]
    here = [_region(results.case, str(item)) == region for item in works["item"]]
    mine = works[here]
    return mine[mine["amount"].fillna(0.0).abs() > NOTHING].sort_values(["year", "kind", "item"])


def _region(case: Case, item: str) -> str:
    """Region of a process, of a unit, or of what a retrofit makes; else the whole."""
    if item in case.retrofits:
        item = case.retrofits[item].to_process
    elif item in case.units:
        item = case.units[item].process
    return case.processes[item].region if item in case.processes else next(iter(case.regions))


def _works(page: Page, results: Results, region: str) -> None:
    """Sums by year, where to sign, and every work as a native table."""
    rows = works_of(results, region)
    page.section(place(page, results, region))
    page.text(page.say("county_sums"), page.look.note())
    page.text(page.say("task_note"), page.look.note())
    page.section(page.say("county_yearly"), columns=len(TOTALS))
    totals = [
        Row((year, len(here), here["investment"].sum()))
        for year, here in ((y, rows[rows["year"] == y]) for y in results.case.years)
    ]
    whole = Row((page.say("total"), len(rows), rows["investment"].sum()), "total")
    page.table(_heads(page, TOTALS), [*totals, whole])
    page.text(page.say("county_sign"))
    page.section(page.say("every_item"), columns=len(YEARLY))
    page.table(_heads(page, YEARLY), [_work(page, results, region, row) for row in records(rows)],
               "county_works")  # fmt: skip


def _heads(page: Page, words: tuple[tuple[Any, ...], ...]) -> list[Column]:
    return [Column(page.say(word), width, *rest) for word, width, *rest in words]


def _work(page: Page, results: Results, region: str, row: Any) -> Row:
    return Row(
        (int(row.year), page.word("task", row.kind),
         _local(page, results, region, row.task_zh, row.task_en), row.amount, row.cumulative,
         row.warning, page.unit(row.unit), row.investment, row.clause, row.lead, row.partners,
         row.deadline)
    )  # fmt: skip
