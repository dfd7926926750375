"""Dimensions: what a unit measures, as a short word such as ``energy`` or ``money/power/time``.

A dimension is a string in one canonical order (that of `BASES`): what stands above the line joined
by ``*``, then one ``/`` before each base below it; ``1`` stands for no dimension.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Dimension = str
"""Canonical text of a dimension, as `canonical` writes it."""

DIMENSIONLESS: Dimension = "1"

BASES: Mapping[str, tuple[str, str]] = {
    "money": ("金额", "money"),
    "energy": ("能量", "energy"),
    "power": ("功率", "power"),
    "mass": ("质量", "mass"),
    "container": ("集装箱量", "containers"),
    "person": ("人数", "persons"),
    "vehicle": ("车辆数", "vehicles"),
    "count": ("个数", "count"),
    "length": ("长度", "length"),
    "area": ("面积", "area"),
    "volume": ("体积", "volume"),
    "time": ("时间", "time"),
}
"""Base dimensions in canonical order, with their Chinese and English names."""

TURNOVERS: Mapping[str, tuple[str, str]] = {
    "mass*length": ("货物周转量", "freight turnover"),
    "container*length": ("集装箱周转量", "container turnover"),
    "person*length": ("旅客周转量", "passenger turnover"),
    "vehicle*length": ("车辆行驶里程", "vehicle distance"),
}
"""Products of two bases that planners treat as one quantity."""


def canonical(exponents: Mapping[str, int]) -> Dimension:
    """The dimension with these exponents, energy, power and time folded into one another."""
    folded = _fold(Counter(exponents))
    above = [base for base in BASES for _ in range(folded[base])]
    below = [base for base in BASES for _ in range(-folded[base])]
    return "/".join(["*".join(above) or DIMENSIONLESS, *below])


@cache
def exponents(dimension: Dimension) -> Mapping[str, int]:
    """Exponent of each base in a dimension written in any order.

    Raises:
        KeyError: a name is no base dimension.
    """
    above, *below = dimension.split("/")
    found = Counter[str]()
    for text, sign in ((above, 1), *((text, -1) for text in below)):
        for base in text.split("*"):
            if base != DIMENSIONLESS:
                BASES[base]  # refuses a name that is no base
                found[base] += sign
    return found


def combine(left: Dimension, right: Dimension, sign: Literal[1, -1]) -> Dimension:
    """Dimension of a product (sign 1) or a quotient (sign -1)."""
    total = Counter(exponents(left))
    for base, exponent in exponents(right).items():
        total[base] += sign * exponent
    return canonical(total)


@cache
def quantities(dimension: Dimension) -> tuple[tuple[str, int], ...]:
    """Quantities a planner sees in a dimension, each with 1 (above) or -1 (below the line).

    ``money/mass/length`` holds money above and freight turnover below.
    """
    left = Counter(exponents(dimension))
    found = [pair for name in TURNOVERS for pair in _take_turnover(left, name)]
    for base, exponent in left.items():
        found += [(base, 1 if exponent > 0 else -1)] * abs(exponent)
    order = (*BASES, *TURNOVERS)
    return tuple(
        sorted(found, key=lambda item: (-item[1], item[0] == "time", order.index(item[0])))
    )


def describe(dimension: Dimension, lang: str = "zh") -> str:
    """A dimension in words: ``金额/功率/时间`` or ``money per power per time``."""
    column, times, per = (0, "·", "/") if lang == "zh" else (1, " times ", " per ")
    names = {**BASES, **TURNOVERS}
    found = quantities(dimension)
    if not found:
        return "无量纲" if lang == "zh" else "dimensionless"
    above = times.join(names[name][column] for name, sign in found if sign > 0)
    below = [names[name][column] for name, sign in found if sign < 0]
    return per.join([above or "1", *below])


def _take_turnover(left: Counter[str], name: str) -> list[tuple[str, int]]:
    """Take one turnover out of the exponents as often as both its bases stand on one side."""
    first, second = name.split("*")
    taken = []
    while left[first] * left[second] > 0:
        sign = 1 if left[first] > 0 else -1
        left[first] -= sign
        left[second] -= sign
        taken.append((name, sign))
    return taken


def _fold(left: Counter[str]) -> Counter[str]:
    """Apply energy = power times time until nothing changes; base units keep the factor at 1.

    Money per power and time is left alone: a fixed cost per kW and year must not pass for a cost
    per kWh.
    """
    while True:
        energy, power, time = left["energy"], left["power"], left["time"]
        if energy * time < 0 or energy * power < 0:
            step = 1 if energy > 0 else -1
            left.update(energy=-step, time=step, power=step)
        elif power * time > 0 and not (power < 0 < left["money"]):
            step = 1 if power > 0 else -1
            left.update(energy=step, time=-step, power=-step)
        else:
            return left
