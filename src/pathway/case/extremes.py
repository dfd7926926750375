"""Load and weather-driven supply before anything is solved: they choose the extreme days.

Much of the load is use of yearly processes, which only the plan decides. A reference stands for it:
every yearly demand of the last year is met by the plant of the base year, in proportion to what
each can put out; where none stands, by what has no limit, else by all that can, alike. What these
take in is asked for in turn. It need not be the plan: adequacy is kept in every hour that can be
the peak, and the reference only says which day is worth keeping as a day of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Basis, Expansion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import AdequacyPeriod, ExistingUnit, Flow
    from pathway.case.nodes import Node
    from pathway.case.peak_load import Uses

    Array = NDArray[np.float64]

ROUNDS = 10
"""Longest chain of yearly processes that is followed."""


def extreme_load(
    uses: Uses, periods: Mapping[str, AdequacyPeriod], units: Iterable[ExistingUnit]
) -> Array:
    """Load of the last year on all rows of the profiles, of commodities with a peak to cover.

    Of all hourly ones where no period covers demand. Any scale.
    """
    covered = {x.commodity for x in periods.values() if x.basis is Basis.DEMAND}
    goods = {key for key, good in uses.goods.items() if good.hourly}
    load = np.full(len(uses.sheet.step), 1e-9)
    running = reference_activity(uses, units)
    for good in sorted(covered & goods or goods):
        load += uses.exogenous(good, None)[-1]
        for flow in uses.spread(good, None):
            use = -flow.sign * flow.amount[-1] * running.get(flow.process, 0.0)
            load += use * uses.rate(flow.shape, good)[-1]
    return load


def mean_supply(uses: Uses, load: Array) -> Array:
    """Mean availability of weather-driven plant on all rows; the load where there is none."""
    weather = {x.availability_profile for x in uses.plant.values() if x.availability_profile}
    profiles = [uses.sheet.profiles[key] for key in sorted(weather)]
    return np.asarray(np.mean(profiles or [load], axis=0))


def reference_activity(uses: Uses, units: Iterable[ExistingUnit]) -> dict[str, float]:
    """Yearly activity by process that meets the yearly demands of the last year."""
    yearly = [flow for flow in uses.flows if not uses.goods[flow.commodity].hourly]
    suppliers = _suppliers(uses, yearly, _standing(uses, units))
    activity: dict[str, float] = {}
    for _ in range(ROUNDS):
        found: dict[str, float] = {}
        for node, need in _needs(uses, yearly, activity).items():
            for process, per_need in suppliers.get(node, {}).items():
                found[process] = max(found.get(process, 0.0), per_need * need)
        if found == activity:
            break
        activity = found
    return activity


def _standing(uses: Uses, units: Iterable[ExistingUnit]) -> dict[str, float]:
    """Most activity a year of the plant that stands before the plan begins."""
    size = {key: float(plant.existing[0]) for key, plant in uses.plant.items()}
    for unit in units:
        size[unit.process] += unit.size
    return {
        key: size[key] * plant.yearly_rate * float(plant.availability[-1])
        for key, plant in uses.plant.items()
    }


def _needs(uses: Uses, yearly: list[Flow], activity: Mapping[str, float]) -> dict[Node, float]:
    """What demands and processes ask for of every yearly commodity."""
    needs: dict[Node, float] = defaultdict(float)
    for demand in uses.demands.values():
        if not uses.goods[demand.commodity].hourly:
            needs[demand.commodity, demand.region] += float(demand.amount[-1])
    for flow in yearly:
        if flow.sign < 0:
            taken = float(flow.amount[-1]) * activity.get(flow.process, 0.0)
            needs[flow.commodity, flow.region] += taken
    return {node: max(need, 0.0) for node, need in needs.items()}


def _suppliers(
    uses: Uses, yearly: list[Flow], standing: Mapping[str, float]
) -> dict[Node, dict[str, float]]:
    """Activity of each supplier of a yearly commodity, per unit that is needed of it."""
    made: dict[Node, dict[str, float]] = defaultdict(dict)
    for flow in yearly:
        if flow.sign > 0 and flow.amount[-1] > 0:
            made[flow.commodity, flow.region][flow.process] = float(flow.amount[-1])
    result = {}
    for node, amounts in made.items():
        weights = {p: standing[p] * amount for p, amount in amounts.items()}
        if not any(weights.values()):
            unlimited = [p for p in amounts if uses.plant[p].expansion is Expansion.UNLIMITED]
            weights = dict.fromkeys(unlimited or amounts, 1.0)
        total = sum(weights.values())
        result[node] = {p: weight / total / amounts[p] for p, weight in weights.items()}
    return result
