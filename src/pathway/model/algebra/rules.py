"""Constraints and linear expressions that keep their rule's template instead of a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo
from pyomo.core.base.constraint import ConstraintData, IndexedConstraint
from pyomo.core.base.expression import IndexedExpression
from pyomo.core.expr.relational_expr import tuple_to_relational_expr
from pyomo.core.expr.template_expr import resolve_template

from pathway.errors import ModelError
from pathway.model.algebra.lazy import Templated
from pathway.model.algebra.template import item, linear_form, plainly, relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.model.algebra.template import Template

    Rule = Callable[..., Any]


class RowData(ConstraintData):
    """One row, made on request; what it says belongs to the rule and cannot be replaced."""

    __slots__ = ()

    def set_value(self, expr: Any) -> None:
        """Take the rule's relation; refuse another one, which the template would not know."""
        if self._expr is not None:
            raise ModelError(
                f"row {self.name} is given by its family's rule: deactivate it and add another one"
            )
        super().set_value(expr)


class TemplateConstraint(Templated, IndexedConstraint):
    """A family of rows given by one rule, read once.

    ``con[index]`` makes the ordinary Pyomo row. Deactivating the family or single rows leaves them
    out of the compiled programme. A side without variables becomes the bound of a row; with
    variables on both sides the row reads left minus right.

    Args:
        *sets: The index sets.
        rule: ``rule(m, *index)`` returning ``==``, ``<=``, ``>=`` or ``(lower, body, upper)``.
        doc: What the family says.

    Raises:
        ModelError: The rule is not a template.
    """

    _ComponentDataClass = RowData
    _read = staticmethod(relation)
    _unmade_active = True
    """Whether rows nobody has asked for yet are active."""

    def __init__(self, *sets: Any, rule: Rule, doc: str = "", name: str | None = None):
        super().__init__(*sets, rule=rule, doc=doc, name=name)

    def activate(self) -> None:
        """Make the family and all its rows part of the model again."""
        self._switch(on=True)

    def deactivate(self) -> None:
        """Leave the family and all its rows out of the model."""
        self._switch(on=False)

    def _switch(self, *, on: bool) -> None:
        self._active = self._unmade_active = on
        for row in self._data.values():
            row._active = on

    def active_places(self) -> list[int] | None:
        """Places in the index set of the active rows; None if all are."""
        if self._unmade_active and all(row.active for row in self._data.values()):
            return None
        made = {index: row.active for index, row in self._data.items()}
        return [k for k, i in enumerate(self._index_set) if made.get(i, self._unmade_active)]

    def __setitem__(self, index: Any, relation: Any) -> None:
        raise ModelError(f"rows of {self.name} are given by its rule")

    def _getitem_when_not_present(self, index: Any) -> Any:
        with plainly():
            said = self._rule(self.parent_block(), index)
            if said.__class__ is tuple:
                said = tuple_to_relational_expr(said)
            if isinstance(said, bool) and self.template is not None:
                said = _without_variables(self.template, index)
        row = self._setitem_when_not_present(index, said)
        row._active = self._unmade_active
        return row


def _without_variables(template: Template, index: Any) -> Any:
    """The relation of a row whose terms all vanish, which Pyomo would answer with a bool."""
    values = index if isinstance(index, tuple) else (index,)
    try:
        for place, value in zip(template.indices, values, strict=True):
            place.set_value(value)
        sides = tuple(pyo.value(resolve_template(side)) for side in template.body.args)
    finally:
        for place in template.indices:
            place.set_value()
    return template.body.create_node_with_local_data(sides)


class TemplateExpression(Templated, IndexedExpression):
    """A linear expression for every element of a set, given by one rule, read once.

    ``e[index]`` makes the ordinary Pyomo expression; rules may use it as they use a variable.

    Args:
        *sets: The index sets.
        rule: ``rule(m, *index)`` returning a linear expression.
        doc: What it is, with its unit.

    Raises:
        ModelError: The rule is not a template.
    """

    _read = staticmethod(linear_form)

    def __init__(self, *sets: Any, rule: Rule, doc: str = "", name: str | None = None):
        super().__init__(*sets, rule=rule, doc=doc, name=name)

    def _getitem_when_not_present(self, index: Any) -> Any:
        template_item = item(self, index)
        if template_item is not None:
            return template_item
        return super()._getitem_when_not_present(index)


def rows(block: Any, *sets: Any, doc: str = "") -> Callable[[Rule], TemplateConstraint]:
    """Decorate a rule to add its rows, one for every element of the product of `sets`.

    ::

        @rows(m, m.COMMODITIES, m.STEPS, doc="what is made is used")
        def c_balance(m, c, y, t):
            return sum(m.v_flow[f, y, t] for f in m.FLOWS_OF[c]) == m.demand[c, y, t]
    """

    def add(rule: Rule) -> TemplateConstraint:
        component = TemplateConstraint(*sets, rule=rule, doc=doc)
        block.add_component(rule.__name__, component)
        return component

    return add


def linear(block: Any, *sets: Any, doc: str = "") -> Callable[[Rule], TemplateExpression]:
    """Decorate a rule to add its linear expression for every element of the product of `sets`."""

    def add(rule: Rule) -> TemplateExpression:
        component = TemplateExpression(*sets, rule=rule, doc=doc)
        block.add_component(rule.__name__, component)
        return component

    return add
