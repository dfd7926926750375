"""Table ``peak_loads``: the hour of highest load of every period and year, and what uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.clock import HOURS
from pathway.audit.periods import MONTHS
from pathway.audit.rows.adequacy import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd

    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Vector

PLACE = ("tables", "peak_loads")
SAME = 1e-6
"""Relative difference to which two hours have the same load."""


def check_peak_loads(
    city: City, tables: Mapping[str, pd.DataFrame], v: Vector, ledger: Ledger
) -> None:
    """Every row of the table against the load in all hours of its period."""
    table = tables["peak_loads"]
    found = [(str(a), int(y)) for a, y in zip(table["period"], table["year"], strict=True)]
    wanted = [(a, y) for a, x in city.periods.items() if not x.production for y in city.years]
    ledger.equal(PLACE, sorted(found), sorted(wanted), "periods and years")
    totals = {a: load(city, v, a) for a, _ in wanted}
    for told in table.to_dict("records"):
        _check(city, totals[str(told["period"])], told, ledger)


def _check(city: City, totals: Any, told: Mapping[Any, Any], ledger: Ledger) -> None:
    period, year = city.periods[str(told["period"])], city.years.index(int(told["year"]))
    inside = period.inside[year, city.peak_rows]
    total = np.where(inside, totals[year], -np.inf)
    highest, where = float(total.max()), f"{period.key}, {told['year']}"
    ledger.same(PLACE, float(told["load"]), highest, where=where)
    required = (1 + period.margin) * highest
    ledger.same(PLACE, float(told["required"]), required, where=f"{where}, required")
    parts = float(told["exogenous"]) + float(told["spread"])
    ledger.same(PLACE, parts, highest, where=f"{where}, exogenous and spread")
    equal = city.peak_rows[total >= highest - SAME * abs(highest)]
    named = {_name(city, int(row)): float(period.load[year, row]) for row in equal}
    ledger.equal(PLACE, str(told["when"]) in named, True, f"{where}, when")
    if str(told["when"]) in named and len(named) == len(equal):
        own = named[str(told["when"])]
        ledger.same(PLACE, float(told["exogenous"]), own, where=f"{where}, exogenous")


def _name(city: City, row: int) -> str:
    """Date and hour of a row of the profiles, or the name of its slice."""
    sheet = city.book.profiles
    if len(sheet.step) != HOURS:
        return str(sheet.day[row])
    day, hour = divmod(row, 24)
    month = next(m for m in range(1, 13) if day < sum(MONTHS[:m]))
    return f"{month:02d}-{day - sum(MONTHS[: month - 1]) + 1:02d} {hour:02d}:00"
