r"""Totals: what a year of hours adds up to, and the few sums that leave the operation tier.

$$ A_{p,y} = 10^{-3} \sum_{t} w_t \left( x_{p,y,t} + \mu_p\, O_{p,y,d(t)} \right)
   \qquad T_{k,y} = \sum_{p} a_{k,p,y}\, A_{p,y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $A_{p,y}$ | `v_activity` | TWh or amount | activity of an hourly process over the year |
| $w_t$ | `weight` | h | hours of the year that step t stands for |
| $x_{p,y,t}$ | `v_dispatch` | GW | activity above the committed minimum load |
| $\mu_p O_{p,y,d}$ | `min_load` × `v_committed` | GW | minimum load of the capacity committed for the day |
| $T_{k,y}$ | `v_total` | unit of k | hourly part of figure k, or of the use of a yearly commodity |

The totals $T$, capacities of hourly processes and the spread use of yearly processes (`v_spread`)
are all that plan and operation exchange: see `pathway.model.tiers`.

Dual of `c_total[k,y]`: worth of one more unit of the total to the plan tier.

Worked example: two steps of 4,000 and 4,760 h; a plant gives 1 GW and 0.5 GW: 4 + 2.38 = 6.38 TWh.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import HOURLY_PER_YEARLY, family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case

    Array = NDArray[np.float64]

TIER = "operation"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add `v_total` and the rows that define yearly activity and totals."""
    _activity(m)
    _store_activity(m)
    _totals(m, case)


def _activity(m: pyo.ConcreteModel) -> None:
    m.PLAIN = subset(p for p in m.RUNNING if p not in m.COMMITTED)

    @rows(m, m.PLAIN, m.YEARS, doc="activity of the year = sum over its hours")
    def c_activity(m: Any, p: str, y: int) -> Any:
        hours = sum(HOURLY_PER_YEARLY * m.weight[t] * m.v_dispatch[p, y, t] for t in m.STEPS_OF[y])
        return m.v_activity[p, y] == hours

    @rows(m, m.COMMITTED, m.YEARS, doc="activity of the year, minimum load included")
    def c_activity_committed(m: Any, p: str, y: int) -> Any:
        hours = sum(HOURLY_PER_YEARLY * m.weight[t] * m.v_dispatch[p, y, t] for t in m.STEPS_OF[y])
        floor = sum(
            HOURLY_PER_YEARLY * m.weight[t] * m.min_load[p] * m.v_committed[p, y, m.day_of[t]]
            for t in m.STEPS_OF[y]
        )
        return m.v_activity[p, y] == hours + floor


def _store_activity(m: pyo.ConcreteModel) -> None:
    @rows(m, m.STORES, m.YEARS, doc="activity of a store = what it discharges")
    def c_activity_store(m: Any, s: str, y: int) -> Any:
        hours = sum(HOURLY_PER_YEARLY * m.weight[t] * m.v_discharge[s, y, t] for t in m.STEPS_OF[y])
        return m.v_activity[s, y] == hours


def total_parts(case: Case) -> dict[str, dict[str, Array]]:
    """Hourly part of every figure and yearly commodity: name → process → coefficient by year."""
    parts = {f"metric:{key}": dict(figure.activity) for key, figure in case.figures.items()}
    parts["emissions"] = dict(case.emissions.activity)
    nodes: dict[str, dict[str, Array]] = defaultdict(dict)
    for flow in case.flows:
        if not case.commodities[flow.commodity].hourly:
            node = nodes[balance_name(flow.commodity, flow.region)]
            node[flow.process] = node.get(flow.process, 0.0) + flow.sign * flow.amount
    parts |= nodes
    hourly = {
        name: {p: coef for p, coef in terms.items() if case.processes[p].hourly}
        for name, terms in parts.items()
    }
    return {name: terms for name, terms in hourly.items() if terms}


def balance_name(commodity: str, region: str) -> str:
    """Name of the total that hourly processes put into a yearly balance."""
    return f"balance:{commodity}:{region}"


def _totals(m: pyo.ConcreteModel, case: Case) -> None:
    parts = total_parts(case)
    m.TOTALS = subset(parts)
    pairs = [(k, p) for k, terms in parts.items() for p in terms]
    m.TOTAL_TERMS = subset(pairs, dimen=2)
    m.TERMS_OF = family_of(m.TOTALS, {k: list(terms) for k, terms in parts.items()})
    values = np.array([parts[k][p] for k, p in pairs]).reshape(len(pairs), len(case.years))
    m.total_coefficient = ArrayParam(
        m.TOTAL_TERMS, m.YEARS, values=values, doc="per unit of activity"
    )
    m.v_total = ArrayVar(m.TOTALS, m.YEARS, lower=-np.inf, doc="yearly total of hourly processes")

    @rows(m, m.TOTALS, m.YEARS, doc="a total of hourly processes that the plan tier uses")
    def c_total(m: Any, k: str, y: int) -> Any:
        parts = sum(m.total_coefficient[k, p, y] * m.v_activity[p, y] for p in m.TERMS_OF[k])
        return m.v_total[k, y] == parts
