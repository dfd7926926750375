"""Average days: a year on few days that no year of real steps can beat.

Days that are alike are put into groups, and each group becomes one day whose profiles are their
means, each day counted as often as the year has it. The mean of any schedule of the real days
keeps every row of the average day (rows are linear), and costs the same: so the optimum on average
days is a lower bound of the optimum on all steps. It is no plan, for averages hide lulls and peaks;
it is what a decomposition starts from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import AVERAGE, AVERAGE_SLICES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process, Steps

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

CHEAPEST = "cheapest:"
"""Prefix of the profiles that price an average step at the cheapest of the hours it stands for."""


def on_average_days(case: Case, number: int) -> Case:
    """The case on average days.

    Days are averaged with days that have the same steps and are in the same years. Where a store
    links days that cannot be averaged (see `days_in_a_row`), the case comes back as it is.

    Args:
        case: a case of any resolution.
        number: average days of a year, for each kind of day at most as many as there are.
    """
    steps = case.steps
    if any(store.yearly for store in case.stores.values()) and not days_in_a_row(steps):
        return case
    groups = _groups(case, number)
    priced = {key: x for key, x in case.processes.items() if x.cost_profile is not None}
    profiles = {key: _mean(values, steps, groups) for key, values in steps.profiles.items()}
    processes = dict(case.processes)
    for key, process in priced.items():
        processes[key], profiles[CHEAPEST + key] = _priced_low(process, steps, groups)
    return replace(case, steps=_averaged(steps, groups, profiles), processes=processes)


def days_in_a_row(steps: Steps) -> bool:
    """Whether the steps of a year are its days one after the other, as a year cycle averages them.

    Representative days are not: a level counts from the start of each day that they stand for.
    """
    return steps.resolution != "days" and bool(np.all(np.diff(steps.day) >= 0))


def average_day_of(case: Case, averaged: Case) -> Places:
    """Average day that stands for each day of a case."""
    _, first = np.unique(case.steps.calendar, return_index=True)
    return averaged.steps.calendar[first]


def _priced_low(process: Process, steps: Steps, groups: Places) -> tuple[Process, Array]:
    """A process with a cost profile that is no dearer than that of any step it stands for.

    If its cost changes its sign over the years, no profile is cheapest in all of them: then each
    year's cost becomes the least of all steps, and the profile one.
    """
    cost, profile = process.variable_cost, steps.profiles[str(process.cost_profile)]
    name = CHEAPEST + process.key
    if (cost < 0).any() and (cost > 0).any():
        least = np.minimum(cost * profile.min(), cost * profile.max())
        return replace(process, cost_profile=name, variable_cost=least), _mean(
            np.ones(steps.count), steps, groups
        )
    sign = np.sign(cost.sum())
    return replace(process, cost_profile=name), _least(profile * sign, steps, groups) * sign


def _members(steps: Steps, groups: Places) -> list[Places]:
    """Steps of each group [day × step of the day]."""
    order = np.lexsort((steps.day, steps.hour, groups[steps.day]))
    parts = np.split(order, np.cumsum(np.bincount(groups[steps.day]))[:-1])
    days = np.bincount(groups)
    return [part.reshape(-1, n).T for part, n in zip(parts, days, strict=True)]


def _mean(values: Array, steps: Steps, groups: Places) -> Array:
    """Mean over the days of each group, each counted as often as the year has it."""
    found = []
    for at in _members(steps, groups):
        count = steps.weight[at].sum(axis=1)
        found.append(count @ values[at] / count.sum())
    return np.concatenate(found)


def _least(values: Array, steps: Steps, groups: Places) -> Array:
    return np.concatenate([values[at].min(axis=0) for at in _members(steps, groups)])


def _groups(case: Case, number: int) -> Places:
    """Group of each day: among days of one kind, by hierarchical clustering of the profiles."""
    kinds = _kinds(case)
    groups = np.zeros(len(kinds), np.int64)
    first = 0
    for kind in range(int(kinds.max()) + 1):
        days = np.flatnonzero(kinds == kind)
        groups[days] = first + _clustered(case.steps, days, number)
        first = int(groups.max()) + 1
    return groups


def _kinds(case: Case) -> Places:
    """Kind of each day: days of a kind have the same steps, in the same years.

    How long a step lasts matters to stores and ramps alone; how often a day is in the year does not
    matter.
    """
    steps = case.steps
    lasting = bool(case.stores) or any(np.isfinite(x.ramp) for x in case.processes.values())
    known: dict[tuple[bytes, ...], int] = {}
    kinds = []
    for day in range(int(steps.day.max()) + 1):
        at = np.flatnonzero(steps.day == day)
        share = np.round(steps.weight[at] / steps.weight[at].sum(), 12)
        duration = np.round(steps.duration[at], 9) if lasting else np.zeros(0)
        kind = (share.tobytes(), duration.tobytes(), steps.years[:, at].tobytes())
        kinds.append(known.setdefault(kind, len(known)))
    return np.array(kinds, np.int64)


def _clustered(steps: Steps, days: Places, number: int) -> Places:
    """Groups of some days of one kind, from 0."""
    if number >= len(days):
        return np.arange(len(days))
    if number == 1 or not steps.profiles:
        return np.arange(len(days)) * number // len(days)
    # Slow to load, and a plan that starts from one average day does without.
    import pandas as pd  # noqa: PLC0415
    from tsam import ClusterConfig, aggregate  # noqa: PLC0415

    at = np.flatnonzero(np.isin(steps.day, days))
    at = at[np.lexsort((steps.hour[at], steps.day[at]))]
    frame = pd.DataFrame({key: values[at] for key, values in steps.profiles.items()})
    frame.index = pd.date_range("2023-01-01", periods=len(frame), freq="h")
    found = aggregate(
        frame, n_clusters=number, period_duration=len(at) // len(days),
        cluster=ClusterConfig(method="hierarchical", representation="mean"),
        preserve_column_means=False,
    )  # fmt: skip
    return np.unique(np.asarray(found.cluster_assignments), return_inverse=True)[1]


def _averaged(steps: Steps, groups: Places, profiles: Mapping[str, Array]) -> Steps:
    members = _members(steps, groups)
    first = np.concatenate([at[0] for at in members])
    return replace(
        steps,
        resolution=AVERAGE_SLICES if steps.resolution == "slices" else AVERAGE,
        day=np.repeat(np.arange(len(members)), [at.shape[1] for at in members]),
        hour=steps.hour[first],
        duration=steps.duration[first],
        weight=np.concatenate([steps.weight[at].sum(axis=0) for at in members]),
        years=steps.years[:, first],
        profiles=dict(profiles),
        calendar=groups[steps.calendar],
        dates=tuple(str(day) for day in range(len(members))),
        extremes={},
    )
