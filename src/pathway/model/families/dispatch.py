r"""Dispatch: activity within what is available, minimum load, ramps, and yearly energy limits.

Activity of a plant is the sum over its modes q (itself included):

$$ \sum_{q} x_{q,y,t} \le a_{p,y}\, \phi_{p,t}\, \rho_p\, K_{p,y} $$

Where a plant has a minimum load, it is committed day by day, and only what is above it moves:

$$ O_{p,y,d} \le a_{p,y}\, \rho_p\, K_{p,y} \qquad
   \sum_q x_{q,y,t} \le (1 - \mu_p)\, O_{p,y,d(t)} \qquad
   \text{activity} = x_{p,y,t} + \mu_p\, O_{p,y,d(t)}
   \le a_{p,y}\, \phi_{p,t}\, \rho_p\, K_{p,y} $$

Ramps, within a day: $ |\sum_q x_{q,y,t} - \sum_q x_{q,y,t-1}| \le r_p\, \tau_t\, \rho_p K_{p,y} $.
Yearly processes: $ \sum_q A_{q,y} \le a_{p,y}\, R_p\, K_{p,y} $. Energy of a year within
`activity_min`, `activity_max` and full-load hours.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $a_{p,y}$ | `availability` | 1 | share available after outages |
| $\phi_{p,t}$ | `available` | 1 | availability profile |
| $\rho_p$, $R_p$ | `hourly_rate`, `yearly_rate` | GW/GW, TWh/GW | activity of a unit of capacity at full load |
| $K_{p,y}$ | `v_capacity` | GW | capacity |
| $O_{p,y,d}$ | `v_committed` | GW | capacity committed for the day |
| $\mu_p$, $r_p$ | `min_load`, `ramp` | 1, 1/h | minimum load, ramp limit |

The minimum load of a plant with modes is run in its own mode. A ramp limit that cannot bind within a
step makes no rows. Dual of `c_available[p,y,t]`: worth of one more GW available [1e8/GW].

Worked example: demand of 0.5 and 0.16 GW in the two steps of a day (4,380 h each), 1 GW of coal with
minimum load 0.4 at 1 1e8/TWh, 0.2 GW of gas at 5. No more than 0.16 / 0.4 = 0.4 GW of coal can be
committed, or its floor would exceed the second step. Coal gives 0.4 and 0.16 GW, gas 0.1 GW in the
first step: (0.4 + 0.16) 4.38 · 1 + 0.1 · 4.38 · 5 = 4.6428. One more GW in the second step costs 1,
but lets 2.5 GW more of coal run in the first, 4 cheaper than gas: its price is 1 − 10 = −9 1e8/TWh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.known import Quantity
from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, in_groups, place_before, subset, table
from pathway.model.families.build_limits import limit_rows

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "operation"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the limits on hourly and yearly activity."""
    _hosts(m, case)
    _hourly(m, case)
    _flat(m)
    _commitment(m)
    _ramps(m, case)
    _energy(m, case)


def hosts(case: Case, hourly: bool) -> list[str]:
    """Processes with a capacity of their own that limits activity: no stores, no hourly links."""
    return [
        p
        for p, x in case.processes.items()
        if x.has_capacity
        and x.hourly == hourly
        and p not in case.stores
        and not (x.hourly and x.to_region)
    ]


def modes(case: Case, host: str) -> list[str]:
    """A plant and the other modes that share its capacity."""
    return [host, *(p for p, x in case.processes.items() if x.mode_of == host)]


def _hosts(m: pyo.ConcreteModel, case: Case) -> None:
    plant = hosts(case, hourly=True)
    m.HOSTS = subset(plant)
    m.MODES = family_of(m.HOSTS, {p: modes(case, p) for p in plant})
    rows_ = [case.processes[p] for p in plant]
    shape = (len(plant), len(case.years))
    m.availability = ArrayParam(
        m.HOSTS, m.YEARS, values=table(rows_, "availability").reshape(shape), doc="after outages"
    )
    profiles = [case.steps.profile(x.availability_profile) for x in rows_]
    m.available = ArrayParam(
        m.HOSTS,
        m.TIMES,
        values=np.array(profiles).reshape(len(plant), case.steps.count),
        doc="profile",
    )
    rates = np.array([x.hourly_rate for x in rows_])
    m.hourly_rate = ArrayParam(m.HOSTS, values=rates, doc="activity per capacity at full load")


