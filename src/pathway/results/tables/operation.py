"""Tables ``operation`` and ``storage_days``: decisions of an hour or a day that no flow shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pathway.results.frames import Rows

if TYPE_CHECKING:
    from pathway.results.view import View

STORAGE_DAYS = ("store", "year", "calendar_day", "start", "highest", "lowest", "unit")


def operation(view: View) -> pd.DataFrame:
    """One row a step of a year, as in ``dispatch``; all in hourly held units per hour (GW).

    Columns: ``process|run`` (activity, minimum load included), ``process|committed`` (capacity
    committed for the day, where there is a minimum load) and ``process|reverse`` (activity of a
    link in reverse). `step` counts the steps of a year from 0, as table ``profiles`` does.
    """
    columns: dict[str, object] = {
        "year": np.asarray(view.years)[view.step_year],
        "step": view.step,
    }
    columns |= {f"{key}|run": values for key, values in view.running.items()}
    for name, part in (("v_committed", "committed"), ("v_reverse", "reverse")):
        found = view.daily(name) if part == "committed" else view.hourly(name)
        columns |= {f"{key}|{part}": values for (key,), values in found.items()}
    return pd.DataFrame(columns)


def storage_days(view: View) -> pd.DataFrame:
    """Stores with a year cycle on representative days: level at the start of each calendar day.

    `highest` and `lowest` are the levels that the day reaches above and below its start [GWh].
    """
    rows = Rows(STORAGE_DAYS)
    starts, days = view.plain("v_start"), view.case.steps.calendar
    high, low = view.plain("v_high"), view.plain("v_low")
    for (store, year, k), start in starts.items():
        day = int(days[k])
        rows.add(
            store=store, year=year, calendar_day=k + 1, start=start,
            highest=high[store, year, day], lowest=low[store, year, day], unit="GWh",
        )  # fmt: skip
    return rows.frame()
