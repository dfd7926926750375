"""Rows of sheet ``processes``, with what other sheets say of them, into processes of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Expansion, Process
from pathway.case.values import CO2, MONEY, ONE, YEAR, Values, held
from pathway.schema.units import Unit, UnitError, convert_factor, hourly_scale, parse_unit

if TYPE_CHECKING:
    from pathway.case.network import Defaults
    from pathway.workbook.rows import Row, Workbook

HOURS = 8760.0


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
        self.stores = {row["process"] for row in workbook.rows("storage")}
        self.kept = _kept(workbook)
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
            operation=self._operation(row),
            min_load=values.number(row, "min_load") or 0.0,
            ramp=_or_infinite(values.number(row, "ramp")),
            firm_credit={period: self._credit(row, period) for period in self.periods},
            capex=capex,
            interest_rate=self.defaults.interest_rate if interest is None else interest,
            fixed_om=self._fixed_om(row, cap, capex),
            variable_cost=values.filled(row, "variable_cost", MONEY / act),
            cost_profile=self._cost_profile(row),
            decommission_cost=values.filled(row, "decommission_cost", MONEY / cap),
            existing=values.filled(row, "existing", cap),
            capacity_max=values.filled(row, "capacity_max", cap, **infinite),
            capacity_min=values.filled(row, "capacity_min", cap),
            group=row["group"] or row.key,
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
        elif self._holds_energy(row, capacity):
            activity = self.values.unit(self.kept[row.key].commodity, "unit")
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
        if self._holds_energy(row, capacity):
            return self._discharge_rate(row)
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

    def _holds_energy(self, row: Row, capacity: Unit) -> bool:
        """Whether its capacity is an amount of what a store keeps."""
        kept = self.kept.get(row.key)
        if kept is None:
            return False
        return self.values.unit(kept.commodity, "unit").dimension == capacity.dimension

    def _discharge_rate(self, row: Row) -> float:
        """Yearly discharge of a unit of energy capacity at full power; nothing if power is free."""
        hours = self.kept[row.key].hours
        if hours:
            return HOURS / float(hours)
        for column in ("hours_max", "hours_min"):
            if row[column] is not None:
                self.values.error(
                    row.where(column),
                    f"full-load hours of {row.key!r}, whose power is not limited",
                    "a blank cell, or hours in sheet storage",
                )
        return 0.0

    def _operation(self, row: Row) -> str:
        """How it runs; only plant of its own capacity, uncommitted, may be fixed or flat."""
        kinds = {
            "runs by the year": row.key not in self.hourly,
            "is a store": row.key in self.stores,
            "is a link": bool(row["to_region"]),
            "is a mode of another process": bool(row["mode_of"]),
            "has no capacity": row["expansion"] == "unlimited",
            "has a minimum load": bool(row["min_load"]),
        }
        reason = next((words for words, so in kinds.items() if so), "")
        if row["operation"] != "flexible" and reason:
            self.values.error(
                row.where("operation"),
                f"{row['operation']} for {row.key!r}, which {reason}",
                "flexible (可调)",
            )
        return str(row["operation"])

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

    def _cost_profile(self, row: Row) -> str | None:
        """Profile of the variable cost; only what runs by the hour can follow one."""
        if row["cost_profile"] and row.key not in self.hourly:
            self.values.error(
                row.where("cost_profile"),
                f"{row.key!r} runs by the year",
                "a blank cell, or a process that runs by the hour",
                "Only a flow in an hourly commodity without a shape, or a store, runs by the hour.",
            )
            return None
        return str(row["cost_profile"]) if row["cost_profile"] else None

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


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a store keeps, seen from a process whose capacity may hold it."""

    commodity: Row
    hours: float | None
    """Hours of discharge at full power; None where power and energy are not tied."""


def _kept(workbook: Workbook) -> dict[str, _Kept]:
    """What each store, and each process that only holds its energy, keeps."""
    goods = {row.key: row for row in workbook.rows("commodities")}
    result = {}
    for row in workbook.rows("storage"):
        if row["energy_process"]:
            result[row["energy_process"]] = _Kept(goods[row["commodity"]], None)
        result[row["process"]] = _Kept(goods[row["commodity"]], row["hours"])
    return result


def hourly_processes(workbook: Workbook) -> set[str]:
    """Processes that run by the hour: a flow in an hourly commodity without a shape, or a store."""
    hourly = {row.key for row in workbook.rows("commodities") if row["resolution"] == "hour"}
    running = {
        row["process"]
        for row in workbook.rows("flows")
        if row["commodity"] in hourly and not row["shape"]
    }
    running |= {row["process"] for row in workbook.rows("storage")}
    modes = (row for row in workbook.rows("processes") if row["mode_of"])
    return running | {row["mode_of"] for row in modes if row.key in running}


def _or_infinite(value: float | None) -> float:
    return float("inf") if value is None else value
