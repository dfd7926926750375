"""Table ``metrics``: every figure of sheet ``metrics`` by year; also figures added up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.results.frames import Rows, named
from pathway.results.tables.capacity import Changes
from pathway.results.tables.peak_loads import highest_load
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Figure
    from pathway.results.view import View

    Array = NDArray[np.float64]

COLUMNS = ("metric", "name_zh", "name_en", "year", "value", "unit", "direction")


def metrics(view: View) -> pd.DataFrame:
    """Values of all metrics in the units the planner gave them."""
    rows = Rows(COLUMNS)
    for key, values in metric_values(view).items():
        figure = view.case.figures[key]
        rows.add_years(
            view.years, metric=key, **named(figure.label),
            value=values * convert_factor(figure.held, figure.shown), unit=figure.shown.text,
            direction=figure.direction,
        )  # fmt: skip
    return rows.frame()


def metric_values(view: View) -> dict[str, Array]:
    """Metrics as the solved programme holds them; added up here if it has none [held].

    Those with a peak load are added up here always: what no clause keeps low is not kept tight.
    """
    loose = {key for key, figure in view.case.figures.items() if figure.peak}
    solved = {f: values for (f,), values in view.yearly("v_metric").items() if f not in loose}
    missing = [f for key, f in view.case.figures.items() if key not in solved]
    recomputed = recompute(view, missing) if missing else {}
    return {key: solved.get(key, recomputed.get(key)) for key in view.case.figures}  # type: ignore[misc]


def recompute(view: View, figures: list[Figure]) -> dict[str, Array]:
    """Figures added up from activity and capacity, a second time beside the programme [held]."""
    changes = Changes(view)
    parts = {
        "activity": view.activity,
        "capacity": view.capacity,
        "new": view.builds,
        "retired": changes.retired,
        "retrofitted": changes.into,
    }
    return {
        figure.key: figure.constant
        + _of_peak(view, figure)
        + sum(
            (
                coefficient * amounts.get(process, view.zeros)
                for part, amounts in parts.items()
                for process, coefficient in getattr(figure, part).items()
            ),
            view.zeros,
        )
        for figure in figures
    }


def _of_peak(view: View, figure: Figure) -> Array:
    """What a figure counts of the highest load in its periods [held]."""
    if figure.peak is None:
        return view.zeros
    loads = [highest_load(view, key) for key in figure.peak.periods]
    return np.asarray(figure.peak.coefficient * np.max(loads, axis=0))
