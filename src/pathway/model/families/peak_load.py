r"""Peak load: the highest load of a period, exogenous and from yearly uses, in every year.

$$ L_{a,y} \ge Q_{a,y,h} + \sum_g s_{g,y,h}\, V_{g,y} \qquad h \in H_{a,y} $$

$$ \hat L_{f,y} \ge L_{a,y} \qquad a \in A_f $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $L_{a,y}$ | `v_peak_load` | GW | highest load of period a |
| $Q_{a,y,h}$ | `exogenous_load` | GW | exogenous load in hour h |
| $V_{g,y}, s_{g,y,h}$ | `v_spread`, `peak_shape` | TWh, GW/TWh | yearly use, and its rate in hour h |
| $\hat L_{f,y}$ | `v_highest_load` | GW | highest load of the periods $A_f$ that metric f counts |

Which hour is the highest depends on what is used, so $H_{a,y}$ holds every hour of the period that
can be: all but those that another hour equals or exceeds in the exogenous load and in the shape of
every use (`pathway.case.peak_load`). Hours are those of sheet `profiles`, on all days of the year
whatever days the operation is solved on. $L$ is no lower than the highest load, and no higher where
that costs something: reports take the highest load itself.

Dual of `c_peak_load[a,y,h]`: the part of the price of firm capacity, times 1 + margin, that falls
on hour h [1e8/GW].

Worked example: exogenous load of 6 GW at noon and 5 GW in the evening, each for half of the year;
charging in the evening alone, 1 TWh or 1000 / 4380 GW. Noon and evening can both be the highest. With
4.38 TWh charged the evening has 6 GW too; with 8.76 TWh it has 7 GW, the highest load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case, PeakLoad

    Array = NDArray[np.float64]

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the highest load of each period and year, and a row for every hour that can have it."""
    loads = list(case.peak_loads.values())
    m.LOADS = subset(case.peak_loads)
    m.v_peak_load = ArrayVar(
        m.LOADS, m.YEARS, lower=-np.inf, doc="highest load of a period, or more [GW]"
    )
    _hours(m, case, loads)
    _highest(m, case)

    @rows(m, m.PEAK_HOURS, doc="highest load of a period is that of no hour less")
    def c_peak_load(m: Any, a: str, y: int, h: int) -> Any:
        use = sum(
            m.peak_shape[c, r, s, a, y, h] * m.v_spread[c, r, s, y] for c, r, s in m.SPREAD_IN[a]
        )
        return m.v_peak_load[a, y] - use >= m.exogenous_load[a, y, h]


def _hours(m: pyo.ConcreteModel, case: Case, loads: list[PeakLoad]) -> None:
    places = [
        (x.key, case.years[year], row)
        for x in loads
        for year, row in zip(x.year.tolist(), x.row.tolist(), strict=True)
    ]
    m.PEAK_HOURS = subset(places, dimen=3)
    exogenous = np.array([load for x in loads for load in x.load.tolist()])
    m.exogenous_load = ArrayParam(m.PEAK_HOURS, values=exogenous, doc="exogenous load [GW]")
    used = {
        x.key: [g for g in m.SPREADS if g[0] == x.commodity and x.region in {None, g[1]}]
        for x in loads
    }
    m.SPREAD_IN = family_of(m.LOADS, used, dimen=3)
    shapes = [[rate for x in loads for rate in x.shapes[s].tolist()] for _, _, s in m.SPREADS]
    m.peak_shape = ArrayParam(
        m.SPREADS,
        m.PEAK_HOURS,
        values=np.array(shapes).reshape(len(m.SPREADS), len(places)),
        doc="rate of a yearly use [GW/TWh]",
    )


def _highest(m: pyo.ConcreteModel, case: Case) -> None:
    """Highest load of several periods, for each metric that counts it."""
    shares = {key: figure.peak for key, figure in case.figures.items() if figure.peak}
    m.PEAK_METRICS = subset(shares)
    m.COUNTED_LOADS = subset(
        ((f, a) for f, share in shares.items() for a in share.periods), dimen=2
    )
    m.v_highest_load = ArrayVar(
        m.PEAK_METRICS, m.YEARS, lower=-np.inf, doc="highest load of several periods, or more [GW]"
    )
    coefficients = np.array([share.coefficient for share in shares.values()])
    m.metric_peak = ArrayParam(
        m.PEAK_METRICS,
        m.YEARS,
        values=coefficients.reshape(len(shares), len(case.years)),
        doc="per GW of the highest load",
    )

    @rows(m, m.COUNTED_LOADS, m.YEARS, doc="highest load of several periods is that of none less")
    def c_highest_load(m: Any, f: str, a: str, y: int) -> Any:
        return m.v_highest_load[f, y] >= m.v_peak_load[a, y]
