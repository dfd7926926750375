r"""Peak: after the peak year emissions never rise (strong), or never exceed its level (weak).

$$ \text{strong:}\; E_{y+1} \le E_y \;\; \forall y \ge P \qquad
   \text{weak:}\; E_y \le E_P \;\; \forall y > P $$

$$ \text{guard:}\; E_y \le E^{ref}_y \;\; \forall y \le P $$

The guard keeps a plan from burning more before the peak to lift its own ceiling: $E^{ref}$ are the
emissions of the same case solved without the peak rows.

Rows of every candidate peak year are in the programme; those that are not asked for are open (an
infinite bound). So one loaded programme answers all candidates, each from the basis of the last.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $E_y$ | `v_emissions` | 10 kt | emissions |
| $P$ | peak year of the run | | within the plan's window |

Dual of `c_peak[x,y]`: cost of having to stay below the earlier year, per 10 kt [1e8], zero or negative.

Worked example: demand of 1, 2, 3 units in three years, coal (1 10 kt each) at 1, wind at 2: with the
peak in year 2 the third year takes one unit of wind; dual −1 in year 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.model.algebra import rows
from pathway.model.core import subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case, PeakWindow

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case, reading: str = "strong") -> None:
    """Add the rows of every candidate peak year."""
    m.PEAK_PAIRS = subset(peak_pairs(case, reading), dimen=2)

    @rows(m, m.PEAK_PAIRS, doc="emissions of the later year not above the earlier")
    def c_peak(m: Any, x: int, y: int) -> Any:
        return m.v_emissions[y] <= m.v_emissions[x]


def peak_pairs(case: Case, reading: str) -> list[tuple[int, int]]:
    """(earlier, later) years that some candidate peak year compares; the later one is not past."""
    if case.peak is None:
        return []
    pairs = _pairs(case, case.peak, reading)
    return [(x, y) for x, y in pairs if y > case.past.through]


def _pairs(case: Case, window: PeakWindow, reading: str) -> list[tuple[int, int]]:
    candidates = [y for y in case.years if window.first <= y <= window.deadline]
    if reading == "weak":
        return [(x, y) for x in candidates for y in case.years if y > x]
    return [(y, y + 1) for y in case.years if y >= window.first and y + 1 in case.years]


def active_pairs(
    pairs: list[tuple[int, int]], peak_year: int, reading: str
) -> list[tuple[int, int]]:
    """Pairs that hold when `peak_year` is the peak."""
    if reading == "weak":
        return [pair for pair in pairs if pair[0] == peak_year]
    return [pair for pair in pairs if pair[0] >= peak_year]
