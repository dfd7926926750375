"""Dispatch of two heat and power plants: one of fixed ratio, one that may condense as well.

Each plant serves its own copy of both demands, so each has a region of its own. The extraction
plant is a back-pressure plant with a second mode, condensing, that shares its capacity. Plant size
binds nowhere: capacity may be built free of charge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .book import Book

if TYPE_CHECKING:
    from .answer import Answer
    from .casefile import CaseFile

LAYOUT = ("gas_price", "heat_scale", "demand_power", "demand_heat_share")
YEAR = 2024
"""The one year of the plan; nothing depends on which."""
SYSTEMS = ("fixed", "extraction")
FIXED = "gas G gives power # G and heat # G together"
CONDENSING = "full condensing efficiency #; at the back-pressure line the same # / #"


def book_of(file: CaseFile) -> Book:
    """The workbook of a case."""
    content = file.top(LAYOUT)
    file.accounting()
    file.check_units(power="MW")
    book = Book(file.name, [YEAR], file.money, discount_rate=0, payment_timing="end")
    _steps(book, len(content["demand_power"]))
    book.regions(SYSTEMS)
    book.commodity("gas", "MWh", "year")
    for good in ("power", "heat"):
        book.commodity(good, "MWh", surplus=True)
    heat = [share * content["heat_scale"] for share in content["demand_heat_share"]]
    book.profiles |= {"power_load": content["demand_power"], "heat_load": heat}
    for system in SYSTEMS:
        _supply(book, system, content["gas_price"])
        _demands(book, system)
    _plants(book, file)
    return book


def _steps(book: Book, hours: int) -> None:
    book.profiles |= {
        "step": list(range(1, hours + 1)), "day": ["1"] * hours, "duration": [1.0] * hours,
        "weight": [1.0] * hours,
    }  # fmt: skip


def _supply(book: Book, system: str, price: float) -> None:
    book.unlimited(f"gas_{system}", "MWh", region=system, variable_cost=price)
    book.give(f"gas_{system}", "gas", 1)


def _demands(book: Book, system: str) -> None:
    for good in ("power", "heat"):
        profile = f"{good}_load"
        total = sum(float(str(value)) for value in book.profiles[profile])
        book.demand(good, "MWh", {YEAR: total}, region=system, profile=profile)


def _plants(book: Book, file: CaseFile) -> None:
    power, heat = file.ruled(FIXED)
    condensing, *line = file.ruled(CONDENSING)
    for system, outputs in (("fixed", (power, heat)), ("extraction", tuple(line))):
        key = f"chp_{system}"
        book.process(key, capacity="MW", activity="MWh", region=system, expansion="build")
        book.take(key, "gas", 1)
        for good, amount in zip(("power", "heat"), outputs, strict=True):
            book.give(key, good, amount)
    book.process(
        "condensing", capacity=None, activity="MWh", region="extraction", mode_of="chp_extraction"
    )
    book.take("condensing", "gas", 1)
    book.give("condensing", "power", condensing)


def quantities(answer: Answer, file: CaseFile) -> dict[str, float]:
    """Gas of each plant and mode, in all and by hour, and the prices of power and heat."""
    found: dict[str, float] = {}
    for key, system in (
        ("chp_fixed", "fixed"), ("chp_extraction", "extraction"), ("condensing", "extraction"),
    ):  # fmt: skip
        found[f"gas_{key}"] = answer.activity(key)[YEAR]
        for t, rate in enumerate(answer.rate("power", system, key, "MW"), start=1):
            found[f"power_{key}_{t}"] = float(rate)
    for system in SYSTEMS:
        for good in ("power", "heat"):
            for t, price in enumerate(answer.price(good, system, "MWh"), start=1):
                found[f"price_{good}_{system}_{t}"] = float(price)
    return found
