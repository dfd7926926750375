"""Tables ``capacity`` and ``activity``: what came, what left, and how long plant ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import held
from pathway.audit.rows.stock import before
from pathway.audit.schedule import in_held

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Key, Vector

    Tables = Mapping[str, pd.DataFrame]


def check_capacity(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """What came and what left of every process, and what stood before the first year."""
    table = tables["capacity"]
    moved = {"retired": v["v_retire"], "new": v["v_build"]}
    wanted = {name: _of_process(city, part) for name, part in moved.items()}
    wanted["retrofitted_out"], wanted["retrofitted_in"] = _retrofitted(city, v)
    wanted["expired"], wanted["exogenous"] = _expired(city, v), {}
    start: dict[Key, Array] = {}
    for x in city.net.with_capacity():
        wanted["exogenous"][x.key,] = np.diff(x["existing"], prepend=x["existing"][0])
        mine = (u for u in city.units.values() if u.process == x.key)
        standing = sum(u.size for u in mine if u.end >= city.years[0] - 1)
        start[x.key,] = np.array([x["existing"][0] + standing])
    for column, own in wanted.items():
        found = _held(city, table, column, city.years)
        ledger.compare(("stock", "changes"), found, _nonzero(own))
    base = _held(city, table, "capacity", (city.years[0] - 1,))
    ledger.compare(("stock", "start"), base, start)


def _nonzero(found: Mapping[Key, Array]) -> dict[Key, Array]:
    return {key: values for key, values in found.items() if values.any()}


def _held(city: City, table: pd.DataFrame, column: str, years: tuple[int, ...]) -> dict[Key, Array]:
    """Capacities of a table in held units."""
    plant = city.net.plant
    return in_held(
        table, ["process"], (column, "unit"), years, lambda key: held(plant[key[0]].capacity)
    )


def _of_process(city: City, part: Mapping[Key, Array]) -> dict[Key, Array]:
    """Sums over units, by process; builds as they are."""
    found: dict[Key, Array] = {}
    for key, values in part.items():
        found[key[-1],] = found.get((key[-1],), city.zeros) + values
    return found


def _retrofitted(city: City, v: Vector) -> tuple[dict[Key, Array], dict[Key, Array]]:
    out: dict[Key, Array] = {}
    into: dict[Key, Array] = {}
    for (k, _), values in v["v_retrofit"].items():
        kind = city.retrofits[k]
        out[kind.before,] = out.get((kind.before,), city.zeros) + values
        into[kind.after,] = into.get((kind.after,), city.zeros) + values
    return out, into


def _expired(city: City, v: Vector) -> dict[Key, Array]:
    """What reaches the end of its life, in the first year without it."""
    years = city.years
    found: dict[Key, Array] = {(p,): city.zeros for p in city.net.plant}
    for (p,), built in v["v_build"].items():
        lifetime = city.net.plant[p].lifetime
        late = np.zeros_like(built)
        late[lifetime:] = built[: max(len(built) - lifetime, 0)]
        found[p,] = found[p,] + late
    for unit in city.units.values():
        gone = unit.end + 1
        for p in unit.states:
            left = before(v["v_unit"].get((unit.key, p), city.zeros))
            if gone == years[0]:
                left = np.full(len(years), unit.size * (p == unit.process))
            found[p,] = found[p,] + np.where(np.array(years) == gone, left, 0.0)
    return found


def check_activity(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """Full-load hours follow from activity and capacity."""
    table = tables["activity"]
    for row in table[table["full_load_hours"].notna()].to_dict("records"):
        key, year = row["process"], city.years.index(row["year"])
        done = sum(v["v_activity"][mode,][year] for mode in city.net.modes(key))
        capacity = v["v_capacity"][key,][year]
        if capacity > 1e-6:  # of less, twelve digits say nothing
            told, name = float(row["full_load_hours"]), f"{key}, {row['year']}"
            place = ("tables", "full_load_hours")
            ledger.same(place, told, 1e3 * float(done) / capacity, where=name)
