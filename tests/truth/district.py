"""A day of hours at several sites: supply, heat and power, sun, boilers, links and export.

Each plant that may export puts out a power of its own, which goes to the site or is sold at its
price of the hour. Capital and yearly costs count for the share of the year that the hours are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .book import AT_MOST, Book
from .district_file import GAS, HEAT, LAYOUT, POWER, District, Unit, read_district
from .names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .answer import Answer
    from .casefile import CaseFile

__all__ = ["LAYOUT", "book_of", "quantities"]

YEAR = 2024
"""The one year of the plan; nothing depends on which."""
UNITS = {"capacity": "kW", "activity": "kWh"}
CHP = "CHP: gas used = electricity / #; heat = # x electricity exactly"
BOILER = "Boiler: heat = # x gas"
SUN = "PV: area = # x capacity; output = resource (kWh per m2 and hour) x area x #, all of it"


# --- workbook -------------------------------------------------------------------------------------


def book_of(file: CaseFile) -> Book:
    """The workbook of a case."""
    case = read_district(file)
    accounting = file.accounting("interest_rate", "life", "year_share")
    book = Book(
        file.name, [YEAR], file.money, discount_rate=0, payment_timing="end",
        interest_rate=accounting["interest_rate"],
    )  # fmt: skip
    _steps(book, case)
    book.regions(key_of(site) for site in case.sites)
    for carrier in case.carriers:
        book.commodity(key_of(carrier), "kWh")
    for carrier, by_site in case.content["demand"].items():
        for site, load in by_site.items():
            _demand(book, case, carrier, site, load)
    _Plant(book, case, accounting).add()
    return book


def _steps(book: Book, case: District) -> None:
    count = case.hours
    book.profiles |= {
        "step": list(range(1, count + 1)), "day": ["1"] * count, "duration": [1.0] * count,
        "weight": [1.0] * count,
    }  # fmt: skip


def _demand(book: Book, case: District, carrier: str, site: str, load: list[float]) -> None:
    key = f"load_{key_of(carrier)}_{key_of(site)}"
    book.profiles[key] = case.series(load, key)
    book.demand(key_of(carrier), "kWh", {YEAR: sum(load)}, region=key_of(site), profile=key)


@dataclass(frozen=True)
class _Plant:
    book: Book
    case: District
    accounting: dict[str, Any]

    def add(self) -> None:
        """Add everything that is built."""
        for unit in self.case.supply:
            self.build(unit, unit.part["price"])
            self.book.give(unit.key, key_of(unit.part["carrier"]), 1)
        self.chp()
        self.boilers()
        self.sun()
        for link in self.case.links:
            self.link(link)

    def build(self, unit: Unit, running: float, **more: Any) -> None:
        """Add a process that may be built, at the cost of its row."""
        share = self.accounting["year_share"]
        self.book.process(
            unit.key, **UNITS, **{"region": unit.part.get("site") and unit.region, **more},
            expansion="build", lifetime=self.accounting["life"],
            capex=unit.part["capital"] * share, fixed_om=unit.part["yearly_cost"] * share,
            capacity_max=unit.part["max"], variable_cost=running,
        )  # fmt: skip

    def chp(self) -> None:
        """Heat and power; runs by its electricity."""
        if not self.case.chp:
            return
        efficiency, heat = self.case.file.ruled(CHP)
        price = "chp_export_price"
        self.book.profiles[price] = self.case.series(self.case.content[price], price)
        for unit in self.case.chp:
            self.build(unit, unit.part["run_cost"])
            self.book.take(unit.key, GAS, 1 / efficiency)
            self.book.give(unit.key, HEAT, heat)
            self.export(unit, -1.0, price)

    def boilers(self) -> None:
        """Boilers run by their heat, and pay for the gas they burn."""
        if not self.case.boiler:
            return
        (efficiency,) = self.case.file.ruled(BOILER)
        for unit in self.case.boiler:
            self.build(unit, unit.part["run_cost"] / efficiency)
            self.book.take(unit.key, GAS, 1 / efficiency)
            self.book.give(unit.key, HEAT, 1)

    def sun(self) -> None:
        """Photovoltaics, all of whose output is taken, within the area of each site."""
        if not self.case.pv:
            return
        area, share = self.case.file.ruled(SUN)
        resource = self.case.series(self.case.content["pv_resource_per_m2"], "resource")
        self.book.profiles["sun"] = [area * value for value in resource]
        for unit in self.case.pv:
            self.build(
                unit, unit.part["run_cost"], operation="fixed", availability=share,
                availability_profile="sun",
            )  # fmt: skip
            self.export(unit, -unit.part["export_price"])
        self.areas(area)

    def areas(self, area: float) -> None:
        """Area of the panels of a site within what there is of it."""
        for site, most in self.case.content["site_area"].items():
            panels = [unit.key for unit in self.case.pv if unit.part["site"] == site]
            if panels:
                key = f"area_{key_of(site)}"
                self.book.metric(key, "kW", "capacity", panels)
                self.book.clause(key, key, AT_MOST, most / area, "kW")

    def export(self, unit: Unit, price: float, profile: str | None = None) -> None:
        """Power of a unit's own goes to its site or is sold."""
        book = self.book
        book.commodity(unit.own, "kWh")
        book.give(unit.key, unit.own, 1)
        book.unlimited(f"site_{unit.key}", "kWh", region=unit.region)
        book.take(f"site_{unit.key}", unit.own, 1)
        book.give(f"site_{unit.key}", POWER, 1)
        book.unlimited(
            f"export_{unit.key}", "kWh", region=unit.region, variable_cost=price,
            cost_profile=profile,
        )  # fmt: skip
        book.take(f"export_{unit.key}", unit.own, 1)

    def link(self, link: Unit) -> None:
        """A link as two that share one capacity: each direction is limited by itself."""
        start, end = key_of(link.part["from"]), key_of(link.part["to"])
        carrier, back = key_of(link.part["carrier"]), f"back_{link.key}"
        self.build(link, 0.0, region=start, to_region=end)
        self.book.process(back, **UNITS, region=end, to_region=start, expansion="build")
        for key in (link.key, back):
            self.book.take(key, carrier, 1)
            self.book.give(key, carrier, link.part["efficiency"])
        self.book.tie(back, "kW", back, [link.key])


