"""From a Pyomo model to the arrays of its linear programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr.relational_expr import EqualityExpression, RangedExpression
from scipy.sparse import csr_matrix

from pathway.errors import ModelError
from pathway.model.algebra.evaluate import has_variables
from pathway.model.algebra.expand import Expander, Terms
from pathway.model.algebra.layout import Columns, RowBlock
from pathway.model.algebra.plain import linear_terms, plain_row
from pathway.model.algebra.programme import Programme
from pathway.model.algebra.rules import TemplateConstraint, TemplateExpression
from pathway.model.algebra.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pathway.model.algebra.template import Template

    Floats = NDArray[np.float64]

UNDERSTOOD = {
    pyo.Block, pyo.Set, pyo.RangeSet, pyo.Param, pyo.Var, pyo.Constraint, pyo.Expression,
    pyo.Objective, pyo.Suffix, pyo.SetOf,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Family:
    """The compiled rows of one constraint component."""

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    kept: NDArray[np.int64] | None
    """Places in the index set of the rows, if not all are there."""


class Compiler:
    """Compiles families and expressions of one model against one layout of columns."""

    def __init__(self, model: Any):
        for component in model.component_objects(active=True, descend_into=True):
            if component.ctype not in UNDERSTOOD:
                kind = component.ctype.__name__
                raise ModelError(f"{component.name} is a {kind}, which is not part of an LP")
        self.model = model
        self.columns = Columns(model)
        self._tables = Tables()

    def expression(self, expression: TemplateExpression) -> tuple[csr_matrix, Floats]:
        """Coefficients (index x columns) and constants of a linear expression."""
        size = len(expression.index_set())
        terms = Terms(np.zeros(size))
        if expression.template is not None:
            expander = Expander(expression.name, self._tables, self.columns)
            frame = expander.root(expression.template, expression.index_set())
            expander.add(terms, expression.template.body, frame)
        return self._matrix(terms), terms.constant

    def family(self, constraint: Any) -> Family:
        """Rows of one constraint component."""
        if not isinstance(constraint, TemplateConstraint):
            return self._plain(constraint)
        if constraint.template is None:
            return self._plain_rows([], [])
        expanded = self._expanded(constraint, constraint.template)
        return _without_inactive(constraint, expanded)

    def cost(self, objective: Any) -> tuple[Floats, float]:
        """Coefficients and constant of an objective: a TemplateExpression stands for its sum."""
        dense = np.zeros(self.columns.size)
        if objective is None:
            return dense, 0.0
        if isinstance(objective, TemplateExpression):
            matrix, constants = self.expression(objective)
            return np.asarray(matrix.sum(axis=0)).ravel(), float(constants.sum())
        if getattr(objective, "ctype", None) is pyo.Objective and objective.sense != pyo.minimize:
            raise ModelError(f"objective {objective.name} maximises; the programme minimises")
        terms, constant = linear_terms(objective, self.columns.column, "the objective")
        dense[list(terms)] = list(terms.values())
        return dense, constant

    def _expanded(self, constraint: TemplateConstraint, template: Template) -> Family:
        """Rows of a template: the side with variables is the body, as in Pyomo's own reading."""
        terms = Terms(np.zeros(len(constraint.index_set())))
        expander = Expander(constraint.name, self._tables, self.columns)
        frame = expander.root(template, constraint.index_set())
        body, lower, upper = _sides(template.body, constraint.name)
        expander.add(terms, body[0], frame)
        for subtracted in body[1:]:
            expander.add(terms, subtracted, frame, sign=-1.0)
        low = -np.inf if lower is None else expander.per_row(lower, frame)
        high = np.inf if upper is None else expander.per_row(upper, frame)
        return Family(self._matrix(terms), low - terms.constant, high - terms.constant, None)

    def _plain(self, constraint: Any) -> Family:
        """Rows of an ordinary constraint; single rows need no template."""
        if not constraint.is_indexed():
            return self._plain_rows([constraint] if constraint.active else [], [0])
        places = {index: k for k, index in enumerate(constraint.index_set())}
        rows = [row for row in constraint.values() if row.active]
        kept = [places[row.index()] for row in rows]
        return self._plain_rows(rows, kept)

    def _plain_rows(self, rows: Sequence[Any], kept: Sequence[int]) -> Family:
        found = [plain_row(row, self.columns.column) for row in rows]
        terms = Terms(np.zeros(len(rows)))
        counts = [len(coefficients) for coefficients, _, _ in found]
        terms.rows.append(np.repeat(np.arange(len(rows), dtype=np.int32), counts))
        terms.columns.append(np.array([c for f in found for c in f[0]], dtype=np.int32))
        terms.values.append(np.array([v for f in found for v in f[0].values()], dtype=float))
        lower, upper = (np.array([f[side] for f in found], dtype=float) for side in (1, 2))
        return Family(self._matrix(terms), lower, upper, np.array(kept[: len(rows)], np.int64))

    def _matrix(self, terms: Terms) -> csr_matrix:
        shape = (len(terms.constant), self.columns.size)
        if not terms.rows:
            return csr_matrix(shape)
        entries = (
            np.concatenate(terms.values),
            (
                np.concatenate(terms.rows),
                np.concatenate(terms.columns),
            ),
        )
        matrix = csr_matrix(entries, shape=shape)
        matrix.eliminate_zeros()
        matrix.sort_indices()
        return matrix


