"""Units of result tables: what planners read, and factors from held amounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pathway.case.values import CO2, MONEY
from pathway.schema.units import Unit, UnitError, convert_factor, hourly_scale, parse_unit

if TYPE_CHECKING:
    from pathway.case.case import Commodity, Process

EMISSIONS = parse_unit("万吨")
YUAN = parse_unit("元")
WAN_YUAN_PER_YI = 1e4
"""万元 per 亿元."""
_NUMERAL = re.compile(r"^[十百千]?[万亿]")
_SMALL = {"power": parse_unit("千瓦"), "energy": parse_unit("千瓦时")}


def capacity_factor(process: Process) -> float:
    """Shown capacity per held capacity."""
    return convert_factor(process.capacity_held, process.capacity_shown)


def activity_factor(process: Process) -> float:
    """Shown activity per held activity."""
    return convert_factor(process.activity_held, process.activity_shown)


def commodity_factor(commodity: Commodity) -> float:
    """Shown amount per held yearly amount."""
    return convert_factor(commodity.held, commodity.shown)


def emission_factor() -> float:
    """Shown emissions per held emissions."""
    return convert_factor(CO2, EMISSIONS)


def single(unit: Unit) -> Unit:
    """The unit without its leading numeral, for prices: 万吨标煤 → 吨标煤, 亿千瓦时 → 千瓦时."""
    bare = _NUMERAL.sub("", unit.text)
    try:
        return parse_unit(bare) if bare != unit.text else unit
    except UnitError:
        return unit


def price_unit(of: Unit) -> Unit:
    """Unit of a price per amount or capacity: 元/千瓦, 元/千瓦时, 元/吨."""
    if of.dimension == "power":
        return YUAN / _SMALL["power"]
    return YUAN / single(of)


def price_factor(held: Unit, price: Unit) -> float:
    """Shown price per 1e8 of money per held unit."""
    return convert_factor(MONEY / held, price)


def hourly_price_unit(commodity: Commodity) -> Unit:
    """Unit of hourly prices: 元/千瓦时 for energy of any kind."""
    return YUAN / _SMALL.get(commodity.held.dimension, single(commodity.shown))


def hourly_price_factor(commodity: Commodity) -> float:
    """Shown hourly price per 1e8 of money per held hourly amount."""
    yearly = price_factor(commodity.held, hourly_price_unit(commodity))
    return yearly / hourly_scale(commodity.held.dimension)


def rate_unit(commodity: Commodity) -> str:
    """Unit of hourly amounts per hour: GW for energy."""
    if commodity.held.dimension == "energy":
        return "GW"
    return f"{commodity.held.text}/1000/h"
