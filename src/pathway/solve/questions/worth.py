r"""What one more unit of a decision costs, and what pays for it: its reduced cost taken apart.

With y the duals of the plan tier, a column j of cost $c_j$ has the reduced cost

$$ d_j = c_j - \sum_{r \in \text{plan}} A_{rj} y_r - o_j $$

where $o_j$ is what operation gives for it, by average days and cuts. A row that defines a variable
k (capacity from builds, a metric from capacities) passes what it is worth on: by the same equation
of k its dual is $a_{rk}\, y_r = c_k - d_k - \sum_{r' \ne r} A_{r'k} y_{r'} - o_k$. So a build is
followed to the capacity of each year, to metrics and emissions, and ends at costs, clauses, the
peak, limits, balances and operation. Capacity of hourly plant is followed on to its activity, at
the full-load hours of the plan; operation is the rest. The parts add up to $d_j$.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.solve.clause_changes import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix

    from pathway.model.algebra import Programme
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.master import Lower

    Array = NDArray[np.float64]
    End = tuple[str, str]

DEFINED = {
    "c_capacity": "v_capacity",
    "c_unit": "v_unit",
    "c_metric": "v_metric",
    "c_emissions": "v_emissions",
    "c_total": "v_total",
}
"""Rows that say what a variable of the same index is."""
COST, OPERATION, CLAUSE, BOUND = "cost", "operation", "clause", "bound"
NOTHING = 1e-9
"""Dual that is noise of the solver [1e8 per held unit]."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a unit of a decision costs, or pays where it is negative."""

    kind: str
    """`cost`, `operation`, `clause`, `bound`, or the family of a row."""
    key: str
    """The clause, or the first index of the row: a process, commodity or period."""
    cost: float
    """[1e8 per held unit], in what is minimised."""


class Worth:
    """The plan tier at an optimum of the master, its columns taken apart."""

    def __init__(self, bounds: Bounds, lower: Lower, weights: Array) -> None:
        self.bounds, self.lower = bounds, lower
        self.programme: Programme = bounds.programme
        relaxation, optimum = bounds.relaxation, lower.optimum
        cost = relaxation.costs.weighed(weights)[0]
        self._cost = np.where(relaxation.operation, 0.0, cost) / weights.max()
        dual = np.where(bounds.master.plan_rows, optimum.row_dual, 0.0)
        self._dual = dual / weights.max()
        self._reduced = optimum.column_dual / weights.max()
        self._by_column: csc_matrix = self.programme.matrix.tocsc()
        self._plan_cost = self._cost - self.programme.matrix.T @ self._dual
        self._rows = [(block.start, block) for block in self.programme.rows.values()]
        self._starts = np.array([start for start, _ in self._rows])
        self._columns = {
            name: {tuple(index): block.start + at for at, index in enumerate(_indices(block))}
            for name, block in self.programme.columns.items()
            if name in {*DEFINED.values(), "v_activity"}
        }

    def reduced(self, column: int) -> float:
        """Reduced cost of a column: what a unit more costs beyond what it pays [1e8]."""
        return float(self._reduced[column])

    def parts(self, column: int) -> list[Part]:
        """What a unit of a column costs and pays, the largest parts first."""
        found: dict[End, float] = defaultdict(float)
        self._follow(column, 1.0, None, found)
        ends = sorted(found.items(), key=lambda item: -abs(item[1]))
        return [Part(*end, cost) for end, cost in ends if abs(cost) > NOTHING]

    def _follow(self, column: int, times: float, came: int | None, found: dict[End, float]) -> None:
        """Add what a column costs and pays; rows that define variables are followed."""
        found[COST, self._family(column)] += times * float(self._cost[column])
        if came is not None:
            found[BOUND, ""] -= times * float(self._reduced[column])
        self._follow_rows(column, times, came, found)
        gives = float(self._plan_cost[column]) - float(self._reduced[column])
        if gives:
            self._operate(column, times, gives, found)

    def _follow_rows(
        self, column: int, times: float, came: int | None, found: dict[End, float]
    ) -> None:
        """Add what the rows of the plan tier are worth to a column, but for that it came by."""
        for row, value in self._entries(column):
            if row == came:
                continue
            defined = self._defined(row, column)
            if defined is None:
                found[self._end(row)] -= times * value * float(self._dual[row])
            else:
                self._follow(defined[0], -times * value / defined[1], row, found)

    def _operate(self, column: int, times: float, gives: float, found: dict[End, float]) -> None:
        """What operation gives for a column; of capacity, what its activity is worth aside."""
        activity = self._activity(column)
        if activity is None:
            found[OPERATION, ""] -= times * gives
            return
        at, hours = activity
        found[OPERATION, ""] -= times * (gives + hours * float(self._plan_cost[at]))
        found[COST, self._family(at)] += times * hours * float(self._cost[at])
        self._follow_rows(at, times * hours, None, found)

    def _entries(self, column: int) -> Iterator[tuple[int, float]]:
        """Rows of the plan tier that a column enters."""
        start, stop = self._by_column.indptr[column : column + 2]
        rows, values = self._by_column.indices[start:stop], self._by_column.data[start:stop]
        for row, value in zip(rows.tolist(), values.tolist(), strict=True):
            if self.bounds.master.plan_rows[row]:
                yield row, value

    def _defined(self, row: int, column: int) -> tuple[int, float] | None:
        """The variable that a row defines, with its coefficient, if it is another one."""
        name, index = self._row(row)
        known = self._columns.get(DEFINED.get(name, ""), {})
        target = known.get(index)
        if target is None or target == column:
            return None
        return target, float(self.programme.matrix[row, target])

    def _activity(self, column: int) -> tuple[int, float] | None:
        """Activity of hourly plant whose capacity a column is, and its full-load hours."""
        block = self.programme.columns["v_capacity"]
        if not block.start <= column < block.stop:
            return None
        index = tuple(block.index(column - block.start))
        at = self._columns["v_activity"].get(index)
        if at is None or not self.bounds.case.processes[index[0]].hourly:
            return None
        x = self.lower.optimum.x
        return (at, float(x[at] / x[column])) if x[column] > 1e-6 * max(1.0, x[at]) else None

    def _end(self, row: int) -> End:
        name, index = self._row(row)
        first = str(index[0]) if index else ""
        if name in FAMILIES:
            return CLAUSE, self._clauses[first]
        return name, first

    def _row(self, row: int) -> tuple[str, tuple[Any, ...]]:
        _, block = self._rows[int(np.searchsorted(self._starts, row, "right")) - 1]
        return block.name, tuple(block.index(row - block.start))

    def _family(self, column: int) -> str:
        blocks = self.programme.columns.items()
        return next(name for name, block in blocks if block.start <= column < block.stop)

    @property
    def _clauses(self) -> dict[str, str]:
        return {row.key: c.key for c in self.bounds.case.clauses.values() for row in c.rows}


def _indices(block: Any) -> Iterator[tuple[Any, ...]]:
    return (block.index(k) for k in range(len(block)))
