"""Wind availability: correlated random wind, real power curves, full-load hours met exactly.

Gaussian weather z (a synoptic and a faster part) → Weibull wind speed → wake efficiency →
farm power curve → outages. Monthly speed factors and the day-night swing are solved for, so that
monthly energy and the night over midday ratio come out as stated. Wind speeds are in m/s.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.optimize
import scipy.stats
import windpowerlib
from facts import Wind, WindFleet
from months import (
    HOUR_OF_DAY,
    HOURS,
    MONTH_DAYS,
    Vector,
    match_months,
    step_months,
)
from noise import smooth_process, standardised, stream

_GRID = np.arange(0.0, 45.0, 0.05)
_NIGHT = (HOUR_OF_DAY >= 20) | (HOUR_OF_DAY < 4)
_MIDDAY = (HOUR_OF_DAY >= 10) & (HOUR_OF_DAY < 15)


@dataclass(frozen=True)
class WindResult:
    """Availability [0..1] of one fleet and the free-stream mean speed that gives it [m/s]."""

    availability: Vector
    mean_speed: float


def draw_wind(wind: Wind, seed: int) -> Vector:
    """Standard Gaussian wind weather of every fleet [8760, fleets], shared fronts first."""
    correlation = np.array(wind.correlation)
    slow = smooth_process(stream(seed, "synoptic"), wind.synoptic_h, correlation)
    fast = smooth_process(stream(seed, "gust"), wind.gust_h, correlation)
    share = wind.gust_share
    return standardised(np.sqrt(1 - share) * slow + np.sqrt(share) * fast)


def farm_curve(fleet: WindFleet, wake_curve: str) -> Vector:
    """Output of a farm per unit of capacity on `_GRID` of free-stream speeds.

    The turbine's own curve, smoothed for turbulence and the spread of the farms, read at the
    speed behind the wakes, less outages and electrical losses.
    """
    turbine = windpowerlib.WindTurbine(turbine_type=fleet.turbine, hub_height=100)
    own = turbine.power_curve
    smooth = windpowerlib.power_curves.smooth_power_curve(
        own["wind_speed"],
        own["value"] / own["value"].max(),
        standard_deviation_method="turbulence_intensity",
        turbulence_intensity=fleet.turbulence,
    )
    behind = windpowerlib.wake_losses.reduce_wind_speed(
        _GRID, wind_efficiency_curve_name=wake_curve
    )
    output = np.interp(behind, smooth["wind_speed"], smooth["value"])
    output[smooth["wind_speed"].iloc[0] > _GRID] = 0.0  # some shipped curves begin at cut-in
    return np.asarray(np.clip(output, 0, 1) * (1 - fleet.electrical_and_outage_loss))


def fit_fleet(wind: Wind, fleet: WindFleet, weather: Vector) -> WindResult:
    """Availability of one fleet that meets its hours, monthly indices and night/midday ratio."""
    curve = farm_curve(fleet, wind.wake_curve)
    # Weibull quantile of the Gaussian rank: -ln(1 - F) = -logsf(z)
    calm = (-scipy.stats.norm.logsf(weather)) ** (1 / fleet.weibull_k)
    index = np.array(fleet.monthly_index)
    target = fleet.hours / HOURS * index / np.average(index, weights=MONTH_DAYS)

    def speeds(swing: float, factors: Vector) -> Vector:
        phase = 2 * np.pi * (HOUR_OF_DAY + 0.5 - wind.calmest_hour) / 24
        daily = 1 - swing * np.cos(phase)
        return np.asarray(calm * daily * step_months(factors, wind.transition_days))

    def output(swing: float, factors: Vector) -> Vector:
        return np.asarray(np.interp(speeds(swing, factors), _GRID, curve))

    def factors_for(swing: float) -> Vector:
        return match_months(partial(output, swing), target, np.full(12, 7.0), gain=0.4)

    def miss(swing: float) -> float:
        result = output(swing, factors_for(swing))
        return float(result[_NIGHT].mean() / result[_MIDDAY].mean() - wind.night_over_midday)

    swing = float(scipy.optimize.brentq(miss, -0.1, 0.2, xtol=1e-5))
    factors = factors_for(swing)
    return WindResult(output(swing, factors), float(speeds(swing, factors).mean()))


def longest_below(availability: Vector, level: float) -> tuple[int, int]:
    """Length [h] and first hour (from 0) of the longest spell below `level`; (0, 0) for none."""
    edges = np.diff(np.concatenate([[0], (availability < level).astype(int), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return 0, 0
    longest = int(np.argmax(ends - starts))
    return int(ends[longest] - starts[longest]), int(starts[longest])
