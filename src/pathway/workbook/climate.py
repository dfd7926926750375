"""Hourly profiles to start from, one set for each building climate zone (GB 50352).

A zone states monthly mean temperatures, a latitude and yearly full-load hours (``climate.csv``,
with the basis of each). Hours follow from the height of the sun, and from weather that comes and
goes over days, the same on every machine. They stand in until measured profiles replace them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[Any]

HOURS, DAY, DAYS, WEEK = 8760, 24, 365, 7
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DEFAULT_ZONE = "hot_summer_cold_winter"
PERSISTENCE = 0.45
"""Share of a day's weather that the next day keeps."""
WARM, COOL = 24.0, 18.0
"""Outdoor temperatures above which rooms are cooled and below which they are heated [°C]."""
COOLING, HEATING = 0.32, 0.16
"""Load at the hottest and coldest hour, over the load of a mild working day; an assumption."""


@dataclass(frozen=True)
class Zone:
    """A building climate zone."""

    key: str
    name_zh: str
    name_en: str
    facts: Mapping[str, str]

    @property
    def basis(self) -> str:
        """Where its figures come from."""
        return self.facts["basis"]

    @cached_property
    def temperature(self) -> Array:
        """Outdoor temperature in each hour [°C]."""
        means = [float(self.facts[month]) for month in MONTHS]
        middle = (np.arange(12) + 0.5) * DAYS / 12
        days = np.arange(HOURS) / DAY
        seasonal = np.interp(days, middle, means, period=DAYS)
        swing = 4 * np.cos(2 * np.pi * (np.arange(HOURS) % DAY - 15) / DAY)
        made: Array = seasonal + swing + 6 * np.repeat(_weather(1) - 0.5, DAY)
        return made

    def profiles(self) -> dict[str, list[float]]:
        """Profiles by key, one number an hour."""
        hour = np.arange(HOURS) % DAY
        weekend = np.arange(HOURS) // DAY % WEEK >= 5
        night, noon = (hour >= 22) | (hour < 6), np.exp(-(((hour - 12) / 3.5) ** 2))
        cooling = np.clip(self.temperature - WARM, 0, None)
        heating = np.clip(COOL - self.temperature, 0, None)
        made = {
            "load": self._load(cooling, heating, weekend),
            "solar": self._solar(),
            "wind": self._wind("wind_hours", 2),
            "wind_offshore": self._wind("offshore_hours", 3),
            "heating": heating,
            "cooling": cooling,
            "steam": 0.9 + 0.2 * ((hour >= 8) & (hour < 20)) - 0.1 * weekend,
            "charging": 0.4 + 1.0 * night + 0.5 * noon,
            "charging_smart": 0.1 + 1.4 * (hour < 7) + 1.0 * noon,
            "flat": np.ones(HOURS),
        }
        return {key: np.round(values, 4).tolist() for key, values in made.items()}

    def _load(self, cooling: Array, heating: Array, weekend: Array) -> Array:
        hour = np.arange(HOURS) % DAY
        noon, evening = (np.exp(-(((hour - at) / 3) ** 2)) for at in (11, 19.5))
        base = 0.82 + 0.12 * noon + 0.16 * evening - 0.1 * (hour < 6) - 0.04 * weekend
        return (
            base + COOLING * cooling / _most(cooling, 12) + HEATING * heating / _most(heating, 20)
        )

    def _solar(self) -> Array:
        """Output over capacity: height of the sun, dimmed by the day's cloud."""
        latitude = np.radians(float(self.facts["latitude"]))
        day, hour = np.arange(HOURS) // DAY, np.arange(HOURS) % DAY
        declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + day + 1) / DAYS)
        angle = np.radians(15) * (hour + 0.5 - 12)
        height = np.sin(latitude) * np.sin(declination)
        height = height + np.cos(latitude) * np.cos(declination) * np.cos(angle)
        clear = np.clip(height, 0, None) ** 0.85 * (0.25 + 0.75 * np.repeat(_weather(4), DAY))
        return _with_hours(clear, float(self.facts["sun_hours"]), scale=True)

    def _wind(self, hours: str, seed: int) -> Array:
        """Output over capacity: spells of days, gusts of hours, more of it in winter."""
        spell = np.interp(np.arange(HOURS) / DAY, np.arange(DAYS) + 0.5, _weather(seed))
        season = 0.08 * np.cos(2 * np.pi * (np.arange(HOURS) / DAY - 15) / DAYS)
        gusts = 0.8 * (_smooth(_noise(np.arange(HOURS) + 7919 * seed), 8) - 0.5)
        return _with_hours(np.clip(spell + season + gusts, 0.001, 1), float(self.facts[hours]))


def zones() -> dict[str, Zone]:
    """Every zone by key."""
    text = resources.files("pathway.workbook").joinpath("climate.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["zone"]: Zone(row["zone"], row["name_zh"], row["name_en"], row) for row in rows}


def zone_named(word: str) -> Zone:
    """The zone that a word means, by key, Chinese or English name.

    Raises:
        UsageError: there is no such zone.
    """
    known = zones()
    for zone in known.values():
        if word.casefold() in {zone.key, zone.name_zh, zone.name_en.casefold()}:
            return zone
    there = ", ".join(f"{zone.name_zh} ({key})" for key, zone in known.items())
    raise UsageError(
        f"气候区 {word!r} 不存在，可选：/ no climate zone {word!r}; there are: {there}."
    )


def _with_hours(values: Array, hours: float, *, scale: bool = False) -> Array:
    """Values from 0 to 1 whose sum is the full-load hours: scaled, or bent by a power."""
    low, high = (0.0, 4.0) if scale else (0.05, 20.0)
    for _ in range(60):
        middle = (low + high) / 2
        made = np.clip(values * middle, 0, 1) if scale else values**middle
        if bool(made.sum() > hours) == scale:
            high = middle
        else:
            low = middle
    return made


def _weather(seed: int) -> Array:
    """Numbers from 0 to 1, one a day, evenly spread, that keep some of the day before."""
    raw = _noise(np.arange(2 * DAYS) + 1000 * seed) - 0.5
    kept = np.zeros(2 * DAYS)
    for day in range(1, 2 * DAYS):
        kept[day] = PERSISTENCE * kept[day - 1] + raw[day]
    return (np.argsort(np.argsort(kept[DAYS:])) + 0.5) / DAYS


def _noise(number: Array) -> Array:
    """Numbers from 0 to 1 that look random and are the same everywhere."""
    return np.abs(np.modf(np.sin(number * 12.9898) * 43758.5453)[0])


def _smooth(values: Array, width: int) -> Array:
    """Running mean of hours."""
    return np.convolve(values, np.ones(width) / width, mode="same")


def _most(values: Array, least: float) -> float:
    """The highest value; never below what makes a mild zone's few degrees count as many."""
    return max(float(values.max()), least)
