"""Which rows and bounds of a programme state something that a plan may have to give up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Expansion, Relation
from pathway.solve.clash.answer import Kind, Named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case, ClauseRow
    from pathway.model.algebra import Programme

OWN, GIVEN, PEAK, LIMITS, STOCK = range(5)
"""Firmness of what may change: own targets first, then clauses, the peak, limits of the workbook,
and last when plant leaves and comes."""
LEVELS = {
    Kind.OWN_TARGET: OWN, Kind.CLAUSE: GIVEN, Kind.PEAK: PEAK, Kind.UNIT_ENDS: STOCK,
    Kind.PROJECT_LATER: STOCK, Kind.BUILDS_LATER: STOCK,
}  # fmt: skip
ROWS = {
    "c_potential": Kind.POTENTIAL,
    "c_capacity_floor": Kind.CAPACITY_FLOOR,
    "c_build_limit": Kind.BUILD_LIMIT,
    "c_growth": Kind.GROWTH,
    "c_committed": Kind.COMMITTED,
    "c_listed": Kind.LISTED,
    "c_retrofit_share": Kind.RETROFIT_SHARE,
    "c_retrofit_limit": Kind.RETROFIT_LIMIT,
    "c_adequacy": Kind.ADEQUACY,
    "c_peak": Kind.PEAK,
} | {
    f"c_{name}_{tier}": kind
    for tier in ("hourly", "yearly")
    for name, kind in (
        ("activity_max", Kind.ACTIVITY_MAX),
        ("activity_min", Kind.ACTIVITY_MIN),
        ("hours_max", Kind.HOURS_MAX),
        ("hours_min", Kind.HOURS_MIN),
    )
}
"""Rows of the programme that state a limit, other than clauses."""
CLAUSE_ROWS = ("c_clause_ge", "c_clause_le", "c_clause_eq")
AT_LEAST = {
    Kind.CAPACITY_FLOOR, Kind.COMMITTED, Kind.ACTIVITY_MIN, Kind.HOURS_MIN, Kind.ADEQUACY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, its row, and the columns that let it give way."""

    named: Named
    row: int
    short: int = -1
    """Column by which a figure may fall short of it; -1 for none."""
    over: int = -1
    """Column by which it may go over."""
    clause: ClauseRow | None = None
    most: float = np.inf
    """How far it may give way [held unit]."""

    @property
    def level(self) -> int:
        """How firm it is."""
        return LEVELS.get(self.named.kind, LIMITS)

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that let it give way."""
        return tuple(column for column in (self.short, self.over) if column >= 0)


def clause_places(case: Case, programme: Programme) -> Iterator[Place]:
    """Rows of hard clauses, whose slack the programme has already."""
    if "v_short" not in programme.columns:
        return
    known = {row.key: (clause, row) for clause in case.clauses.values() for row in clause.rows}
    short, over = (programme.columns[name] for name in ("v_short", "v_over"))
    at = {str(short.index(k)[0]): k for k in range(len(short))}
    for name in CLAUSE_ROWS:
        block = programme.rows.get(name)
        for k in range(len(block) if block else 0):
            assert block is not None
            key = str(block.index(k)[0])
            clause, row = known[key]
            if row.penalty is not None:
                continue
            kind = Kind.OWN_TARGET if clause.own_target else Kind.CLAUSE
            falls, rises = short.start + at[key], over.start + at[key]
            yield Place(
                Named(kind, clause.key, row.year, key), block.start + k,
                falls if row.relation is not Relation.AT_MOST else -1,
                rises if row.relation is not Relation.AT_LEAST else -1, row,
            )  # fmt: skip


def limit_places(programme: Programme) -> Iterator[Place]:
    """Rows of the peak and of limits, which have no slack yet."""
    for name, kind in ROWS.items():
        block = programme.rows.get(name)
        for k in range(len(block) if block else 0):
            assert block is not None
            key, second = block.index(k)
            year = second if isinstance(second, int) else 0
            yield Place(Named(kind, str(key), int(year)), block.start + k)


def stock_places(case: Case, programme: Programme) -> Iterator[Place]:
    """Plant that is gone, or not there yet: it would add to the capacity of its process."""
    block = programme.rows["c_capacity"]
    for k in range(len(block)):
        process, year = block.index(k)
        for kind, key, size in _absent(case, process, year):
            yield Place(Named(kind, key, year), block.start + k, most=size)


def _absent(case: Case, process: str, year: int) -> Iterator[tuple[Kind, str, float]]:
    for unit in case.units.values():
        if unit.process == process and unit.end_of_life < year:
            yield Kind.UNIT_ENDS, unit.key, unit.size
    for project in case.projects.values():
        if project.process == process and project.online > year:
            yield Kind.PROJECT_LATER, project.key, project.size
    plant = case.processes[process]
    if plant.expansion is Expansion.BUILD and plant.build_years and min(plant.build_years) > year:
        yield Kind.BUILDS_LATER, process, np.inf
