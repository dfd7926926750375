"""Tables ``profiles`` and ``calendar``: the steps of a year as they were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pathway.results.view import View


def profiles(view: View) -> pd.DataFrame:
    """One row a step of a year; columns ``profile|key`` hold the values that were used.

    `weight` says how many hours of a year the step stands for, `duration` how long it lasts.
    """
    steps = view.case.steps
    columns: dict[str, object] = {
        "step": np.arange(steps.count),
        "day": steps.day,
        "date": np.array(steps.dates, dtype=object)[steps.day],
        "hour": steps.hour,
        "duration": steps.duration,
        "weight": steps.weight,
    }
    columns |= {f"profile|{key}": values for key, values in steps.profiles.items()}
    return pd.DataFrame(columns)


def calendar(view: View) -> pd.DataFrame:
    """One row a day of the calendar: the day of table ``days`` that stands for it."""
    days = view.case.steps.calendar
    return pd.DataFrame({"calendar_day": np.arange(1, len(days) + 1), "day": days})
