r"""Adequacy: firm capacity covers the highest load of each peak and the reserve margin, every year.

$$ \sum_{p} \gamma_{p,a,y}\, \rho_p\, K_{p,y} + \sum_{s} F_{s,a,y} \ge (1 + m_a)\, L_{a,y} $$

with firm power of a store $F \le \gamma K_s$ and $F \le \gamma E_s / \tau_a$: it has to last
$\tau_a$ hours.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $\gamma_{p,a,y}$ | `credit` | 1 | capacity credit at peak a |
| $L_{a,y}$ | `v_peak_load` | GW | highest load of the period, on all hours (family `peak_load`) |
| $1 + m_a$ | `required` | 1 | with the reserve margin |
| $F_{s,a,y}$ | `v_firm` | GW | firm power of a store |

Plant that retires must so be replaced before: the row holds in every year but those that are past. Periods that cover
production instead of load belong to `reserve`. Dual of `c_adequacy[a,y]`: cost of one more firm GW;
times 1 + margin, of one more GW in the hour of highest load [1e8/GW]. Where several hours are
highest together, the duals of `c_peak_load[a,y,h]` share it out among them.

Worked example: load 10 GW, margin 0.1, a store of 4 GW and 2 h where the peak lasts 4 h, so firm for
2 GW; 9 GW of coal at credit 0.9, more at 5 1e8/GW a year. 0.9 K + 2 = 1.1 · 10, so K = 10: 1 GW is
built. One more firm GW costs 5 / 0.9 = 5.56, the dual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Basis
from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, subset
from pathway.model.firm import Firm, stacked

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add one row for every peak period and year, and the firm power of stores."""
    peaks = case.periods(Basis.DEMAND)
    firm = Firm.of(case, peaks)
    m.PEAKS = subset(peaks)
    m.FIRM = subset(firm.plant, dimen=2)
    m.FIRM_AT = family_of(m.PEAKS, {a: firm.plant_in(a) for a in peaks})
    credits_ = stacked(firm.plant, len(case.years))
    m.credit = ArrayParam(m.FIRM, m.YEARS, values=credits_, doc="[GW per capacity]")
    _stores(m, case, firm)
    margins = np.array([1.0 + period.margin for period in peaks.values()])
    m.required = ArrayParam(m.PEAKS, values=margins, doc="1 + reserve margin")

    ahead = [(a, y) for a in peaks for y in case.years if y > case.past.through]
    m.PEAKS_AHEAD = subset(ahead, dimen=2)

    @rows(m, m.PEAKS_AHEAD, doc="firm capacity covers the highest load and margin")
    def c_adequacy(m: Any, a: str, y: int) -> Any:
        plant = sum(m.credit[a, p, y] * m.v_capacity[p, y] for p in m.FIRM_AT[a])
        stores = sum(m.v_firm[b, s, y] for b, s in m.FIRM_STORES_AT[a])
        return plant + stores - m.required[a] * m.v_peak_load[a, y] >= 0


def _stores(m: pyo.ConcreteModel, case: Case, firm: Firm) -> None:
    years = len(case.years)
    m.FIRM_STORES = subset(firm.stores, dimen=2)
    m.FIRM_STORES_AT = family_of(m.PEAKS, {a: firm.stores_in(a) for a in m.PEAKS}, dimen=2)
    m.v_firm = ArrayVar(m.FIRM_STORES, m.YEARS, doc="firm power of a store at a peak [GW]")
    m.FIRM_POWER, m.FIRM_ENERGY = subset(firm.power, dimen=2), subset(firm.energy, dimen=2)
    m.firm_power = ArrayParam(m.FIRM_POWER, m.YEARS, values=stacked(firm.power, years))
    m.firm_energy = ArrayParam(m.FIRM_ENERGY, m.YEARS, values=stacked(firm.energy, years))
    holders = np.array([firm.holders[pair] for pair in firm.energy], dtype=object)
    m.firm_holder = ArrayParam(m.FIRM_ENERGY, values=holders, doc="process that holds the energy")

    @rows(m, m.FIRM_POWER, m.YEARS, doc="firm power of a store within its power")
    def c_firm_power(m: Any, a: str, s: str, y: int) -> Any:
        return m.v_firm[a, s, y] <= m.firm_power[a, s, y] * m.v_capacity[s, y]

    @rows(m, m.FIRM_ENERGY, m.YEARS, doc="firm power of a store lasts as long as the peak")
    def c_firm_energy(m: Any, a: str, s: str, y: int) -> Any:
        return m.v_firm[a, s, y] <= m.firm_energy[a, s, y] * m.v_capacity[m.firm_holder[a, s], y]
