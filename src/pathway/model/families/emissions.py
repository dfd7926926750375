r"""Emissions: CO2 of the city under its boundary, year by year.

$$ E_y = \sum_{p \text{ yearly}} \epsilon_{p,y} A_{p,y} + T^{CO2}_y + \overline{E}_y $$

The factor $\epsilon$ of a process is burnt intake × CO2 factor + process CO2 (negative for sinks),
less what is captured; under the boundary with imports also CO2 emitted elsewhere for net imports.
$T^{CO2}$ is the same sum over hourly processes, $\overline{E}$ the CO2 of fuels that exogenous
demands burn.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $E_y$ | `v_emissions` | 10 kt | emissions of the year |
| $\epsilon_{p,y}$ | `emission_factor` | 10 kt per unit | CO2 per unit of activity |
| $T^{CO2}_y$ | `v_total["emissions", y]` | 10 kt | emissions of hourly processes |

Dual of `c_emissions[y]`: worth of one more 10 kt allowed, zero where nothing limits emissions.

Worked example: 2 TWh (of heat) of coal burnt at 32.1 10 kt/TWh with 90 % captured: 6.4 10 kt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add `v_emissions` and its definition."""
    factors = {p: f for p, f in case.emissions.activity.items() if not case.processes[p].hourly}
    m.EMITTERS = subset(factors)
    values = np.array(list(factors.values())).reshape(len(factors), len(case.years))
    m.emission_factor = ArrayParam(m.EMITTERS, m.YEARS, values=values, doc="[10 kt per activity]")
    m.burnt_by_demand = ArrayParam(m.YEARS, values=case.emissions.constant, doc="[10 kt]")
    known = ["emissions"] if "emissions" in m.TOTALS else []
    m.EMISSION_TOTALS = family_of(m.YEARS, dict.fromkeys(case.years, known))
    m.v_emissions = ArrayVar(m.YEARS, lower=-np.inf, doc="CO2 of the city [10 kt]")

    @rows(m, m.YEARS, doc="emissions of the city")
    def c_emissions(m: Any, y: int) -> Any:
        yearly = sum(m.emission_factor[p, y] * m.v_activity[p, y] for p in m.EMITTERS)
        hourly = sum(m.v_total[k, y] for k in m.EMISSION_TOTALS[y])
        return m.v_emissions[y] == yearly + hourly + m.burnt_by_demand[y]
