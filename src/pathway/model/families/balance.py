r"""Balance: what is put out, discharged or unserved equals what is taken, charged, spread and demanded.

Hourly commodity c in region r, every step:

$$ \sum_{f} s_f\, \alpha_{f,y} \left( x_{p_f,y,t} + \mu_{p_f} O_{p_f,y,d(t)} \right)
   + \sum_{s} (D_{s,y,t} - C_{s,y,t}) + N_{c,r,y,t} - S_{c,r,y,t}
   = Q_{c,r,y,t} + 10^3 \sum_{h} h_t\, V_{c,r,h,y} $$

Yearly commodity: the same over the year, with $T$ for what hourly processes put in or take.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $s_f \alpha_{f,y}$ | `flow_amount` | per activity | amount of flow f, out positive, in negative |
| $D, C$ | `v_discharge`, `v_charge` | GW | stores |
| $N$ | `v_unserved`, `v_unserved_year` | GW, amount | demand not served, at its stated cost |
| $S$ | `v_surplus`, `v_surplus_year` | GW, amount | what is not used, where that is allowed |
| $Q$ | `hourly_demand`, `yearly_demand` | GW, amount | exogenous demand |
| $V, h_t$ | `v_spread`, `spread_shape` | TWh, 1/h | yearly use of yearly processes, spread by its shape |

Dual of `c_balance_hour[c,r,y,t]` divided by the weight of the step and the discount factor: the
price of the commodity in that step [1e8/GWh]. Dual of `c_balance_year[c,r,y]` over the discount
factor: the price of the year [1e8 per held unit].

Worked example: demand of 1 GW in two steps of 4,380 h, a plant of 0.8 GW at 0.3 1e8/TWh, value of
lost load 10 1e8/TWh: 0.2 GW unserved, price 10 1e8/TWh = 0.01 1e8/GWh in both steps.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.nodes import Node, nodes_of
from pathway.model.algebra import ArrayParam, ArrayVar, linear, rows
from pathway.model.core import HOURLY_PER_YEARLY, family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case, Flow

TIER = "operation"
"""Hourly balances. The yearly ones stand in `yearly_balance`, in the plan tier."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the hourly balances, unserved demand, surplus and spread use."""
    m.NODES = subset(nodes_of(case, hourly=True), dimen=2)
    _flows(m, case)
    _slack(m, case)
    _spread(m, case)
    _demand(m, case)

    @rows(m, m.NODES, m.STEPS, doc="hourly balance")
    def c_balance_hour(m: Any, c: str, r: str, y: int, t: int) -> Any:
        flows = sum(
            m.flow_amount[f, y] * m.v_dispatch[m.flow_process[f], y, t] for f in m.FLOWS_AT[c, r]
        )
        floors = sum(
            m.flow_amount[f, y]
            * m.min_load[m.flow_process[f]]
            * m.v_committed[m.flow_process[f], y, m.day_of[t]]
            for f in m.COMMITTED_FLOWS_AT[c, r]
        )
        back = sum(
            m.reverse_amount[f, y] * m.v_reverse[m.reverse_process[f], y, t]
            for f in m.REVERSE_AT[c, r]
        )
        stores = sum(m.v_discharge[s, y, t] - m.v_charge[s, y, t] for s in m.STORES_AT[c, r])
        missing = sum(m.v_unserved[a, b, y, t] for a, b in m.UNSERVED_AT[c, r])
        unused = sum(m.v_surplus[a, b, y, t] for a, b in m.SURPLUS_AT[c, r])
        spread = sum(
            m.spread_shape[a, b, h, y, t] * m.v_spread[a, b, h, y] for a, b, h in m.SPREAD_AT[c, r]
        )
        supply = flows + floors + back + stores + missing - unused
        return supply == m.hourly_demand[c, r, y, t] + spread


def _hourly_flows(case: Case) -> list[Flow]:
    return [
        flow
        for flow in case.flows
        if case.commodities[flow.commodity].hourly and case.processes[flow.process].hourly
    ]


def _flows(m: pyo.ConcreteModel, case: Case) -> None:
    flows = _hourly_flows(case)
    by_node: dict[Node, list[str]] = {node: [] for node in m.NODES}
    for flow in flows:
        by_node[flow.commodity, flow.region].append(flow.key)
    committed = {
        node: [f for f in keys if f.split(":")[0] in m.COMMITTED] for node, keys in by_node.items()
    }
    m.FLOWS = subset(flow.key for flow in flows)
    m.FLOWS_AT = family_of(m.NODES, by_node)
    m.COMMITTED_FLOWS_AT = family_of(m.NODES, committed)
    processes = np.array([flow.process for flow in flows], dtype=object)
    m.flow_process = ArrayParam(m.FLOWS, values=processes, doc="process of a flow")
    amounts = np.array([flow.sign * flow.amount for flow in flows])
    m.flow_amount = ArrayParam(
        m.FLOWS,
        m.YEARS,
        values=amounts.reshape(len(flows), len(case.years)),
        doc="out positive, in negative",
    )
    _reverse_flows(m, case, flows)
    stores: dict[Node, list[str]] = {node: [] for node in m.NODES}
    for key, store in case.stores.items():
        stores[store.commodity, store.region].append(key)
    m.STORES_AT = family_of(m.NODES, stores)


