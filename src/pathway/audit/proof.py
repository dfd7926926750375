"""Weak duality, reckoned again: duals of the run against rows, bounds and costs of the workbook.

For duals y of the rows and z of the bounds with ``cost = y · rows + z`` in every decision, no
schedule costs less than ``Σ y × side + Σ z × bound``. The equation is tried on a random direction
in each kind of decision: where it does not hold, a random direction shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.cost import added, costs, discounted, stages
from pathway.audit.items import LIMIT
from pathway.audit.vector import bounds, random_direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.duals import Duals
    from pathway.audit.items import Ledger
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Key, Vector

GROUP = "optimality"
IDENTITY = 1e-8
"""Relative error of ``cost = y · rows + z`` that is accepted: rounding of sums and of tables."""
GAP = 1e-6
"""Relative gap that is accepted above the slack that a stage states."""
ROUND = 0.01
"""Share by which that slack may be above what the model file allows: rounding."""
SEED = 20301


class Proof:
    """Checks of one certificate."""

    def __init__(
        self, city: City, rows: Mapping[str, Rows], duals: Duals, reference: Array | None
    ) -> None:
        self.city, self.rows, self.duals, self.reference = city, rows, duals, reference

    def check(self, plan: Vector, ledger: Ledger) -> None:
        """Every check of the certificate against a plan."""
        stage = self.duals.stage
        unknown = sorted({*self.duals.rows.unknown, *self.duals.columns.unknown})
        ledger.equal((GROUP, "known"), unknown, [], f"names in duals of {stage}")
        for name, off in self._identity():
            self._put(ledger, "identity", off, name, IDENTITY)
        for name, off in self._signs():
            self._put(ledger, "signs", off, name, LIMIT)
        for name, off in self._told(plan):
            self._put(ledger, "sides", off, name, LIMIT)
        self._bound(plan, ledger)

    def _put(self, ledger: Ledger, item: str, off: float, where: str, limit: float) -> None:
        stage = self.duals.stage
        ledger.residual((GROUP, item), off, 1.0, detail=stage, where=where, limit=limit)

    # --- cost = y · rows + z --------------------------------------------------------------------

    def _identity(self) -> Iterator[tuple[str, float]]:
        """Relative error on a random direction in each variable by itself.

        Relative to the sizes of its parts, or to what as many decisions have on average.
        """
        direction = random_direction(self.city, SEED)
        nothing = {name: {k: 0.0 * x for k, x in keys.items()} for name, keys in direction.items()}
        using = self._using(nothing)
        found: dict[str, tuple[float, float, int]] = {}
        for name, keys in direction.items():
            tried = {**nothing, name: keys}
            left, gross = self._left(tried, name, using[name])
            cost = self._cost(tried)
            number = sum(int(np.count_nonzero(x)) for x in keys.values())
            found[name] = (abs(cost - left), max(gross, abs(cost)), number)
        total = sum(size for _, size, _ in found.values())
        average = total / max(sum(number for *_, number in found.values()), 1)
        for name, (off, size, number) in found.items():
            if number:
                yield name, off / max(size, average * number, 1e-12)

    def _using(self, nothing: Vector) -> dict[str, list[tuple[str, Key]]]:
        """Rows with a dual, by the variables that they look at."""
        found: dict[str, list[tuple[str, Key]]] = {name: [] for name in nothing}
        for name, key, _ in _each(self.duals.rows.dual):
            seen = _Seen(nothing)
            self.rows[name].level(seen, key)
            for variable in seen.names:
                found[variable].append((name, key))
        return found

    def _allowed(self, spent: float) -> float:
        """Largest slack of the certificate, of a plan that costs so much over all years.

        What is minimised may have the gap that the model file states. Of a plan that was solved to
        a gap, the cost before peaking by itself is proved to a gap of its own, which is told; that
        after it to the gap of the cost of all years.
        """
        options = self.city.options
        gap = float(options["solver"].get("gap", 0.0))
        own = self.duals.gap if self.duals.stage == "before" else 0.0
        if self.duals.stage == "tail":
            own = gap * spent / max(abs(self.duals.cost), 1e-9)
        return max(own, gap, float(options["objective"]["tail_slack"]), GAP)

    def _spent(self, v: Vector) -> tuple[float, float]:
        """Discounted cost before the deadline and after it."""
        return stages(self.city, discounted(self.city, added(costs(self.city, v))))

    def _cost(self, v: Vector) -> float:
        before, after = self._spent(v)
        return self.duals.weights[0] * before + self.duals.weights[1] * after

    def _left(self, v: Vector, variable: str, rows: list[tuple[str, Key]]) -> tuple[float, float]:
        """Σ y × left-hand side + Σ z × value of one variable, and the sum of the parts' sizes."""
        total = gross = 0.0
        for name, key in rows:
            y = self.duals.rows.dual[name][key]
            level, size = self.rows[name].level(v, key)
            total += float((y * level).sum())
            gross += float((np.abs(y) * size).sum())
        for key, z in self.duals.columns.dual.get(variable, {}).items():
            part = z * v[variable][key]
            total += float(part.sum())
            gross += float(np.abs(part).sum())
        return total, gross

    # --- sides ----------------------------------------------------------------------------------

    def _sides(self) -> Iterator[tuple[str, Key, Array, Array]]:
        """Name, key, duals, and the sides and bounds that they price; infinite where none is."""
        for name, key, y in _each(self.duals.rows.dual):
            rows = self.rows[name]
            lower = rows.side[key] if rows.sense != "<=" else np.full_like(y, -np.inf)
            upper = rows.side[key] if rows.sense != ">=" else np.full_like(y, np.inf)
            side = np.where(y > 0, lower, upper)
            yield name, key, y, np.where(rows.exists(key), side, np.inf)
        for name, key, z in _each(self.duals.columns.dual):
            lower, upper = bounds(self.city, name, key, self.reference)
            yield name, key, z, np.where(z > 0, lower, upper)

    def _signs(self) -> Iterator[tuple[str, float]]:
        """Duals that price a side that is not there, relative to the largest dual."""
        known = list(self._sides())
        largest = max((float(np.abs(y).max()) for _, _, y, _ in known), default=0.0)
        for name, _, y, side in known:
            yield name, float(np.abs(y[~np.isfinite(side)]).max(initial=0.0)) / max(largest, 1e-12)

    def _told(self, plan: Vector) -> Iterator[tuple[str, float]]:
        """Sides and levels of the table, against those of the workbook and of the plan."""
        for name, key, _, side in self._sides():
            told = self.duals.rows if name in self.rows else self.duals.columns
            level, gross = self._level(plan, name, key)
            for said, own in ((told.side[name][key], side), (told.level[name][key], level)):
                there = np.isfinite(said) & np.isfinite(own)
                off = (
                    np.abs(said - own)[there]
                    / np.maximum(np.maximum(gross, np.abs(own)), 1.0)[there]
                )
                yield name, float(off.max(initial=0.0))

    def _level(self, plan: Vector, name: str, key: Key) -> tuple[Array, Array]:
        if name in self.rows:
            return self.rows[name].level(plan, key)
        return plan[name][key], np.abs(plan[name][key])

    def _bound(self, plan: Vector, ledger: Ledger) -> None:
        """Slack where there is a price, and the cost above the bound."""
        cost, bound = self._cost(plan), 0.0
        scale, limit = max(abs(cost), 1e-9), GAP + self.duals.slack
        lost: dict[str, float] = {}
        for name, key, y, side in self._sides():
            priced = np.where(np.isfinite(side), side, 0.0)
            bound += float((y * priced).sum())
            slack = np.where(np.isfinite(side), self._level(plan, name, key)[0] - priced, 0.0)
            lost[name] = lost.get(name, 0.0) + float(np.abs(y * slack).sum())
        for name, amount in lost.items():
            self._put(ledger, "slackness", amount / scale, name, limit)
        self._put(ledger, "gap", abs(cost - bound) / scale, "", limit)
        self._put(ledger, "told", abs(cost - self.duals.cost) / scale, "cost", LIMIT)
        self._put(ledger, "told", abs(bound - self.duals.bound) / scale, "bound", LIMIT)
        self._put(ledger, "told", abs((cost - bound) / scale - self.duals.gap), "gap", LIMIT)
        allowed = self._allowed(sum(self._spent(plan)))
        self._put(ledger, "accepted", self.duals.slack / allowed - 1.0, "slack", ROUND)


class _Seen(dict[str, "dict[Key, Array]"]):
    """A vector that remembers the variables that were looked at."""

    def __init__(self, vector: Vector) -> None:
        super().__init__(vector)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> dict[Key, Array]:
        """Values of a variable."""
        self.names.add(name)
        return super().__getitem__(name)


def _each(vector: Vector) -> Iterator[tuple[str, Key, Array]]:
    for name, by_key in vector.items():
        for key, values in by_key.items():
            yield name, key, values
