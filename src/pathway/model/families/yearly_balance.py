r"""Yearly balance: yearly commodities, and what yearly processes use of hourly ones.

$$ \sum_{f:\,p_f \text{ yearly}} s_f\, \alpha_{f,y}\, A_{p_f,y} + T_{c,r,y} + N_{c,r,y} - S_{c,r,y}
   = Q_{c,r,y} \qquad V_{c,r,h,y} = -\sum_{f:\,h_f = h} s_f\, \alpha_{f,y}\, A_{p_f,y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $A_{p,y}$ | `v_activity` | amount | activity of a yearly process |
| $T_{c,r,y}$ | `v_total` | amount | net output of hourly processes over the year |
| $N, S$ | `v_unserved_year`, `v_surplus_year` | amount | unserved demand, unused surplus |
| $Q_{c,r,y}$ | `yearly_demand` | amount | exogenous demand |
| $V_{c,r,h,y}$ | `v_spread` | TWh | yearly use that shape h spreads over the hours |

Dual of `c_balance_year[c,r,y]` over the discount factor: price of the commodity in the year.

Worked example: 10 units of cargo, rail takes 6 at cost 1, road the rest at cost 2; one more unit of
demand costs 2, the price of the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.nodes import nodes_of
from pathway.model.algebra import ArrayParam, ArrayVar, linear, rows
from pathway.model.core import family_of, subset
from pathway.model.families.balance import spread_groups
from pathway.model.families.totals import balance_name

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case, Flow

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the yearly balances and the definition of spread use."""
    m.YEARLY_NODES = subset(nodes_of(case, hourly=False), dimen=2)
    _flows(m, case)
    _slack(m, case)
    _spread_use(m)

    @rows(m, m.YEARLY_NODES, m.YEARS, doc="yearly balance")
    def c_balance_year(m: Any, c: str, r: str, y: int) -> Any:
        flows = sum(
            m.yearly_amount[f, y] * m.v_activity[m.yearly_process[f], y] for f in m.YEARLY_AT[c, r]
        )
        hourly = sum(m.v_total[k, y] for k in m.TOTAL_AT[c, r])
        missing = sum(m.v_unserved_year[a, b, y] for a, b in m.UNSERVED_YEAR_AT[c, r])
        unused = sum(m.v_surplus_year[a, b, y] for a, b in m.SURPLUS_YEAR_AT[c, r])
        return flows + hourly + missing - unused == m.yearly_demand[c, r, y]


def _flows(m: pyo.ConcreteModel, case: Case) -> None:
    flows = [flow for flow in case.flows if not case.processes[flow.process].hourly]
    at: dict[tuple[str, str], list[str]] = {node: [] for node in m.YEARLY_NODES}
    groups = spread_groups(case)
    spread = {group: [flow.key for flow in members] for group, members in groups.items()}
    for flow in flows:
        if (flow.commodity, flow.region) in at:
            at[flow.commodity, flow.region].append(flow.key)
    m.YEARLY_FLOWS = subset(flow.key for flow in flows)
    m.YEARLY_AT = family_of(m.YEARLY_NODES, at)
    m.SPREAD_FLOWS = family_of(m.SPREADS, spread)
    _amounts(m, case, flows)
    totals = {node: [balance_name(*node)] for node in m.YEARLY_NODES}
    known = set(m.TOTALS)
    m.TOTAL_AT = family_of(
        m.YEARLY_NODES, {n: [k for k in ks if k in known] for n, ks in totals.items()}
    )
    demand = np.zeros((len(at), len(case.years)))
    place = {node: i for i, node in enumerate(m.YEARLY_NODES)}
    for row in case.demands.values():
        if (row.commodity, row.region) in place:
            demand[place[row.commodity, row.region]] += row.amount
    m.yearly_demand = ArrayParam(m.YEARLY_NODES, m.YEARS, values=demand, doc="exogenous demand")


def _amounts(m: pyo.ConcreteModel, case: Case, flows: list[Flow]) -> None:
    names = np.array([flow.process for flow in flows], dtype=object)
    m.yearly_process = ArrayParam(m.YEARLY_FLOWS, values=names, doc="process of a flow")
    amounts = np.array([flow.sign * flow.amount for flow in flows])
    m.yearly_amount = ArrayParam(
        m.YEARLY_FLOWS, m.YEARS, values=amounts.reshape(len(flows), len(case.years)),
        doc="out positive, in negative",
    )  # fmt: skip


def _slack(m: pyo.ConcreteModel, case: Case) -> None:
    demanded = {(demand.commodity, demand.region) for demand in case.demands.values()}
    goods = case.commodities
    priced = [n for n in m.YEARLY_NODES if n in demanded and np.isfinite(goods[n[0]].unserved_cost)]
    wasted = [n for n in m.YEARLY_NODES if goods[n[0]].surplus]
    m.UNSERVED_YEAR = subset(priced, dimen=2)
    m.SURPLUS_YEAR = subset(wasted, dimen=2)
    priced_at = {n: [n] if n in priced else [] for n in m.YEARLY_NODES}
    wasted_at = {n: [n] if n in wasted else [] for n in m.YEARLY_NODES}
    m.UNSERVED_YEAR_AT = family_of(m.YEARLY_NODES, priced_at, dimen=2)
    m.SURPLUS_YEAR_AT = family_of(m.YEARLY_NODES, wasted_at, dimen=2)
    m.v_unserved_year = ArrayVar(m.UNSERVED_YEAR, m.YEARS, doc="yearly demand not served")
    m.v_surplus_year = ArrayVar(m.SURPLUS_YEAR, m.YEARS, doc="yearly surplus not used")
    prices = np.array([goods[c].unserved_cost for c, _ in priced])
    m.unserved_year_cost = ArrayParam(m.UNSERVED_YEAR, values=prices, doc="[1e8 per held unit]")

    @linear(m, m.YEARS, doc="cost of unserved demand of yearly commodities [1e8]")
    def e_cost_unserved_year(m: Any, y: int) -> Any:
        return sum(
            m.unserved_year_cost[c, r] * m.v_unserved_year[c, r, y] for c, r in m.UNSERVED_YEAR
        )

    m.cost_terms["unserved_year"] = m.e_cost_unserved_year


def _spread_use(m: pyo.ConcreteModel) -> None:
    @rows(m, m.SPREADS, m.YEARS, doc="yearly use that is spread over the hours")
    def c_spread(m: Any, c: str, r: str, h: str, y: int) -> Any:
        net = sum(
            m.yearly_amount[f, y] * m.v_activity[m.yearly_process[f], y]
            for f in m.SPREAD_FLOWS[c, r, h]
        )
        return m.v_spread[c, r, h, y] == -1.0 * net
