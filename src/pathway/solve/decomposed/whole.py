"""The plan on all hours as one programme: its values, and the duals that prove its bound.

Weak duality holds for any duals. Those of the plan rows come from the master; those of the rows of
operation are the sum of what proved the cuts, each with the multiplier of its cut, and of the duals
of the average days, each shared evenly by the real days that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra import compile_programme
from pathway.model.algebra.lazy import subsets_of
from pathway.model.build import build
from pathway.model.tiers import OPERATION
from pathway.solve.certificate import Certificate
from pathway.solve.costs import Costs
from pathway.solve.decomposed.places import Standing, YearPlaces, timed
from pathway.solve.decomposed.settled import settled
from pathway.solve.decomposed.year import Wanted

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.model.algebra.layout import Block
    from pathway.settings import Settings
    from pathway.solve.decomposed.bounds import Bounds, Closed
    from pathway.solve.decomposed.year import Finished

    Array = NDArray[np.float64]

CHAIN = "c_level"
CHAIN_PARTS = ("c_level_opening", "c_level_later")
"""Level balance of stores with a year cycle, and what it is made of on average days."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The one programme on all hours."""

    case: Case
    programme: Programme
    costs: Costs
    _standing: Standing
    _of_year: YearPlaces = field(default_factory=YearPlaces)

    @classmethod
    def of(cls, case: Case, settings: Settings, averaged: Case) -> Whole:
        """Build it; nobody has to solve it."""
        model = build(case, settings.families, settings.peak.reading)
        programme = compile_programme(model)
        costs = Costs.of(case, model, programme)
        return cls(case, programme, costs, Standing.of(case, averaged))

    def values(self, bounds: Bounds, closed: Closed, years: list[Finished]) -> Array:
        """Values of all columns."""
        plan = np.zeros(bounds.programme.n_columns)
        plan[bounds.inner.rows.columns] = closed.upper.plan
        x = np.zeros(self.programme.n_columns)
        for name, block in self.programme.columns.items():
            if name in OPERATION:
                found = {done.year: done.columns.get(name) for done in years}
                x[block.slice] = self._over_years(block, found)
            else:
                x[block.slice] = plan[bounds.programme.columns[name].slice]
        return settled(self.programme, x)

    def duals(self, bounds: Bounds, closed: Closed, years: list[Finished]) -> Array:
        """Duals of all rows."""
        lower = closed.lower.optimum.row_dual
        average = bounds.programme.rows
        dual = np.zeros(self.programme.n_rows)
        plan = bounds.master.plan_rows
        for name, block in self.programme.rows.items():
            own = average[name]
            if not len(block):
                continue
            if not timed(block) and np.all(plan[own.slice]):
                dual[block.slice] = lower[own.slice]
                continue
            found = {done.year: done.rows.get(name) for done in years}
            dual[block.slice] = self._over_years(block, found)
            dual[block.slice] += self._shared(block, bounds, lower)
        return dual

    def _over_years(self, block: Block, found: dict[int, Array | None]) -> Array:
        """Values of all years from those of the programmes of each."""
        whole = np.zeros(len(block))
        for year, values in found.items():
            if values is None or not len(values):
                continue
            mine = self._of_year.of(block, year)
            alone = len(values) == mine.sum()  # or values of other years stand beside them
            whole[mine] = values if alone else values[mine]
        return whole

    def _shared(self, block: Block, bounds: Bounds, lower: Array) -> Array:
        """Duals of average days, shared by the days that they stand for."""
        rows, case = bounds.programme.rows, bounds.relaxation.case
        own = rows[block.name]
        sets = list(subsets_of(own.index_set))
        dual = lower[own.slice]
        if block.name == CHAIN and case.steps.averaged:
            sets[0], dual = list(case.stores), _chained(bounds.programme, case, lower)
        return self._standing.expanded(subsets_of(block.index_set), sets, dual)

    def certificate(
        self, stage: str, bounds: Bounds, weights: Array, dual: Array, slack: float
    ) -> Certificate:
        """The proof that no plan costs less than the bound, less a relative slack."""
        programme = self.programme
        cost, constant = self.costs.weighed(weights)
        upper = programme.row_upper.copy()
        plan = bounds.master.loaded
        for name, block in programme.rows.items():
            own = bounds.programme.rows[name]
            if len(own) == len(block) and not timed(block):
                upper[block.slice] = np.where(
                    bounds.master.plan_rows[own.slice],
                    plan.row_upper[own.slice],
                    upper[block.slice],
                )
        most = programme.col_upper.copy()
        for name, column in programme.columns.items():
            if name not in OPERATION:
                most[column.slice] = plan.col_upper[bounds.programme.columns[name].slice]
        return Certificate(
            stage, cost, constant, slack, dual, cost - programme.matrix.T @ dual,
            programme.row_lower, upper, programme.col_lower, most,
        )  # fmt: skip


def wanted(bounds: Bounds, closed: Closed) -> list[Wanted]:
    """What of each year is in the plan, and in the proof of its bound."""
    schedules: dict[int, dict[int, tuple[csr_matrix, Array]]] = {
        year: {} for year in bounds.case.years
    }
    for member, weight in zip(bounds.inner.members, closed.upper.weights, strict=False):
        if weight > 0:
            answer = member.answer
            groups = np.zeros(bounds.shapes[answer.year].groups)
            _, taken = schedules[answer.year].setdefault(id(answer), (answer.x, groups))
            taken[member.group] += weight
    duals: dict[int, list[tuple[csr_matrix, float]]] = {year: [] for year in bounds.case.years}
    for cut, multiplier in zip(bounds.master.cuts, closed.lower.cut_dual, strict=False):
        if multiplier:
            duals[cut.year].append((cut.row_dual, float(multiplier)))
    return [Wanted(year, list(schedules[year].values()), duals[year]) for year in bounds.case.years]


def _chained(average: Programme, case: Case, lower: Array) -> Array:
    """Duals of level balances on average days [store × step], those of a year cycle of their parts.

    Their first balance of a day, and those of its later steps, are families of their own there.
    """
    own, first, later = (average.rows[name] for name in (CHAIN, *CHAIN_PARTS))
    cyclic, steps = subsets_of(own.index_set)
    whole = dict(zip(cyclic, _by_key(lower[own.slice], len(cyclic)), strict=True))
    opens = np.array([case.steps.hour[t] == 0 for _, t in steps], np.bool_)
    stores = list(subsets_of(first.index_set)[0])
    beginning, rests = (_by_key(lower[part.slice], len(stores)) for part in (first, later))
    for store, opening, rest in zip(stores, beginning, rests, strict=True):
        whole[store] = np.zeros(len(opens))
        whole[store][opens], whole[store][~opens] = opening, rest
    return np.concatenate([np.zeros(0), *(whole[s] for s in case.stores if s in whole)])


def _by_key(values: Array, keys: int) -> Array:
    return values.reshape(keys, -1) if keys else values.reshape(0, 0)
