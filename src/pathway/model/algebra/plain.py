"""Ordinary Pyomo rows and expressions, one at a time, as coefficients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pyomo.core.expr.numvalue import native_numeric_types
from pyomo.repn import generate_standard_repn

from pathway.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    ColumnOf = Callable[[Any], int]
    Linear = tuple[dict[int, float], float]


def linear_terms(expression: Any, column_of: ColumnOf, name: str) -> Linear:
    """Coefficient of every column, and the constant, of a linear Pyomo expression.

    Raises:
        ModelError: The expression is not linear.
    """
    if expression.__class__ in native_numeric_types:
        return {}, float(expression)
    found = generate_standard_repn(expression, compute_values=True)
    if not found.is_linear():
        raise ModelError(f"{name} is not linear")
    terms: dict[int, float] = {}
    for coefficient, variable in zip(found.linear_coefs, found.linear_vars, strict=True):
        column = column_of(variable)
        terms[column] = terms.get(column, 0.0) + float(coefficient)
    return {column: value for column, value in terms.items() if value}, float(found.constant)


def plain_row(row: Any, column_of: ColumnOf) -> tuple[dict[int, float], float, float]:
    """Coefficients, lower and upper bound of one Pyomo constraint."""
    lower, body, upper = row.to_bounded_expression(evaluate_bounds=True)
    terms, constant = linear_terms(body, column_of, row.name)
    return (
        terms,
        -np.inf if lower is None else lower - constant,
        np.inf if upper is None else upper - constant,
    )
