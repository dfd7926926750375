"""Units as a Gantt chart: commissioned, standing, retrofitted and retired, by group of plant."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.labels import BARS, group_of, group_word, pick, role_of
from pathway.report.cells import text_of
from pathway.report.frames import across, frame, records, total
from pathway.report.html.embed import rounded, rounded_all
from pathway.report.sheets.counties import place, wanted
from pathway.report.sheets.timetable import SMALL, amount, unit_events
from pathway.report.yearly import tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.report.words import Words
    from pathway.results.results import Results

MARKS = {"retrofit": "◆", "retire": "▼", "expire": "■"}
"""Signs of what happens to a unit, so that colour alone tells nothing."""
Values = dict[str, list[float | None]]


class History(NamedTuple):
    """What becomes of all units, by unit, over the years of the plan."""

    stands: Values
    retired: Values
    changed: Values
    """What is retrofitted in each year."""
    other: Values
    """Of what stands, what was retrofitted."""


def units(words: Words, results: Results) -> dict[str, Any]:
    """Groups of units, that in which most leaves or changes first, and a bar for each unit."""
    rows = frame(results, "units")
    rows = rows[rows["year"].isin(results.case.years)]
    history = _history(rows, results.case.years)
    bars = [_bar(words, results, row, history) for row in records(rows.drop_duplicates("unit"))]
    return {
        "notes": [words.say("page.units_note")],
        "head": words.say("page.unit_head"),
        "years": list(results.case.years),
        **_regions(words, results, bars),
        "groups": [[key, group_word(key, words.lang)] for key in _groups(bars, history)],
        "colours": {kind: paper for kind, (_, paper) in BARS.items()},
        "legend": [[kind, f"{MARKS.get(kind, '')} {words.say(f'bar.{kind}')}".strip()]
                   for kind in ("standing", *MARKS)],
        "rows": bars,
    }  # fmt: skip


def _regions(words: Words, results: Results, bars: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Parts of the region that have units, to choose from; nothing where it is planned whole."""
    if not wanted(results):
        return {}
    having = {bar["region"] for bar in bars}
    whole, *parts = results.case.regions
    keys = [key for key in (*parts, whole) if key in having]
    return {"regions": [[key, place(words, results, key)] for key in keys]}


def _history(rows: pd.DataFrame, years: Sequence[int]) -> History:
    first = rows.drop_duplicates("unit").set_index("unit")["state"]
    other = rows[rows["state"] != rows["unit"].map(first)]

    def of(part: pd.DataFrame, value: str) -> Values:
        return {row.keys[0]: row.values for row in across(part, ["unit"], value, years)}

    return History(of(rows, "capacity"), of(rows, "retired_early"), of(rows, "retrofitted_in"),
                   of(other, "capacity"))  # fmt: skip


def _bar(words: Words, results: Results, row: Any, history: History) -> dict[str, Any]:
    years, unit = results.case.years, row.unit
    process = results.case.processes.get(row.state)
    none: list[float | None] = [None] * len(years)
    return {
        "key": text_of(unit), "name": pick(row.name_zh, row.name_en, words.lang),
        "group": group_of(tags_of(results).get(row.state, ()), process.sector if process else ""),
        "region": process.region if process else "", "county": text_of(row.county),
        "lead": text_of(row.lead),
        "since": rounded(row.commissioned), "end": rounded(row.end_of_life),
        "unit": words.unit(row.unit_of_capacity), "stands": rounded_all(history.stands[unit]),
        "other": rounded_all(history.other.get(unit, none)),
        "events": _events(years, history, unit, int(row.end_of_life)),
    }  # fmt: skip


def _events(years: Sequence[int], history: History, unit: str, end: int) -> dict[str, list[Any]]:
    """Year → what leaves and what is retrofitted in it, each as kind and text."""
    stands, retired, changed = (
        dict(zip(years, values[unit], strict=True)) for values in history[:3]
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for year, (kind, text) in unit_events(stands, retired, end).items():
        if kind != "standing":
            found[str(year)].append([kind, f"{MARKS[kind]} {text}"])
    for year, value in changed.items():
        if (value or 0.0) > SMALL:
            found[str(year)].append(["retrofit", f"{MARKS['retrofit']} {amount(value or 0.0)}"])
    return dict(found)


def _groups(bars: Sequence[dict[str, Any]], history: History) -> list[str]:
    """Groups of the units: power plant first, and of it that in which most leaves or changes."""
    moved: dict[str, float] = defaultdict(float)
    for bar in bars:
        unit = bar["key"]
        moved[bar["group"]] += total(history.retired[unit]) + total(history.changed[unit])
    return sorted(moved, key=lambda key: (role_of(key) != "plant", -moved[key]))
