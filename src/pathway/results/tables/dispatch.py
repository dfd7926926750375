"""Tables ``dispatch``, ``nodes`` and ``days``: every hour of every year, one column an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pathway.case.nodes import nodes_of
from pathway.results.frames import Rows
from pathway.results.nodes import hourly_prices, node_items
from pathway.results.units import hourly_price_unit, rate_unit

if TYPE_CHECKING:
    from pathway.results.view import View

NODES = (
    "node", "commodity", "commodity_zh", "commodity_en", "region", "region_zh", "region_en",
    "unit", "price_unit",
)  # fmt: skip
DAYS = ("day", "date", "days_represented", "extreme")


def dispatch(view: View) -> pd.DataFrame:
    """One row a step of a year; columns ``commodity@region|item``, positive where it supplies.

    Items are processes and stores by key (a store: discharge less charge), ``unserved``,
    ``surplus``, ``demand`` (exogenous) and ``spread`` (use of yearly processes by their shapes);
    they add up to zero. ``price|commodity@region`` is what one more unit of demand costs in the
    hour. Table ``nodes`` gives the units of each node.
    """
    columns: dict[str, object] = {}
    for node, items in node_items(view).items():
        name = "@".join(node)
        columns |= {f"{name}|{item}": values for item, values in items.items()}
    columns |= {f"price|{'@'.join(node)}": p for node, p in hourly_prices(view).items()}
    return pd.DataFrame({**step_columns(view), **columns})


def step_columns(view: View) -> dict[str, np.ndarray]:
    """Columns that say which step a row is."""
    steps = view.case.steps
    day = steps.day[view.step]
    return {
        "year": np.asarray(view.years)[view.step_year],
        "day": day,
        "date": np.array(steps.dates, dtype=object)[day],
        "hour": steps.hour[view.step],
        "weight": view.weight,
        "duration": steps.duration[view.step],
    }


def nodes(view: View) -> pd.DataFrame:
    """Nodes of table ``dispatch`` with their names and units."""
    rows = Rows(NODES)
    for commodity, region in nodes_of(view.case, hourly=True):
        good, place = view.case.commodities[commodity], view.case.regions[region]
        rows.add(
            node=f"{commodity}@{region}", commodity=commodity, commodity_zh=good.label.zh,
            commodity_en=good.label.en, region=region, region_zh=place.zh, region_en=place.en,
            unit=rate_unit(good), price_unit=hourly_price_unit(good).text,
        )  # fmt: skip
    return rows.frame()


def days(view: View) -> pd.DataFrame:
    """Days of table ``dispatch``: how many days of a year each stands for, and extreme ones."""
    steps = view.case.steps
    rows = Rows(DAYS)
    for day, date in enumerate(steps.dates):
        mine = steps.day == day
        represented = float(steps.weight[mine].sum() / max(steps.duration[mine].sum(), 1e-12))
        rows.add(
            day=day, date=date, days_represented=represented, extreme=steps.extremes.get(day, "")
        )
    return rows.frame()
