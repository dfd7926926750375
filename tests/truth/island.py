"""One site over one year of equal steps: wind, sun, battery, hydrogen made, kept and burnt.

Capital comes as a yearly payment, so it is the fixed cost of capacity. The hydrogen store is sized
by its energy and has no limit of power.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np

from .book import Book
from .casefile import TruthError, fields

if TYPE_CHECKING:
    from .answer import Answer
    from .casefile import CaseFile, Part

LAYOUT = ("hours_per_step", "series", "capital_per_year")
OPTIONAL = ("unserved", "battery", "electrolyser_efficiency", "turbine_efficiency")
YEAR = 2024
"""The one year of the plan; nothing depends on which."""
SITE = "site"
NOT_PROFILES = ("step", "time", "demand_mw")


def book_of(file: CaseFile) -> Book:
    """The workbook of a case."""
    content = file.top(LAYOUT, **dict.fromkeys(OPTIONAL))
    file.accounting()
    file.check_units(power="MW", energy="MWh")
    book = Book(file.name, [YEAR], file.money, discount_rate=0, payment_timing="end")
    book.regions([SITE])
    book.commodity("power", "MWh")
    series = _series(file, content)
    hours = float(content["hours_per_step"])
    _steps(book, series, hours)
    total = float(sum(series["demand_mw"])) * hours
    book.demand("power", "MWh", {YEAR: total}, region=SITE, profile="demand_mw")
    _plant(book, file, content, series)
    return book


def _series(file: CaseFile, content: Part) -> dict[str, list[float]]:
    """Columns of the series file but its labels."""
    with (file.path.parent / content["series"]).open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    names = [name for name in rows[0] if name not in {"step", "time"}]
    known = {"demand_mw", *(f"{key}_cf" for key in _variable(content))}
    if set(names) != known:
        raise TruthError(f"{content['series']}: columns {sorted(names)}, not {sorted(known)}")
    return {name: [float(row[name]) for row in rows] for name in names}


def _variable(content: Part) -> list[str]:
    """Technologies that are none of the others: plant with a capacity factor by step."""
    others = {"battery", "electrolyser", "turbine", "hydrogen_store"}
    return [key for key in content["capital_per_year"] if key not in others]


def _steps(book: Book, series: dict[str, list[float]], hours: float) -> None:
    count = len(series["demand_mw"])
    book.profiles |= {
        "step": list(range(1, count + 1)), "duration": [hours] * count,
        "weight": [hours] * count, **series,
    }  # fmt: skip


def _plant(book: Book, file: CaseFile, content: Part, series: dict[str, list[float]]) -> None:
    capital = content["capital_per_year"]
    for key in _variable(content):
        _build(book, key, capital[key], availability_profile=f"{key}_cf")
        book.give(key, "power", 1)
    if content["unserved"] is not None:
        part = fields(content["unserved"], "unserved", ("cost", "max_mw"))
        book.process(
            "unserved", capacity="MW", activity="MWh", existing=part["max_mw"],
            variable_cost=part["cost"],
        )  # fmt: skip
        book.give("unserved", "power", 1)
    if "battery" in capital:
        part = fields(content["battery"], "battery", ("hours", "efficiency_in", "efficiency_out"))
        _build(book, "battery", capital["battery"])
        book.add("storage", process="battery", commodity="power", cycle="year", **part)
    _hydrogen(book, file, content)


def _hydrogen(book: Book, file: CaseFile, content: Part) -> None:
    capital = content["capital_per_year"]
    chain = [key for key in ("electrolyser", "turbine", "hydrogen_store") if key in capital]
    if not chain:
        return
    if len(chain) < 3:
        raise TruthError(f"{file.path.name}: of the hydrogen chain there is only {chain}")
    book.commodity("hydrogen", "MWh")
    for key, source, product in (
        ("electrolyser", "power", "hydrogen"), ("turbine", "hydrogen", "power"),
    ):  # fmt: skip
        _build(book, key, capital[key])
        book.take(key, source, 1)
        book.give(key, product, content[f"{key}_efficiency"])
    book.process(
        "hydrogen_store", capacity="MWh", expansion="build", fixed_om=capital["hydrogen_store"]
    )
    book.add("storage", process="hydrogen_store", commodity="hydrogen", cycle="year")


def _build(book: Book, key: str, yearly: float, **more: Any) -> None:
    book.process(key, capacity="MW", activity="MWh", expansion="build", fixed_om=yearly, **more)


def quantities(answer: Answer, file: CaseFile) -> dict[str, float]:
    """Capacities, amounts of the year, and prices of power and hydrogen."""
    found: dict[str, float] = {}
    for key in file.content["capital_per_year"]:
        unit = "mwh" if key == "hydrogen_store" else "mw"
        found[f"{key}_{unit}"] = answer.capacity(key)[YEAR]
        found[f"{key}_output_mwh"] = answer.activity(key)[YEAR]
    if "unserved" in file.content:
        found["unserved_mwh"] = answer.activity("unserved")[YEAR]
    load = -answer.rate("power", SITE, "demand", "MW")
    price = answer.price("power", SITE, "MWh")
    found["load_weighted_price"] = float(np.average(price, weights=load))
    found |= {f"price_{t}": float(p) for t, p in enumerate(price, start=1)}
    if "hydrogen_store" in file.content["capital_per_year"]:
        hydrogen = answer.price("hydrogen", SITE, "MWh")
        found |= {f"price_hydrogen_{t}": float(p) for t, p in enumerate(hydrogen, start=1)}
    return found
