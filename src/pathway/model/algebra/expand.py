"""A template becomes coefficients: every term is evaluated once, for all rows at the same time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr import numeric_expr as ne
from pyomo.core.expr import template_expr as te

from pathway.model.algebra.evaluate import Evaluator, has_variables
from pathway.model.algebra.frame import Axis, Frame, loop, varying
from pathway.model.algebra.rules import TemplateExpression

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pathway.model.algebra.layout import Columns
    from pathway.model.algebra.tables import Tables
    from pathway.model.algebra.template import Template

    Array = NDArray[Any]

MOSTLY_ZERO = 1 / 3
"""Below this share of nonzeros a coefficient is reduced to them before it meets its variable."""


@dataclass(frozen=True)
class Factor:
    """What a term is multiplied, or divided, by; evaluated where the term is."""

    expression: Any
    divides: bool = False


@dataclass
class Terms:
    """Entries of the matrix, term after term, and the constant of every row."""

    constant: NDArray[np.float64]
    rows: list[Array] = field(default_factory=list)
    columns: list[Array] = field(default_factory=list)
    values: list[Array] = field(default_factory=list)


@dataclass(frozen=True)
class Into:
    """Where the terms of an expression go, and what they are multiplied by on the way."""

    terms: Terms
    sign: float = 1.0
    factors: tuple[Factor, ...] = ()

    def times(self, expression: Any, *, divides: bool = False) -> Into:
        """The same with one factor more."""
        return replace(self, factors=(*self.factors, Factor(expression, divides)))


class Expander(Evaluator):
    """Turns the template of one family into entries of the matrix."""

    def __init__(self, family: str, tables: Tables, columns: Columns):
        super().__init__(family, tables)
        self._columns = columns

    def root(self, template: Template, index_set: Any) -> Frame:
        """One axis per subset of the index set; the rows are counted in index-set order."""
        axes, stride, end = [], 1, len(template.indices)
        for subset in reversed(self._tables.index_of(index_set)):
            indices = template.indices[end - subset.dimension : end]
            codes = {id(i): along for i, along in zip(indices, subset.codes, strict=True)}
            axes.append(Axis(np.arange(subset.length, dtype=np.int32) * np.int32(stride), codes))
            stride *= subset.length
            end -= subset.dimension
        return Frame(tuple(reversed(axes)))

    def add(self, terms: Terms, body: Any, frame: Frame, sign: float = 1.0) -> None:
        """Add `sign` times a linear expression to every row."""
        self._visit(Into(terms, sign), body, frame)

    def per_row(self, expression: Any, frame: Frame) -> NDArray[np.float64]:
        """Value of an expression without variables for every row of a root frame."""
        return frame.flat(self.value(expression, frame)).astype(float)

    # -- the parts of an expression ----------------------------------------------------------------

    def _visit(self, into: Into, e: Any, frame: Frame) -> None:
        if not has_variables(e):
            self._constant(into, e, frame)
        elif e.is_variable_type():
            self._term(into, e, frame)
        elif e.is_named_expression_type():
            self._visit(into, e.arg(0), frame)
        else:
            for kind, part in PARTS.items():
                if isinstance(e, kind):
                    return part(self, into, e, frame)
            raise self.error(f"{e} is not linear")
        return None

    def _sum(self, into: Into, e: Any, frame: Frame) -> None:
        for term in e.args:
            self._visit(into, term, frame)

    def _sum_over_set(self, into: Into, e: Any, frame: Frame) -> None:
        within = self.summed_over(e, frame)
        if within is not None:
            self._visit(into, e.template_args()[0], within)

    def _negation(self, into: Into, e: Any, frame: Frame) -> None:
        self._visit(replace(into, sign=-into.sign), e.arg(0), frame)

    def _product(self, into: Into, e: Any, frame: Frame) -> None:
        left, right = e.args
        if has_variables(left) and has_variables(right):
            raise self.error(f"({left}) * ({right}) is a product of variables")
        coefficient, linear = (right, left) if has_variables(left) else (left, right)
        self._visit(into.times(coefficient), linear, frame)

    def _quotient(self, into: Into, e: Any, frame: Frame) -> None:
        dividend, divisor = e.args
        if has_variables(divisor):
            raise self.error(f"({dividend}) / ({divisor}) divides by a variable")
        self._visit(into.times(divisor, divides=True), dividend, frame)

    def _item(self, into: Into, e: Any, frame: Frame) -> None:
        component = e.arg(0)
        if isinstance(component, TemplateExpression) and component.template is not None:
            self._inline(into, component.template, component, e.args[1:], frame)
        elif component.ctype is pyo.Var:
            self._term(into, e, frame)
        else:
            raise self.error(f"{component.name} is a {component.ctype.__name__}, not a variable")

    def _inline(
        self, into: Into, used: Template, component: Any, args: Sequence[Any], frame: Frame
    ) -> None:
        """A rule uses another rule's expression: evaluate that one at the indices asked for."""
        self.positions(component, args, frame)
        codes = self.codes_of(args, frame)
        axes = sorted({k for code in codes for k in varying(code)})
        over = tuple(n if k in axes else 1 for k, n in enumerate(frame.shape))
        flat = [np.broadcast_to(code, over).ravel() for code in codes]
        new = {id(index): along for index, along in zip(used.indices, flat, strict=True)}
        if axes:
            frame, k = frame.joined(axes)
            axis = frame.axes[k]
            frame = frame.with_place(k, Axis(axis.rows, {**axis.codes, **new}))
        else:
            frame = frame.with_axis(loop(new, 1))
        self._visit(into, used.body, frame)

    # -- single terms ------------------------------------------------------------------------------

    def _constant(self, into: Into, e: Any, frame: Frame) -> None:
        value = self._coefficient(into, frame) * self.value(e, frame)
        if np.any(value):
            constant = into.terms.constant
            constant += np.bincount(frame.rows, frame.flat(value), minlength=len(constant))

    def _term(self, into: Into, variable: Any, frame: Frame) -> None:
        """Entries for one variable: the coefficient first, so that its zeros cost nothing."""
        value = self._coefficient(into, frame)
        nonzero = np.count_nonzero(value)
        if not nonzero:
            return
        if nonzero < MOSTLY_ZERO * np.size(value):
            frame, value = _where_nonzero(frame, value)
        into.terms.columns.append(frame.flat(self._column(variable, frame)))
        into.terms.rows.append(frame.rows)
        into.terms.values.append(frame.flat(value))

    def _coefficient(self, into: Into, frame: Frame) -> Any:
        value: Any = into.sign
        for factor in into.factors:
            operand = self.value(factor.expression, frame)
            value = self.divided(value, operand) if factor.divides else value * operand
        return value

    def _column(self, variable: Any, frame: Frame) -> Array:
        if variable.is_variable_type():
            return np.asarray(self._columns.column(variable), dtype=np.int32)
        component, *args = variable.args
        column: Any = np.int32(0)
        lengths = [table.length for table in self._tables.index_of(component.index_set())]
        for length, place in zip(lengths, self.positions(component, args, frame), strict=True):
            column = column * np.int32(length) + place
        return np.asarray(column + np.int32(self._columns.start(component)))


PARTS: dict[type, Callable[[Expander, Into, Any, Frame], None]] = {
    te.TemplateSumExpression: Expander._sum_over_set,
    te.GetItemExpression: Expander._item,
    ne.SumExpression: Expander._sum,
    ne.NegationExpression: Expander._negation,
    ne.ProductExpression: Expander._product,
    ne.DivisionExpression: Expander._quotient,
}
"""What each kind of Pyomo expression means for a linear expression."""


def _where_nonzero(frame: Frame, value: Array) -> tuple[Frame, Array]:
    """Join the axes a coefficient depends on and keep the places where it is not zero."""
    places = np.flatnonzero(value)
    frame, k = frame.joined(varying(value))
    frame = frame.with_place(k, frame.axes[k].take(places))
    return frame, frame.along(k, value.ravel()[places])
