"""Seeded random processes: the only place where chance enters the profiles."""

import numpy as np
import scipy.signal
from months import DAYS, HOURS, Vector

_WARM_UP = 2000


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for each name, so that one series never disturbs another."""
    return np.random.default_rng([seed, *name.encode()])


def smooth_process(rng: np.random.Generator, tau_h: float, correlation: Vector) -> Vector:
    """Hourly Gaussian series with autocorrelation (1 + t/tau)·exp(-t/tau), mean 0, variance 1.

    Two equal first-order filters in a row: rough weather noise would give ramps that no fleet
    shows. `correlation` [n, n] holds between the series; the result is [8760, n].
    """
    mix = np.linalg.cholesky(correlation)
    white = rng.standard_normal((HOURS + _WARM_UP, len(correlation))) @ mix.T
    decay = np.exp(-1.0 / tau_h)
    series = scipy.signal.lfilter([1.0], [1.0, -2 * decay, decay**2], white, axis=0)[_WARM_UP:]
    return standardised(series)


def daily_process(rng: np.random.Generator, day_to_day: float) -> Vector:
    """Daily Gaussian series of first order with lag-one correlation `day_to_day` [365]."""
    white = rng.standard_normal(DAYS + _WARM_UP)
    series = scipy.signal.lfilter([1.0], [1.0, -day_to_day], white)[_WARM_UP:]
    return standardised(series)


def leaning(own: Vector, other: Vector, weight: float | Vector) -> Vector:
    """A standard series that correlates with `other` by `weight` and else follows `own`."""
    return np.asarray(weight * other + np.sqrt(1 - np.square(weight)) * own)


def standardised(series: Vector) -> Vector:
    """The series with mean 0 and standard deviation 1 over the year."""
    return np.asarray((series - series.mean(axis=0)) / series.std(axis=0))
