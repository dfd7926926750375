"""Day factors of a year: working days 1, weekends, holidays and the slow days around them less."""

import datetime as dt

import numpy as np
from facts import Calendar, Holiday
from months import DAYS, Vector


def days_of(year: int) -> list[dt.date]:
    """The 365 days of a year, 29 February left out."""
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return [d for d in days if d.year == year and (d.month, d.day) != (2, 29)]


def day_factors(calendar: Calendar, year: int) -> Vector:
    """Activity of each day relative to a working day [365]."""
    days = days_of(year)
    factors = np.array([_weekday_factor(calendar, day) for day in days])
    place = {day: n for n, day in enumerate(days)}
    for holiday in calendar.holidays:
        for day, ramp in _ramps(holiday).items():
            if day in place:
                factors[place[day]] *= ramp
        for n, factor in enumerate(holiday.factors):
            day = holiday.first + dt.timedelta(days=n)
            if day in place:
                factors[place[day]] = factor
    return factors


def hourly_factors(daily: Vector) -> Vector:
    """Day factors as hours, each day reached by three soft steps after midnight [8760]."""
    before = np.roll(daily, 1)
    blend = np.concatenate([[0.25, 0.5, 0.75], np.ones(21)])
    hours = before[:, None] + (daily - before)[:, None] * blend[None, :]
    return np.asarray(hours.reshape(DAYS * 24))


def _weekday_factor(calendar: Calendar, day: dt.date) -> float:
    if day in calendar.working_weekends or day.weekday() < 5:
        return 1.0
    return calendar.saturday if day.weekday() == 5 else calendar.sunday


def _ramps(holiday: Holiday) -> dict[dt.date, float]:
    """Straight lines from full activity down to the first holiday and up from the last."""
    before, after = holiday.ramp_before, holiday.ramp_after
    last = holiday.first + dt.timedelta(days=len(holiday.factors) - 1)
    down = {
        holiday.first - dt.timedelta(days=n): _line(holiday.factors[0], n / (before + 1))
        for n in range(1, before + 1)
    }
    up = {
        last + dt.timedelta(days=n): _line(holiday.factors[-1], n / (after + 1))
        for n in range(1, after + 1)
    }
    return down | up


def _line(start: float, way: float) -> float:
    return start + (1 - start) * way
