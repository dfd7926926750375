"""Rows of clauses in the plan tier, and of the peak, which is a clause that a family keeps."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause_moves import is_peak
from pathway.solve.clause_changes import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from pathway.case.case import Case, ClauseRow
    from pathway.solve.decomposed.bounds import Bounds
    from pathway.solve.decomposed.master import Master

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

PEAK = "peak"
"""Name of the peak where no clause of the plan asks for it."""
NONE = np.zeros(0, np.int64)
NO_COLUMNS = NONE, np.zeros(0)


@dataclass(frozen=True, eq=False)
class Sides:
    """Limits that a clause sets: sides of rows, and upper bounds of columns."""

    rows: Places
    columns: Places


class ClauseLimits:
    """What each clause limits in the master, to be opened and set back.

    The rows of the peak that are in force and the guard count as one clause: that of the plan that
    asks for the peak, or `PEAK`.
    """

    def __init__(self, bounds: Bounds) -> None:
        self.master: Master = bounds.master
        case, programme = bounds.case, bounds.programme
        self.place = {
            str(key): programme.rows[name].start + at
            for name in FAMILIES
            if name in programme.rows
            for at, key in enumerate(programme.rows[name].index_set)
        }
        """Row of the programme, by key of the clause row."""
        self.of: dict[str, Sides] = {
            clause.key: Sides(np.array([self.place[row.key] for row in clause.rows]), NONE)
            for clause in case.clauses.values()
            if clause.rows
        }
        """What each clause limits, by its key."""
        self.peak = next((c.key for c in case.clauses.values() if is_peak(c)), PEAK)
        self._add_peak(bounds)
        self.row: dict[str, ClauseRow] = {
            row.key: row for clause in case.clauses.values() for row in clause.rows
        }

    def _add_peak(self, bounds: Bounds) -> None:
        programme, loaded = bounds.programme, self.master.loaded
        parts = []
        for blocks, name, upper in (
            (programme.rows, "c_peak", loaded.row_upper),
            (programme.columns, "v_emissions", loaded.col_upper),
        ):
            block = blocks.get(name)
            places = NONE if block is None else np.arange(block.start, block.stop)
            parts.append(places[np.isfinite(upper[places])])
        if len(parts[0]) or len(parts[1]):
            self.of[self.peak] = Sides(*parts)

    @property
    def guard(self) -> Places:
        """Columns whose upper bound is the guard of the peak."""
        sides = self.of.get(self.peak)
        return NONE if sides is None else sides.columns

    @contextmanager
    def open(self, keys: Iterable[str], columns: Places = NONE) -> Iterator[None]:
        """Let go of some clauses, and of upper bounds of some columns, for a while."""
        sides = [self.of[key] for key in keys]
        rows = np.concatenate([NONE, *(side.rows for side in sides)])
        columns = np.concatenate([columns, *(side.columns for side in sides)])
        with self.limited(
            (rows, np.full(len(rows), -np.inf), np.full(len(rows), np.inf)),
            (columns, np.full(len(columns), np.inf)),
        ):
            yield

    @contextmanager
    def limited(
        self, rows: tuple[Places, Array, Array], columns: tuple[Places, Array] = NO_COLUMNS
    ) -> Iterator[None]:
        """Set sides of rows and upper bounds of columns for a while."""
        loaded = self.master.loaded
        programme = loaded.programme
        loaded.bound_rows(*rows)
        loaded.bound_columns(columns[0], programme.col_lower[columns[0]], columns[1])
        try:
            yield
        finally:
            loaded.bound_rows(rows[0], programme.row_lower[rows[0]], loaded.row_upper[rows[0]])
            loaded.limit_columns(columns[0], loaded.col_upper[columns[0]])


def figure_of(row: ClauseRow, bounds: Bounds, x: Array) -> float:
    """Figure of a clause row at values of the plan tier, in the unit that the clause states."""
    values = dict(
        zip(
            bounds.programme.columns["v_metric"].index_set,
            bounds.programme.values("v_metric", x).tolist(),
            strict=True,
        )
    )
    numerator = row.numerator_constant
    numerator += sum(term.coefficient * values[term.metric, term.year] for term in row.numerator)
    below = row.denominator_constant
    below += sum(term.coefficient * values[term.metric, term.year] for term in row.denominator)
    return numerator / below * row.shown_scale + row.shown_offset if below else float("nan")


def names_of(case: Case) -> list[str]:
    """Keys of the clauses that have rows."""
    return [clause.key for clause in case.clauses.values() if clause.rows]
