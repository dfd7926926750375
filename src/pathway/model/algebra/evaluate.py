"""The parts of a template without variables: coefficients, bounds and indices as arrays."""

from __future__ import annotations

import operator
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import numeric_expr as ne
from pyomo.core.expr import template_expr as te

from pathway.errors import ModelError
from pathway.model.algebra.frame import Frame, gather, loop, varying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pathway.model.algebra.tables import SetTable, Tables

    Array = NDArray[Any]
    Value = Any
    """A number, or an array over the frame."""

OPERATIONS: dict[type, Callable[..., Value]] = {
    ne.SumExpression: lambda *terms: reduce(operator.add, terms),
    ne.ProductExpression: operator.mul,
    ne.NegationExpression: operator.neg,
    ne.PowExpression: operator.pow,
    ne.AbsExpression: abs,
}
FUNCTIONS = {"exp": np.exp, "log": np.log, "log10": np.log10, "sqrt": np.sqrt}


def has_variables(e: Any) -> bool:
    """Whether a variable occurs in an expression, also where Pyomo only says it might."""
    if not hasattr(e, "is_potentially_variable") or not e.is_potentially_variable():
        return False
    if isinstance(e, te.TemplateSumExpression):
        return has_variables(e.template_args()[0])
    if isinstance(e, te.GetItemExpression) or e.is_named_expression_type():
        return True
    return not e.is_expression_type() or any(has_variables(part) for part in e.args)


