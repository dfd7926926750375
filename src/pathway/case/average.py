"""Average days: a year on few days that no year of real hours can beat.

Days that are alike are put into groups, and each group becomes one day whose profiles are their
means. The mean of any schedule of the real days keeps every row of the average day (rows are
linear), and costs the same: so the optimum on average days is a lower bound of the optimum on all
hours. It is no plan, for averages hide lulls and peaks; it is what a decomposition starts from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tsam import ClusterConfig, aggregate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process, Steps

    Array = NDArray[np.float64]

RESOLUTION = "average"
CHEAPEST = "cheapest:"
"""Prefix of the profiles that price an average step at the cheapest of the hours it stands for."""


def on_average_days(case: Case, number: int) -> Case:
    """The case on average days.

    Args:
        case: a case whose days have equal steps.
        number: average days of a year, at most as many as there are days.
    """
    steps = case.steps
    groups = _groups(steps, number)
    processes = {key: _priced_low(process) for key, process in case.processes.items()}
    costs = [(p, case.processes[p].cost_profile) for p in processes]
    profiles = {key: _mean(values, steps, groups) for key, values in steps.profiles.items()}
    for key, name in costs:
        if name is not None:
            sign = np.sign(case.processes[key].variable_cost.sum())
            profiles[CHEAPEST + key] = _least(steps.profiles[name] * sign, steps, groups) * sign
    return replace(case, steps=_averaged(steps, groups, profiles), processes=processes)


def can_be_averaged(case: Case) -> bool:
    """Whether a case has all hours, on equal days, and no hourly price of both signs.

    A process whose variable cost changes its sign over the years has no profile that is cheapest in
    all of them.
    """
    steps = case.steps
    if steps.resolution != "full" or int(steps.day.max()) == 0:
        return False
    length = int(steps.hour.max()) + 1
    alike = steps.count % length == 0 and np.array_equal(
        steps.hour, np.tile(np.arange(length), steps.count // length)
    )
    by_day = (steps.duration.reshape(-1, length), steps.weight.reshape(-1, length))
    return bool(
        alike
        and steps.years.all()
        and all(np.allclose(values, values[0]) for values in by_day)
        and not any(_changes_sign(process) for process in case.processes.values())
    )


def _changes_sign(process: Process) -> bool:
    costs = process.variable_cost
    return process.cost_profile is not None and bool((costs < 0).any() and (costs > 0).any())


def _priced_low(process: Process) -> Process:
    if process.cost_profile is None:
        return process
    return replace(process, cost_profile=CHEAPEST + process.key)


def _by_day(values: Array, steps: Steps) -> Array:
    return np.asarray(values.reshape(-1, int(steps.hour.max()) + 1))


def _mean(values: Array, steps: Steps, groups: NDArray[np.int64]) -> Array:
    days = _by_day(values, steps)
    return np.concatenate([days[groups == g].mean(axis=0) for g in range(groups.max() + 1)])


def _least(values: Array, steps: Steps, groups: NDArray[np.int64]) -> Array:
    days = _by_day(values, steps)
    return np.concatenate([days[groups == g].min(axis=0) for g in range(groups.max() + 1)])


def _groups(steps: Steps, number: int) -> NDArray[np.int64]:
    """Group of each day, by hierarchical clustering of the profiles."""
    days = int(steps.day.max()) + 1
    if number >= days or not steps.profiles:
        return np.arange(days) if number >= days else np.arange(days) * number // days
    length = int(steps.hour.max()) + 1
    frame = pd.DataFrame(dict(steps.profiles))
    frame.index = pd.date_range(
        "2023-01-01", periods=len(frame), freq=pd.Timedelta(24 / length, "h")
    )
    found = aggregate(
        frame, n_clusters=number, period_duration=24,
        cluster=ClusterConfig(method="hierarchical", representation="mean"),
        preserve_column_means=False,
    )  # fmt: skip
    return np.unique(np.asarray(found.cluster_assignments), return_inverse=True)[1]


def _averaged(steps: Steps, groups: NDArray[np.int64], profiles: Mapping[str, Array]) -> Steps:
    length = int(steps.hour.max()) + 1
    number = int(groups.max()) + 1
    counts = np.bincount(groups)
    return replace(
        steps,
        resolution=RESOLUTION,
        day=np.repeat(np.arange(number), length),
        hour=np.tile(np.arange(length), number),
        duration=np.tile(steps.duration[:length], number),
        weight=np.repeat(counts.astype(float), length) * np.tile(steps.weight[:length], number),
        years=np.ones((len(steps.years), number * length), np.bool_),
        profiles=dict(profiles),
        calendar=groups,
        dates=tuple(str(day) for day in range(number)),
        extremes={},
    )
