r"""Stock: what stands is what was there, less what left, plus what was built.

$$ K_{p,y} = \overline{K}_{p,y} + \sum_{u} U_{u,p,y} + \sum_{v:\, v \le y < v + L_p} B_{p,v} $$

$$ U_{u,p,y} = U_{u,p,y-1} - R_{u,p,y} - \sum_{k \in \text{from } p} F_{k,u,y}
   + \sum_{k \in \text{to } p} F_{k,u,y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $K_{p,y}$ | `v_capacity` | GW or amount/yr | capacity of process p in year y |
| $\overline{K}_{p,y}$ | `existing` | same | exogenous capacity that cannot retire early |
| $U_{u,p,y}$ | `v_unit` | same | capacity of unit u that runs as process p |
| $B_{p,v}$ | `v_build` | same | capacity built in year v, lifetime $L_p$ |
| $R_{u,p,y}$ | `v_retire` | same | capacity retired early in year y |
| $F_{k,u,y}$ | `v_retrofit` | same | capacity moved by retrofit k in year y |

A unit has no state after its end of life, so what is left of it leaves by itself. Retirement cannot
be undone: capacity of a unit only comes from the year before. Retrofits move capacity that is still
there, so none follows retirement.

Dual of `c_capacity[p,y]`: worth of one more unit of capacity in that year [1e8 per unit].

Worked example: demand needs 1.3, 0.9 and 0.6 GW in 2024 to 2026. A unit of 1 GW may retire from 2025
on; plant costs 1 1e8/GW a year to keep, and 2 1e8/GW to build, in 2024 only, with a lifetime of 2
years. So 0.3 GW are built and 0.4 GW retire in 2025: capacity 1.3, 1.3 − 0.4 = 0.9, 0.9 − 0.3 = 0.6;
cost (1.3 + 0.9 + 0.6) · 1 + 2 · 0.3 · 1 = 3.4.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.known import Quantity
from pathway.model.algebra import ArrayParam, rows
from pathway.model.core import family_of, in_groups, subset, table

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add `c_capacity`, `c_unit` and the limits of retrofits."""
    _capacity(m, case)
    _units(m, case)
    _retrofit_limits(m, case)


def _capacity(m: pyo.ConcreteModel, case: Case) -> None:
    plant = [case.processes[p] for p in m.CAPACITY]
    places = m.CAPACITY * m.YEARS
    m.VINTAGES = family_of(places, m.blocks.vintages(case))
    m.UNITS_IN = family_of(places, m.blocks.units_in(case))
    m.existing = ArrayParam(
        m.CAPACITY, m.YEARS, values=table(plant, "existing").reshape(len(plant), len(case.years)),
        doc="exogenous capacity",
    )  # fmt: skip

    @rows(m, m.CAPACITY, m.YEARS, doc="capacity = existing + units + builds within lifetime")
    def c_capacity(m: Any, p: str, y: int) -> Any:
        return m.v_capacity[p, y] == (
            m.existing[p, y]
            + sum(m.v_unit[u, p, y] for u in m.UNITS_IN[p, y])
            + sum(m.v_build[p, v] for v in m.VINTAGES[p, y])
        )


def _units(m: pyo.ConcreteModel, case: Case) -> None:
    states = m.blocks.states
    known = set(states)
    before = {(u, p, y): [y - 1] if (u, p, y - 1) in known else [] for u, p, y in states}
    out: dict[Any, list[str]] = {state: [] for state in states}
    into: dict[Any, list[str]] = {state: [] for state in states}
    for k, u, y in m.blocks.retrofits:
        out[u, case.retrofits[k].from_process, y].append(k)
        into[u, case.retrofits[k].to_process, y].append(k)
    m.YEAR_BEFORE = family_of(m.UNIT_STATES, before)
    m.RETROFITS_OUT = family_of(m.UNIT_STATES, out)
    m.RETROFITS_INTO = family_of(m.UNIT_STATES, into)
    start = [
        case.units[u].size if y == case.years[0] and p == case.units[u].process else 0.0
        for u, p, y in states
    ]
    m.standing = ArrayParam(
        m.UNIT_STATES, values=np.array(start), doc="size of a unit before the first year"
    )

    @rows(m, m.UNIT_STATES, doc="a unit's capacity rolls forward")
    def c_unit(m: Any, u: str, p: str, y: int) -> Any:
        left = m.v_retire[u, p, y] + sum(m.v_retrofit[k, u, y] for k in m.RETROFITS_OUT[u, p, y])
        came = sum(m.v_retrofit[k, u, y] for k in m.RETROFITS_INTO[u, p, y])
        earlier = sum(m.v_unit[u, p, x] for x in m.YEAR_BEFORE[u, p, y])
        return m.v_unit[u, p, y] + left == m.standing[u, p, y] + earlier + came


def _retrofit_limits(m: pyo.ConcreteModel, case: Case) -> None:
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    done: dict[tuple[str, int], list[str]] = defaultdict(list)
    for k, u, y in m.blocks.retrofits:
        years[k, u].append(y)
        if not case.past.tells(k, y, Quantity.RETROFITTED):  # facts stand above the limit
            done[k, y].append(u)
    units = {
        (k, y): [(j, u) for j in members for u in done[j, y]]
        for (k, y), members in in_groups(case.retrofits, done).items()
        if np.isfinite(case.retrofits[k].build_max)
    }
    m.RETROFIT_UNITS = subset(years, dimen=2)
    m.RETROFIT_YEARS = family_of(m.RETROFIT_UNITS, years)
    shares = np.array([case.retrofits[k].share * case.units[u].size for k, u in years])
    m.retrofit_share = ArrayParam(
        m.RETROFIT_UNITS, values=shares, doc="most that can be retrofitted"
    )
    m.LIMITED_RETROFITS = subset(units, dimen=2)
    m.UNITS_RETROFITTED = family_of(m.LIMITED_RETROFITS, units, dimen=2)
    limits = np.array([case.retrofits[k].build_max for k, _ in units])
    m.retrofit_limit = ArrayParam(m.LIMITED_RETROFITS, values=limits, doc="most in a year")

    @rows(m, m.RETROFIT_UNITS, doc="retrofits of a unit within their share")
    def c_retrofit_share(m: Any, k: str, u: str) -> Any:
        return sum(m.v_retrofit[k, u, y] for y in m.RETROFIT_YEARS[k, u]) <= m.retrofit_share[k, u]

    @rows(m, m.LIMITED_RETROFITS, doc="retrofits of a year within their limit")
    def c_retrofit_limit(m: Any, k: str, y: int) -> Any:
        done = sum(m.v_retrofit[j, u, y] for j, u in m.UNITS_RETROFITTED[k, y])
        return done <= m.retrofit_limit[k, y]
