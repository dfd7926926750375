"""A solved plan as named arrays: what tables, checks and summary read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import ModelError
from pathway.model.money import discount_factors
from pathway.results.layout import factors, filled, keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra.layout import Block
    from pathway.solve.solution import Solution

    Whole = NDArray[np.int64]

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
    """Hourly variables and duals that were read before."""
    _pairs: dict[int, dict[Key, tuple[Whole, Whole]]] = field(default_factory=dict, repr=False)
    """Places of sets that were walked before."""

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
        return self._by_year(self.plain(name))

    def yearly_dual(self, name: str) -> dict[Key, Array]:
        """Duals of rows whose last index is the year; zero where there is no row."""
        return self._by_year(self.plain_dual(name))

    def plain(self, name: str) -> dict[Key, float]:
        """Values of a variable by its whole index."""
        return self._plain(name, "value")

    def plain_dual(self, name: str) -> dict[Key, float]:
        """Duals of rows by their whole index."""
        return self._plain(name, "dual")

    def _by_year(self, plain: dict[Key, float]) -> dict[Key, Array]:
        place = {year: i for i, year in enumerate(self.years)}
        result: dict[Key, Array] = {}
        for (*key, year), value in plain.items():
            result.setdefault(tuple(key), np.zeros(len(place)))[place[year]] = value
        return result

    def _plain(self, name: str, what: str) -> dict[Key, float]:
        block = self._block(name)
        if block is None:
            return {}
        values = filled(block, self._values(name, what))
        return dict(zip(keys(factors(block)), values.tolist(), strict=True))

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
        if (name, "daily") not in self._read:
            day = self.case.steps.day
            place = {year: i for i, year in enumerate(self.years)}
            by_day: dict[Key, Array] = {}
            for (*key, year, d), value in self.plain(name).items():
                if tuple(key) not in by_day:
                    by_day[tuple(key)] = np.zeros((len(place), int(day.max()) + 1))
                by_day[tuple(key)][place[year], d] = value
            self._read[name, "daily"] = {
                key: values[self.step_year, day[self.step]] for key, values in by_day.items()
            }
        return self._read[name, "daily"]

    def yearly_sum(self, per_hour: Array) -> Array:
        """Yearly held amounts of an hourly rate over the (year, step) pairs."""
        return self.yearly_total(per_hour * self.weight * YEARLY_PER_HOURLY)

    def yearly_total(self, per_step: Array) -> Array:
        """Plain sums over the steps of each year of an array over the (year, step) pairs."""
        return np.bincount(self.step_year, per_step, len(self.years)).astype(float)

    def over_steps(self, block: Block, values: Array) -> dict[Key, Array]:
        """Numbers of a block whose last indices are (year, step), by key, over the pairs.

        Where the block has numbers in every step, the arrays are views of them.
        """
        *outer, last = factors(block)
        found: dict[Key, Array] = {}
        lines = filled(block, values).reshape(-1, len(last))
        for key, line in zip(keys(outer), lines, strict=True):
            for rest, (at, mine) in self._places(last).items():
                whole = len(at) == len(line) == len(self.step) and bool(np.all(at == mine))
                found[key + rest] = line if whole else np.zeros(len(self.step))
                if not whole:
                    found[key + rest][at] = line[mine]
        return found

    def _places(self, last: Any) -> dict[Key, tuple[Whole, Whole]]:
        """Key before a (year, step) pair → places of its pairs, and of its elements in the set."""
        if id(last) not in self._pairs:
            years = np.asarray(self.years)[self.step_year].tolist()
            at = {pair: k for k, pair in enumerate(zip(years, self.step.tolist(), strict=True))}
            found: dict[Key, list[tuple[int, int]]] = {}
            for number, element in enumerate(last):
                found.setdefault(element[:-2], []).append((at[element[-2:]], number))
            walked = {key: np.array(places, np.int64).T for key, places in found.items()}
            self._pairs[id(last)] = {key: (at, mine) for key, (at, mine) in walked.items()}
        return self._pairs[id(last)]

    def _by_step(self, name: str, what: str) -> dict[Key, Array]:
        """Values or duals as one row of numbers a key."""
        if (name, what) not in self._read:
            block = self._block(name)
            made = {} if block is None else self.over_steps(block, self._values(name, what))
            self._read[name, what] = made
        return self._read[name, what]

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
    def levels(self) -> Array:
        """Left-hand side of every row of the programme."""
        return np.asarray(self.solution.programme.matrix @ self.solution.x, float)

    @cached_property
    def discount(self) -> Array:
        """Worth of a running cost of each year at the start of the year discounted to."""
        money = self.case.money
        return discount_factors(self.years, money.discount_rate, money.timing, money.discount_to)

    def _values(self, name: str, what: str) -> Array:
        return self.solution.value(name) if what == "value" else self.solution.dual(name)

    def _block(self, name: str) -> Block | None:
        """A variable or a row family; none where the programme has none of the name."""
        try:
            block = self.solution.programme.block(name)
        except (KeyError, ModelError):
            return None
        return block if len(block) else None
