"""One rule, called once: a constraint or expression rule becomes a template of its rows.

Pyomo can call a rule with placeholders instead of indices. While it does, iterating over a Set
gives a placeholder too, and ``sum`` builds an unexpanded sum. Three things are added here. A
placeholder refuses to be compared, because Pyomo would quietly answer "not equal" and take the
wrong branch. Sums over members of members (``for f in m.A[c] for g in m.B[f]``) work. And whatever
a template cannot express is an error that names the rule, never a rule called row by row.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import GeneratorType
from typing import TYPE_CHECKING, Any

import pyomo.environ as pyo
from pyomo.core.base.set import UnknownSetDimen, _FiniteSetMixin
from pyomo.core.expr import template_expr as te
from pyomo.core.expr.numeric_expr import ARG_TYPE, register_arg_type
from pyomo.core.expr.relational_expr import (
    EqualityExpression,
    InequalityExpression,
    RangedExpression,
    tuple_to_relational_expr,
)

from pathway.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RELATIONS = (EqualityExpression, InequalityExpression, RangedExpression)
_END = object()


class RuleError(Exception):
    """Something a rule may not do; becomes a `ModelError` naming the rule."""


def _compared(parent: Any, other: Any) -> Any:
    """``==`` of a placeholder: a relation with a number or an expression, never an answer."""
    comparable = isinstance(other, int | float) or hasattr(other, "is_expression_type")
    if isinstance(other, Index) or not comparable:
        raise RuleError(f"it compares an index or parameter with {other}; split the index set")
    return parent.__eq__(other)


class Index(te.IndexTemplate):
    """Stands for one index of a rule while the rule is read."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> Any:
        return True if other is self else _compared(super(), other)


register_arg_type(Index, ARG_TYPE.NPV)


@dataclass(frozen=True, eq=False)
class Template:
    """What a rule says about any row: an expression over `indices`."""

    body: Any
    indices: tuple[Index, ...]

    def __deepcopy__(self, memo: Any) -> None:
        """A copied model reads its rules again: Pyomo cannot copy an unexpanded sum."""
        return


@contextmanager
def _guarded_parameters() -> Iterator[None]:
    """Let ``m.kind[p] == "word"`` raise while a rule is read; Pyomo would answer no."""

    def equal(item: Any, other: Any) -> Any:
        return _compared(super(te.GetItemExpression, item), other)

    te.GetItemExpression.__eq__ = equal
    try:
        yield
    finally:
        del te.GetItemExpression.__eq__


class _Reading(te._template_iter_context):
    """What iteration and ``sum`` mean while a rule is read."""

    def get_iter(self, looped: Any) -> Iterator[Any]:
        indices = self.indices_of(looped)
        self.cache.append(indices)
        yield indices[0] if len(indices) == 1 else indices

    def indices_of(self, looped: Any) -> tuple[Index, ...]:
        group = self.next_group()
        return tuple(Index(looped, j, self.next_id(), group) for j in range(_dimension(looped)))

    def sum_template(self, items: Any, start: Any = 0) -> Any:
        plain_sum = te._TemplateIterManager.builtin_sum
        if not isinstance(items, GeneratorType | map):
            return plain_sum(items, start)
        known = len(self.cache)
        body = next(items, _END)
        if body is _END:
            return start
        loops = self.npop_cache(len(self.cache) - known) if len(self.cache) > known else []
        if not loops:
            return plain_sum(items, start + body)
        if next(items, _END) is not _END:
            raise RuleError(
                "one sum(...) runs over a Set and a Python sequence; sum over the sequence outside"
            )
        for indices in reversed(loops):
            body = te.TemplateSumExpression((body,), [indices])
        return start + body


def _dimension(looped: Any) -> int:
    if not looped.is_expression_type():
        return dimension(looped)
    if isinstance(looped, te.GetItemExpression) and looped.arg(0).ctype is pyo.Set:
        return member_dimension(looped.arg(0))
    raise RuleError(f"it loops over {looped}, which is not a Set")


