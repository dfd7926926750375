"""Which columns and rows of the programme belong to which variable and family."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo

from pathway.errors import ModelError
from pathway.model.algebra.arrays import ArrayVar, bounds_of
from pathway.model.algebra.lazy import position_of, shape_of, subsets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Block:
    """A run of rows or columns that belong to one Pyomo component, in index-set order."""

    name: str
    start: int
    stop: int
    index_set: Any
    """The component's Pyomo index set; None for a single variable or row."""
    kept: NDArray[np.int64] | None = None
    """Places in the index set of the rows there are, if some are not; None if all are."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of every subset of the index set."""
        return () if self.index_set is None else shape_of(self.index_set)

    @property
    def slice(self) -> slice:
        """The block's place in an array over all rows or columns."""
        return slice(self.start, self.stop)

    def __len__(self) -> int:
        return self.stop - self.start

    def place(self, k: int) -> int:
        """Place in the index set of the block's `k`-th row or column."""
        return k if self.kept is None else int(self.kept[k])

    def index(self, k: int) -> tuple[Any, ...]:
        """Index of the block's `k`-th row or column."""
        if self.index_set is None:
            return ()
        parts: list[Any] = []
        places = np.unravel_index(self.place(k), self.shape)
        for subset, place in zip(subsets_of(self.index_set), places, strict=True):
            element = subset.at(int(place) + 1)
            parts.extend(element if isinstance(element, tuple) else (element,))
        return tuple(parts)

    def label(self, k: int) -> str:
        """Readable name of the `k`-th row or column, such as ``c_balance[heat,2030,17]``."""
        index = self.index(k)
        return f"{self.name}[{','.join(map(str, index))}]" if index else self.name


class ColumnBlock(Block):
    """The columns of one variable."""


class RowBlock(Block):
    """The rows of one family of constraints."""


class Columns:
    """The columns of a model: every variable of every active block, in order of declaration."""

    def __init__(self, model: Any):
        self.blocks: dict[str, ColumnBlock] = {}
        self.size = 0
        self._variables: list[Any] = []
        self._start: dict[int, int] = {}
        for variable in model.component_objects(pyo.Var, active=True, descend_into=True):
            if not variable.is_reference():
                self._add(variable)

    def _add(self, variable: Any) -> None:
        index_set = variable.index_set() if variable.is_indexed() else None
        stop = self.size + (1 if index_set is None else len(index_set))
        self.blocks[variable.name] = ColumnBlock(variable.name, self.size, stop, index_set)
        self._variables.append(variable)
        self._start[id(variable)] = self.size
        self.size = stop

    def start(self, variable: Any) -> int:
        """First column of a variable component.

        Raises:
            ModelError: The component is not in an active part of the model.
        """
        start = self._start.get(id(variable))
        if start is None:
            raise ModelError(f"variable {variable.name} is not in an active part of the model")
        return start

    def column(self, variable: Any) -> int:
        """Column of one variable."""
        component = variable.parent_component()
        start = self.start(component)
        if not component.is_indexed():
            return start
        return start + position_of(component.index_set(), variable.index())

    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper bounds of every column as they are now, equal for fixed variables."""
        lower, upper = np.empty(self.size), np.empty(self.size)
        for variable in self._variables:
            place = self.blocks[variable.name].slice
            lower[place], upper[place] = _bounds(variable)
        return lower, upper


def _bounds(variable: Any) -> tuple[Any, Any]:
    if isinstance(variable, ArrayVar):
        return variable.bound_arrays()
    if not variable.is_indexed():
        return bounds_of(variable)
    pairs = [bounds_of(variable[index]) for index in variable.index_set()]
    lower, upper = np.array(pairs, dtype=float).reshape(-1, 2).T
    return lower, upper


def unique_names(blocks: Sequence[Block]) -> list[str]:
    """ASCII names of all rows or columns, such as ``c_balance.17``, safe in LP and MPS files."""
    names: list[str] = []
    stems: set[str] = set()
    for block in blocks:
        stem = re.sub(r"[^A-Za-z0-9_.]", "_", block.name)
        while stem in stems:
            stem += "_"
        stems.add(stem)
        single = block.index_set is None
        names.extend(stem if single else f"{stem}.{block.place(k)}" for k in range(len(block)))
    return names
