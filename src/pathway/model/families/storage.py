r"""Storage: the level balances, returns to where it began, and makes no energy.

$$ L_{s,y,t} = (1-\lambda_s)^{\tau_t} L_{s,y,t-1} + \tau_t \left( \eta^{in}_s C_{s,y,t}
   - D_{s,y,t} / \eta^{out}_s \right) \qquad 0 \le L_{s,y,t} \le E_{s,y} $$

with $C, D \le a_s K_s$ where the capacity is power, and $E = H_s K_s$, or the capacity of the energy
process, or the capacity of the store itself where that is energy.

A store with a day cycle is as full at the end of each day as at its start: step $t-1$ of the first
step is the last of the day. A store with a year cycle links the days in calendar order. On all hours
(or slices in a row) the chain simply runs through the steps that the year has. On representative days, each day has a level path $l$ of its
own, counted from the start of the day, and the level at the start of calendar day $k$ adds up:

$$ M_{k+1} = (1-\lambda_s)^{24} M_k + l_{d(k), end} \qquad
   M_k + \overline{l}_{d(k)} \le E \qquad M_k + \underline{l}_{d(k)} \ge 0 $$

(after Kotzur et al. 2018, Applied Energy 213; standing losses within a day are charged on its start
level, so the bounds are slightly cautious).

| symbol | in code | unit | meaning |
|---|---|---|---|
| $L$, $l$ | `v_level` | GWh | level at the end of a step; year cycle on days: relative to the day's start |
| $C, D$ | `v_charge`, `v_discharge` | GW | charge, discharge |
| $\eta^{in}, \eta^{out}, \lambda$ | `efficiency_in` … | 1, 1, 1/h | efficiencies, standing loss |
| $M_k$ | `v_start` | GWh | level at the start of calendar day k |

Dual of `c_level[s,y,t]`: worth of stored energy [1e8/GWh, discounted].

Worked example: a store of 1 GW, 2 h, 0.9 both ways, on a day of two hours that stands for 4,380 days.
Wind gives 1 GW in the first hour only, free of charge; demand is 1 GW in the second, and other plant
costs 1 1e8/TWh. The store charges 1 GW, holds 0.9 GWh and gives 0.9 · 0.9 = 0.81 GW; other plant gives
0.19 GW. One more GWh in the store is worth 0.9 GWh · 4,380 · 1e-3 = 3.942 (dual −3.942).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.errors import ModelError
from pathway.model.algebra import ArrayParam, ArrayVar, rows
from pathway.model.core import family_of, place_before, subset

if TYPE_CHECKING:
    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case, Store

TIER = "operation"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add levels, power and energy limits of all stores."""
    linked = [s for s, x in case.stores.items() if x.yearly and case.steps.resolution == "days"]
    averaged = [s for s, x in case.stores.items() if x.yearly and case.steps.averaged]
    m.LINKED, m.AVERAGED = subset(linked), subset(averaged)
    m.CYCLIC = subset(s for s in case.stores if s not in linked and s not in averaged)
    lower = np.array([-np.inf if s in linked else 0.0 for s in case.stores])
    m.v_level = ArrayVar(
        m.STORES,
        m.STEPS,
        lower=lower.reshape(len(case.stores), 1),
        doc="level at the end of a step [GWh]",
    )
    _parameters(m, case)
    _power(m, case)
    _energy(m, case)
    _levels(m, case)
    _linked_days(m, case)
    _average_days(m, case)


def _parameters(m: pyo.ConcreteModel, case: Case) -> None:
    stores = list(case.stores.values())
    duration = case.steps.duration
    kept = np.array([(1.0 - s.loss) ** duration for s in stores]).reshape(
        len(stores), len(duration)
    )
    m.kept = ArrayParam(m.STORES, m.TIMES, values=kept, doc="share of the level kept over a step")
    inwards = np.array([s.efficiency_in * duration for s in stores]).reshape(kept.shape)
    outwards = np.array([duration / s.efficiency_out for s in stores]).reshape(kept.shape)
    m.stored = ArrayParam(m.STORES, m.TIMES, values=inwards, doc="level per charge [h]")
    m.drawn = ArrayParam(m.STORES, m.TIMES, values=outwards, doc="level per discharge [h]")


def _power(m: pyo.ConcreteModel, case: Case) -> None:
    limits = {s: power_per_capacity(case, x) for s, x in case.stores.items()}
    limited = [s for s, limit in limits.items() if np.all(np.isfinite(limit))]
    m.POWER_LIMITED = subset(limited)
    values = np.array([limits[s] for s in limited]).reshape(len(limited), len(case.years))
    m.power_per_capacity = ArrayParam(
        m.POWER_LIMITED, m.YEARS, values=values, doc="[GW per capacity]"
    )

    @rows(m, m.POWER_LIMITED, m.STEPS, doc="charge within the power")
    def c_charge(m: Any, s: str, y: int, t: int) -> Any:
        return m.v_charge[s, y, t] <= m.power_per_capacity[s, y] * m.v_capacity[s, y]

    @rows(m, m.POWER_LIMITED, m.STEPS, doc="discharge within the power")
    def c_discharge(m: Any, s: str, y: int, t: int) -> Any:
        return m.v_discharge[s, y, t] <= m.power_per_capacity[s, y] * m.v_capacity[s, y]


