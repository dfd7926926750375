"""What is firm in a period: capacity by its credit, and stores as long as they last.

Two families ask for it: `adequacy` against the highest load of a period, `reserve` against what is
produced in every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.model.families.storage import energy_holder, full_power

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import AdequacyPeriod, Case

    Array = NDArray[np.float64]
    Pair = tuple[str, str]
    """(period, process)"""


@dataclass(frozen=True)
class Firm:
    """Firm power per unit of capacity [GW per capacity], by (period, process) and year."""

    plant: Mapping[Pair, Array]
    stores: tuple[Pair, ...]
    power: Mapping[Pair, Array]
    """Most firm power of a store per unit of its own capacity, where its power is limited."""
    energy: Mapping[Pair, Array]
    """Most firm power of a store per unit of the capacity that holds its energy."""
    holders: Mapping[Pair, str]
    """Process whose capacity holds the energy of a store."""

    @classmethod
    def of(cls, case: Case, periods: Mapping[str, AdequacyPeriod]) -> Firm:
        """What is firm in some periods."""
        stores = [
            (a, s)
            for a, period in periods.items()
            for s, store in case.stores.items()
            if store.commodity == period.commodity and period.region in {None, store.region}
        ]
        holders = {(a, s): energy_holder(case, case.stores[s]) for a, s in stores}
        held = {pair: holder for pair, holder in holders.items() if holder is not None}
        return cls(
            plant={
                (a, p): credit(case, a, p) * case.processes[p].hourly_rate
                for a, period in periods.items()
                for p in serving(case, period)
            },
            stores=tuple(stores),
            power={
                (a, s): credit(case, a, s) * power
                for a, s in stores
                if (power := full_power(case, case.stores[s])) is not None
            },
            energy={
                (a, s): credit(case, a, s) * size / periods[a].duration
                for (a, s), (_, size) in held.items()
            },
            holders={pair: holder for pair, (holder, _) in held.items()},
        )

    def plant_in(self, period: str) -> list[str]:
        """Plant that counts in a period."""
        return [p for a, p in self.plant if a == period]

    def stores_in(self, period: str) -> list[Pair]:
        """Stores that count in a period."""
        return [pair for pair in self.stores if pair[0] == period]


def credit(case: Case, period: str, process: str) -> Array:
    """Capacity credit of a process in a period, by year."""
    return case.processes[process].firm_credit[period]


def serving(case: Case, period: AdequacyPeriod) -> list[str]:
    """Processes with capacity that put out the commodity of a period in its region."""
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


def stacked(values: Mapping[Pair, Array], years: int) -> Array:
    """Arrays over years, one below the other [pair × year]."""
    return np.array(list(values.values()), float).reshape(len(values), years)
