"""What processes emit per unit of activity, by kind, and what a boundary counts of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import AdequacyPeriod, Commodity, Demand, Flow, Process, Series

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """What metrics select from."""

    years: tuple[int, ...]
    boundary: str
    commodities: Mapping[str, Commodity]
    processes: Mapping[str, Process]
    flows: tuple[Flow, ...]
    demands: Mapping[str, Demand]
    series: Mapping[str, Series]
    adequacy: Mapping[str, AdequacyPeriod] = field(default_factory=dict)

    def zeros(self) -> Array:
        """A year-long array of zeros."""
        return np.zeros(len(self.years))

    @cached_property
    def emission_factors(self) -> dict[str, dict[str, Array]]:
        """CO2 per unit of activity of each process, by kind; many metrics ask for it."""
        return emission_factors(self)


def emission_factors(network: Network) -> dict[str, dict[str, Array]]:
    """CO2 per unit of activity of each process, by kind [10 kt per held yearly activity].

    Kinds: ``combustion`` (burnt intakes), ``process`` (negative ones are ``sink``), ``captured``
    (what does not reach the air, negative) and ``imported`` (emitted elsewhere). The emissions of
    the city are the sum of the kinds that its boundary counts.
    """
    result: dict[str, dict[str, Array]] = {
        kind: {} for kind in ("combustion", "process", "sink", "captured", "imported")
    }
    burnt: dict[str, Array] = {}
    for flow in network.flows:
        rate = network.commodities[flow.commodity].co2 * flow.burnt
        if flow.sign < 0 and rate:
            burnt[flow.process] = burnt.get(flow.process, network.zeros()) + rate * flow.amount
    for key, process in network.processes.items():
        kinds = _kinds(process, burnt.get(key, network.zeros()))
        for kind, factor in kinds.items():
            if np.any(factor):
                result[kind][key] = factor
    return result


def _kinds(process: Process, combustion: Array) -> dict[str, Array]:
    released = np.maximum(process.co2_process, 0.0)
    return {
        "combustion": combustion,
        "process": released,
        "sink": np.minimum(process.co2_process, 0.0),
        "captured": -process.capture_rate * (combustion + released),
        "imported": process.co2_imported,
    }


def counted_kinds(boundary: str) -> tuple[str, ...]:
    """Kinds of emissions that a boundary counts."""
    territorial = ("combustion", "process", "sink", "captured")
    return (*territorial, "imported") if boundary == "with_imports" else territorial


def demand_emissions(network: Network, demand: Demand) -> Array:
    """CO2 of a fuel that is burnt by a demand outside any process [10 kt]."""
    return network.commodities[demand.commodity].co2 * demand.burnt * demand.amount
