r"""Yearly activity: processes without an hourly need, within their capacity and their limits.

$$ \sum_q A_{q,y} \le a_{p,y}\, R_p\, K_{p,y} \qquad
   \underline{A}_{p,y} \le A_{p,y} \le \overline{A}_{p,y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $A_{q,y}$ | `v_activity` | amount | activity of mode q of process p |
| $a_{p,y} R_p$ | `yearly_limit` | amount per capacity | activity of a unit of capacity at full load, after outages |
| $K_{p,y}$ | `v_capacity` | amount/yr | capacity |

Dual of `c_activity_capacity[p,y]`: worth of one more unit of activity [1e8 per unit].

Worked example: 5 units/yr of rail capacity at availability 0.9 carry 4.5 of 10 units of cargo; road,
unlimited, carries 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, rows
from pathway.model.core import family_of, subset
from pathway.model.families.dispatch import energy_rows, hosts, modes

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the capacity limit and the yearly limits of yearly processes."""
    plant = hosts(case, hourly=False)
    m.YEARLY_HOSTS = subset(plant)
    m.YEARLY_MODES = family_of(m.YEARLY_HOSTS, {p: modes(case, p) for p in plant})
    most = [case.processes[p].availability * case.processes[p].yearly_rate for p in plant]
    m.yearly_limit = ArrayParam(
        m.YEARLY_HOSTS, m.YEARS, values=np.array(most).reshape(len(plant), len(case.years)),
        doc="activity of a unit of capacity",
    )  # fmt: skip

    @rows(m, m.YEARLY_HOSTS, m.YEARS, doc="activity of the year within the capacity")
    def c_activity_capacity(m: Any, p: str, y: int) -> Any:
        done = sum(m.v_activity[q, y] for q in m.YEARLY_MODES[p])
        return done <= m.yearly_limit[p, y] * m.v_capacity[p, y]

    yearly = [(p, y) for p, x in case.processes.items() if not x.hourly for y in case.years]
    energy_rows(m, case, yearly, "yearly")
