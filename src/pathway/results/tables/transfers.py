"""Table ``transfers``: what parties pay one another under the plan; no cost of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.frames import Rows, named
from pathway.results.tables.metrics import metric_values
from pathway.results.units import price_factor
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

COLUMNS = (
    "year", "transfer", "name_zh", "name_en", "payer", "receiver", "counted", "metric",
    "metric_zh", "metric_en", "value", "value_unit", "price", "price_unit", "amount", "unit",
)  # fmt: skip
UNIT = "亿元"


def transfers(view: View) -> pd.DataFrame:
    """Metric, price and amount of each transfer and year; a negative amount flows back."""
    rows = Rows(COLUMNS)
    values = metric_values(view)
    for key, transfer in view.case.transfers.items():
        figure = view.case.figures[transfer.metric]
        value = values[figure.key]
        rows.add_years(
            view.years, transfer=key, **named(transfer.label), payer=transfer.payer,
            receiver=transfer.receiver, counted=transfer.counted, metric=figure.key,
            metric_zh=figure.label.zh, metric_en=figure.label.en,
            value=value * convert_factor(figure.held, figure.shown), value_unit=figure.shown.text,
            price=transfer.price * price_factor(figure.held, transfer.shown),
            price_unit=transfer.shown.text, amount=value * transfer.price, unit=UNIT,
        )  # fmt: skip
    return rows.frame()
