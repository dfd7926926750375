"""Where plan and operation meet: the few quantities that both tiers use.

Operation is what has an hour or a day; the plan tier is all that is yearly. A row with a variable
of operation uses nothing else but linking variables of the same year; all other rows are rows of
the plan. With the linking variables held, operation falls apart into one programme a year; without
the rows that add up activity over the year (`SUMS`), and without stores that link days, into days.

Costs follow their columns: the plan pays for capacity and activity, operation for unserved demand
and for what a cost profile makes differ by the hour. So no cost needs a linking quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.model.build import FAMILIES

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.model.algebra import Programme

ACTIVITY = "v_activity"
"""Linking for hourly processes, of the plan for yearly ones."""
LINKING = frozenset({"v_capacity", "v_spread", "v_flat", "v_reserve"})
"""Capacities, yearly use that is spread over the hours, and what is the same in all hours."""
SUMS = frozenset({"c_activity", "c_activity_committed", "c_activity_store"})
"""Rows that add up the activity of a year: all that days have in common."""

PLAN = frozenset(
    {
        "v_total", "v_reserve_store", "v_build", "v_unit", "v_retire", "v_retrofit",
        "v_unserved_year", "v_surplus_year", "v_peak_load", "v_highest_load", "v_firm",
        "v_emissions", "v_metric", "v_short", "v_over",
    }
)  # fmt: skip
OPERATION = frozenset(
    {
        "v_dispatch", "v_committed", "v_reverse", "v_charge", "v_discharge", "v_level", "v_opening",
        "v_start", "v_high", "v_low", "v_unserved", "v_surplus",
    }
)  # fmt: skip
"""What has a step or a day."""


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
        elif name == ACTIVITY:
            hourly = [m.case.processes[p].hourly for p, _ in block.index_set]
            tiers[block.slice] = np.where(hourly, "linking", "plan")
    return tiers
