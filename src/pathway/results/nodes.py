"""What supplies and takes at every hourly node, step by step, and at which price."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pathway.case.nodes import nodes_of
from pathway.results.units import hourly_price_factor
from pathway.results.view import YEARLY_PER_HOURLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from pathway.case.nodes import Node
    from pathway.results.view import View

    Array = NDArray[np.float64]
    Part = tuple[Node, str, Array]
    """Node, item, and what it supplies in every step, negative if it takes [GW]."""


def node_items(view: View) -> dict[Node, dict[str, Array]]:
    """What supplies (positive) and takes (negative) at every hourly node, by item [GW]."""
    result: dict[Node, dict[str, Array]] = {node: {} for node in nodes_of(view.case, hourly=True)}
    demand = ((node, "demand", -rate) for node, rate in demand_rates(view).items())
    spread = ((node, "spread", -rate) for node, rate in spread_rates(view).items())
    parts = chain(_forward(view), _reverse(view), _stores(view), _slack(view), demand, spread)
    for node, item, values in parts:
        items = result[node]
        items[item] = items[item] + values if item in items else values
    return result


def _forward(view: View) -> Iterator[Part]:
    """Flows of processes that run by the hour."""
    for flow in view.case.flows:
        if view.case.commodities[flow.commodity].hourly and flow.process in view.running:
            rate = (flow.sign * flow.amount)[view.step_year] * view.running[flow.process]
            yield (flow.commodity, flow.region), flow.process, rate


def _reverse(view: View) -> Iterator[Part]:
    """Flows of links that run backwards: what was put out at the far end is put out at the near."""
    back = {key[0]: values for key, values in view.hourly("v_reverse").items()}
    for flow in view.case.flows:
        if view.case.commodities[flow.commodity].hourly and flow.process in back:
            process = view.case.processes[flow.process]
            region = process.region if flow.sign > 0 else str(process.to_region)
            rate = (flow.sign * flow.amount)[view.step_year] * back[flow.process]
            yield (flow.commodity, region), flow.process, rate


def _stores(view: View) -> Iterator[Part]:
    discharge = view.hourly("v_discharge")
    for (key,), charge in view.hourly("v_charge").items():
        store = view.case.stores[key]
        yield (store.commodity, store.region), key, discharge[key,] - charge


def _slack(view: View) -> Iterator[Part]:
    for kind, sign in (("unserved", 1.0), ("surplus", -1.0)):
        for (commodity, region), values in view.hourly(f"v_{kind}").items():
            yield (commodity, region), kind, sign * values


def demand_rates(view: View) -> dict[Node, Array]:
    """Exogenous demand of hourly nodes in every step [GW]."""
    steps = view.case.steps
    result: dict[Node, Array] = {}
    for demand in view.case.demands.values():
        if view.case.commodities[demand.commodity].hourly:
            shape = steps.profile(demand.profile) * steps.years
            share = shape / (shape * steps.weight).sum(axis=1, keepdims=True)
            rate = (demand.amount[:, None] * share)[view.step_year, view.step]
            _add(result, (demand.commodity, demand.region), rate / YEARLY_PER_HOURLY)
    return result


def spread_rates(view: View) -> dict[Node, Array]:
    """Use of yearly processes, spread over the hours by their shapes [GW]."""
    steps = view.case.steps
    result: dict[Node, Array] = {}
    for (commodity, region, shape), yearly in view.yearly("v_spread").items():
        profile = steps.profile(shape) * steps.years
        share = profile / (profile * steps.weight).sum(axis=1, keepdims=True)
        rate = (yearly[:, None] * share)[view.step_year, view.step]
        _add(result, (commodity, region), rate / YEARLY_PER_HOURLY)
    return result


def _add(totals: dict[Node, Array], node: Node, values: Array) -> None:
    totals[node] = totals[node] + values if node in totals else values


def hourly_prices(view: View) -> dict[Node, Array]:
    """Cost of one more unit of demand in every step [shown price]."""
    scale = 1.0 / (view.weight * view.discount[view.step_year])
    return {
        (c, r): dual * scale * hourly_price_factor(view.case.commodities[c])
        for (c, r), dual in view.hourly_dual("c_balance_hour").items()
    }
