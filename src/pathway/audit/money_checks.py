"""Tables ``costs`` and ``investment``, and the objective in the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.cost import CAPITAL, added, costs, discounted, stages
from pathway.audit.schedule import by_year

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Key, Vector

    Tables = Mapping[str, pd.DataFrame]


def check_costs(
    city: City, tables: Tables, v: Vector, manifest: Mapping[str, Any], ledger: Ledger
) -> None:
    """Costs by term and item, their discounting, their stages, and the objective."""
    table = tables["costs"]
    own: dict[Any, Array] = dict(added(costs(city, v)))
    found = by_year(table, ["term", "item"], "cost", city.years)
    ledger.compare(("costs", "terms"), found, own)
    for term, rows in table.groupby("term"):
        years = [city.years.index(y) for y in rows["year"]]
        factor = city.money.factor(capital=term in CAPITAL)[years]
        told, worth = rows["discount_factor"].to_numpy(), rows["discounted"].to_numpy()
        ledger.same(("costs", "discount"), told, factor, where=str(term))
        ledger.same(("costs", "discounted"), worth, rows["cost"].to_numpy() * told, where=str(term))
    stage = np.where(table["year"] <= city.stage_end, 1, 2)
    ledger.same(("costs", "stages"), table["stage"].to_numpy(float), stage)
    before_, after = stages(city, discounted(city, added(costs(city, v))))
    said = manifest["objective"]
    for name, wanted in (("cost_before_peak", before_), ("cost_after", after)):
        ledger.same(("costs", "objective"), float(said[name]), wanted, where=name)


def check_investment(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """Overnight investment and annuities of what is built and retrofitted."""
    table, money = tables["investment"], city.money
    wanted: dict[str, dict[Key, Array]] = {"investment": {}, "annuity": {}}
    for (p,), built in v["v_build"].items():
        plant = city.net.plant[p]
        spent = plant["capex"] * np.where(built > 1e-9, built, 0.0)
        wanted["investment"]["build", p] = spent
        wanted["annuity"]["build", p] = spent * money.annuity(plant.interest, plant.lifetime)
    for (k, _), moved in v["v_retrofit"].items():
        kind = city.retrofits[k]
        spent = wanted["investment"].get(("retrofit", k), city.zeros) + kind.cost * moved
        wanted["investment"]["retrofit", k] = spent
        wanted["annuity"]["retrofit", k] = spent * money.annuity(money.interest, kind.lifetime)
    for column, own in wanted.items():
        found = by_year(table, ["kind", "item"], column, city.years)
        ledger.compare(("costs", "investment"), found, own)
