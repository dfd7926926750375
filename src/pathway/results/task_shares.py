"""What each piece of work has avoided, out of what its technology avoids; the rest is left over.

Of what a technology avoids, work done since the first year has the part that its capacity has of
all that stands. Plant that leaves, or is retrofitted, takes with it what it avoided in the first
year (less than nothing, where it emits more than the average). All parts and rests together are
what the whole plan avoids (`pathway.results.abatement`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pathway.results.units import capacity_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.results.abatement import Abatement

    Array = NDArray[np.float64]


class Work(NamedTuple):
    """One kind of work on one thing, led by one department."""

    kind: str
    item: str
    lead: str


class Shares(NamedTuple):
    """CO2 avoided by work, and by what is no work, by process [10⁴ t by year]."""

    works: Mapping[Work, Array]
    rest: Mapping[str, Array]


def shares(
    case: Case, capacity: pd.DataFrame, avoided: Abatement, amounts: Mapping[Work, Array]
) -> Shares:
    """Split what technologies avoid over the work that brought or removed them.

    Args:
        case: what the plan is of.
        capacity: table of that name.
        avoided: what each process avoids.
        amounts: of each piece of work by year, as table ``tasks`` has them.
    """
    standing = _standing(case, capacity)
    come = {work: _come(case, work, amount) for work, amount in amounts.items()}
    coming = {work: _target(case, work) for work in amounts if work.kind != "retire"}
    crowd = _crowding(case, coming, come, standing)
    rest = {key: values - values[0] for key, values in avoided.of.items()}
    works = {}
    for work in amounts:
        value = np.zeros(len(case.years))
        if (process := coming.get(work)) in avoided.of and process in standing:
            part = _divided(
                come[work] * crowd[process] * _as_shown(case, work, process), standing[process]
            )
            part = part * avoided.of[process]
            rest[process] = rest[process] - part
            value += part
        if (source := _source(case, work)) in avoided.of and source in standing:
            before = _divided(avoided.of[source][:1], standing[source][:1])[0]
            rest[source] = rest[source] + before * come[work]
            value -= before * come[work]
        works[work] = value
    return Shares(works, rest)


def _standing(case: Case, capacity: pd.DataFrame) -> dict[str, Array]:
    """Capacity by process and year, as tables show it."""
    place = {year: at for at, year in enumerate(case.years)}
    found: dict[str, Array] = {}
    columns = (capacity[name].tolist() for name in ("process", "year", "capacity"))
    for key, year, amount in zip(*columns, strict=True):
        if year in place:
            found.setdefault(key, np.zeros(len(place)))[place[year]] += amount
    return found


def _come(case: Case, work: Work, amount: Array) -> Array:
    """What work since the first year has brought (or removed) and still counts, by year."""
    later = amount.copy()
    later[0] = 0.0
    if work.kind != "build":
        return np.asarray(np.cumsum(later))
    life = case.processes[work.item].lifetime
    return np.array([later[max(0, at - life + 1) : at + 1].sum() for at in range(len(later))])


def _target(case: Case, work: Work) -> str:
    """Process whose capacity the work adds to."""
    return case.retrofits[work.item].to_process if work.kind == "retrofit" else work.item


def _source(case: Case, work: Work) -> str:
    """Process whose capacity the work removes; blank where it removes none."""
    if work.kind == "retrofit":
        return case.retrofits[work.item].from_process
    return work.item if work.kind == "retire" else ""


def _crowding(
    case: Case, coming: Mapping[Work, str], come: Mapping[Work, Array],
    standing: Mapping[str, Array],
) -> dict[str, Array]:  # fmt: skip
    """By process, what work is scaled by where more came than still stands; 1 elsewhere."""
    every = {key: np.zeros(len(case.years)) for key in standing}
    for work, process in coming.items():
        if process in every:
            every[process] += come[work] * _as_shown(case, work, process)
    return {
        key: np.minimum(1.0, np.where(total > 0, _divided(standing[key], total), 1.0))
        for key, total in every.items()
    }


def _as_shown(case: Case, work: Work, process: str) -> float:
    """Unit of the work in units of the process: retrofits count in those of their source."""
    source = _source(case, work) or process
    return capacity_factor(case.processes[process]) / capacity_factor(case.processes[source])


def _divided(above: Array, below: Array) -> Array:
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below > 0))
