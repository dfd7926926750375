"""The hours of a year without leap day, their months, and fits of monthly means."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

HOURS = 8760
DAYS = 365
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
MONTH_OF_DAY = np.repeat(np.arange(12), MONTH_DAYS)
MONTH_OF_HOUR = np.repeat(MONTH_OF_DAY, 24)
HOUR_OF_DAY = np.tile(np.arange(24), DAYS)
_MIDDLE = np.cumsum(MONTH_DAYS) - MONTH_DAYS / 2


def monthly_means(hourly: Vector) -> Vector:
    """Mean of each month of an hourly year [12]."""
    return np.asarray(monthly_sums(hourly) / (MONTH_DAYS * 24))


def monthly_sums(hourly: Vector) -> Vector:
    """Sum of each month of an hourly year [12]."""
    return np.bincount(MONTH_OF_HOUR, weights=hourly, minlength=12).astype(np.float64)


def monthly_sums_of_days(daily: Vector) -> Vector:
    """Sum of each month of a year of days [12]."""
    return np.bincount(MONTH_OF_DAY, weights=daily, minlength=12).astype(np.float64)


def daily_means(hourly: Vector) -> Vector:
    """Mean of each day of an hourly year [365]."""
    return np.asarray(hourly.reshape(DAYS, 24).mean(axis=1))


def between_months(knots: Vector) -> Vector:
    """Days on straight lines between mid-month values, closed over the turn of the year [365]."""
    day = np.arange(DAYS) + 0.5
    return np.asarray(np.interp(day, _MIDDLE, knots, period=DAYS))


def between_days(daily: Vector) -> Vector:
    """Hours on straight lines between values at noon, closed over the turn of the year [8760]."""
    noons = np.arange(DAYS) * 24 + 12.0
    return np.asarray(np.interp(np.arange(HOURS) + 0.5, noons, daily, period=HOURS))


def step_months(values: Vector, transition_days: int) -> Vector:
    """Hours constant within months, with soft steps of `transition_days` between them [8760]."""
    width = transition_days * 24
    steps = values[MONTH_OF_HOUR]
    padded = np.concatenate([steps[-width:], steps, steps[:width]])
    smooth = np.convolve(padded, np.full(width, 1.0 / width), mode="same")
    return np.asarray(smooth[width : width + HOURS])


def match_months(
    profile_of: Callable[[Vector], Vector], target: Vector, start: Vector, gain: float = 0.7
) -> Vector:
    """Twelve positive factors with which `profile_of` gives the monthly means `target`.

    Fixed point x ← x·(target/mean)^gain; raises `RuntimeError` where it does not settle.
    """
    factors = start.copy()
    for _ in range(400):
        ratio = target / monthly_means(profile_of(factors))
        if np.max(np.abs(ratio - 1)) < 1e-9:
            return factors
        factors = factors * ratio**gain
    raise RuntimeError(f"Monthly means were not met; largest gap {np.max(np.abs(ratio - 1)):.2%}.")


def round_keeping_sums(hourly: Vector, decimals: int) -> Vector:
    """Round so that every sum from the first hour on stays within half a unit of the last digit."""
    units = 10.0**decimals
    running = np.concatenate([[0.0], np.round(np.cumsum(hourly) * units)])
    return np.asarray(np.diff(running) / units)
