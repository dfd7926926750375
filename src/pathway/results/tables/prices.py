"""Table ``prices``: what one more unit of each scarce thing costs, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Label
from pathway.case.values import CO2, POWER
from pathway.results.frames import Rows, named
from pathway.results.nodes import demand_rates, hourly_prices, spread_rates
from pathway.results.units import (
    EMISSIONS,
    hourly_price_unit,
    price_factor,
    price_unit,
)
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.results.view import View
    from pathway.schema.units import Unit

    Array = NDArray[np.float64]

COLUMNS = (
    "kind", "item", "name_zh", "name_en", "region", "year", "price", "unit", "low", "high",
)  # fmt: skip
CARBON = Label("二氧化碳", "CO2")


def prices(view: View) -> pd.DataFrame:
    """Undiscounted prices of the programme, in real money of the year.

    Commodities: cost of one more unit of demand; of hourly ones the mean weighted with demand, and
    the lowest and highest hour. Adequacy: cost of one more unit of firm capacity required; where
    production is covered, summed over the steps of the year, in any of which it may be short.
    Potential: what one more unit of it would save. Emission: cost of one more tonne that is
    emitted anyway; negative in the peak year, whose level is the ceiling of the years after it.
    """
    rows = Rows(COLUMNS)
    _hourly(view, rows)
    _yearly(view, rows)
    _adequacy(view, rows)
    _potential(view, rows)
    _emission(view, rows)
    return rows.frame()


def _hourly(view: View, rows: Rows) -> None:
    rates, spread = demand_rates(view), spread_rates(view)
    none = np.zeros(len(view.step))
    for node, hourly in hourly_prices(view).items():
        good = view.case.commodities[node[0]]
        to = convert_factor(hourly_price_unit(good), price_unit(good.shown))
        used = np.maximum(rates.get(node, none) + spread.get(node, none), 0.0)
        mean, low, high = _mean_and_range(view, hourly * to, used)
        rows.add_years(
            view.years, kind="commodity", item=node[0], **named(good.label), region=node[1],
            price=mean, unit=price_unit(good.shown).text, low=low, high=high,
        )  # fmt: skip


def _mean_and_range(view: View, hourly: Array, used: Array) -> tuple[Array, Array, Array]:
    """Weighted mean, lowest and highest value of each year; plain mean where nothing is used."""
    low, high = np.full(len(view.years), np.inf), np.full(len(view.years), -np.inf)
    np.minimum.at(low, view.step_year, hourly)
    np.maximum.at(high, view.step_year, hourly)
    amount, time = view.yearly_sum(used), view.yearly_sum(np.ones_like(used))
    paid, plain = view.yearly_sum(used * hourly), view.yearly_sum(hourly)
    weighted = amount > 0
    total = np.where(weighted, amount, np.maximum(time, 1e-12))
    return np.where(weighted, paid, plain) / total, low, high


def _yearly(view: View, rows: Rows) -> None:
    for (commodity, region), dual in view.yearly_dual("c_balance_year").items():
        good = view.case.commodities[commodity]
        _add(
            view, rows, dual, good.held, good.shown, kind="commodity", item=commodity,
            **named(good.label), region=region,
        )  # fmt: skip


def _adequacy(view: View, rows: Rows) -> None:
    duals = view.yearly_dual("c_adequacy")
    for key, hourly in view.hourly_dual("c_reserve").items():
        duals[key] = view.yearly_total(hourly)
    for (key,), dual in duals.items():
        period = view.case.adequacy[key]
        texts = {"kind": "adequacy", "item": key, **named(period.label)}
        _add(view, rows, np.abs(dual), POWER, POWER, **texts, region=period.region or "")


def _potential(view: View, rows: Rows) -> None:
    for (key,), dual in view.yearly_dual("c_potential").items():
        process = view.case.processes[key]
        texts = {"kind": "potential", "item": key, **named(process.label)}
        held, shown = process.capacity_held, process.capacity_shown
        _add(view, rows, np.abs(dual), held, shown, **texts, region=process.region)


def _emission(view: View, rows: Rows) -> None:
    for dual in view.yearly_dual("c_emissions").values():
        _add(
            view,
            rows,
            dual,
            CO2,
            EMISSIONS,
            kind="emission",
            item="co2",
            **named(CARBON),
            region="",
        )


def _add(view: View, rows: Rows, dual: Array, held: Unit, shown: Unit, **texts: Any) -> None:
    """Add a yearly price from duals per held unit."""
    unit = price_unit(shown)
    price = dual / view.discount * price_factor(held, unit)
    rows.add_years(view.years, price=price, unit=unit.text, low=price, high=price, **texts)
