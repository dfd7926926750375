r"""Adequacy: firm capacity covers the load at each peak and the reserve margin, every year.

$$ \sum_{p} \gamma_{p,a,y}\, \rho_p\, K_{p,y} + \sum_{s} F_{s,a,y}
   \ge (1 + m_a) \left( Q_{a,y} + \sum_h h_a\, V_{h,y} \right) $$

with firm power of a store $F \le \gamma K_s$ and $F \le \gamma E_s / \tau_a$: it has to last
$\tau_a$ hours.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $\gamma_{p,a,y}$ | `credit` | 1 | capacity credit at peak a |
| $Q_{a,y}$ | `peak_load` | GW | exogenous load at the peak hour |
| $V_{h,y}, h_a$ | `v_spread`, `peak_shape` | TWh, GW/TWh | yearly use, and its share at the peak hour |
| $F_{s,a,y}$ | `v_firm` | GW | firm power of a store |

Plant that retires must so be replaced before: the row holds in every year. Dual of
`c_adequacy[a,y]`: cost of one more firm GW; times 1 + margin, of one more GW of peak load [1e8/GW].

Worked example: load 10 GW, margin 0.1, a store of 4 GW and 2 h where the peak lasts 4 h, so firm for
2 GW; 9 GW of coal at credit 0.9, more at 5 1e8/GW a year. 0.9 K + 2 = 1.1 · 10, so K = 10: 1 GW is
built. One more firm GW costs 5 / 0.9 = 5.56, the dual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import HOURLY_PER_YEARLY, family_of, subset
from pathway.model.families.storage import energy_holder

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import AdequacyPeriod, Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add one row for every peak period and year, and the firm power of stores."""
    m.PEAKS = subset(case.adequacy)
    _credits(m, case)
    _stores(m, case)
    _load(m, case)

    @rows(m, m.PEAKS, m.YEARS, doc="firm capacity covers peak load and margin")
    def c_adequacy(m: Any, a: str, y: int) -> Any:
        plant = sum(m.credit[a, p, y] * m.v_capacity[p, y] for p in m.FIRM_AT[a])
        stores = sum(m.v_firm[b, s, y] for b, s in m.FIRM_STORES_AT[a])
        spread = sum(
            m.peak_shape[a, c, r, h] * m.v_spread[c, r, h, y] for c, r, h in m.SPREAD_AT_PEAK[a]
        )
        use = m.required[a] * spread
        return plant + stores - use >= m.required[a] * m.peak_load[a, y]


def serving(case: Case, period: AdequacyPeriod) -> list[str]:
    """Processes with capacity that put out the commodity of a peak period in its region."""
    out = {
        f.process
        for f in case.flows
        if f.sign > 0 and f.commodity == period.commodity and period.region in {None, f.region}
    }
    hosts = {case.processes[p].mode_of or p for p in out}
    return [
        p
        for p, x in case.processes.items()
        if p in hosts and x.has_capacity and p not in case.stores
    ]


def _credits(m: pyo.ConcreteModel, case: Case) -> None:
    at = {a: serving(case, period) for a, period in case.adequacy.items()}
    pairs = [(a, p) for a, plant in at.items() for p in plant]
    m.FIRM = subset(pairs, dimen=2)
    m.FIRM_AT = family_of(m.PEAKS, at)
    values = [case.processes[p].firm_credit[a] * case.processes[p].hourly_rate for a, p in pairs]
    m.credit = ArrayParam(
        m.FIRM,
        m.YEARS,
        values=np.array(values).reshape(len(pairs), len(case.years)),
        doc="[GW per capacity]",
    )


def _stores(m: pyo.ConcreteModel, case: Case) -> None:
    at: dict[str, list[tuple[str, str]]] = {a: [] for a in case.adequacy}
    for a, period in case.adequacy.items():
        for s, store in case.stores.items():
            if store.commodity == period.commodity and period.region in {None, store.region}:
                at[a].append((a, s))
    pairs = [pair for members in at.values() for pair in members]
    m.FIRM_STORES = subset(pairs, dimen=2)
    m.FIRM_STORES_AT = family_of(m.PEAKS, at, dimen=2)
    m.v_firm = ArrayVar(m.FIRM_STORES, m.YEARS, doc="firm power of a store at a peak [GW]")
    powered = [(a, s) for a, s in pairs if not case.stores[s].holds_energy]
    maybe = {(a, s): energy_holder(case, case.stores[s]) for a, s in pairs}
    held = {pair: holder for pair, holder in maybe.items() if holder is not None}
    sized = list(held)
    m.FIRM_POWER, m.FIRM_ENERGY = subset(powered, dimen=2), subset(sized, dimen=2)
    power = [_credit(case, a, s) * case.processes[s].hourly_rate for a, s in powered]
    energy = [_credit(case, a, s) * held[a, s][1] / case.adequacy[a].duration for a, s in sized]
    years = len(case.years)
    m.firm_power = ArrayParam(
        m.FIRM_POWER, m.YEARS, values=np.array(power).reshape(len(power), years)
    )
    m.firm_energy = ArrayParam(
        m.FIRM_ENERGY, m.YEARS, values=np.array(energy).reshape(len(energy), years)
    )
    holders = np.array([held[pair][0] for pair in sized], dtype=object)
    m.firm_holder = ArrayParam(m.FIRM_ENERGY, values=holders, doc="process that holds the energy")

    @rows(m, m.FIRM_POWER, m.YEARS, doc="firm power of a store within its power")
    def c_firm_power(m: Any, a: str, s: str, y: int) -> Any:
        return m.v_firm[a, s, y] <= m.firm_power[a, s, y] * m.v_capacity[s, y]

    @rows(m, m.FIRM_ENERGY, m.YEARS, doc="firm power of a store lasts as long as the peak")
    def c_firm_energy(m: Any, a: str, s: str, y: int) -> Any:
        return m.v_firm[a, s, y] <= m.firm_energy[a, s, y] * m.v_capacity[m.firm_holder[a, s], y]


def _credit(case: Case, period: str, store: str) -> np.ndarray:
    return case.processes[store].firm_credit[period]


def _load(m: pyo.ConcreteModel, case: Case) -> None:
    periods = list(case.adequacy.values())
    loads = np.array([period.demand for period in periods]).reshape(len(periods), len(case.years))
    m.peak_load = ArrayParam(m.PEAKS, m.YEARS, values=loads, doc="exogenous load at the peak [GW]")
    margins = np.array([1.0 + period.margin for period in periods])
    m.required = ArrayParam(m.PEAKS, values=margins, doc="1 + reserve margin")
    at = {
        a: [g for g in m.SPREADS if g[0] == period.commodity and period.region in {None, g[1]}]
        for a, period in case.adequacy.items()
    }
    m.SPREAD_AT_PEAK = family_of(m.PEAKS, at, dimen=3)
    hours = float(case.steps.weight[case.steps.years[0]].sum())
    shares = [
        [period.at_peak.get(h, 1.0) / hours / HOURLY_PER_YEARLY for _, _, h in m.SPREADS]
        for period in periods
    ]
    m.peak_shape = ArrayParam(
        m.PEAKS,
        m.SPREADS,
        values=np.array(shares).reshape(len(periods), len(m.SPREADS)),
        doc="[GW/TWh]",
    )
