"""The days worth looking at: all of a few, of a whole year typical and extreme ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.results.results import Results

MOST_DAYS = 14
"""Of more days, `SEASONS` typical ones are chosen, and the extreme ones."""
SEASONS = ("winter", "spring", "summer", "autumn")
"""In the order of months, December first."""
USES = ("demand", "spread")
"""Items of table ``dispatch`` that are the load."""


@dataclass(frozen=True)
class Day:
    """A day of the hourly tables."""

    number: int
    date: str
    represents: float
    """Days of the year that it stands for, or is typical of."""
    kind: str
    """What is extreme about it, or the season that it is typical of; blank for other days."""

    @property
    def extreme(self) -> bool:
        """Whether it is kept for what is extreme about it."""
        return bool(self.kind) and self.kind not in SEASONS


def chosen_days(results: Results, dispatch: pd.DataFrame, columns: Sequence[str]) -> list[Day]:
    """Days to show, in their order.

    Args:
        results: the results of a solved plan.
        dispatch: its table ``dispatch``.
        columns: items of the node that is looked at.
    """
    found = [
        Day(int(row.day), str(row.date), float(row.days_represented), str(row.extreme or ""))
        for row in records(frame(results, "days"))
    ]
    if len(found) <= MOST_DAYS:
        return found
    last = dispatch[dispatch["year"] == dispatch["year"].max()].set_index("day")[list(columns)]
    extreme = {day.number: day for day in found if day.extreme} or _extremes(results, last, found)
    others = [day for day in found if day.number not in extreme]
    typical = _typical(last.groupby(level=0).mean(), others, _seasons(results, others))
    return sorted([*typical, *extreme.values()], key=lambda day: day.number)


def _extremes(results: Results, hours: pd.DataFrame, days: Sequence[Day]) -> dict[int, Day]:
    """Days of the highest load, and of most load above weather-driven supply, of one year."""
    weather = [c for c in hours if _weather_driven(results, str(c).split("|", 1)[1])]
    load = -hours[[c for c in hours if str(c).split("|", 1)[1] in USES]].sum(axis=1)
    short = (load - hours[weather].sum(axis=1)).groupby(level=0).mean()
    kinds = {_highest(short): "scarcity", _highest(load): "peak load"}
    known = {day.number: day for day in days}
    return {n: Day(n, known[n].date, known[n].represents, kind) for n, kind in kinds.items()}


def _highest(of_day: pd.Series[float]) -> int:
    """Day of the highest value."""
    return int(of_day.index.to_numpy()[int(of_day.to_numpy().argmax())])


def _weather_driven(results: Results, item: str) -> bool:
    process = results.case.processes.get(item)
    return process is not None and process.availability_profile is not None


def _seasons(results: Results, days: Sequence[Day]) -> list[int]:
    """Season of each day, from its month; without dates, quarters in the order of the days."""
    if results.case.steps.resolution == "full":
        return [int(day.date[:2]) % 12 // 3 for day in days]
    return [at * len(SEASONS) // len(days) for at in range(len(days))]


def _typical(means: pd.DataFrame, days: Sequence[Day], seasons: Sequence[int]) -> list[Day]:
    """Of each season the day whose daily means are nearest to those of the season."""
    found = []
    for number, name in enumerate(SEASONS):
        mine = [day for day, season in zip(days, seasons, strict=True) if season == number]
        there = means.loc[[day.number for day in mine]].to_numpy(float)
        off = ((there - there.mean(axis=0)) ** 2).sum(axis=1)
        nearest, stands = mine[int(np.argmin(off))], sum(day.represents for day in mine)
        found.append(Day(nearest.number, nearest.date, stands, name))
    return found
