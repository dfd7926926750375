"""Table ``storage``: charge, discharge and level of every store, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pathway.results.tables.dispatch import step_columns

if TYPE_CHECKING:
    from pathway.results.view import View


def storage(view: View) -> pd.DataFrame:
    """One row a step of a year; columns ``store|charge``, ``|discharge`` [GW] and ``|level`` [GWh].

    The level is that at the end of the step. Of a store with a year cycle on representative days
    it counts from the start of the day, and may be negative.
    """
    columns = dict(step_columns(view))
    parts = {part: view.hourly(f"v_{part}") for part in ("charge", "discharge", "level")}
    for (key,) in parts["charge"]:
        columns |= {f"{key}|{part}": values[key,] for part, values in parts.items()}
    return pd.DataFrame(columns)
