"""The load known before a plan: yearly demands served by the plant of the base year.

Written a second time for the choice of the extreme day: shares of suppliers by what stands, else
by what has no limit, else alike; what they take in is asked for in turn, ten processes deep.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.periods import rates

if TYPE_CHECKING:
    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Flow

DEEP = 10
"""Longest chain of processes from a demand."""


def reference_load(city: City) -> Array:
    """Load of the last year on every row of the profiles, of goods with a peak to cover.

    Of all hourly goods where there is no such peak; any scale.
    """
    sheet, years = city.book.profiles, city.years
    hourly = {key for key, good in city.net.goods.items() if good.hourly}
    goods = {x.good for x in city.periods.values() if not x.production} & hourly or hourly
    total = np.full(len(sheet.step), 1e-9)
    for demand in city.net.demands.values():
        if demand.good in goods:
            total += demand.amount[-1] * rates(sheet, demand.profile, years)[-1]
    reference = _Reference(city)
    for (good, _, shape), flows in city.net.spreads().items():
        if good in goods:
            use = sum(-f.signed[-1] * reference.activity(f.process, DEEP) for f in flows)
            total += use * rates(sheet, shape, years)[-1]
    return total


class _Reference:
    """Yearly activities from the demands of the last year, each through so many processes."""

    def __init__(self, city: City) -> None:
        self.city, self.net = city, city.net
        self.known: dict[tuple[str, int], float] = {}

    def activity(self, process: str, deep: int) -> float:
        """Activity that serves demands at most so many processes away."""
        if deep == 0:
            return 0.0
        if (process, deep) not in self.known:
            made = [f for f in self._outputs if f.process == process]
            parts = (self._share(f) * self._need(f, deep) / f.amount[-1] for f in made)
            self.known[process, deep] = max(parts, default=0.0)
        return self.known[process, deep]

    @cached_property
    def _outputs(self) -> list[Flow]:
        """Flows that put out yearly goods."""
        found = [f for f in self.net.flows if f.sign > 0 and f.amount[-1] > 0]
        return [f for f in found if not self.net.goods[f.good].hourly]

    def _need(self, of: Flow, deep: int) -> float:
        place = (of.good, of.region)
        demands = (d for d in self.net.demands.values() if (d.good, d.region) == place)
        takers = (f for f in self.net.flows if f.sign < 0 and (f.good, f.region) == place)
        need = sum(float(d.amount[-1]) for d in demands)
        need += sum(float(f.amount[-1]) * self.activity(f.process, deep - 1) for f in takers)
        return max(need, 0.0)

    def _share(self, of: Flow) -> float:
        """Share of a flow in what is put out of its good."""
        rivals = [f for f in self._outputs if (f.good, f.region) == (of.good, of.region)]
        standing = {f.process: self._standing(f) for f in rivals}
        if sum(standing.values()) > 0:
            return standing[of.process] / sum(standing.values())
        way = {f.process: self.net.plant[f.process].line["expansion"] for f in rivals}
        free = [process for process in way if way[process] == "unlimited"] or list(way)
        return 1.0 / len(free) if of.process in free else 0.0

    def _standing(self, flow: Flow) -> float:
        """Most that the plant of the base year puts out in a year."""
        plant = self.net.plant[flow.process]
        units = (u.size for u in self.city.units.values() if u.process == flow.process)
        size = plant["existing"][0] + sum(units)
        return float(size * plant.yearly_rate * plant["availability"][-1] * flow.amount[-1])
