"""Sheet 达峰证明: one page that says when the city peaks, what holds it there and how firmly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pathway.labels import PALETTE, SERIES
from pathway.report import charts
from pathway.report.cells import Column, Row, number_of
from pathway.report.frames import frame, plan_years, records
from pathway.report.grid import ITEM_WIDTH, UNIT_WIDTH, YEAR_WIDTH, line, year_grid
from pathway.results.peak import by_boundary, held_by, peak_year_of, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.chart import Chart

    from pathway.report.cells import Block
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.peak import Reading
    from pathway.results.results import Results

PLAN, REFERENCE = SERIES["plan"], SERIES["reference"]
OTHER, PEAK = SERIES["boundary"], SERIES["peak"]
PROVED = ("before", "whole")
"""Certificates of what is minimised first."""
HIGH = 310
"""Height of the charts, for all of it to stand on one page [pixels]."""
PIXELS = 7.2
"""Of a character's width."""
AXIS = 0.8
"""Share of the least value at which the axis of a chart begins, to let differences be seen."""
KEPT = 1e-4
"""Share of emissions by which the guard may be passed: the gap of a plan, and rounding."""


def fill(book: Book, results: Results, lang: str) -> None:
    """Sentences, two charts, the rows that hold each year, candidates, boundaries."""
    page = book.page("peak_proof", lang)
    page.freeze(1)
    page.row += 1
    for icon, text in sentences(page, results):
        page.text(f"{icon} {text}", page.look.make(font_size=12))
    spot = page.reserve(height=HIGH)
    drawn = [_rows(page, results)]
    if results.solution_summary.candidates:
        drawn.append(_candidates(page, results))
    width = (ITEM_WIDTH + UNIT_WIDTH + YEAR_WIDTH * len(results.case.years)) * PIXELS
    page.charts(spot, drawn, width=int(width / 2), height=HIGH)


# --- in words -------------------------------------------------------------------------------------


def sentences(page: Words, results: Results) -> Iterator[tuple[str, str]]:
    """What a vice-mayor wants to know, each with its verdict."""
    summary, years = results.solution_summary, results.case.years
    found = reading(years, summary.emissions)
    kept = summary.peak_rows_year
    yield _told(
        page, "when", kept is not None, year=found.year, level=found.level, rows=kept or "–"
    )
    yield _reading(page, results, found)
    if found.closest is not None:
        percent = 100.0 * found.margin / abs(found.level) if found.level else 0.0
        key = "margin" if found.margin > 0 else "no_margin"
        yield _told(page, key, True, year=found.closest, margin=found.margin, percent=percent)
    yield from _guard(page, results)
    yield from _costs(page, results)
    yield _boundaries(page, results)
    yield "→", page.say("proof.next")


def _told(page: Words, key: str, good: bool, **facts: Any) -> tuple[str, str]:
    facts = {"mass": page.times(page.unit("万吨")), "money": page.times(page.unit("亿元")), **facts}
    return ("✔" if good else "▲"), page.say(f"proof.{key}").format(**facts)


def _reading(page: Words, results: Results, found: Reading) -> tuple[str, str]:
    """Whether the plan keeps both readings of a peak, and which of them its rows ask for."""
    years, levels = results.case.years, results.solution_summary.emissions
    strong = held_by(years, levels, found.year, strong=True)
    weak = held_by(years, levels, found.year, strong=False)
    key = "both" if strong and weak else "weak_only" if weak else "neither"
    rises = "、".join(map(str, found.rises)) or "–"
    return _told(page, f"reading_{key}", strong and weak, year=found.year, rises=rises)


def _guard(page: Words, results: Results) -> Iterator[tuple[str, str]]:
    """Whether years up to the peak burn no more than without it."""
    rows = [row for row in records(frame(results, "peak")) if _known(row.guard_room)]
    if not rows:
        return
    least = min(rows, key=lambda row: row.guard_room)
    good = all(row.guard_room >= -KEPT * abs(row.emissions) for row in rows)
    most = max(rows, key=lambda row: row.guard_room)
    yield _told(page, "guard", good, first=rows[0].year, last=rows[-1].year,
                least=max(0.0, least.guard_room), least_year=least.year,
                most=max(0.0, most.guard_room), most_year=most.year)  # fmt: skip


