"""Sheet 路线图: how each action of the plan and each sector advance from year to year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.labels import group_word, pick
from pathway.report.cells import Column, Row, text_of
from pathway.report.frames import across, frame, records
from pathway.report.sheets.clauses import amount, is_trend, metric_name

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.page import Book, Page
    from pathway.results.results import Results

HEADS = (("clause", 9.0, "text"), ("milestone", 44.0, "wrap"),
         ("lead", 18.0, "wrap"), ("unit", 15.0, "centre"))  # fmt: skip
YEAR_WIDTH = 10.5
KEYS = ["sector", "unit", "name_zh", "name_en"]


class Part(NamedTuple):
    """A figure of a sector by year."""

    sector: str
    name: str
    unit: str
    values: list[float | None]


def fill(book: Book, results: Results, lang: str) -> None:
    """Milestones by action, then new plant, emissions and investment by sector."""
    page = book.page("roadmap", lang)
    page.freeze(1)
    page.section(page.say("by_action"), page.say("roadmap_note"), columns=_width(results))
    _write(page, results, _actions(page, results))
    page.section(page.say("by_sector"), columns=_width(results))
    _write(page, results, _sectors(page, results))


def _width(results: Results) -> int:
    return len(HEADS) + len(results.case.years)


def _write(page: Page, results: Results, rows: list[Row]) -> None:
    heads = [Column(page.say(word), width, kind) for word, width, kind in HEADS]
    heads += [Column(str(year), YEAR_WIDTH, "number") for year in results.case.years]
    page.table(heads, rows, per_row=True)
    if not rows:
        page.nothing()


def _actions(page: Page, results: Results) -> list[Row]:
    """Each clause with results: what is reached by year, and below it what is asked."""
    rows = frame(results, "clauses")
    sections: dict[str, dict[str, dict[int, Any]]] = {}
    for row in records(rows[rows["result"].notna() & rows["year"].notna()]):
        here = sections.setdefault(text_of(row.section), {}).setdefault(row.clause, {})
        here.setdefault(int(row.year), row)
    paths = _paths(results)
    lines: list[Row] = []
    for section, clauses in sections.items():
        lines.append(Row((section, *[None] * (_width(results) - 1)), "group"))
        for by_year in clauses.values():
            lines += _clause(page, results, by_year, paths)
    return lines


def _clause(
    page: Page, results: Results, by_year: dict[int, Any], paths: dict[Any, list[float | None]]
) -> list[Row]:
    first = next(iter(by_year.values()))
    years = results.case.years
    reached = paths.get((first.metric, first.unit)) or [
        amount(by_year[y].result, first.unit) if y in by_year else None for y in years
    ]
    asked = [amount(by_year[y].target, first.unit) if y in by_year else None for y in years]
    unit = page.unit(first.unit)
    name = metric_name(page, results, first) or text_of(first.quote)
    lines = [Row((first.clause, name, first.lead, unit, *reached))]
    if any(value is not None for value in asked) and not is_trend(results, first):
        lines.append(Row(("", page.say("asked"), "", unit, *asked), "muted"))
    return lines


def _paths(results: Results) -> dict[Any, list[float | None]]:
    """Values in every year of each metric, in the unit of clauses that are about nothing else."""
    found = across(frame(results, "metrics"), ["metric", "unit"], "value", results.case.years)
    return {row.keys: row.values for row in found}


def _sectors(page: Page, results: Results) -> list[Row]:
    """New capacity by technology, emissions and investment, sector by sector."""
    years = results.case.years
    parts: list[Part] = []
    for word, table, value in (
        ("emissions", "emissions", "amount"),
        ("investment", "investment", "investment"),
        ("new", "capacity", "new"),
    ):
        rows = _named(frame(results, table), table)
        for (sector, unit, zh, en), values in across(rows, KEYS, value, years):
            name = pick(zh, en, page.lang)
            text = f"{page.say(word)}：{name}" if name else page.say(word)
            if any(values):
                parts.append(Part(sector, text, unit, values))
    return _by_sector(page, results, parts)


def _named(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """Rows with the columns of `KEYS`; only capacity goes into single technologies."""
    if table == "emissions":
        rows = rows[rows["counted"].fillna(False).astype(bool)]
    if table == "investment":
        rows = rows.assign(unit="亿元")
    return rows if table == "capacity" else rows.assign(name_zh="", name_en="")


def _by_sector(page: Page, results: Results, parts: list[Part]) -> list[Row]:
    lines: list[Row] = []
    for sector in dict.fromkeys(part.sector for part in parts):
        word = group_word(sector, page.lang)
        lines.append(Row((word, *[None] * (_width(results) - 1)), "group"))
        lines += [
            Row(("", part.name, "", page.unit(part.unit), *part.values))
            for part in parts
            if part.sector == sector
        ]
    return lines
