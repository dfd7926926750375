"""What the array and template components share: every index is there, its data only on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.errors import ModelError
from pathway.model.algebra.template import plainly

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.model.algebra.template import Template


def subsets_of(index_set: Any) -> list[Any]:
    """The factors of a product set; any other set is its own only factor."""
    return list(index_set.subsets(expand_all_set_operators=False))


def shape_of(index_set: Any) -> tuple[int, ...]:
    """Length of every subset of an index set; a joint set of tuples counts as one."""
    return tuple(len(subset) for subset in subsets_of(index_set))


def position_of(index_set: Any, index: Any) -> int:
    """Place of `index` in the order of its set, from 0."""
    with plainly():
        return int(index_set.ord(index)) - 1


class Lazy:
    """A Pyomo component whose length and keys are those of its index set.

    Iterating makes all data, so Pyomo's writers and solvers always see the whole component.
    """

    _index_set: Any
    _anonymous_sets: Any
    _constructed: bool

    def __init__(self, *sets: Any, **options: Any):
        if not sets:
            raise ModelError(f"{type(self).__name__} needs an index set")
        super().__init__(*sets, **options)

    def _construct_sets(self) -> bool:
        """Make the anonymous index sets; False if the component is constructed already."""
        if self._constructed:
            return False
        self._constructed = True
        for anonymous in self._anonymous_sets or ():
            anonymous.construct()
        return True

    def __len__(self) -> int:
        return len(self._index_set)

    def __contains__(self, index: Any) -> bool:
        return index in self._index_set


class Templated(Lazy):
    """A component given by a rule that is read once."""

    _rule: Any
    _read: Callable[[Any, Any], Template]
    """What reads the rule: as a relation, or as an expression."""
    _template: Template | None = None

    @property
    def template(self) -> Template | None:
        """The rule as read; None if the index set is empty."""
        if self._template is None and len(self):
            self._template = self._read(self, self._rule)
        return self._template

    def construct(self, data: Any = None) -> None:
        """Read the rule."""
        if self._construct_sets():
            _ = self.template
