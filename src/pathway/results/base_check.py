"""The base year as the model sees it, beside what really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.frames import Rows, named
from pathway.results.tables.metrics import metric_values
from pathway.results.view import View
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.solve.solution import Solution

COLUMNS = (
    "metric", "name_zh", "name_en", "year", "model", "known", "unit", "difference_percent",
    "tolerance_percent", "ok", "confidence", "sources", "explanation",
)  # fmt: skip


def base_check(base: Solution) -> pd.DataFrame:
    """Compare metrics with actuals in the years of a solution of the base year alone.

    A figure is within bounds when its relative difference is no larger than the tolerance that
    sheet ``actuals`` gives it; a known figure of zero must be met to the tolerance itself. Sources
    are given by title; the explanation of the difference is the note of the row.
    """
    view = View(base)
    titles = view.case.sources
    rows = Rows(COLUMNS)
    values = metric_values(view)
    for actual in view.case.actuals.values():
        figure = view.case.figures[actual.metric]
        factor = convert_factor(figure.held, actual.shown)
        for i, year in enumerate(view.years):
            if year in actual.given:
                model = float(values[actual.metric][i]) * factor
                known = actual.given[year] * factor
                off = (model - known) / (abs(known) or 1.0)
                rows.add(
                    metric=actual.metric, **named(figure.label), year=year, model=model,
                    known=known, unit=actual.shown.text, difference_percent=100.0 * off,
                    tolerance_percent=100.0 * actual.tolerance,
                    ok=abs(off) <= actual.tolerance + 1e-12,
                    confidence=actual.origin.confidence,
                    sources="; ".join(titles.get(key, key) for key in actual.origin.sources),
                    explanation=actual.origin.note,
                )  # fmt: skip
    return rows.frame()
