"""Prices in tables, against the duals of the certificate of their year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.book import CO2, GW, MONEY, held
from pathway.audit.clauses import denominator
from pathway.audit.rows.balance import hourly_demand, node_items
from pathway.audit.rows.plan import NAMES
from pathway.audit.vector import periods
from pathway.schema.units import convert_factor, hourly_scale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Key, Vector
    from pathway.schema.units import Unit

    Tables = Mapping[str, pd.DataFrame]

GROUP = "prices"
NOISE = 1e-9
"""Duals that tables take for zero [1e8 per held unit]."""


class Prices:
    """Undiscounted prices that follow from duals [1e8 per held unit]."""

    def __init__(self, city: City, duals: Mapping[str, Vector]) -> None:
        """Duals of the rows of each stage."""
        self.city = city
        self.early = duals["before"] if "before" in duals else duals["whole"]
        self.late = duals["tail"] if "tail" in duals else duals["whole"]
        self.worth = city.money.factor()
        self.first_stage = np.array(city.years) <= city.stage_end

    def dual(self, name: str, key: Key, year_of: Array | None) -> Array:
        """Duals of a family's rows: of stage 1 up to the deadline, of the tail after it."""
        early, late = (rows.get(name, {}).get(key) for rows in (self.early, self.late))
        known = early if early is not None else late
        if known is None:
            return np.zeros(1)
        zero = np.zeros_like(known)
        taken = self.first_stage if year_of is None else self.first_stage[year_of]
        return np.where(taken, zero if early is None else early, zero if late is None else late)

    def of_year(self, name: str, key: Key) -> Array:
        """Price of a yearly row in money of its year; of hourly rows, the sum over the year."""
        at = self.city.clock.step_year
        if name != "c_reserve":
            return self.dual(name, key, None) / self.worth * np.ones(len(self.worth))
        hourly = self.dual(name, key, at) * np.ones(len(at))
        return np.bincount(at, hourly, len(self.worth)) / self.worth

    def hourly(self, node: Key) -> Array:
        """Price of a commodity in every step, per hourly held unit."""
        clock = self.city.clock
        dual = self.dual("c_balance_hour", node, clock.step_year)
        return np.asarray(dual / (clock.hours * self.worth[clock.step_year]))

    def clause(self, name: str, key: Key, year: int) -> float:
        """Price of the row of a clause."""
        at = self.city.years.index(year)
        return float(self.dual(name, key, np.array([at]))[0] / self.worth[at])


def check_prices(
    city: City,
    tables: Tables,
    prices: Prices,
    v: Vector,
    values: Mapping[str, Array],
    ledger: Ledger,
) -> None:
    """Every price of ``prices``, ``dispatch`` and ``clauses``."""
    _hourly(city, tables, prices, v, ledger)
    table = tables["prices"]
    for row in table.to_dict("records"):
        name, key, of, size = _meaning(city, row)
        if name:
            year = city.years.index(int(row["year"]))
            own = size(float(prices.of_year(name, key)[year])) * _factor(of, row["unit"])
            where = f"{row['kind']} {row['item']}, {row['year']}"
            for column in ("price", "low", "high"):
                _same(ledger, float(row[column]), own, where)
    ledger.equal((GROUP, "listed"), _listed(table), _wanted(city), "items of table prices")
    _clauses(city, tables, prices, values, ledger)


def _same(ledger: Ledger, found: float, wanted: float, where: str) -> None:
    ledger.same((GROUP, "tables_of_prices"), found, wanted, where=where)


def _factor(of: Unit, unit: object) -> float:
    return convert_factor(MONEY / of, str(unit))


