"""Tables ``capacity`` and ``units``: what stands, what came and what left, year by year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from pathway.results.frames import Rows, described, named
from pathway.results.units import capacity_factor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Process
    from pathway.results.view import View

    Array = NDArray[np.float64]
    Block = tuple[Any, ...]
    """(unit, process it runs as)"""

CAPACITY = (
    "process", "name_zh", "name_en", "sector", "tags", "region", "year", "capacity", "new",
    "retired", "retrofitted_in", "retrofitted_out", "expired", "exogenous", "unit",
)  # fmt: skip
UNITS = (
    "unit", "name_zh", "name_en", "state", "year", "capacity", "retired_early", "retrofitted_out",
    "retrofitted_in", "commissioned", "end_of_life", "county", "lead", "unit_of_capacity",
)  # fmt: skip


def capacity(view: View) -> pd.DataFrame:
    """Capacity by process and year, with all that changed it.

    ``capacity = capacity of the year before + new + exogenous + retrofitted_in − retrofitted_out −
    retired − expired``. The base year holds what stands at the start of the plan; `exogenous` is
    the change of stock that is given year by year.
    """
    rows = Rows(CAPACITY)
    changes = Changes(view)
    for key, values in view.capacity.items():
        process = view.case.processes[key]
        factor = capacity_factor(process)
        texts = {**described(process), "unit": process.capacity_shown.text}
        if view.case.base_year not in view.years:
            rows.add(**texts, year=view.case.base_year, capacity=changes.start(process) * factor)
        moved = {name: array * factor for name, array in changes.of(process).items()}
        rows.add_years(view.years, **texts, capacity=values * factor, **moved)
    return rows.frame()


class Changes:
    """What adds to and takes from the capacity of each process [held]."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.retired = _by_process(view, view.yearly("v_retire"))
        self.out, self.into = (_by_process(view, moved) for moved in _moves(view))
        self.expired = _expired_units(view)

    def start(self, process: Process) -> float:
        """Capacity at the start of the first year: exogenous stock and units."""
        base = self.view.years[0] - 1
        units = self.view.case.units.values()
        standing = sum(u.size for u in units if u.process == process.key and u.end_of_life >= base)
        return float(process.existing[0]) + standing

    def of(self, process: Process) -> dict[str, Array]:
        """Changes of one process, by column of the table."""
        zeros = self.view.zeros
        built = self.view.builds.get(process.key, zeros)
        return {
            "new": built,
            "retired": self.retired.get(process.key, zeros),
            "retrofitted_in": self.into.get(process.key, zeros),
            "retrofitted_out": self.out.get(process.key, zeros),
            "expired": self.expired.get(process.key, zeros) + _expired(built, process.lifetime),
            "exogenous": np.diff(process.existing, prepend=process.existing[0]),
        }


def _by_process(view: View, values: Mapping[Block, Array]) -> dict[str, Array]:
    """Sums over units of a variable indexed by (unit, process)."""
    result: dict[str, Array] = defaultdict(lambda: view.zeros)
    for (_, process), array in values.items():
        result[process] += array
    return result


def _moves(view: View) -> tuple[dict[Block, Array], dict[Block, Array]]:
    """Retrofitted capacity by (unit, process it left) and by (unit, process it came to)."""
    out: dict[Block, Array] = defaultdict(lambda: view.zeros)
    into: dict[Block, Array] = defaultdict(lambda: view.zeros)
    for (retrofit, unit), array in view.yearly("v_retrofit").items():
        kind = view.case.retrofits[retrofit]
        out[unit, kind.from_process] += array
        into[unit, kind.to_process] += array
    return out, into


def _expired(built: Array, lifetime: int) -> Array:
    """Builds that reach the end of their lifetime, in the first year without them."""
    result = np.zeros_like(built)
    if lifetime < len(built):
        result[lifetime:] = built[:-lifetime]
    return result


def _expired_units(view: View) -> dict[str, Array]:
    """What is left of units after their last year in service, by the process it ran as."""
    result: dict[str, Array] = defaultdict(lambda: view.zeros)
    place = {year: i for i, year in enumerate(view.years)}
    states = view.yearly("v_unit")
    for unit in view.case.units.values():
        gone = place.get(unit.end_of_life + 1)
        if gone == 0:
            result[unit.process][0] += unit.size
    for (key, process), values in states.items():
        gone = place.get(view.case.units[key].end_of_life + 1)
        if gone:
            result[process][gone] += values[gone - 1]
    return result


def units(view: View) -> pd.DataFrame:
    """Existing plant unit by unit and by the process it runs as."""
    rows = Rows(UNITS)
    case = view.case
    retired = view.yearly("v_retire")
    out, into = _moves(view)
    for (key, state), values in view.yearly("v_unit").items():
        unit, process = case.units[key], case.processes[state]
        factor = capacity_factor(process)
        standing = [year for year in view.years if year <= unit.end_of_life]
        rows.add_years(
            standing, unit=key, **named(unit.label), state=state, capacity=values * factor,
            retired_early=retired.get((key, state), view.zeros) * factor,
            retrofitted_out=out.get((key, state), view.zeros) * factor,
            retrofitted_in=into.get((key, state), view.zeros) * factor,
            commissioned=unit.commissioned, end_of_life=unit.end_of_life, county=unit.county,
            lead=unit.lead, unit_of_capacity=process.capacity_shown.text,
        )  # fmt: skip
    return rows.frame()
