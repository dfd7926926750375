"""Numbers of statements as planners read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.values import CO2
from pathway.schema.units import Unit, convert_factor, parse_unit
from pathway.solve.clash.answer import Kind

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.solve.clash.answer import Named

EMISSIONS = parse_unit("万吨")
POWER = parse_unit("万千瓦")
HELD_POWER = parse_unit("GW")
OF_ACTIVITY = {Kind.ACTIVITY_MAX, Kind.ACTIVITY_MIN, Kind.HOURS_MAX, Kind.HOURS_MIN}


def units_of(case: Case, named: Named) -> tuple[Unit, Unit]:
    """Unit that a limit is held in, and the one that planners read."""
    if named.kind in {Kind.PEAK, Kind.GUARD}:
        return CO2, EMISSIONS
    if named.kind is Kind.ADEQUACY:
        return HELD_POWER, POWER
    key = named.key
    if named.kind in {Kind.RETROFIT_SHARE, Kind.RETROFIT_LIMIT}:
        key = case.retrofits[key].from_process
    if named.kind is Kind.UNIT_ENDS:
        key = case.units[key].process
    if named.kind is Kind.PROJECT_LATER:
        key = case.projects[key].process
    process = case.processes[key]
    if named.kind in OF_ACTIVITY:
        return process.activity_held, process.activity_shown
    return process.capacity_held, process.capacity_shown


def factor_of(case: Case, named: Named) -> float:
    """What planners read per held unit of a limit."""
    return convert_factor(*units_of(case, named))