# --- what was found -------------------------------------------------------------------------------


def quantities(answer: Answer, file: CaseFile) -> dict[str, float]:
    """Capacities, areas, amounts of the day, exports, flows of links, and prices by hour."""
    case = read_district(file)
    found = dict(_capacities(answer, case))
    exported = {u.key: answer.activity(f"export_{u.key}")[YEAR] for u in (*case.chp, *case.pv)}
    found |= {f"export_{key}": value for key, value in exported.items()}
    found["export_total"] = sum(exported.values())
    for link in case.links:
        sent = answer.activity(link.key)[YEAR], answer.activity(f"back_{link.key}")[YEAR]
        found |= {f"sent_{link.key}": sent[0], f"sent_back_{link.key}": sent[1]}
    return found | dict(_prices(answer, case))


def _capacities(answer: Answer, case: District) -> Iterator[tuple[str, float]]:
    words = (
        (case.supply, "supply"), (case.chp, "electricity"), (case.boiler, "heat"),
        (case.pv, "electricity"),
    )  # fmt: skip
    for units, word in words:
        for unit in units:
            yield unit.key, answer.capacity(unit.key)[YEAR]
            kind, _, site = unit.key.partition("_")
            yield f"{kind}_{word}_{site}", answer.activity(unit.key)[YEAR]
    for link in case.links:
        yield link.key, answer.capacity(link.key)[YEAR]
    if case.pv:
        area = case.file.ruled(SUN)[0]
        for site in {unit.part["site"]: None for unit in case.pv}:
            panels = [u for u in case.pv if u.part["site"] == site]
            yield f"pv_area_{site}", area * sum(answer.capacity(u.key)[YEAR] for u in panels)


def _prices(answer: Answer, case: District) -> Iterator[tuple[str, float]]:
    nodes = answer.tables["nodes"]
    carriers = {key_of(carrier) for carrier in case.carriers}
    for good, region in zip(nodes["commodity"].tolist(), nodes["region"].tolist(), strict=True):
        if good in carriers:
            for hour, price in enumerate(answer.price(good, region, "kWh").tolist(), start=1):
                yield f"price_{good}_{region}_{hour}", price
