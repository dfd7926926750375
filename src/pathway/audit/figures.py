"""Metrics and emissions as coefficients on yearly decisions, by the words of the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import CO2, GW, HEAT, ONE, Book, Line, along, held
from pathway.schema.units import Unit, convert_factor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pathway.audit.book import Array
    from pathway.audit.network import Demand, Network, Plant

TERRITORIAL = ("combustion", "process", "sink", "captured")
KINDS = (*TERRITORIAL, "imported")
PARTS = {
    "capacity": "v_capacity", "new_capacity": "v_build", "retired_capacity": "v_retire",
    "retrofitted_capacity": "v_retrofit",
}  # fmt: skip


@dataclass
class Figure:
    """A metric: a constant, and coefficients by variable and process."""

    key: str
    shown: Unit
    held: Unit
    direction: str
    constant: Array
    terms: dict[tuple[str, str], Array] = field(default_factory=dict)
    """(variable, process) → coefficient by year."""
    peaks: tuple[str, ...] = ()
    """Periods whose highest load counts."""
    per_peak: Array | float = 0.0
    """Coefficient of that load by year."""

    def add(self, variable: str, process: str, coefficient: Array) -> None:
        """Add a coefficient."""
        known = self.terms.get((variable, process))
        self.terms[variable, process] = coefficient if known is None else known + coefficient


@dataclass(frozen=True)
class Peaks:
    """What metrics need to know of the peak periods."""

    credits: dict[str, dict[str, Array]]
    """Process → period → credit by year."""
    goods: dict[str, str]
    """Period that covers load → its commodity."""


def factors(net: Network) -> dict[str, dict[str, Array]]:
    """CO2 per unit of activity, by kind and process [10 kt per held activity]."""
    found: dict[str, dict[str, Array]] = {kind: {} for kind in KINDS}
    for key, plant in net.plant.items():
        burnt = np.zeros(len(net.years))
        for flow in net.flows:
            if flow.process == key and flow.sign < 0:
                burnt += flow.amount * flow.burnt * net.goods[flow.good].co2
        made = np.clip(plant["co2_process"], 0, None)
        parts = (
            burnt, made, np.clip(plant["co2_process"], None, 0),
            -plant["capture_rate"] * (burnt + made), plant["co2_imported"],
        )  # fmt: skip
        for kind, factor in zip(KINDS, parts, strict=True):
            if factor.any():
                found[kind][key] = factor
    return found


def counted(boundary: str) -> tuple[str, ...]:
    """Kinds that count under a boundary."""
    return KINDS if boundary == "with_imports" else TERRITORIAL


def burnt_by(net: Network, demand: Demand) -> Array:
    """CO2 of what a demand burns [10 kt]."""
    return net.goods[demand.good].co2 * demand.burnt * demand.amount


def read_figures(book: Book, net: Network, boundary: str, peaks: Peaks) -> dict[str, Figure]:
    """Every metric; rows of one name add up."""
    found: dict[str, Figure] = {}
    for line in book.rows("metrics"):
        key = line["metric"]
        if key not in found:
            shown = book.unit(line, "unit")
            zeros = np.zeros(len(net.years))
            found[key] = Figure(key, shown, held(shown), line["direction"], zeros)
        _Part(book, line, net, found[key]).add(boundary, peaks)
    return found


class _Part:
    """One row of a metric."""

    def __init__(self, book: Book, line: Line, net: Network, figure: Figure) -> None:
        self.line, self.net, self.figure = line, net, figure
        self.by = book.unit(line, "weight_unit")
        once = 1.0 if line["weight"] is None else float(line["weight"])
        self.times = np.full(len(net.years), once)
        if line["weight_series"]:
            unit, given = net.series[line["weight_series"]]
            self.by = unit if self.by == ONE else self.by * unit
            self.times = once * along(net.years, given)

    def add(self, boundary: str, peaks: Peaks) -> None:
        ways: dict[str, Callable[[], None]] = {
            **{word: partial(self.stock, name) for word, name in PARTS.items()},
            "activity": self.activity,
            "input": lambda: self.flows(-1.0),
            "output": lambda: self.flows(1.0),
            "use": lambda: self.flows(-1.0),
            "demand": lambda: None,
            "emissions": lambda: self.emissions(counted(boundary)),
            "captured": lambda: self.emissions(("captured",)),
            "firm_capacity": lambda: self.firm(peaks),
            "peak_load": lambda: self.load(peaks),
            "series": self.exogenous,
            "potential": self.potential,
        }
        ways[self.line["quantity"]]()
        if self.line["quantity"] in {"demand", "use"}:
            for demand in self.demands():
                self.figure.constant += demand.amount * self.good(demand.good)

    def activity(self) -> None:
        for plant in self.plant():
            self.figure.add("v_activity", plant.key, self.weight(held(plant.activity)))

    def exogenous(self) -> None:
        unit, given = self.net.series[self.line["series"]]
        self.figure.constant += along(self.net.years, given) * self.weight(unit)

    def potential(self) -> None:
        for plant in self.plant():
            if plant.has_capacity:
                most = plant["capacity_max"]
                self.figure.constant += most * self.weight(held(plant.capacity))

    def stock(self, variable: str) -> None:
        for plant in self.plant():
            if plant.has_capacity:
                self.figure.add(variable, plant.key, self.weight(held(plant.capacity)))

    def flows(self, sign: float) -> None:
        wanted = {plant.key for plant in self.plant()}
        for flow in self.net.flows:
            if flow.sign == sign and flow.process in wanted and self.wants(flow.good):
                self.figure.add("v_activity", flow.process, flow.amount * self.good(flow.good))

    def emissions(self, kinds: tuple[str, ...]) -> None:
        weight = self.weight(CO2) * (-1.0 if kinds == ("captured",) else 1.0)
        wanted = {plant.key for plant in self.plant()}
        found = factors(self.net)
        for kind in kinds:
            for process in wanted & found[kind].keys():
                self.figure.add("v_activity", process, weight * found[kind][process])
        if "combustion" in kinds:
            for demand in self.demands():
                self.figure.constant += weight * burnt_by(self.net, demand)

    def firm(self, peaks: Peaks) -> None:
        for plant in self.plant():
            credits_ = list(peaks.credits.get(plant.key, {}).values())
            if credits_ and plant.has_capacity:
                lowest = np.min(credits_, axis=0)
                self.figure.add("v_capacity", plant.key, lowest * self.weight(held(plant.capacity)))

    def load(self, peaks: Peaks) -> None:
        self.figure.peaks = tuple(a for a, good in peaks.goods.items() if self.wants(good))
        self.figure.per_peak = self.figure.per_peak + self.weight(GW)

    # --- what is selected -----------------------------------------------------------------------

    def plant(self) -> Iterable[Plant]:
        for plant in self.net.plant.values():
            named = not self.line["processes"] or plant.key in self.line["processes"]
            if named and self.fits(plant.line, plant.region):
                yield plant

    def demands(self) -> Iterable[Demand]:
        for demand in self.net.demands.values():
            fits = self.fits(demand.line, demand.region) and self.wants(demand.good)
            if fits and not self.line["processes"]:
                yield demand

    def fits(self, line: Line, region: str) -> bool:
        here = not self.line["regions"] or region in self.line["regions"]
        tags = _takes(self.line["tags"], set(line["tags"] or ()))
        return here and tags and _takes(self.line["sectors"], {line["sector"]})

    def wants(self, good: str) -> bool:
        return not self.line["commodities"] or good in self.line["commodities"]

    # --- weights --------------------------------------------------------------------------------

    def weight(self, of: Unit) -> Array:
        """Of every year."""
        whole = of * self.by if self.by != ONE else of
        return convert_factor(whole, self.figure.held) * self.times

    def good(self, key: str) -> Array:
        good = self.net.goods[key]
        way = self.line["weight_by"]
        if way == "tce":
            return good.tce * self.weight(HEAT)
        return good.co2 * self.weight(CO2) if way == "co2" else self.weight(good.held)


def _takes(words: tuple[str, ...] | None, there: set[str]) -> bool:
    """One of the words has to be there; none of those after an exclamation mark may be."""
    wanted = {word for word in words or () if not word.startswith("!")}
    barred = {word[1:].strip() for word in words or () if word.startswith("!")}
    return not there & barred and (not wanted or bool(there & wanted))
