"""The planning problem of a city as frozen data.

Arrays over years follow `Case.years`. Amounts are in the units held inside the programme:
power GW, hourly energy GWh, yearly energy TWh, mass 10 kt (万吨), money 亿元 (1e8 of the currency),
and so on (`pathway.schema.units.HELD`). Per-unit figures are quotients of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause import Clause, ClauseRow, Firmness, Form, Relation, Term, Why
from pathway.case.figure import Figure, Part, PeakShare, Selection
from pathway.case.known import Known, Past, Quantity
from pathway.case.periods import AVERAGE, AVERAGE_SLICES, AdequacyPeriod, Basis, PeakLoad, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.errors import Finding
    from pathway.schema.units import Unit

    Array = NDArray[np.float64]

__all__ = (
    "AVERAGE", "AVERAGE_SLICES", "Actual", "AdequacyPeriod", "Basis", "Case", "Clause",
    "ClauseRow", "Commodity", "Demand", "ExistingUnit", "Expansion", "Figure", "Firmness",
    "Flow", "Form", "InputValue", "Known", "Label", "Money", "Origin", "Part", "Past", "PeakLoad",
    "PeakShare", "PeakWindow", "Process", "Project", "Quantity", "Relation", "Retrofit",
    "Selection", "Series", "Steps", "Store", "Term", "Transfer", "Why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What a thing is called in reports."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number came from: cell, sources, confidence."""

    where: str
    sources: tuple[str, ...] = ()
    confidence: str = "D"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """How money of different years is compared; all of it real, of one price year."""

    discount_rate: float
    interest_rate: float
    timing: str
    """Payment timing of running costs within a year: start, middle or end."""
    capital_timing: str
    """Payment timing of capital annuities."""
    discount_to: int
    """Costs are discounted to the start of this year."""
    price_year: int
    currency: str


@dataclass(frozen=True, slots=True)
class PeakWindow:
    """Years that may be the peak; stage 1 of the objective ends with the deadline."""

    first: int
    deadline: int


@dataclass(frozen=True, slots=True)
class Commodity:
    """Something produced and consumed."""

    key: str
    label: Label
    hourly: bool
    shown: Unit
    """Unit of amounts in reports."""
    held: Unit
    """Unit of yearly amounts inside; hourly amounts are held in a thousandth of it."""
    co2: float
    """CO2 per unit burnt [10 kt per held yearly unit]."""
    tce: float
    """Coal equivalent [TWh (of heat) per held yearly unit]."""
    surplus: bool
    unserved_cost: float
    """Cost of demand not served [1e8 per held yearly unit]; infinite where it must be served."""
    origin: Origin


class Expansion(StrEnum):
    """Whether and how new capacity may be built."""

    NONE = "none"
    BUILD = "build"
    PROJECTS = "projects"
    UNLIMITED = "unlimited"


@dataclass(frozen=True)
class Process:
    """Something that turns commodities into others, stores or moves them, or abates emissions."""

    key: str
    label: Label
    sector: str
    tags: frozenset[str]
    region: str
    to_region: str | None
    both_ways: bool
    mode_of: str | None
    expansion: Expansion
    hourly: bool
    capacity_shown: Unit
    capacity_held: Unit
    activity_shown: Unit
    activity_held: Unit
    yearly_rate: float
    """Activity in a year at full load, per unit of capacity [held yearly activity / capacity]."""
    hourly_rate: float
    """Activity in an hour at full load, per unit of capacity [hourly activity / capacity / h]."""
    lifetime: int
    availability: Array
    availability_profile: str | None
    operation: str
    min_load: float
    ramp: float
    """Change of output in an hour as a share of capacity; infinite where there is no limit."""
    firm_credit: Mapping[str, Array]
    """Peak period → capacity credit by year."""
    capex: Array
    interest_rate: float
    fixed_om: Array
    """[1e8 / capacity / year]"""
    variable_cost: Array
    """[1e8 / held yearly activity]"""
    cost_profile: str | None
    """Profile that the variable cost is multiplied by in each step; None: the same at all hours."""
    decommission_cost: Array
    existing: Array
    capacity_max: Array
    capacity_min: Array
    group: str
    """Processes of a group share limits on builds, growth, activity and least capacity."""
    build_max: Array
    growth_max: float
    growth_seed: float
    build_years: tuple[int, ...]
    """Years in which capacity may be built, project list included."""
    activity_max: Array
    activity_min: Array
    hours_max: float
    hours_min: float
    co2_process: Array
    """[10 kt / held yearly activity]"""
    co2_imported: Array
    capture_rate: float
    lead: str
    origin: Origin

    @property
    def has_capacity(self) -> bool:
        """Whether its activity is limited by a capacity of its own."""
        return self.mode_of is None and self.expansion is not Expansion.UNLIMITED


@dataclass(frozen=True, slots=True)
class Flow:
    """What a process takes in or puts out per unit of activity."""

    process: str
    commodity: str
    region: str
    sign: int
    """+1 puts out, −1 takes in."""
    amount: Array
    """[held yearly commodity / held yearly activity], by year; the same number by the hour."""
    shape: str | None
    burnt: float
    """Share of the intake that is burnt."""
    origin: Origin
    stated: str = ""
    """Region that its row states; empty where it stands where its process does."""

    @property
    def key(self) -> str:
        """``process:commodity:direction``, and the region where its row states one."""
        way = "out" if self.sign > 0 else "in"
        return ":".join(word for word in (self.process, self.commodity, way, self.stated) if word)


