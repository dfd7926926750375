"""Photovoltaic availability: clear sky × random clearness, transposed with pvlib.

Clear-sky irradiance (Ineichen) × a daily clear-sky index drawn from a beta distribution, whose
monthly mean is solved for so that the monthly GHI is met; Erbs splits it, Hay-Davies turns it
onto the modules, Faiman heats the cells; the performance ratio is solved for the full-load hours.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pvlib
import scipy.optimize
import scipy.stats
from facts import Place, Plane, PvFleet, Sun
from months import DAYS, MONTH_OF_DAY, MONTH_OF_HOUR, Vector
from noise import daily_process, leaning, smooth_process, stream

_STC = 1000.0  # W/m2
_WIND_AT_MODULES = 2.0  # m/s, Faiman's term; the mounts differ in their heat loss instead


@dataclass(frozen=True)
class Sky:
    """Hourly irradiance [W/m2], the sun's path, and each day's clear-sky index."""

    ghi: Vector
    dni: Vector
    dhi: Vector
    extra: Vector
    position: pd.DataFrame
    daily_index: Vector


@dataclass(frozen=True)
class PvResult:
    """AC availability [0..1] of one fleet and the performance ratio that gives its hours."""

    availability: Vector
    performance_ratio: float


def hours_of(place: Place) -> pd.DatetimeIndex:
    """The middle of every hour of the year in local time, 29 February left out."""
    first = f"{place.year}-01-01 00:30"
    times = pd.date_range(first, f"{place.year}-12-31 23:30", freq="h", tz=place.timezone)
    return times[~((times.month == 2) & (times.day == 29))]


def draw_clearness(sun: Sun, seed: int, daily_wind: Vector) -> Vector:
    """Standard Gaussian clearness of each day, leaning on the day's wind [365]."""
    own = daily_process(stream(seed, "clearness"), sun.day_to_day)
    return leaning(own, daily_wind, sun.with_wind)


def make_sky(place: Place, sun: Sun, clearness: Vector) -> Sky:
    """Irradiance of the year with the stated GHI in every month."""
    times = hours_of(place)
    position = pvlib.solarposition.get_solarposition(
        times, place.latitude, place.longitude, place.altitude_m
    )
    clear = _clear_ghi(place, sun, position)
    flicker = smooth_process(stream(place.seed, "flicker"), sun.intraday_h, np.eye(1))[:, 0]
    daily = _fit_index(sun, clearness, clear, flicker)
    ghi = clear * _hourly_index(sun, daily, flicker)
    split = pvlib.irradiance.erbs(ghi, position["zenith"].to_numpy(), times)
    extra = pvlib.irradiance.get_extra_radiation(times).to_numpy()
    return Sky(ghi, np.asarray(split["dni"]), np.asarray(split["dhi"]), extra, position, daily)


def _clear_ghi(place: Place, sun: Sun, position: pd.DataFrame) -> Vector:
    zenith = position["apparent_zenith"]
    airmass = pvlib.atmosphere.get_absolute_airmass(
        pvlib.atmosphere.get_relative_airmass(zenith),
        pvlib.atmosphere.alt2pres(place.altitude_m),
    )
    turbidity = np.array(sun.linke_turbidity)[MONTH_OF_HOUR]
    clear = pvlib.clearsky.ineichen(zenith, airmass, turbidity, altitude=place.altitude_m)
    return np.asarray(clear["ghi"].fillna(0.0))


def _hourly_index(sun: Sun, daily: Vector, flicker: Vector) -> Vector:
    """Broken cloud flickers most at a middling index, clear and overcast skies hardly."""
    index = np.repeat(daily, 24)
    place = (index - sun.index_min) / (sun.index_max - sun.index_min)
    spread = sun.intraday_sd * 4 * place * (1 - place)
    return np.clip(index * (1 + spread * flicker), 0.5 * sun.index_min, sun.index_max + 0.05)


def _fit_index(sun: Sun, clearness: Vector, clear: Vector, flicker: Vector) -> Vector:
    """Daily clear-sky index: beta distributed, its mean solved for in each month."""
    rank = scipy.stats.norm.cdf(clearness)
    daily = np.zeros(DAYS)
    for month, target in enumerate(sun.ghi_kwh_m2):
        days, hours = month == MONTH_OF_DAY, month == MONTH_OF_HOUR
        index_at = partial(_index_at, sun, rank[days])
        miss = partial(_ghi_miss, sun, rank[days], clear[hours], flicker[hours], target)
        daily[days] = index_at(scipy.optimize.brentq(miss, 0.05, 0.97, xtol=1e-9))
    return daily


def _index_at(sun: Sun, rank: Vector, mean: float) -> Vector:
    """Clear-sky index of days with these ranks, if its place in the range has this mean."""
    beta = scipy.stats.beta(mean * sun.concentration, (1 - mean) * sun.concentration)
    return np.asarray(sun.index_min + (sun.index_max - sun.index_min) * beta.ppf(rank))


def _ghi_miss(
    sun: Sun, rank: Vector, clear: Vector, flicker: Vector, target: float, mean: float
) -> float:
    index = _hourly_index(sun, _index_at(sun, rank, mean), flicker)
    return float(clear @ index / 1000 - target)


def fit_pv(fleet: PvFleet, sky: Sky, air_c: Vector) -> PvResult:
    """Availability with the stated full-load hours, cut off at the inverter's rating."""
    ideal = fleet.dc_per_ac * sum(
        plane.share * _module_output(fleet, plane, sky, air_c) for plane in fleet.planes
    )

    def output(ratio: float) -> Vector:
        return np.minimum(ratio * ideal, 1.0)

    def miss(ratio: float) -> float:
        return float(output(ratio).sum() - fleet.hours)

    ratio = float(scipy.optimize.brentq(miss, 0.3, 1.5, xtol=1e-12))
    return PvResult(output(ratio), ratio)


def _module_output(fleet: PvFleet, plane: Plane, sky: Sky, air_c: Vector) -> Vector:
    """DC output of modules of one orientation per unit of their rating, before system losses."""
    sun = sky.position
    poa = pvlib.irradiance.get_total_irradiance(
        plane.tilt,
        plane.azimuth,
        sun["apparent_zenith"].to_numpy(),
        sun["azimuth"].to_numpy(),
        sky.dni,
        sky.ghi,
        sky.dhi,
        dni_extra=sky.extra,
        albedo=fleet.albedo,
        model="haydavies",
    )["poa_global"]
    light = np.nan_to_num(np.asarray(poa))
    u0, u1 = fleet.mount
    cell = pvlib.temperature.faiman(light, air_c, _WIND_AT_MODULES, u0, u1)
    return np.asarray(np.maximum(light / _STC * (1 + fleet.per_kelvin * (cell - 25.0)), 0.0))
