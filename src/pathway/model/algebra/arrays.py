"""Parameters and variables kept as numpy arrays instead of one Python object an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pyomo.core.base.param import IndexedParam
from pyomo.core.base.var import IndexedVar

from pathway.errors import ModelError
from pathway.model.algebra.lazy import Lazy, position_of, shape_of
from pathway.model.algebra.template import item

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class ArrayParam(Lazy, IndexedParam):
    """A parameter read straight from a numpy array.

    Args:
        *sets: The index sets.
        values: One axis per set (a joint set of tuples is one axis), in the order of the sets.
            Numbers, or index values (whole numbers or strings) of another set.
        doc: What it is, with its unit.

    Raises:
        ModelError: The shape of `values` is not that of the sets.
    """

    def __init__(self, *sets: Any, values: ArrayLike, doc: str = "", name: str | None = None):
        super().__init__(*sets, doc=doc, name=name)
        self._values = np.asarray(values).view()
        self._values.flags.writeable = False

    @property
    def array(self) -> NDArray[Any]:
        """The values, one axis per subset of the index set."""
        return self._values

    def construct(self, data: Any = None) -> None:
        """Check the values against the sets."""
        if not self._construct_sets():
            return
        wanted = shape_of(self._index_set)
        if self._values.shape != wanted:
            raise ModelError(
                f"parameter {self.name}: values have shape {self._values.shape}, its sets {wanted}"
            )

    def _getitem_when_not_present(self, index: Any) -> Any:
        value = self._values.flat[position_of(self._index_set, index)]
        return value.item() if isinstance(value, np.generic) else value


class ArrayVar(Lazy, IndexedVar):
    """Variables with bounds in arrays; Pyomo's data object appears when an index is asked for.

    Args:
        *sets: The index sets.
        lower: A number, or an array that broadcasts to one axis per set.
        upper: The same.
        doc: What it is, with its unit.

    Raises:
        ModelError: A bound does not fit the sets.
    """

    def __init__(
        self,
        *sets: Any,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        doc: str = "",
        name: str | None = None,
    ):
        super().__init__(*sets, dense=False, doc=doc, name=name)
        self._lower = np.asarray(lower, dtype=float)
        self._upper = np.asarray(upper, dtype=float)

    def construct(self, data: Any = None) -> None:
        """Fit the bounds to the sets."""
        super().construct(data)
        shape = shape_of(self._index_set)
        try:
            self._lower = np.broadcast_to(self._lower, shape)
            self._upper = np.broadcast_to(self._upper, shape)
        except ValueError as misfit:
            raise ModelError(
                f"variable {self.name}: bounds of shape {self._lower.shape} and "
                f"{self._upper.shape} do not fit its sets {shape}"
            ) from misfit

    def bound_arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper bounds in index-set order; what was edited or fixed since counts."""
        lower, upper = self._lower.flatten(), self._upper.flatten()
        for index, variable in self._data.items():
            k = position_of(self._index_set, index)
            lower[k], upper[k] = bounds_of(variable)
        return lower, upper

    def _getitem_when_not_present(self, index: Any) -> Any:
        template_item = item(self, index)
        if template_item is not None:
            return template_item
        variable = super()._getitem_when_not_present(index)
        k = position_of(self._index_set, index)
        lower, upper = float(self._lower.flat[k]), float(self._upper.flat[k])
        variable._lb = lower if lower > -np.inf else None
        variable._ub = upper if upper < np.inf else None
        return variable


def bounds_of(variable: Any) -> tuple[float, float]:
    """Bounds of one Pyomo variable as numbers; a fixed one is bounded by its value.

    Raises:
        ModelError: The variable is not continuous.
    """
    if not variable.is_continuous():
        raise ModelError(f"variable {variable.name} is an integer; the programme is linear")
    if variable.fixed:
        return float(variable.value), float(variable.value)
    lower, upper = variable.bounds
    return -np.inf if lower is None else float(lower), np.inf if upper is None else float(upper)
