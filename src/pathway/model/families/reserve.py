r"""Reserve: firm capacity covers all that is produced and the reserve margin, in every step.

$$ G_{a,y} \le \sum_{p} \gamma_{p,a,y}\, \rho_p\, K_{p,y} + \sum_{s} F_{s,a,y} $$

$$ G_{a,y} \ge (1 + m_a) \sum_{f} \alpha_{f,y} \left( x_{p_f,y,t} + \mu_{p_f} O_{p_f,y,d(t)} \right) $$

over the flows f of hourly processes that put the commodity of the period out in its region (all
regions if it names none), and over the steps t of the year that lie in its months and hours; outside
them nothing is asked. This is the reserve margin on production of OSeMOSYS (Howells et al. 2011,
Energy Policy 39). It differs from `adequacy` by what is covered: what stores discharge and demand that goes
unserved need no reserve, what stores charge does. What a link carries within the regions of the
period was produced before it; what it brings in from elsewhere counts. Firm power of stores is that
of `adequacy`: $F \le \gamma K_s$ and $F \le \gamma E_s / \tau_a$.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $G_{a,y}$ | `v_reserve` | GW | firm power that backs production |
| $\gamma_{p,a,y} \rho_p$ | `reserve_credit` | GW per capacity | capacity credit in period a |
| $F_{s,a,y}$ | `v_reserve_store` | GW | firm power of a store |
| $1 + m_a$ | `reserve_required` | 1 | with the reserve margin; 0 outside the period |
| $\alpha_{f,y}$ | `flow_amount` | 1 | amount of flow f per activity |
| $x, O$ | `v_dispatch`, `v_committed` | GW | activity, committed capacity |

Dual of `c_reserve[a,y,t]`: what production in the step adds to the cost of firm capacity, per GW
[1e8/GW, discounted]. Summed over the steps of a year it is the cost of one more firm GW, the price
of the period; times 1 + margin it is part of the price of the commodity in the step.

Worked example: a day of two hours that stands for 4,380 days; demand of 10 and 6 GW, 10 GW of coal at
1 1e8/TWh and credit 0.9, more at 5 1e8/GW a year; margin 0.1. A store of 1 GW without losses or credit
charges in the second hour and discharges in the first: 9 GW are produced at most, 0.9 K = 1.1 · 9, so
K = 11 and 1 GW is built. One more firm GW costs 5 / 0.9 = 5.56, all of it in the first hour. There one
more TWh costs 1 + 1.1 · 5.56 / 4.38 = 2.395, in the second 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.adequacy import steps_within
from pathway.case.case import Basis
from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, subset
from pathway.model.firm import Firm, stacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyomo.environ as pyo

    from pathway.case.case import AdequacyPeriod, Case, Process

TIER = "operation"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the firm power of each period and year, and one row for every step."""
    periods = case.periods(Basis.PRODUCTION)
    m.RESERVES = subset(periods)
    m.v_reserve = ArrayVar(m.RESERVES, m.YEARS, doc="firm power that backs production [GW]")
    _firm(m, case, Firm.of(case, periods))
    _production(m, case, periods)

    @rows(m, m.RESERVES, m.STEPS, doc="firm power covers production and margin")
    def c_reserve(m: Any, a: str, y: int, t: int) -> Any:
        flows = sum(
            m.flow_amount[f, y] * m.v_dispatch[m.flow_process[f], y, t] for f in m.PRODUCING[a]
        )
        floors = sum(
            m.flow_amount[f, y]
            * m.min_load[m.flow_process[f]]
            * m.v_committed[m.flow_process[f], y, m.day_of[t]]
            for f in m.PRODUCING_COMMITTED[a]
        )
        back = sum(
            m.reverse_amount[f, y] * m.v_reverse[m.reverse_process[f], y, t]
            for f in m.ARRIVING_BACK[a]
        )
        return m.v_reserve[a, y] - m.reserve_required[a, t] * (flows + floors + back) >= 0


