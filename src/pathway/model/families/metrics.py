r"""Metrics: the plan's figures as variables, so that what binds is what is printed.

$$ M_{f,y} = \overline{M}_{f,y} + \sum_{p \text{ yearly}} a_{f,p,y} A_{p,y} + T_{f,y}
   + \sum_p k_{f,p,y} K_{p,y} + \sum_p n_{f,p,y} B_{p,y} + \sum_{p,u} r_{f,p,y} R_{u,p,y}
   + \sum_{p} o_{f,p,y} F_{\to p,y} + l_{f,y} \hat L_{f,y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $M_{f,y}$ | `v_metric` | held unit of f | value of metric f in year y |
| $\overline{M}$ | `metric_constant` | same | exogenous part: demands and series |
| $a, k, n, r, o$ | `metric_activity` … | per unit | coefficients on activity, capacity, new, retired and retrofitted capacity |
| $T_{f,y}$ | `v_total` | same | activity of hourly processes |
| $l_{f,y} \hat L_{f,y}$ | `metric_peak`, `v_highest_load` | per GW, GW | highest load (`peak_load`) |

Dual of `c_metric[f,y]`: what one more unit of the figure, from nowhere, would be worth.

Worked example: share of renewables: 3 GW of wind in the numerator, 3 GW wind + 2 GW coal in the
denominator: metrics of 3 and 5 GW.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case

    Terms = Mapping[str, Mapping[str, NDArray[np.float64]]]

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add `v_metric` and its definition."""
    figures = case.figures
    m.METRICS = subset(figures)
    constants = np.array([f.constant for f in figures.values()]).reshape(
        len(figures), len(case.years)
    )
    m.metric_constant = ArrayParam(m.METRICS, m.YEARS, values=constants, doc="exogenous part")
    yearly = {
        key: {p: a for p, a in f.activity.items() if not case.processes[p].hourly}
        for key, f in figures.items()
    }
    _terms(m, case, "activity", yearly)
    for part in ("capacity", "new", "retired", "retrofitted"):
        _terms(m, case, part, {key: getattr(f, part) for key, f in figures.items()})
    _blocks(m, case)
    totals = {key: [f"metric:{key}"] if f"metric:{key}" in m.TOTALS else [] for key in figures}
    m.METRIC_TOTALS = family_of(m.METRICS, totals)
    m.METRIC_PEAKS = family_of(m.METRICS, {f: [f] if f in m.PEAK_METRICS else [] for f in figures})
    m.v_metric = ArrayVar(m.METRICS, m.YEARS, lower=-np.inf, doc="value of a metric")

    @rows(m, m.METRICS, m.YEARS, doc="value of a metric")
    def c_metric(m: Any, f: str, y: int) -> Any:
        activity = sum(
            m.metric_activity[f, p, y] * m.v_activity[p, y] for p in m.METRIC_ACTIVITY[f]
        )
        hourly = sum(m.v_total[k, y] for k in m.METRIC_TOTALS[f])
        stands = sum(m.metric_capacity[f, p, y] * m.v_capacity[p, y] for p in m.METRIC_CAPACITY[f])
        new = sum(m.metric_new[f, p, y] * m.v_build[p, y] for p in m.BUILT_IN[f, y])
        gone = sum(m.metric_retired[f, p, y] * m.v_retire[u, p, y] for p, u in m.RETIRED_IN[f, y])
        moved = sum(
            m.metric_retrofitted[f, p, y] * m.v_retrofit[k, u, y]
            for p, k, u in m.RETROFITTED_IN[f, y]
        )
        load = sum(m.metric_peak[k, y] * m.v_highest_load[k, y] for k in m.METRIC_PEAKS[f])
        return m.v_metric[f, y] == (
            m.metric_constant[f, y] + activity + hourly + stands + new + gone + moved + load
        )


def _terms(m: pyo.ConcreteModel, case: Case, part: str, terms: Terms) -> None:
    """Coefficients of one part of all metrics, as a sparse parameter."""
    pairs = [(key, p) for key, members in terms.items() for p in members]
    index = subset(pairs, dimen=2)
    m.add_component(f"METRIC_{part.upper()}_TERMS", index)
    m.add_component(
        f"METRIC_{part.upper()}", family_of(m.METRICS, {k: list(v) for k, v in terms.items()})
    )
    values = np.array([terms[key][p] for key, p in pairs]).reshape(len(pairs), len(case.years))
    m.add_component(f"metric_{part}", ArrayParam(index, m.YEARS, values=values, doc=f"per {part}"))


def _blocks(m: pyo.ConcreteModel, case: Case) -> None:
    """Builds, retirements and retrofits of a year that enter a metric."""
    places = m.METRICS * m.YEARS
    builds, states = set(m.blocks.builds), m.blocks.states
    built: dict[Any, list[Any]] = {}
    retired: dict[Any, list[Any]] = {}
    moved: dict[Any, list[Any]] = {}
    for key, figure in case.figures.items():
        for y in case.years:
            built[key, y] = [p for p in figure.new if (p, y) in builds]
            retired[key, y] = [(p, u) for u, p, x in states if x == y and p in figure.retired]
            moved[key, y] = [
                (case.retrofits[k].to_process, k, u)
                for k, u, x in m.blocks.retrofits
                if x == y and case.retrofits[k].to_process in figure.retrofitted
            ]
    m.BUILT_IN = family_of(places, built)
    m.RETIRED_IN = family_of(places, retired, dimen=2)
    m.RETROFITTED_IN = family_of(places, moved, dimen=3)
