"""Table ``emissions``: CO2 by year, item and kind, with what the boundary counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.emission_rates import Network, counted_kinds, demand_emissions
from pathway.case.emission_rates import emission_factors as factors_of
from pathway.results.frames import Rows, item_named
from pathway.results.units import EMISSIONS, emission_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.case.case import Case
    from pathway.results.view import View

COLUMNS = (
    "year", "sector", "item", "item_zh", "item_en", "kind", "counted", "amount", "unit",
)  # fmt: skip


def emissions(view: View) -> pd.DataFrame:
    """CO2 of processes and of fuels that demands burn; `counted` marks the stated boundary."""
    rows = Rows(COLUMNS)
    network = network_of(view.case)
    counted = counted_kinds(view.case.boundary)
    scale = emission_factor()
    for kind, factors in factors_of(network).items():
        for key, factor in factors.items():
            process = view.case.processes[key]
            rows.add_years(
                view.years, sector=process.sector, item=key, **item_named(process.label),
                kind=kind, counted=kind in counted, amount=factor * view.activity[key] * scale,
                unit=EMISSIONS.text,
            )  # fmt: skip
    for demand in view.case.demands.values():
        burnt = demand_emissions(network, demand)
        if np.any(burnt):
            rows.add_years(
                view.years, sector=demand.sector, item=demand.key, **item_named(demand.label),
                kind="combustion", counted=True, amount=burnt * scale, unit=EMISSIONS.text,
            )  # fmt: skip
    return rows.frame(("year", "sector"))


def network_of(case: Case) -> Network:
    """The part of a case that emission factors follow from."""
    return Network(
        case.years, case.boundary, case.commodities, case.processes, case.flows, case.demands,
        case.series, case.adequacy,
    )  # fmt: skip
