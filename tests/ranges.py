"""Rows of sheet ``estimates`` for tiny cases, and ranges on all of the case with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tiny
from pathway.case.assemble import assemble
from pathway.case.estimates import Side, estimates

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.case.estimates import Estimate
    from pathway.workbook.rows import Workbook

FACTORS = {
    "processes": (
        "capex", "fixed_om", "variable_cost", "existing", "capacity_max", "build_max", "lifetime",
        "min_load", "availability", "activity_max", "hours_max", "decommission_cost",
    ),
    "flows": ("amount",), "units": ("size",), "demands": ("years",), "commodities": ("co2",),
    "series": ("years",), "clauses": ("value",), "retrofits": ("cost", "build_max"),
    "storage": ("efficiency_in", "efficiency_out", "hours"), "projects": ("size",),
}  # fmt: skip
SHIFTS = (("units", "end_of_life"), ("units", "earliest_retirement"), ("adequacy", "duration"))


def span(
    table: str, parameter: str, low: float, high: float, key: str = "", op: str = "×",
    **more: object,
) -> tiny.Row:  # fmt: skip
    """A row of sheet ``estimates``."""
    row: tiny.Row = {"table": table, "key": key or None, "parameter": parameter}
    return {**row, "low": low, "high": high, "operation": op, **more}


def everything() -> Workbook:
    """The tiny case with rows of every family, a range on every number that may have one."""
    sheets, hours = tiny.everything()
    for row in sheets["settings"]:
        row["value"] = 2026 if row["key"] == "peak_from" else row["value"]
    recorded = tiny.clause("R1", "不低于", "wind_power", value=1, unit="GW", firmness="recorded")
    sheets["clauses"].append(recorded)
    sheets["estimates"] = [
        *(span(t, parameter, 0.9, 1.15) for t, names in FACTORS.items() for parameter in names),
        *(span(table, parameter, -1, 1, op="+") for table, parameter in SHIFTS),
        span("settings", "value", 0.8, 1.2, key="discount_rate"),
        span("settings", "value", 0.5, 1.5, key="reserve_margin"),
    ]
    return tiny.read(sheets, hours)


def moves(workbook: Workbook) -> list[tuple[Estimate, Side]]:
    """Both ends of everything that has a range."""
    return [(e, side) for e in estimates(workbook) if e.span for side in Side]


def case(workbook: Workbook) -> Case:
    """The case of a workbook in slices."""
    return assemble(workbook, tiny.SLICES)
