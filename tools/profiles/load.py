"""Electric load: monthly shares, monthly peaks, weekends, holidays and weather days.

load = ordinary level × day factor × (1 + b·weather stress) × day shape, with mean 1.

The shares and peaks were observed in one year and are used in another, whose holidays may fall
in other months. So the shares are first cleared of the observed year's holidays and weekends,
which leaves the level of an ordinary working day in each month, and then the holidays of the year
wanted are put in. With the same year for both, the observed shares come back exactly.

Monthly peaks are stretched towards the ordinary level by one number for all months,
peak' = level + k·(peak - level), with k such that the wanted annual load factor is met.
The stretch is monotone; day shapes, shares and holidays stay as they are.
"""

from dataclasses import dataclass

import numpy as np
from calendars import day_factors, days_of, hourly_factors
from facts import Calendar, Load, Shape, WeatherDay
from months import (
    HOURS,
    MONTH_DAYS,
    MONTH_OF_DAY,
    MONTH_OF_HOUR,
    Vector,
    between_days,
    between_months,
    daily_means,
    monthly_means,
    monthly_sums_of_days,
)
from noise import daily_process, stream


@dataclass(frozen=True)
class Targets:
    """What the load must meet, all relative to the annual mean load."""

    monthly_mean: Vector
    monthly_peak: Vector
    level: Vector
    stretch: float


@dataclass(frozen=True)
class LoadResult:
    """Hourly load with mean 1, and the targets it was fitted to."""

    profile: Vector
    targets: Targets
    weather_per_kelvin: Vector


def targets_of(load: Load, calendar: Calendar, year: int) -> Targets:
    """Monthly means and peaks wanted for `year`, from those of the observed year."""
    share = np.array(load.monthly_share) / np.sum(load.monthly_share)
    level = share * 365 / monthly_sums_of_days(day_factors(calendar, load.observed_year))
    days = monthly_sums_of_days(day_factors(calendar, year))
    scale = 365 / float(level @ days)
    level = level * scale
    peak = np.array(load.monthly_peak) / load.observed_load_factor * scale
    top = int(np.argmax(peak))
    stretch = float((1 / load.load_factor - level[top]) / (peak[top] - level[top]))
    return Targets(level * days / MONTH_DAYS, level + stretch * (peak - level), level, stretch)


def make_load(load: Load, calendar: Calendar, year: int, seed: int, air_c: Vector) -> LoadResult:
    """Hourly load [8760, mean 1] that meets monthly means exactly and monthly peaks."""
    targets = targets_of(load, calendar, year)
    stress = weather_stress(load, seed, daily_means(air_c))
    fixed = hourly_factors(day_factors(calendar, year)) * day_shapes(load, year, air_c)
    knots = targets.level.copy()
    for _ in range(300):
        plain = between_days(between_months(knots)) * fixed
        slope = _slopes(plain, stress, targets.monthly_peak)
        profile = plain * (1 + slope[MONTH_OF_HOUR] * stress)
        ratio = targets.monthly_mean / monthly_means(profile)
        if np.max(np.abs(ratio - 1)) < 1e-10:
            return LoadResult(profile, targets, slope)
        knots = knots * ratio**0.5
    raise RuntimeError(f"Monthly load was not met; largest gap {np.max(np.abs(ratio - 1)):.2%}.")


def weather_stress(load: Load, seed: int, daily_c: Vector) -> Vector:
    """Hourly departure of heating and cooling degrees from the month's mean, plus chance [K]."""
    cooling = np.maximum(daily_c - load.cooling_base_c, 0)
    heating = np.maximum(load.heating_base_c - daily_c, 0)
    chance = load.noise_k * daily_process(stream(seed, "load"), 0.5)
    stress = cooling + heating + chance
    return between_days(stress - (monthly_sums_of_days(stress) / MONTH_DAYS)[MONTH_OF_DAY])


def day_shapes(load: Load, year: int, air_c: Vector) -> Vector:
    """Shape within each day [8760, daily mean 1]: by season, and by cold and hot weather."""
    seasons = load.shapes
    table = np.array([seasons.winter, seasons.spring, seasons.summer, seasons.autumn])
    season = np.array([day.month % 12 // 3 for day in days_of(year)])
    shape = _mean_one(table)[season]
    for spell in (load.cold, load.hot):
        weight = _weight(spell, daily_means(air_c))[:, None]
        shape = (1 - weight) * shape + weight * _mean_one(np.array([spell.hours]))
    return np.asarray(shape.reshape(HOURS))


def repeated(shape: Shape, calendar: Calendar, year: int) -> Vector:
    """Hourly use that repeats daily, following weekends and holidays by its weight [mean 1]."""
    factors = 1 - shape.calendar_weight * (1 - hourly_factors(day_factors(calendar, year)))
    hourly = np.tile(np.array(shape.hours), 365) * factors
    return np.asarray(hourly / hourly.mean())


def _slopes(plain: Vector, stress: Vector, peak: Vector) -> Vector:
    """Smallest effect of one kelvin of stress that lifts each month to its peak [1/K, 12].

    Each hour under stress reaches the peak at a slope of its own; the month needs the least.
    """
    with np.errstate(divide="ignore"):
        needed = (peak[MONTH_OF_HOUR] / plain - 1) / np.where(stress > 0, stress, np.nan)
    least = [np.nanmin(needed[month == MONTH_OF_HOUR]) for month in range(12)]
    return np.maximum(least, 0.0)


def _weight(spell: WeatherDay, daily_c: Vector) -> Vector:
    return np.clip((daily_c - spell.from_c) / (spell.full_c - spell.from_c), 0, 1)


def _mean_one(days: Vector) -> Vector:
    return np.asarray(days / days.mean(axis=1, keepdims=True))
