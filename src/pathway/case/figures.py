"""Rows of sheet ``metrics`` into yearly linear figures; also the emissions of the city.

A row adds quantity × weight; a series may make the weight change over the years. A figure is linear
in yearly decisions only: activity, capacity, new, retired and retrofitted capacity of processes.
Whatever is exogenous (demands, series) enters its constant. Peak load is apart: the highest of many
loads, each of them linear.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Basis, Figure, Label, Part, PeakShare, Selection
from pathway.case.emission_rates import Network, counted_kinds, demand_emissions
from pathway.case.values import CO2, HEAT, ONE, Values, held
from pathway.schema.units import Unit, UnitError, convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import AdequacyPeriod, Demand, Process
    from pathway.workbook.rows import Row, Workbook

    Array = NDArray[np.float64]


@dataclass
class _Sum:
    """Coefficients gathered for one figure."""

    constant: Array
    activity: dict[str, Array] = field(default_factory=dict)
    capacity: dict[str, Array] = field(default_factory=dict)
    new: dict[str, Array] = field(default_factory=dict)
    retired: dict[str, Array] = field(default_factory=dict)
    retrofitted: dict[str, Array] = field(default_factory=dict)
    peak: PeakShare | None = None
    selections: list[Selection] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, part: str, key: str, amount: Array | float) -> None:
        """Add a coefficient of one process, a number or one a year."""
        terms = getattr(self, part)
        by_year = np.broadcast_to(np.asarray(amount, float), self.constant.shape)
        terms[key] = terms.get(key, 0.0) + by_year
        self._note(part, key, by_year)

    def add_constant(self, of: str, key: str, amount: Array) -> None:
        """Add what is exogenous: of a demand, a series, a potential."""
        self.constant += amount
        self._note(of, key, amount)

    def _note(self, of: str, key: str, amount: Array) -> None:
        """Keep apart what each row of a metric adds."""
        self.parts.append(Part(max(0, len(self.selections) - 1), of, key, amount))

    def add_peak(self, share: PeakShare, row: Row, values: Values) -> None:
        """Add a share in the highest load; all of a figure are in that of the same periods."""
        self._note("peak", "", share.coefficient)
        if self.peak is None:
            self.peak = share
        elif self.peak.periods == share.periods:
            both = self.peak.coefficient + share.coefficient
            self.peak = PeakShare(share.periods, both)
        else:
            values.error(
                row.where("commodities"), "peak loads of other periods in the same metric",
                "one selection of commodities in all rows of quantity peak_load",
            )  # fmt: skip


def city_emissions(network: Network) -> Figure:
    """CO2 of the city under its boundary."""
    total = _Sum(network.zeros())
    factors = network.emission_factors
    for kind in counted_kinds(network.boundary):
        for key, factor in factors[kind].items():
            total.add("activity", key, factor)
    for demand in network.demands.values():
        total.add_constant("demand", demand.key, demand_emissions(network, demand))
    label = Label("二氧化碳排放", "CO2 emissions")
    return _figure("co2", label, parse_unit("万吨"), CO2, "less", total)


# --- metrics --------------------------------------------------------------------------------------


def figures(workbook: Workbook, values: Values, network: Network) -> dict[str, Figure]:
    """Every metric; rows of one name add up."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in workbook.rows("metrics"):
        grouped[row["metric"]].append(row)
    return {key: _metric(key, rows, values, network) for key, rows in grouped.items()}


def _metric(key: str, rows: list[Row], values: Values, network: Network) -> Figure:
    total = _Sum(network.zeros())
    shown = values.unit(rows[0], "unit")
    for row in rows:
        if values.unit(row, "unit").dimension != shown.dimension:
            values.error(
                row.where("unit"),
                f"{row['unit']} beside {shown.text} in the same metric",
                "one kind of unit",
            )
        _Selection(row, values, network, held(shown)).add_to(total)
    figure = _figure(key, values.label(rows[0]), shown, held(shown), rows[0]["direction"], total)
    if figure.exogenous and not np.any(figure.constant):
        values.warn(
            rows[0].where("metric"),
            f"metric {key!r} selects nothing",
            "at least one process, demand or series",
            "Look at its tags, sectors and commodities.",
        )
    return figure


