"""Commodities, processes, flows, stores and demands of a city, in held units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import Line, held
from pathway.schema.units import Unit, hourly_scale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.audit.book import Array

HOURS = 8760.0
PER_HOUR = 1e-3
"""Yearly held amount of one hourly held amount: TWh of a GWh."""
FREE = np.inf


@dataclass(frozen=True)
class Good:
    """A commodity."""

    key: str
    hourly: bool
    shown: Unit
    held: Unit
    co2: float
    tce: float
    surplus: bool
    unserved: float
    """Cost of a unit not served; infinite where all has to be served."""


@dataclass(frozen=True)
class Plant:
    """A process; `line` keeps the words of its row."""

    key: str
    line: Line
    region: str
    hourly: bool
    capacity: Unit
    activity: Unit
    yearly_rate: float
    """Yearly activity of a unit of capacity at full load."""
    lifetime: int
    interest: float
    build_years: tuple[int, ...]
    numbers: dict[str, Array]
    """Numbers by year, in held units."""

    @property
    def hourly_rate(self) -> float:
        """Hourly activity of a unit of capacity at full load."""
        return self.yearly_rate / HOURS / hourly_scale(held(self.activity).dimension)

    @property
    def has_capacity(self) -> bool:
        """Whether a capacity of its own limits it."""
        return not self.line["mode_of"] and self.line["expansion"] != "unlimited"

    @property
    def committed(self) -> bool:
        """Whether it is committed day by day."""
        starts = self.hourly and self.has_capacity and not self.line["to_region"]
        return starts and bool(self.numbers["min_load"][0] > 0)

    def __getitem__(self, name: str) -> Array:
        return self.numbers[name]


@dataclass(frozen=True)
class Flow:
    """What a process takes in (sign −1) or puts out (+1) per unit of activity."""

    process: str
    good: str
    sign: float
    amount: Array
    region: str
    shape: str | None
    burnt: float
    back: str
    """Region in which the flow stands when a link runs backwards; blank for other plant."""

    @property
    def signed(self) -> Array:
        """Amount, positive where it is put out."""
        return self.sign * self.amount


@dataclass(frozen=True)
class Store:
    """A store of an hourly commodity."""

    key: str
    good: str
    region: str
    charging: float
    discharging: float
    hours: float | None
    loss: float
    yearly: bool
    holder: str
    """Process whose capacity holds the energy; blank where energy is free."""
    energy: float
    """Energy of a unit of the holder's capacity [GWh]."""
    full_power: float
    """Power of a unit of its own capacity before outages; infinite where power is free."""
    power: Array
    """Power of a unit of its own capacity; infinite where power is free."""


@dataclass(frozen=True)
class Demand:
    """A demand by year, in the held unit of its commodity."""

    key: str
    line: Line
    good: str
    region: str
    amount: Array
    profile: str | None
    burnt: float


@dataclass(frozen=True)
class Network:
    """The city as the book has it."""

    years: tuple[int, ...]
    goods: dict[str, Good]
    plant: dict[str, Plant]
    flows: tuple[Flow, ...]
    stores: dict[str, Store]
    demands: dict[str, Demand]
    regions: tuple[str, ...]
    series: dict[str, tuple[Unit, dict[int, float]]] = field(default_factory=dict)

    def nodes(self, *, hourly: bool) -> list[tuple[str, str]]:
        """Commodity and region of every balance."""
        found: dict[tuple[str, str], None] = {}
        for flow in self.flows:
            for region in {flow.region, flow.back or flow.region, *self._ends(flow)}:
                found[flow.good, region] = None
        ends = [(d.good, d.region) for d in self.demands.values()]
        ends += [(s.good, s.region) for s in self.stores.values()]
        found |= dict.fromkeys(ends)
        return [node for node in found if self.goods[node[0]].hourly == hourly]

    def _ends(self, flow: Flow) -> Iterable[str]:
        plant = self.plant[flow.process]
        return (plant.region, plant.line["to_region"]) if plant.line["to_region"] else ()

    def modes(self, host: str) -> list[str]:
        """A process and those that share its capacity."""
        return [host, *(p for p, x in self.plant.items() if x.line["mode_of"] == host)]

    def with_capacity(self) -> list[Plant]:
        """Processes with a capacity of their own."""
        return [x for x in self.plant.values() if x.has_capacity]

    def running(self) -> list[str]:
        """Processes that run by the hour, stores left out."""
        return [p for p, x in self.plant.items() if x.hourly and p not in self.stores]

    def backward(self) -> list[str]:
        """Links that may run both ways."""
        return list(dict.fromkeys(f.process for f in self.flows if f.back))

    def spreads(self) -> dict[tuple[str, str, str], list[Flow]]:
        """Flows of yearly processes in hourly commodities, by commodity, region and shape."""
        groups: dict[tuple[str, str, str], list[Flow]] = {}
        for flow in self.flows:
            if self.goods[flow.good].hourly and not self.plant[flow.process].hourly:
                groups.setdefault((flow.good, flow.region, str(flow.shape)), []).append(flow)
        return groups

    def unserved(self, *, hourly: bool) -> list[tuple[str, str]]:
        """Nodes whose demand may go unserved, at a cost."""
        asked = {(d.good, d.region) for d in self.demands.values()}
        nodes = self.nodes(hourly=hourly)
        return [n for n in nodes if n in asked and np.isfinite(self.goods[n[0]].unserved)]

    def surplus(self, *, hourly: bool) -> list[tuple[str, str]]:
        """Nodes at which more may be put out than is used."""
        return [n for n in self.nodes(hourly=hourly) if self.goods[n[0]].surplus]