def _hourly(m: pyo.ConcreteModel, case: Case) -> None:
    def running(operation: str) -> pyo.Set:
        return subset(
            p for p in m.HOSTS if case.processes[p].operation == operation and p not in m.COMMITTED
        )

    m.FLEXIBLE, m.FIXED, m.FLAT = running("flexible"), running("fixed"), running("flat")

    @rows(m, m.FLEXIBLE, m.STEPS, doc="activity within what is available")
    def c_available(m: Any, p: str, y: int, t: int) -> Any:
        most = m.available[p, t] * m.availability[p, y] * m.hourly_rate[p]
        return sum(m.v_dispatch[q, y, t] for q in m.MODES[p]) <= most * m.v_capacity[p, y]

    @rows(m, m.FIXED, m.STEPS, doc="activity is exactly what is available")
    def c_fixed(m: Any, p: str, y: int, t: int) -> Any:
        given = m.available[p, t] * m.availability[p, y] * m.hourly_rate[p]
        return sum(m.v_dispatch[q, y, t] for q in m.MODES[p]) == given * m.v_capacity[p, y]


def _flat(m: pyo.ConcreteModel) -> None:
    m.v_flat = ArrayVar(m.FLAT, m.YEARS, doc="output that is the same in all steps [GW]")

    @rows(m, m.FLAT, m.STEPS, doc="the same activity in all steps of a year")
    def c_flat(m: Any, p: str, y: int, t: int) -> Any:
        return sum(m.v_dispatch[q, y, t] for q in m.MODES[p]) == m.v_flat[p, y]

    @rows(m, m.FLAT, m.YEARS, doc="flat activity within what is available")
    def c_flat_available(m: Any, p: str, y: int) -> Any:
        return m.v_flat[p, y] <= m.availability[p, y] * m.hourly_rate[p] * m.v_capacity[p, y]


def _commitment(m: pyo.ConcreteModel) -> None:
    @rows(m, m.COMMITTED, m.DAYS, doc="committed capacity within what is available")
    def c_committed_capacity(m: Any, p: str, y: int, d: int) -> Any:
        most = m.availability[p, y] * m.hourly_rate[p]
        return m.v_committed[p, y, d] <= most * m.v_capacity[p, y]

    @rows(m, m.COMMITTED, m.STEPS, doc="activity above the minimum load within the rest")
    def c_above_minimum(m: Any, p: str, y: int, t: int) -> Any:
        above = sum(m.v_dispatch[q, y, t] for q in m.MODES[p])
        return above <= (1.0 - m.min_load[p]) * m.v_committed[p, y, m.day_of[t]]

    m.COMMITTED_VARYING = subset(
        p for p in m.COMMITTED if m.case.processes[p].availability_profile is not None
    )

    @rows(m, m.COMMITTED_VARYING, m.STEPS, doc="activity, floor included, within the profile")
    def c_committed_available(m: Any, p: str, y: int, t: int) -> Any:
        done = sum(m.v_dispatch[q, y, t] for q in m.MODES[p])
        floor = m.min_load[p] * m.v_committed[p, y, m.day_of[t]]
        most = m.available[p, t] * m.availability[p, y] * m.hourly_rate[p]
        return done + floor <= most * m.v_capacity[p, y]


def _ramps(m: pyo.ConcreteModel, case: Case) -> None:
    steps = case.steps
    before = place_before(steps.day, steps.hour)
    follows = np.flatnonzero(steps.hour > 0)
    span = float(steps.duration[before[follows]].min()) if len(follows) else np.inf
    ramped = [
        p for p in m.HOSTS if case.processes[p].ramp * span < 1.0 - case.processes[p].min_load
    ]
    later = set(follows.tolist())
    m.RAMPED = subset(ramped)
    m.RAMP_STEPS = subset(((y, t) for y, t in m.STEPS if t in later), dimen=2)
    m.step_before = ArrayParam(m.TIMES, values=before, doc="step before, within the day")
    limits = np.outer([case.processes[p].ramp for p in ramped], steps.duration[before])
    m.ramp = ArrayParam(
        m.RAMPED, m.TIMES, values=limits.reshape(len(ramped), steps.count), doc="[1]"
    )

    @rows(m, m.RAMPED, m.RAMP_STEPS, doc="output rises no faster than the ramp limit")
    def c_ramp_up(m: Any, p: str, y: int, t: int) -> Any:
        now = sum(m.v_dispatch[q, y, t] for q in m.MODES[p])
        earlier = sum(m.v_dispatch[q, y, m.step_before[t]] for q in m.MODES[p])
        return now - earlier <= m.ramp[p, t] * m.hourly_rate[p] * m.v_capacity[p, y]

    @rows(m, m.RAMPED, m.RAMP_STEPS, doc="output falls no faster than the ramp limit")
    def c_ramp_down(m: Any, p: str, y: int, t: int) -> Any:
        now = sum(m.v_dispatch[q, y, t] for q in m.MODES[p])
        earlier = sum(m.v_dispatch[q, y, m.step_before[t]] for q in m.MODES[p])
        return earlier - now <= m.ramp[p, t] * m.hourly_rate[p] * m.v_capacity[p, y]


