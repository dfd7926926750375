"""A programme without a plan whose statements may give way, the less firm ones first.

Rows of hard clauses get their slack back; the peak and limits of the workbook get a slack column.
Physics has none. What is minimised is the change of each number against the number as asked for,
added up: slack / (target × denominator). Where the denominator is a decision, that is a ratio; it
is minimised by Dinkelbach's method, whose steps are solves from the last basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import InfeasibleError, SolveError
from pathway.solve.clash.loose import Loose
from pathway.solve.clash.places import GIVEN, LIMITS, OWN, PEAK, STOCK, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from pathway.solve.clash.answer import Kind, Named
    from pathway.solve.highs import Optimum

    Array = NDArray[np.float64]

NONE = 1e-7
"""Relative change that is none."""
FIRM = {STOCK: 1e3, LIMITS: 1e2, PEAK: 10.0, GIVEN: 1.0, OWN: 0.1}
"""Weights of a first solve, which finds levels where nothing has to give way."""
EVEN: dict[int, float] = {}
"""No weights by firmness."""
RATIOS = 8
"""Most steps of Dinkelbach's method."""


@dataclass(frozen=True, eq=False)
class Least:
    """The least change found."""

    slack: dict[Place, float]
    """What gives way, and by how much: negative where a figure falls short [held unit]."""
    x: Array
    proof: Array
    """Duals of rows and cuts where the firmest change was minimised: why it cannot be less."""


class Elastic(Loose):
    """Finds the least change."""

    def least(self, kept: Collection[tuple[Kind, str]]) -> Least | None:
        """The least change; None if nothing that may change leaves a plan.

        Firmer things are minimised first, with all that is less firm free.

        Args:
            kept: what stays as it is.
        """
        self.close()
        free = [place for place in self.places if place.named.whole not in kept]
        self.open(free)
        slack: dict[Place, float] = {}
        proof = None
        try:
            x = self._solve(free, np.zeros(0), {}, FIRM)[1]
        except InfeasibleError:
            return None
        for level in (STOCK, LIMITS, PEAK, GIVEN, OWN):
            items = [place for place in free if place.level == level]
            if self._moved(items, x):  # else the level has its least, which is none
                optimum, x = self._least_of(items)
                if proof is None and self._moved(items, x):
                    proof = self._proof(optimum)
            moved = self._moved(items, x)
            slack |= moved
            self._hold(items, moved)
        return Least(slack, x, proof) if proof is not None else None

    def proof_of(self, named: Collection[Named]) -> Array | None:
        """Duals that show that some statements clash, all others let go; None if they do not."""
        self.close()
        items = [place for place in self.places if place.named in named]
        self.open(self.places)
        optimum, x = self._solve(items, np.zeros(0), {})
        return self._proof(optimum) if self._moved(items, x) else None

    def _proof(self, optimum: Optimum) -> Array:
        return np.append(optimum.row_dual, optimum.added_dual[: len(self.cuts)])

    def _moved(self, items: list[Place], x: Array) -> dict[Place, float]:
        """What gives way at a point."""
        sizes = self._sizes(items, x)
        given = {place: self.gives(place, x) for place in items}
        return {place: gives for place, gives in given.items() if abs(gives) > NONE * sizes[place]}

    def _hold(self, items: list[Place], moved: dict[Place, float]) -> None:
        """Let a level give way no more than it has to."""
        for place in items:
            for column in place.columns:
                if place in moved and (column == place.short) == (moved[place] < 0):
                    self.bound(column, abs(moved[place]) * (1.0 + NONE))
                else:
                    self.shut(column)

    def _least_of(self, items: list[Place]) -> tuple[Optimum, Array]:
        """Least sum of relative changes of some statements."""
        best = self._solve(items, np.zeros(0), {})
        if not any(place.clause and place.clause.denominator for place in items):
            return best
        value = np.inf
        for step in range(RATIOS):
            rates = {p: abs(self.gives(p, best[1])) / self._per(p, best[1]) for p in items}
            try:
                found = self._solve(items, best[1], rates)
            except SolveError:  # larger denominators alone would do: keep what is known
                return best
            total = self._total(items, found[1])
            if total >= value * (1.0 - NONE) and step:
                return best
            value, best = min(total, value), found if total <= self._total(items, best[1]) else best
        return best

    def _total(self, items: list[Place], x: Array) -> float:
        sizes = self._sizes(items, x)
        return float(sum(abs(self.gives(p, x)) / sizes[p] for p in items))

    def _solve(
        self,
        items: list[Place],
        near: Array,
        rates: dict[Place, float],
        firm: Mapping[int, float] = EVEN,
    ) -> tuple[Optimum, Array]:
        """Minimise slack over its size near a point, less what larger denominators are worth."""
        cost = np.zeros(self.programme.n_columns + self.added)
        sizes = self._sizes(items, near)
        for place in items:
            weight = firm.get(place.level, 1.0) / sizes[place]
            for column in place.columns:
                cost[column] += weight
            if place.clause is not None and rates.get(place):
                for term in place.clause.denominator:
                    column = self.metric[term.metric, term.year]
                    cost[column] -= weight * rates[place] * term.coefficient
        self.minimise(cost)
        optimum = self.loaded.solve(primal=not firm)
        return optimum, np.concatenate([optimum.x, optimum.added])

    # --- sizes --------------------------------------------------------------------------------

    @staticmethod
    def gives(place: Place, x: Array) -> float:
        """How far a statement gives way [held unit]; negative where a figure falls short."""
        short, over = (x[c] if c >= 0 else 0.0 for c in (place.short, place.over))
        return float(over - short)

    def _per(self, place: Place, x: Array) -> float:
        """Denominator of a clause row at a point; one for what has none, or none yet."""
        row = place.clause
        if row is None:
            return 1.0
        terms = (x[self.metric[t.metric, t.year]] * t.coefficient for t in row.denominator)
        found = row.denominator_constant + (sum(terms) if len(x) else 0.0)
        return float(found) if found > NONE else 1.0

    def moved_limit(self, place: Place, x: Array) -> float:
        """Change of the limit of a clause row at a point [held ratio]."""
        return self.gives(place, x) / self._per(place, x)

    def size(self, place: Place) -> float:
        """The number of a statement that changes are compared with [held unit]; one for nought."""
        row = place.clause
        if row is not None:
            shown = (row.limit * row.shown_scale + row.shown_offset) / row.shown_scale
            return abs(shown) or abs(row.limit) or 1.0
        if place.level == STOCK:
            return place.most if np.isfinite(place.most) else 1.0
        lower, upper = self.programme.row_lower[place.row], self.programme.row_upper[place.row]
        side = lower if np.isfinite(lower) else upper
        return abs(float(side)) or 1.0

    def _sizes(self, items: list[Place], x: Array) -> dict[Place, float]:
        return {place: self.size(place) * self._per(place, x) for place in items}
