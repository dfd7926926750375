"""Table ``retrofits``: which unit is retrofitted how, when, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.frames import Rows
from pathway.results.units import capacity_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

COLUMNS = ("retrofit", "unit", "from_process", "to_process", "year", "amount", "unit_of_capacity")


def retrofits(view: View) -> pd.DataFrame:
    """Capacity moved, by retrofit, unit and year."""
    rows = Rows(COLUMNS)
    for (key, unit), moved in view.yearly("v_retrofit").items():
        kind = view.case.retrofits[key]
        process = view.case.processes[kind.from_process]
        rows.add_years(
            view.years, retrofit=key, unit=unit, from_process=kind.from_process,
            to_process=kind.to_process, amount=moved * capacity_factor(process),
            unit_of_capacity=process.capacity_shown.text,
        )  # fmt: skip
    return rows.frame()
