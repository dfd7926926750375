"""Storage: levels follow from charge and discharge, and return to where they began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.row import Rows
from pathway.audit.vector import length, linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Store
    from pathway.audit.vector import Key, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of stores."""
    chained = linked(city)
    circular = [s for s in city.net.stores if s not in chained]
    yield from _power(city)
    yield from _circular(city, circular)
    yield from _within_days(city, chained)
    yield from _over_days(city, chained)


def _zeros(city: City, axis: str, keys: Iterable[str]) -> dict[Key, Array]:
    return {(key,): np.zeros(length(city, axis)) for key in keys}


def _power(city: City) -> Iterator[Rows]:
    stores, at = city.net.stores, city.clock.step_year
    limited = [s for s, store in stores.items() if np.isfinite(store.power).all()]
    for name, variable in (("c_charge", "v_charge"), ("c_discharge", "v_discharge")):

        def within(v: Vector, key: Key, variable: str = variable) -> Iterator[Array]:
            yield v[variable][key]
            yield -(stores[key[0]].power * v["v_capacity"][key])[at]

        yield Rows("storage", name, "<=", "step", _zeros(city, "step", limited), within)


def kept(city: City, store: Store) -> Array:
    """Share of the level that is left after each step."""
    return np.asarray((1.0 - store.loss) ** city.clock.duration[city.clock.step])


def change(city: City, v: Vector, store: Store) -> Array:
    """What a step adds to the level."""
    span = city.clock.duration[city.clock.step]
    into = store.charging * v["v_charge"][store.key,]
    return np.asarray(span * (into - v["v_discharge"][store.key,] / store.discharging))


def _circular(city: City, stores: list[str]) -> Iterator[Rows]:
    clock, known = city.clock, city.net.stores
    cycles = {known[s].yearly for s in stores}
    before = {yearly: clock.before(over_year=yearly) for yearly in cycles}

    def level(v: Vector, key: Key) -> Iterator[Array]:
        store = known[key[0]]
        yield v["v_level"][key]
        yield -kept(city, store) * v["v_level"][key][before[store.yearly]]
        yield -change(city, v, store)

    yield Rows("storage", "c_level", "==", "step", _zeros(city, "step", stores), level)

    def energy(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_level"][key]
        yield -_capacity(v, known[key[0]])[clock.step_year]

    held = [s for s in stores if known[s].holder]
    yield Rows("storage", "c_energy", "<=", "step", _zeros(city, "step", held), energy)


def _capacity(v: Vector, store: Store) -> Array:
    return np.asarray(store.energy * v["v_capacity"][store.holder,])


def _within_days(city: City, stores: list[str]) -> Iterator[Rows]:
    """Levels counted from the start of each representative day, and their extremes."""
    clock, known = city.clock, city.net.stores
    side = _zeros(city, "step", stores)
    before = clock.before(over_year=False) if stores else np.zeros(0, int)

    def level(v: Vector, key: Key) -> Iterator[Array]:
        store = known[key[0]]
        yield v["v_level"][key]
        earlier = v["v_level"][key][before]
        yield -np.where(clock.later, kept(city, store) * earlier, 0.0)
        yield -change(city, v, store)

    first = dict.fromkeys(side, ~clock.later)
    later = dict.fromkeys(side, clock.later)
    yield Rows("storage", "c_level_first", "==", "step", side, level, first)
    yield Rows("storage", "c_level_later", "==", "step", side, level, later)
    for name, sense, extreme in (("c_high", "<=", "v_high"), ("c_low", ">=", "v_low")):

        def within(v: Vector, key: Key, extreme: str = extreme) -> Iterator[Array]:
            yield v["v_level"][key]
            yield -v[extreme][key][clock.day_of]

        yield Rows("storage", name, sense, "step", side, within)


def _over_days(city: City, stores: list[str]) -> Iterator[Rows]:
    """Levels at the start of calendar days, which follow each other in a circle."""
    clock, known = city.clock, city.net.stores
    number = {pair: k for k, pair in enumerate(clock.days)}
    days, count = clock.calendar, len(clock.calendar)
    stands = np.array(
        [number[y, int(d)] for y in range(len(city.years)) for d in days] if stores else [], int
    )
    last = {clock.day[t]: t for t in range(len(clock.day))}
    ends = np.array([clock.at[y, last[d]] for y in range(len(city.years)) for d in days], int)

    def chain(v: Vector, key: Key) -> Iterator[Array]:
        start = v["v_start"][key].reshape(-1, count)
        yield np.roll(start, -1, axis=1).ravel()
        yield -((1.0 - known[key[0]].loss) ** 24 * start).ravel()
        yield -v["v_level"][key][ends]

    def full(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_start"][key]
        yield v["v_high"][key][stands]
        yield -_capacity(v, known[key[0]])[clock.calendar_year]

    def empty(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_start"][key]
        yield v["v_low"][key][stands]

    side = _zeros(city, "calendar", stores)
    held = {key: zeros for key, zeros in side.items() if known[key[0]].holder}
    yield Rows("storage", "c_next_day", "==", "calendar", side, chain)
    yield Rows("storage", "c_energy_linked", "<=", "calendar", held, full)
    yield Rows("storage", "c_empty_linked", ">=", "calendar", side, empty)