def dimension(*sets: Any) -> int:
    """How many indices an element of some like sets has."""
    known = {each.dimen for each in sets} - {UnknownSetDimen}
    if None in known or len(known) > 1:
        raise RuleError(f"the elements of {sets[0].name} have different lengths")
    # A set nobody filled has no dimension: any will do, there is nothing to loop over.
    return int(known.pop()) if known else 1


def member_dimension(indexed_set: Any) -> int:
    """How many indices an element of the sets of an indexed set has."""
    declared = getattr(indexed_set, "member_dimen", None)
    return dimension(*indexed_set._data.values()) if declared is None else int(declared)


def templatise(component: Any, rule: Callable[..., Any]) -> Template:
    """Call `rule` once for all rows of the indexed `component`.

    Raises:
        ModelError: The rule does something a template cannot express.
    """
    reading = _Reading()
    # Pyomo's manager swaps `sum` and the iteration of sets for the time of this block.
    hijacked = (_FiniteSetMixin, te.GetItemExpression, te.GetAttrExpression)
    try:
        with _guarded_parameters(), te._TemplateIterManager.init(reading, *hijacked):
            indices = reading.indices_of(component.index_set())
            body = rule(component.parent_block(), indices)
    except Exception as problem:
        # A rule is arbitrary code: whatever it raises must come out with the rule's name.
        raise ModelError(_complaint(component, rule, _reason(problem))) from problem
    if reading.cache:
        looped = reading.cache[-1][0]._set
        raise ModelError(
            _complaint(component, rule, f"it loops over {looped} outside sum(... for ... in ...)")
        )
    return Template(body, indices)


def relation(component: Any, rule: Callable[..., Any]) -> Template:
    """Read a constraint rule: the body of the template is ``==``, ``<=``, ``>=`` or a range."""
    template = templatise(component, rule)
    body = template.body
    if body.__class__ is tuple:
        body = tuple_to_relational_expr(body)
    if body.__class__ not in _RELATIONS:
        raise ModelError(
            _complaint(component, rule, f"it returns {body!r}, not a relation between expressions")
        )
    if getattr(body, "strict", False) in (True, (True, True), (True, False), (False, True)):
        raise ModelError(_complaint(component, rule, "it uses < or >; write <= or >="))
    return Template(body, template.indices)


def linear_form(component: Any, rule: Callable[..., Any]) -> Template:
    """Read an expression rule: the body of the template is a number or an expression."""
    template = templatise(component, rule)
    body = template.body
    numeric = body.__class__ in (int, float) or getattr(body, "is_numeric_type", lambda: False)()
    if not numeric:
        raise ModelError(_complaint(component, rule, f"it returns {body!r}, not an expression"))
    return template


def plainly() -> Any:
    """While a rule may be being read: iterate sets and sum as Python does."""
    return te._TemplateIterManager.pause()


def item(component: Any, index: Any) -> Any:
    """``component[index]`` as part of a template, if a rule is being read; else None.

    A constant index in a rule (``m.e_cost[2030]``) must not make Pyomo data while iteration and
    ``sum`` are swapped, and need not.
    """
    if te._TemplateIterManager.paused:
        return None
    return te.GetItemExpression((component, *(index if isinstance(index, tuple) else (index,))))


def _reason(problem: Exception) -> str:
    if isinstance(problem, RuleError):
        return str(problem)
    if "non-constant" in str(problem) or "unhashable type" in str(problem):
        return (
            "it decides on an index or a parameter (if, in, min, max or a dict); "
            "split the index set, or put the result into a parameter"
        )
    return f"{type(problem).__name__}: {problem}"


def _complaint(component: Any, rule: Any, reason: str) -> str:
    code = getattr(getattr(rule, "_fcn", rule), "__code__", None)
    where = (
        f"{code.co_name} ({Path(code.co_filename).name}:{code.co_firstlineno})" if code else rule
    )
    return f"family {component.name}: rule {where} cannot be a template: {reason}."
