"""Rows of commodities, processes, flows and stores into the network of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Commodity, Expansion, Flow, Process, Store
from pathway.case.values import CO2, HEAT, MONEY, ONE, YEAR, Values, held
from pathway.schema.units import Unit, UnitError, convert_factor, hourly_scale, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.workbook.rows import Row, Workbook

HOURS = 8760.0


@dataclass(frozen=True, slots=True)
class Defaults:
    """What blanks of several sheets stand for."""

    region: str
    interest_rate: float
    value_of_lost_load: float
    """[1e8 / TWh]; infinite where the settings give none."""
    first_year: int
    last_year: int


def commodities(workbook: Workbook, values: Values, defaults: Defaults) -> dict[str, Commodity]:
    """Sheet ``commodities``, in held units."""
    return {row.key: _commodity(row, values, defaults) for row in workbook.rows("commodities")}


def _commodity(row: Row, values: Values, defaults: Defaults) -> Commodity:
    shown = values.unit(row, "unit")
    inside = held(shown)
    hourly = row["resolution"] == "hour"
    tce = values.number(row, "tce", HEAT / inside)
    if tce is None:
        tce = 1.0 if inside.dimension == HEAT.dimension else 0.0
    unserved = values.number(row, "unserved_cost", MONEY / inside)
    if unserved is None:
        unserved = (
            defaults.value_of_lost_load if hourly and inside.dimension == HEAT.dimension else np.inf
        )
    return Commodity(
        key=row.key,
        label=values.label(row),
        hourly=hourly,
        shown=shown,
        held=inside,
        co2=values.number(row, "co2", CO2 / inside) or 0.0,
        tce=tce,
        surplus=bool(row["surplus"]),
        unserved_cost=unserved,
        origin=values.origin(row),
    )


def processes(
    workbook: Workbook, values: Values, defaults: Defaults, periods: tuple[str, ...]
) -> dict[str, Process]:
    """Sheet ``processes`` with its credits and project years, in held units."""
    reader = _ProcessReader(workbook, values, defaults, periods)
    return {row.key: reader.read(row) for row in workbook.rows("processes")}


class _ProcessReader:
    """Reads one process after another; knows the sheets that a process depends on."""

    def __init__(
        self, workbook: Workbook, values: Values, defaults: Defaults, periods: tuple[str, ...]
    ) -> None:
        self.values, self.defaults, self.periods = values, defaults, periods
        self.rows = {row.key: row for row in workbook.rows("processes")}
        self.hourly = hourly_processes(workbook)
        self.credits = {(row["process"], row["period"]): row for row in workbook.rows("credits")}
        self.project_years: dict[str, list[int]] = {}
        for row in workbook.rows("projects"):
            self.project_years.setdefault(row["process"], []).append(row["online"])

    def read(self, row: Row) -> Process:
        """One process."""
        values = self.values
        capacity, activity = self._units(row)
        cap, act = held(capacity), held(activity)
        yearly_rate = self._yearly_rate(row, capacity, activity)
        capex = values.filled(row, "capex", MONEY / cap)
        interest = values.number(row, "interest_rate")
        infinite = {"blank": np.inf}
        return Process(
            key=row.key,
            label=values.label(row),
            sector=row["sector"],
            tags=frozenset(row["tags"] or ()),
            region=row["region"] or self.defaults.region,
            to_region=row["to_region"],
            both_ways=bool(row["both_ways"]),
            mode_of=row["mode_of"],
            expansion=Expansion(row["expansion"]),
            hourly=row.key in self.hourly,
            capacity_shown=capacity,
            capacity_held=cap,
            activity_shown=activity,
            activity_held=act,
            yearly_rate=yearly_rate,
            hourly_rate=yearly_rate / HOURS / hourly_scale(act.dimension),
            lifetime=round(values.number(row, "lifetime", YEAR) or 25),
            availability=values.filled(row, "availability", blank=1.0),
            availability_profile=row["availability_profile"],
            operation=row["operation"],
            min_load=values.number(row, "min_load") or 0.0,
            ramp=_or_infinite(values.number(row, "ramp")),
            firm_credit={period: self._credit(row, period) for period in self.periods},
            capex=capex,
            interest_rate=self.defaults.interest_rate if interest is None else interest,
            fixed_om=self._fixed_om(row, cap, capex),
            variable_cost=values.filled(row, "variable_cost", MONEY / act),
            decommission_cost=values.filled(row, "decommission_cost", MONEY / cap),
            existing=values.filled(row, "existing", cap),
            capacity_max=values.filled(row, "capacity_max", cap, **infinite),
            capacity_min=values.filled(row, "capacity_min", cap),
            build_max=values.filled(row, "build_max", cap, **infinite),
            growth_max=_or_infinite(values.number(row, "growth_max")),
            growth_seed=values.number(row, "growth_seed", cap) or 0.0,
            build_years=self._build_years(row),
            activity_max=values.filled(row, "activity_max", act, **infinite),
            activity_min=values.filled(row, "activity_min", act),
            hours_max=_or_infinite(values.number(row, "hours_max", parse_unit("小时"))),
            hours_min=values.number(row, "hours_min", parse_unit("小时")) or 0.0,
            co2_process=values.filled(row, "co2_process", CO2 / act),
            co2_imported=values.filled(row, "co2_imported", CO2 / act),
            capture_rate=values.number(row, "capture_rate") or 0.0,
            lead=row["lead"] or "",
            origin=values.origin(row),
        )

    def _units(self, row: Row) -> tuple[Unit, Unit]:
        """Capacity and activity unit; each follows from the other where it is blank."""
        host = self.rows.get(row["mode_of"] or "", row)
        capacity = self.values.unit(host, "capacity_unit", ONE)
        if row["activity_unit"]:
            activity = self.values.unit(row, "activity_unit")
        elif host["capacity_unit"]:
            own = host is not row and host["activity_unit"]
            activity = self.values.unit(host, "activity_unit") if own else held(capacity * YEAR)
        else:
            self.values.error(
                row.where("capacity_unit"),
                f"neither capacity_unit nor activity_unit of {row.key!r} is given",
                "at least one of them",
                "Write the unit of its capacity, such as 万千瓦.",
            )
            return ONE, ONE
        if not host["capacity_unit"]:
            capacity = activity / YEAR
        return capacity, activity

    def _yearly_rate(self, row: Row, capacity: Unit, activity: Unit) -> float:
        """Held activity a year from a held unit of capacity at full load."""
        rate = held(activity) / held(capacity)
        stated = self.values.number(row, "activity_per_capacity", rate)
        if stated is not None:
            return stated
        try:
            return convert_factor(held(capacity) * YEAR, held(activity))
        except UnitError:
            self.values.error(
                row.where("activity_unit"),
                f"capacity in {capacity.text} and activity in {activity.text} are not tied",
                "activity_per_capacity",
                "Give the yearly activity of one unit of capacity.",
            )
            return 1.0

    def _fixed_om(self, row: Row, cap: Unit, capex: np.ndarray) -> np.ndarray:
        """Fixed O&M per capacity and year; stated so, or as a share of the investment."""
        stated = self.values.path_unit(row, "fixed_om")
        share = ONE / YEAR
        if stated.dimension in {share.dimension, ONE.dimension}:
            unit = share if stated.dimension == share.dimension else ONE
            return np.asarray(self.values.filled(row, "fixed_om", unit) * capex)
        per_capacity = MONEY / cap
        unit = per_capacity if stated.dimension == per_capacity.dimension else per_capacity / YEAR
        if row["fixed_om"] or self.values.has_path(row, "fixed_om"):
            return self.values.filled(row, "fixed_om", unit)
        return np.zeros_like(capex)

    def _credit(self, row: Row, period: str) -> np.ndarray:
        own = self.credits.get((row.key, period))
        if own is None:
            return self.values.filled(row, "firm_credit")
        return np.full(len(self.values.years), self.values.number(own, "credit") or 0.0)

    def _build_years(self, row: Row) -> tuple[int, ...]:
        if row["mode_of"] or row["expansion"] in {"none", "unlimited"}:
            return ()
        first = row["first_build_year"] or self.defaults.first_year
        last = row["last_build_year"] or self.defaults.last_year
        online = self.project_years.get(row.key, [])
        if row["expansion"] == "projects":
            first = max(
                min(online, default=self.defaults.last_year + 1), row["first_build_year"] or 0
            )
        return tuple(y for y in self.values.years if first <= y <= last or y in online)


def hourly_processes(workbook: Workbook) -> set[str]:
    """Processes that run by the hour: a flow in an hourly commodity without a shape, or a store."""
    hourly = {row.key for row in workbook.rows("commodities") if row["resolution"] == "hour"}
    running = {
        row["process"]
        for row in workbook.rows("flows")
        if row["commodity"] in hourly and not row["shape"]
    }
    stores = {row["process"] for row in workbook.rows("storage")}
    modes = {row["mode_of"]: row.key for row in workbook.rows("processes") if row["mode_of"]}
    running |= stores
    return running | {host for host, mode in modes.items() if mode in running}


def flows(
    workbook: Workbook,
    values: Values,
    goods: Mapping[str, Commodity],
    plant: Mapping[str, Process],
) -> tuple[Flow, ...]:
    """Sheet ``flows``, in held units; what a link puts out arrives in its other region."""
    result = []
    for row in workbook.rows("flows"):
        process, commodity = plant[row["process"]], goods[row["commodity"]]
        sign = 1 if row["direction"] == "out" else -1
        burnt = row["burnt"]
        region = process.to_region if process.to_region and sign > 0 else process.region
        result.append(
            Flow(
                process=process.key,
                commodity=commodity.key,
                region=region,
                sign=sign,
                amount=values.filled(row, "amount", commodity.held / process.activity_held),
                shape=row["shape"],
                burnt=(1.0 if sign < 0 else 0.0) if burnt is None else burnt,
                origin=values.origin(row),
            )
        )
    return tuple(result)


def stores(
    workbook: Workbook, values: Values, plant: Mapping[str, Process], goods: Mapping[str, Commodity]
) -> dict[str, Store]:
    """Sheet ``storage``."""
    result = {}
    for row in workbook.rows("storage"):
        process, commodity = plant[row["process"]], goods[row["commodity"]]
        if not commodity.hourly:
            values.error(
                row.where("commodity"), f"{commodity.key!r} balances over the year",
                "an hourly commodity", "A yearly balance needs no store.",
            )  # fmt: skip
        result[row.key] = Store(
            process=process.key,
            commodity=commodity.key,
            region=process.region,
            efficiency_in=row["efficiency_in"],
            efficiency_out=row["efficiency_out"],
            hours=row["hours"],
            loss=row["loss"],
            yearly=row["cycle"] == "year",
            energy_process=row["energy_process"],
            holds_energy=process.capacity_held.dimension == commodity.held.dimension,
            origin=values.origin(row),
        )
    return result


def _or_infinite(value: float | None) -> float:
    return float("inf") if value is None else value
