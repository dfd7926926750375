"""Time in a case: the steps of a year, and the periods in which firm capacity has to suffice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Label, Origin

    Array = NDArray[np.float64]

AVERAGE, AVERAGE_SLICES = "average", "average slices"
"""Resolutions of a case on average days: of days, and of slices (`pathway.case.average`)."""


@dataclass(frozen=True)
class Steps:
    """Time steps of a year: all hours, representative days, or weighted slices."""

    resolution: str
    day: NDArray[np.int64]
    """Day (chronology) each step belongs to, numbered from 0."""
    hour: NDArray[np.int64]
    """Position of each step within its day, from 0."""
    duration: Array
    """Hours from a step to the next of its day [h]."""
    weight: Array
    """Hours of the year each step stands for [h]."""
    years: NDArray[np.bool_]
    """Year × step: whether the step exists in the year."""
    profiles: Mapping[str, Array]
    calendar: NDArray[np.int64]
    """Day of the year → the representative day that stands for it."""
    dates: tuple[str, ...]
    """Name of each day: its date, or the name of the slice."""
    extremes: Mapping[int, str] = field(default_factory=dict)
    """Days kept because they are extreme → what is extreme about them."""

    @property
    def count(self) -> int:
        """Number of steps in a year."""
        return len(self.weight)

    @property
    def averaged(self) -> bool:
        """Whether days are means of days: no year of steps that could be lived through."""
        return self.resolution in {AVERAGE, AVERAGE_SLICES}

    def profile(self, key: str | None) -> Array:
        """Profile over the steps; ones where there is none."""
        return np.ones(self.count) if key is None else self.profiles[key]


class Basis(StrEnum):
    """What firm capacity has to cover in a period."""

    DEMAND = "demand"
    """Its highest load."""
    PRODUCTION = "production"
    """All that is produced, in each of its steps."""


@dataclass(frozen=True)
class AdequacyPeriod:
    """Months and hours in which firm capacity has to cover load, or production.

    With the basis demand the highest load of the period counts (`PeakLoad` of the same key); with
    the basis production every step of `months` and `hours`.
    """

    key: str
    label: Label
    commodity: str
    region: str | None
    basis: Basis
    duration: float
    margin: float
    months: frozenset[int]
    hours: frozenset[int]
    """Hours of the day, 0 is midnight to one."""
    origin: Origin


@dataclass(frozen=True)
class PeakLoad:
    """The load of a period in every hour that can be its highest, whatever is used in a year.

    Arrays run over pairs of year and hour, year by year.
    """

    key: str
    commodity: str
    region: str | None
    year: NDArray[np.int64]
    """Position of the year."""
    row: NDArray[np.int64]
    """Row of sheet ``profiles``, from 0; all 8,760 hours where the sheet has them."""
    load: Array
    """Exogenous load [GW, or held hourly amount per h]."""
    shapes: Mapping[str, Array]
    """Profile → hourly rate of a yearly use that it spreads [GW per TWh]."""
    when: tuple[str, ...]
    """Date and hour of each pair, or the name of the slice."""
