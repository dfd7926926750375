"""What differs between two programmes of the same rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.sparse import csr_matrix

from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.model.algebra import ColumnBlock, Programme, RowBlock
    from pathway.solve.variant import Built

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Bounds = tuple[Places, Array, Array]


@dataclass(frozen=True, eq=False)
class Difference:
    """A programme less another, by what changed; the rest is the same."""

    entries: tuple[Places, Places, Array]
    """Row, column and change of matrix coefficients."""
    rows: Bounds
    """Rows whose sides changed, and their new lower and upper sides."""
    columns: Bounds
    """Columns whose bounds changed, and their new bounds."""
    costs: Bounds
    """Columns whose cost changed, and the change before peaking and after it."""
    objective: Array
    """Change of the objective in the columns of `costs`."""
    constants: tuple[float, float]

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self.only_costs and not len(self.costs[0]) and not any(self.constants)

    @property
    def only_costs(self) -> bool:
        """Whether every schedule of one programme is one of the other."""
        return not (len(self.entries[0]) or len(self.rows[0]) or len(self.columns[0]))

    def matrix(self, shape: tuple[int, int]) -> csr_matrix:
        """The change of the matrix."""
        rows, columns, values = self.entries
        return csr_matrix((values, (rows, columns)), shape=shape)

    def part(self, in_entries: NDArray[np.bool_], in_rows: NDArray[np.bool_],
             in_columns: NDArray[np.bool_], in_costs: NDArray[np.bool_]) -> Difference:  # fmt: skip
        """Some of the changes."""
        rows, columns, values = self.entries
        return Difference(
            (rows[in_entries], columns[in_entries], values[in_entries]),
            _taken(self.rows, in_rows),
            _taken(self.columns, in_columns),
            _taken(self.costs, in_costs),
            self.objective[in_costs],
            (0.0, 0.0),
        )


def _taken(bounds: Bounds, wanted: NDArray[np.bool_]) -> Bounds:
    places, low, high = bounds
    return places[wanted], low[wanted], high[wanted]


class Compiled(Protocol):
    """Anything that holds a programme."""

    @property
    def programme(self) -> Programme:
        """Its rows and columns."""


def alike(base: Compiled, other: Compiled) -> bool:
    """Whether two programmes have the same rows and columns, in the same order."""
    pairs = (
        (base.programme.columns, other.programme.columns),
        (base.programme.rows, other.programme.rows),
    )
    return all(_alike(mine, theirs) for mine, theirs in pairs)


def _alike(
    mine: Mapping[str, RowBlock | ColumnBlock], theirs: Mapping[str, RowBlock | ColumnBlock]
) -> bool:
    return list(mine) == list(theirs) and all(
        len(block) == len(theirs[name]) and elements(block) == elements(theirs[name])
        for name, block in mine.items()
    )


def elements(block: RowBlock | ColumnBlock) -> list[list[object]]:
    """Elements of each factor of the index set of a block."""
    if block.index_set is None:
        return []
    return [list(subset) for subset in subsets_of(block.index_set)]


def difference(base: Built, other: Built) -> Difference:
    """A programme less the base; their rows and columns are alike."""
    mine, theirs = base.programme, other.programme
    matrix = (theirs.matrix - mine.matrix).tocoo()
    kept = matrix.data != 0.0
    before, after = other.before - base.before, other.after - base.after
    paid = np.flatnonzero((before != 0.0) | (after != 0.0))
    return Difference(
        (matrix.row[kept].astype(np.int64), matrix.col[kept].astype(np.int64), matrix.data[kept]),
        _changed((mine.row_lower, mine.row_upper), (theirs.row_lower, theirs.row_upper)),
        _changed((mine.col_lower, mine.col_upper), (theirs.col_lower, theirs.col_upper)),
        (paid, before[paid], after[paid]),
        (other.objective - base.objective)[paid],
        (other.constants[0] - base.constants[0], other.constants[1] - base.constants[1]),
    )


def _changed(mine: tuple[Array, Array], theirs: tuple[Array, Array]) -> Bounds:
    places = np.flatnonzero((mine[0] != theirs[0]) | (mine[1] != theirs[1]))
    return places, theirs[0][places], theirs[1][places]