def power_per_capacity(case: Case, store: Store) -> np.ndarray:
    """Power of a unit of a store's capacity, by year; infinite where power is free."""
    power = full_power(case, store)
    if power is None:
        return np.full(len(case.years), np.inf)
    available = 1.0 if store.holds_energy else case.processes[store.process].availability
    return power * available * np.ones(len(case.years))


def full_power(case: Case, store: Store) -> float | None:
    """Power of a unit of a store's capacity before outages; None where power is free."""
    if not store.holds_energy:
        return case.processes[store.process].hourly_rate
    return 1e3 / store.hours if store.hours else None


def energy_holder(case: Case, store: Store) -> tuple[str, float] | None:
    """Process whose capacity holds the energy, and GWh per unit of it; None if energy is free."""
    if store.energy_process:
        return store.energy_process, 1e3
    if store.holds_energy:
        return store.process, 1e3
    if store.hours:
        return store.process, store.hours
    return None


def _energy(m: pyo.ConcreteModel, case: Case) -> None:
    held = {s: energy_holder(case, x) for s, x in case.stores.items()}
    known = {s: h for s, h in held.items() if h is not None}
    m.HOLDING = subset(known)
    holders = np.array([holder for holder, _ in known.values()], dtype=object)
    m.holder = ArrayParam(m.HOLDING, values=holders, doc="process whose capacity holds the energy")
    sizes = np.array([size for _, size in known.values()], float)
    m.energy_per_capacity = ArrayParam(m.HOLDING, values=sizes, doc="[GWh per capacity]")
    m.HOLDING_CYCLIC = subset(s for s in known if s not in m.LINKED)

    @rows(m, m.HOLDING_CYCLIC, m.STEPS, doc="level within the energy capacity")
    def c_energy(m: Any, s: str, y: int, t: int) -> Any:
        return m.v_level[s, y, t] <= m.energy_per_capacity[s] * m.v_capacity[m.holder[s], y]


def _levels(m: pyo.ConcreteModel, case: Case) -> None:
    before = [steps_before(case, case.stores[s]) for s in m.CYCLIC]
    m.before = ArrayParam(
        m.CYCLIC,
        m.STEPS,
        values=np.array(before, int).reshape(len(before), len(m.STEPS)),
        doc="step before, in the cycle",
    )

    @rows(m, m.CYCLIC, m.STEPS, doc="level balance")
    def c_level(m: Any, s: str, y: int, t: int) -> Any:
        change = m.stored[s, t] * m.v_charge[s, y, t] - m.drawn[s, t] * m.v_discharge[s, y, t]
        return m.v_level[s, y, t] == m.kept[s, t] * m.v_level[s, y, m.before[s, y, t]] + change


def steps_before(case: Case, store: Store) -> NDArray[np.int64]:
    """Step before each (year, step) in the cycle of a store: of its day, or of the year's chain."""
    steps = case.steps
    if store.yearly and not np.allclose(steps.weight, steps.duration):
        raise ModelError(
            f"store {store.process}: a year cycle needs steps in calendar order, "
            "but the slices stand for more hours than they last; use a day cycle"
        )
    year, step = np.nonzero(steps.years)
    days = int(steps.day.max()) + 1
    group = year if store.yearly else year * days + steps.day[step]
    return np.asarray(step[place_before(group, step)])


def _linked_days(m: pyo.ConcreteModel, case: Case) -> None:
    steps = case.steps
    calendar = np.arange(len(steps.calendar))
    m.CALENDAR = subset(calendar.tolist())
    m.LIVED = subset(y for y in m.YEARS if len(m.STEPS_OF[y]))
    m.stands_for = ArrayParam(m.CALENDAR, values=steps.calendar, doc="representative day of a day")
    m.tomorrow = ArrayParam(m.CALENDAR, values=np.roll(calendar, -1), doc="next day, in a circle")
    last = [int(np.flatnonzero(steps.day == d)[-1]) for d in range(int(steps.day.max()) + 1)]
    m.DAY_NUMBERS = subset(range(len(last)))
    m.last_step = ArrayParam(m.DAY_NUMBERS, values=np.array(last), doc="last step of a day")
    m.v_start = ArrayVar(m.LINKED, m.LIVED, m.CALENDAR, doc="level at the start of a day [GWh]")
    m.v_high = ArrayVar(
        m.LINKED, m.DAYS, lower=-np.inf, doc="highest level of a day, from its start"
    )
    m.v_low = ArrayVar(m.LINKED, m.DAYS, lower=-np.inf, doc="lowest level of a day, from its start")
    stores = [case.stores[s] for s in m.LINKED]
    kept = np.array([(1.0 - s.loss) ** 24 for s in stores])
    m.kept_day = ArrayParam(m.LINKED, values=kept, doc="share of the level kept over a day")
    _within_days(m, case)
    _over_days(m)


