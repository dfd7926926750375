r"""Cost: every term registers its name, so the breakdown sums to the objective by construction.

$$ C_y = \underbrace{\sum_{p} \sum_{v \le y < v + L_p} \alpha_{p,v} B_{p,v}}_{investment}
   + \underbrace{\sum_k \sum_{v} \alpha_{k,v} F_{k,v}}_{retrofit}
   + \underbrace{\sum_p o_{p,y} K_{p,y}}_{fixed\ O\&M}
   + \underbrace{\sum_p c_{p,y} A_{p,y}
     + 10^{-3} \sum_{p \text{ with } \psi} c_{p,y} \sum_t w_t\, \psi_{p,t}\, x'_{p,y,t}}_{variable}
   + \underbrace{\sum_{u,p} \delta_{p,y} R_{u,p,y}}_{decommissioning} + \dots $$

Capital is paid as annuities over the lifetime, those after the last year are left out: no salvage
term, and no end effect, for each year pays for what it uses. Unserved demand and what soft clauses
miss are added by their families. Each year's cost is discounted to the start of the year that the
settings name; capital may have a payment timing of its own.

A process with a cost profile pays each hour by itself, its minimum load included: a time-of-use
tariff, or a spot price of exports, which may be negative. The cost stands at the hourly columns, as
that of unserved demand does; no further quantity has to carry it between the tiers. Of a store the
discharge is paid for, of a link what is sent forwards.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $\alpha_{p,v}$ | `annuity` | 1e8 per capacity and year | annuity of capacity built in year v |
| $o, c, \delta$ | `fixed_om`, `variable_cost`, `decommission_cost` | 1e8 per unit | unit costs of year y |
| $\psi_{p,t}$ | `priced_weight` / (`weight` 1e-3) | 1 | cost profile |
| $x'_{p,y,t}$ | `v_dispatch` + `min_load` × `v_committed`, or `v_discharge` | GW | activity in the step |

Worked example: 1 GW at 10 1e8/GW, lifetime 2, interest 0, built in 2024 of 2024–2025: 5 in each year.
Built in 2025: 5 in 2025 only. With a cost profile: demand of 1 GW in two steps of 4,380 h, imports at
2 1e8/TWh with the profile 0.5 and 1.5 cost 4.38 · 2 · (0.5 + 1.5) = 17.52; 2 GW of plant at 2.5 1e8/TWh
take the second step, 4.38 · (2 · 0.5 + 2.5) = 15.33, and the price is 1 in the first step, 2.5 in the
second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, linear
from pathway.model.core import HOURLY_PER_YEARLY, family_of, subset, table
from pathway.model.money import annuity_factor, discount_factors

if TYPE_CHECKING:
    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case

TIER = "plan"
"""All terms but the variable cost of hourly processes, which operation pays: through `v_activity`, or
step by step where there is a cost profile."""

CAPITAL = frozenset({"investment", "retrofit"})
"""Terms paid with the timing of capital."""


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the cost terms that belong to no other family."""
    _investment(m, case)
    _retrofit(m, case)
    _fixed(m, case)
    _variable(m, case)
    _decommissioning(m, case)


def discount_by_term(case: Case, terms: list[str]) -> dict[str, NDArray[np.float64]]:
    """Discount factor of each cost term, by year."""
    money = case.money

    def factors(timing: str) -> NDArray[np.float64]:
        return discount_factors(case.years, money.discount_rate, timing, money.discount_to)

    return {t: factors(money.capital_timing if t in CAPITAL else money.timing) for t in terms}


def _investment(m: pyo.ConcreteModel, case: Case) -> None:
    at = {y: i for i, y in enumerate(case.years)}
    annuities = {
        p: x.capex * annuity_factor(x.interest_rate, x.lifetime, case.money.capital_timing)
        for p, x in case.processes.items()
        if x.build_years
    }
    values = [annuities[p][at[v]] for p, v in m.blocks.builds]
    m.annuity = ArrayParam(
        m.BUILDS, values=np.array(values, float), doc="[1e8 per capacity and year]"
    )
    standing: dict[int, list[tuple[str, int]]] = {y: [] for y in case.years}
    for p, v in m.blocks.builds:
        for y in range(v, min(v + case.processes[p].lifetime, case.years[-1] + 1)):
            standing[y].append((p, v))
    m.STANDING = family_of(m.YEARS, standing, dimen=2)

    @linear(m, m.YEARS, doc="annuities of new capacity [1e8]")
    def e_cost_investment(m: Any, y: int) -> Any:
        return sum(m.annuity[p, v] * m.v_build[p, v] for p, v in m.STANDING[y])

    m.cost_terms["investment"] = m.e_cost_investment