def _sides(relation: Any, family: str) -> tuple[tuple[Any, ...], Any, Any]:
    """Body (what is added, then what is subtracted), lower and upper bound of a relation."""
    if isinstance(relation, RangedExpression):
        lower, body, upper = relation.args
        if has_variables(lower) or has_variables(upper):
            raise ModelError(f"family {family}: the ends of a range hold variables.")
        return (body,), lower, upper
    left, right = relation.args
    equal = isinstance(relation, EqualityExpression)
    if not has_variables(right):
        return (left,), right if equal else None, right
    if not has_variables(left):
        return (right,), left, left if equal else None
    return (left, right), 0.0 if equal else None, 0.0


def _without_inactive(constraint: TemplateConstraint, family: Family) -> Family:
    """Drop the rows somebody has deactivated one by one."""
    active = constraint.active_places()
    if active is None:
        return family
    kept = np.array(active, dtype=np.int64)
    return Family(family.matrix[kept], family.lower[kept], family.upper[kept], kept)


def compile_programme(model: Any, objective: Any = None) -> Programme:
    """Expand every active family of a Pyomo model into one sparse linear programme.

    Args:
        model: A concrete Pyomo model. Template families are expanded at once; ordinary Pyomo
            constraints are read row by row.
        objective: What to minimise, if the programme is to hold a cost vector: a
            `TemplateExpression` (its rows added up), an Objective or a linear Pyomo expression.

    Raises:
        ModelError: A rule uses something that is not there, or is not linear.
    """
    compiler = Compiler(model)
    rows: dict[str, RowBlock] = {}
    families: list[Family] = []
    start = 0
    for constraint in model.component_objects(pyo.Constraint, active=True, descend_into=True):
        family = compiler.family(constraint)
        stop = start + len(family.lower)
        index_set = constraint.index_set() if constraint.is_indexed() else None
        rows[constraint.name] = RowBlock(constraint.name, start, stop, index_set, family.kept)
        families.append(family)
        start = stop
    lower, upper = compiler.columns.bounds()
    cost, constant = compiler.cost(objective)
    return Programme(
        columns=compiler.columns.blocks,
        rows=rows,
        matrix=_stacked([family.matrix for family in families], compiler.columns.size),
        row_lower=np.concatenate([f.lower for f in families] or [np.empty(0)]),
        row_upper=np.concatenate([f.upper for f in families] or [np.empty(0)]),
        col_lower=lower,
        col_upper=upper,
        cost=cost,
        cost_constant=constant,
        _compiler=compiler,
    )


def _stacked(parts: Sequence[csr_matrix], width: int) -> csr_matrix:
    """Matrices one below the other, with 32-bit indices."""
    if not parts:
        return csr_matrix((0, width))
    ends = np.cumsum([part.nnz for part in parts], dtype=np.int64)
    pointers = [part.indptr[1:] + (end - part.nnz) for part, end in zip(parts, ends, strict=True)]
    data = np.concatenate([part.data for part in parts])
    indices = np.concatenate([part.indices for part in parts]).astype(np.int32, copy=False)
    pointer = np.concatenate([[0], *pointers]).astype(np.int32)
    matrix = csr_matrix((len(pointer) - 1, width))
    matrix.data, matrix.indices, matrix.indptr = data, indices, pointer
    matrix.has_sorted_indices = matrix.has_canonical_format = True
    return matrix
