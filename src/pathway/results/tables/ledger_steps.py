"""What a step of each binding target costs, as the ledger tells it: a line a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.case.clause_moves import Way
from pathway.results.units import WAN_YUAN_PER_YI

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

TIGHTER = {Way.TIGHTER.value, Way.HIGHER.value}


def step_costs(steps: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By clause: the step, and what all costs rise by either way [万元, discounted].

    Where the years of a clause move by different amounts the step is a share of the target [%].
    """
    found: dict[str, dict[str, Any]] = {}
    for row in steps.to_dict("records"):
        way = "tighter" if row["way"] in TIGHTER else "looser"
        cells = found.setdefault(str(row["clause"]), _step(row))
        for when in ("before", "after"):
            cost = row[when]
            cells[f"{way}_{when}"] = None if pd.isna(cost) else cost * WAN_YUAN_PER_YI
        if way == "tighter":
            cells["tighter_feasible"] = bool(row["feasible"])
    return found


def _step(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    if pd.isna(row["step"]):
        return {"step": row["step_share"] * 100.0, "step_unit": "%"}
    unit = "个百分点" if row["unit"] == "%" else row["unit"]
    return {"step": row["step"], "step_unit": unit}
