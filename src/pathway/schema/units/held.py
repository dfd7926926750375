"""The unit in which each quantity is held inside the package: numbers near 1 in a city's plan.

Amounts of yearly commodities are held in the units of `HELD`. Amounts of hourly commodities are
held in a thousandth of them, because an hour's amount is some thousandths of a year's.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pathway.schema.units.dimension import quantities
from pathway.schema.units.parse import convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.schema.units.dimension import Dimension
    from pathway.schema.units.parse import Unit

_YEARLY = {
    "1": "1",
    "money": "亿元",
    "energy": "TWh",
    "power": "GW",
    "mass": "万吨",
    "container": "万标箱",
    "person": "万人",
    "vehicle": "万辆",
    "count": "个",
    "length": "km",
    "area": "万平方米",
    "volume": "亿立方米",
    "time": "h",
    "mass*length": "亿吨公里",
    "container*length": "万标箱公里",
    "person*length": "亿人公里",
    "vehicle*length": "亿车公里",
}
_HOURLY = {
    "energy": "GWh",
    "mass": "十吨",
    "container": "十标箱",
    "person": "十人",
    "vehicle": "十辆",
    "count": "千分之一个",
    "length": "m",
    "area": "十平方米",
    "volume": "十万立方米",
    "mass*length": "十万吨公里",
    "container*length": "十标箱公里",
    "person*length": "十万人公里",
    "vehicle*length": "十万车公里",
}

HELD: Mapping[str, Unit] = MappingProxyType(
    {quantity: parse_unit(text) for quantity, text in _YEARLY.items()}
)
"""Held unit of each quantity: a base dimension, a turnover such as ``mass*length``, or ``1``."""


@cache
def held_unit(dimension: Dimension, hourly: bool = False) -> Unit:
    """Unit in which a dimension is held, such as 亿元/GW for ``money/power``.

    Time inside a quotient is the year (亿元/GW/年, 万吨/年), except for hourly amounts per time
    (十吨/h: capacity of a process that runs by the hour). Time on its own is the hour.

    Args:
        dimension: as `Unit.dimension`; bases may come in any order.
        hourly: whether the amounts in it are those of hourly commodities. Money, power and pure
            numbers are held alike in both cases. Where only one side of a quotient is hourly,
            divide two held units instead.

    Raises:
        KeyError: a name in it is no base dimension.
    """
    found = quantities(dimension)
    if found == (("time", 1),):
        return HELD["time"]
    clock = "h" if hourly and _is_rate(found) else "年"
    above = "·".join(_text(name, hourly, clock) for name, sign in found if sign > 0)
    below = [_text(name, hourly, clock) for name, sign in found if sign < 0]
    return parse_unit("/".join([above or "1", *below]))


def hourly_scale(dimension: Dimension) -> float:
    """Held unit of hourly commodities over that of yearly ones.

    1e-3 for the amount of any commodity (GWh over TWh, 十吨 over 万吨); 1 for money, power,
    time and pure numbers; for quotients, the ratio of the two units that `held_unit` gives.
    """
    return convert_factor(held_unit(dimension, hourly=True), held_unit(dimension))


def display(value: float, held: Unit | str, to: Unit | str) -> float:
    """A held value in the unit that a reader wants.

    Raises:
        UnitError: the two units measure different things.
    """
    return value * convert_factor(held, to)


def _is_rate(found: tuple[tuple[str, int], ...]) -> bool:
    """Whether an amount stands on the other side of the line than time: 吨/小时, 元/(吨/小时)."""
    clocks = {sign for name, sign in found if name == "time"}
    return any(name in _HOURLY and -sign in clocks for name, sign in found)


def _text(name: str, hourly: bool, clock: str) -> str:
    if name == "time":
        return clock
    return _HOURLY.get(name, _YEARLY[name]) if hourly else _YEARLY[name]
