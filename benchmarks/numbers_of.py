"""The numbers of one part of a city's programme as plain arrays, for those who write it by hand.

The part is capacity that is built and the hours that it runs in: families `stock`, `totals`,
`balance`, `dispatch`, `storage` and `cost`, where every unit stands to the end of its life. Only
rows that the reference city has are written; a case that needs others is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.nodes import nodes_of
from pathway.model.families.balance import demand_shape, spread_groups
from pathway.model.families.cost import discount_by_term
from pathway.model.families.dispatch import hosts, modes
from pathway.model.families.storage import energy_holder, power_per_capacity, steps_before
from pathway.model.families.totals import total_parts
from pathway.model.money import annuity_factor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process, Store

    Floats = NDArray[np.float64]
    Limits = tuple[list[str], Floats]
    """Processes, and a limit by year; not a number where there is none."""

PER_YEAR = 1e-3
"""TWh per GWh."""


def without_retirement(case: Case) -> Case:
    """The case with its units as capacity that stands to the end of their lives."""
    stands = {key: process.existing.copy() for key, process in case.processes.items()}
    for unit in case.units.values():
        stands[unit.process] += unit.size * (np.array(case.years) <= unit.end_of_life)
    processes = {key: replace(p, existing=stands[key]) for key, p in case.processes.items()}
    return replace(case, processes=processes, units={}, retrofits={})


@dataclass(frozen=True)
class Terms:
    """Terms of sums: process, the sum it belongs to, and what it is multiplied by [× year]."""

    process: list[str]
    row: list[int]
    amount: Floats


class Numbers:
    """Sets as lists of names and numbers as arrays, made from a case when they are asked for."""

    def __init__(self, case: Case) -> None:
        """Choose the sets.

        Raises:
            ValueError: the case has rows that are not written by hand.
        """
        self.case = case
        plant = case.processes
        self.years, self.steps = list(case.years), case.steps.count
        self.processes = list(plant)
        self.standing = [p for p, x in plant.items() if x.has_capacity]
        self.stores = list(case.stores)
        self.running = [p for p, x in plant.items() if x.hourly and p not in case.stores]
        hosting = hosts(case, hourly=True)
        self.committed = [p for p in hosting if plant[p].min_load > 0]
        self.flexible = [p for p in hosting if p not in self.committed]
        self.plain = [p for p in self.running if p not in self.committed]
        self.modes = {p: modes(case, p) for p in hosting}
        self.builds = [(p, v) for p, x in plant.items() for v in x.build_years]
        self.nodes = list(nodes_of(case, hourly=True))
        self.spreads = list(spread_groups(case))
        self.unserved = [n for n in self.nodes if _may_go_unserved(case, n)]
        self.days = int(case.steps.day.max()) + 1
        self.day_of = case.steps.day
        refuse_others(case, hosting, self.committed)

    def _of(self, processes: Iterable[str]) -> list[Process]:
        return [self.case.processes[p] for p in processes]

    # --- capacity -----------------------------------------------------------------------------

    @cached_property
    def existing(self) -> Floats:
        """Capacity that stands anyhow [process × year]."""
        return np.array([x.existing for x in self._of(self.standing)])

    @cached_property
    def lives(self) -> Floats:
        """Whether a build stands in a year [build × year]."""
        lifetime = {p: x.lifetime for p, x in self.case.processes.items()}
        return np.array(
            [[v <= y < v + lifetime[p] for y in self.years] for p, v in self.builds], float
        )

    # --- hours --------------------------------------------------------------------------------

    @cached_property
    def weight(self) -> Floats:
        """TWh of a GW in a step."""
        return PER_YEAR * self.case.steps.weight

    @cached_property
    def min_load(self) -> Floats:
        """Least output of committed capacity."""
        return np.array([x.min_load for x in self._of(self.committed)])

    def most(self, processes: list[str]) -> Floats:
        """Output of a unit of capacity, profile apart [process × year]."""
        return np.array([x.availability * x.hourly_rate for x in self._of(processes)])

    @cached_property
    def profile(self) -> Floats:
        """Availability of flexible plant [process × step]."""
        return np.array(
            [self.case.steps.profile(x.availability_profile) for x in self._of(self.flexible)]
        )

    @cached_property
    def flows(self) -> Terms:
        """Flows of hourly processes into the nodes."""
        found = [
            f
            for f in self.case.flows
            if self.case.processes[f.process].hourly and (f.commodity, f.region) in self.nodes
        ]
        row = [self.nodes.index((f.commodity, f.region)) for f in found]
        amount = np.array([f.sign * f.amount for f in found])
        return Terms([f.process for f in found], row, amount)

    @cached_property
    def store_node(self) -> list[int]:
        """Node of each store."""
        return [self.nodes.index((s.commodity, s.region)) for s in self.case.stores.values()]

    @cached_property
    def demand(self) -> Floats:
        """Exogenous demand [node × year × step]."""
        total = np.zeros((len(self.nodes), len(self.years), self.steps))
        for d in self.case.demands.values():
            if (d.commodity, d.region) in self.nodes:
                shape = demand_shape(self.case, d.profile)
                total[self.nodes.index((d.commodity, d.region))] += (
                    d.amount[:, None] / PER_YEAR * shape
                )
        return total

    @cached_property
    def spread_shape(self) -> Floats:
        """Hourly use per yearly use [group × year × step]."""
        shapes = [demand_shape(self.case, h) / PER_YEAR for _, _, h in self.spreads]
        return np.array(shapes).reshape(len(shapes), len(self.years), self.steps)

    # --- the year -----------------------------------------------------------------------------

    @cached_property
    def totals(self) -> list[str]:
        """Names of the totals that leave the hours."""
        return list(total_parts(self.case))

    @cached_property
    def total_terms(self) -> Terms:
        """What of each process enters them."""
        parts = list(total_parts(self.case).values())
        places = [(k, p) for k, terms in enumerate(parts) for p in terms]
        amount = np.array([parts[k][p] for k, p in places])
        return Terms([p for _, p in places], [k for k, _ in places], amount)

    def limits(self) -> tuple[Limits, Limits, Limits]:
        """Most activity, most and least activity per unit of capacity."""
        hourly = {p: x for p, x in self.case.processes.items() if x.hourly}
        rate = {p: x.yearly_rate / 8760.0 for p, x in hourly.items() if x.has_capacity}
        ones = np.ones(len(self.years))
        return (
            _finite({p: x.activity_max for p, x in hourly.items()}),
            _finite({p: ones * rate[p] * hourly[p].hours_max for p in rate}),
            _finite({p: ones * rate[p] * hourly[p].hours_min for p in rate if hourly[p].hours_min}),
        )

    # --- stores -------------------------------------------------------------------------------

    @property
    def _stores(self) -> list[Store]:
        return list(self.case.stores.values())

    @cached_property
    def power(self) -> Floats:
        """Power of a unit of capacity [store × year]."""
        return np.array([power_per_capacity(self.case, s) for s in self._stores])

    @cached_property
    def holder(self) -> list[str]:
        """Process whose capacity holds the energy of each store."""
        return [energy_holder(self.case, s)[0] for s in self._stores]

    @cached_property
    def energy(self) -> Floats:
        """Energy of a unit of that capacity [store]."""
        return np.array([energy_holder(self.case, s)[1] for s in self._stores])

    @cached_property
    def level(self) -> tuple[Floats, Floats, Floats]:
        """Share of the level kept, level per charge and per discharge [store × step]."""
        hours = self.case.steps.duration
        kept = np.array([(1.0 - s.loss) ** hours for s in self._stores])
        stored = np.array([s.efficiency_in * hours for s in self._stores])
        return kept, stored, np.array([hours / s.efficiency_out for s in self._stores])

    @cached_property
    def before(self) -> NDArray[np.int64]:
        """Step before each in the cycle of the stores."""
        cycles = [steps_before(self.case, s)[: self.steps] for s in self._stores]
        if any((cycle != cycles[0]).any() for cycle in cycles):
            raise ValueError("not written by hand: stores of unlike cycles")
        return cycles[0]

    # --- money --------------------------------------------------------------------------------

    @cached_property
    def cost(self) -> dict[str, Floats]:
        """Discounted cost of the columns that have one, by the name of the variable."""
        case, at = self.case, {y: i for i, y in enumerate(self.years)}
        worth = discount_by_term(case, ["investment", "variable"])
        timing, plant = case.money.capital_timing, case.processes
        factor = {p: annuity_factor(x.interest_rate, x.lifetime, timing) for p, x in plant.items()}
        annuity = np.array([plant[p].capex[at[v]] * factor[p] for p, v in self.builds])
        lost = [case.commodities[c].unserved_cost for c, _ in self.unserved]
        hours = np.outer(worth["variable"], self.weight)
        return {
            "v_capacity": np.array([x.fixed_om for x in self._of(self.standing)])
            * worth["variable"],
            "v_activity": np.array([x.variable_cost for x in plant.values()]) * worth["variable"],
            "v_build": annuity * (self.lives @ worth["investment"]),
            "v_unserved": np.array([price * hours for price in lost]),
        }


def refuse_others(case: Case, hosting: list[str], committed: list[str]) -> None:
    """Raise a ValueError where the case has rows that are not written by hand."""
    plant, steps = case.processes, case.steps
    hourly = [x for x in plant.values() if x.hourly]
    odd = {
        "steps that not every year has": not steps.years.all(),
        "ramps": any(plant[p].ramp * steps.duration.min() < 1 - plant[p].min_load for p in hosting),
        "flat or fixed plant": any(plant[p].operation != "flexible" for p in hosting),
        "links": any(x.to_region for x in hourly),
        "least activity": any(x.activity_min.any() for x in hourly),
        "cost profiles": any(x.cost_profile for x in hourly),
        "profiles of committed plant": any(plant[p].availability_profile for p in committed),
        "linked days": steps.resolution == "days" and any(s.yearly for s in case.stores.values()),
        "stores without limits": any(
            energy_holder(case, s) is None or np.isinf(power_per_capacity(case, s)).any()
            for s in case.stores.values()
        ),
        "surplus by the hour": any(c.hourly and c.surplus for c in case.commodities.values()),
    }
    found = [name for name, there in odd.items() if there]
    if found:
        raise ValueError(f"not written by hand: {', '.join(found)}")


def _may_go_unserved(case: Case, node: tuple[str, str]) -> bool:
    asked = any((d.commodity, d.region) == node for d in case.demands.values())
    return asked and bool(np.isfinite(case.commodities[node[0]].unserved_cost))


def _finite(limits: dict[str, Floats]) -> Limits:
    known = {p: np.where(np.isfinite(x), x, np.nan) for p, x in limits.items()}
    known = {p: x for p, x in known.items() if not np.isnan(x).all()}
    return list(known), np.array(list(known.values())).reshape(len(known), -1)