class Evaluator:
    """Evaluates parameters, indices and sums of the family called `family`."""

    def __init__(self, family: str, tables: Tables):
        self._family = family
        self._tables = tables

    def value(self, e: Any, frame: Frame) -> Value:
        """Value of an expression without variables: a number or an array over the frame."""
        if isinstance(e, te.IndexTemplate):
            return self._index_value(e, frame)
        if not hasattr(e, "is_expression_type") or not e.is_expression_type():
            return float(pyo.value(e))
        if isinstance(e, te.GetItemExpression):
            return self._param_value(e, frame)
        if isinstance(e, te.TemplateSumExpression):
            return self._total(e, frame)
        return self._operation(e, [self.value(part, frame) for part in e.args])

    def divided(self, value: Value, by: Value) -> Value:
        """Quotient, with an error instead of infinity."""
        if not np.all(by):
            raise self.error("it divides by a parameter that is zero for some index")
        return value / by

    def _operation(self, e: Any, parts: list[Value]) -> Value:
        if isinstance(e, ne.DivisionExpression):
            return self.divided(*parts)
        for kind, apply in OPERATIONS.items():
            if isinstance(e, kind):
                return apply(*parts)
        if isinstance(e, ne.UnaryFunctionExpression) and e.getname() in FUNCTIONS:
            return FUNCTIONS[e.getname()](*parts)
        raise self.error(f"{e} ({type(e).__name__}) cannot be evaluated in a template")

    def _index_value(self, index: Any, frame: Frame) -> Value:
        numbers = self._tables.codes.numbers(self._codes(index, frame))
        if np.isnan(numbers).any():
            raise self.error(f"it calculates with an index of {index._set}, which holds words")
        return numbers

    def _param_value(self, e: Any, frame: Frame) -> Value:
        param = e.arg(0)
        if param.ctype is not pyo.Param:
            raise self.error(f"{param.name} is not a parameter")
        table = self._tables.param(param)
        positions = self.positions(param, e.args[1:], frame)
        if table.missing is not None and gather(table.missing, positions).any():
            raise self.error(f"parameter {param.name} has no value for some index of {e}")
        try:
            return gather(table.values, positions).astype(float, copy=False)
        except ValueError as words:
            raise self.error(f"it calculates with {e}, whose values are words") from words

    # -- sums --------------------------------------------------------------------------------------

    def _total(self, e: Any, frame: Frame) -> Value:
        """Value of a sum, added up only over the axes it depends on."""
        axes = sorted({frame.home[index] for index in _indices_in(e) if index in frame.home})
        base = frame.numbered(axes)
        within = self.summed_over(e, base)
        if within is None:
            return 0.0
        values = within.flat(self.value(e.template_args()[0], within))
        sums = np.bincount(within.rows, values, minlength=int(np.prod(base.shape)))
        if not axes:
            return float(sums[0])
        return sums.reshape([n if k in axes else 1 for k, n in enumerate(frame.shape)])

    def summed_over(self, e: Any, frame: Frame) -> Frame | None:
        """The frame of the body of a sum; None if there is nothing to sum."""
        (indices,) = e.template_iters()
        looped = indices[0]._set
        if looped.is_expression_type():
            frame = self._stretched(looped, indices, frame)
        else:
            table = self._tables.set(looped)
            frame = frame.with_axis(loop(_by_identity(indices, table.codes), table.length))
        return frame if all(frame.shape) else None

    def _stretched(self, looped: Any, indices: Sequence[Any], frame: Frame) -> Frame:
        """Join the axes a set depends on, and repeat each place for every member of its set."""
        component = looped.arg(0)
        which = self._flat_position(component, looped.args[1:], frame)
        members = self._tables.members(component)
        count, first = members.count[which.ravel()], members.first[which.ravel()]
        if (count < 0).any():
            raise self.error(f"it sums over {looped}, and {component.name} lacks some of its sets")
        repeated = np.repeat(np.arange(len(count)), count)
        nth = np.arange(len(repeated)) - np.repeat(np.cumsum(count) - count, count)
        element = first[repeated] + nth
        new = _by_identity(indices, [codes[element] for codes in members.codes])
        axes = varying(which)
        if not axes:
            return frame.with_axis(loop(new, len(element)))
        frame, k = frame.joined(axes)
        return frame.with_place(k, frame.axes[k].take(repeated, new))

    # -- indices -----------------------------------------------------------------------------------

    def positions(self, component: Any, args: Sequence[Any], frame: Frame) -> list[Array]:
        """Position of the arguments in every subset of a component's index set.

        Raises:
            ModelError: Some index is not in the set.
        """
        tables = self._tables.index_of(component.index_set())
        if sum(table.dimension for table in tables) != len(args):
            raise self.error(f"it uses {component.name} with {len(args)} indices")
        rest = iter(args)
        return [self._position(component, table, rest, frame) for table in tables]

    def codes_of(self, args: Sequence[Any], frame: Frame) -> list[Array]:
        """Codes of the values of index arguments."""
        return [self._codes(arg, frame) for arg in args]

    def _position(self, component: Any, table: SetTable, args: Any, frame: Frame) -> Array:
        keys = [self._codes(next(args), frame) for _ in range(table.dimension)]
        place = table.find(keys)
        if (place < 0).any():
            where = np.unravel_index(int(np.argmax(place < 0)), place.shape)
            codes = [int(np.broadcast_to(key, place.shape)[where]) for key in keys]
            index = ", ".join(self._tables.codes.shown(code) for code in codes)
            raise self.error(
                f"it uses {component.name} at ({index}), which is not in its index set"
            )
        return place

    def _flat_position(self, component: Any, args: Sequence[Any], frame: Frame) -> Array:
        flat: Any = np.int64(0)
        lengths = [table.length for table in self._tables.index_of(component.index_set())]
        for length, place in zip(lengths, self.positions(component, args, frame), strict=True):
            flat = flat * length + place
        return np.asarray(flat)

    def _codes(self, arg: Any, frame: Frame) -> Array:
        if isinstance(arg, te.IndexTemplate):
            codes = frame.codes(id(arg))
            if codes is None:
                raise self.error(f"it uses an index over {arg._set} outside its sum")
            return codes
        if isinstance(arg, te.GetItemExpression) and arg.arg(0).ctype is pyo.Param:
            positions = self.positions(arg.arg(0), arg.args[1:], frame)
            return gather(self._tables.param_codes(arg.arg(0)), positions)
        if hasattr(arg, "is_expression_type"):
            return self._tables.codes.of_array(np.asarray(self.value(arg, frame)))
        return self._tables.codes.of([arg]).reshape((1,) * len(frame.axes))

    def error(self, reason: str) -> ModelError:
        """What is wrong with the family's rule."""
        return ModelError(f"family {self._family}: {reason}.")


def _by_identity(indices: Sequence[Any], codes: Sequence[Array]) -> dict[int, Array]:
    return {id(index): code for index, code in zip(indices, codes, strict=True)}


def _indices_in(e: Any) -> set[int]:
    """Identities of all template indices in an expression, those it sums over included."""
    if isinstance(e, te.IndexTemplate):
        return {id(e)}
    if isinstance(e, te.TemplateSumExpression):
        parts: Any = e.template_args()
    elif hasattr(e, "is_expression_type") and e.is_expression_type():
        parts = e.args
    else:
        return set()
    return set().union(*(_indices_in(part) for part in parts))
