"""Rows of commodities, flows and stores into the network of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Commodity, Flow, Store
from pathway.case.values import CO2, HEAT, MONEY, Values, held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Process
    from pathway.workbook.rows import Row, Workbook


@dataclass(frozen=True, slots=True)
class Defaults:
    """What blanks of several sheets stand for."""

    region: str
    interest_rate: float
    value_of_lost_load: float
    """[1e8 / TWh]; infinite where the settings give none."""
    first_year: int
    last_year: int


def commodities(workbook: Workbook, values: Values, defaults: Defaults) -> dict[str, Commodity]:
    """Sheet ``commodities``, in held units."""
    return {row.key: _commodity(row, values, defaults) for row in workbook.rows("commodities")}


def _commodity(row: Row, values: Values, defaults: Defaults) -> Commodity:
    shown = values.unit(row, "unit")
    inside = held(shown)
    hourly = row["resolution"] == "hour"
    tce = values.number(row, "tce", HEAT / inside)
    if tce is None:
        tce = 1.0 if inside.dimension == HEAT.dimension else 0.0
    unserved = values.number(row, "unserved_cost", MONEY / inside)
    if unserved is None:
        unserved = (
            defaults.value_of_lost_load if hourly and inside.dimension == HEAT.dimension else np.inf
        )
    return Commodity(
        key=row.key,
        label=values.label(row),
        hourly=hourly,
        shown=shown,
        held=inside,
        co2=values.number(row, "co2", CO2 / inside) or 0.0,
        tce=tce,
        surplus=bool(row["surplus"]),
        unserved_cost=unserved,
        origin=values.origin(row),
    )


def flows(
    workbook: Workbook,
    values: Values,
    goods: Mapping[str, Commodity],
    plant: Mapping[str, Process],
) -> tuple[Flow, ...]:
    """Sheet ``flows``, in held units; what a link puts out arrives in its other region."""
    result = []
    for row in workbook.rows("flows"):
        process, commodity = plant[row["process"]], goods[row["commodity"]]
        sign = 1 if row["direction"] == "out" else -1
        burnt = row["burnt"]
        region = process.to_region if process.to_region and sign > 0 else process.region
        result.append(
            Flow(
                process=process.key,
                commodity=commodity.key,
                region=row["region"] or region,
                sign=sign,
                amount=values.filled(row, "amount", commodity.held / process.activity_held),
                shape=row["shape"],
                burnt=(1.0 if sign < 0 else 0.0) if burnt is None else burnt,
                origin=values.origin(row),
                stated=row["region"] or "",
            )
        )
    return tuple(result)


def stores(
    workbook: Workbook, values: Values, plant: Mapping[str, Process], goods: Mapping[str, Commodity]
) -> dict[str, Store]:
    """Sheet ``storage``."""
    result = {}
    for row in workbook.rows("storage"):
        process, commodity = plant[row["process"]], goods[row["commodity"]]
        if not commodity.hourly:
            values.error(
                row.where("commodity"), f"{commodity.key!r} balances over the year",
                "an hourly commodity", "A yearly balance needs no store.",
            )  # fmt: skip
        result[row.key] = Store(
            process=process.key,
            commodity=commodity.key,
            region=process.region,
            efficiency_in=row["efficiency_in"],
            efficiency_out=row["efficiency_out"],
            hours=row["hours"],
            loss=row["loss"],
            yearly=row["cycle"] == "year",
            energy_process=row["energy_process"],
            holds_energy=process.capacity_held.dimension == commodity.held.dimension,
            origin=values.origin(row),
        )
    return result
