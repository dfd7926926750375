"""Targets of clauses, moved a step tighter or looser.

A step is a share of the target as the plan states it: 5 % of 7 GW are 0.35 GW, of a share of 50 %
they are 2.5 percentage points, of a fall by 18 % against a base year 0.9 points. A trend (not above
last year) has last year's figure for its target: tighter then means a fall of 5 % a year. Targets
of nought are left alone; of a change by nought the step is a share of the base value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway.case.case import Relation
from pathway.case.lexicon import TRENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathway.case.case import Case, Clause, ClauseRow


class Way(StrEnum):
    """Which way a target goes."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    HIGHER = "higher"
    """Of a target that is to be met exactly: neither way is tighter."""
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class ClauseMove:
    """A clause whose target moves, in one year or in all."""

    clause: str
    way: Way
    step: float
    """Share of the target; of a peak clause the deadline moves by a year whatever it says."""
    year: int | None = None
    """The year whose row moves; None moves all of them."""


def ways(clause: Clause) -> tuple[Way, Way]:
    """Both ways that the target of a clause may go."""
    if any(row.relation is Relation.EQUAL for row in clause.rows):
        return Way.HIGHER, Way.LOWER
    return Way.TIGHTER, Way.LOOSER


def is_peak(clause: Clause) -> bool:
    """Whether it is the clause that emissions peak by the deadline."""
    return clause.state == "family" and clause.understood == "peak"


def moved_rows(case: Case, move: ClauseMove) -> dict[str, ClauseRow]:
    """Rows that a move changes, as they are after it, by their key."""
    clause = case.clauses[move.clause]
    trend = clause.understood in TRENDS
    rows = (row for row in clause.rows if move.year in {None, row.year})
    changed = {row.key: (_trend if trend else _level)(row, move) for row in rows}
    return {key: row for key, row in changed.items() if row not in clause.rows}


def moved(case: Case, moves: Iterable[ClauseMove]) -> Case:
    """The case with the targets of some clauses moved; no row may move twice."""
    changed: dict[str, ClauseRow] = {}
    for move in moves:
        changed |= moved_rows(case, move)
    return replace(case, clauses={k: _with(c, changed) for k, c in case.clauses.items()})


def stated(row: ClauseRow) -> float:
    """Target of a row in the unit that the clause states."""
    return row.limit * row.shown_scale + row.shown_offset


def _with(clause: Clause, changed: Mapping[str, ClauseRow]) -> Clause:
    rows = tuple(changed.get(row.key, row) for row in clause.rows)
    return clause if rows == clause.rows else replace(clause, rows=rows)


def _level(row: ClauseRow, move: ClauseMove) -> ClauseRow:
    size = abs(stated(row) / row.shown_scale) or abs(row.limit)
    return replace(row, limit=row.limit + _sign(row, move.way) * move.step * size)


def _trend(row: ClauseRow, move: ClauseMove) -> ClauseRow:
    """The figure of the year before counts for more, or for less."""
    factor = 1.0 + _sign(row, move.way) * move.step
    terms = tuple(
        replace(term, coefficient=term.coefficient * factor) if term.year < row.year else term
        for term in row.numerator
    )
    return replace(row, numerator=terms)


def _sign(row: ClauseRow, way: Way) -> float:
    """Plus where the way raises the limit."""
    up = way is Way.HIGHER or (way is Way.TIGHTER and row.relation is Relation.AT_LEAST)
    return 1.0 if up or (way is Way.LOOSER and row.relation is Relation.AT_MOST) else -1.0
