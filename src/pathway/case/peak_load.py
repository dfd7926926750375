"""Hours that can have the highest load of a period, whatever yearly processes will use.

The load of an hour is the exogenous one plus every spread use times the value of its shape. An hour
is left out if another of the same period and year is at least as high in all of these: it can never
be the only highest. What is left gives the highest load of any schedule exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.adequacy import hours_of
from pathway.case.case import Basis, PeakLoad
from pathway.case.shapes import HOURS, hourly_shape, name_of, rows_of
from pathway.schema.units import hourly_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import AdequacyPeriod, Commodity, Demand, Flow, Process
    from pathway.case.values import Values
    from pathway.workbook.rows import ProfileSheet

    Array = NDArray[np.float64]

NOISE = 1e-8
"""Values this small beside the largest of their shape come from rounding: too small for a row."""


@dataclass(frozen=True)
class Uses:
    """What uses hourly commodities, exogenous or spread over the hours by a shape."""

    sheet: ProfileSheet
    years: tuple[int, ...]
    goods: Mapping[str, Commodity]
    plant: Mapping[str, Process]
    flows: Sequence[Flow]
    demands: Mapping[str, Demand]

    def rate(self, profile: str | None, commodity: str) -> Array:
        """Hourly rate of a yearly held amount on all rows of the profiles [year × row, GW/TWh]."""
        rate = hourly_shape(self.sheet, profile, self.years)
        noise = np.abs(rate) < NOISE * np.abs(rate).max(initial=0.0)
        return np.where(noise, 0.0, rate) / hourly_scale(self.goods[commodity].held.dimension)

    def exogenous(self, commodity: str, region: str | None) -> Array:
        """Exogenous load on all rows of the profiles [year × row, GW]."""
        load = np.zeros((len(self.years), len(self.sheet.step)))
        for demand in self.demands.values():
            if demand.commodity == commodity and region in {None, demand.region}:
                load += demand.amount[:, None] * self.rate(demand.profile, commodity)
        return load

    def spread(self, commodity: str, region: str | None) -> list[Flow]:
        """Flows of yearly processes in an hourly commodity: spread over the hours by a shape."""
        return [
            flow
            for flow in self.flows
            if flow.commodity == commodity
            and region in {None, flow.region}
            and not self.plant[flow.process].hourly
        ]


def peak_loads(
    uses: Uses, periods: Mapping[str, AdequacyPeriod], values: Values
) -> dict[str, PeakLoad]:
    """Hours of each period that covers demand."""
    return {
        key: _peak_load(uses, period, values)
        for key, period in periods.items()
        if period.basis is Basis.DEMAND and period.commodity in uses.goods
    }


def _peak_load(uses: Uses, period: AdequacyPeriod, values: Values) -> PeakLoad:
    sheet, load = uses.sheet, uses.exogenous(period.commodity, period.region)
    rates = {key: uses.rate(key, period.commodity) for key in sheet.profiles}
    there = rows_of(sheet, uses.years)
    if len(sheet.step) == HOURS:
        there = there & hours_of(period)
    places: list[tuple[int, int]] = []
    for y, inside in enumerate(there):
        columns = [load[y], *_shapes_in(uses, period, rates, y)]
        if not np.any(columns):
            _warn(period, uses.years[y], values)
        rows = np.flatnonzero(inside)
        places += [(y, int(r)) for r in rows[undominated(np.column_stack(columns)[rows])]]
    year, row = np.array(places, np.int64).reshape(-1, 2).T
    return PeakLoad(
        key=period.key,
        commodity=period.commodity,
        region=period.region,
        year=year,
        row=row,
        load=load[year, row],
        shapes={key: rate[year, row] for key, rate in rates.items()},
        when=tuple(name_of(sheet, r) for r in row.tolist()),
    )


def _shapes_in(
    uses: Uses, period: AdequacyPeriod, rates: Mapping[str, Array], y: int
) -> Iterator[Array]:
    """Shapes of what may be used in a year; turned round too where something may be given back."""
    flows = [
        flow
        for flow in uses.spread(period.commodity, period.region)
        if flow.shape in rates and flow.amount[y] and uses.plant[flow.process].activity_max[y] > 0
    ]
    for key in dict.fromkeys(str(flow.shape) for flow in flows):
        yield rates[key][y]
        if any(flow.sign * flow.amount[y] > 0 for flow in flows if flow.shape == key):
            yield -rates[key][y]


def _warn(period: AdequacyPeriod, year: int, values: Values) -> None:
    values.warn(
        period.origin.where, f"nothing uses {period.commodity!r} by the hour in {year}",
        "demand, or yearly use with a shape, that firm capacity has to cover",
    )  # fmt: skip


def undominated(points: Array) -> NDArray[np.int64]:
    """Rows of which no other is at least as high in every column; of equal rows the first.

    Args:
        points: a row for every candidate.

    Returns:
        Positions of the rows, in their order.
    """
    left = np.argsort(-points.sum(axis=1), kind="stable")  # none is dominated by a later one
    kept: list[int] = []
    while len(left):
        best = int(left[0])
        kept.append(best)
        left = left[~np.all(points[left] <= points[best], axis=1)]
    return np.array(sorted(kept), np.int64)
