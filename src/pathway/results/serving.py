"""Which clauses a piece of work helps to keep: builds, retrofits and retirements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pathway.case.case import Relation

if TYPE_CHECKING:
    from pathway.case.case import Case, ClauseRow, Figure

NOTHING = 1e-12


def clauses_served(case: Case, *, leaving: bool) -> dict[str, list[str]]:
    """Live clauses by the process whose coming (or leaving) moves their numerator as wished.

    A process that comes adds its coefficients on capacity, activity, new and retrofitted capacity;
    one that leaves takes those on capacity and activity away and adds those on retired capacity.
    Denominators do not count: more use of energy does not serve a limit on the share of coal.
    """
    result: dict[str, list[str]] = defaultdict(list)
    for clause in case.clauses.values():
        helped = {p for row in clause.rows for p in _helped(case, row, leaving)}
        for process in case.processes:
            if process in helped:
                result[process].append(clause.key)
    return dict(result)


def _helped(case: Case, row: ClauseRow, leaving: bool) -> set[str]:
    effect: dict[str, float] = defaultdict(float)
    for term in row.numerator:
        if term.year == row.year:
            year = case.years.index(term.year)
            for process, change in _effects(case.figures[term.metric], year, leaving).items():
                effect[process] += term.coefficient * change
    wished = -1.0 if row.relation is Relation.AT_MOST else 1.0
    return {process for process, change in effect.items() if wished * change > NOTHING}


def _effects(figure: Figure, year: int, leaving: bool) -> dict[str, float]:
    """Change of a figure when one unit of each process comes or leaves."""
    standing = -1.0 if leaving else 1.0
    parts = [(figure.capacity, standing), (figure.activity, standing)]
    parts += [(figure.retired, 1.0)] if leaving else [(figure.new, 1.0), (figure.retrofitted, 1.0)]
    result: dict[str, float] = defaultdict(float)
    for part, sign in parts:
        for process, coefficient in part.items():
            result[process] += sign * float(coefficient[year])
    return result
