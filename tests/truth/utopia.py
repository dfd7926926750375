"""Years, weighted slices, vintages with salvage: processes between commodities that all balance.

Capital is paid in full less sinking-fund salvage; that equals annuities at the start of each year,
cut off at the horizon, with the discount rate as their interest. A demand that may be met at any
time of the year takes from the slices through a collector. A reserve is held on production.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .book import Book, by_year
from .casefile import TruthError, fields
from .names import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answer import Answer
    from .casefile import CaseFile, Part

LAYOUT = ("years", "slices", "demand", "processes")
HOURS = 8760.0
PJ_PER_GWH = 3.6e-3
REGION = "region"
ENERGY = "PJ"
PLAIN, POWER = "PJ/a", "GW"
"""Capacity of a process: activity of a year, or power where activity per capacity is stated."""
RUNNING = ("name", "input", "output", "variable_cost", "emission")
STANDING = (
    "fixed_cost", "capital_cost", "residual_capacity", "max_capacity", "min_capacity",
    "capacity_factor", "activity_per_capacity", "counts_for_reserve", "life",
)  # fmt: skip


def book_of(file: CaseFile) -> Book:
    """The workbook of a case."""
    content = file.top(LAYOUT, reserve_margin=None, reserve_commodity=None)
    accounting = file.accounting("discount_rate", "base_year")
    file.check_units(energy="PJ")
    years = _years(file, content["years"])
    book = Book(
        file.name, years, file.money, discount_rate=accounting["discount_rate"],
        discount_to=accounting["base_year"], payment_timing="middle", capital_timing="start",
    )  # fmt: skip
    book.regions([REGION])
    _steps(book, content["slices"])
    for good in commodities(content):
        book.commodity(good, ENERGY, surplus=True)
    for key, process in content["processes"].items():
        _process(book, key, process)
    for good, demand in content["demand"].items():
        _demand(book, content, good, demand)
    if content["reserve_margin"] is not None:
        _reserve(book, content)
    return book


def _years(file: CaseFile, years: list[int]) -> list[int]:
    if years != list(range(years[0], years[-1] + 1)):
        raise TruthError(f"{file.path.name}: years {years} do not follow each other")
    return years


def _steps(book: Book, slices: Mapping[str, float]) -> None:
    hours = [share * HOURS for share in slices.values()]
    count = len(hours)
    book.profiles |= {
        "step": list(range(1, count + 1)), "day": list(slices), "duration": hours, "weight": hours,
    }  # fmt: skip


def commodities(content: Part) -> list[str]:
    """Whatever is put out, taken in or demanded."""
    found = dict.fromkeys(content["demand"])
    for process in content["processes"].values():
        found |= dict.fromkeys(process.get("output", {})) | dict.fromkeys(process.get("input", {}))
    return list(found)


# --- processes ------------------------------------------------------------------------------------


def _process(book: Book, key: str, stated: Part) -> None:
    free = bool(stated.get("unlimited", False))
    part = fields(
        stated, f"process {key}", (),
        **dict.fromkeys(RUNNING if free else (*RUNNING, *STANDING)), unlimited=False,
    )  # fmt: skip
    cost = _path(book, key, part["variable_cost"])
    if free:
        book.unlimited(key, ENERGY, variable_cost=cost)
    else:
        _with_capacity(book, key, part, cost)
    for good, amount in (part["input"] or {}).items():
        book.take(key, good, _path(book, key, amount))
    for good, amount in (part["output"] or {}).items():
        book.give(key, good, _path(book, key, amount))


def _with_capacity(book: Book, key: str, part: Part, variable_cost: Any) -> None:
    rate = part["activity_per_capacity"]
    unit = PLAIN if rate is None else POWER
    tied = {} if rate is None else {
        "activity_per_capacity": rate, "activity_per_capacity_unit": f"{ENERGY}/{POWER}",
    }  # fmt: skip
    book.process(
        key, capacity=unit, activity=ENERGY, expansion="build", **tied,
        lifetime=25 if part["life"] is None else part["life"],
        availability=_path(book, key, part["capacity_factor"]),
        capex=_path(book, key, part["capital_cost"]),
        fixed_om=_path(book, key, part["fixed_cost"]),
        variable_cost=variable_cost,
        existing=_path(book, key, part["residual_capacity"]),
        capacity_max=_path(book, key, part["max_capacity"]),
        capacity_min=_path(book, key, part["min_capacity"]),
        firm_credit=1 if part["counts_for_reserve"] else 0,
    )  # fmt: skip


def _path(book: Book, key: str, value: Any) -> Any:
    """A list as a path over the years, anything else as it is."""
    return by_year(value, book.years, f"process {key}") if isinstance(value, list) else value


# --- demand and reserve ---------------------------------------------------------------------------


def _demand(book: Book, content: Part, good: str, stated: Part) -> None:
    part = fields(stated, f"demand {good}", ("yearly",), profile=None, any_time_of_year=False)
    yearly = by_year(part["yearly"], book.years, f"demand {good}")
    if part["any_time_of_year"]:
        _collect(book, good, yearly)
        return
    shares = part["profile"] or content["slices"]
    if set(shares) != set(content["slices"]):
        raise TruthError(f"demand {good}: profile of {sorted(shares)}, not of every slice")
    rates = [shares[s] / length for s, length in content["slices"].items()]
    profile = f"load_{key_of(good)}"
    book.profiles[profile] = rates
    total = sum(shares.values())
    book.demand(good, ENERGY, {y: v * total for y, v in yearly.items()}, profile=profile)


def _collect(book: Book, good: str, yearly: Mapping[int, float]) -> None:
    """A demand on the year's total: what the slices have to spare is collected."""
    kept = collected(good)
    book.commodity(kept, ENERGY, "year", surplus=True)
    book.unlimited(f"collect_{good}", ENERGY)
    book.take(f"collect_{good}", good, 1)
    book.give(f"collect_{good}", kept, 1)
    book.demand(kept, ENERGY, yearly)