def _within_days(m: pyo.ConcreteModel, case: Case) -> None:
    first = set(np.flatnonzero(case.steps.hour == 0).tolist())
    m.FIRST_STEPS = subset(((y, t) for y, t in m.STEPS if t in first), dimen=2)
    m.LATER_STEPS = subset(((y, t) for y, t in m.STEPS if t not in first), dimen=2)

    @rows(m, m.LINKED, m.FIRST_STEPS, doc="level of a day counts from its start")
    def c_level_first(m: Any, s: str, y: int, t: int) -> Any:
        change = m.stored[s, t] * m.v_charge[s, y, t] - m.drawn[s, t] * m.v_discharge[s, y, t]
        return m.v_level[s, y, t] == change

    m.CHAINED = subset([*m.LINKED, *m.AVERAGED])

    @rows(m, m.CHAINED, m.LATER_STEPS, doc="level balance within a day")
    def c_level_later(m: Any, s: str, y: int, t: int) -> Any:
        change = m.stored[s, t] * m.v_charge[s, y, t] - m.drawn[s, t] * m.v_discharge[s, y, t]
        return m.v_level[s, y, t] == m.kept[s, t] * m.v_level[s, y, t - 1] + change

    @rows(m, m.LINKED, m.STEPS, doc="no level of a day above its highest")
    def c_high(m: Any, s: str, y: int, t: int) -> Any:
        return m.v_level[s, y, t] <= m.v_high[s, y, m.day_of[t]]

    @rows(m, m.LINKED, m.STEPS, doc="no level of a day below its lowest")
    def c_low(m: Any, s: str, y: int, t: int) -> Any:
        return m.v_level[s, y, t] >= m.v_low[s, y, m.day_of[t]]


def _over_days(m: pyo.ConcreteModel) -> None:
    m.HOLDING_LINKED = subset(s for s in m.HOLDING if s in m.LINKED)

    @rows(m, m.LINKED, m.LIVED, m.CALENDAR, doc="days follow each other in calendar order")
    def c_next_day(m: Any, s: str, y: int, k: int) -> Any:
        end = m.v_level[s, y, m.last_step[m.stands_for[k]]]
        return m.v_start[s, y, m.tomorrow[k]] == m.kept_day[s] * m.v_start[s, y, k] + end

    @rows(m, m.HOLDING_LINKED, m.LIVED, m.CALENDAR, doc="highest level within the energy capacity")
    def c_energy_linked(m: Any, s: str, y: int, k: int) -> Any:
        highest = m.v_start[s, y, k] + m.v_high[s, y, m.stands_for[k]]
        return highest <= m.energy_per_capacity[s] * m.v_capacity[m.holder[s], y]

    @rows(m, m.LINKED, m.LIVED, m.CALENDAR, doc="lowest level not below empty")
    def c_empty_linked(m: Any, s: str, y: int, k: int) -> Any:
        return m.v_start[s, y, k] + m.v_low[s, y, m.stands_for[k]] >= 0


def _average_days(m: pyo.ConcreteModel, case: Case) -> None:
    """Year cycle on average days: the mean of what days begin with is the mean of what they end with.

    Each average day stands for the mean levels of its days, so its first level is free; only the
    sum over the year has to close. Real days keep these rows in the mean: a relaxation, no plan.
    """
    m.v_opening = ArrayVar(m.AVERAGED, m.DAYS, doc="mean level before the days of a group [GWh]")
    first = [int(np.flatnonzero(case.steps.day == d)[0]) for d in m.DAY_NUMBERS]
    count = case.steps.weight[first] / case.steps.duration[first]
    m.day_count = ArrayParam(m.DAY_NUMBERS, values=count, doc="days that an average day stands for")
    m.DAYS_OF = family_of(m.YEARS, {y: [d for x, d in m.DAYS if x == y] for y in m.YEARS})

    @rows(m, m.AVERAGED, m.FIRST_STEPS, doc="level balance of the first step of a day")
    def c_level_opening(m: Any, s: str, y: int, t: int) -> Any:
        change = m.stored[s, t] * m.v_charge[s, y, t] - m.drawn[s, t] * m.v_discharge[s, y, t]
        return m.v_level[s, y, t] == m.kept[s, t] * m.v_opening[s, y, m.day_of[t]] + change

    @rows(m, m.AVERAGED, m.YEARS, doc="over a year days begin as full as days end")
    def c_level_mean(m: Any, s: str, y: int) -> Any:
        opening = sum(m.day_count[d] * m.v_opening[s, y, d] for d in m.DAYS_OF[y])
        closing = sum(m.day_count[d] * m.v_level[s, y, m.last_step[d]] for d in m.DAYS_OF[y])
        return opening == closing
