"""The linear programme as arrays: one sparse matrix, bounds, and what each row and column is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pathway.errors import ModelError
from pathway.model.algebra.layout import Block, ColumnBlock, RowBlock, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from pathway.model.algebra.compiler import Compiler
    from pathway.model.algebra.rules import TemplateExpression

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Programme:
    """``row_lower <= matrix @ x <= row_upper`` and ``col_lower <= x <= col_upper``.

    Rows and columns stand in blocks, one per Pyomo component, in the order of declaration; within a
    block in index-set order. Fixed variables are columns whose bounds are equal.
    """

    columns: dict[str, ColumnBlock]
    rows: dict[str, RowBlock]
    matrix: csr_matrix
    """Float64 with int32 indices, sorted within a row, without duplicates and explicit zeros."""
    row_lower: Floats
    row_upper: Floats
    col_lower: Floats
    col_upper: Floats
    cost: Floats
    """Objective coefficients; zeros if no objective was compiled."""
    cost_constant: float
    _compiler: Compiler = field(repr=False)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.matrix.shape[0])

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return int(self.matrix.shape[1])

    @cached_property
    def _row_names(self) -> list[str]:
        return unique_names(list(self.rows.values()))

    @cached_property
    def _column_names(self) -> list[str]:
        return unique_names(list(self.columns.values()))

    def row_names(self) -> list[str]:
        """Unique ASCII names of the rows, safe in LP and MPS files."""
        return self._row_names

    def column_names(self) -> list[str]:
        """Unique ASCII names of the columns, safe in LP and MPS files."""
        return self._column_names

    def row_labels(self) -> list[str]:
        """Readable names of all rows, such as ``c_balance[heat,2030,17]``."""
        return [block.label(k) for block in self.rows.values() for k in range(len(block))]

    def column_labels(self) -> list[str]:
        """Readable names of all columns, such as ``v_cap[coal,2030]``."""
        return [block.label(k) for block in self.columns.values() for k in range(len(block))]

    def row_label(self, row: int) -> str:
        """Readable name of one row."""
        return _label(self.rows.values(), row)

    def column_label(self, column: int) -> str:
        """Readable name of one column."""
        return _label(self.columns.values(), column)

    def block(self, name: str) -> RowBlock | ColumnBlock:
        """The rows or columns of the component called `name`.

        Raises:
            ModelError: There is no such variable or family.
        """
        found = self.rows.get(name, self.columns.get(name))
        if found is None:
            raise ModelError(f"the programme has no rows and no columns called {name}")
        return found

    def values(self, name: str, x: Floats) -> Floats:
        """The part of `x`, one number per column, that belongs to variable `name`.

        In index-set order; ``values.reshape(block(name).shape)`` has one axis per index set.
        """
        return x[self.columns[name].slice]

    def column_of(self, variable: Any) -> int:
        """Column of one Pyomo variable, such as ``m.v_cap["coal", 2030]``."""
        return self._compiler.columns.column(variable)

    def expression(self, expression: TemplateExpression) -> tuple[csr_matrix, Floats]:
        """Coefficients (index x columns) and constants of an expression of the same model."""
        return self._compiler.expression(expression)


def _label(blocks: Iterable[Block], k: int) -> str:
    for block in blocks:
        if block.start <= k < block.stop:
            return block.label(k - block.start)
    raise IndexError(k)
