"""Clauses of years that are past: assessed, and kept where nothing that is reported decides them.

A row that counts something reported cannot be kept any more by a plan: it may be missed at no
price. Other rows may be missed at a price that no plan would pay by choice: what is not reported
follows as the clauses ask, and where reported figures leave no way to keep one, it is missed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.case.known import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.clause import Clause, ClauseRow
    from pathway.case.figure import Figure
    from pathway.case.known import Past
    from pathway.case.past import Stock

KEEP = 1e3
"""Price of a unit that an undecided row misses [1e8 / held unit: GW, TWh, 10 kt …]."""


def eased(
    clauses: Mapping[str, Clause], figures: Mapping[str, Figure], past: Past, stock: Stock
) -> dict[str, Clause]:
    """The clauses with their rows of past years soft."""
    if not past.through:
        return dict(clauses)
    decided = _Decided(figures, past, stock)

    def row(each: ClauseRow) -> ClauseRow:
        if each.year > past.through:
            return each
        own = KEEP if each.penalty is None else each.penalty
        return replace(each, penalty=0.0 if decided(each) else own)

    return {key: replace(c, rows=tuple(map(row, c.rows))) for key, c in clauses.items()}


class _Decided:
    """Whether a clause row counts something that is reported."""

    def __init__(self, figures: Mapping[str, Figure], past: Past, stock: Stock) -> None:
        self.figures = figures
        self.first: dict[tuple[str, str], int] = {}
        for known in past.known:
            for place in _places(known.quantity, known.item, stock):
                self.first[place] = min(known.year, self.first.get(place, known.year))
        self.exact = {(k.quantity, k.item, k.year) for k in past.known}

    def __call__(self, row: ClauseRow) -> bool:
        terms = (*row.numerator, *row.denominator)
        return any(self._metric(term.metric, term.year) for term in terms)

    def _metric(self, metric: str, year: int) -> bool:
        figure = self.figures[metric]
        parts = {"stock": {*figure.capacity, *figure.new}, "retired": figure.retired}
        parts["retrofitted"] = figure.retrofitted
        since = ((of, p) for of, members in parts.items() for p in members)
        return (
            (Quantity.METRIC, metric, year) in self.exact
            or any((Quantity.ACTIVITY, p, year) in self.exact for p in figure.activity)
            or any(self.first.get(place, year + 1) <= year for place in since)
        )


def _places(quantity: Quantity, item: str, stock: Stock) -> list[tuple[str, str]]:
    """Part of a metric and process that a reported figure decides, from its year on."""
    if quantity in {Quantity.BUILT, Quantity.CAPACITY}:
        return [("stock", item)]
    if quantity is Quantity.RETIRED:
        return [("retired", stock.units[item].process)]
    if quantity is Quantity.RETROFITTED:
        return [("retrofitted", stock.retrofits[item].to_process)]
    return []
