"""What gives way as changes of numbers that a planner can type, and a case with them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause_moves import stated
from pathway.solve.clash.answer import Change
from pathway.solve.clash.places import STOCK
from pathway.solve.clash.units import units_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.case.case import Case
    from pathway.solve.clash.elastic import Elastic, Least
    from pathway.solve.clash.places import Place

DIGITS = 4
"""Significant digits of a change; the last is rounded to the side on which a plan exists."""
NEAR = 1e-3
"""Part of the last digit that is the solver's tolerance."""


def changes_of(elastic: Elastic, least: Least) -> tuple[Change, ...]:
    """What gives way, the largest relative change first."""
    made = [_change(elastic, place, least) for place in least.slack]
    return tuple(sorted(made, key=lambda change: (-change.relative, change.named)))


def _change(elastic: Elastic, place: Place, least: Least) -> Change:
    row = place.clause
    if row is None:
        return _limit_change(elastic, place, least)
    moved = elastic.moved_limit(place, least.x)
    asked = stated(row)
    reached = asked + outward(moved * row.shown_scale)
    limit = (reached - row.shown_offset) / row.shown_scale
    relative = abs(moved) / elastic.size(place)
    return Change(place.named, asked, reached, row.shown_unit, relative, limit)


def _limit_change(elastic: Elastic, place: Place, least: Least) -> Change:
    lower, upper = (
        side[place.row] for side in (elastic.programme.row_lower, elastic.programme.row_upper)
    )
    factor = elastic.factor(place)
    side = float(lower if np.isfinite(lower) else upper)
    asked = 0.0 if place.level == STOCK else side * factor
    reached = asked + outward(elastic.gives(place, least.x) * factor)
    relative = abs(elastic.gives(place, least.x)) / elastic.size(place)
    shown = units_of(elastic.case, place.named)[1].text
    return Change(place.named, asked, reached, shown, relative)


def outward(change: float) -> float:
    """A change with few digits, none smaller than it is but for the solver's tolerance."""
    if change == 0:
        return 0.0
    exponent = math.floor(math.log10(abs(change))) - DIGITS + 1
    digits = math.ceil(abs(change) / 10.0**exponent - NEAR)
    return math.copysign(float(f"{digits}e{exponent}"), change)


def with_changes(case: Case, changes: Iterable[Change]) -> Case:
    """The case with the numbers of clauses changed; limits of the workbook stay as they are."""
    limits = {c.named.row: c.limit for c in changes if c.limit is not None}
    clauses = {
        key: replace(
            clause,
            rows=tuple(replace(r, limit=limits.get(r.key, r.limit)) for r in clause.rows),
        )
        for key, clause in case.clauses.items()
    }
    return replace(case, clauses=clauses)
