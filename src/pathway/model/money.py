"""Money over years: discount factors and annuities. Pure arithmetic, no model.

All money is real, of one price year. A cost of year y is worth ``(1 + d)^-(y - y0 + s)`` at the
start of year y0, with s = 0, 1/2 or 1 for payment at the start, middle or end of the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def discount_factors(
    years: Iterable[int], rate: float, timing: str, to_year: int
) -> NDArray[np.float64]:
    """Worth of one unit of money of each year at the start of `to_year`."""
    elapsed = np.array([year - to_year for year in years], float) + SHIFT[timing]
    return (1.0 + rate) ** -elapsed


def capital_recovery_factor(rate: float, years: int) -> float:
    """Equal yearly payment, at the end of each of `years` years, that repays one unit of money."""
    if rate == 0.0:
        return 1.0 / years
    return float(rate / (1.0 - (1.0 + rate) ** -years))


def annuity_factor(rate: float, years: int, timing: str) -> float:
    """Equal yearly payment at the start, middle or end of each year that repays one unit of money.

    The unit of money is spent at the start of the first year. With the discount rate equal to the
    interest rate, annuities of a whole lifetime are worth exactly the investment, whatever the
    timing; those cut off by the end of the horizon are worth the investment less its sinking-fund
    salvage value.
    """
    early = 1.0 - SHIFT[timing]
    return capital_recovery_factor(rate, years) * float((1.0 + rate) ** -early)
