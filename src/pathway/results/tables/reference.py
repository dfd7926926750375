"""Table ``reference``: emissions of the same case without the peak rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.results.frames import Rows
from pathway.results.units import EMISSIONS, emission_factor

if TYPE_CHECKING:
    import pandas as pd

    from pathway.results.view import View

COLUMNS = ("year", "emissions", "unit")


def reference(view: View) -> pd.DataFrame:
    """Emissions by year that guard the plan up to its peak; no rows where no peak is asked for."""
    rows = Rows(COLUMNS)
    known = np.asarray(view.solution.reference_emissions, float)
    if len(known):
        rows.add_years(view.years, emissions=known * emission_factor(), unit=EMISSIONS.text)
    return rows.frame()
