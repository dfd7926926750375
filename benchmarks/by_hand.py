"""The programme of `numbers_of` assembled with numpy and scipy: index arrays, no algebra at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numbers_of import Numbers
from scipy.sparse import csr_matrix

from pathway.solve.rows import PlainRows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pathway.case.case import Case

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]


@dataclass
class Assembled:
    """A programme as HiGHS takes it."""

    columns: dict[str, Ints] = field(default_factory=dict)
    """Column of every index of a variable."""
    width: int = 0
    height: int = 0
    parts: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)

    def column(self, name: str, *shape: int) -> None:
        """Add a variable."""
        size = int(np.prod(shape))
        self.columns[name] = np.arange(self.width, self.width + size, dtype=np.int32).reshape(shape)
        self.width += size

    def rows(self, lower: Floats | float, upper: Floats | float, *shape: int) -> Ints:
        """Add rows with these sides; their numbers."""
        size = int(np.prod(shape))
        self.lower.append(np.broadcast_to(lower, shape).ravel())
        self.upper.append(np.broadcast_to(upper, shape).ravel())
        self.height += size
        return np.arange(self.height - size, self.height, dtype=np.int32).reshape(shape)

    def put(self, row: Ints, column: Ints, value: Floats | float) -> None:
        """Put values where rows and columns meet; all three broadcast."""
        shape = np.broadcast_shapes(row.shape, column.shape, np.shape(value))
        self.parts.append(tuple(np.broadcast_to(x, shape).ravel() for x in (row, column, value)))

    def matrix(self) -> csr_matrix:
        """Coefficients, sorted, without zeros."""
        row, column, value = (np.concatenate(each) for each in zip(*self.parts, strict=True))
        matrix = csr_matrix((value, (row, column)), shape=(self.height, self.width))
        matrix.eliminate_zeros()
        matrix.sort_indices()
        return matrix


@dataclass(frozen=True, eq=False)
class Rows(PlainRows):
    """What HiGHS is given, with the cost of each column."""

    cost: Floats


def assemble_by_hand(case: Case) -> Rows:
    """The programme of a case as arrays."""
    n, a = Numbers(case), Assembled()
    _columns(n, a)
    _stock(n, a)
    _totals(n, a)
    _balance(n, a)
    _dispatch(n, a)
    _limits(n, a)
    _storage(n, a)
    lower = np.zeros(a.width)
    for free in ("v_total", "v_spread"):
        lower[a.columns[free]] = -np.inf
    cost = np.zeros(a.width)
    for name, values in n.cost.items():
        cost[a.columns[name].ravel()] = values.ravel()
    sides = np.concatenate(a.lower), np.concatenate(a.upper)
    return Rows(a.matrix(), *sides, lower, np.full(a.width, np.inf), cost)


def _columns(n: Numbers, a: Assembled) -> None:
    years, steps = len(n.years), n.steps
    a.column("v_capacity", len(n.standing), years)
    a.column("v_activity", len(n.processes), years)
    a.column("v_build", len(n.builds))
    a.column("v_dispatch", len(n.running), years, steps)
    a.column("v_committed", len(n.committed), years, n.days)
    a.column("v_charge", len(n.stores), years, steps)
    a.column("v_discharge", len(n.stores), years, steps)
    a.column("v_total", len(n.totals), years)
    a.column("v_unserved", len(n.unserved), years, steps)
    a.column("v_spread", len(n.spreads), years)
    a.column("v_level", len(n.stores), years, steps)


def _at(names: list[str], chosen: Iterable[str]) -> NDArray[np.int64]:
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[name] for name in chosen], int)


def _stock(n: Numbers, a: Assembled) -> None:
    row = a.rows(n.existing, n.existing, *n.existing.shape)
    a.put(row, a.columns["v_capacity"], 1.0)
    of = row[_at(n.standing, (p for p, _ in n.builds))]
    a.put(of, a.columns["v_build"][:, None], -n.lives)


def _totals(n: Numbers, a: Assembled) -> None:
    years, activity = len(n.years), a.columns["v_activity"]
    for names, hours in (
        (n.plain, "v_dispatch"),
        (n.committed, "v_dispatch"),
        (n.stores, "v_discharge"),
    ):
        row = a.rows(0.0, 0.0, len(names), years)
        a.put(row, activity[_at(n.processes, names)], 1.0)
        among = n.stores if names is n.stores else n.running
        a.put(row[:, :, None], a.columns[hours][_at(among, names)], -n.weight)
        if names is n.committed:
            day = np.bincount(n.day_of, n.weight)
            a.put(row[:, :, None], a.columns["v_committed"], -n.min_load[:, None, None] * day)
    row = a.rows(0.0, 0.0, len(n.totals), years)
    a.put(row, a.columns["v_total"], 1.0)
    terms = n.total_terms
    a.put(row[terms.row], activity[_at(n.processes, terms.process)], -terms.amount)


def _balance(n: Numbers, a: Assembled) -> None:
    row = a.rows(n.demand, n.demand, *n.demand.shape)
    flows = n.flows
    for node, process, amount in zip(flows.row, flows.process, flows.amount, strict=True):
        each = amount[:, None]
        a.put(row[node], a.columns["v_dispatch"][n.running.index(process)], each)
        if process in n.committed:
            k = n.committed.index(process)
            floor = a.columns["v_committed"][k][:, n.day_of]
            a.put(row[node], floor, each * n.min_load[k])
    a.put(row[n.store_node], a.columns["v_discharge"], 1.0)
    a.put(row[n.store_node], a.columns["v_charge"], -1.0)
    a.put(row[_at(n.nodes, n.unserved)], a.columns["v_unserved"], 1.0)
    of = row[_at(n.nodes, (group[:2] for group in n.spreads))]
    a.put(of, a.columns["v_spread"][:, :, None], -n.spread_shape)


def _dispatch(n: Numbers, a: Assembled) -> None:
    years, steps, capacity = len(n.years), n.steps, a.columns["v_capacity"]
    row = a.rows(-np.inf, 0.0, len(n.flexible), years, steps)
    _modes(n, a, row, n.flexible)
    most = n.most(n.flexible)[:, :, None] * n.profile[:, None, :]
    a.put(row, capacity[_at(n.standing, n.flexible)][:, :, None], -most)
    row = a.rows(-np.inf, 0.0, len(n.committed), years, n.days)
    a.put(row, a.columns["v_committed"], 1.0)
    most = n.most(n.committed)[:, :, None]
    a.put(row, capacity[_at(n.standing, n.committed)][:, :, None], -most)
    row = a.rows(-np.inf, 0.0, len(n.committed), years, steps)
    _modes(n, a, row, n.committed)
    above = (n.min_load - 1.0)[:, None, None]
    a.put(row, a.columns["v_committed"][:, :, n.day_of], above)


def _modes(n: Numbers, a: Assembled, row: Ints, plant: list[str]) -> None:
    """Activity of each plant, its other modes included."""
    host = [k for k, p in enumerate(plant) for _ in n.modes[p]]
    modes = [q for p in plant for q in n.modes[p]]
    a.put(row[host], a.columns["v_dispatch"][_at(n.running, modes)], 1.0)


def _limits(n: Numbers, a: Assembled) -> None:
    activity, capacity = a.columns["v_activity"], a.columns["v_capacity"]
    (processes, most), high, low = n.limits()
    known = ~np.isnan(most)
    row = a.rows(-np.inf, most[known], int(known.sum()))
    a.put(row, activity[_at(n.processes, processes)][known], 1.0)
    for (processes, hours), sign in ((high, 1.0), (low, -1.0)):
        row = a.rows(-np.inf, 0.0, len(processes), len(n.years))
        host = [k for k, p in enumerate(processes) for _ in n.modes[p]]
        modes = [q for p in processes for q in n.modes[p]]
        a.put(row[host], activity[_at(n.processes, modes)], sign)
        a.put(row, capacity[_at(n.standing, processes)], -sign * hours)


def _storage(n: Numbers, a: Assembled) -> None:
    shape = len(n.stores), len(n.years), n.steps
    own = a.columns["v_capacity"][_at(n.standing, n.stores)][:, :, None]
    for flow in ("v_charge", "v_discharge"):
        row = a.rows(-np.inf, 0.0, *shape)
        a.put(row, a.columns[flow], 1.0)
        a.put(row, own, -n.power[:, :, None])
    row = a.rows(-np.inf, 0.0, *shape)
    a.put(row, a.columns["v_level"], 1.0)
    holder = a.columns["v_capacity"][_at(n.standing, n.holder)][:, :, None]
    a.put(row, holder, -n.energy[:, None, None])
    row = a.rows(0.0, 0.0, *shape)
    kept, stored, drawn = (each[:, None, :] for each in n.level)
    a.put(row, a.columns["v_level"], 1.0)
    a.put(row, a.columns["v_level"][:, :, n.before], -kept)
    a.put(row, a.columns["v_charge"], -stored)
    a.put(row, a.columns["v_discharge"], drawn)
