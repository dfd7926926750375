"""Adequacy: firm capacity covers the load of a peak hour, or production in every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.network import PER_HOUR
from pathway.audit.periods import steps_of
from pathway.audit.rows.balance import running
from pathway.audit.rows.row import Rows
from pathway.audit.vector import firm_stores, length, periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Flow
    from pathway.audit.periods import Period
    from pathway.audit.vector import Key, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of adequacy, for load and for production."""
    yield _load(city)
    yield from _firm_stores(city, ("c_firm_power", "c_firm_energy"), "v_firm", production=False)
    yield from _production(city)
    names = ("c_reserve_power", "c_reserve_energy")
    yield from _firm_stores(city, names, "v_reserve_store", production=True)


def _serving(city: City, period: Period) -> list[str]:
    """Plant that puts out the commodity of a period in its region, modes counted as their plant."""
    net = city.net
    out = {
        net.plant[f.process].line["mode_of"] or f.process
        for f in net.flows
        if f.sign > 0 and f.good == period.good and period.region in {None, f.region}
    }
    return [x.key for x in net.with_capacity() if x.key in out and x.key not in net.stores]


def firm_power(city: City, v: Vector, period: str, stores: str) -> Iterator[Array]:
    """Firm power of plant, by its credit, and of stores."""
    for p in _serving(city, city.periods[period]):
        yield city.credits[p][period] * city.net.plant[p].hourly_rate * v["v_capacity"][p,]
    for (a, _), power in v[stores].items():
        if a == period:
            yield power


def _load(city: City) -> Rows:
    hours = float((city.clock.weight * city.clock.exists[0]).sum())
    spreads = list(city.net.spreads())

    def firm(v: Vector, key: Key) -> Iterator[Array]:
        yield from firm_power(city, v, key[0], "v_firm")
        period = city.periods[key[0]]
        for good, region, shape in spreads:
            if good == period.good and period.region in {None, region}:
                share = period.shares.get(shape, 1.0) / hours / PER_HOUR
                yield -(1 + period.margin) * share * v["v_spread"][good, region, shape]

    side: dict[Key, Array] = {}
    for a in periods(city, production=False):
        side[a,] = (1 + city.periods[a].margin) * city.periods[a].load
    return Rows("adequacy", "c_adequacy", ">=", "year", side, firm)


def firm_limits(city: City, v: Vector, key: Key) -> dict[str, Array]:
    """Firm power that a store's power, and its energy over the period, allow."""
    a, s = key
    store, credit = city.net.stores[s], city.credits[s][a]
    found = {}
    if np.isfinite(store.full_power):
        found["power"] = credit * store.full_power * v["v_capacity"][s,]
    if store.holder:
        lasting = credit * store.energy / city.periods[a].duration
        found["energy"] = lasting * v["v_capacity"][store.holder,]
    return found


def _firm_stores(
    city: City, names: tuple[str, str], variable: str, *, production: bool
) -> Iterator[Rows]:
    for name, kind in zip(names, ("power", "energy"), strict=True):

        def within(v: Vector, key: Key, kind: str = kind) -> Iterator[Array]:
            yield v[variable][key]
            yield -firm_limits(city, v, key)[kind]

        known = [
            key for key in firm_stores(city, production=production) if _limited(city, key, kind)
        ]
        yield Rows("adequacy", name, "<=", "year", dict.fromkeys(known, city.zeros), within)


def _limited(city: City, key: Key, kind: str) -> bool:
    """Whether a store's power, or the energy it holds, is limited."""
    store = city.net.stores[key[1]]
    return bool(np.isfinite(store.full_power)) if kind == "power" else bool(store.holder)


def _production(city: City) -> Iterator[Rows]:
    net, at = city.net, city.clock.step_year

    def firm(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_reserve"][key]
        for power in firm_power(city, v, key[0], "v_reserve_store"):
            yield -power

    def covered(v: Vector, key: Key) -> Iterator[Array]:
        period = city.periods[key[0]]
        asked = (1 + period.margin) * steps_of(city.clock, period)
        yield v["v_reserve"][key][at]
        for flow in net.flows:
            if flow.sign > 0 and flow.good == period.good and net.plant[flow.process].hourly:
                if _made(city, flow, period):
                    yield -asked * flow.amount[at] * running(city, v, flow.process)
                if flow.back and period.region == flow.back:
                    yield -asked * flow.amount[at] * v["v_reverse"][flow.process,]

    known = periods(city, production=True)
    yearly: dict[Key, Array] = {(a,): city.zeros for a in known}
    yield Rows("adequacy", "c_reserve_firm", "<=", "year", yearly, firm)
    hourly: dict[Key, Array] = {(a,): np.zeros(length(city, "step")) for a in known}
    yield Rows("adequacy", "c_reserve", ">=", "step", hourly, covered)


def _made(city: City, flow: Flow, period: Period) -> bool:
    """Whether what a flow puts out counts: what a link carries inside the period does not."""
    plant = city.net.plant[flow.process]
    inside = plant.line["to_region"] and period.region in {None, plant.region}
    return period.region in {None, flow.region} and not inside
