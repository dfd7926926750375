"""Rows and columns as the solver is handed them, and how large their numbers are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Array = NDArray[np.float64]

SMALL = 0.03
"""Typical size of sides and bounds below which they are scaled up to one."""


class Rows(Protocol):
    """``row_lower <= matrix @ x <= row_upper`` and ``col_lower <= x <= col_upper``."""

    @property
    def matrix(self) -> csr_matrix:
        """Coefficients [row × column]."""

    @property
    def row_lower(self) -> Array:
        """Lower side of each row."""

    @property
    def row_upper(self) -> Array:
        """Upper side of each row."""

    @property
    def col_lower(self) -> Array:
        """Lower bound of each column."""

    @property
    def col_upper(self) -> Array:
        """Upper bound of each column."""

    @property
    def n_rows(self) -> int:
        """Number of rows."""

    @property
    def n_columns(self) -> int:
        """Number of columns."""


@dataclass(frozen=True, eq=False)
class PlainRows:
    """Rows and columns without names."""

    matrix: csr_matrix
    """Coefficients [row × column]."""
    row_lower: Array
    row_upper: Array
    col_lower: Array
    col_upper: Array

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.matrix.shape[0])

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return int(self.matrix.shape[1])


def uniform_scale(programme: Rows) -> float:
    """Power of two that brings the sides and bounds of a small case to a typical size of one."""
    sides = (programme.row_lower, programme.row_upper, programme.col_lower, programme.col_upper)
    size = np.abs(np.concatenate(sides))
    size = size[np.isfinite(size) & (size > 0)]
    typical = float(np.exp(np.log(size).mean())) if len(size) else 1.0
    return 1.0 if typical >= SMALL else 2.0 ** round(-np.log2(typical))
