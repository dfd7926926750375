"""Peak periods: which steps count, and what the load is then on all hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.clock import HOURS, Clock
from pathway.schema.units import parse_unit

if TYPE_CHECKING:
    from pathway.audit.book import Array, Book, Line
    from pathway.audit.network import Network
    from pathway.workbook.rows import ProfileSheet

MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Period:
    """A peak that firm capacity has to cover."""

    key: str
    good: str
    region: str | None
    production: bool
    """Whether all that is produced has to be covered in every step, not the highest load."""
    line: Line
    duration: float
    margin: float
    load: Array
    """Exogenous load of every year on every row of the profiles [year × row, GW]."""
    inside: Array
    """Which rows lie in the period and exist in the year [year × row]."""


def read_period(book: Book, line: Line, net: Network, general: dict[str, Any]) -> Period:
    """A period, with its load on all hours of the profiles."""
    sheet, good = book.profiles, line["commodity"]
    loads = np.zeros((len(net.years), len(sheet.step)))
    for demand in net.demands.values():
        if demand.good == good and line["region"] in {None, demand.region}:
            loads += demand.amount[:, None] * rates(sheet, demand.profile, net.years)
    inside = np.zeros(loads.shape, bool)
    inside[:, _within(line, sheet)] = True
    margin = book.number(line, "margin")
    return Period(
        line.key, good, line["region"], line["basis"] == "production", line,
        book.number(line, "duration", parse_unit("小时")) or 4.0,
        general["reserve_margin"] if margin is None else margin, loads,
        inside & existing(sheet, net.years),
    )  # fmt: skip


def existing(sheet: ProfileSheet, years: tuple[int, ...]) -> Array:
    """Whether each row of the profiles is there in each year."""
    return np.array([(sheet.from_year <= y) & (y <= sheet.to_year) for y in years])


def rates(sheet: ProfileSheet, profile: str | None, years: tuple[int, ...]) -> Array:
    """Hourly rate of a yearly held amount, on every row of the profiles [year × row, GW/TWh]."""
    values = sheet.profiles[profile] if profile else np.ones(len(sheet.step))
    shape = values * existing(sheet, years)
    return np.asarray(shape / (shape @ sheet.weight)[:, None] * 1e3)


def _within(line: Line, sheet: ProfileSheet) -> Array:
    """Hours of the year that lie in the months and hours of a period; all of them on slices."""
    if len(sheet.step) != HOURS:
        return np.arange(len(sheet.step))
    days, hours = _asked(line)
    return np.flatnonzero(np.repeat(days, 24) & hours[np.arange(HOURS) % 24])


def _asked(line: Line) -> tuple[Array, Array]:
    """Days of the year that lie in the months of a period, and hours of the day."""
    month = np.repeat(np.arange(1, 13), MONTHS)
    months, hours = _numbers(line["months"]), _numbers(line["hours"])
    every = np.ones(24, bool)
    return (
        np.isin(month, months) if months else np.ones(len(month), bool),
        np.isin(np.arange(24), hours) if hours else every,
    )


def steps_of(clock: Clock, period: Period) -> Array:
    """Pairs of year and step in which a period asks for something; of slices, all of them."""
    days, hours = _asked(period.line)
    if len(clock.weight) == HOURS and not clock.representative:
        return np.asarray((np.repeat(days, 24) & hours[np.arange(HOURS) % 24])[clock.step])
    if not clock.representative:
        return np.ones(len(clock.step), bool)
    lying = np.isin(clock.day, clock.calendar[days])
    return np.asarray((lying & hours[clock.hour])[clock.step])


def _numbers(text: object) -> list[int]:
    """Numbers of a text such as ``6-9;12``; none for a blank."""
    found: list[int] = []
    for part in re.findall(r"\d+(?:\s*[-–~至]\s*\d+)?", str(text or "")):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        found += range(ends[0], ends[-1] + 1)
    return found
