"""Sheet 时间表: a Gantt chart of builds, committed projects, retrofits and unit retirements."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathway.labels import BARS, pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import across, frame, records, region_word
from pathway.report.style import digits_for
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    region: str = ""
    county: str = ""
    lead: str = ""
    cells: dict[int, tuple[str, str]] = field(default_factory=dict)


def fill(book: Book, results: Results, lang: str) -> None:
    """Rows of bars under a heading with filters; a legend above."""
    page = book.page("timetable", lang)
    write_bars(page, results.case.years, bars_of(page, results))


def bars_of(page: Page, results: Results) -> list[Bar]:
    """Builds, committed projects, retrofits and units that leave."""
    return [*_builds(page, results), *_projects(page, results),
            *_retrofits(page, results), *_units(page, results)]  # fmt: skip


def write_bars(page: Page, years: Sequence[int], bars: Sequence[Bar]) -> None:
    """A legend, and the chart with filters."""
    _legend(page)
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


def _builds(page: Page, results: Results) -> Iterable[Bar]:
    """Technologies with new capacity: the amount in the year it comes on line."""
    rows = frame(results, "capacity")
    bars: dict[str, Bar] = {}
    for row in records(rows[rows["year"].isin(results.case.years) & (rows["new"] > SMALL)]):
        found = results.case.processes.get(row.process)
        name = pick(row.name_zh, row.name_en, page.lang)
        place = _place(page, results, row.region)
        lead = found.lead if found else ""
        new = Bar("build", name, page.unit(row.unit), text_of(row.region), place, lead)
        bars.setdefault(row.process, new).cells[int(row.year)] = ("build", f"+{amount(row.new)}")
    return bars.values()


def _place(page: Page, results: Results, region: str) -> str:
    """Name of a region, where there are several."""
    return region_word(results, region, page.lang) if len(results.case.regions) > 1 else ""


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
        bar = Bar("project", name, page.unit(unit), process.region, project.county, project.lead)
        bar.cells[project.online] = ("project", f"{page.say('on_line')} {size}")
        yield bar


def _retrofits(page: Page, results: Results) -> Iterable[Bar]:
    """Retrofits: the capacity that changes over, by year."""
    rows = frame(results, "investment")
    bars: dict[str, Bar] = {}
    for row in records(rows[(rows["kind"] == "retrofit") & (rows["capacity"] > SMALL)]):
        name = pick(row.name_zh, row.name_en, page.lang)
        known = results.case.retrofits.get(row.item)
        after = results.case.processes[known.to_process] if known else None
        region = after.region if after else ""
        place, lead = _place(page, results, region) if after else "", text_of(row.lead)
        new = Bar("retrofit", name, page.unit(row.capacity_unit), region, place, lead)
        bars.setdefault(row.item, new).cells[int(row.year)] = ("retrofit", amount(row.capacity))
    return bars.values()


def _units(page: Page, results: Results) -> Iterator[Bar]:
    """Units that leave service within the plan: how long they stand, when and why they leave."""
    rows, years = frame(results, "units"), results.case.years
    rows = rows[rows["year"].isin(years)]
    standing, retired = (
        {row.keys[0]: dict(zip(years, row.values, strict=True)) for row in sums}
        for sums in (
            across(rows, ["unit"], value, years) for value in ("capacity", "retired_early")
        )
    )
    for row in records(rows.drop_duplicates("unit")):
        events = unit_events(standing[row.unit], retired[row.unit], int(row.end_of_life))
        if any(kind != "standing" for kind, _ in events.values()):
            name, unit = pick(row.name_zh, row.name_en, page.lang), page.unit(row.unit_of_capacity)
            place, lead = text_of(row.county), text_of(row.lead)
            yield Bar("retire", name, unit, _region(results, row.state), place, lead, events)


def _region(results: Results, process: str) -> str:
    """Region of a process; blank where it is not known."""
    found = results.case.processes.get(process)
    return found.region if found else ""


def unit_events(
    standing: Mapping[int, float | None], retired: Mapping[int, float | None], end: int
) -> dict[int, tuple[str, str]]:
    """Kind and text of each year in which a unit stands or leaves."""
    events: dict[int, tuple[str, str]] = {}
    for year in standing:
        here, gone, before = standing[year] or 0.0, retired[year] or 0.0, standing.get(year - 1)
        if gone > SMALL:
            events[year] = ("retire", f"−{amount(gone)}")
        elif year == end + 1 and before and before > SMALL:
            events[year] = ("expire", f"−{amount(before)}")
        elif here > SMALL:
            events[year] = ("standing", amount(here))
    return events


def amount(value: float) -> str:
    """An amount in a few characters; a small one keeps its first digit rather than read as none."""
    text = f"{value:,.{min(digits_for([value]), 2)}f}"
    if float(text.replace(",", "")) == 0.0 and value:
        text = f"{value:.{-math.floor(math.log10(abs(value)))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
