"""Costs by term and item, reckoned from the workbook's prices and the decisions of a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.balance import running
from pathway.audit.rows.stock import alive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.vector import Vector

    Part = tuple[str, str, Array]
    """Term, item, cost by year [1e8]."""

CAPITAL = frozenset({"investment", "retrofit"})


def costs(city: City, v: Vector) -> Iterator[Part]:
    """Undiscounted cost of each year, by term and item."""
    yield from _capital(city, v)
    yield from _running(city, v)
    yield from _missing(city, v)
    for key, transfer in city.transfers.items():
        if transfer.counted:
            yield "transfers", key, transfer.price * v["v_metric"][transfer.metric,]


def _capital(city: City, v: Vector) -> Iterator[Part]:
    for (p,), built in v["v_build"].items():
        plant = city.net.plant[p]
        paid = plant["capex"] * city.money.annuity(plant.interest, plant.lifetime) * built
        yield "investment", p, alive(city.years, plant.lifetime) @ paid
    for (k, _), moved in v["v_retrofit"].items():
        kind = city.retrofits[k]
        paid = kind.cost * city.money.annuity(city.money.interest, kind.lifetime) * moved
        yield "retrofit", k, alive(city.years, kind.lifetime) @ paid


def _running(city: City, v: Vector) -> Iterator[Part]:
    plant = city.net.plant
    for (p,), capacity in v["v_capacity"].items():
        yield "fixed_om", p, plant[p]["fixed_om"] * capacity
    for (p,), activity in v["v_activity"].items():
        profile = plant[p].line["cost_profile"]
        if profile:
            done = v["v_discharge"][p,] if p in city.net.stores else running(city, v, p)
            activity = city.clock.total(city.clock.over(profile) * done)  # noqa: PLW2901
        yield "variable", p, plant[p]["variable_cost"] * activity
    for (_, p), gone in v["v_retire"].items():
        yield "decommissioning", p, plant[p]["decommission_cost"] * gone


def _missing(city: City, v: Vector) -> Iterator[Part]:
    goods = city.net.goods
    for (good, region), rate in v["v_unserved"].items():
        yield "unserved", f"{good}@{region}", goods[good].unserved * city.clock.total(rate)
    for (good, region), missing in v["v_unserved_year"].items():
        yield "unserved_year", f"{good}@{region}", goods[good].unserved * missing
    for key, row in city.enforced.items():
        if row.penalty is not None and (key,) in v["v_short"]:
            in_year = city.when(lambda y, row=row: y == row.year)
            missed = v["v_short"][key,][0] + v["v_over"][key,][0]
            yield "shortfall", row.clause, in_year * row.penalty * missed


def added(parts: Iterator[Part]) -> dict[tuple[str, str], Array]:
    """Parts of one term and item added up."""
    found: dict[tuple[str, str], Array] = {}
    for term, item, cost in parts:
        known = found.get((term, item))
        found[term, item] = cost if known is None else known + cost
    return found


def discounted(city: City, parts: dict[tuple[str, str], Array]) -> Array:
    """Discounted cost of each year."""
    factors = {capital: city.money.factor(capital=capital) for capital in (True, False)}
    worth = (cost * factors[term in CAPITAL] for (term, _), cost in parts.items())
    return np.asarray(sum(worth, city.zeros))


def stages(city: City, by_year: Array) -> tuple[float, float]:
    """Sums of the years up to the deadline, and of those after it."""
    early = np.array(city.years) <= city.stage_end
    return float(by_year[early].sum()), float(by_year[~early].sum())
