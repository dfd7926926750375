"""Markets of fuel: each a region of its own, whose tiers sell to its zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .casefile import TruthError, fields
from .names import key_of

if TYPE_CHECKING:
    from .book import Book
    from .casefile import Part
    from .zones_file import ZonesCase

FUEL = "MMBtu"


def add_fuels(book: Book, case: ZonesCase) -> None:
    """Add the fuels and their markets."""
    for name, stated in case.content["fuels"].items():
        fuel = fields(stated, f"fuel {name}", ("co2",), upstream_co2=0.0, share_eligible=False)
        book.commodity(key_of(name), FUEL, "year", co2=fuel["co2"], co2_unit=f"吨/{FUEL}")
    markets: dict[str, dict[int, Part]] = {}
    for row in case.content["fuel_markets"]:
        part = fields(row, "fuel_markets", ("name", "fuel", "period", "zones", "tiers"))
        if part["period"] in markets.setdefault(part["name"], {}):
            raise TruthError(f"market {part['name']} is twice in period {part['period']}")
        markets[part["name"]][part["period"]] = part
    for name, rows in markets.items():
        _market(book, case, name, rows)


def _market(book: Book, case: ZonesCase, name: str, rows: dict[int, Part]) -> None:
    """A market is a region of its own: what its tiers sell goes to its zones."""
    fuels = {row["fuel"] for row in rows.values()}
    if len(fuels) > 1 or not fuels <= set(case.content["fuels"]):
        raise TruthError(f"market {name} sells {sorted(fuels)}, not one fuel")
    fuel = fuels.pop()
    region = f"market_{key_of(name)}"
    book.regions([region])
    for number in range(max(len(row["tiers"]) for row in rows.values())):
        _tier(book, case, region, number, fuel, rows)
    for zone in dict.fromkeys(zone for row in rows.values() for zone in row["zones"]):
        key = f"{region}_{key_of(zone)}"
        sold = {period: None for period, row in rows.items() if zone in row["zones"]}
        book.unlimited(
            key, FUEL, region=region, to_region=zone, activity_max=case.by_year(sold, 0.0)
        )
        book.take(key, key_of(fuel), 1, burnt=0)
        book.give(key, key_of(fuel), 1)


def _tier(
    book: Book, case: ZonesCase, region: str, number: int, fuel: str, rows: dict[int, Part]
) -> None:
    tiers = {
        period: fields(row["tiers"][number], "tiers", ("cost",), max_per_year=None)
        for period, row in rows.items()
        if number < len(row["tiers"])
    }
    limits = {period: tier["max_per_year"] for period, tier in tiers.items()}
    costs = {period: tier["cost"] for period, tier in tiers.items()}
    key = f"{region}.tier{number + 1}"
    book.unlimited(
        key, FUEL, region=region, activity_max=case.by_year(limits, 0.0),
        variable_cost=case.by_year(costs, 0.0),
        co2_process=case.content["fuels"][fuel].get("upstream_co2", 0.0),
    )  # fmt: skip
    book.give(key, key_of(fuel), 1)
