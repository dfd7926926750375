"""A programme in the solver whose statements can be let go, and given new numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.clash.places import AT_LEAST, Place, clause_places, limit_places, stock_places
from pathway.solve.clash.units import factor_of
from pathway.solve.highs import LoadedProgramme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Case, ClauseRow
    from pathway.model.algebra import Programme
    from pathway.settings import SolverSettings
    from pathway.solve.clash.answer import Change

    Array = NDArray[np.float64]
    Cut = tuple[NDArray[np.int64], Array, float]

PATIENCE = 60.0
"""Seconds after which a solve from the last basis is given up for a cold one."""


class Loose:
    """A programme in the solver whose statements may give way.

    Args:
        case: the planning problem.
        programme: its rows.
        settings: options of the solver.
        cuts: further rows that hold: columns, coefficients, lower side.
    """

    def __init__(
        self, case: Case, programme: Programme, settings: SolverSettings, cuts: Iterable[Cut] = ()
    ) -> None:
        self.case, self.programme = case, programme
        self.loaded = LoadedProgramme(programme, settings, PATIENCE)
        self.cuts = list(cuts)
        for columns, values, side in self.cuts:
            self.loaded.add_row(columns, values, side, np.inf)
        self.added = 0
        slacked = (*limit_places(programme), *stock_places(case, programme))
        self.places = [*clause_places(case, programme), *map(self._slacked, slacked)]
        metrics = programme.columns["v_metric"]
        self.metric = {metrics.index(k): metrics.start + k for k in range(len(metrics))}
        self._exact: list[int] = []

    def _slacked(self, place: Place) -> Place:
        short = place.named.kind in AT_LEAST
        column = self.give_way([place.row], [1.0 if short else -1.0])
        return replace(place, short=column) if short else replace(place, over=column)

    def give_way(self, rows: Sequence[int], values: Sequence[float]) -> int:
        """Add a column of zero that enters some rows, to be opened later; its place."""
        column = self.loaded.add_column(np.array(rows, np.int64), np.array(values, float))
        self.added += 1
        self.bound(column, 0.0)
        return column

    # --- bounds -------------------------------------------------------------------------------

    def bound(self, column: int, upper: float) -> None:
        """Set the upper bound of a column."""
        known = column < self.programme.n_columns
        lower = self.programme.col_lower[column] if known else 0.0
        self.loaded.bound_columns(np.array([column]), np.array([lower]), np.array([upper]))

    def shut(self, column: int) -> None:
        """Give a column the bound that the programme states."""
        known = column < self.programme.n_columns
        self.bound(column, float(self.loaded.col_upper[column]) if known else 0.0)

    def close(self) -> None:
        """Let nothing give way."""
        for place in self.places:
            for column in place.columns:
                self.shut(column)
        for row in self._exact:
            self.loaded.bound_rows(np.array([row]), np.array([-np.inf]), np.array([np.inf]))
        self._exact = []

    def open(self, places: Iterable[Place]) -> None:
        """Let statements give way as far as they have to."""
        for place in places:
            for column in place.columns:
                self.bound(column, place.most)

    def apply(self, changes: Iterable[Change]) -> None:
        """Let statements give way by changes of their numbers, and no further."""
        self.close()
        known = {place.named: place for place in self.places}
        for change in changes:
            place = known[change.named]
            if place.clause is None:
                amount = abs(change.reached - change.asked) / self.factor(place)
                self.bound(place.columns[0], amount)
            else:
                assert change.limit is not None
                self._apply_limit(place, place.clause, change.limit)

    def _apply_limit(self, place: Place, row: ClauseRow, limit: float) -> None:
        """``slack <= change of limit × denominator``, the denominator being what it is."""
        moved = abs(limit - row.limit)
        column = place.short if limit < row.limit else place.over
        self.bound(column, np.inf)
        terms = [(self.metric[t.metric, t.year], -moved * t.coefficient) for t in row.denominator]
        columns = np.array([column, *(at for at, _ in terms)], np.int64)
        values = np.array([1.0, *(value for _, value in terms)])
        side = moved * row.denominator_constant
        self._exact.append(self.loaded.add_row(columns, values, -np.inf, side))

    def factor(self, place: Place) -> float:
        """What planners read per held unit of a limit."""
        return factor_of(self.case, place.named)

    # --- solving ------------------------------------------------------------------------------

    def minimise(self, cost: Array) -> None:
        """Set the objective of the programme's columns, then of added ones; else zero."""
        n = self.programme.n_columns
        self.loaded.minimise(cost[:n])
        added = np.arange(n, n + self.added)
        rest = np.zeros(self.added)
        rest[: len(cost) - n] = cost[n:]
        self.loaded.price_columns(added, rest)
