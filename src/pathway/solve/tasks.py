"""The yearly tasks of a schedule: what is built, retrofitted and retired, and how much of it moves.

A move is counted in money: capacity that is built, retrofitted or retired early in another year or
amount than in the base, times what a unit costs in the base (investment, retrofit, dismantling).
The price is the base's even where the price itself is what changed, so that only tasks count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme

    Array = NDArray[np.float64]

Task = tuple[str, str, int]
"""Kind (build, retrofit, retire), process or retrofit, year."""
NOISE = 1e-6
"""Smallest move that is one [held capacity]."""


@dataclass(frozen=True, slots=True)
class TaskMove:
    """One task that moves."""

    task: Task
    amount: float
    """More (or, negative, less) than in the base [held capacity]."""
    money: float
    """Its size [1e8]."""


@dataclass(frozen=True, eq=False)
class TaskColumns:
    """The columns of a programme that are tasks; those of all units of a process are one."""

    tasks: tuple[Task, ...]
    columns: NDArray[np.int64]
    group: NDArray[np.int64]
    """Task that each column belongs to."""

    @classmethod
    def of(cls, programme: Programme) -> TaskColumns:
        """The tasks of a programme."""
        places: dict[Task, int] = {}
        columns, group = [], []
        for column, task in _tasks(programme):
            columns.append(column)
            group.append(places.setdefault(task, len(places)))
        return cls(tuple(places), np.array(columns, np.int64), np.array(group, np.int64))

    def amounts(self, x: Array) -> Array:
        """Amount of each task in a schedule [held capacity]."""
        return np.bincount(self.group, x[self.columns], len(self.tasks)).astype(float)

    def named(self, x: Array) -> dict[Task, float]:
        """Amount of each task by its name."""
        return dict(zip(self.tasks, self.amounts(x).tolist(), strict=True))


def _tasks(programme: Programme) -> Iterable[tuple[int, Task]]:
    for name, kind, item in (
        ("v_build", "build", 0), ("v_retrofit", "retrofit", 0), ("v_retire", "retire", 1),
    ):  # fmt: skip
        block = programme.columns[name]
        for place, key in enumerate(block.index_set):
            yield block.start + place, (kind, str(key[item]), int(key[-1]))


def task_prices(case: Case) -> dict[Task, float]:
    """What a unit of each task costs [1e8 per held capacity]."""
    prices: dict[Task, float] = {}
    for i, year in enumerate(case.years):
        for key, process in case.processes.items():
            prices["build", key, year] = float(process.capex[i])
            prices["retire", key, year] = float(process.decommission_cost[i])
        for key, retrofit in case.retrofits.items():
            prices["retrofit", key, year] = float(retrofit.cost[i])
    return prices


def moved_tasks(
    before: Mapping[Task, float], after: Mapping[Task, float], prices: Mapping[Task, float]
) -> list[TaskMove]:
    """Tasks that move, in the order of the base; with what they cost."""
    moves = []
    for task in dict.fromkeys((*before, *after)):
        amount = after.get(task, 0.0) - before.get(task, 0.0)
        if abs(amount) > NOISE:
            moves.append(TaskMove(task, amount, abs(amount) * prices.get(task, 0.0)))
    return moves


def by_item(moves: Iterable[TaskMove]) -> dict[tuple[str, str], list[TaskMove]]:
    """Moves by kind and item, the largest in money first."""
    found: dict[tuple[str, str], list[TaskMove]] = defaultdict(list)
    for move in moves:
        found[move.task[:2]].append(move)
    order = sorted(found, key=lambda item: -sum(move.money for move in found[item]))
    return {item: sorted(found[item], key=lambda move: -move.money) for item in order}
