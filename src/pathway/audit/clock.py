"""The steps of a year: as the workbook gives them, or representative days held against it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.audit.book import Array
    from pathway.audit.network import Network
    from pathway.workbook.rows import ProfileSheet

    Whole = NDArray[np.int64]

DAY, HOURS = 24, 8760


@dataclass(frozen=True)
class Clock:
    """Steps of a year, and which of them exist in which year.

    Hourly arrays run over the pairs (year, step) that exist, year by year; daily ones over the
    pairs (year, day).
    """

    years: tuple[int, ...]
    representative: bool
    """Whether days stand for others, as `calendar` says."""
    day: Whole
    hour: Whole
    duration: Array
    weight: Array
    exists: NDArray[np.bool_]
    """Year × step."""
    profiles: Mapping[str, Array]
    calendar: Whole

    @cached_property
    def step_year(self) -> Whole:
        """Position of the year of each pair."""
        return np.nonzero(self.exists)[0]

    @cached_property
    def step(self) -> Whole:
        """Step of each pair."""
        return np.nonzero(self.exists)[1]

    @cached_property
    def at(self) -> Whole:
        """Year × step → place of the pair; −1 where it does not exist."""
        places = np.full(self.exists.shape, -1)
        places[self.step_year, self.step] = np.arange(len(self.step))
        return places

    @cached_property
    def hours(self) -> Array:
        """Hours of the year that each pair stands for."""
        return self.weight[self.step]

    @cached_property
    def days(self) -> list[tuple[int, int]]:
        """Pairs (position of the year, day)."""
        return list(
            dict.fromkeys(zip(self.step_year.tolist(), self.day[self.step].tolist(), strict=True))
        )

    @cached_property
    def day_of(self) -> Whole:
        """Place in `days` of each pair of year and step."""
        at = {pair: k for k, pair in enumerate(self.days)}
        return np.array(
            [
                at[y, d]
                for y, d in zip(self.step_year.tolist(), self.day[self.step].tolist(), strict=True)
            ],
            np.int64,
        )

    @cached_property
    def day_year(self) -> Whole:
        """Position of the year of each pair (year, day)."""
        return np.array([y for y, _ in self.days], np.int64)

    @cached_property
    def calendar_year(self) -> Whole:
        """Position of the year of each pair (year, calendar day)."""
        return np.repeat(np.arange(len(self.years)), len(self.calendar))

    def total(self, rate: Array) -> Array:
        """Yearly held amount of an hourly rate."""
        found = np.zeros(len(self.years))
        np.add.at(found, self.step_year, rate * self.hours * 1e-3)
        return found

    def profile(self, key: str | None) -> Array:
        """A profile over the steps; ones where there is none."""
        return np.ones(len(self.weight)) if key is None else self.profiles[key]

    def over(self, profile: str | None) -> Array:
        """A profile over the pairs."""
        return self.profile(profile)[self.step]

    def shape(self, profile: str | None) -> Array:
        """Hourly rate of one yearly held amount, over the pairs; adds up to it in each year."""
        values = self.profile(profile) * self.exists
        share = values / (values * self.weight).sum(axis=1, keepdims=True)
        return np.asarray(share[self.step_year, self.step] / 1e-3)

    def before(self, *, over_year: bool) -> Whole:
        """Place of the pair before each pair: in the circle of its day, or of the whole year."""
        found = np.zeros(len(self.step), np.int64)
        for mine in self._chains[over_year]:
            found[mine] = np.roll(mine, 1)
        return found

    @cached_property
    def _chains(self) -> dict[bool, list[Whole]]:
        """Places of the pairs of each year, and of each day of each year, in the order of steps."""
        by_year = [np.flatnonzero(self.step_year == y) for y in range(len(self.years))]
        order = np.argsort(self.day_of, kind="stable")
        ends = np.flatnonzero(np.diff(self.day_of[order])) + 1
        return {True: by_year, False: np.split(order, ends) if len(order) else []}

    @cached_property
    def later(self) -> NDArray[np.bool_]:
        """Pairs that are not the first of their day."""
        first = [mine[0] for mine in self._chains[False]]
        found = np.ones(len(self.step), bool)
        found[first] = False
        return found


def as_given(sheet: ProfileSheet, years: tuple[int, ...]) -> Clock:
    """Steps as the workbook has them."""
    names = list(dict.fromkeys(sheet.day.tolist()))
    day = np.array([names.index(name) for name in sheet.day.tolist()], np.int64)
    seen: dict[int, int] = {}
    hour = np.zeros(len(day), np.int64)
    for place, number in enumerate(day.tolist()):
        hour[place] = seen[number] = seen.get(number, -1) + 1
    exists = np.array([(sheet.from_year <= y) & (y <= sheet.to_year) for y in years])
    return Clock(
        years, False, day, hour, sheet.duration, sheet.weight, exists, dict(sheet.profiles),
        np.arange(len(names)),
    )  # fmt: skip


def from_tables(tables: Mapping[str, pd.DataFrame], years: tuple[int, ...]) -> Clock:
    """Representative days as the run used them."""
    used, calendar = tables["profiles"], tables["calendar"]
    columns = [name for name in used if str(name).startswith("profile|")]
    profiles = {str(name).partition("|")[2]: used[name].to_numpy(float) for name in columns}
    return Clock(
        years, True, used["day"].to_numpy(np.int64), used["hour"].to_numpy(np.int64),
        used["duration"].to_numpy(float), used["weight"].to_numpy(float),
        np.ones((len(years), len(used)), bool), profiles, calendar["day"].to_numpy(np.int64),
    )  # fmt: skip


def read_clock(
    sheet: ProfileSheet, options: Mapping[str, Any], tables: Mapping[str, pd.DataFrame],
    years: tuple[int, ...],
) -> Clock:  # fmt: skip
    """Steps of a run: from the workbook alone, unless days stand for others."""
    if options["time"]["resolution"] == "days" and len(sheet.step) == HOURS:
        return from_tables(tables, years)
    return as_given(sheet, years)


def extreme_days(net: Network, sheet: ProfileSheet, load: Array) -> tuple[int, int]:
    """Days of the year with the highest load, and with most load above weather-driven supply."""
    weather = {p.line["availability_profile"] for p in net.plant.values()} - {None}
    supply = np.mean([sheet.profiles[key] for key in sorted(weather)] or [load], axis=0)
    short = load / max(load.mean(), 1e-12) - supply / max(supply.mean(), 1e-12)
    return int(load.argmax()) // DAY, int(short.reshape(-1, DAY).mean(axis=1).argmax())
