"""Opens and closes the rows of the peak, and guards the years up to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pathway.errors import UsageError
from pathway.model.families.peak import active_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import PeakSettings

GUARD_SLACK = 1e-6
"""Room above the reference emissions for the solver's own tolerance."""


class Limited(Protocol):
    """A programme, or what stands for one, whose upper bounds can be set."""

    @property
    def programme(self) -> Programme:
        """Its rows and columns."""

    def limit_rows(self, rows: NDArray[np.int64], upper: NDArray[np.float64]) -> None:
        """Set upper bounds of rows; infinite ones open them."""

    def limit_columns(self, columns: NDArray[np.int64], upper: NDArray[np.float64]) -> None:
        """Set upper bounds of variables."""


@dataclass(frozen=True, eq=False)
class PeakRows:
    """The rows of every candidate peak year in one loaded programme."""

    case: Case
    settings: PeakSettings
    loaded: Limited

    def check_year(self) -> None:
        """Refuse a peak year outside the plan's window."""
        year, window = self.settings.year, self.case.peak
        if isinstance(year, int) and (
            window is None or not window.first <= year <= window.deadline
        ):
            span = (
                f"{window.first} to {window.deadline}"
                if window
                else "none, as the settings give no deadline"
            )
            raise UsageError(f"peak year {year} is outside the window of the plan: {span}")

    @property
    def chosen(self) -> int:
        """Peak year of the plan: the fixed one, or the deadline."""
        assert self.case.peak is not None
        year = self.settings.year
        return year if isinstance(year, int) else self.case.peak.deadline

    def candidates(self) -> range:
        """Peak years in the window, the latest first."""
        assert self.case.peak is not None
        return range(self.case.peak.deadline, self.case.peak.first - 1, -1)

    def open(self) -> None:
        """Let emissions go as they may."""
        rows, _ = self._rows()
        self.loaded.limit_rows(rows, np.full(len(rows), np.inf))

    def activate(self, peak_year: int, reference: tuple[float, ...]) -> None:
        """Close the rows of one peak year; emissions up to it stay at most at the reference."""
        rows, pairs = self._rows()
        active = set(active_pairs(pairs, peak_year, self.settings.reading))
        limits = self.loaded.programme.row_upper[rows]
        closed = np.array([pair in active for pair in pairs], bool)
        self.loaded.limit_rows(rows, np.where(closed, limits, np.inf))
        self._guard(peak_year, np.array(reference))

    def _rows(self) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        block = self.loaded.programme.rows.get("c_peak")
        if block is None or not len(block):
            return np.empty(0, np.int64), []
        return np.arange(block.start, block.stop), list(block.index_set)

    def _guard(self, peak_year: int, reference: NDArray[np.float64]) -> None:
        block = self.loaded.programme.columns["v_emissions"]
        columns = np.arange(block.start, block.stop)
        limits = reference + GUARD_SLACK * np.abs(reference)
        guarded = (np.array(self.case.years) <= peak_year) & self.settings.guard
        self.loaded.limit_columns(columns, np.where(guarded, limits, np.inf))
