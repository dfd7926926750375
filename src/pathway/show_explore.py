"""What the command line shows of an exploration, and of the proof of the peak."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pandas import isna
from rich.table import Table

from pathway.labels import label, pick, unit_word, word_of
from pathway.messages import text
from pathway.report.peak_trials import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from pathway.explore import ExploreResult
    from pathway.peak_page import PeakResult

SHOWN = 14
"""Actions of each list that a terminal has room for; the workbook has all."""
KINDS = ("emissions", "level", "capacity", "activity")
LISTS = ("must", "may", "never", "open")


def explore_facts(result: ExploreResult) -> dict[str, Any]:
    """An exploration for a machine."""
    explored = result.explored
    return {
        "folder": str(result.folder),
        "slacks": list(explored.slacks),
        "budgets": [list(budget) for budget in explored.budgets],
        "in_time": explored.in_time,
        "seconds": round(result.seconds, 1),
        "lists": _records(result.lists),
        "decisions": _records(result.table),
    }


def _records(table: pd.DataFrame) -> Any:
    return json.loads(table.to_json(orient="records", force_ascii=False))


def peak_facts(result: PeakResult) -> dict[str, Any]:
    """What was found of a peak, for a machine."""
    return {
        "folder": str(result.folder),
        "peak_year": result.year,
        "slack": result.slack,
        "seconds": round(result.seconds, 1),
        "trials": _records(result.trials),
        "level": _records(result.level),
    }


def peak_lines(result: PeakResult, lang: str) -> Iterator[str]:
    """The sentences of the page, for the terminal."""
    found = {"peak_trials": result.trials, "peak_level": result.level}
    for icon, line in sentences(found, (result.year, result.slack), lang):
        yield f"{icon} {line}"


def tables(result: ExploreResult, lang: str) -> Iterator[Table]:
    """Main decisions at the largest slack, and the lists of the next two years."""
    yield _ranges(result, lang)
    for name in LISTS:
        found = result.lists[result.lists["list"] == name]
        if len(found):
            yield _list(name, found, result, lang)


def _ranges(result: ExploreResult, lang: str) -> Table:
    slacks = result.explored.slacks
    title = text("explore.title", lang)
    table = Table(title=title, title_justify="left")
    for head in ("explore.decision", "years_of_action", "unit", "explore.planned"):
        table.add_column(
            label(head, lang), justify="left" if head != "explore.planned" else "right"
        )
    for slack in slacks:
        table.add_column(f"{100 * slack:g} %", justify="right")
    mine = result.table[result.table["kind"].isin(KINDS)].fillna({"year": 0})
    for _, part in mine.groupby(["kind", "item", "year"], sort=False):
        rows = part.to_dict("records")
        first = rows[0]
        ends = [_span(row) for row in rows]
        table.add_row(_name(first, lang), _when(first),
                      unit_word(first["unit"], lang), _number(first["planned"]), *ends)  # fmt: skip
    return table


def _when(row: Any) -> str:
    """The year of what is a level; blank for what is of all years."""
    return f"{row['year']:.0f}" if row["year"] and row["since"] == row["year"] else ""


def _span(row: Any) -> str:
    """From least to most: known, and in brackets the bound where it is apart."""
    least, most = _end(row, "least"), _end(row, "most")
    return f"{least} – {most}" if row["asked"] else f"{least} – {most} ?"


def _end(row: Any, side: str) -> str:
    known, bound = row[f"{side}_known"], row[f"{side}_bound"]
    if row["close"]:
        return _number(known)
    return f"{_number(known)} ({'≥' if side == 'least' else '≤'} {_number(bound)})"


def _number(value: Any) -> str:
    return "–" if isna(value) else f"{value + 0.0:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def _name(row: Any, lang: str) -> str:
    name = pick(row["name_zh"], row["name_en"], lang)
    return f"{word_of('decision', row['kind'], lang)} {name}".strip()


def _list(name: str, found: pd.DataFrame, result: ExploreResult, lang: str) -> Table:
    slack = f"{100 * result.explored.slacks[-1]:g}"
    title = text("explore.list", lang, name=label(f"explore.{name}", lang), slack=slack,
                 count=len(found))  # fmt: skip
    table = Table(title=title, title_justify="left")
    table.add_column(label("explore.action", lang), overflow="fold")
    for head in ("explore.planned", "explore.least_bound", "explore.most_bound"):
        table.add_column(label(head, lang).format(slack=slack), justify="right")
    table.add_column(label("unit", lang))
    for row in found.head(SHOWN).to_dict("records"):
        table.add_row(
            _name(row, lang), _number(row["planned"]), _number(row["least_bound"]),
            _number(row["most_bound"]), unit_word(row["unit"], lang),
        )  # fmt: skip
    return table
