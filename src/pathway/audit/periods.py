"""Peak periods: which steps count, when the peak is, and what the load is then."""

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
    """Whether all that is produced has to be covered in every step, not the load of one hour."""
    line: Line
    duration: float
    margin: float
    load: Array
    """Load at the peak hour, by year [GW]."""
    shares: dict[str, float]
    """Profile → its value at the peak hour over its mean."""


def read_period(book: Book, line: Line, net: Network, general: dict[str, Any]) -> Period:
    """A period, with the load at its peak hour on all hours of the profiles."""
    sheet, good = book.profiles, line["commodity"]
    loads = np.zeros((len(net.years), len(sheet.step)))
    for demand in net.demands.values():
        if demand.good == good and line["region"] in {None, demand.region}:
            shape = sheet.profiles[demand.profile] if demand.profile else np.ones(len(sheet.step))
            share = shape / (shape * sheet.weight).sum()
            loads += np.outer(demand.amount * 1e3, share)
    inside = _within(line, sheet)
    hour = int(inside[loads[-1, inside].argmax()])
    margin = book.number(line, "margin")
    shares = {
        key: float(values[hour] / (np.average(values, weights=sheet.weight) or 1.0))
        for key, values in sheet.profiles.items()
    }
    return Period(
        line.key, good, line["region"], line["basis"] == "production", line,
        book.number(line, "duration", parse_unit("小时")) or 4.0,
        general["reserve_margin"] if margin is None else margin, loads[:, hour], shares,
    )  # fmt: skip


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
