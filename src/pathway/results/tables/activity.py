"""Table ``activity``: what every process does in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.results.frames import Rows, described
from pathway.results.units import activity_factor, capacity_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

COLUMNS = (
    "process", "name_zh", "name_en", "sector", "tags", "region", "year", "activity", "unit",
    "capacity", "capacity_unit", "full_load_hours",
)  # fmt: skip
HOURS_PER_GW = 1e3
"""Full-load hours of 1 TWh a year from 1 GW."""
NOTHING = 1e-9


def activity(view: View) -> pd.DataFrame:
    """Activity by process and year; of stores, what they discharge.

    Full-load hours are given where the capacity is power and the activity energy. A mode has no
    capacity of its own: its activity counts towards the hours of its plant.
    """
    rows = Rows(COLUMNS)
    shared = _with_modes(view)
    for key, values in view.activity.items():
        process = view.case.processes[key]
        standing = view.capacity.get(key)
        powered = process.capacity_held.dimension == "power" and standing is not None
        energetic = process.activity_held.dimension == "energy"
        hours = np.full(len(view.years), np.nan)
        if powered and energetic and standing is not None:
            there = standing > NOTHING
            hours[there] = HOURS_PER_GW * shared[key][there] / standing[there]
        rows.add_years(
            view.years, **described(process),
            activity=values * activity_factor(process), unit=process.activity_shown.text,
            capacity=None if standing is None else standing * capacity_factor(process),
            capacity_unit="" if standing is None else process.capacity_shown.text,
            full_load_hours=hours,
        )  # fmt: skip
    return rows.frame()


def _with_modes(view: View) -> dict[str, np.ndarray]:
    """Activity of each process, that of its modes included."""
    result = {key: values.copy() for key, values in view.activity.items()}
    for key, values in view.activity.items():
        host = view.case.processes[key].mode_of
        if host:
            result[host] += values
    return result
