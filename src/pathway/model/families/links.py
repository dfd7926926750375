r"""Links: what is sent between regions, in both directions where a link allows it.

$$ x_{p,y,t} + x^{rev}_{p,y,t} \le a_{p,y}\, \phi_{p,t}\, \rho_p\, K_{p,y} $$

A link takes its `in` flows in its own region and puts its `out` flows out in the other; the reverse
direction swaps the two. What arrives is what is sent times the efficiency, the amount of the out flow.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $x$ | `v_dispatch` | GW | sent forwards |
| $x^{rev}$ | `v_reverse` | GW | sent backwards |
| $K$ | `v_capacity` | GW | capacity, shared by both directions |

Dual of `c_link[p,y,t]`: worth of one more GW of the link [1e8/GW].

Worked example: 1 GW of cheap plant in the west, 0.5 GW of demand in the east, a link of 0.4 GW with
efficiency 0.9: 0.36 GW arrive, 0.14 GW come from dear plant in the east.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, rows
from pathway.model.core import family_of, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "operation"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the capacity limit of links that run by the hour."""
    links = [p for p, x in case.processes.items() if x.to_region and x.hourly and x.has_capacity]
    m.LINKS = subset(links)
    m.BACKWARD_OF = family_of(m.LINKS, {p: [p] if p in m.BACKWARD else [] for p in links})
    shape = (len(links), len(case.years), case.steps.count)
    most = np.zeros(shape)
    for i, p in enumerate(links):
        process = case.processes[p]
        profile = case.steps.profile(process.availability_profile)
        most[i] = np.outer(process.availability * process.hourly_rate, profile)
    m.link_limit = ArrayParam(m.LINKS, m.YEARS, m.TIMES, values=most, doc="activity per capacity")

    @rows(m, m.LINKS, m.STEPS, doc="what is sent within the capacity of the link")
    def c_link(m: Any, p: str, y: int, t: int) -> Any:
        back = sum(m.v_reverse[q, y, t] for q in m.BACKWARD_OF[p])
        return m.v_dispatch[p, y, t] + back <= m.link_limit[p, y, t] * m.v_capacity[p, y]
