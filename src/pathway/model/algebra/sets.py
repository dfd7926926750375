"""One set for every element of an index set, kept as lists instead of one Pyomo object each."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from pyomo.core.base.set import IndexedSet, InsertionOrderSetData

from pathway.errors import ModelError
from pathway.model.algebra.lazy import Lazy
from pathway.model.algebra.template import plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class SetFamily(Lazy, IndexedSet):
    """An indexed set whose Pyomo sets appear when an index is asked for.

    Args:
        index: The index set.
        members: Its elements → members of their sets; a member that comes twice counts once.
        dimen: How many indices a member has.
        doc: What the members are to an element.

    Raises:
        ModelError: There is not one set for every element, or a member has another dimension.
    """

    _ComponentDataClass = InsertionOrderSetData

    def __init__(
        self,
        index: Any,
        members: Mapping[Any, Iterable[Any]],
        dimen: int = 1,
        doc: str = "",
        name: str | None = None,
    ):
        self._members = {key: list(dict.fromkeys(value)) for key, value in members.items()}
        super().__init__(index, initialize=self._members, dimen=dimen, doc=doc, name=name)
        self.member_dimen = dimen

    def lists(self) -> list[list[Any]]:
        """Members by element, in the order of the index set."""
        return [self._members[element] for element in self._index_set]

    def construct(self, data: Any = None) -> None:
        """Check the members against the index set and the dimension."""
        if not self._construct_sets():
            return
        elements = list(self._index_set)
        if len(elements) != len(self._members) or not all(e in self._members for e in elements):
            raise ModelError(f"set {self.name}: not one set for every element of its index set")
        distinct = set(chain.from_iterable(self._members.values()))
        other = {_length(member) for member in distinct} - {self.member_dimen}
        if other:
            raise ModelError(
                f"set {self.name}: members of {min(other)} indices, not {self.member_dimen}"
            )

    def _getitem_when_not_present(self, index: Any) -> Any:
        with plainly():
            return super()._getitem_when_not_present(index)


def _length(member: Any) -> int:
    return len(member) if isinstance(member, tuple) else 1
