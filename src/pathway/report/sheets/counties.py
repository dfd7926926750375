"""Sheet 分县: what each part of the region builds, rebuilds and closes, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pathway.labels import pick
from pathway.report.cells import Column, Row
from pathway.report.frames import across, frame, records, region_word
from pathway.report.grid import YEAR_WIDTH, column_sums, line, year_columns, year_grid

if TYPE_CHECKING:
    import pandas as pd

    from pathway.case.case import Case
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

LEAD_WIDTH = 36.0
NOTHING = 1e-6


class Work(NamedTuple):
    """A row: where, of which kind, what, who, in which unit, and how much in each year."""

    region: str
    kind: str
    item: str
    lead: str
    unit: str
    values: list[float | None]


def wanted(results: Results) -> bool:
    """Whether the region was planned part by part."""
    return len(results.case.regions) > 1


def fill(book: Book, results: Results, lang: str) -> None:
    """Investment of each part, which adds up to the plan, then the works of every part."""
    page = book.page("counties", lang)
    page.freeze(1)
    page.text(page.say("counties_note"), page.look.note())
    _money(page, results)
    years, done = results.case.years, works(results, lang)
    heads = [*year_columns(page, years), Column(page.say("task_kind"), YEAR_WIDTH, "centre"),
             Column(page.say("lead"), LEAD_WIDTH, "wrap")]  # fmt: skip
    for region in dict.fromkeys(work.region for work in done):
        page.section(place(page, results, region), columns=len(heads))
        lines = [
            Row((w.item, page.unit(w.unit), *w.values, page.word("task", w.kind), w.lead))
            for w in done
            if w.region == region
        ]
        page.table(heads, lines, per_row=True)


def place(page: Words, results: Results, region: str) -> str:
    """Name of a part; of the whole region, that it is not planned by part."""
    name = region_word(results, region, page.lang)
    first = next(iter(results.case.regions))
    return page.say("counties_whole").format(name=name) if region == first else name


def works(results: Results, lang: str) -> list[Work]:
    """Builds, retrofits and retirements by part, in the order of the regions."""
    years, case = results.case.years, results.case
    rows = frame(results, "capacity")
    rows = rows[rows["year"].isin(years)]
    gone = rows["retired"].fillna(0.0) + rows["expired"].fillna(0.0)
    found = []
    for kind, amounts in (("build", rows["new"]), ("retrofit", rows["retrofitted_in"]),
                          ("retire", gone)):  # fmt: skip
        keys = ["region", "process", "name_zh", "name_en", "unit"]
        for (region, process, zh, en, unit), values in across(
            rows.assign(amount=amounts), keys, "amount", years
        ):
            if any((value or 0.0) > NOTHING for value in values):
                item = local_name(case, region, pick(zh, en, lang), lang)
                lead = case.processes[process].lead
                shown = [value if (value or 0.0) > NOTHING else None for value in values]
                found.append(Work(region, kind, item, lead, unit, shown))
    order = {region: at for at, region in enumerate(case.regions)}
    first = next(iter(order))  # what is planned for the whole comes last
    return sorted(found, key=lambda work: (work.region == first, order[work.region]))


def local_name(case: Case, region: str, name: str, lang: str) -> str:
    """The name without the part that it stands in, which has a column of its own."""
    place = pick(case.regions[region].zh, case.regions[region].en, lang)
    return name.removesuffix(f"（{place}）").removesuffix(f" ({place})")


def _money(page: Page, results: Results) -> None:
    years, unit = results.case.years, page.unit("亿元")
    page.section(page.say("counties_money"), columns=len(years) + 2)
    rows = frame(results, "investment")
    found = across(
        rows.assign(region=regions_of(results.case, rows)), ["region"], "investment", years
    )
    order = {region: at for at, region in enumerate(results.case.regions)}
    found.sort(key=lambda row: (order[row.keys[0]] == 0, order[row.keys[0]]))
    names = [place(page, results, row.keys[0]) for row in found]
    lines = [line(name, unit, row.values) for name, row in zip(names, found, strict=True)]
    sums = column_sums(page.row + 1, [row.values for row in found], years)
    year_grid(page, years, [*lines, line(page.say("total"), unit, sums, "total")])


def regions_of(case: Case, rows: pd.DataFrame) -> list[str]:
    """Region of each item of investment: of its process, or of what a retrofit makes."""
    return [
        case.processes[
            row.item if row.item in case.processes else case.retrofits[row.item].to_process
        ].region
        for row in records(rows)
    ]
