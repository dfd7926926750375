"""Decisions by name: which there are, their values in a run, and directions to try.

A vector maps a variable's name and key to an array over its axis: ``year``, ``step`` (pairs of
year and step), ``day`` (pairs of year and day), ``calendar`` (pairs of year and calendar day),
``peak`` (pairs of year and row of the profiles in a peak period), or ``one``. Names and keys are
those of table ``duals``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.audit.book import Array
    from pathway.audit.city import City

    Key = tuple[str, ...]
    Sides = Mapping[Any, Array]
    """Arrays by key; any number of words make a key."""
    Vector = dict[str, dict[Key, Array]]
    Space = Mapping[str, Sides]

AXES = {
    **dict.fromkeys(
        ("v_capacity", "v_activity", "v_build", "v_unit", "v_retire", "v_retrofit", "v_flat",
         "v_unserved_year", "v_surplus_year", "v_spread", "v_peak_load", "v_highest_load",
         "v_firm", "v_reserve",
         "v_reserve_store", "v_emissions", "v_metric"),
        "year",
    ),
    **dict.fromkeys(
        ("v_dispatch", "v_reverse", "v_charge", "v_discharge", "v_level", "v_unserved",
         "v_surplus"),
        "step",
    ),
    **dict.fromkeys(("v_committed", "v_high", "v_low"), "day"),
    "v_start": "calendar", "v_short": "one", "v_over": "one",
}  # fmt: skip
UNKNOWN = {"v_total"}
"""Totals of hourly plant: written out here, so they are no decisions."""
SIGNED = {
    "v_emissions", "v_metric", "v_spread", "v_high", "v_low", "v_peak_load", "v_highest_load",
}  # fmt: skip
"""Variables that may be negative; so may the level of a store whose days are linked."""


def length(city: City, axis: str) -> int:
    """Length of an axis."""
    clock = city.clock
    return {
        "year": len(city.years), "step": len(clock.step), "day": len(clock.days),
        "calendar": len(clock.calendar_year), "peak": len(city.years) * len(city.peak_rows),
        "one": 1,
    }[axis]  # fmt: skip


def linked(city: City) -> list[str]:
    """Stores with a year cycle on representative days."""
    return [s for s, store in city.net.stores.items() if store.yearly and city.clock.representative]


def operation_of(city: City, process: str) -> str:
    """How an hourly process with capacity of its own runs."""
    return str(city.net.plant[process].line["operation"])


def hosts(city: City, *, hourly: bool) -> list[str]:
    """Processes whose capacity limits their activity: no stores, no hourly links."""
    return [
        x.key
        for x in city.net.with_capacity()
        if x.hourly == hourly and x.key not in city.net.stores
        and not (hourly and x.line["to_region"])
    ]  # fmt: skip


def periods(city: City, *, production: bool) -> list[str]:
    """Peak periods that cover load, or production, if the model file asks for their family."""
    asked = city.has("reserve" if production else "adequacy")
    return [a for a, x in city.periods.items() if asked and x.production == production]


def loads(city: City) -> list[str]:
    """Peak periods that cover load, whether or not the model file asks for adequacy."""
    return [a for a, period in city.periods.items() if not period.production]


def firm_stores(city: City, *, production: bool) -> list[Key]:
    """(period, store) for every store that may help at a peak."""
    return [
        (a, s)
        for a in periods(city, production=production)
        for s, store in city.net.stores.items()
        for period in [city.periods[a]]
        if store.good == period.good and period.region in {None, store.region}
    ]


def space(city: City) -> Space:
    """Every variable that a plan of the city decides on: where along its axis it exists."""
    everywhere = {**_yearly_keys(city), **_hourly_keys(city)}
    found: dict[str, Sides] = {name: {} for name in AXES}
    for name, keys in everywhere.items():
        found[name] = dict.fromkeys(keys, np.ones(length(city, AXES[name]), bool))
    return {**found, **_stock_places(city)}


def _yearly_keys(city: City) -> dict[str, Iterable[Key]]:
    net = city.net
    slack = [(key,) for key in city.enforced] if city.has("clauses") else []
    return {
        "v_capacity": [(x.key,) for x in net.with_capacity()],
        "v_activity": [(p,) for p in net.plant],
        "v_unserved_year": net.unserved(hourly=False),
        "v_surplus_year": net.surplus(hourly=False),
        "v_spread": net.spreads(),
        "v_peak_load": [(a,) for a in loads(city)],
        "v_highest_load": [(f,) for f, figure in city.figures.items() if figure.peaks],
        "v_firm": firm_stores(city, production=False),
        "v_reserve": [(a,) for a in periods(city, production=True)],
        "v_reserve_store": firm_stores(city, production=True),
        "v_emissions": [()],
        "v_metric": [(f,) for f in city.figures],
        "v_short": slack,
        "v_over": slack,
    }


def _hourly_keys(city: City) -> dict[str, Iterable[Key]]:
    net = city.net
    committed = [p for p, x in net.plant.items() if x.committed and p not in net.stores]
    flat = [p for p in hosts(city, hourly=True) if operation_of(city, p) == "flat"]
    stores, chained = [(s,) for s in net.stores], [(s,) for s in linked(city)]
    return {
        "v_dispatch": [(p,) for p in net.running()],
        "v_committed": [(p,) for p in committed],
        "v_flat": [(p,) for p in flat if p not in committed],
        "v_reverse": [(p,) for p in net.backward()],
        "v_charge": stores,
        "v_discharge": stores,
        "v_level": stores,
        "v_start": chained,
        "v_high": chained,
        "v_low": chained,
        "v_unserved": net.unserved(hourly=True),
        "v_surplus": net.surplus(hourly=True),
    }


def _stock_places(city: City) -> Space:
    """Builds in the years that allow them; units and retrofits while a unit stands."""
    years = np.array(city.years)
    plant = city.net.plant.items()
    states = [(u, p) for u in city.units.values() for p in u.states]
    standing = {(u.key, p): years <= u.end for u, p in states}
    moved: dict[Key, NDArray[np.bool_]] = {}
    for k, retrofit in city.retrofits.items():
        for unit in city.units.values():
            there = np.isin(years, retrofit.years) & (years <= unit.end)
            if retrofit.before in unit.states and there.any():
                moved[k, unit.key] = there
    built: dict[Key, NDArray[np.bool_]] = {
        (p,): np.isin(years, x.build_years) for p, x in plant if x.build_years
    }
    return {"v_build": built, "v_unit": standing, "v_retire": standing, "v_retrofit": moved}


def bounds(city: City, name: str, key: Key, reference: Array | None) -> tuple[Array, Array]:
    """Lower and upper bound of a variable along its axis."""
    size = length(city, AXES[name])
    free = name in SIGNED or (name == "v_level" and key[0] in linked(city))
    lower, upper = np.full(size, -np.inf if free else 0.0), np.full(size, np.inf)
    if name == "v_retire":
        unit = city.units[key[0]]
        may = city.when(lambda y: unit.retires and y >= unit.retires)
        upper = np.where(may | city.tells(unit.key, "retired"), unit.size, 0.0)
    if name in {"v_short", "v_over"}:
        upper[:] = 0.0 if city.enforced[key[0]].penalty is None else np.inf
    if name == "v_emissions" and reference is not None and city.has("peak"):
        guarded = city.when(lambda y: city.peak_year is not None and y <= city.peak_year)
        guarded &= bool(city.options["peak"]["guard"])
        upper = np.where(guarded, reference, np.inf)
    return lower, upper


def random_direction(city: City, seed: int) -> Vector:
    """Random numbers for every decision that exists."""
    draw = np.random.default_rng(seed)
    found: Vector = {}
    for name, keys in space(city).items():
        sizes = {key: draw.uniform(0.5, 1.5, len(there)) for key, there in keys.items()}
        found[name] = {key: np.where(keys[key], size, 0.0) for key, size in sizes.items()}
    return found
