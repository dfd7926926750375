"""Zones and periods: plant by vintage, stores, lines, distribution, markets of fuel, a share.

A period is its calendar years, all alike; builds come in its first year only. Each vintage of a
plant is a process with a yearly cost of its own, for plant that stands pays its capital, too. What
holds for all vintages of a plant together (its limit, the level of its store) is a clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .book import AT_LEAST, AT_MOST, Book, recovery
from .casefile import TruthError, fields
from .names import key_of
from .zones_file import ALTERNATIVES, LAYOUT, Plant, Vintage, ZonesCase, read_zones
from .zones_found import quantities
from .zones_fuels import FUEL, add_fuels

if TYPE_CHECKING:
    from .casefile import CaseFile, Part

__all__ = ["ALTERNATIVES", "LAYOUT", "book_of", "quantities"]

GRID, FINAL = "electricity", "delivered"
"""Electricity before and after distribution."""
POWER = {"capacity": "MW", "activity": "MWh"}
ENERGY = {"capacity": "MWh"}


def book_of(file: CaseFile) -> Book:
    """The workbook of a case."""
    case = read_zones(file)
    money = case.accounting
    book = Book(
        file.name, case.years, file.money, payment_timing="end", capital_timing="end",
        discount_to=money["base_year"], discount_rate=money["discount_rate"],
        interest_rate=money["interest_rate"],
    )  # fmt: skip
    _steps(book, case)
    book.regions(case.content["zones"])
    for good in (GRID, FINAL):
        book.commodity(good, "MWh")
    for name, zone in case.content["zones"].items():
        _zone(book, case, name, zone)
    add_fuels(book, case)
    for plant in case.plants:
        _plant(book, case, plant)
    for name, line in case.content["lines"].items():
        _line(book, case, name, line)
    _share(book, case)
    return book


def _steps(book: Book, case: ZonesCase) -> None:
    spans = [case.period(point["period"]).span for point in case.points]
    book.profiles |= {
        "step": list(range(1, len(case.points) + 1)),
        "day": [str(point["chronology"]) for point in case.points],
        "duration": [point["duration_h"] for point in case.points],
        "weight": [point["hours_per_year"] for point in case.points],
        "from_year": [span[0] for span in spans],
        "to_year": [span[-1] for span in spans],
    }


# --- zones ----------------------------------------------------------------------------------------


def _zone(book: Book, case: ZonesCase, name: str, stated: Part) -> None:
    zone = fields(stated, f"zone {name}", ("demand_mw",), distribution=None)
    loads = [zone["demand_mw"][point["id"]] for point in case.points]
    amounts = case.hours(zone)
    # A period without any demand has no shape of it.
    shape = [
        load if amounts[case.period(point["period"]).first] else 1.0
        for load, point in zip(loads, case.points, strict=True)
    ]
    book.profiles[f"load_{key_of(name)}"] = list(shape)
    good = GRID
    if zone["distribution"] is not None:
        good = FINAL
        _distribution(book, case, name, zone["distribution"])
    book.demand(good, "MWh", amounts, region=name, profile=f"load_{key_of(name)}")


def _distribution(book: Book, case: ZonesCase, name: str, stated: Part) -> None:
    part = fields(
        stated, f"distribution of {name}", ("annual_cost_per_mw", "loss"),
        existing_mw=0.0, peak_demand_mw={},
    )  # fmt: skip
    delivered = 1.0 - part["loss"]
    peak = {period: load / delivered for period, load in part["peak_demand_mw"].items()}
    key = f"distribution_{key_of(name)}"
    book.process(
        key, **POWER, region=name, expansion="build", existing=part["existing_mw"],
        lifetime=len(case.years), build_max=case.first_years(),
        capacity_min=case.by_year(peak, 0.0), fixed_om=part["annual_cost_per_mw"],
    )  # fmt: skip
    book.take(key, GRID, 1)
    book.give(key, FINAL, delivered)


def _line(book: Book, case: ZonesCase, name: str, stated: Part) -> None:
    """A line as two that share one capacity: each direction is limited by itself."""
    line = fields(
        stated, f"line {name}",
        ("from", "to", "efficiency", "capital_per_mw", "life", "fixed_om_fraction"),
        existing_mw=0.0,
    )  # fmt: skip
    yearly = recovery(case.accounting["interest_rate"], line["life"]) + line["fixed_om_fraction"]
    there, back = f"line_{key_of(name)}", f"back_{key_of(name)}"
    ends = {there: (line["from"], line["to"]), back: (line["to"], line["from"])}
    for key, (start, end) in ends.items():
        book.process(
            key, **POWER, region=start, to_region=end, expansion="build",
            existing=line["existing_mw"], lifetime=len(case.years), build_max=case.first_years(),
            fixed_om=line["capital_per_mw"] * yearly if key == there else 0.0,
        )  # fmt: skip
        book.take(key, GRID, 1)
        book.give(key, GRID, line["efficiency"])
    book.tie(back, "MW", back, [there])


# --- plant ----------------------------------------------------------------------------------------


def _plant(book: Book, case: ZonesCase, plant: Plant) -> None:
    if plant.part["storage"] is not None:
        _store(book, case, plant)
    else:
        _generator(book, case, plant)
    limit = plant.part["capacity_limit_mw"]
    if limit is not None:
        key = f"limit_{plant.key}"
        book.metric(key, "MW", "capacity", [vintage.key for vintage in plant.vintages])
        book.clause(key, key, AT_MOST, limit, "MW")


def _generator(book: Book, case: ZonesCase, plant: Plant) -> None:
    part = plant.part
    source = part["energy_source"]
    if (part["heat_rate"] is not None) != (source in case.content["fuels"]):
        raise TruthError(f"plant {plant.name}: heat_rate goes with a fuel, not with {source}")
    profile = None
    if part["mode"] == "variable":
        profile = f"cf_{plant.key}"
        book.profiles[profile] = _factors(case, plant)
    for vintage in plant.vintages:
        book.process(
            vintage.key, **POWER, **_cost(case, vintage), region=part["zone"],
            availability=plant.availability, availability_profile=profile,
            operation="flat" if plant.flat else "flexible", variable_cost=part["variable_om"],
            capture_rate=plant.capture,
        )  # fmt: skip
        book.give(vintage.key, GRID, 1.0 - plant.own_use)
        if part["heat_rate"] is not None:
            book.take(vintage.key, key_of(source), part["heat_rate"], f"{FUEL}/MWh")


def _factors(case: ZonesCase, plant: Plant) -> list[object]:
    """Capacity factor by timepoint; needed only where some vintage lives."""
    alive = {period.name for vintage in plant.vintages for period in vintage.lives}
    given = plant.part["capacity_factor"]
    missing = [p["id"] for p in case.points if p["id"] not in given and p["period"] in alive]
    if missing:
        raise TruthError(f"plant {plant.name}: no capacity_factor at timepoints {missing}")
    return [given.get(point["id"], 0.0) for point in case.points]


def _cost(case: ZonesCase, vintage: Vintage) -> dict[str, Any]:
    """Stock and yearly cost of a vintage, in columns of sheet ``processes``."""
    if vintage.build is None:
        stands = {period.name: vintage.amount for period in vintage.lives}
        return {
            "existing": case.by_year(stands, 0.0), "fixed_om": vintage.capital + vintage.fixed,
        }  # fmt: skip
    annuity = recovery(case.accounting["interest_rate"], vintage.lifetime)
    return {
        "expansion": "build", "first_build_year": vintage.build.first,
        "last_build_year": vintage.build.first, "lifetime": vintage.lifetime,
        "capex": vintage.capital / annuity, "fixed_om": vintage.fixed,
    }  # fmt: skip


def _store(book: Book, case: ZonesCase, plant: Plant) -> None:
    """One store, for its vintages share a level; its power and energy are theirs together."""
    part, store = plant.part, plant.part["storage"]
    energy = f"{plant.key}.energy"
    for key, units, vintages in (
        (plant.key, POWER, plant.vintages), (energy, ENERGY, plant.energy),
    ):  # fmt: skip
        cost = part["variable_om"] if key == plant.key else None
        book.process(
            key, **units, region=part["zone"], expansion="build", lifetime=1,
            availability=plant.availability if key == plant.key else None, variable_cost=cost,
        )  # fmt: skip
        for vintage in vintages:
            book.process(vintage.key, **units, **_cost(case, vintage), region=part["zone"])
        book.tie(f"tie_{key}", units["capacity"], key, [vintage.key for vintage in vintages])
    book.add(
        "storage", process=plant.key, commodity=GRID, efficiency_in=store["efficiency"],
        cycle="day", energy_process=energy,
    )  # fmt: skip


# --- share ----------------------------------------------------------------------------------------


def _share(book: Book, case: ZonesCase) -> None:
    """Gross output of plant without fuel, or on eligible fuel, as a share of final demand."""
    policy = fields(case.content["policy"], "policy", (), renewable_share_of_final_demand={})
    targets = policy["renewable_share_of_final_demand"]
    if not targets:
        return
    book.metric("renewable", "MWh", "activity", case.eligible(), direction="more")
    book.metric("final_demand", "MWh", "demand", commodities=(GRID, FINAL))
    for name, share in targets.items():
        span = case.period(name).span
        book.clause(
            f"share_{key_of(name)}", "renewable", AT_LEAST, 100 * share, "%", per="final_demand",
            from_year=span[0], to_year=span[-1],
        )  # fmt: skip
