"""Air temperature: monthly means met exactly, warm and cold spells, a day curve set by the sun."""

import numpy as np
from facts import Sun, Temperature
from months import (
    DAYS,
    HOUR_OF_DAY,
    MONTH_OF_DAY,
    Vector,
    between_days,
    between_months,
    daily_means,
    monthly_means,
    monthly_sums_of_days,
)
from noise import daily_process, leaning, stream

_COLDEST, _WARMEST = 5.5, 14.5  # hour of day


def make_temperature(
    facts: Temperature, sun: Sun, seed: int, days: tuple[Vector, Vector, Vector]
) -> Vector:
    """Hourly air temperature [degC].

    `days` holds three daily series: wind and clearness, both standard (windy days are cooler,
    clear summer days warmer), and the clear-sky index, which sets the range of the day.
    """
    wind, clearness, index = days
    own = daily_process(stream(seed, "temperature"), facts.day_to_day)
    summer = np.clip(-np.cos(2 * np.pi * (np.arange(DAYS) - 15) / DAYS), 0, 1)
    spell = leaning(leaning(own, clearness, facts.with_sun_summer * summer), wind, facts.with_wind)
    swing = _day_curve() * np.repeat(_half_range(facts, sun, index), 24)
    departures = np.array(facts.daily_sd_k)[MONTH_OF_DAY] * spell
    target = np.array(facts.monthly_mean_c)
    knots = target.copy()
    for _ in range(200):
        hourly = between_days(between_months(knots) + departures) + swing
        knots = knots + 0.7 * (target - monthly_means(hourly))
    return hourly


def degree_hours(hourly: Vector, base_c: float, sign: int) -> Vector:
    """Kelvin above (`sign` 1) or below (-1) a base temperature, scaled to mean 1."""
    degrees = np.maximum(sign * (hourly - base_c), 0.0)
    return np.asarray(degrees / degrees.mean())


def degree_days(hourly: Vector, base_c: float, sign: int) -> Vector:
    """Monthly degree days from daily means [K d, 12]."""
    degrees = np.maximum(sign * (daily_means(hourly) - base_c), 0.0)
    return monthly_sums_of_days(degrees)


def _half_range(facts: Temperature, sun: Sun, index: Vector) -> Vector:
    clear = np.clip((index - sun.index_min) / (sun.index_max - sun.index_min), 0, 1)
    wider = facts.half_range_clear_k - facts.half_range_overcast_k
    return np.asarray(facts.half_range_overcast_k + wider * clear)


def _day_curve() -> Vector:
    """Quick rise and slow fall between -1 and 1, with mean 0 over the day [8760]."""
    hour = HOUR_OF_DAY + 0.5
    since = (hour - _COLDEST) % 24
    rise = _WARMEST - _COLDEST
    up = -np.cos(np.pi * since / rise)
    down = np.cos(np.pi * (since - rise) / (24 - rise))
    curve = np.where(since < rise, up, down)
    return np.asarray(curve - curve.mean())