def _costs(page: Words, results: Results) -> Iterator[tuple[str, str]]:
    """What an earlier peak would cost, and whether that can be told from nothing."""
    summary = results.solution_summary
    able = [c for c in summary.candidates if c.feasible and c.cost is not None]
    if not able:
        return
    first = min(able, key=lambda candidate: candidate.year)
    if first.year == summary.peak_rows_year:
        yield _told(page, "earliest", True, year=first.year)
        return
    more = (first.cost or 0.0) - summary.cost_before_peak
    after = (first.tail or 0.0) - summary.cost_after
    room = _room_of_proof(results)
    key = "cheaper_unsure" if abs(more) <= room else "earlier"
    yield _told(page, key, True, year=first.year, more=more, after=after, room=room)
    ruled_out = [c.year for c in summary.candidates if not c.feasible]
    if ruled_out:
        yield _told(page, "ruled_out", True, years="、".join(map(str, sorted(ruled_out))))


def _room_of_proof(results: Results) -> float:
    """What the cost before peaking may be above the least [亿元]."""
    proved = frame(results, "certificates")
    mine = proved[proved["certificate"].isin(PROVED)]
    return float(max((row.cost - row.bound for row in records(mine)), default=0.0))


def _boundaries(page: Words, results: Results) -> tuple[str, str]:
    """Whether the year is the same with net imports counted and without."""
    years = results.case.years
    paths = by_boundary(frame(results, "emissions"), years)
    own, both = (peak_year_of(years, paths[key]) for key in ("territorial", "with_imports"))
    facts = {"territorial": own, "with_imports": both, "level": max(paths["territorial"]),
             "level_with": max(paths["with_imports"]),
             "stated": page.word("boundary", results.case.boundary)}  # fmt: skip
    if paths["territorial"] == paths["with_imports"]:
        return _told(page, "boundary_none", True, **facts)
    return _told(page, "boundary_same" if own == both else "boundary_other", own == both, **facts)


# --- in figures -----------------------------------------------------------------------------------


def _rows(page: Page, results: Results) -> Chart:
    """Year by year: plan, reference, margins, the rows and their prices, both boundaries."""
    years, summary = results.case.years, results.solution_summary
    page.section(page.say("proof.rows"), page.say("proof.rows_note"), columns=len(years) + 2)
    mass, price = page.unit("万吨"), page.unit("元/吨")
    found = {row.year: row for row in records(frame(results, "peak"))}

    def of(name: str) -> list[Any]:
        return [_cell(getattr(found[y], name)) if y in found else None for y in years]

    paths = by_boundary(frame(results, "emissions"), years)
    other = "with_imports" if results.case.boundary == "territorial" else "territorial"
    plan = plan_years(results, summary.emissions)
    peak = [plan[at] if year == summary.peak_year else None for at, year in enumerate(years)]
    reference = plan_years(results, summary.reference_emissions)
    other_name = page.of_unit(page.say("proof.other"), page.word("boundary", other))
    lines = [
        line(page.say("emissions_plan"), mass, plan, "total"),
        line(page.say("emissions_reference"), mass, reference, "muted"),
        line(other_name, mass, paths[other]),
        line(page.say("peak"), mass, peak),
        line(page.say("proof.guard_room"), mass, of("guard_room")),
        line(page.say("proof.guard_price"), price, of("guard_price")),
        line(page.say("proof.below_peak"), mass, of("below_peak")),
        line(page.say("proof.below_peak"), "%", of("below_peak_percent")),
        Row((page.say("proof.earlier_year"), "", *[_year(value) for value in of("earlier")])),
        line(page.say("proof.room"), mass, of("room")),
        line(page.say("proof.price"), price, of("price")),
    ]  # fmt: skip
    block = year_grid(page, years, lines)
    looks = (
        charts.solid(PLAN),
        charts.dashed(REFERENCE),
        charts.dashed(OTHER),
        charts.marked(PEAK),
    )
    at = list(range(block.first_row, block.first_row + 4))
    title = page.of_unit(page.say("proof.chart"), mass)
    shown = [*plan, *reference, *paths[other]]
    return _from_near(charts.lines(page.book.file, block, at, looks, title), shown)