def _figure(
    key: str, label: Label, shown: Unit, inside: Unit, direction: str, total: _Sum
) -> Figure:
    return Figure(
        key=key,
        label=label,
        shown=shown,
        held=inside,
        direction=direction,
        constant=total.constant,
        activity=dict(total.activity),
        capacity=dict(total.capacity),
        new=dict(total.new),
        retired=dict(total.retired),
        retrofitted=dict(total.retrofitted),
        peak=total.peak,
        selections=tuple(total.selections),
        parts=tuple(part for part in total.parts if np.any(part.amount)),
    )


class _Selection:
    """One row of a metric: which quantity, over what, times which weight."""

    def __init__(self, row: Row, values: Values, network: Network, target: Unit) -> None:
        self.row, self.values, self.network, self.target = row, values, network, target
        self.weight_unit = values.unit(row, "weight_unit")
        self.tags = _Filter(row["tags"])
        self.sectors = _Filter(row["sectors"])

    def add_to(self, total: _Sum) -> None:
        """Add the row's coefficients."""
        total.selections.append(self._as_written())
        add: Mapping[str, Callable[[_Sum], None]] = {
            "capacity": lambda t: self._capacity(t, "capacity"),
            "new_capacity": lambda t: self._capacity(t, "new"),
            "retired_capacity": lambda t: self._capacity(t, "retired"),
            "retrofitted_capacity": lambda t: self._capacity(t, "retrofitted"),
            "activity": self._activity,
            "input": lambda t: self._flows(t, -1),
            "output": lambda t: self._flows(t, +1),
            "demand": self._demand,
            "use": self._use,
            "emissions": lambda t: self._emissions(t, counted_kinds(self.network.boundary)),
            "captured": lambda t: self._emissions(t, ("captured",), -1.0),
            "firm_capacity": self._firm,
            "peak_load": self._peak_load,
            "series": self._series,
            "potential": self._potential,
        }
        add[self.row["quantity"]](total)

    def _as_written(self) -> Selection:
        row = self.row
        named = (row["series"], row["weight_series"])
        return Selection(
            quantity=row["quantity"],
            processes=tuple(row["processes"] or ()),
            tags=tuple(row["tags"] or ()),
            sectors=tuple(row["sectors"] or ()),
            commodities=tuple(row["commodities"] or ()),
            regions=tuple(row["regions"] or ()),
            weight=1.0 if row["weight"] is None else float(row["weight"]),
            weight_unit=self.weight_unit.text,
            weight_by=row["weight_by"] or "none",
            series=tuple(key for key in named if key),
            where=row.where(),
        )

    # --- quantities ---

    def _capacity(self, total: _Sum, part: str) -> None:
        for process in self._processes():
            if process.has_capacity:
                total.add(part, process.key, self._weight(process.capacity_held, process.key))

    def _activity(self, total: _Sum) -> None:
        for process in self._processes():
            total.add("activity", process.key, self._weight(process.activity_held, process.key))

    def _flows(self, total: _Sum, sign: int) -> None:
        wanted = {process.key for process in self._processes()}
        for flow in self.network.flows:
            if (
                flow.sign == sign
                and flow.process in wanted
                and self._wants_commodity(flow.commodity)
            ):
                total.add("activity", flow.process, flow.amount * self._good(flow.commodity))

    def _demand(self, total: _Sum) -> None:
        for demand in self._demands():
            amount = demand.amount * self._good(demand.commodity)
            total.add_constant("demand", demand.key, amount)

    def _use(self, total: _Sum) -> None:
        self._flows(total, -1)
        self._demand(total)

    def _emissions(self, total: _Sum, kinds: tuple[str, ...], sign: float = 1.0) -> None:
        weight = sign * self._weight(CO2)
        factors = self.network.emission_factors
        wanted = {process.key for process in self._processes()}
        for kind in kinds:
            for key, factor in factors[kind].items():
                if key in wanted:
                    total.add("activity", key, factor * weight)
        if "combustion" in kinds:
            for demand in self._demands():
                burnt = demand_emissions(self.network, demand)
                total.add_constant("demand", demand.key, weight * burnt)

    def _firm(self, total: _Sum) -> None:
        for process in self._processes():
            credits_ = [process.firm_credit[key] for key in self._peaks()]
            if credits_ and process.has_capacity:
                lowest = np.min(credits_, axis=0)
                weight = self._weight(process.capacity_held, process.key)
                total.add("capacity", process.key, lowest * weight)

    def _peak_load(self, total: _Sum) -> None:
        periods = tuple(a for a, x in self._peaks().items() if self._wants_commodity(x.commodity))
        if periods:
            coefficient = self._weight(held(parse_unit("千瓦")))
            total.add_peak(PeakShare(periods, coefficient), self.row, self.values)

    def _series(self, total: _Sum) -> None:
        series = self.network.series.get(self.row["series"] or "")
        if series is None:
            self.values.error(self.row.where("series"), "no series", "the key of a series")
            return
        path = np.array([series.at(year) for year in self.network.years])
        total.add_constant("series", series.key, path * self._weight(series.held))

    def _potential(self, total: _Sum) -> None:
        for process in self._processes():
            if not process.has_capacity:
                continue
            if np.any(np.isinf(process.capacity_max)):
                self.values.error(
                    self.row.where("quantity"), f"{process.key} has no potential in some year",
                    "capacity_max of every process whose potential is added up",
                )  # fmt: skip
                continue
            weight = self._weight(process.capacity_held, process.key)
            total.add_constant("potential", process.key, process.capacity_max * weight)

    def _peaks(self) -> dict[str, AdequacyPeriod]:
        """Peaks of load; periods that cover production have none."""
        periods = self.network.adequacy.items()
        return {key: period for key, period in periods if period.basis is Basis.DEMAND}

    # --- selection ---

    def _processes(self) -> Iterable[Process]:
        keys, regions = self.row["processes"], self.row["regions"]
        for process in self.network.processes.values():
            if keys and process.key not in keys:
                continue
            if regions and process.region not in regions:
                continue
            if self.tags.takes(process.tags) and self.sectors.takes({process.sector}):
                yield process

    def _demands(self) -> Iterable[Demand]:
        if self.row["processes"]:
            return
        for demand in self.network.demands.values():
            if self.row["regions"] and demand.region not in self.row["regions"]:
                continue
            if not self._wants_commodity(demand.commodity):
                continue
            if self.tags.takes(demand.tags) and self.sectors.takes({demand.sector}):
                yield demand

    def _wants_commodity(self, key: str) -> bool:
        return not self.row["commodities"] or key in self.row["commodities"]

    # --- weights ---

    def _good(self, commodity: str) -> Array:
        """Weight of an amount of a commodity, by its coal equivalent or CO2 factor if asked."""
        good = self.network.commodities[commodity]
        if self.row["weight_by"] == "tce":
            return good.tce * self._weight(HEAT, commodity)
        if self.row["weight_by"] == "co2":
            return good.co2 * self._weight(CO2, commodity)
        return self._weight(good.held, commodity)

    def _weight(self, of: Unit, key: str = "") -> Array:
        """Factor of each year from a held quantity (of a process, a commodity) to the metric."""
        by_year, unit = self._path()
        whole = of * unit if unit != ONE else of
        try:
            factor = convert_factor(whole, self.target)
        except UnitError as error:
            finding = error.findings[0]
            self.values.error(
                self.row.where("weight_unit"),
                f"{key}: {finding.found}" if key else finding.found,
                finding.expected,
                "Narrow processes, tags, sectors or commodities to what has the metric's unit; or "
                "give weight_unit such that quantity × weight (× series) has it.",
            )
            return by_year
        return factor * by_year

    def _path(self) -> tuple[Array, Unit]:
        """The weight of each year, and its unit; a series may multiply both."""
        weight = self.row["weight"] if self.row["weight"] is not None else 1.0
        by_year = np.full(len(self.network.years), float(weight))
        series = self.network.series.get(self.row["weight_series"] or "")
        if series is None:
            return by_year, self.weight_unit
        path = np.array([series.at(year) for year in self.network.years])
        unit = self.weight_unit * series.held if self.weight_unit != ONE else series.held
        return by_year * path, unit


class _Filter:
    """Words of which one must be there; words after ``!`` must not."""

    def __init__(self, words: tuple[str, ...] | None) -> None:
        self.wanted = {word for word in words or () if not word.startswith("!")}
        self.barred = {word[1:].strip() for word in words or () if word.startswith("!")}

    def takes(self, words: Iterable[str]) -> bool:
        """Whether something with these words is selected."""
        there = set(words)
        return not (there & self.barred) and (not self.wanted or bool(there & self.wanted))