def _reverse_flows(m: pyo.ConcreteModel, case: Case, flows: list[Flow]) -> None:
    """Flows of links that run backwards: taken at the far end, put out at the near one."""
    back = [
        f
        for f in flows
        if case.processes[f.process].to_region and case.processes[f.process].both_ways
    ]
    by_node: dict[Node, list[str]] = {node: [] for node in m.NODES}
    for flow in back:
        process = case.processes[flow.process]
        far = process.to_region if flow.sign < 0 else process.region
        by_node[flow.commodity, str(far)].append(flow.key)
    m.BACKWARD = subset(dict.fromkeys(flow.process for flow in back))
    m.REVERSE_FLOWS = subset(flow.key for flow in back)
    m.REVERSE_AT = family_of(m.NODES, by_node)
    m.v_reverse = ArrayVar(m.BACKWARD, m.STEPS, doc="activity of a link in reverse [GW]")
    names = np.array([flow.process for flow in back], dtype=object)
    m.reverse_process = ArrayParam(m.REVERSE_FLOWS, values=names, doc="link of a reverse flow")
    amounts = np.array([flow.sign * flow.amount for flow in back])
    m.reverse_amount = ArrayParam(
        m.REVERSE_FLOWS,
        m.YEARS,
        values=amounts.reshape(len(back), len(case.years)),
        doc="as forward",
    )


def _slack(m: pyo.ConcreteModel, case: Case) -> None:
    demanded = {(demand.commodity, demand.region) for demand in case.demands.values()}
    priced = [
        node
        for node in m.NODES
        if node in demanded and np.isfinite(case.commodities[node[0]].unserved_cost)
    ]
    wasted = [node for node in m.NODES if case.commodities[node[0]].surplus]
    m.UNSERVED = subset(priced, dimen=2)
    m.SURPLUS = subset(wasted, dimen=2)
    m.UNSERVED_AT = family_of(m.NODES, {n: [n] if n in priced else [] for n in m.NODES}, dimen=2)
    m.SURPLUS_AT = family_of(m.NODES, {n: [n] if n in wasted else [] for n in m.NODES}, dimen=2)
    m.v_unserved = ArrayVar(m.UNSERVED, m.STEPS, doc="demand not served [GW]")
    m.v_surplus = ArrayVar(m.SURPLUS, m.STEPS, doc="what is put out and not used [GW]")
    prices = np.array([case.commodities[c].unserved_cost for c, _ in priced])
    m.unserved_cost = ArrayParam(m.UNSERVED, values=prices, doc="[1e8/TWh]")

    @linear(m, m.YEARS, doc="cost of unserved demand of hourly commodities [1e8]")
    def e_cost_unserved(m: Any, y: int) -> Any:
        return sum(
            HOURLY_PER_YEARLY * m.weight[t] * m.unserved_cost[c, r] * m.v_unserved[c, r, y, t]
            for c, r in m.UNSERVED
            for t in m.STEPS_OF[y]
        )

    m.cost_terms["unserved"] = m.e_cost_unserved


def spread_groups(case: Case) -> dict[tuple[str, str, str], list[Flow]]:
    """(commodity, region, shape) → flows of yearly processes that are spread so."""
    groups: dict[tuple[str, str, str], list[Flow]] = defaultdict(list)
    for flow in case.flows:
        if case.commodities[flow.commodity].hourly and not case.processes[flow.process].hourly:
            groups[flow.commodity, flow.region, str(flow.shape)].append(flow)
    return dict(groups)


def _spread(m: pyo.ConcreteModel, case: Case) -> None:
    groups = spread_groups(case)
    m.SPREADS = subset(groups, dimen=3)
    at = {node: [g for g in groups if g[:2] == node] for node in m.NODES}
    m.SPREAD_AT = family_of(m.NODES, at, dimen=3)
    m.v_spread = ArrayVar(m.SPREADS, m.YEARS, lower=-np.inf, doc="yearly use that is spread [TWh]")
    year, step = step_places(m, case)
    shapes = [demand_shape(case, h)[year, step] / HOURLY_PER_YEARLY for _, _, h in groups]
    m.spread_shape = ArrayParam(
        m.SPREADS,
        m.STEPS,
        values=np.array(shapes).reshape(len(groups), len(step)),
        doc="hourly use per yearly use [GW/TWh]",
    )


def step_places(m: pyo.ConcreteModel, case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Position of the year and the step of every element of STEPS."""
    at = {y: i for i, y in enumerate(case.years)}
    pairs = list(m.STEPS)
    return np.array([at[y] for y, _ in pairs], int), np.array([t for _, t in pairs], int)


def _demand(m: pyo.ConcreteModel, case: Case) -> None:
    places = list(m.NODES)
    at = {node: i for i, node in enumerate(places)}
    year, step = step_places(m, case)
    total = np.zeros((len(places), len(step)))
    for demand in case.demands.values():
        if case.commodities[demand.commodity].hourly:
            shape = demand_shape(case, demand.profile)
            amount = demand.amount / HOURLY_PER_YEARLY
            total[at[demand.commodity, demand.region]] += (amount[:, None] * shape)[year, step]
    m.hourly_demand = ArrayParam(m.NODES, m.STEPS, values=total, doc="exogenous demand [GW]")


def demand_shape(case: Case, profile: str | None) -> np.ndarray:
    """Share of a year's demand in each hour [year × step], over the steps that exist in the year."""
    values = case.steps.profile(profile) * case.steps.years
    total = (values * case.steps.weight).sum(axis=1, keepdims=True)
    return np.asarray(np.divide(values, total, out=np.zeros_like(values), where=total != 0))
