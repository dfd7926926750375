"""Where rows and columns of average days, and of single years, stand in the one programme.

Families of operation run over sets that end in a step or a day of a year. Which average step stands
for a step, and what share of its dual the step has, depends on the day alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.average import average_day_of
from pathway.errors import ModelError
from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra.layout import Block

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

STEPPED = {"STEPS", "RAMP_STEPS", "FIRST_STEPS", "LATER_STEPS"}
"""Sets of pairs of a year and a step."""
DAILY = {"DAYS"}
"""Sets of pairs of a year and a day."""
YEARLY = {"YEARS", "LIVED"}
"""Sets of years: all, and those that have steps."""


def timed(block: Block) -> bool:
    """Whether a variable or family has a step or a day."""
    if block.index_set is None:
        return False
    return any(one.local_name in STEPPED | DAILY for one in subsets_of(block.index_set))


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands for the steps and days of a case on average days, and their part of it."""

    step: Places
    step_share: Array
    day: Places
    day_share: Array
    _known: dict[tuple[int, int], tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, averaged: Case) -> Standing:
        """Find it by the calendars."""
        steps, other, day = case.steps, averaged.steps, average_day_of(case, averaged)
        length = int(max(steps.hour.max(), other.hour.max())) + 1
        known = other.day * length + other.hour
        order = np.argsort(known)
        step = order[np.searchsorted(known, day[steps.day] * length + steps.hour, sorter=order)]
        count = np.bincount(steps.day, steps.weight)
        share = count / np.bincount(day, count)[day]
        return cls(step, share[steps.day], day, share)

    def expanded(self, mine: Sequence[Any], theirs: Sequence[Any], dual: Array) -> Array:
        """Duals of a family on all steps, from those of the same family on average days.

        Args:
            mine: sets that the family runs over.
            theirs: sets that it runs over on average days.
            dual: duals on average days, of every element.
        """
        along = [self._along(*pair) for pair in zip(mine, theirs, strict=True)]
        there = [np.flatnonzero(place >= 0) for place, _ in along]
        whole = np.zeros([len(place) for place, _ in along])
        found = dual.reshape([len(each) for each in theirs])
        for axis, ((place, share), at) in enumerate(zip(along, there, strict=True)):
            shape = [1] * len(along)
            shape[axis] = -1
            found = np.take(found, place[at], axis) * share[at].reshape(shape)
        whole[np.ix_(*there)] = found
        return whole.ravel()

    def _along(self, mine: Any, theirs: Any) -> tuple[Places, Array]:
        """Place of what stands for each element of a set, -1 for nothing, and the share in it."""
        key = id(mine), id(theirs)
        if key not in self._known:
            position = {element: i for i, element in enumerate(theirs)}
            wanted, share = self._wanted(mine)
            place = np.array([position.get(element, -1) for element in wanted], np.int64)
            self._known[key] = place, share, mine, theirs  # kept, or others might have their ids
        place, share, *_ = self._known[key]
        return place, share

    def _wanted(self, mine: Any) -> tuple[Iterable[Any], Array]:
        elements = list(mine)
        if mine.local_name in STEPPED:
            stands, part = self.step, self.step_share
        elif mine.local_name in DAILY:
            stands, part = self.day, self.day_share
        else:
            return elements, np.ones(len(elements))
        at = np.array([place for _, place in elements], np.int64)
        years = [year for year, _ in elements]
        return zip(years, stands[at].tolist(), strict=True), part[at]


@dataclass(frozen=True, eq=False)
class YearPlaces:
    """Where the elements of a year stand among those of all years."""

    _known: dict[int, tuple[Any, Places]] = field(default_factory=dict)

    def of(self, block: Block, year: int) -> NDArray[np.bool_]:
        """Which places in the index set of a block belong to a year.

        Raises:
            ModelError: the family runs over no years.
        """
        sets = subsets_of(block.index_set)
        for axis, one in enumerate(sets):
            if one.local_name in STEPPED | DAILY | YEARLY:
                shape = [1] * len(sets)
                shape[axis] = -1
                mine = (self._years(one) == year).reshape(shape)
                return np.broadcast_to(mine, [len(each) for each in sets]).ravel()
        raise ModelError(f"{block.name} of operation runs over no years")

    def _years(self, one: Any) -> Places:
        if id(one) not in self._known:
            years = [each[0] if isinstance(each, tuple) else each for each in one]
            self._known[id(one)] = one, np.array(years, np.int64)
        return self._known[id(one)][1]
