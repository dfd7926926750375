"""Figures of a case: what metrics and emissions add up, and what each row of a metric selects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pathway.case.case import Label, Origin
    from pathway.schema.units import Unit

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class PeakShare:
    """What a figure counts of the highest load in some periods."""

    periods: tuple[str, ...]
    coefficient: Array
    """[held unit of the figure per GW], by year."""


@dataclass(frozen=True, slots=True)
class Selection:
    """One row of a metric as the planner wrote it: which quantity, over what, weighted how.

    Where nothing limits a selection its words are empty.
    """

    quantity: str
    processes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """One of them has to be there; a word after ``!`` must not."""
    sectors: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    weight: float = 1.0
    weight_unit: str = "1"
    weight_by: str = "none"
    series: tuple[str, ...] = ()
    """Series that it is, or that it is weighted with."""
    where: str = ""
    """Its row in the workbook."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one row of a metric counts of one process, demand, series or peak."""

    selection: int
    """Position in `Figure.selections`."""
    of: str
    """activity, capacity, new, retired or retrofitted of a process; demand, series or peak."""
    key: str
    """Key of the process, demand or series; of a peak empty."""
    amount: Array
    """By year: what it counts per held unit of a process or of the peak load; of demands and
    series the amount itself [held unit of the figure]."""


@dataclass(frozen=True)
class Figure:
    """A yearly linear figure: coefficients on decisions, by year, plus what is exogenous.

    The value in year y is the sum over processes of coefficient × activity, capacity, new,
    retired and retrofitted capacity, plus `constant`, in the held unit; and its share in the
    highest load, if it has one.
    """

    key: str
    label: Label
    shown: Unit
    held: Unit
    direction: str
    constant: Array
    activity: Mapping[str, Array] = field(default_factory=dict)
    capacity: Mapping[str, Array] = field(default_factory=dict)
    new: Mapping[str, Array] = field(default_factory=dict)
    retired: Mapping[str, Array] = field(default_factory=dict)
    retrofitted: Mapping[str, Array] = field(default_factory=dict)
    peak: PeakShare | None = None
    """Share in the highest load of some periods: the one part that is not linear, but convex."""
    origin: Origin | None = None
    selections: tuple[Selection, ...] = ()
    """Rows of the metric, as the planner wrote them."""
    parts: tuple[Part, ...] = ()
    """What each row counts: the same coefficients and constant again, told apart."""

    @property
    def exogenous(self) -> bool:
        """Whether no decision enters the figure."""
        parts = (self.activity, self.capacity, self.new, self.retired, self.retrofitted)
        return self.peak is None and not any(parts)
