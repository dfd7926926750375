"""Stock: what stands follows from existing plant, units, builds within their life and retrofits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.row import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.vector import Key, Vector


def alive(years: tuple[int, ...], lifetime: int) -> Array:
    """Year × year of build: 1 where what was built then still stands."""
    age = np.subtract.outer(np.array(years), np.array(years))
    return np.asarray((age >= 0) & (age < lifetime), float)


def before(values: Array) -> Array:
    """Value of the year before; zero before the first."""
    return np.concatenate([[0.0], values[:-1]])


def rows(city: City) -> Iterator[Rows]:
    """Rows of the stock."""
    years = np.array(city.years)
    plant = city.net.plant
    standing = {p: [u for u in city.units.values() if p in u.states] for p in plant}
    side = {(x.key,): x["existing"] for x in city.net.with_capacity()}

    def capacity(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_capacity"][key]
        for unit in standing[key[0]]:
            yield -v["v_unit"][unit.key, key[0]]
        if key in v["v_build"]:
            yield -alive(city.years, plant[key[0]].lifetime) @ v["v_build"][key]

    yield Rows("stock", "c_capacity", "==", "year", side, capacity)

    def unit(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_unit"][key]
        yield -before(v["v_unit"][key])
        yield v["v_retire"][key]
        for k, retrofit in city.retrofits.items():
            moved = v["v_retrofit"].get((k, key[0]))
            if moved is not None and key[1] in {retrofit.before, retrofit.after}:
                yield moved if key[1] == retrofit.before else -moved

    states = [(u, p) for u in city.units.values() for p in u.states]
    first = years == years[0]
    sizes = {(u.key, p): first * u.size * (p == u.process) for u, p in states}
    there = {(u.key, p): years <= u.end for u, p in states}
    yield Rows("stock", "c_unit", "==", "year", sizes, unit, there)
    yield from _retrofits(city)


def _retrofits(city: City) -> Iterator[Rows]:
    pairs = [
        (k, u)
        for k, retrofit in city.retrofits.items()
        for u in city.units.values()
        if retrofit.before in u.states and any(y <= u.end for y in retrofit.years)
    ]
    side = {(k, u.key): np.array([city.retrofits[k].share * u.size]) for k, u in pairs}

    def share(v: Vector, key: Key) -> Iterator[Array]:
        yield np.array([v["v_retrofit"][key].sum()])

    yield Rows("stock", "c_retrofit_share", "<=", "one", side, share)
    limits: dict[Key, Array] = {}
    there: dict[Key, Array] = {}
    group = {k: str(x.line["group"] or k) for k, x in city.retrofits.items()}
    together = {k: [j for j in group if group[j] == group[k]] for k in group}
    for k, retrofit in city.retrofits.items():
        lead = together[k][0]
        last = max((u.end for j, u in pairs if j == k), default=0)
        if np.isfinite(retrofit.limit) and last:
            limits[lead,] = np.full(len(city.years), city.retrofits[lead].limit)
            some = city.when(lambda y, r=retrofit, e=last: y in r.years and y <= e)
            some &= ~city.tells(k, "retrofitted")
            there[lead,] = some | there.get((lead,), np.zeros_like(some))

    def limit(v: Vector, key: Key) -> Iterator[Array]:
        for (k, _), moved in v["v_retrofit"].items():
            if k in together[key[0]]:
                yield moved

    yield Rows("stock", "c_retrofit_limit", "<=", "year", limits, limit, there)
