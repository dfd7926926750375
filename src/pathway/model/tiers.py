"""Where plan and operation meet: the few quantities that both tiers use.

The plan tier is all that is yearly; the operation tier is a year of hours. A row of the plan tier
uses variables of the plan tier and linking variables only; a row of the operation tier likewise.
With the linking variables held, operation falls apart into one programme a year.

Costs follow their columns: the plan pays for capacity and for the activity of yearly processes,
operation for the activity of hourly ones (`v_activity`; the hourly columns themselves where a cost
profile makes hours differ) and for unserved demand. So no cost needs a linking quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.model.build import FAMILIES

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.model.algebra import Programme

LINKING = frozenset({"v_capacity", "v_total", "v_spread"})
"""Capacities; yearly totals of hourly processes; yearly use that is spread over the hours."""

PLAN = frozenset(
    {
        "v_build", "v_unit", "v_retire", "v_retrofit", "v_unserved_year", "v_surplus_year",
        "v_firm", "v_emissions", "v_metric", "v_short", "v_over",
    }
)  # fmt: skip
OPERATION = frozenset(
    {
        "v_dispatch", "v_committed", "v_flat", "v_reverse", "v_charge", "v_discharge", "v_level",
        "v_start", "v_high", "v_low", "v_unserved", "v_surplus", "v_reserve", "v_reserve_store",
    }
)  # fmt: skip
"""`v_activity` belongs to operation for hourly processes and to the plan for yearly ones."""


def tier_of_rows(family: str) -> str:
    """Tier that a family belongs to."""
    return str(FAMILIES[family].TIER)


def column_tiers(m: pyo.ConcreteModel, programme: Programme) -> np.ndarray:
    """Tier of every column: ``plan``, ``operation`` or ``linking``."""
    tiers = np.full(programme.n_columns, "plan", dtype="<U9")
    for name, block in programme.columns.items():
        if name in LINKING:
            tiers[block.slice] = "linking"
        elif name in OPERATION:
            tiers[block.slice] = "operation"
        elif name == "v_activity":
            hourly = [m.case.processes[p].hourly for p, _ in block.index_set]
            tiers[block.slice] = np.where(hourly, "operation", "plan")
    return tiers