def _retrofit(m: pyo.ConcreteModel, case: Case) -> None:
    at = {y: i for i, y in enumerate(case.years)}
    money = case.money
    values = []
    paying: dict[int, list[tuple[str, str, int]]] = {y: [] for y in case.years}
    for k, u, v in m.blocks.retrofits:
        x = case.retrofits[k]
        values.append(
            x.cost[at[v]] * annuity_factor(money.interest_rate, x.lifetime, money.capital_timing)
        )
        for y in case.years:
            if v <= y < v + x.lifetime:
                paying[y].append((k, u, v))
    m.retrofit_annuity = ArrayParam(
        m.RETROFITS, values=np.array(values, float), doc="[1e8 per capacity]"
    )
    m.PAYING = family_of(m.YEARS, paying, dimen=3)

    @linear(m, m.YEARS, doc="annuities of retrofits [1e8]")
    def e_cost_retrofit(m: Any, y: int) -> Any:
        return sum(m.retrofit_annuity[k, u, v] * m.v_retrofit[k, u, v] for k, u, v in m.PAYING[y])

    m.cost_terms["retrofit"] = m.e_cost_retrofit


def _fixed(m: pyo.ConcreteModel, case: Case) -> None:
    standing = [case.processes[p] for p in m.CAPACITY]
    fixed = table(standing, "fixed_om").reshape(len(standing), len(case.years))
    m.fixed_om = ArrayParam(m.CAPACITY, m.YEARS, values=fixed, doc="[1e8 per capacity and year]")

    @linear(m, m.YEARS, doc="fixed operation and maintenance [1e8]")
    def e_cost_fixed_om(m: Any, y: int) -> Any:
        return sum(m.fixed_om[p, y] * m.v_capacity[p, y] for p in m.CAPACITY)

    m.cost_terms["fixed_om"] = m.e_cost_fixed_om


def _variable(m: pyo.ConcreteModel, case: Case) -> None:
    every = list(case.processes.values())
    costs = table(every, "variable_cost").reshape(len(every), len(case.years))
    m.variable_cost = ArrayParam(m.PROCESSES, m.YEARS, values=costs, doc="[1e8 per activity]")
    priced = {p: x.cost_profile for p, x in case.processes.items() if x.cost_profile}
    m.UNPRICED = subset(p for p in m.PROCESSES if p not in priced)
    m.PRICED = subset(priced)
    m.PRICED_RUNNING = subset(p for p in priced if p in m.RUNNING)
    m.PRICED_COMMITTED = subset(p for p in priced if p in m.COMMITTED)
    m.PRICED_STORES = subset(p for p in priced if p in m.STORES)
    hours = HOURLY_PER_YEARLY * case.steps.weight
    weights = np.array([hours * case.steps.profile(key) for key in priced.values()])
    m.priced_weight = ArrayParam(
        m.PRICED,
        m.TIMES,
        values=weights.reshape(len(priced), case.steps.count),
        doc="cost profile times what 1 GW does in the step [TWh/GW]",
    )

    @linear(m, m.YEARS, doc="variable cost, purchases of fuel included [1e8]")
    def e_cost_variable(m: Any, y: int) -> Any:
        plain = sum(m.variable_cost[p, y] * m.v_activity[p, y] for p in m.UNPRICED)
        running = sum(
            m.variable_cost[p, y] * m.priced_weight[p, t] * m.v_dispatch[p, y, t]
            for p in m.PRICED_RUNNING
            for t in m.STEPS_OF[y]
        )
        floors = sum(
            m.variable_cost[p, y]
            * m.priced_weight[p, t]
            * m.min_load[p]
            * m.v_committed[p, y, m.day_of[t]]
            for p in m.PRICED_COMMITTED
            for t in m.STEPS_OF[y]
        )
        stores = sum(
            m.variable_cost[s, y] * m.priced_weight[s, t] * m.v_discharge[s, y, t]
            for s in m.PRICED_STORES
            for t in m.STEPS_OF[y]
        )
        return plain + running + floors + stores

    m.cost_terms["variable"] = m.e_cost_variable


def _decommissioning(m: pyo.ConcreteModel, case: Case) -> None:
    at = {y: i for i, y in enumerate(case.years)}
    leaving = [case.processes[p].decommission_cost[at[y]] for _, p, y in m.blocks.states]
    m.decommission_cost = ArrayParam(m.UNIT_STATES, values=np.array(leaving, float), doc="[1e8]")
    states: dict[int, list[tuple[str, str]]] = {y: [] for y in case.years}
    for u, p, y in m.blocks.states:
        states[y].append((u, p))
    m.STATES_IN = family_of(m.YEARS, states, dimen=2)

    @linear(m, m.YEARS, doc="dismantling of plant retired early [1e8]")
    def e_cost_decommissioning(m: Any, y: int) -> Any:
        return sum(m.decommission_cost[u, p, y] * m.v_retire[u, p, y] for u, p in m.STATES_IN[y])

    m.cost_terms["decommissioning"] = m.e_cost_decommissioning
