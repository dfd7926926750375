"""A good first basis: solve a coarser year, and lift its basis to the finer one.

Representative days that are alike are merged (weights added, the day nearest to the others kept),
the small programme is solved, and every row and column of the large one starts with the status of
its counterpart: the same index, with the day replaced by the day that stands for it. What is not
quite a basis HiGHS completes itself. Nothing but the starting point depends on this.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from pathway.case.case import Case, Steps
    from pathway.model.algebra import ColumnBlock, Programme, RowBlock

TIMED = {"STEPS", "RAMP_STEPS", "FIRST_STEPS", "LATER_STEPS"}


def coarser(case: Case, days: int) -> tuple[Case, NDArray[np.int64]]:
    """The case on fewer representative days, and which of them stands for each day of the case."""
    steps = case.steps
    groups = _merge(steps, days)
    keep = np.array([_centre(steps, groups == g) for g in range(days)])
    weight = np.zeros(steps.count)
    for day, group in enumerate(groups):
        weight[steps.day == keep[group]] += steps.weight[steps.day == day].mean()
    kept = np.flatnonzero(np.isin(steps.day, keep))
    renumber = {int(day): i for i, day in enumerate(sorted(keep.tolist()))}
    stands = np.array([renumber[int(keep[group])] for group in groups])
    small = replace(
        steps,
        day=np.array([renumber[int(day)] for day in steps.day[kept]]),
        hour=steps.hour[kept],
        duration=steps.duration[kept],
        weight=weight[kept],
        years=steps.years[:, kept],
        profiles={key: values[kept] for key, values in steps.profiles.items()},
        calendar=stands[steps.calendar],
        dates=tuple(steps.dates[day] for day in sorted(keep.tolist())),
        extremes={},
    )
    return replace(case, steps=small), stands


def _features(steps: Steps) -> NDArray[np.float64]:
    number = int(steps.day.max()) + 1
    profiles = [values / (values.std() or 1.0) for values in steps.profiles.values()]
    stacked = np.stack(profiles or [np.ones(steps.count)])
    return np.stack([stacked[:, steps.day == day].ravel() for day in range(number)])


def _merge(steps: Steps, days: int) -> NDArray[np.int64]:
    """Group of each day, merging the two nearest groups until few enough are left."""
    features = _features(steps)
    groups = [[day] for day in range(len(features))]
    while len(groups) > days:
        centres = np.array([features[group].mean(axis=0) for group in groups])
        distance = ((centres[:, None] - centres[None]) ** 2).sum(axis=-1)
        np.fill_diagonal(distance, np.inf)
        i, j = sorted(np.unravel_index(int(np.argmin(distance)), distance.shape))
        groups[i] += groups.pop(int(j))
    result = np.zeros(len(features), np.int64)
    for number, group in enumerate(groups):
        result[group] = number
    return result


def _centre(steps: Steps, members: NDArray[np.bool_]) -> int:
    features = _features(steps)
    centre = features[members].mean(axis=0)
    days = np.flatnonzero(members)
    return int(days[np.argmin(((features[days] - centre) ** 2).sum(axis=1))])


def lifted(
    fine: Programme, coarse: Programme, case: Case, stands: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Coarse column and row that each column and row of the fine programme starts from."""
    length = int(case.steps.hour.max()) + 1
    to_coarse = stands[case.steps.day] * length + case.steps.hour
    columns = [_places(b, coarse.columns[n], to_coarse, stands) for n, b in fine.columns.items()]
    rows = [_places(b, coarse.rows[n], to_coarse, stands) for n, b in fine.rows.items()]
    return np.concatenate(columns), np.concatenate(rows)


def _places(
    fine: ColumnBlock | RowBlock,
    coarse: ColumnBlock | RowBlock,
    step: NDArray[np.int64],
    day: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Place in the coarse programme of every element of a block."""
    place = np.zeros((), np.int64)
    for mine, theirs in zip(subsets_of(fine.index_set), subsets_of(coarse.index_set), strict=True):
        along = _along(mine, theirs, step, day)
        place = place[..., None] * len(theirs) + along
    return np.asarray(place).ravel() + coarse.start


def _along(
    mine: Any, theirs: Any, step: NDArray[np.int64], day: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Position of each element of a set in its coarse counterpart."""
    position = {element: i for i, element in enumerate(theirs)}
    name = mine.local_name
    if name in TIMED:
        return np.array([position[y, int(step[t])] for y, t in mine], np.int64)
    if name == "DAYS":
        return np.array([position[y, int(day[d])] for y, d in mine], np.int64)
    return np.array([position[element] for element in mine], np.int64)
