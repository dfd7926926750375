"""Workbook ``explore.xlsx``: what must, may and is never done, and how far decisions can move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xlsxwriter

from pathway.labels import SERIES, label, pick, role_of
from pathway.report import charts
from pathway.report.cells import Block, Column, Row, text_of
from pathway.report.frames import records
from pathway.report.page import Book
from pathway.report.style import Look
from pathway.report.workbook import SAFE, complete_only
from pathway.solve.questions.decisions import EXCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.case.case import Case
    from pathway.report.page import Page
    from pathway.solve.questions.extents import Explored

LISTS = ("must", "may", "never", "open")
ENDS = ("least_bound", "least_known", "most_known", "most_bound")
CHARTED = 12
"""Most decisions that the chart shows."""
ROLES = ("plant", "flexible")
"""Roles of groups whose capacity stands side by side in the chart; and what is exchanged."""
ROOM, PLAN = SERIES["room"], SERIES["plan"]


@dataclass(frozen=True, eq=False)
class Told:
    """What the workbook shows."""

    case: Case
    explored: Explored
    table: pd.DataFrame
    lists: pd.DataFrame

    @property
    def largest(self) -> float:
        """The largest slack."""
        return self.explored.slacks[-1]


def write_explored(
    explored: Explored, tables: tuple[pd.DataFrame, pd.DataFrame], place: tuple[Case, Path, str]
) -> None:
    """Write the workbook; an older file of that name is replaced once the new one reads back.

    Args:
        explored: what was found.
        tables: ``explore`` and ``explore_lists`` of the results.
        place: the case, the workbook to write in a folder that exists, ``zh`` or ``en``.

    Raises:
        StorageError: it cannot be written.
    """
    case, path, lang = place
    told = Told(case, explored, *tables)
    names = [label(f"sheet.{key}", lang) for key in SHEETS]
    with complete_only(path, names) as temporary:
        file = xlsxwriter.Workbook(str(temporary), SAFE)
        file.set_properties({"title": f"{pick(case.title.zh, case.title.en, lang)} {names[0]}"})
        book = Book(file, Look(file))
        for name, (key, (fill, colour)) in zip(names, SHEETS.items(), strict=True):
            fill(book.page(key, lang), told)
            file.get_worksheet_by_name(name).set_tab_color(colour)
        file.close()


def lists(page: Page, told: Told) -> None:
    """Four lists: what is sure at the largest slack, and at which slack that changes."""
    page.freeze(1)
    for text in notes(told, page.lang):
        page.text(text, page.look.note())
    found = told.lists
    for name in LISTS:
        rows = records(found[found["list"] == name])
        page.section(page.say(f"explore.{name}"), page.say(f"explore.{name}_note"), columns=9)
        if not rows:
            page.nothing()
            continue
        page.table(_list_columns(page, told), [_action(page, told, row) for row in rows])


def _list_columns(page: Page, told: Told) -> list[Column]:
    slack = {"slack": f"{100 * told.largest:g}"}
    heads = [
        Column(page.say("explore.action"), 46),
        Column(page.say("years_of_action"), 13, "centre"),
        Column(page.say("unit"), 12, "centre"),
        Column(page.say("explore.planned"), 12, "number"),
    ]
    heads += [Column(page.say(f"explore.{end}").format(**slack), 15, "number") for end in ENDS]
    return [
        *heads,
        Column(page.say("explore.changes"), 40, "wrap"),
        Column(page.say("lead"), 22, "wrap"),
    ]


def _action(page: Page, told: Told, row: Any) -> Row:
    kind = page.word("decision", row.kind)
    name = f"{kind} {pick(row.name_zh, row.name_en, page.lang)}".strip()
    years = f"{row.since:.0f}–{row.year:.0f}" if row.since != row.year else f"{row.year:.0f}"
    ends = [getattr(row, end) for end in ENDS]
    cells = (name, years, page.unit(row.unit), row.planned, *ends, _changes(page, told, row),
             text_of(row.lead))  # fmt: skip
    return Row(cells, {"must": "plain", "never": "muted"}.get(row.list, "plain"))


def _changes(page: Page, told: Told, row: Any) -> str:
    """At which slack an action changes its list."""
    if not row.asked:
        return page.say("explore.not_asked")
    for name in ("must_until", "never_until"):
        until = getattr(row, name)
        if not text_of(until):
            continue
        if float(until) >= told.largest:
            return page.say(f"explore.{name}_all").format(slack=f"{100 * told.largest:g}")
        return page.say(f"explore.{name}").format(slack=f"{100 * float(until):g}")
    return ""


def ranges(page: Page, told: Told) -> None:
    """Every decision: the plan, and for each slack what no plan is beyond and what plans reach."""
    page.freeze(1)
    for text in notes(told, page.lang):
        page.text(text, page.look.note())
    spot = page.reserve()
    page.row += 1
    keys = ["kind", "item", "year"]
    grouped = told.table.fillna({"year": 0}).groupby(keys, sort=False)
    rows = [_range(page, list(records(part))) for _, part in grouped]
    heads = [
        Column(page.say("explore.decision"), 46),
        Column(page.say("years_of_action"), 13, "centre"),
        Column(page.say("unit"), 12, "centre"),
        Column(page.say("explore.planned"), 12, "number"),
    ]
    for slack in told.explored.slacks:
        heads += [
            Column(page.say(f"explore.{end}").format(slack=f"{100 * slack:g}"), 13, "number")
            for end in ENDS
        ]
    heads += [Column(page.say("explore.close"), 16, "centre"), Column(page.say("lead"), 22, "wrap")]
    page.table(heads, rows, "explore")
    drawn = _chart(page, told)
    if drawn:
        page.charts(spot, [drawn], width=1150)


def _range(page: Page, parts: list[Any]) -> Row:
    row = parts[0]
    kind = page.word("decision", row.kind)
    name = f"{kind} {pick(row.name_zh, row.name_en, page.lang)}".strip()
    years = f"{row.year:.0f}" if row.year else ""
    if row.year and text_of(row.since) and row.since != row.year:
        years = f"{row.since:.0f}–{row.year:.0f}"
    ends = [getattr(part, end) for part in parts for end in ENDS]
    asked = all(part.asked for part in parts)
    close = all(part.close for part in parts)
    state = "explore.not_asked" if not asked else "yes" if close else "explore.apart"
    cells = (
        name,
        years,
        page.unit(row.unit),
        row.planned,
        *ends,
        page.say(state),
        text_of(row.lead),
    )
    return Row(cells)


def _chart(page: Page, told: Told) -> Chart | None:
    """Bars from the least to the most that known plans reach in the peak deadline, and the plan."""
    table = told.table
    year = told.case.stage_end
    mine = table[(table["kind"] == "capacity") & (table["year"] == year)
                 & (table["slack"] == told.largest)]  # fmt: skip
    mine = mine[[role_of(item) in ROLES or item in EXCHANGED for item in mine["item"]]]
    units = mine["unit"].value_counts()
    mine = mine[mine["unit"] == units.index[0]].head(CHARTED) if len(units) else mine
    if mine.empty:
        return None
    page.section(page.say("explore.charted").format(year=year, slack=f"{100 * told.largest:g}"))
    heads = [Column(page.say("explore.decision"), 46)]
    heads += [
        Column(page.say(f"explore.bar_{part}"), 13, "number")
        for part in ("least", "room", "planned")
    ]
    rows = [
        Row((pick(row.name_zh, row.name_en, page.lang), row.least_known,
             row.most_known - row.least_known, row.planned))
        for row in records(mine)
    ]  # fmt: skip
    block = page.table(heads, rows)
    title = page.of_unit(
        page.say("explore.charted").format(year=year, slack=f"{100 * told.largest:g}"),
        page.unit(units.index[0]),
    )
    return _bars(page, block, title)


def _bars(page: Page, block: Block, title: str) -> Chart:
    chart = page.book.file.add_chart({"type": "column", "subtype": "stacked"})

    def series(column: int) -> dict[str, Any]:
        return {
            "name": [block.sheet, block.heading_row, column],
            "categories": [block.sheet, block.first_row, 0, block.last_row, 0],
            "values": [block.sheet, block.first_row, column, block.last_row, column],
        }  # fmt: skip

    chart.add_series(series(1) | {"fill": {"none": True}, "border": {"none": True}, "gap": 60})
    chart.add_series(series(2) | {"fill": {"color": ROOM}, "gap": 60})
    line = page.book.file.add_chart({"type": "line"})
    line.add_series(
        series(3)
        | {"line": {"none": True},
           "marker": {"type": "diamond", "size": 9, "fill": {"color": PLAN},
                      "border": {"color": PLAN}}}
    )  # fmt: skip
    chart.combine(line)
    dressed = charts.dressed(chart, title)
    dressed.set_legend({"position": "bottom", "delete_series": [0]})
    return dressed


def notes(told: Told, lang: str) -> Iterator[str]:
    """What was held to what, and how exact it is."""
    explored = told.explored
    slacks = "、".join(f"{100 * slack:g} %" for slack in explored.slacks)
    budgets = explored.budgets[-1]
    kind = "explore.note_staged" if len(budgets) > 1 else "explore.note_whole"
    yield label(kind, lang).format(
        slacks=slacks if lang == "zh" else slacks.replace("、", ", "),
        largest=f"{100 * told.largest:g}",
        before=budgets[0],
        after=budgets[-1],
        year=told.case.stage_end,
    )
    yield label("explore.note_ends", lang)
    yield label("explore.note_unserved", lang)
    if not explored.in_time:
        yield label("explore.note_time", lang)


SHEETS: dict[str, tuple[Callable[[Page, Told], None], str]] = {
    "explore_lists": (lists, "#C00000"),
    "explore": (ranges, "#2F75B5"),
}
"""Sheets in order: key, what fills it, colour of its tab."""
