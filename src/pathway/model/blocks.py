"""Which blocks of capacity exist when: builds by vintage, units by state, retrofits by year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.known import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case, ExistingUnit


@dataclass(frozen=True)
class Blocks:
    """Index tuples of the stock.

    A unit starts in the state of its own process; retrofits lead to other states, one after the
    other. Its states exist while it stands, that is to its end of life.
    """

    builds: tuple[tuple[str, int], ...]
    """(process, year of build)"""
    states: tuple[tuple[str, str, int], ...]
    """(unit, process it runs as, year)"""
    retrofits: tuple[tuple[str, str, int], ...]
    """(retrofit, unit, year)"""

    @classmethod
    def of(cls, case: Case) -> Blocks:
        """Blocks of a case."""
        builds = tuple((p, v) for p, x in case.processes.items() for v in x.build_years)
        states, retrofits = [], []
        for unit in case.units.values():
            years = [y for y in case.years if y <= unit.end_of_life]
            reached = reachable(case, unit)
            states += [(unit.key, process, y) for process in reached for y in years]
            retrofits += [
                (key, unit.key, y)
                for key, retrofit in case.retrofits.items()
                if retrofit.from_process in reached
                for y in retrofit.years
                if y in years
            ]
        return cls(builds, tuple(states), tuple(retrofits))

    def retirement_limits(self, case: Case) -> NDArray[np.float64]:
        """Most capacity of a unit that may retire early in a year: none before it is allowed.

        A retirement that happened was allowed.
        """
        limits = []
        for u, _, y in self.states:
            unit, told = case.units[u], case.past.tells(u, y, Quantity.RETIRED)
            allowed = unit.earliest_retirement and y >= unit.earliest_retirement
            limits.append(unit.size if allowed or told else 0.0)
        return np.array(limits).reshape(len(self.states))

    def vintages(self, case: Case) -> dict[tuple[str, int], list[int]]:
        """(process, year) → years of build whose capacity still stands then."""
        result: dict[tuple[str, int], list[int]] = {
            (p, y): [] for p, x in case.processes.items() if x.has_capacity for y in case.years
        }
        for p, v in self.builds:
            for y in range(v, v + case.processes[p].lifetime):
                if (p, y) in result:
                    result[p, y].append(v)
        return result

    def units_in(self, case: Case) -> dict[tuple[str, int], list[str]]:
        """(process, year) → units that may run as that process then."""
        result: dict[tuple[str, int], list[str]] = defaultdict(list)
        for p, x in case.processes.items():
            if x.has_capacity:
                result.update({(p, y): [] for y in case.years})
        for u, p, y in self.states:
            result[p, y].append(u)
        return dict(result)


def reachable(case: Case, unit: ExistingUnit) -> list[str]:
    """Processes that a unit may run as: its own, and all that retrofits lead to."""
    found = [unit.process]
    for process in found:  # grows while it is walked
        found += [
            retrofit.to_process
            for retrofit in case.retrofits.values()
            if retrofit.from_process == process and retrofit.to_process not in found
        ]
    return found