def _energy(m: pyo.ConcreteModel, case: Case) -> None:
    hourly = [(p, y) for p, x in case.processes.items() if x.hourly for y in case.years]
    energy_rows(m, case, hourly, "hourly")


def energy_rows(m: pyo.ConcreteModel, case: Case, places: list[tuple[str, int]], tier: str) -> None:
    """Yearly limits on activity and full-load hours, for the processes of one tier.

    Limits on activity are forecasts: they hold where it is not known what was done. Processes of a
    group share them.
    """
    open_ = [place for place in places if not case.past.tells(*place, Quantity.ACTIVITY)]
    together = in_groups(case.processes, open_)
    most = limit_rows(m, case, together, "activity_max", np.inf, f"{tier}_activity_max")
    least = limit_rows(m, case, together, "activity_min", 0.0, f"{tier}_activity_min")
    of_most = family_of(most, {place: together[place] for place in most})
    of_least = family_of(least, {place: together[place] for place in least})
    m.add_component(f"{tier}_ACTIVITY_MAX_TOGETHER".upper(), of_most)
    m.add_component(f"{tier}_ACTIVITY_MIN_TOGETHER".upper(), of_least)
    high, low = getattr(m, f"{tier}_activity_max"), getattr(m, f"{tier}_activity_min")

    def at_most(m: Any, p: str, y: int) -> Any:
        return sum(m.v_activity[q, y] for q in of_most[p, y]) <= high[p, y]

    def at_least(m: Any, p: str, y: int) -> Any:
        return sum(m.v_activity[q, y] for q in of_least[p, y]) >= low[p, y]

    named_rows(m, f"c_activity_max_{tier}", most, at_most, "activity of the year within its limit")
    named_rows(m, f"c_activity_min_{tier}", least, at_least, "activity of the year at its floor")
    _hours(m, case, places, tier)


def _hours(m: pyo.ConcreteModel, case: Case, places: list[tuple[str, int]], tier: str) -> None:
    plant = case.processes
    with_capacity = [(p, y) for p, y in places if plant[p].has_capacity]
    per_hour = {p: plant[p].yearly_rate / 8760.0 for p, _ in with_capacity}
    capped = {
        (p, y): plant[p].hours_max * per_hour[p]
        for p, y in with_capacity
        if np.isfinite(plant[p].hours_max)
    }
    floored = {
        (p, y): plant[p].hours_min * per_hour[p] for p, y in with_capacity if plant[p].hours_min
    }
    for name, values in ((f"{tier}_hours_max", capped), (f"{tier}_hours_min", floored)):
        index = subset(values, dimen=2)
        m.add_component(name.upper(), index)
        amounts = np.array(list(values.values()), float)
        m.add_component(name, ArrayParam(index, values=amounts, doc="activity per capacity"))
        members = {place: modes(case, place[0]) for place in values}
        m.add_component(f"{name}_modes".upper(), family_of(index, members))
    _hours_rows(m, tier)


def _hours_rows(m: pyo.ConcreteModel, tier: str) -> None:
    high, low = getattr(m, f"{tier}_hours_max"), getattr(m, f"{tier}_hours_min")
    of_high = getattr(m, f"{tier}_hours_max_modes".upper())
    of_low = getattr(m, f"{tier}_hours_min_modes".upper())

    def at_most(m: Any, p: str, y: int) -> Any:
        return sum(m.v_activity[q, y] for q in of_high[p, y]) <= high[p, y] * m.v_capacity[p, y]

    def at_least(m: Any, p: str, y: int) -> Any:
        return sum(m.v_activity[q, y] for q in of_low[p, y]) >= low[p, y] * m.v_capacity[p, y]

    above = getattr(m, f"{tier}_hours_max".upper())
    below = getattr(m, f"{tier}_hours_min".upper())
    named_rows(m, f"c_hours_max_{tier}", above, at_most, "full-load hours within their limit")
    named_rows(m, f"c_hours_min_{tier}", below, at_least, "full-load hours at their floor")


def named_rows(m: pyo.ConcreteModel, name: str, index: pyo.Set, rule: Any, doc: str) -> None:
    """Rows under a name that depends on the tier."""
    rule.__name__ = name
    rows(m, index, doc=doc)(rule)
