"""Adequacy: firm capacity covers the highest load of a peak, or production in every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.periods import steps_of
from pathway.audit.rows.balance import running
from pathway.audit.rows.row import Rows
from pathway.audit.vector import firm_stores, length, loads, periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Flow
    from pathway.audit.periods import Period
    from pathway.audit.vector import Key, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of adequacy, for load and for production."""
    yield from _loads(city)
    yield _firm(city)
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


def _firm(city: City) -> Rows:
    def firm(v: Vector, key: Key) -> Iterator[Array]:
        yield from firm_power(city, v, key[0], "v_firm")
        yield -(1 + city.periods[key[0]].margin) * v["v_peak_load"][key]

    side = {(a,): city.zeros for a in periods(city, production=False)}
    ahead = dict.fromkeys(side, city.when(lambda y: y > city.through))
    return Rows("adequacy", "c_adequacy", ">=", "year", side, firm, ahead)


def _loads(city: City) -> Iterator[Rows]:
    """The highest load is that of no hour less; every hour of a period has its row here."""

    def above(v: Vector, key: Key) -> Iterator[Array]:
        yield np.repeat(v["v_peak_load"][key], len(city.peak_rows))
        for use in _spread(city, v, key[0]):
            yield -use.ravel()

    known = {(a,): city.periods[a] for a in loads(city)}
    side = {key: period.load[:, city.peak_rows].ravel() for key, period in known.items()}
    there = {key: period.inside[:, city.peak_rows].ravel() for key, period in known.items()}
    yield Rows("adequacy", "c_peak_load", ">=", "peak", side, above, there)

    def highest(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_highest_load"][key[:1]]
        yield -v["v_peak_load"][key[1:]]

    counted = {(f, a): city.zeros for f, figure in city.figures.items() for a in figure.peaks}
    yield Rows("adequacy", "c_highest_load", ">=", "year", counted, highest)


def _spread(city: City, v: Vector, period: str) -> Iterator[Array]:
    """Load of each yearly use that is spread over the hours [year × row of a peak]."""
    of = city.periods[period]
    for group in city.net.spreads():
        if group[0] == of.good and of.region in {None, group[1]}:
            yield city.peak_rates[group[2]] * v["v_spread"][group][:, None]


def load(city: City, v: Vector, period: str) -> Array:
    """Load of every year in every row of the profiles that lies in a peak [GW]."""
    exogenous = city.periods[period].load[:, city.peak_rows]
    return np.asarray(sum(_spread(city, v, period), exogenous))


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