def _meaning(city: City, row: Mapping[Any, Any]) -> tuple[str, Key, Unit, Callable[[float], float]]:
    """Row family, key and held unit of a yearly price; no family for hourly commodities."""
    kind, item = str(row["kind"]), str(row["item"])
    if kind == "commodity":
        good = city.net.goods[item]
        name = "" if good.hourly else "c_balance_year"
        return name, (item, str(row["region"])), good.held, float
    if kind == "adequacy":
        name = "c_reserve" if city.periods[item].production else "c_adequacy"
        return name, (item,), GW, abs
    if kind == "potential":
        return "c_potential", (item,), held(city.net.plant[item].capacity), abs
    return "c_emissions", (), CO2, float


def _listed(table: pd.DataFrame) -> list[tuple[str, str, int]]:
    known = table[["kind", "item", "year"]].drop_duplicates()
    rows = known.itertuples(index=False, name=None)
    return sorted((str(kind), str(item), int(year)) for kind, item, year in rows)


def _wanted(city: City) -> list[tuple[str, str, int]]:
    """Every commodity, period and potential, and CO2, in every year."""
    goods = {node[0] for way in (True, False) for node in city.net.nodes(hourly=way)}
    items = {("emission", "co2"), *(("commodity", good) for good in goods)}
    items |= {("adequacy", a) for way in (True, False) for a in periods(city, production=way)}
    if city.has("build_limits"):
        plant = city.net.with_capacity()
        limited = [x.key for x in plant if np.isfinite(x["capacity_max"]).any()]
        items |= {("potential", key) for key in limited}
    return sorted((*item, year) for item in items for year in city.years)


def _hourly(city: City, tables: Tables, prices: Prices, v: Vector, ledger: Ledger) -> None:
    table, clock = tables["prices"], city.clock
    units = dict(zip(tables["nodes"]["node"], tables["nodes"]["price_unit"], strict=True))
    for node in city.net.nodes(hourly=True):
        good, name = city.net.goods[node[0]], "@".join(node)
        by_hour = prices.hourly(node) / hourly_scale(good.held.dimension)
        found = tables["dispatch"][f"price|{name}"].to_numpy(float)
        own = by_hour * _factor(good.held, units[name]) * np.ones(len(clock.step))
        size = np.maximum(np.abs(own), 1e-6)
        ledger.residual(
            (GROUP, "hourly_prices"), np.abs(found - own) / np.maximum(size, 1.0), 1.0, where=name
        )
        used = hourly_demand(city, node)
        for item, values in node_items(city, v, node):
            used = used - values if item == "spread" else used
        used = np.maximum(used, 0.0)
        mine = table[
            (table["kind"] == "commodity")
            & (table["item"] == node[0])
            & (table["region"] == node[1])
        ]
        for row in mine.to_dict("records"):
            here = clock.step_year == city.years.index(int(row["year"]))
            weight = used[here] * clock.hours[here]
            weight = weight if weight.sum() > 0 else clock.hours[here]
            shown = (by_hour * np.ones(len(here)))[here] * _factor(good.held, row["unit"])
            own_ = (float(shown @ weight / weight.sum()), float(shown.min()), float(shown.max()))
            for column, wanted in zip(("price", "low", "high"), own_, strict=True):
                _same(ledger, float(row[column]), wanted, f"{name}, {row['year']}")


def _clauses(
    city: City, tables: Tables, prices: Prices, values: Mapping[str, Array], ledger: Ledger
) -> None:
    """What one more unit of ambition costs in the year [万元]."""
    table = tables["clauses"]
    for told in table[table["price"].notna()].to_dict("records"):
        row = city.enforced.get(str(told["row"]))
        if row is None:
            ledger.equal(
                (GROUP, "clause_prices"), str(told["row"]), None, "price of no enforced row"
            )
            continue
        dual = prices.clause(NAMES[row.relation], (row.key,), row.year)
        dual = 0.0 if abs(dual * prices.worth[city.years.index(row.year)]) <= NOISE else dual
        sign = -1.0 if row.relation == "<=" else 1.0
        per = denominator(row, values, city.years) / abs(row.size(str(told["unit"])))
        ledger.same(
            (GROUP, "clause_prices"), float(told["price"]), sign * dual * per * 1e4, where=row.key
        )
