"""Places where a commodity balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.case.case import Case

Node = tuple[str, str]
"""(commodity, region)"""


def nodes_of(case: Case, hourly: bool) -> list[Node]:
    """(commodity, region) where something flows, is stored or is demanded."""
    found = dict.fromkeys((flow.commodity, flow.region) for flow in case.flows)
    for flow in case.flows:
        process = case.processes[flow.process]
        if process.to_region:
            found[flow.commodity, process.region] = None
            found[flow.commodity, process.to_region] = None
    found |= dict.fromkeys((demand.commodity, demand.region) for demand in case.demands.values())
    found |= dict.fromkeys((store.commodity, store.region) for store in case.stores.values())
    return [node for node in found if case.commodities[node[0]].hourly == hourly]
