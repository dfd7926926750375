"""Operation: activity within what is available, commitment, ramps, links, yearly capacity."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.row import Rows
from pathway.audit.vector import hosts, length, operation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.vector import Key, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of operation."""
    plant = hosts(city, hourly=True)
    committed = [p for p in plant if city.net.plant[p].committed]
    free = [p for p in plant if p not in committed]
    yield from _available(city, free)
    yield from _committed(city, committed)
    yield from _ramps(city, plant)
    yield from _links(city)
    yield from _yearly(city)


def _zeros(city: City, axis: str, keys: Iterable[str]) -> dict[Key, Array]:
    return {(key,): np.zeros(length(city, axis)) for key in keys}


def _done(city: City, v: Vector, key: Key) -> Iterator[Array]:
    """What a plant does in each step above its minimum load, in all its modes."""
    for mode in city.net.modes(key[0]):
        yield v["v_dispatch"][mode,]


def _most(city: City, v: Vector, key: Key, *, profile: bool = True) -> Array:
    """What is available of a plant, by step, or by year where the profile is left out."""
    plant = city.net.plant[key[0]]
    yearly = plant["availability"] * plant.hourly_rate * v["v_capacity"][key]
    if not profile:
        return np.asarray(yearly)
    values = city.clock.over(plant.line["availability_profile"])
    return np.asarray(values * yearly[city.clock.step_year])


def _available(city: City, plant: list[str]) -> Iterator[Rows]:
    def within(v: Vector, key: Key) -> Iterator[Array]:
        yield from _done(city, v, key)
        yield -_most(city, v, key)

    def flat(v: Vector, key: Key) -> Iterator[Array]:
        yield from _done(city, v, key)
        yield -v["v_flat"][key][city.clock.step_year]

    def of_year(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_flat"][key]
        yield -_most(city, v, key, profile=False)

    by = {
        way: [p for p in plant if operation_of(city, p) == way]
        for way in ("flexible", "fixed", "flat")
    }
    group = "operation"
    yield Rows(group, "c_available", "<=", "step", _zeros(city, "step", by["flexible"]), within)
    yield Rows(group, "c_fixed", "==", "step", _zeros(city, "step", by["fixed"]), within)
    yield Rows(group, "c_flat", "==", "step", _zeros(city, "step", by["flat"]), flat)
    yield Rows(group, "c_flat_available", "<=", "year", _zeros(city, "year", by["flat"]), of_year)


def _committed(city: City, plant: list[str]) -> Iterator[Rows]:
    clock, net = city.clock, city.net

    def capacity(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_committed"][key]
        yield -_most(city, v, key, profile=False)[clock.day_year]

    def above(v: Vector, key: Key) -> Iterator[Array]:
        yield from _done(city, v, key)
        share = 1.0 - net.plant[key[0]]["min_load"][0]
        yield -share * v["v_committed"][key][clock.day_of]

    def available(v: Vector, key: Key) -> Iterator[Array]:
        yield from _done(city, v, key)
        yield net.plant[key[0]]["min_load"][0] * v["v_committed"][key][clock.day_of]
        yield -_most(city, v, key)

    varying = [p for p in plant if net.plant[p].line["availability_profile"] is not None]
    group, steps = "operation", _zeros(city, "step", plant)
    days = _zeros(city, "day", plant)
    yield Rows(group, "c_committed_capacity", "<=", "day", days, capacity)
    yield Rows(group, "c_above_minimum", "<=", "step", steps, above)
    some = _zeros(city, "step", varying)
    yield Rows(group, "c_committed_available", "<=", "step", some, available)


def _ramps(city: City, plant: list[str]) -> Iterator[Rows]:
    """Ramps between steps of a day; a limit that no step can reach makes no rows."""
    clock, net = city.clock, city.net
    previous = clock.before(over_year=False)
    lasting = clock.duration[clock.step[previous]]
    span = lasting[clock.later].min() if clock.later.any() else np.inf
    ramped = [
        p for p in plant if net.plant[p]["ramp"][0] * span < 1.0 - net.plant[p]["min_load"][0]
    ]

    def change(sign: float, v: Vector, key: Key) -> Iterator[Array]:
        for mode in net.modes(key[0]):
            output = v["v_dispatch"][mode,]
            yield sign * output
            yield -sign * output[previous]
        process = net.plant[key[0]]
        limit = process["ramp"][0] * lasting * process.hourly_rate
        yield -limit * v["v_capacity"][key][clock.step_year]

    side = _zeros(city, "step", ramped)
    there = dict.fromkeys(side, clock.later)
    for name, sign in (("c_ramp_up", 1.0), ("c_ramp_down", -1.0)):
        yield Rows("operation", name, "<=", "step", side, partial(change, sign), there)


def _links(city: City) -> Iterator[Rows]:
    links = [x.key for x in city.net.with_capacity() if x.line["to_region"] and x.hourly]

    def sent(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_dispatch"][key]
        if key in v["v_reverse"]:
            yield v["v_reverse"][key]
        yield -_most(city, v, key)

    yield Rows("operation", "c_link", "<=", "step", _zeros(city, "step", links), sent)


def _yearly(city: City) -> Iterator[Rows]:
    def done(v: Vector, key: Key) -> Iterator[Array]:
        for mode in city.net.modes(key[0]):
            yield v["v_activity"][mode,]
        plant = city.net.plant[key[0]]
        yield -plant["availability"] * plant.yearly_rate * v["v_capacity"][key]

    side = _zeros(city, "year", hosts(city, hourly=False))
    yield Rows("operation", "c_activity_capacity", "<=", "year", side, done)