@dataclass(frozen=True, slots=True)
class Store:
    """How a storage process keeps an hourly commodity."""

    process: str
    commodity: str
    region: str
    efficiency_in: float
    efficiency_out: float
    hours: float | None
    """Hours of discharge at full power; None where power and energy are not tied."""
    loss: float
    yearly: bool
    """Whether the level returns over the year, with days linked in calendar order."""
    energy_process: str | None
    holds_energy: bool
    """Whether the capacity of `process` is energy itself, and power is free or energy / hours."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class ExistingUnit:
    """A block of plant that stands in the base year."""

    key: str
    label: Label
    process: str
    size: float
    commissioned: int
    end_of_life: int
    """Last year in service."""
    earliest_retirement: int | None
    county: str
    lead: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Project:
    """A committed or proposed project."""

    key: str
    label: Label
    process: str
    committed: bool
    size: float
    online: int
    county: str
    lead: str
    origin: Origin


@dataclass(frozen=True)
class Retrofit:
    """A way to move capacity of existing units from one process to another."""

    key: str
    label: Label
    from_process: str
    to_process: str
    cost: Array
    lifetime: int
    years: tuple[int, ...]
    share: float
    group: str
    """Retrofits of a group share their yearly limit."""
    build_max: float
    lead: str
    origin: Origin


@dataclass(frozen=True)
class Demand:
    """A demand that must be served."""

    key: str
    label: Label
    commodity: str
    region: str
    sector: str
    tags: frozenset[str]
    profile: str | None
    burnt: float
    amount: Array
    """[held yearly unit of the commodity], by year"""
    shown: Unit
    origin: Origin


@dataclass(frozen=True)
class Series:
    """An exogenous yearly figure, also of years outside the plan; interpolated between them."""

    key: str
    label: Label
    shown: Unit
    held: Unit
    given: Mapping[int, float]
    """Year → value in the held unit, as given."""
    origin: Origin

    def at(self, year: int) -> float:
        """Value in a year, interpolated between given years, constant outside them."""
        years = sorted(self.given)
        return float(np.interp(year, years, [self.given[y] for y in years]))


@dataclass(frozen=True)
class Transfer:
    """Money that one party pays another: a metric times the price of the year."""

    key: str
    label: Label
    metric: str
    """Figure that it is paid on; where it is negative, the money flows back."""
    price: Array
    """[1e8 / held unit of the metric], by year."""
    shown: Unit
    """Unit of the price in reports."""
    payer: str
    receiver: str
    counted: bool
    """Whether it enters the objective, as a term of its own; no resource is used up by it."""
    origin: Origin


@dataclass(frozen=True)
class Actual:
    """What really happened: a metric by year, its tolerance, whether past years are held to it."""

    metric: str
    given: Mapping[int, float]
    tolerance: float
    shown: Unit
    origin: Origin
    hold: bool = True


@dataclass(frozen=True)
class InputValue:
    """A value as the planner gave it, for the snapshot of inputs."""

    table: str
    key: str
    parameter: str
    value: str
    unit: str
    origin: Origin


@dataclass(frozen=True)
class Case:
    """The planning problem; nothing about Excel, nothing about the solver."""

    title: Label
    base_year: int
    years: tuple[int, ...]
    money: Money
    peak: PeakWindow | None
    boundary: str
    regions: Mapping[str, Label]
    commodities: Mapping[str, Commodity]
    processes: Mapping[str, Process]
    flows: tuple[Flow, ...]
    stores: Mapping[str, Store]
    units: Mapping[str, ExistingUnit]
    projects: Mapping[str, Project]
    retrofits: Mapping[str, Retrofit]
    demands: Mapping[str, Demand]
    series: Mapping[str, Series]
    steps: Steps
    adequacy: Mapping[str, AdequacyPeriod]
    emissions: Figure
    """CO2 under the stated boundary [10 kt]."""
    figures: Mapping[str, Figure]
    """Metrics of sheet ``metrics``."""
    clauses: Mapping[str, Clause]
    actuals: Mapping[str, Actual]
    sources: Mapping[str, str]
    transfers: Mapping[str, Transfer] = field(default_factory=dict)
    """Payments between parties; no cost of resources."""
    peak_loads: Mapping[str, PeakLoad] = field(default_factory=dict)
    """Load at the peaks of the periods that cover demand, by key of the period."""
    past: Past = field(default_factory=Past)
    """Years that are past, and what they are held to."""
    inputs: tuple[InputValue, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Warnings and notes; errors never reach a case."""

    def periods(self, basis: Basis) -> dict[str, AdequacyPeriod]:
        """Adequacy periods of a basis, by key."""
        return {key: period for key, period in self.adequacy.items() if period.basis is basis}

    @property
    def stage_end(self) -> int:
        """Last year of stage 1 of the objective: the peak deadline, or the last year."""
        return self.peak.deadline if self.peak else self.years[-1]
