"""Clause rows of past years: no price where something they count is told, else a high one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.audit.clauses import Clause, ClauseRow
    from pathway.audit.figures import Figure
    from pathway.audit.past import Told

UNDECIDED = 1e3
"""Price of missing a row of a past year of which nothing is told [1e8 per unit]."""
BY_VARIABLE = {
    "v_capacity": {"built", "capacity"}, "v_build": {"built", "capacity"},
    "v_retire": {"retired"}, "v_retrofit": {"retrofitted"},
}  # fmt: skip
"""What has to be told, in some year so far, for a part of a metric to be decided."""


def softened(
    clauses: Mapping[str, Clause], figures: Mapping[str, Figure], told: Sequence[Told],
    through: int, ends: Mapping[str, str],
) -> dict[str, Clause]:  # fmt: skip
    """Clauses with the price of their rows of past years.

    Args:
        clauses: as the book states them.
        figures: metrics.
        told: what is known of past years.
        through: last of them.
        ends: process of each unit, and the one that each retrofit leads to.
    """

    def price(row: ClauseRow) -> ClauseRow:
        if row.year > through or not row.enforced:
            return row
        known = any(
            _known(figures[metric], metric, year, told, ends)
            for metric, year, _ in (*row.numerator, *row.denominator)
        )
        own = UNDECIDED if row.penalty is None else row.penalty
        return replace(row, penalty=0.0 if known else own)

    return {key: replace(c, rows=tuple(map(price, c.rows))) for key, c in clauses.items()}


def _known(
    figure: Figure, metric: str, year: int, told: Sequence[Told], ends: Mapping[str, str]
) -> bool:
    for each in told:
        if (each.quantity, each.item, each.year) == ("metric", metric, year):
            return True
        direct = each.quantity in {"built", "capacity", "activity"}
        process = each.item if direct else ends.get(each.item)
        for variable, of in figure.terms:
            if of != process:
                continue
            if variable == "v_activity" and (each.quantity, each.year) == ("activity", year):
                return True
            if each.quantity in BY_VARIABLE.get(variable, ()) and each.year <= year:
                return True
    return False
