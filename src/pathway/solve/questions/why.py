"""Why a process is built, retired or retrofitted as it is: what pays for it, and what nearly won.

A decision is changed by a unit in the plan tier with all cuts (less, more, a year earlier or
later), everything else follows, and the bound says what that costs at least. Where it costs
nothing, there is another plan as cheap as this one, to the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import InfeasibleError
from pathway.schema.units import convert_factor
from pathway.solve.questions.worth import Worth
from pathway.solve.steps import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.inner import Upper
    from pathway.solve.decomposed.master import Lower
    from pathway.solve.questions.worth import Part

    Array = NDArray[np.float64]
    Index = tuple[Any, ...]

DECISIONS = ("v_build", "v_retire", "v_retrofit")
"""What is decided about plant."""
SHOWN = (*DECISIONS, "v_activity", "v_unserved_year")
"""What an alternative is told by."""
SMALL = 1e-3
"""Amount that is none, relative to the unit in which capacity is stated."""
CHEAP = 1e-7
"""Money of a difference that is not worth telling [1e8]."""
MOST_MOVED = 16
"""Differences of an alternative that are kept."""


class Other(StrEnum):
    """How a decision is changed."""

    LESS = "less"
    MORE = "more"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Task:
    """So much of a decision in a year."""

    name: str
    """`v_build`, `v_retire` or `v_retrofit`."""
    index: Index
    """Index of the variable: (process, year), (unit, process, year), (retrofit, unit, year)."""
    process: str
    """The process that is built or retired; of a retrofit the one that it leads to."""
    amount: float
    """[held unit of capacity]"""
    column: int

    @property
    def year(self) -> int:
        """Year of the decision."""
        return int(self.index[-1])


@dataclass(frozen=True, slots=True)
class Moved:
    """What an alternative does otherwise."""

    name: str
    index: Index
    amount: float
    """More than in the plan [held unit]."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A decision changed by an amount, and the cheapest plan then."""

    other: Other
    amount: float
    """[held unit of capacity]"""
    change: Change | None
    """What it costs more at least; None where no plan is left."""
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A decision and its reasons."""

    task: Task
    reduced: float
    """What a unit more costs beyond what it pays [1e8 per held unit]."""
    parts: tuple[Part, ...]
    """What a unit costs and pays, the largest first; they add up to `reduced`."""
    unit: float
    """The unit in which capacity is stated [held unit]."""
    late: bool
    """Whether the decision is after the deadline, where money is that of the years after it."""
    barred: bool
    """Whether the inputs allow no more of it."""
    alternatives: tuple[Alternative, ...] = ()


class Reasons:
    """The plan, its decisions, and the master in which they are changed.

    Args:
        bounds: where the plan was found, its peak rows in force.
        plan: the plan that is reported.
        weights: weight of the costs of each year.
    """

    def __init__(self, bounds: Bounds, plan: Upper, weights: Array) -> None:
        self.bounds, self.weights = bounds, weights
        self.lower, _ = bounds.least("why", weights)
        self._state = bounds.master.loaded.state()
        self._base = bounds.master.cost_by_year(self.lower)
        self._worth = Worth(bounds, self.lower, weights)
        self._money = bounds.relaxation.costs.whole[0]
        self._plan = {
            name: dict(zip(_indices(bounds, name), bounds.inner.values(name, plan), strict=True))
            for name in DECISIONS
            if name in bounds.programme.columns
        }

    def tasks(self, process: str | None = None, year: int | None = None) -> list[Task]:
        """Decisions of the plan, the dearest first; of a process or a year if asked for."""
        found = [
            task
            for task in self._every(process)
            if task.amount > SMALL * self.unit(task.process) and year in {None, task.year}
        ]
        return sorted(found, key=lambda task: -task.amount * abs(self._money[task.column]))

    def undone(self, process: str, year: int) -> list[Task]:
        """Decisions about a process that could be made in a year and are not."""
        return [
            task
            for task in self._every(process)
            if task.year == year and task.amount <= SMALL * self.unit(task.process)
        ]

    def why(self, task: Task, others: Sequence[Other] = tuple(Other)) -> Why:
        """What pays for a decision, and what the alternatives cost."""
        case = self.bounds.case
        late = task.year > case.stage_end
        weight = float(self.weights[case.years.index(task.year)] / self.weights.max())
        parts = tuple(
            type(part)(part.kind, part.key, part.cost / weight)
            for part in self._worth.parts(task.column)
        )
        found = tuple(self._alternatives(task, others))
        reduced = self._worth.reduced(task.column) / weight
        most = float(self.bounds.master.loaded.col_upper[task.column])
        barred = most <= task.amount + SMALL * self.unit(task.process)
        return Why(task, reduced, parts, self.unit(task.process), late, barred, found)

    def unit(self, process: str) -> float:
        """The unit in which capacity of a process is stated [held unit]."""
        plant = self.bounds.case.processes[process]
        return convert_factor(plant.capacity_shown, plant.capacity_held)

    # --- decisions ----------------------------------------------------------------------------

    def _every(self, process: str | None) -> Iterator[Task]:
        for name, values in self._plan.items():
            start = self.bounds.programme.columns[name].start
            for at, (index, amount) in enumerate(values.items()):
                of = _process(self.bounds.case, name, index)
                if process in {None, of}:
                    yield Task(name, index, of, float(amount), start + at)

    def _alternatives(self, task: Task, others: Sequence[Other]) -> Iterator[Alternative]:
        unit = self.unit(task.process)
        if self.lower.optimum.x[task.column] <= SMALL * unit < task.amount:
            # the plan of the bound does without: it is as cheap
            yield Alternative(Other.LESS, min(unit, task.amount), Change(0.0, 0.0), ())
        for other in others:
            bounds = self._changed(task, other)
            if bounds is not None:
                yield self._alternative(other, *bounds)

    def _changed(
        self, task: Task, other: Other
    ) -> tuple[float, list[tuple[int, float, float]]] | None:
        """Amount and bounds of columns of an alternative; None where there is no such thing.

        It is changed in the plan of the bound, which may do a little more or less of it.
        """
        x, unit, infinite = self.lower.optimum.x, self.unit(task.process), float("inf")
        here = float(x[task.column])
        if other is Other.MORE:
            most = float(self.bounds.master.loaded.col_upper[task.column])
            return None if most < here + unit else (unit, [(task.column, here + unit, infinite)])
        if task.amount <= SMALL * unit or here <= SMALL * unit:
            return None
        amount = min(unit, here)
        less = (task.column, 0.0, here - amount)
        if other is Other.LESS:
            return amount, [less]
        year = task.year + (1 if other is Other.LATER else -1)
        index = (*task.index[:-1], year)
        if index not in self._plan[task.name]:
            return None
        at = self.bounds.programme.columns[task.name].start
        at += list(self._plan[task.name]).index(index)
        return amount, [less, (at, float(x[at]) + amount, infinite)]

    def _alternative(
        self, other: Other, amount: float, limits: list[tuple[int, float, float]]
    ) -> Alternative:
        master, programme = self.bounds.master, self.bounds.programme
        columns, low, high = (np.array(part) for part in zip(*limits, strict=True))
        low = np.maximum(low, programme.col_lower[columns])
        high = np.minimum(high, master.loaded.col_upper[columns])
        if np.any(low > high):
            return Alternative(other, amount, None, ())
        master.loaded.resume(self._state)
        master.loaded.bound_columns(columns, low, high)
        try:
            found = master.solve()
        except InfeasibleError:
            return Alternative(other, amount, None, ())
        finally:
            before = programme.col_lower[columns], master.loaded.col_upper[columns]
            master.loaded.bound_columns(columns, *before)
        early = self.bounds.relaxation.costs.early
        rise = master.cost_by_year(found) - self._base
        change = Change(float(rise @ early), float(rise @ (1.0 - early)))
        return Alternative(other, amount, change, self._moved(found, set(columns.tolist())))

    def _moved(self, found: Lower, changed: set[int]) -> tuple[Moved, ...]:
        """What is done otherwise, the dearest differences first."""
        programme = self.bounds.programme
        moved: list[tuple[float, Moved]] = []
        for name in SHOWN:
            block = programme.columns.get(name)
            if block is None:
                continue
            more = found.optimum.x[block.slice] - self.lower.optimum.x[block.slice]
            worth = np.abs(more * self._money[block.slice])
            for at in np.argsort(-worth)[:MOST_MOVED].tolist():
                if worth[at] > CHEAP and block.start + at not in changed:
                    told = Moved(name, tuple(block.index(at)), float(more[at]))
                    moved.append((float(worth[at]), told))
        moved.sort(key=lambda pair: -pair[0])
        enough = 0.05 * moved[0][0] if moved else 0.0
        return tuple(told for worth, told in moved[:MOST_MOVED] if worth >= enough)

    def leave(self) -> None:
        """Leave the master as it was found."""
        self.bounds.master.loaded.resume(self._state)


def _indices(bounds: Bounds, name: str) -> list[Index]:
    block = bounds.programme.columns[name]
    return [tuple(block.index(at)) for at in range(len(block))]


def _process(case: Case, name: str, index: Index) -> str:
    if name == "v_build":
        return str(index[0])
    if name == "v_retire":
        return str(index[1])
    return case.retrofits[index[0]].to_process
