"""How far capacities, activities and metrics of past years can reach, given what is known of them.

Ranges of single quantities: what no schedule can be outside of. What does not go together within
them shows when the past is solved for (`pathway.contradictions`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.known import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case, ExistingUnit, Figure, Retrofit

Range = tuple[float, float]


class Reach:
    """Ranges of what may have happened up to a year."""

    def __init__(self, case: Case) -> None:
        self.case, self.known = case, {k.key: k for k in case.past.known}

    def _told(self, quantity: Quantity, item: str, year: int, unit: str = "") -> Range | None:
        key = ":".join(part for part in (quantity, item, unit, str(year)) if part)
        found = self.known.get(key)
        return None if found is None else (found.low, found.high)

    # --- stock ----------------------------------------------------------------------------------

    def built(self, process: str, year: int) -> Range:
        """What was built in a year: as it is known, else within the limit of the year."""
        told = self._told(Quantity.BUILT, process, year)
        if told is not None:
            return told
        plant = self.case.processes[process]
        if year not in plant.build_years:
            return 0.0, 0.0
        known = self.case.past.settles_builds(process, year)
        return 0.0, np.inf if known else float(plant.build_max[self.case.years.index(year)])

    def capacity(self, process: str, year: int) -> Range:
        """What can stand at the end of a year, apart from what is known of just that."""
        plant, at = self.case.processes[process], self.case.years.index(year)
        least = most = float(plant.existing[at])
        for v in (v for v in self.case.years if v <= year < v + plant.lifetime):
            low, high = self.built(process, v)
            least, most = least + low, most + high
        for unit in self.case.units.values():
            low, high = self._of_unit(unit, process, year)
            least, most = least + low, most + high
        return least, most

    def _of_unit(self, unit: ExistingUnit, process: str, year: int) -> Range:
        """What of a unit can run as a process in a year."""
        if unit.end_of_life < year:
            return 0.0, 0.0
        if unit.process != process:
            return 0.0, unit.size if self._leads(unit.process, process, year) else 0.0
        years = [y for y in self.case.years if y <= year]
        least, most = unit.size, unit.size
        for y in years:
            low, high = self.retired(unit, y)
            least, most = least - high, most - low
        if any(y in r.years for y in years for r in self._from(process)):
            least = 0.0
        return max(least, 0.0), max(most, 0.0)

    def retired(self, unit: ExistingUnit, year: int) -> Range:
        """What of a unit retired early in a year."""
        told = self._told(Quantity.RETIRED, unit.key, year)
        if told is not None:
            return told
        may = unit.earliest_retirement and year >= unit.earliest_retirement
        return 0.0, unit.size if may else 0.0

    def leaves(self, process: str, year: int) -> float:
        """Most that can leave a process from one year to the next."""
        if any(year in r.years for r in self._from(process)):
            return np.inf
        plant, at = self.case.processes[process], self.case.years.index(year)
        before = plant.existing[max(at - 1, 0)]
        total = max(float(before - plant.existing[at]), 0.0)
        for unit in self.case.units.values():
            if self._leads(unit.process, process, year):
                ends = unit.end_of_life == year - 1
                gone = self.retired(unit, year)[1] if unit.end_of_life >= year else 0.0
                total += unit.size if ends else gone
        expired = year - plant.lifetime
        return total + (self.built(process, expired)[1] if expired in self.case.years else 0.0)

    def _from(self, process: str) -> Iterator[Retrofit]:
        return (r for r in self.case.retrofits.values() if r.from_process == process)

    def _leads(self, before: str, after: str, year: int) -> bool:
        """Whether retrofits lead from one process to another by a year."""
        found = [before]
        for process in found:  # grows while it is walked
            ways = (r for r in self._from(process) if any(y <= year for y in r.years))
            found += [r.to_process for r in ways if r.to_process not in found]
        return after in found

    def retrofittable(self, retrofit: str, unit: str) -> float:
        """Most that a retrofit can move, of one unit or of all."""
        kind = self.case.retrofits[retrofit]
        named = (u for u in self.case.units.values() if unit in {"", u.key})
        last = self.case.years[-1]
        able = [u.size for u in named if self._leads(u.process, kind.from_process, last)]
        return kind.share * sum(able)

    # --- use ------------------------------------------------------------------------------------

    def activity(self, process: str, year: int) -> float:
        """Most that a process can do in a year; infinite where nothing limits it."""
        case = self.case
        host = case.processes[process].mode_of or process
        plant, at = case.processes[host], case.years.index(year)
        if not plant.has_capacity or host in case.stores or plant.to_region:
            return np.inf
        told = self._told(Quantity.CAPACITY, host, year)
        most = told[1] if told else min(self.capacity(host, year)[1], plant.capacity_max[at])
        share = 1.0
        if plant.hourly:
            steps = case.steps
            weight = steps.weight * steps.years[at]
            share = float(steps.profile(plant.availability_profile) @ weight / weight.sum())
        return float(most * plant.yearly_rate * plant.availability[at] * share)

    def metric(self, figure: Figure, year: int) -> Range:
        """Range of a metric; infinite where retired or retrofitted capacity counts."""
        at = self.case.years.index(year)
        if figure.retired or figure.retrofitted or figure.peak:
            return -np.inf, np.inf
        least = most = float(figure.constant[at])
        for process, weights in figure.capacity.items():
            least, most = _added((least, most), weights[at], self._stands(process, year))
        for process, weights in figure.new.items():
            least, most = _added((least, most), weights[at], self.built(process, year))
        for process, weights in figure.activity.items():
            done = self._told(Quantity.ACTIVITY, process, year) or (
                0.0,
                self.activity(process, year),
            )
            least, most = _added((least, most), weights[at], done)
        return least, most

    def _stands(self, process: str, year: int) -> Range:
        """What stands: as it is known, else all that can."""
        told = self._told(Quantity.CAPACITY, process, year)
        if told is not None:
            return told
        least, most = self.capacity(process, year)
        return least, min(
            most, float(self.case.processes[process].capacity_max[self.case.years.index(year)])
        )


def _added(range_: Range, weight: float, more: Range) -> Range:
    """A range with weight times another added."""
    if not weight:
        return range_
    low, high = (weight * more[0], weight * more[1])
    return range_[0] + min(low, high), range_[1] + max(low, high)