def _from_near(chart: Chart, shown: Sequence[float | None]) -> Chart:
    """The chart with an axis that begins near the least value, if all are above nothing."""
    known = [value for value in shown if value is not None]
    least = min(known, default=0.0)
    if least > 0:
        step = 10.0 ** math.floor(math.log10(least))
        chart.y_axis["min"] = math.floor(AXIS * least / step * 10) * step / 10
    return chart


def _candidates(page: Page, results: Results) -> Chart:
    """Cost of each candidate peak year, and the emissions that it leads to."""
    summary, years = results.solution_summary, results.case.years
    page.section(page.say("candidates"), page.say("candidates_note"), columns=len(years) + 2)
    money = page.unit("亿元")
    heads = [Column(page.say("peak_year")), Column(page.say("verdict"), 14, "light")]
    heads += [
        Column(page.of_unit(page.say(word), money), 13, "number")
        for word in ("cost_before_peak", "more_than_plan", "cost_after", "more_than_plan")
    ]
    heads.append(Column(page.of_unit(page.say("peak"), page.unit("万吨")), 13, "number"))
    ordered = sorted(summary.candidates, key=lambda candidate: candidate.year)
    page.table(heads, [_candidate(page, results, one) for one in ordered])
    page.row -= 1
    drawn = [one for one in ordered if one.emissions]
    lines = [
        line(page.say("proof.candidate").format(year=one.year), page.unit("万吨"), one.emissions,
             "total" if one.year == summary.peak_rows_year else "plain")
        for one in drawn
    ]  # fmt: skip
    block = year_grid(page, years, lines)
    return _paths(page, results, block, [one.year for one in drawn])


def _candidate(page: Page, results: Results, one: Any) -> Row:
    chosen = one.year == results.solution_summary.peak_rows_year
    return Row(candidate_cells(page, results, one), "total" if chosen else "plain")


def candidate_cells(page: Words, results: Results, one: Any) -> tuple[Any, ...]:
    """A candidate peak year: its verdict, costs, what they are above the plan's, and its level."""
    summary = results.solution_summary
    verdict = page.say("feasible" if one.feasible else "infeasible")
    more = None if one.cost is None else one.cost - summary.cost_before_peak
    after = None if one.tail is None else one.tail - summary.cost_after
    level = max(one.emissions) if one.emissions else None
    return (page.say("proof.candidate").format(year=one.year), verdict, one.cost, more, one.tail,
            after, level)  # fmt: skip


def _paths(page: Page, results: Results, block: Block, candidates: Sequence[int]) -> Chart:
    """Emissions of the candidates, the one of the plan drawn full."""
    chosen = results.solution_summary.peak_rows_year
    looks = [
        charts.solid(PLAN) if year == chosen else charts.dashed(PALETTE[at % len(PALETTE)])
        for at, year in enumerate(candidates)
    ]
    at = list(range(block.first_row, block.last_row + 1))
    title = page.of_unit(page.say("proof.paths"), page.unit("万吨"))
    shown = [value for one in results.solution_summary.candidates for value in one.emissions]
    return _from_near(charts.lines(page.book.file, block, at, looks, title), shown)


def _known(value: Any) -> bool:
    return number_of(value) is not None


def _cell(value: Any) -> Any:
    return value if _known(value) else None


def _year(value: Any) -> Any:
    return None if value is None else f"{value:.0f}"
