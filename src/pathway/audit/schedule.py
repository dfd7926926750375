"""The decisions of a run, read from its tables into held units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import CO2, held
from pathway.audit.rows.adequacy import firm_limits, firm_power, load
from pathway.audit.vector import AXES, length, linked, space
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Key, Vector
    from pathway.schema.units import Unit

    Tables = Mapping[str, pd.DataFrame]


def by_year(
    table: pd.DataFrame, keys: Sequence[str], value: str, years: tuple[int, ...]
) -> dict[Key, Array]:
    """Numbers of a tidy table by key, one a year of the plan; zero where there is no row."""
    found: dict[Key, Array] = {}
    place = {year: i for i, year in enumerate(years)}
    columns = [table[name].astype(str) for name in keys]
    for *key, year, number in zip(*columns, table["year"], table[value], strict=True):
        if year in place:
            row = found.setdefault(tuple(key), np.zeros(len(years)))
            row[place[year]] += number
    return found


def in_held(
    table: pd.DataFrame, keys: Sequence[str], columns: tuple[str, str], years: tuple[int, ...],
    held_unit_of: Callable[[Key], Unit],
) -> dict[Key, Array]:  # fmt: skip
    """As `by_year`, from the units that the table states into others.

    Args:
        table: a tidy table with a row a year.
        keys: columns that name an item.
        columns: columns of the number and of its unit.
        years: years of the plan.
        held_unit_of: unit wanted for an item.
    """
    value, unit = columns
    words = table[[*keys, unit]].astype(str).drop_duplicates()
    stated = {tuple(row[:-1]): str(row[-1]) for row in words.itertuples(index=False, name=None)}
    if len(stated) != len(words):
        raise ValueError(f"an item of {value} has two units")
    return {
        key: values * convert_factor(stated[key], held_unit_of(key))
        for key, values in by_year(table, keys, value, years).items()
    }


def read_schedule(city: City, tables: Tables) -> Vector:
    """Values of every decision; those that follow from others by definition are reckoned."""
    v: Vector = {
        name: {key: np.zeros(length(city, AXES[name])) for key in keys}
        for name, keys in space(city).items()
    }
    _stock(city, tables, v)
    _yearly(city, tables, v)
    _hours(city, tables, v)
    _stores(city, tables, v)
    _derived(city, v)
    return v


def _stock(city: City, tables: Tables, v: Vector) -> None:
    plant = city.net.plant
    table = tables["capacity"]
    for column, name in (("capacity", "v_capacity"), ("new", "v_build")):
        found = in_held(
            table,
            ["process"],
            (column, "unit"),
            city.years,
            lambda key: held(plant[key[0]].capacity),
        )
        for key, values in found.items():
            if key in v[name] or values.any():  # what may not be built is seen by its bounds
                v[name][key] = values
    units = tables["units"]
    for column, name in (("capacity", "v_unit"), ("retired_early", "v_retire")):
        v[name] |= in_held(
            units, ["unit", "state"], (column, "unit_of_capacity"), city.years,
            lambda key: held(plant[key[1]].capacity),
        )  # fmt: skip
    v["v_retrofit"] |= in_held(
        tables["retrofits"], ["retrofit", "unit"], ("amount", "unit_of_capacity"), city.years,
        lambda key: held(plant[city.retrofits[key[0]].before].capacity),
    )  # fmt: skip


def _yearly(city: City, tables: Tables, v: Vector) -> None:
    plant, goods, years = city.net.plant, city.net.goods, city.years
    v["v_activity"] |= in_held(
        tables["activity"], ["process"], ("activity", "unit"), years,
        lambda key: held(plant[key[0]].activity),
    )  # fmt: skip
    v["v_metric"] |= in_held(
        tables["metrics"], ["metric"], ("value", "unit"), years,
        lambda key: city.figures[key[0]].held,
    )  # fmt: skip
    table = tables["emissions"]
    emitted = in_held(
        table[table["counted"].astype(bool)], ["kind", "item"], ("amount", "unit"), years,
        lambda _: CO2,
    )  # fmt: skip
    v["v_emissions"][()] = sum(emitted.values(), city.zeros)
    flows = tables["flows"]
    for kind in ("unserved", "surplus"):
        mine = flows[flows["kind"] == kind]
        found = in_held(
            mine, ["commodity", "region"], ("amount", "unit"), years, lambda key: goods[key[0]].held
        )
        v[f"v_{kind}_year"] |= {n: x for n, x in found.items() if not goods[n[0]].hourly}


def _hours(city: City, tables: Tables, v: Vector) -> None:
    table = tables["operation"]
    first = _first_steps(city)
    for name in ("v_dispatch", "v_committed", "v_reverse"):
        for (p,) in v[name]:
            part = {"v_dispatch": "run", "v_committed": "committed", "v_reverse": "reverse"}[name]
            values = table[f"{p}|{part}"].to_numpy(float)
            v[name][p,] = values[first] if name == "v_committed" else values
    for key, committed in v["v_committed"].items():
        floor = city.net.plant[key[0]]["min_load"][0] * committed
        v["v_dispatch"][key] = v["v_dispatch"][key] - floor[city.clock.day_of]
    table = tables["dispatch"]
    for kind, sign in (("unserved", 1.0), ("surplus", -1.0)):
        for good, region in v[f"v_{kind}"]:
            v[f"v_{kind}"][good, region] = sign * table[f"{good}@{region}|{kind}"].to_numpy(float)


def _first_steps(city: City) -> Array:
    """Place of the first step of every pair of year and day."""
    return np.unique(city.clock.day_of, return_index=True)[1]


def _stores(city: City, tables: Tables, v: Vector) -> None:
    table = tables["storage"]
    for part in ("charge", "discharge", "level"):
        for (s,) in v[f"v_{part}"]:
            v[f"v_{part}"][s,] = table[f"{s}|{part}"].to_numpy(float)
    clock, days = city.clock, tables["storage_days"]
    number = {pair: k for k, pair in enumerate(clock.days)}
    for s in linked(city):
        mine = days[days["store"] == s].sort_values(["year", "calendar_day"])
        v["v_start"][s,] = mine["start"].to_numpy(float)
        at = [number[y, int(d)] for y in range(len(city.years)) for d in clock.calendar]
        for column, name in (("highest", "v_high"), ("lowest", "v_low")):
            v[name][s,][at] = mine[column].to_numpy(float)


def _derived(city: City, v: Vector) -> None:
    """Spread use, flat output, firm power of stores, and what soft clauses miss."""
    for group, flows in city.net.spreads().items():
        used = (-flow.signed * v["v_activity"][flow.process,] for flow in flows)
        v["v_spread"][group] = sum(used, city.zeros)
    for (a,) in v["v_peak_load"]:
        inside = city.periods[a].inside[:, city.peak_rows]
        v["v_peak_load"][a,] = np.where(inside, load(city, v, a), -np.inf).max(axis=1)
    for (f,) in v["v_highest_load"]:
        highest = [v["v_peak_load"][a,] for a in city.figures[f].peaks]
        v["v_highest_load"][f,] = np.max(highest, axis=0)
    for (p,) in v["v_flat"]:
        output = sum(v["v_dispatch"][mode,] for mode in city.net.modes(p))
        v["v_flat"][p,] = _mean_by_year(city, np.asarray(output))
    for name in ("v_firm", "v_reserve_store"):
        for key in v[name]:
            limits = list(firm_limits(city, v, key).values())
            v[name][key] = np.min(limits, axis=0) if limits else city.zeros
    for (a,) in v["v_reserve"]:
        v["v_reserve"][a,] = sum(firm_power(city, v, a, "v_reserve_store"), city.zeros)


def _mean_by_year(city: City, values: Array) -> Array:
    at = city.clock.step_year
    steps = np.bincount(at, minlength=len(city.years))
    return np.asarray(np.bincount(at, values, len(city.years)) / np.maximum(steps, 1))


def fill_shortfall(city: City, v: Vector, rows: Mapping[str, Rows]) -> None:
    """What each soft clause falls short by or goes over by, from the metrics of the vector."""
    for name in ("c_clause_ge", "c_clause_le", "c_clause_eq"):
        if name not in rows:
            continue
        for key, side in rows[name].side.items():
            if city.enforced[key[0]].penalty is not None:
                off = rows[name].level(v, key)[0] - side
                if name != "c_clause_le":
                    v["v_short"][key] = np.maximum(-off, 0.0)
                if name != "c_clause_ge":
                    v["v_over"][key] = np.maximum(off, 0.0)
