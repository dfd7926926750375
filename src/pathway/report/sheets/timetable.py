"""Sheet 时间表: a Gantt chart of builds, committed projects, retrofits and unit retirements."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import frame, records
from pathway.report.style import BARS, digits_for
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.report.page import Book, Page
    from pathway.results.results import Results

HEADS = (("kind", 12.0), ("item", 44.0), ("county", 18.0), ("lead", 30.0), ("unit", 15.0))
YEAR_WIDTH = 11.0
SMALL = 1e-6


@dataclass
class Bar:
    """A row of the chart: what, where, and a kind and text for each year."""

    kind: str
    item: str
    unit: str
    county: str = ""
    lead: str = ""
    cells: dict[int, tuple[str, str]] = field(default_factory=dict)


def fill(book: Book, results: Results, lang: str) -> None:
    """Rows of bars under a heading with filters; a legend above."""
    page = book.page("timetable", lang)
    years = results.case.years
    _legend(page)
    bars = [*_builds(page, results), *_projects(page, results),
            *_retrofits(page, results), *_units(page, results)]  # fmt: skip
    heads = [Column(page.say(word), width, "wrap") for word, width in HEADS]
    heads += [Column(str(year), YEAR_WIDTH, "centre") for year in years]
    top = page.row
    page.freeze(top + 1, 2)
    rows = [
        Row((page.say(f"task.{b.kind}"), b.item, b.county, b.lead, b.unit, *[None] * len(years)))
        for b in bars
    ]
    page.table(heads, rows)
    page.sheet.autofilter(top, 0, top + max(1, len(bars)), len(heads) - 1)
    for number, bar in enumerate(bars, start=top + 1):
        for at, year in enumerate(years, start=len(HEADS)):
            if year in bar.cells:
                kind, text = bar.cells[year]
                page.sheet.write_string(number, at, text, page.look.bar(kind))
    if not bars:
        page.nothing()


def _legend(page: Page) -> None:
    page.sheet.write_string(page.row, 0, page.say("legend"), page.look.note())
    for at, kind in enumerate(BARS, start=1):
        page.sheet.write_string(page.row, at, page.say(f"bar.{kind}"), page.look.bar(kind))
    page.row += 1
    page.text(page.say("timetable_note"), page.look.note())
    page.row += 1


def _builds(page: Page, results: Results) -> Iterator[Bar]:
    """Technologies with new capacity: the amount in the year it comes on line."""
    rows = frame(results, "capacity")
    rows = rows[rows["year"].isin(results.case.years) & (rows["new"] > SMALL)]
    for process, here in rows.groupby("process", sort=False):
        first = here.iloc[0]
        found = results.case.processes.get(str(process))
        bar = Bar("build", pick(first["name_zh"], first["name_en"], page.lang),
                  page.unit(first["unit"]), lead=found.lead if found else "")  # fmt: skip
        for row in records(here):
            bar.cells[int(row.year)] = ("build", f"+{amount(row.new)}")
        yield bar


def _projects(page: Page, results: Results) -> Iterator[Bar]:
    """Committed projects, from the year they come on line."""
    case = results.case
    for project in case.projects.values():
        if not project.committed or project.online not in case.years:
            continue
        process = case.processes[project.process]
        unit = process.capacity_shown.text
        size = amount(project.size * convert_factor(process.capacity_held, process.capacity_shown))
        name = pick(project.label.zh, project.label.en, page.lang)
        bar = Bar("project", name, page.unit(unit), project.county, project.lead)
        bar.cells[project.online] = ("project", f"{page.say('on_line')} {size}")
        yield bar


def _retrofits(page: Page, results: Results) -> Iterator[Bar]:
    """Retrofits: the capacity that changes over, by year."""
    rows = frame(results, "investment")
    rows = rows[(rows["kind"] == "retrofit") & (rows["capacity"] > SMALL)]
    for _, here in rows.groupby("item", sort=False):
        first = here.iloc[0]
        bar = Bar("retrofit", pick(first["name_zh"], first["name_en"], page.lang),
                  page.unit(first["capacity_unit"]), lead=text_of(first["lead"]))  # fmt: skip
        for row in records(here):
            bar.cells[int(row.year)] = ("retrofit", amount(row.capacity))
        yield bar


def _units(page: Page, results: Results) -> Iterator[Bar]:
    """Units that leave service within the plan: how long they stand, when and why they leave."""
    rows = frame(results, "units")
    rows = rows[rows["year"].isin(results.case.years)]
    for _, here in rows.groupby("unit", sort=False):
        first = here.iloc[0]
        bar = Bar("retire", pick(first["name_zh"], first["name_en"], page.lang),
                  page.unit(first["unit_of_capacity"]), text_of(first["county"]),
                  text_of(first["lead"]))  # fmt: skip
        sums: dict[Any, Any] = here.groupby("year")[["capacity", "retired_early"]].sum().to_dict()
        events = _unit_events(sums, int(first["end_of_life"]), results.case.years)
        bar.cells.update(events)
        if any(kind != "standing" for kind, _ in events.values()):
            yield bar


def _unit_events(
    sums: dict[str, dict[int, float]], end: int, years: tuple[int, ...]
) -> dict[int, tuple[str, str]]:
    events: dict[int, tuple[str, str]] = {}
    for year in years:
        standing = number_of(sums["capacity"].get(year)) or 0.0
        retired = number_of(sums["retired_early"].get(year)) or 0.0
        before = number_of(sums["capacity"].get(year - 1)) or 0.0
        if retired > SMALL:
            events[year] = ("retire", f"−{amount(retired)}")
        elif year == end + 1 and before > SMALL:
            events[year] = ("expire", f"−{amount(before)}")
        elif standing > SMALL:
            events[year] = ("standing", amount(standing))
    return events


def amount(value: float) -> str:
    """An amount in a few characters; a small one keeps its first digit rather than read as none."""
    text = f"{value:,.{min(digits_for([value]), 2)}f}"
    if float(text.replace(",", "")) == 0.0 and value:
        text = f"{value:.{-math.floor(math.log10(abs(value)))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