def collected(good: str) -> str:
    """Key of a commodity over the year."""
    return f"{good}_of_year"


def _reserve(book: Book, content: Part) -> None:
    good = content["reserve_commodity"]
    for key, process in content["processes"].items():
        if process.get("counts_for_reserve") and good not in process.get("output", {}):
            raise TruthError(f"process {key} counts for the reserve but puts out no {good}")
    margin = content["reserve_margin"] - 1
    book.add(
        "adequacy", period="reserve", commodity=key_of(good), basis="production", margin=margin
    )


# --- what was found -------------------------------------------------------------------------------


def quantities(answer: Answer, file: CaseFile) -> dict[str, float]:
    """Capacities, builds, activity, emissions by species, and prices, by year and slice."""
    content = file.content
    found: dict[str, float] = {}
    for key, process in content["processes"].items():
        activity = answer.activity(key)
        found |= {f"activity_{y}_{key}": v for y, v in activity.items()}
        if not process.get("unlimited"):
            new, stands = answer.new(key), answer.capacity(key)
            found[f"total_new_{key}"] = sum(new.values())
            found |= {f"new_{y}_{key}": v for y, v in new.items()}
            found |= {f"capacity_{y}_{key}": v for y, v in stands.items()}
        for species, factor in (process.get("emission") or {}).items():
            for y, v in activity.items():
                name = f"emission_{y}_{species}"
                found[name] = found.get(name, 0.0) + factor * v
    return found | _by_slice(answer, content)


def _by_slice(answer: Answer, content: Part) -> dict[str, float]:
    names = [f"{y}_{s}" for y, s in _places(answer, list(content["slices"]))]
    found: dict[str, float] = {}
    for good in commodities(content):
        price = answer.price(good, REGION, ENERGY)
        found |= {f"price_{good}_{n}": float(p) for n, p in zip(names, price, strict=True)}
        if content["demand"].get(good, {}).get("any_time_of_year"):
            yearly = answer.yearly_price(collected(good), REGION, ENERGY)
            found |= {f"price_{good}_{y}": p for y, p in yearly.items()}
    for key, process in content["processes"].items():
        for good, ratio in list(process.get("output", {}).items())[:1]:
            made = answer.rate(good, REGION, key, "GW") * answer.weight * PJ_PER_GWH
            ratios = by_year(ratio, answer.years, key)
            done = made / np.array([ratios[y] for y in answer.year.tolist()])
            found |= {f"activity_{n}_{key}": float(v) for n, v in zip(names, done, strict=True)}
    return found


def _places(answer: Answer, slices: list[str]) -> list[tuple[int, str]]:
    return [(int(y), slices[t]) for y, t in zip(answer.year, answer.step, strict=True)]
