"""Reads commodities, processes, flows, stores and demands from the book, as the handbook says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit.book import CO2, HEAT, MONEY, ONE, YEAR, Book, Line, along, held
from pathway.audit.network import FREE, HOURS, Demand, Flow, Good, Network, Plant, Store
from pathway.audit.past import happened
from pathway.schema.units import Unit, convert_factor, parse_unit

if TYPE_CHECKING:
    from pathway.audit.book import Array


def read_network(book: Book, general: dict[str, Any]) -> Network:
    """The network of a settled book."""
    goods = {line.key: _good(book, line, general) for line in book.rows("commodities")}
    regions = tuple(line.key for line in book.rows("regions"))
    hourly = _hourly(book, goods)
    kept = _kept(book, goods)
    plant = {
        line.key: _plant(book, line, general, line.key in hourly, kept.get(line.key))
        for line in book.rows("processes")
    }
    return Network(
        book.years, goods, plant,
        tuple(_flow(book, line, plant, goods) for line in book.rows("flows")),
        {line.key: _store(line, plant, goods) for line in book.rows("storage")},
        {line.key: _demand(book, line, goods, regions[0]) for line in book.rows("demands")},
        regions, _series(book),
    )  # fmt: skip


def _good(book: Book, line: Line, general: dict[str, Any]) -> Good:
    shown = book.unit(line, "unit")
    inside = held(shown)
    energy, hourly = inside.dimension == HEAT.dimension, line["resolution"] == "hour"
    tce, missed = (
        book.number(line, "tce", HEAT / inside),
        book.number(line, "unserved_cost", MONEY / inside),
    )
    lost = general["value_of_lost_load"]
    if missed is None:
        missed = lost if hourly and energy and lost is not None else FREE
    return Good(
        line.key, hourly, shown, inside, book.number(line, "co2", CO2 / inside) or 0.0,
        float(energy) if tce is None else tce, bool(line["surplus"]), missed,
    )  # fmt: skip


def _hourly(book: Book, goods: dict[str, Good]) -> set[str]:
    """Processes that store, or have a flow in an hourly commodity that no shape spreads."""
    found = {line["process"] for line in book.rows("storage")}
    for line in book.rows("flows"):
        if goods[line["commodity"]].hourly and not line["shape"]:
            found.add(line["process"])
    hosts = {line["mode_of"] for line in book.rows("processes") if line.key in found}
    return found | {host for host in hosts if host}


def _kept(book: Book, goods: dict[str, Good]) -> dict[str, tuple[Good, float | None]]:
    """What each store, and each process that only holds its energy, keeps, and for how long."""
    found: dict[str, tuple[Good, float | None]] = {}
    for line in book.rows("storage"):
        if line["energy_process"]:
            found[line["energy_process"]] = (goods[line["commodity"]], None)
        found[line["process"]] = (goods[line["commodity"]], line["hours"])
    return found


def _plant(
    book: Book, line: Line, general: dict[str, Any], hourly: bool,
    kept: tuple[Good, float | None] | None,
) -> Plant:  # fmt: skip
    capacity, activity = _units(book, line, kept)
    rate = _rate(book, line, (capacity, activity), kept)
    interest = book.number(line, "interest_rate")
    return Plant(
        key=line.key,
        line=line,
        region=line["region"] or book.rows("regions")[0].key,
        hourly=hourly,
        capacity=capacity,
        activity=activity,
        yearly_rate=rate,
        lifetime=round(book.number(line, "lifetime", YEAR) or 25),
        interest=general["interest_rate"] if interest is None else interest,
        build_years=_build_years(book, line),
        numbers=_numbers(book, line, held(capacity), held(activity)),
    )


def _units(book: Book, line: Line, kept: tuple[Good, float | None] | None) -> tuple[Unit, Unit]:
    host = line
    if line["mode_of"]:
        host = next(row for row in book.rows("processes") if row.key == line["mode_of"])
    if kept and not line["activity_unit"] and _holds(kept, parse_unit(host["capacity_unit"])):
        return parse_unit(host["capacity_unit"]), kept[0].shown
    word = line["activity_unit"] or (host["activity_unit"] if host["capacity_unit"] else None)
    activity = parse_unit(word) if word else held(parse_unit(host["capacity_unit"]) * YEAR)
    capacity = parse_unit(host["capacity_unit"]) if host["capacity_unit"] else activity / YEAR
    return capacity, activity


def _holds(kept: tuple[Good, float | None], capacity: Unit) -> bool:
    """Whether a capacity is an amount of what is kept."""
    return kept[0].held.dimension == held(capacity).dimension


def _rate(
    book: Book, line: Line, units: tuple[Unit, Unit], kept: tuple[Good, float | None] | None
) -> float:
    capacity, activity = units
    stated = book.number(line, "activity_per_capacity", held(activity) / held(capacity))
    if stated is not None:
        return stated
    if kept and _holds(kept, capacity):
        return HOURS / kept[1] if kept[1] else 0.0
    return convert_factor(held(capacity) * YEAR, held(activity))


def _numbers(book: Book, line: Line, cap: Unit, act: Unit) -> dict[str, Array]:
    """Every number of a process, by year, in held units."""
    sizes = ("existing", "capacity_max", "capacity_min", "build_max", "growth_seed")
    units = {
        "availability": ONE, "min_load": ONE, "ramp": ONE, "firm_credit": ONE, "growth_max": ONE,
        "capture_rate": ONE, "hours_max": parse_unit("小时"), "hours_min": parse_unit("小时"),
        "capex": MONEY / cap, "decommission_cost": MONEY / cap, "variable_cost": MONEY / act,
        "co2_process": CO2 / act, "co2_imported": CO2 / act, "activity_max": act,
        "activity_min": act,
        **dict.fromkeys(sizes, cap),
    }  # fmt: skip
    open_ = {"ramp", "growth_max", "hours_max", "capacity_max", "build_max", "activity_max"}
    blanks = {**dict.fromkeys(open_, FREE), "availability": 1.0}
    found = {
        name: book.by_year(line, name, to, blanks.get(name, 0.0)) for name, to in units.items()
    }
    found["fixed_om"] = _fixed_om(book, line, cap, found["capex"])
    return found


def _fixed_om(book: Book, line: Line, cap: Unit, capex: Array) -> Array:
    """Per capacity and year, or a share of the investment."""
    if not book.filled(line, "fixed_om"):
        return np.zeros_like(capex)
    stated = book.stated(line, "fixed_om")
    for share in (ONE, ONE / YEAR):
        if stated.dimension == share.dimension:
            return book.by_year(line, "fixed_om", share) * capex
    whole = MONEY / cap
    unit = whole if stated.dimension == whole.dimension else whole / YEAR
    return book.by_year(line, "fixed_om", unit)


def _build_years(book: Book, line: Line) -> tuple[int, ...]:
    way = line["expansion"]
    if line["mode_of"] or way in {"none", "unlimited"}:
        return ()
    online = [p["online"] for p in book.rows("projects") if p["process"] == line.key]
    first = line["first_build_year"] or book.years[0]
    if way == "projects":
        first = max(min(online, default=9999), line["first_build_year"] or 0)
    last = line["last_build_year"] or book.years[-1]
    there = {*online, *happened(book, "built", line.key)}
    return tuple(y for y in book.years if first <= y <= last or y in there)


def _flow(book: Book, line: Line, plant: dict[str, Plant], goods: dict[str, Good]) -> Flow:
    process, good = plant[line["process"]], goods[line["commodity"]]
    out = line["direction"] == "out"
    near, far = process.region, process.line["to_region"]
    here, there = (far, near) if out and far else (near, far)
    burnt = line["burnt"]
    return Flow(
        process.key, good.key, 1.0 if out else -1.0,
        book.by_year(line, "amount", good.held / held(process.activity)),
        line["region"] or here, line["shape"],
        float(not out) if burnt is None else burnt,
        str(there) if far and process.line["both_ways"] else "",
    )  # fmt: skip


def _store(line: Line, plant: dict[str, Plant], goods: dict[str, Good]) -> Store:
    process, good = plant[line["process"]], goods[line["commodity"]]
    holds = held(process.capacity).dimension == good.held.dimension
    hours, apart = line["hours"], line["energy_process"]
    holder, energy = apart or process.key, 1e3
    if not apart and not holds:
        holder, energy = (process.key, hours) if hours else ("", 0.0)
    full = process.hourly_rate
    if holds:
        full = 1e3 / hours if hours else FREE
    power = full * (np.ones_like(process["availability"]) if holds else process["availability"])
    return Store(
        process.key, good.key, process.region, line["efficiency_in"], line["efficiency_out"], hours,
        line["loss"], line["cycle"] == "year", holder, energy, full, power,
    )  # fmt: skip


def _demand(book: Book, line: Line, goods: dict[str, Good], region: str) -> Demand:
    good = goods[line["commodity"]]
    return Demand(
        line.key, line, good.key, line["region"] or region,
        along(book.years, book.across(line, good.held)), line["profile"], line["burnt"],
    )  # fmt: skip


def _series(book: Book) -> dict[str, tuple[Unit, dict[int, float]]]:
    found = {}
    for line in book.rows("series"):
        unit = held(book.unit(line, "unit"))
        found[line.key] = (unit, book.across(line, unit))
    return found
