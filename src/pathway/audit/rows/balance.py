"""Balances of every commodity, and what hourly activity adds up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.rows.row import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Flow
    from pathway.audit.vector import Key, Vector


def running(city: City, v: Vector, process: str) -> Array:
    """Activity of an hourly process in every step, its minimum load included."""
    above = v["v_dispatch"][process,]
    committed = v["v_committed"].get((process,))
    if committed is None:
        return above
    floor = city.net.plant[process]["min_load"][0] * committed
    return np.asarray(above + floor[city.clock.day_of])


def node_items(city: City, v: Vector, node: Key) -> Iterator[tuple[str, Array]]:
    """What supplies (positive) and takes (negative) at an hourly node, demand left out."""
    yield from _of_processes(city, v, node)
    for key, store in city.net.stores.items():
        if (store.good, store.region) == node:
            yield key, v["v_discharge"][key,] - v["v_charge"][key,]
    if node in v["v_unserved"]:
        yield "unserved", v["v_unserved"][node]
    if node in v["v_surplus"]:
        yield "surplus", -v["v_surplus"][node]
    for (good, region, shape), use in v["v_spread"].items():
        if (good, region) == node:
            profile = None if shape == "None" else shape
            yield "spread", -city.clock.shape(profile) * use[city.clock.step_year]


def _of_processes(city: City, v: Vector, node: Key) -> Iterator[tuple[str, Array]]:
    """What hourly processes put out and take, backwards through links too."""
    for flow in city.net.flows:
        if flow.good == node[0] and city.net.plant[flow.process].hourly:
            signed = flow.signed[city.clock.step_year]
            if flow.region == node[1]:
                yield flow.process, signed * running(city, v, flow.process)
            if flow.back == node[1]:
                yield flow.process, signed * v["v_reverse"][flow.process,]


def hourly_demand(city: City, node: Key) -> Array:
    """Exogenous demand of a node in every step."""
    clock = city.clock
    total = 0.0 * clock.hours
    for demand in city.net.demands.values():
        if (demand.good, demand.region) == node:
            total = total + demand.amount[clock.step_year] * clock.shape(demand.profile)
    return total


def yearly_items(city: City, v: Vector, node: Key) -> Iterator[tuple[str, Array]]:
    """What supplies and takes at a yearly node, demand left out."""
    for flow in city.net.flows:
        if (flow.good, flow.region) == node:
            yield flow.process, flow.signed * v["v_activity"][flow.process,]
    if node in v["v_unserved_year"]:
        yield "unserved", v["v_unserved_year"][node]
    if node in v["v_surplus_year"]:
        yield "surplus", -v["v_surplus_year"][node]


def rows(city: City) -> Iterator[Rows]:
    """Balances, spread use, and yearly totals of hourly activity."""
    side: dict[Key, Array] = {n: hourly_demand(city, n) for n in city.net.nodes(hourly=True)}
    yield Rows(
        "balance", "c_balance_hour", "==", "step", side,
        lambda v, key: (item for _, item in node_items(city, v, key)),
    )  # fmt: skip
    yearly: dict[Key, Array] = dict.fromkeys(city.net.nodes(hourly=False), city.zeros)
    for demand in city.net.demands.values():
        if (demand.good, demand.region) in yearly:
            yearly[demand.good, demand.region] = yearly[demand.good, demand.region] + demand.amount
    yield Rows(
        "balance", "c_balance_year", "==", "year", yearly,
        lambda v, key: (item for _, item in yearly_items(city, v, key)),
    )  # fmt: skip
    groups: dict[Any, list[Flow]] = dict(city.net.spreads())

    def spread(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_spread"][key]
        for flow in groups[key]:
            yield flow.signed * v["v_activity"][flow.process,]

    yield Rows("balance", "c_spread", "==", "year", dict.fromkeys(groups, city.zeros), spread)
    yield from _totals(city)


def _totals(city: City) -> Iterator[Rows]:
    plant = city.net.plant

    def total(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_activity"][key]
        yield -city.clock.total(running(city, v, key[0]))

    for name, committed in (("c_activity", False), ("c_activity_committed", True)):
        side = {(p,): city.zeros for p in city.net.running() if plant[p].committed == committed}
        yield Rows("balance", name, "==", "year", side, total)

    def discharged(v: Vector, key: Key) -> Iterator[Array]:
        yield v["v_activity"][key]
        yield -city.clock.total(v["v_discharge"][key])

    stores = {(s,): city.zeros for s in city.net.stores}
    yield Rows("balance", "c_activity_store", "==", "year", stores, discharged)
