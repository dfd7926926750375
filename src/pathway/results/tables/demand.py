"""Table ``demand``: the exogenous demands of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.frames import Rows, named
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

COLUMNS = (
    "demand", "name_zh", "name_en", "commodity", "region", "sector", "profile", "year", "amount",
    "unit",
)  # fmt: skip


def demand(view: View) -> pd.DataFrame:
    """Demand by year in the unit it was given in."""
    rows = Rows(COLUMNS)
    for row in view.case.demands.values():
        factor = convert_factor(view.case.commodities[row.commodity].held, row.shown)
        rows.add_years(
            view.years, demand=row.key, **named(row.label), commodity=row.commodity,
            region=row.region, sector=row.sector, profile=row.profile or "",
            amount=row.amount * factor, unit=row.shown.text,
        )  # fmt: skip
    return rows.frame()
