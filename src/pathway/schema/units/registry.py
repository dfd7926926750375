"""The unit registry behind the words: base units, prefixes and exact factors, in pint.

Base units are coherent (one watt for one hour is one watt_hour), and factors are fractions, so a
conversion is rounded once, when it becomes a float.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pint

from pathway.schema.units.dimension import canonical

if TYPE_CHECKING:
    from pathway.schema.units.dimension import Dimension

_DEFINITIONS = """
milli- = 1 / 1000
kilo- = 1000
mega- = 1000000
giga- = 1000000000
tera- = 1000000000000
peta- = 1000000000000000
exa- = 1000000000000000000
yuan = [money]
watt = [power]
watt_hour = [energy]
gram = [mass]
teu = [container]
person = [person]
vehicle = [vehicle]
piece = [count]
metre = [length]
square_metre = [area]
cubic_metre = [volume]
hour = [time]
percent = 1 / 100
permille = 1 / 1000
tonne = 1000000 * gram
minute = hour / 60
second = hour / 3600
day = 24 * hour
year = 8760 * hour
joule = watt_hour / 3600
calorie = 4.1868 * joule
btu = 1055.05585262 * joule
gram_coal_equivalent = 29307.6 * joule
gram_oil_equivalent = 41868 * joule
tonne_coal_equivalent = 1000000 * gram_coal_equivalent
tonne_oil_equivalent = 1000000 * gram_oil_equivalent
hectare = 10000 * square_metre
square_kilometre = 1000000 * square_metre
mu = 2000 * square_metre / 3
litre = cubic_metre / 1000
hundred_kilometre = 100000 * metre
"""

Quantity = Any
"""A pint quantity of `_REGISTRY`; it never leaves this package."""


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(_DEFINITIONS.split("\n"))
    return registry


_REGISTRY = _registry()


def quantity(multiplier: int, expression: str) -> Quantity:
    """So many of a unit, such as 10,000 of ``tonne * kilometre``."""
    return _REGISTRY.Quantity(Fraction(multiplier), expression)


def measure(amount: Quantity) -> tuple[Fraction, Dimension]:
    """An amount's exact size in base units, and its dimension."""
    base = amount.to_base_units()
    powers = {name.strip("[]"): int(power) for name, power in base.dimensionality.items()}
    return Fraction(base.magnitude), canonical(Counter(powers))
