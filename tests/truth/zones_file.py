"""The layout of zones and periods, read: timepoints, plant by vintage and its yearly cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .book import recovery
from .casefile import TruthError, fields
from .names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .casefile import CaseFile, Part

LAYOUT = ("periods", "timepoints", "zones", "plants")
ALTERNATIVES = ("without_flat_baseload",)
PLANT = ("zone", "energy_source", "mode", "life", "connect_cost", "variable_om",
         "scheduled_outage", "forced_outage", "cost_by_build_year")  # fmt: skip
MODES = ("baseload", "dispatchable", "variable")


@dataclass(frozen=True)
class Period:
    """A period: its name, and its years, all alike."""

    name: int
    first: int
    years: int

    @property
    def span(self) -> range:
        """Calendar years of the period."""
        return range(self.first, self.first + self.years)


@dataclass(frozen=True)
class Vintage:
    """Capacity of one build year: when it lives and what a unit of it costs a year."""

    key: str
    build: Period | None
    """Period in which it may be built; None where it stands already."""
    amount: float
    """What stands already."""
    lives: tuple[Period, ...]
    capital: float
    """Yearly payment for capital, per unit of capacity."""
    fixed: float

    @property
    def lifetime(self) -> int:
        """Calendar years from build to end of life; for the annuity, too."""
        return sum(period.years for period in self.lives)


@dataclass(frozen=True)
class Plant:
    """A plant and its vintages, of power and of stored energy."""

    name: str
    part: Mapping[str, Any]
    vintages: tuple[Vintage, ...]
    energy: tuple[Vintage, ...]

    @property
    def key(self) -> str:
        """Its name as a key."""
        return key_of(self.name)

    @property
    def flat(self) -> bool:
        """Whether its output is the same in all timepoints of a period."""
        return bool(self.part["mode"] == "baseload")

    @property
    def availability(self) -> float:
        """Share of capacity after outages; scheduled ones count for baseload only."""
        share = 1.0 - float(self.part["forced_outage"])
        return share * (1.0 - float(self.part["scheduled_outage"])) if self.flat else share

    @property
    def own_use(self) -> float:
        """Share of gross output consumed on site."""
        return float((self.part["ccs"] or {}).get("own_use", 0.0))

    @property
    def capture(self) -> float:
        """Share of CO2 captured."""
        return float((self.part["ccs"] or {}).get("capture", 0.0))


@dataclass(frozen=True)
class ZonesCase:
    """A case of this layout."""

    file: CaseFile
    content: Mapping[str, Any]
    accounting: Mapping[str, float]
    periods: tuple[Period, ...]
    plants: tuple[Plant, ...]

    @property
    def years(self) -> list[int]:
        """All calendar years."""
        return [year for period in self.periods for year in period.span]

    @property
    def points(self) -> Sequence[Mapping[str, Any]]:
        """Timepoints in the order of the file."""
        points: Sequence[Mapping[str, Any]] = self.content["timepoints"]
        return points

    def period(self, name: object) -> Period:
        """The period of a name."""
        found = [period for period in self.periods if period.name == name]
        if not found:
            raise TruthError(f"{self.file.path.name}: {name!r} is no period")
        return found[0]

    def by_year(self, values: Mapping[Any, Any], otherwise: Any) -> dict[int, Any]:
        """Values by period as values by calendar year."""
        for name in values:
            self.period(name)
        return {y: values.get(p.name, otherwise) for p in self.periods for y in p.span}

    def hours(self, zone: Mapping[str, Any]) -> dict[int, float]:
        """Energy that a zone demands [MWh], by calendar year."""
        totals = dict.fromkeys((period.name for period in self.periods), 0.0)
        for point in self.points:
            totals[point["period"]] += zone["demand_mw"][point["id"]] * point["hours_per_year"]
        return self.by_year(totals, 0.0)

    def eligible(self) -> list[str]:
        """Processes whose gross output counts for a share; a store burns no fuel and counts."""
        fuels = self.content["fuels"]
        found = []
        for plant in self.plants:
            fuel = fuels.get(plant.part["energy_source"])
            if fuel is None or fuel.get("share_eligible"):
                stored = plant.part["storage"] is not None
                found += [plant.key] if stored else [vintage.key for vintage in plant.vintages]
        return found

    def first_years(self) -> dict[int, float | None]:
        """Limit of builds: none in the first year of each period, nothing in other years."""
        starts = {period.first for period in self.periods}
        return {year: None if year in starts else 0.0 for year in self.years}


def read_zones(file: CaseFile) -> ZonesCase:
    """Read a case of this layout.

    Raises:
        TruthError: a key is unknown or missing, or periods and timepoints do not fit.
    """
    content = file.top(LAYOUT, fuels={}, fuel_markets=(), lines={}, policy={})
    accounting = file.accounting("base_year", "discount_rate", "interest_rate")
    file.check_units(power="MW", energy="MWh", fuel="MMBtu", co2="t")
    periods = _periods(file, content["periods"])
    _check_points(file, content["timepoints"], periods)
    reader = _PlantReader(file, accounting["interest_rate"], periods)
    plants = tuple(reader.read(name, part) for name, part in content["plants"].items())
    return ZonesCase(file, content, accounting, periods, plants)


def _periods(file: CaseFile, rows: Iterable[Part]) -> tuple[Period, ...]:
    parts = [fields(row, "periods", ("name", "first_year", "years")) for row in rows]
    periods = tuple(Period(p["name"], p["first_year"], p["years"]) for p in parts)
    for before, after in pairwise(periods):
        if before.first + before.years != after.first:
            raise TruthError(
                f"{file.path.name}: period {after.name} does not start where {before.name} ends"
            )
    return periods


def _check_points(file: CaseFile, rows: Iterable[Part], periods: Iterable[Period]) -> None:
    keys = ("id", "period", "chronology", "duration_h", "hours_per_year")
    found = {fields(row, "timepoints", keys)["period"] for row in rows}
    if found != {period.name for period in periods}:
        raise TruthError(f"{file.path.name}: timepoints of periods {sorted(found)}")


@dataclass(frozen=True)
class _PlantReader:
    file: CaseFile
    interest: float
    periods: tuple[Period, ...]

    def read(self, name: str, stated: Part) -> Plant:
        """One plant with its vintages."""
        part = fields(
            stated, f"plant {name}", PLANT, existing_mw={}, capacity_limit_mw=None,
            heat_rate=None, capacity_factor=None, ccs=None, storage=None,
        )  # fmt: skip
        if self.file.alternative == "without_flat_baseload" and part["mode"] == "baseload":
            part["mode"] = "dispatchable"
        self._check(name, part)
        costs, existing = part["cost_by_build_year"], part["existing_mw"]
        vintages = self._vintages(name, part["life"], costs, existing, part["connect_cost"])
        if part["storage"] is None:
            return Plant(name, part, vintages, ())
        store = fields(
            part["storage"], f"storage of {name}", ("efficiency", "energy_cost_by_build_year"),
            existing_mwh={},
        )  # fmt: skip
        costs, existing = store["energy_cost_by_build_year"], store["existing_mwh"]
        energy = self._vintages(f"{name}.energy", part["life"], costs, existing, 0.0)
        return Plant(name, {**part, "storage": store}, vintages, energy)

    def _check(self, name: str, part: Part) -> None:
        if part["mode"] not in MODES:
            raise TruthError(f"plant {name}: mode {part['mode']!r} is none of {MODES}")
        if (part["mode"] == "variable") != (part["capacity_factor"] is not None):
            raise TruthError(f"plant {name}: capacity_factor goes with mode variable")
        if part["storage"] is not None and part["mode"] != "dispatchable":
            raise TruthError(f"plant {name}: storage of mode {part['mode']}")
        if part["ccs"] is not None:
            fields(part["ccs"], f"ccs of {name}", ("capture", "own_use"))

    def _vintages(
        self, name: str, life: float, costs: Part, existing: Part, connect: float
    ) -> tuple[Vintage, ...]:
        by_name = {period.name: period for period in self.periods}
        unknown = [year for year in costs if year not in by_name and year not in existing]
        priceless = [year for year in existing if year not in costs or year in by_name]
        if unknown or priceless:
            raise TruthError(
                f"plant {name}: build years {unknown} are neither periods nor existing; "
                f"existing {priceless} have no cost, or the name of a period"
            )
        found = []
        for year, (overnight, fixed) in costs.items():
            build = by_name.get(year)
            lives = self._after(build, life) if build else self._standing(year, life)
            yearly = (overnight + connect) * recovery(self.interest, life)
            key = f"{key_of(name)}.{year}"
            found.append(Vintage(key, build, existing.get(year, 0.0), lives, yearly, fixed))
        return tuple(found)

    def _standing(self, year: int, life: float) -> tuple[Period, ...]:
        return tuple(p for p in self.periods if year <= p.first < year + life)

    def _after(self, build: Period, life: float) -> tuple[Period, ...]:
        later = [p for p in self.periods if build.first < p.first < build.first + life]
        return (build, *later)
