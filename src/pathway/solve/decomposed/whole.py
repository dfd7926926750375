"""The plan on all hours as one programme: its values, and the duals that prove its bound.

Weak duality holds for any duals. Those of the plan rows come from the master; those of the rows of
operation are the sum of what proved the cuts, each with the multiplier of its cut, and of the duals
of the average days, each shared evenly by the real days that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.algebra import compile_programme
from pathway.model.algebra.lazy import subsets_of
from pathway.model.build import build
from pathway.model.tiers import OPERATION
from pathway.solve.certificate import Certificate
from pathway.solve.costs import Costs
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

TIMED = {"STEPS", "RAMP_STEPS", "DAYS"}
"""Sets of pairs of a year and a step, or a day."""
CHAIN = "c_level"
CHAIN_PARTS = ("c_level_opening", "c_level_later")
"""Level balance of stores with a year cycle, and what it is made of on average days."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The one programme on all hours."""

    case: Case
    programme: Programme
    costs: Costs

    @classmethod
    def of(cls, case: Case, settings: Settings) -> Whole:
        """Build it; nobody has to solve it."""
        model = build(case, settings.families, settings.peak.reading)
        programme = compile_programme(model)
        return cls(case, programme, Costs.of(case, model, programme))

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
            if len(own) == len(block) and np.all(plan[own.slice]):
                dual[block.slice] = lower[own.slice]
                continue
            found = {done.year: done.rows.get(name) for done in years}
            dual[block.slice] = self._over_years(block, found)
            dual[block.slice] += self._shared(name, block, bounds, lower)
        return dual

    def _over_years(self, block: Block, found: dict[int, Array | None]) -> Array:
        """Values of all years from those of the programmes of each."""
        years = self.case.years
        whole = np.zeros(_size(block))
        if not len(whole):
            return whole
        by_year = whole.reshape(_keys(block), len(years), -1)
        for at, year in enumerate(years):
            values = found.get(year)
            if values is None or not len(values):
                continue
            mine = values.reshape(by_year.shape[0], -1, by_year.shape[2])
            by_year[:, at] = mine[:, at] if mine.shape[1] == len(years) else mine[:, 0]
        return whole if block.kept is None else whole[block.kept]

    def _shared(self, name: str, block: Block, bounds: Bounds, lower: Array) -> Array:
        """Duals of average days, shared by the days that they stand for."""
        own = bounds.programme.rows[name]
        steps, average = self.case.steps, bounds.relaxation.case.steps
        last = _last(block)
        if last not in TIMED:
            return lower[own.slice]
        stands = average.calendar
        size = np.bincount(stands)
        if last == "DAYS":
            to, share = stands, 1.0 / size[stands]
        else:
            length = int(steps.hour.max()) + 1
            step = stands[steps.day] * length + steps.hour
            kept = steps.hour > 0 if last == "RAMP_STEPS" else np.ones(len(step), np.bool_)
            before = np.cumsum(average.hour > 0) - 1 if last == "RAMP_STEPS" else None
            to = step[kept] if before is None else before[step[kept]]
            share = (1.0 / size[stands[steps.day]])[kept]
        years = len(self.case.years)
        result = np.zeros((_keys(block), years, len(to)))
        mine = self._chained(name, own, bounds, lower) if name == CHAIN else lower[own.slice]
        if len(mine):
            result[:] = mine.reshape(_keys(block), years, -1)[:, :, to] * share
        return result.ravel()

    def _chained(self, name: str, own: Block, bounds: Bounds, lower: Array) -> Array:
        """Duals of level balances, those of stores with a year cycle joined from their parts."""
        case, rows = bounds.relaxation.case, bounds.programme.rows
        years, steps = len(case.years), case.steps
        cyclic = list(subsets_of(own.index_set)[0])
        whole = dict(zip(cyclic, _by_key(lower[own.slice], len(cyclic)), strict=True))
        first, later = (rows[part] for part in CHAIN_PARTS)
        stores = list(subsets_of(first.index_set)[0])
        beginning, rests = (_by_key(lower[part.slice], len(stores)) for part in (first, later))
        for store, opening, rest in zip(stores, beginning, rests, strict=True):
            joined = np.zeros((years, steps.count))
            joined[:, steps.hour == 0] = opening.reshape(years, -1)
            joined[:, steps.hour > 0] = rest.reshape(years, -1)
            whole[store] = joined.ravel()
        return np.concatenate([np.zeros(0), *(whole[s] for s in case.stores)])

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
            if len(own) == len(block):
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


def _by_key(values: Array, keys: int) -> Array:
    return values.reshape(keys, -1) if keys else values.reshape(0, 0)


def _size(block: Block) -> int:
    return int(np.prod(block.shape))


def _keys(block: Block) -> int:
    """Number of elements of all sets of an index but the last."""
    return int(np.prod(block.shape[:-1]))


def _last(block: Block) -> str:
    return str(subsets_of(block.index_set)[-1].local_name)