def _firm(m: pyo.ConcreteModel, case: Case, firm: Firm) -> None:
    m.RESERVE_PLANT = subset(firm.plant, dimen=2)
    m.RESERVE_PLANT_AT = family_of(m.RESERVES, {a: firm.plant_in(a) for a in m.RESERVES})
    credits_ = stacked(firm.plant, len(case.years))
    m.reserve_credit = ArrayParam(m.RESERVE_PLANT, m.YEARS, values=credits_, doc="[GW/capacity]")
    _stores(m, case, firm)

    @rows(m, m.RESERVES, m.YEARS, doc="firm power of plant and stores")
    def c_reserve_firm(m: Any, a: str, y: int) -> Any:
        plant = sum(m.reserve_credit[a, p, y] * m.v_capacity[p, y] for p in m.RESERVE_PLANT_AT[a])
        stores = sum(m.v_reserve_store[b, s, y] for b, s in m.RESERVE_STORES_AT[a])
        return m.v_reserve[a, y] <= plant + stores


def _stores(m: pyo.ConcreteModel, case: Case, firm: Firm) -> None:
    years = len(case.years)
    m.RESERVE_STORES = subset(firm.stores, dimen=2)
    m.RESERVE_STORES_AT = family_of(m.RESERVES, {a: firm.stores_in(a) for a in m.RESERVES}, dimen=2)
    m.v_reserve_store = ArrayVar(m.RESERVE_STORES, m.YEARS, doc="firm power of a store [GW]")
    m.RESERVE_POWER, m.RESERVE_ENERGY = subset(firm.power, dimen=2), subset(firm.energy, dimen=2)
    m.reserve_power = ArrayParam(m.RESERVE_POWER, m.YEARS, values=stacked(firm.power, years))
    m.reserve_energy = ArrayParam(m.RESERVE_ENERGY, m.YEARS, values=stacked(firm.energy, years))
    holders = np.array([firm.holders[pair] for pair in firm.energy], dtype=object)
    m.reserve_holder = ArrayParam(m.RESERVE_ENERGY, values=holders, doc="process with the energy")

    @rows(m, m.RESERVE_POWER, m.YEARS, doc="firm power of a store within its power")
    def c_reserve_power(m: Any, a: str, s: str, y: int) -> Any:
        return m.v_reserve_store[a, s, y] <= m.reserve_power[a, s, y] * m.v_capacity[s, y]

    @rows(m, m.RESERVE_ENERGY, m.YEARS, doc="firm power of a store lasts as long as it has to")
    def c_reserve_energy(m: Any, a: str, s: str, y: int) -> Any:
        most = m.reserve_energy[a, s, y] * m.v_capacity[m.reserve_holder[a, s], y]
        return m.v_reserve_store[a, s, y] <= most


def _production(m: pyo.ConcreteModel, case: Case, periods: Mapping[str, AdequacyPeriod]) -> None:
    made = {
        a: [
            flow.key
            for flow in case.flows
            if flow.key in m.FLOWS
            and flow.sign > 0
            and flow.commodity == period.commodity
            and period.region in {None, flow.region}
            and not _within(case.processes[flow.process], period)
        ]
        for a, period in periods.items()
    }
    back = {
        a: [
            flow.key
            for flow in case.flows
            if flow.key in m.REVERSE_FLOWS
            and flow.sign > 0
            and flow.commodity == period.commodity
            and period.region == case.processes[flow.process].region
        ]
        for a, period in periods.items()
    }
    floored = {a: [f for f in keys if f.split(":")[0] in m.COMMITTED] for a, keys in made.items()}
    m.PRODUCING = family_of(m.RESERVES, made)
    m.PRODUCING_COMMITTED = family_of(m.RESERVES, floored)
    m.ARRIVING_BACK = family_of(m.RESERVES, back)
    required = [(1.0 + x.margin) * steps_within(x, case.steps) for x in periods.values()]
    m.reserve_required = ArrayParam(
        m.RESERVES,
        m.TIMES,
        values=np.array(required, float).reshape(len(periods), case.steps.count),
        doc="1 + reserve margin within the period, else 0",
    )


def _within(process: Process, period: AdequacyPeriod) -> bool:
    """Whether a process carries the commodity from one region of a period to another."""
    return process.to_region is not None and period.region in {None, process.region}
