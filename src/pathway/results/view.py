"""A solved plan as named arrays: what tables, checks and summary read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import ModelError
from pathway.model.money import discount_factors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.solve.solution import Solution

    Array = NDArray[np.float64]
    Key = tuple[Any, ...]

YEARLY_PER_HOURLY = 1e-3
"""Yearly held unit per hourly held unit: TWh per GWh."""


@dataclass(frozen=True, eq=False)
class View:
    """Values and duals of a solution by what they belong to, in held units.

    A key is the index of a variable without its year or its (year, step): ``("wind",)`` or
    ``("electricity", "city")``. A variable that the programme does not have is empty.
    """

    solution: Solution
    _read: dict[tuple[str, str], dict[Key, Array]] = field(default_factory=dict, repr=False)
    """What was read before: long indices are walked once."""

    @property
    def case(self) -> Case:
        """The case that was solved."""
        return self.solution.case

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.case.years

    @property
    def zeros(self) -> Array:
        """A year-long array of zeros."""
        return np.zeros(len(self.years))

    # --- yearly -------------------------------------------------------------------------------

    def yearly(self, name: str) -> dict[Key, Array]:
        """Values of a variable whose last index is the year: key → array over years."""
        return self._by_year(name, self.solution.value)

    def yearly_dual(self, name: str) -> dict[Key, Array]:
        """Duals of rows whose last index is the year; zero where there is no row."""
        return self._by_year(name, self.solution.dual)

    def plain(self, name: str) -> dict[Key, float]:
        """Values of a variable by its whole index."""
        index = self._index(name)
        return dict(zip(index, self.solution.value(name).tolist(), strict=True)) if index else {}

    def plain_dual(self, name: str) -> dict[Key, float]:
        """Duals of rows by their whole index."""
        index = self._index(name)
        return dict(zip(index, self.solution.dual(name).tolist(), strict=True)) if index else {}

    def _by_year(self, name: str, read: Callable[[str], Array]) -> dict[Key, Array]:
        index = self._index(name)
        if not index:
            return {}
        place = {year: i for i, year in enumerate(self.years)}
        result: dict[Key, Array] = {}
        for (*key, year), value in zip(index, read(name).tolist(), strict=True):
            result.setdefault(tuple(key), np.zeros(len(place)))[place[year]] = value
        return result

    # --- hourly -------------------------------------------------------------------------------

    @cached_property
    def step_year(self) -> NDArray[np.int64]:
        """Position of the year of every (year, step) pair."""
        return np.nonzero(self.case.steps.years)[0]

    @cached_property
    def step(self) -> NDArray[np.int64]:
        """Step of every (year, step) pair."""
        return np.nonzero(self.case.steps.years)[1]

    @cached_property
    def weight(self) -> Array:
        """Hours of the year that every (year, step) pair stands for [h]."""
        return self.case.steps.weight[self.step]

    @cached_property
    def follows(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs whose step follows another of the same day and year, and the pairs before them."""
        steps = self.case.steps
        day, hour = steps.day[self.step], steps.hour[self.step]
        order = np.lexsort((hour, day, self.step_year))
        later, earlier = order[1:], order[:-1]
        next_to = (hour[later] == hour[earlier] + 1) & (day[later] == day[earlier])
        mine = next_to & (self.step_year[later] == self.step_year[earlier])
        return later[mine], earlier[mine]

    def hourly(self, name: str) -> dict[Key, Array]:
        """Values of a variable whose last indices are (year, step): key → array over the pairs."""
        return self._by_step(name, "value")

    def hourly_dual(self, name: str) -> dict[Key, Array]:
        """Duals of rows whose last indices are (year, step)."""
        return self._by_step(name, "dual")

    def daily(self, name: str) -> dict[Key, Array]:
        """Values of a variable whose last indices are (year, day), spread over the steps."""
        day = self.case.steps.day
        place = {year: i for i, year in enumerate(self.years)}
        by_day: dict[Key, Array] = {}
        for (*key, year, d), value in self.plain(name).items():
            empty = np.zeros((len(place), int(day.max()) + 1))
            by_day.setdefault(tuple(key), empty)[place[year], d] = value
        return {key: values[self.step_year, day[self.step]] for key, values in by_day.items()}

    def yearly_sum(self, per_hour: Array) -> Array:
        """Yearly held amounts of an hourly rate over the (year, step) pairs."""
        return self.yearly_total(per_hour * self.weight * YEARLY_PER_HOURLY)

    def yearly_total(self, per_step: Array) -> Array:
        """Plain sums over the steps of each year of an array over the (year, step) pairs."""
        totals = self.zeros
        np.add.at(totals, self.step_year, per_step)
        return totals

    def _by_step(self, name: str, what: str) -> dict[Key, Array]:
        """Values or duals as one row of numbers a key."""
        if (name, what) not in self._read:
            index = self._index(name)
            read = self.solution.value if what == "value" else self.solution.dual
            values = np.asarray(read(name), float) if index else np.empty(0)
            self._read[name, what] = self._rows(index, values)
        return self._read[name, what]

    def _rows(self, index: list[Key], values: Array) -> dict[Key, Array]:
        length = len(self.step)
        keys, ends = index[::length], index[length - 1 :: length]
        whole = len(values) == len(index) == length * len(ends)
        if whole and all(first[:-2] == last[:-2] for first, last in zip(keys, ends, strict=True)):
            return {k[:-2]: row for k, row in zip(keys, values.reshape(-1, length), strict=True)}
        return self._gappy(index, values)

    def _gappy(self, index: list[Key], values: Array) -> dict[Key, Array]:
        """As `_rows` where rows are missing in some steps: zero there."""
        place = {
            (self.years[i], int(t)): k
            for k, (i, t) in enumerate(zip(self.step_year, self.step, strict=True))
        }
        result: dict[Key, Array] = {}
        for key, value in zip(index, values.tolist(), strict=True):
            row = result.setdefault(key[:-2], np.zeros(len(place)))
            row[place[key[-2], key[-1]]] = value
        return result

    # --- what several tables need ---------------------------------------------------------------

    @cached_property
    def capacity(self) -> dict[str, Array]:
        """Capacity by process [held]."""
        return {key[0]: values for key, values in self.yearly("v_capacity").items()}

    @cached_property
    def activity(self) -> dict[str, Array]:
        """Activity by process [held yearly unit]; of stores, what they discharge."""
        return {key[0]: values for key, values in self.yearly("v_activity").items()}

    @cached_property
    def builds(self) -> dict[str, Array]:
        """New capacity by process and year [held]."""
        return {key[0]: values for key, values in self.yearly("v_build").items()}

    @cached_property
    def running(self) -> dict[str, Array]:
        """Hourly activity of processes that run by the hour, minimum load included."""
        result = {key[0]: values for key, values in self.hourly("v_dispatch").items()}
        for key, committed in self.daily("v_committed").items():
            floor = self.case.processes[key[0]].min_load * committed
            result[key[0]] = result[key[0]] + floor
        return result

    @cached_property
    def discount(self) -> Array:
        """Worth of a running cost of each year at the start of the year discounted to."""
        money = self.case.money
        return discount_factors(self.years, money.discount_rate, money.timing, money.discount_to)

    def _index(self, name: str) -> list[Key]:
        """Index tuples of a variable or a row family; none where the programme has no such name."""
        try:
            index = self.solution.index(name)
        except (KeyError, ModelError):
            return []
        if index and not isinstance(index[0], tuple):
            return [(key,) for key in index]
        return index
