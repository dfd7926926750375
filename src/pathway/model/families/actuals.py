r"""Actuals: what is known of years that are past, each figure a row held within its tolerance.

$$ \underline{V}_i \le \sum_{p,y} K_{p,y} + \sum_{p,y} B_{p,y} + \sum_{u,p,y} R_{u,p,y}
   + \sum_{k,u,y} F_{k,u,y} + \sum_{p,y} A_{p,y} + \sum_{f,y} M_{f,y} + s^{-} - s^{+}
   \le \overline{V}_i $$

Each sum has the terms of figure i, most of them one: capacity of a process, its builds, what retired
of a unit in any of its states, what a retrofit moved, the activity of a process, or a metric.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $\underline V_i, \overline V_i$ | `known_low`, `known_high` | held unit | figure i less and more its tolerance |
| $K, B, R, F, A, M$ | `v_capacity` … `v_metric` | same | what the figure is about |
| $s^-, s^+$ | `v_known_short`, `v_known_over` | same | only where it is asked which figures do not go together |

Where the tolerance is nought there is one row, `c_actual_eq`; else two.

Dual of `c_actual_eq[i]`: what one more unit of what happened would have cost in all [1e8 per unit].

Worked example: demand of 1 and 2 GW, plant at 1 1e8/GW, kept at 1 1e8/GW a year. Had 1.5 GW been
built in the first year, 0.5 GW are left to build: cost 1.5 + 2 for plant, and 2 to build it; in the
cheapest plan 1 + 2, and 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.known import Quantity
from pathway.model.algebra import ArrayParam, ArrayVar, linear, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case
    from pathway.case.known import Known

TIER = "plan"

Place = tuple[str | int, ...]

PRICE = 1e6
"""Price of missing a figure by all of it, where it is asked which do not go together [1e8]."""
SMALL = 1e-2
"""Size that smaller figures count as there [held unit]."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the rows of what is known; none where no year is past."""
    terms = {known: _terms(m, known) for known in case.past.known}
    found = [known for known, places in terms.items() if places]
    if not found:
        return
    m.KNOWN = subset(known.key for known in found)
    _sets(m, terms, found)
    _slacks(m, case, found)
    _rows(m, found)
    if case.past.elastic:
        _price(m, found)


def _terms(m: pyo.ConcreteModel, known: Known) -> list[Place]:
    """Index of every column that a figure adds up; none where nothing could have happened."""
    item, year = known.item, known.year
    if known.quantity is Quantity.BUILT:
        return [place for place in m.blocks.builds if place == (item, year)]
    if known.quantity is Quantity.RETIRED:
        return [x for x in m.blocks.states if (x[0], x[2]) == (item, year)]
    if known.quantity is Quantity.RETROFITTED:
        moved = (x for x in m.blocks.retrofits if (x[0], x[2]) == (item, year))
        return [x for x in moved if known.unit in {"", x[1]}]
    return [(item, year)]


def _sets(m: pyo.ConcreteModel, terms: dict[Known, list[Place]], found: list[Known]) -> None:
    """Columns of each figure, by quantity."""
    for quantity in Quantity:
        members = {k.key: terms[k] if k.quantity is quantity else [] for k in found}
        dimen = 3 if quantity in {Quantity.RETIRED, Quantity.RETROFITTED} else 2
        name = f"KNOWN_{quantity.upper()}"
        m.add_component(name, family_of(m.KNOWN, members, dimen=dimen))


def _slacks(m: pyo.ConcreteModel, case: Case, found: list[Known]) -> None:
    """Columns by which a figure may be missed; none unless that is asked for."""
    m.KNOWN_LOOSE = subset(known.key for known in found if case.past.elastic)
    m.v_known_short = ArrayVar(m.KNOWN_LOOSE, doc="what a figure falls short by")
    m.v_known_over = ArrayVar(m.KNOWN_LOOSE, doc="what a figure goes over by")
    loose = {known.key: [known.key] if case.past.elastic else [] for known in found}
    m.LOOSE_IN = family_of(m.KNOWN, loose)


def _rows(m: pyo.ConcreteModel, found: list[Known]) -> None:
    low, high = np.array([k.low for k in found]), np.array([k.high for k in found])
    m.known_low = ArrayParam(m.KNOWN, values=low, doc="least that is allowed")
    m.known_high = ArrayParam(m.KNOWN, values=high, doc="most that is allowed")
    m.KNOWN_EXACT = subset(k.key for k in found if k.low == k.high)
    m.KNOWN_WITHIN = subset(k.key for k in found if k.low < k.high)

    @rows(m, m.KNOWN_EXACT, doc="what happened, as reported")
    def c_actual_eq(m: Any, i: str) -> Any:
        return _figure(m, i) + _short(m, i) - _over(m, i) == m.known_low[i]

    @rows(m, m.KNOWN_WITHIN, doc="what happened, not below its tolerance")
    def c_actual_ge(m: Any, i: str) -> Any:
        return _figure(m, i) + _short(m, i) >= m.known_low[i]

    @rows(m, m.KNOWN_WITHIN, doc="what happened, not above its tolerance")
    def c_actual_le(m: Any, i: str) -> Any:
        return _figure(m, i) - _over(m, i) <= m.known_high[i]


def _figure(m: Any, i: str) -> Any:
    """What a figure adds up."""
    stands = sum(m.v_capacity[p, y] for p, y in m.KNOWN_CAPACITY[i])
    new = sum(m.v_build[p, y] for p, y in m.KNOWN_BUILT[i])
    gone = sum(m.v_retire[u, p, y] for u, p, y in m.KNOWN_RETIRED[i])
    moved = sum(m.v_retrofit[k, u, y] for k, u, y in m.KNOWN_RETROFITTED[i])
    done = sum(m.v_activity[p, y] for p, y in m.KNOWN_ACTIVITY[i])
    figure = sum(m.v_metric[f, y] for f, y in m.KNOWN_METRIC[i])
    return stands + new + gone + moved + done + figure


def _short(m: Any, i: str) -> Any:
    return sum(m.v_known_short[j] for j in m.LOOSE_IN[i])


def _over(m: Any, i: str) -> Any:
    return sum(m.v_known_over[j] for j in m.LOOSE_IN[i])


def _price(m: pyo.ConcreteModel, found: list[Known]) -> None:
    """A price on every miss, above all that a city costs."""
    sizes = np.array([max(abs(known.value), SMALL) for known in found])
    m.known_price = ArrayParam(m.KNOWN, values=PRICE / sizes, doc="price of a unit missed [1e8]")
    members = {y: [k.key for k in found if k.year == y] for y in m.YEARS}
    m.KNOWN_IN = family_of(m.YEARS, members)

    @linear(m, m.YEARS, doc="price of figures that are missed [1e8]")
    def e_cost_contradiction(m: Any, y: int) -> Any:
        return sum(
            m.known_price[i] * (m.v_known_short[i] + m.v_known_over[i]) for i in m.KNOWN_IN[y]
        )

    m.cost_terms["contradiction"] = m.e_cost_contradiction
