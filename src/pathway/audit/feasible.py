"""Every row and bound of the workbook against the decisions of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.vector import AXES, bounds, space

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Key, Vector

GROUP_OF = {
    "v_dispatch": "operation", "v_committed": "operation", "v_reverse": "operation",
    "v_flat": "operation", "v_charge": "storage", "v_discharge": "storage", "v_level": "storage",
    "v_start": "storage", "v_high": "storage", "v_low": "storage", "v_unserved": "balance",
    "v_surplus": "balance", "v_unserved_year": "balance", "v_surplus_year": "balance",
    "v_spread": "balance", "v_activity": "balance", "v_firm": "adequacy",
    "v_peak_load": "adequacy", "v_highest_load": "adequacy",
    "v_reserve": "adequacy", "v_reserve_store": "adequacy",
    "v_emissions": "emissions", "v_metric": "metrics", "v_short": "clauses", "v_over": "clauses",
}  # fmt: skip
"""Group of a variable's bounds; of all others ``stock``."""


def place_name(city: City, axis: str, place: int) -> str:
    """A place along an axis in words: a year, or a year and a step or day."""
    clock = city.clock
    if axis == "year":
        return str(city.years[place])
    if axis == "step":
        return f"{city.years[clock.step_year[place]]}, step {clock.step[place]}"
    if axis == "day":
        return f"{city.years[clock.days[place][0]]}, day {clock.days[place][1]}"
    if axis == "peak":
        year, row = divmod(place, len(city.peak_rows))
        return f"{city.years[year]}, row {city.peak_rows[row] + 1} of the profiles"
    if axis == "calendar":
        year, day = divmod(place, len(clock.calendar))
        return f"{city.years[year]}, calendar day {day + 1}"
    return ""


def _told(city: City, key: Key, axis: str, relative: Array) -> str:
    """Where the worst of some residuals is."""
    worst = int(np.argmax(np.where(np.isnan(relative), np.inf, relative)))
    return ", ".join(part for part in (*key, place_name(city, axis, worst)) if part)


def check_rows(city: City, rows: Mapping[str, Rows], v: Vector, ledger: Ledger) -> None:
    """Every row of every family."""
    for name, family in rows.items():
        for key in family.side:
            level, gross = family.level(v, key)
            size = np.maximum(np.maximum(gross, np.abs(family.side[key])), 1.0)
            off = np.where(family.exists(key), family.violation(level, key), 0.0) / size
            where = _told(city, key, family.axis, off)
            ledger.residual((family.group, name), off, 1.0, where=where)


def check_bounds(city: City, v: Vector, reference: Array | None, ledger: Ledger) -> None:
    """Nothing below its lower or above its upper bound, and nothing where there is no decision."""
    known = space(city)
    for name, by_key in v.items():
        group = GROUP_OF.get(name, "stock")
        for key, values in by_key.items():
            there = known[name].get(key)
            if there is None:
                ledger.residual(
                    (group, "nothing_else"), np.abs(values), 1.0, where=", ".join((name, *key))
                )
                continue
            lower, upper = bounds(city, name, key, reference)
            size = np.maximum(np.abs(values), 1.0)
            off = np.where(there, np.maximum(lower - values, values - upper), np.abs(values)) / size
            where = _told(city, key, AXES[name], off)
            ledger.residual((group, name), off, 1.0, where=where)


def check_storage_days(
    city: City, tables: Mapping[str, pd.DataFrame], v: Vector, ledger: Ledger
) -> None:
    """Calendar days for which the same day stands reach the same levels."""
    table, number = tables["storage_days"], {pair: k for k, pair in enumerate(city.clock.days)}
    days = city.clock.calendar.tolist()
    at = [number[y, d] for y in range(len(city.years)) for d in days] if len(table) else []
    for (store,), highest in v["v_high"].items():
        mine = table[table["store"] == store].sort_values(["year", "calendar_day"])
        for column, own in (("highest", highest), ("lowest", v["v_low"][store,])):
            told = mine[column].to_numpy(float)
            ledger.same(("storage", "same_days"), told, own[at], where=f"{store}, {column}")


def check_days(city: City, committed: Mapping[str, Array], ledger: Ledger) -> None:
    """What is committed for a day is the same in all its hours."""
    first = np.unique(city.clock.day_of, return_index=True)[1]
    for process, hourly in committed.items():
        off = np.abs(hourly - hourly[first][city.clock.day_of])
        ledger.residual(("operation", "committed_by_day"), off, np.abs(hourly), where=process)
