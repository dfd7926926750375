"""Sets, parameters and decisions that more than one family uses.

Index letters: p process, y year, v year of build, t step of the year, d day, u unit, k retrofit,
c commodity, r region, s store. A joint set of tuples is one index set: STEPS holds (y, t).

Units: power GW (or hourly held amount per hour), yearly amounts TWh, 10 kt …, money 1e8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from pathway.model.algebra import ArrayParam, ArrayVar, SetFamily
from pathway.model.blocks import Blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process

HOURLY_PER_YEARLY = 1e-3
"""Yearly held unit per hourly held unit: TWh per GWh."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add sets, parameters and decisions."""
    m.case = case
    m.cost_terms = {}
    _time(m, case)
    _processes(m, case)
    _stock(m, case)
    _operation(m, case)


def subset(items: Iterable[Any], dimen: int = 1) -> pyo.Set:
    """A set with a fixed order, empty or not."""
    return pyo.Set(initialize=list(items), dimen=dimen)


def family_of(index: pyo.Set, members: Mapping[Any, Iterable[Any]], dimen: int = 1) -> SetFamily:
    """An indexed set: one (possibly empty) set for every element of `index`."""
    return SetFamily(index, members, dimen)


def in_groups(
    items: Mapping[str, Any], places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], list[str]]:
    """(first member of a group, year) → members that have a place then.

    Limits of a group are those of its first member; what has no group is one by itself.

    Args:
        items: processes or retrofits by key, in order.
        places: (item, year).
    """
    first: dict[str, str] = {}
    for key, item in items.items():
        first.setdefault(item.group, key)
    found: dict[tuple[str, int], list[str]] = {}
    for key, year in places:
        found.setdefault((first[items[key].group], year), []).append(key)
    return found


def table(processes: list[Process], attribute: str) -> np.ndarray:
    """One row of yearly numbers for every process [process × year]."""
    return np.array([getattr(process, attribute) for process in processes])


def place_before(group: NDArray[np.int64], position: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which element comes before each in its group, by position; the last before the first."""
    order = np.lexsort((position, group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    last = np.append(first[1:], len(order)) - 1
    before = np.empty_like(order)
    before[order[1:]] = order[:-1]
    before[order[first]] = order[last]
    return before


def _time(m: pyo.ConcreteModel, case: Case) -> None:
    steps = case.steps
    m.YEARS = subset(case.years)
    m.TIMES = subset(range(steps.count))
    pairs = [
        (y, t) for i, y in enumerate(case.years) for t in np.flatnonzero(steps.years[i]).tolist()
    ]
    m.STEPS = subset(pairs, dimen=2)
    of_year: dict[int, list[int]] = {y: [] for y in case.years}
    for y, t in pairs:
        of_year[y].append(t)
    m.STEPS_OF = family_of(m.YEARS, of_year)
    days = dict.fromkeys((y, int(steps.day[t])) for y, t in pairs)
    m.DAYS = subset(days, dimen=2)
    m.day_of = ArrayParam(m.TIMES, values=steps.day, doc="day that a step belongs to")
    m.weight = ArrayParam(
        m.TIMES, values=steps.weight, doc="hours of the year a step stands for [h]"
    )


def _processes(m: pyo.ConcreteModel, case: Case) -> None:
    plant = case.processes
    m.PROCESSES = subset(plant)
    m.CAPACITY = subset(p for p, x in plant.items() if x.has_capacity)
    m.RUNNING = subset(p for p, x in plant.items() if x.hourly and p not in case.stores)
    m.v_capacity = ArrayVar(m.CAPACITY, m.YEARS, doc="capacity that stands [GW or amount/yr]")
    m.v_activity = ArrayVar(m.PROCESSES, m.YEARS, doc="activity of the year [TWh or amount]")


def _stock(m: pyo.ConcreteModel, case: Case) -> None:
    blocks = Blocks.of(case)
    m.blocks = blocks
    m.BUILDS = subset(blocks.builds, dimen=2)
    m.UNIT_STATES = subset(blocks.states, dimen=3)
    m.RETROFITS = subset(blocks.retrofits, dimen=3)
    m.v_build = ArrayVar(m.BUILDS, doc="new capacity, by process and year of build")
    m.v_unit = ArrayVar(m.UNIT_STATES, doc="capacity of a unit that runs as a process in a year")
    m.v_retire = ArrayVar(
        m.UNIT_STATES, upper=blocks.retirement_limits(case), doc="capacity of a unit retired early"
    )
    m.v_retrofit = ArrayVar(m.RETROFITS, doc="capacity of a unit retrofitted, by retrofit and year")


def _operation(m: pyo.ConcreteModel, case: Case) -> None:
    plant = case.processes
    m.COMMITTED = subset(
        p
        for p in m.RUNNING
        if plant[p].min_load > 0 and plant[p].has_capacity and not plant[p].to_region
    )
    m.STORES = subset(case.stores)
    m.v_dispatch = ArrayVar(
        m.RUNNING, m.STEPS, doc="activity above the committed minimum load [GW]"
    )
    m.v_committed = ArrayVar(m.COMMITTED, m.DAYS, doc="capacity committed for a day [GW]")
    m.v_charge = ArrayVar(m.STORES, m.STEPS, doc="charge of a store [GW]")
    m.v_discharge = ArrayVar(m.STORES, m.STEPS, doc="discharge of a store [GW]")
    floors = np.array([plant[p].min_load for p in m.COMMITTED])
    m.min_load = ArrayParam(m.COMMITTED, values=floors, doc="least output of committed capacity")
