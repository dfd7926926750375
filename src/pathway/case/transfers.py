"""Rows of sheet ``transfers``: money between parties, on a metric, at a price by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.case import Transfer
from pathway.case.values import MONEY, Values, interpolate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Figure
    from pathway.workbook.rows import Row, Workbook


def transfers(
    workbook: Workbook, values: Values, figures: Mapping[str, Figure]
) -> dict[str, Transfer]:
    """Every transfer that has a price; one without is an error."""
    found = {}
    for row in workbook.rows("transfers"):
        if not row.years:
            values.error(row.where(), "no year is filled", "a price across the years")
            continue
        found[row.key] = _transfer(row, values, figures[row["metric"]])
    return found


def _transfer(row: Row, values: Values, figure: Figure) -> Transfer:
    prices = values.across(row, MONEY / figure.held)
    return Transfer(
        key=row.key,
        label=values.label(row),
        metric=figure.key,
        price=interpolate(prices, values.years),
        shown=values.unit(row, "unit"),
        payer=row["payer"],
        receiver=row["receiver"],
        counted=row["counted"],
        origin=values.origin(row),
    )
