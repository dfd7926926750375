"""Table ``peak``: year by year what holds the peak, by how much, and at which price.

Also the readings of a peak, as plain functions of a path of emissions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.results.frames import Rows
from pathway.results.units import EMISSIONS, WAN_YUAN_PER_YI, emission_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.results.view import View

    Array = NDArray[np.float64]

COLUMNS = (
    "year", "role", "emissions", "unit", "reference", "guard_room", "guard_price", "earlier",
    "room", "price", "price_unit", "below_peak", "below_peak_percent",
)  # fmt: skip
PRICE_UNIT = "元/吨"
ALIKE = 1e-6
"""Relative difference of emissions that is none."""
GUARDED = 1e-5
"""Share of emissions by which the guard has room for the tolerance of the solver."""
NOISE = 1e-9
"""Duals below it are noise of the solver [1e8 per 10 kt]."""


def peak(view: View) -> pd.DataFrame:
    """Rows of the peak and its guard by year; without a peak, emissions alone.

    `room` is what emissions stay below the year that holds them (`earlier`), `price` what a tonne
    more in that row would save, `below_peak` how far a year stays under the peak year's level.
    `guard_room` and `guard_price` are the same of the reference that years up to the peak keep.
    """
    rows = Rows(COLUMNS)
    solution, scale = view.solution, emission_factor()
    levels = solution.value("v_emissions") * scale
    known = np.asarray(solution.reference_emissions, float) * scale
    year_of_rows = solution.peak_year
    highest = peak_year_of(view.years, levels.tolist())
    held, prices = _held(view), _prices(view)
    guards = _guard_prices(view)
    for at, year in enumerate(view.years):
        role = _role(year, year_of_rows)
        row: dict[str, Any] = {"year": year, "role": role, "emissions": levels[at]}
        if len(known) and role != "after":
            room = known[at] - levels[at]
            nothing = abs(room) <= GUARDED * abs(levels[at])
            row |= {"reference": known[at], "guard_room": 0.0 if nothing else room}
            row["guard_price"] = guards[at]
        elif len(known):
            row["reference"] = known[at]
        if year in held:
            earlier = held[year]
            row["earlier"] = earlier
            row["room"] = levels[view.years.index(earlier)] - levels[at]
            row["price"] = prices.get((earlier, year), 0.0)
        if year > highest:
            below = levels[view.years.index(highest)] - levels[at]
            row["below_peak"] = below
            top = abs(levels[view.years.index(highest)])
            row["below_peak_percent"] = 100.0 * below / top if top else 0.0
        rows.add(**row, unit=EMISSIONS.text, price_unit=PRICE_UNIT)
    return rows.frame()


def _role(year: int, peak_year: int | None) -> str:
    """Where a year stands: up to the peak year of the rows, or after it."""
    if peak_year is None:
        return ""
    return "before" if year < peak_year else "peak" if year == peak_year else "after"


def _held(view: View) -> dict[int, int]:
    """Later year → the year whose emissions it may not exceed."""
    year = view.solution.peak_year
    if year is None:
        return {}
    weak = view.solution.settings.peak.reading == "weak"
    return {y: year if weak else y - 1 for y in view.years if y > year}


def _prices(view: View) -> dict[tuple[int, int], float]:
    """Price of each row of the peak [元/t], in money of its later year."""
    solution = view.solution
    block = solution.programme.rows.get("c_peak")
    if block is None or not len(block):
        return {}
    duals = solution.dual("c_peak")
    return {
        pair: _price(view, dual, pair[1])
        for pair, dual in zip(block.index_set, duals.tolist(), strict=True)
    }


def _guard_prices(view: View) -> Array:
    """Price of the guard of each year [元/t], in money of the year."""
    solution = view.solution
    block = solution.programme.columns["v_emissions"]
    if not solution.certificates:
        return np.zeros(len(block))
    first, last = solution.certificates[0], solution.certificates[-1]
    early = np.array(view.years) <= view.case.stage_end
    dual = np.where(early, first.column_dual[block.slice], last.column_dual[block.slice])
    return np.array([_price(view, d, y) for d, y in zip(dual.tolist(), view.years, strict=True)])


def _price(view: View, dual: float, year: int) -> float:
    """What one more tonne saves [元/t]; 1e8 per 10 kt is ten thousand 元/t."""
    if dual > -NOISE:
        return 0.0
    return float(-dual / view.discount[view.years.index(year)] * WAN_YUAN_PER_YI)


# --- readings of a path ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What a path of emissions says about its peak."""

    year: int
    """Year of the highest emissions; the first of equals."""
    level: float
    strong: bool
    """Whether they never rise after that year."""
    rises: tuple[int, ...]
    """Later years that emit more than the year before."""
    closest: int | None
    """The later year that stays least below the peak; None after the last year."""
    margin: float
    """How far it stays below."""


def reading(years: Sequence[int], levels: Sequence[float]) -> Reading:
    """Both readings of the peak of a path.

    The weak reading, never above the highest level afterwards, holds of the highest year by its
    meaning; the strong one need not.
    """
    year = peak_year_of(years, levels)
    at = list(years).index(year)
    room = ALIKE * abs(levels[at])
    later = range(at + 1, len(years))
    rises = tuple(years[k] for k in later if levels[k] > levels[k - 1] + room)
    closest = max(later, key=lambda k: levels[k], default=None)
    margin = 0.0 if closest is None else max(0.0, levels[at] - levels[closest])
    return Reading(
        year, levels[at], not rises, rises, None if closest is None else years[closest], margin
    )


def peak_year_of(years: Sequence[int], levels: Sequence[float]) -> int:
    """Year of the highest emissions, the first of equals."""
    path = np.asarray(levels, float)
    highest = path.max()
    return years[int(np.argmax(path >= highest - ALIKE * abs(highest)))]


def held_by(years: Sequence[int], levels: Sequence[float], year: int, *, strong: bool) -> bool:
    """Whether a path keeps a peak year under a reading."""
    at = list(years).index(year)
    room = ALIKE * abs(levels[at])
    if strong:
        return all(levels[k] <= levels[k - 1] + room for k in range(at + 1, len(years)))
    return all(levels[k] <= levels[at] + room for k in range(at + 1, len(years)))


def by_boundary(emissions: pd.DataFrame, years: Sequence[int]) -> dict[str, list[float]]:
    """Emissions of the years under either boundary, from table ``emissions`` [shown unit].

    Territorial is all but what is emitted elsewhere for net imports; the other adds that.
    """
    amounts = emissions.groupby(["year", emissions["kind"] == "imported"])["amount"].sum()
    own = [float(amounts.get((year, False), 0.0)) for year in years]
    bought = [float(amounts.get((year, True), 0.0)) for year in years]
    both = [x + y for x, y in zip(own, bought, strict=True)]
    return {"territorial": own, "with_imports": both}
