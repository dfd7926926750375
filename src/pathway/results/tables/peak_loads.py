"""Table ``peak_loads``: when the load of each period is highest in the plan, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.results.frames import Rows, named
from pathway.results.units import rate_unit

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import PeakLoad
    from pathway.results.view import View

    Array = NDArray[np.float64]

EQUAL = 1e-9
"""Relative difference below which two hours have the same load."""
COLUMNS = (
    "period", "name_zh", "name_en", "year", "when", "load", "exogenous", "spread", "required",
    "unit",
)  # fmt: skip


def peak_loads(view: View) -> pd.DataFrame:
    """The hour of highest load by period and year; `required` is the load with reserve margin.

    `exogenous` and `spread` (use of yearly processes by their shapes) add up to `load`. Of hours
    with the same load the first is told.
    """
    rows = Rows(COLUMNS)
    for key, period in view.case.adequacy.items():
        if key in view.case.peak_loads:
            peak = view.case.peak_loads[key]
            total, at = _total(view, peak), highest_at(view, peak)
            rows.add_years(
                view.years, period=key, **named(period.label), when=np.array(peak.when)[at],
                load=total[at], exogenous=peak.load[at], spread=(total - peak.load)[at],
                required=(1.0 + period.margin) * total[at],
                unit=rate_unit(view.case.commodities[peak.commodity]),
            )  # fmt: skip
    return rows.frame()


def highest_load(view: View, key: str) -> Array:
    """Highest load of a period in each year [GW]."""
    peak = view.case.peak_loads[key]
    return _total(view, peak)[highest_at(view, peak)]


def highest_at(view: View, peak: PeakLoad) -> NDArray[np.int64]:
    """Place of the hour of highest load in each year."""
    total, at = _total(view, peak), []
    for y in range(len(view.years)):
        mine = np.flatnonzero(peak.year == y)
        highest = total[mine].max()
        at.append(mine[np.argmax(total[mine] >= highest - EQUAL * abs(highest))])
    return np.array(at, np.int64)


def _total(view: View, peak: PeakLoad) -> Array:
    """Load of every hour that can be the highest, from the activity of what uses it [GW]."""
    total = peak.load.copy()
    for flow in view.case.flows:
        here = flow.commodity == peak.commodity and peak.region in {None, flow.region}
        if here and not view.case.processes[flow.process].hourly:
            use = -flow.sign * flow.amount * view.activity[flow.process]
            total += use[peak.year] * peak.shapes[str(flow.shape)]
    return total
