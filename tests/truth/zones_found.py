"""What a plan says in the terms of zones and periods: builds, output, flows, fuel, prices.

Years of a period are alike, so a plan may split between them what only their sum decides: output
and prices are means over the years of a period, weighed with their discount factors.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .names import key_of
from .zones_file import Plant, ZonesCase, read_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from .answer import Answer
    from .casefile import CaseFile

    Array = NDArray[np.float64]

GRID, FINAL = "electricity", "delivered"


def quantities(answer: Answer, file: CaseFile) -> dict[str, float]:
    """Every quantity and price, by the names that the case files use."""
    found = _Found(answer, read_zones(file))
    return {
        **found.plants(), **found.stores(), **found.networks(), **found.fuels(),
        **found.emissions(), **found.prices(), **found.shares(),
    }  # fmt: skip


@dataclass(frozen=True)
class _Found:
    answer: Answer
    case: ZonesCase

    # --- means over the years of a period ---------------------------------------------------------

    def worth(self, year: int) -> float:
        """Worth of a payment of a year, up to a factor that is the same for all years."""
        return float((1.0 + self.case.accounting["discount_rate"]) ** -year)

    def by_period(self, yearly: Mapping[int, float]) -> dict[int, float]:
        """Mean of yearly values over the years of each period."""
        return {
            p.name: float(
                np.average([yearly[y] for y in p.span], weights=[self.worth(y) for y in p.span])
            )
            for p in self.case.periods
        }

    def by_point(self, values: Array) -> dict[object, float]:
        """Mean of values by step over the years of the period of each timepoint."""
        weights = np.array([self.worth(int(y)) for y in self.answer.year])
        means = {}
        for number, point in enumerate(self.case.points):
            here = self.answer.step == number
            means[point["id"]] = float(np.average(values[here], weights=weights[here]))
        return means

    def sums(self, parts: Iterable[Mapping[int, float]]) -> dict[int, float]:
        """Sum of several yearly values."""
        total = dict.fromkeys(self.case.years, 0.0)
        for part in parts:
            for year, value in part.items():
                total[year] += value
        return total

    # --- plant ------------------------------------------------------------------------------------

    def plants(self) -> dict[str, float]:
        """Builds, capacity and gross output of each plant."""
        found: dict[str, float] = {}
        for plant in self.case.plants:
            name = plant.name
            for vintage in plant.vintages:
                if vintage.build:
                    built = sum(self.answer.new(vintage.key).values())
                    found[f"build_{name}_{vintage.build.name}"] = built
            keys = [vintage.key for vintage in plant.vintages]
            stands = self.by_period(self.sums(self.answer.capacity(key) for key in keys))
            found |= {f"capacity_{name}_{p}": v for p, v in stands.items()}
            running = keys if plant.part["storage"] is None else [plant.key]
            output = self.by_period(self.sums(self.answer.activity(key) for key in running))
            found |= {f"output_{name}_{p}": v for p, v in output.items()}
            found |= {f"dispatch_{name}_{t}": v for t, v in self.dispatch(plant).items()}
        return found

    def dispatch(self, plant: Plant) -> dict[object, float]:
        """Gross output of a plant at each timepoint [MW]."""
        if plant.part["storage"] is not None:
            return self.by_point(self.answer.store(plant.key, "discharge", "MW"))
        zone = plant.part["zone"]
        rates = [self.answer.rate(GRID, zone, v.key, "MW") for v in plant.vintages]
        return self.by_point(np.sum(rates, axis=0) / (1.0 - plant.own_use))

    def stores(self) -> dict[str, float]:
        """Energy capacity, its builds, charge and level of stores."""
        found: dict[str, float] = {}
        for plant in self.case.plants:
            if plant.part["storage"] is None:
                continue
            name = plant.name
            for vintage in plant.energy:
                if vintage.build:
                    built = sum(self.answer.new(vintage.key).values())
                    found[f"build_energy_{name}_{vintage.build.name}"] = built
            parts = (self.answer.capacity(vintage.key) for vintage in plant.energy)
            stands = self.by_period(self.sums(parts))
            found |= {f"energy_{name}_{p}": v for p, v in stands.items()}
            for what, unit in (("charge", "MW"), ("level", "MWh")):
                means = self.by_point(self.answer.store(plant.key, what, unit))
                found |= {f"{what}_{name}_{t}": v for t, v in means.items()}
        return found

    # --- networks ---------------------------------------------------------------------------------

    def networks(self) -> dict[str, float]:
        """Builds and capacity of lines and distribution, and what lines send forwards, net."""
        found: dict[str, float] = {}
        for name, line in self.case.content["lines"].items():
            found |= self.network(f"line_{name}", f"line_{key_of(name)}")
            sent = -self.answer.rate(GRID, line["from"], f"line_{key_of(name)}", "MW")
            back = -self.answer.rate(GRID, line["to"], f"back_{key_of(name)}", "MW")
            found |= {f"flow_{name}_{t}": v for t, v in self.by_point(sent - back).items()}
        for name, zone in self.case.content["zones"].items():
            if zone.get("distribution") is not None:
                found |= self.network(f"distribution_{name}", f"distribution_{key_of(name)}")
        return found

    def network(self, name: str, key: str) -> dict[str, float]:
        """Builds (under the bare name) and capacity of a line or a distribution, by period."""
        new, stands = self.answer.new(key), self.by_period(self.answer.capacity(key))
        found = {f"{name}_{p.name}": sum(new[y] for y in p.span) for p in self.case.periods}
        kind, _, which = name.partition("_")
        return found | {f"{kind}_capacity_{which}_{p}": v for p, v in stands.items()}

    # --- fuels and CO2 ----------------------------------------------------------------------------

    def fuels(self) -> dict[str, float]:
        """Fuel sold a year by each tier [MMBtu], and by kind; price in each market."""
        found: dict[str, float] = defaultdict(float)
        for row in self.case.content["fuel_markets"]:
            region, period = f"market_{key_of(row['name'])}", row["period"]
            for number in range(1, len(row["tiers"]) + 1):
                sold = self.by_period(self.answer.activity(f"{region}.tier{number}"))[period]
                found[f"fuel_{row['name']}_{period}_tier{number}"] = sold
                found[f"fuel_{row['fuel']}_{period}"] += sold
            price = self.answer.yearly_price(key_of(row["fuel"]), region, "MMBtu")
            found[f"fuel_price_{row['name']}_{period}"] = self.by_period(price)[period]
        return dict(found)

    def emissions(self) -> dict[str, float]:
        """CO2 a year [t], upstream and captured included."""
        yearly = self.by_period(self.answer.emissions())
        return {f"co2_{period}": value for period, value in yearly.items()}

    # --- prices -----------------------------------------------------------------------------------

    def prices(self) -> dict[str, float]:
        """Price of grid power and of final demand, by timepoint and weighted with demand."""
        found: dict[str, float] = {}
        for name, zone in self.case.content["zones"].items():
            final = FINAL if zone.get("distribution") is not None else GRID
            for word, good in (("price", GRID), ("price_delivered", final)):
                means = self.by_point(self.answer.price(good, name, "MWh"))
                found |= {f"{word}_{name}_{t}": v for t, v in means.items()}
                for period in self.case.periods:
                    mean = self.load_weighted(zone["demand_mw"], means, period.name)
                    found[f"load_weighted_{word}_{name}_{period.name}"] = mean
        return found

    def load_weighted(
        self, load: Mapping[object, float], price: Mapping[object, float], period: int
    ) -> float:
        """Mean price of a period, weighted with demand; plain where nothing is demanded."""
        points = [p for p in self.case.points if p["period"] == period]
        energy = [load[p["id"]] * p["hours_per_year"] for p in points]
        hours = [p["hours_per_year"] for p in points]
        values = [price[p["id"]] for p in points]
        return float(np.average(values, weights=energy if sum(energy) else hours))

    def shares(self) -> dict[str, float]:
        """Output that counts as renewable over final demand, and what one more MWh of it costs."""
        counted = self.sums(self.answer.activity(key) for key in self.case.eligible())
        demand = self.sums(self.case.hours(zone) for zone in self.case.content["zones"].values())
        means, totals = self.by_period(counted), self.by_period(demand)
        found = {f"renewable_share_{p}": v / totals[p] for p, v in means.items() if totals[p]}
        for name in self.case.content["policy"].get("renewable_share_of_final_demand", {}):
            point = self.answer.clause_price(f"share_{key_of(name)}", "%")
            yearly = {y: point.get(y, 0.0) * 100 / demand[y] for y in self.case.years}
            found[f"price_share_{name}"] = self.by_period(yearly)[name]
        return found
