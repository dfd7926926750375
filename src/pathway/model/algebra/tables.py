"""Sets and parameters as integer tables, made once for a compilation.

Every index value gets a whole number, its code. A set is then a matrix of codes, and "where does
(2030, 17) stand in this set" is a table look-up for a whole array of indices at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.param import Param

from pathway.model.algebra.arrays import ArrayParam
from pathway.model.algebra.lazy import shape_of, subsets_of
from pathway.model.algebra.sets import SetFamily
from pathway.model.algebra.template import dimension, member_dimension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

DENSE_LIMIT = 20_000_000
"""Largest table kept for a joint set; above it positions are searched in sorted keys."""


class _Numbered(dict[Any, int]):
    """Gives every key that it is asked for the next whole number."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


class Codes:
    """A whole number for every index value seen, in order of appearance."""

    def __init__(self) -> None:
        self._codes = _Numbered()
        self._numbers = np.empty(0)

    def of(self, values: Iterable[Any]) -> Ints:
        """Codes of some values; new ones are added."""
        return np.fromiter(map(self._codes.__getitem__, values), dtype=np.int32)

    def of_elements(self, elements: Sequence[Any], dimension: int) -> list[Ints]:
        """Codes of the elements of a set, one array for every dimension."""
        if not elements:
            return [np.empty(0, dtype=np.int32)] * dimension
        columns = [elements] if dimension == 1 else zip(*elements, strict=True)
        return [self.of(column) for column in columns]

    def of_array(self, values: NDArray[Any]) -> Ints:
        """Codes of an array of values, in its shape."""
        if values.dtype == object:
            return self.of(values.ravel().tolist()).reshape(values.shape)
        distinct, places = np.unique(values, return_inverse=True)
        return self.of(distinct.tolist())[places].reshape(values.shape)

    def shown(self, code: int) -> str:
        """The index value behind a code, for a message."""
        value = next(value for value, known in self._codes.items() if known == code)
        return f"{value:g}" if isinstance(value, float) else repr(value)

    def numbers(self, codes: Ints) -> NDArray[np.float64]:
        """Index values as numbers, for rules that calculate with an index; nan for words."""
        if len(self._numbers) < len(self._codes):
            self._numbers = np.array([_number(value) for value in self._codes])
        return self._numbers[codes]


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else np.nan


class _Lookup:
    """Positions of small whole-number keys; -1 for a key that is not there."""

    def __init__(self, keys: NDArray[Any], size: int):
        self._last = size
        # One place more than keys: it answers whatever lies outside, and -1 wraps around to it.
        self._table = np.full(size + 1, -1, dtype=np.int32)
        self._table[keys] = np.arange(len(keys), dtype=np.int32)

    def __call__(self, keys: NDArray[Any]) -> Ints:
        return self._table[np.minimum(keys, self._last)]


class _SortedLookup:
    """The same for keys too large for a table."""

    def __init__(self, keys: NDArray[Any]):
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[self._order]

    def __call__(self, keys: NDArray[Any]) -> Ints:
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[place] == keys, self._order[place], np.int32(-1))


class SetTable:
    """The elements of one set: `codes` has one array of element codes for every dimension."""

    def __init__(self, elements: Sequence[Any], dimension: int, codes: Codes):
        self.dimension = dimension
        self.length = len(elements)
        self.codes = codes.of_elements(elements, dimension)
        self._find: Callable[[Sequence[Ints]], Ints] | None = None

    def find(self, keys: Sequence[Ints]) -> Ints:
        """Positions of elements given by code, -1 where there is none; keys broadcast."""
        if self._find is None:
            self._find = _finder(self.codes, self.length)
        return self._find(keys)


def _finder(columns: Sequence[Ints], length: int) -> Callable[[Sequence[Ints]], Ints]:
    if not length:
        return lambda keys: np.full(np.broadcast_shapes(*(k.shape for k in keys)), -1, np.int32)
    distinct = [np.unique(column) for column in columns]
    ranks = [_Lookup(values, int(values[-1]) + 1) for values in distinct]
    if len(columns) == 1:
        single = _Lookup(columns[0], int(distinct[0][-1]) + 1)
        return lambda keys: single(keys[0])
    sizes = [len(values) for values in distinct]
    total = int(np.prod(sizes, dtype=object))

    def joined(keys: Sequence[Ints]) -> NDArray[np.int64]:
        """One number for a tuple; `total`, which is no key, where a part is unknown."""
        key: Any = np.int64(0)
        unknown: Any = np.False_
        for part, rank, size in zip(keys, ranks, sizes, strict=True):
            place = rank(part).astype(np.int64)
            key = key * size + place
            unknown = unknown | (place < 0)
        return np.where(unknown, np.int64(total), key) if np.any(unknown) else key

    known = joined(columns)
    lookup = _Lookup(known, total) if total <= DENSE_LIMIT else _SortedLookup(known)
    return lambda keys: lookup(joined(keys))


@dataclass(frozen=True, eq=False)
class MemberTable:
    """The members of every set of an indexed set, one after another."""

    codes: list[Ints]
    """Codes of all members, one array for every dimension."""
    first: NDArray[np.int64]
    count: NDArray[np.int64]
    """Number of members of each set; -1 where the indexed set has no such set."""


@dataclass(frozen=True, eq=False)
class ParamTable:
    """The values of a parameter, one axis per subset, and where it has none."""

    values: NDArray[Any]
    missing: NDArray[np.bool_] | None


class Tables:
    """All tables of one model, each made when first needed."""

    def __init__(self) -> None:
        self.codes = Codes()
        self._sets: dict[int, SetTable] = {}
        self._members: dict[int, MemberTable] = {}
        self._params: dict[int, ParamTable] = {}
        self._param_codes: dict[int, Ints] = {}
        # Tables are found by the identity of what they describe, which must stay alive.
        self._alive: list[Any] = []

    def set(self, described: Any) -> SetTable:
        """Table of a set that is no product."""
        table = self._sets.get(id(described))
        if table is None:
            elements = list(described)
            table = self._sets[id(described)] = SetTable(elements, dimension(described), self.codes)
            self._alive.append(described)
        return table

    def index_of(self, index_set: Any) -> list[SetTable]:
        """Tables of the subsets of an index set."""
        return [self.set(subset) for subset in subsets_of(index_set)]

    def members(self, indexed_set: Any) -> MemberTable:
        """Table of an indexed set."""
        table = self._members.get(id(indexed_set))
        if table is None:
            table = self._members[id(indexed_set)] = self._new_members(indexed_set)
            self._alive.append(indexed_set)
        return table

    def _new_members(self, indexed_set: Any) -> MemberTable:
        lists = _lists(indexed_set)
        elements = [element for members in lists if members for element in members]
        count = np.array([-1 if members is None else len(members) for members in lists], np.int64)
        first = np.concatenate([[0], np.cumsum(np.maximum(count, 0))])[:-1]
        codes = self.codes.of_elements(elements, member_dimension(indexed_set))
        return MemberTable(codes, first, count)

    def param(self, param: Any) -> ParamTable:
        """Values of a parameter; ordinary Pyomo ones are read into an array."""
        table = self._params.get(id(param))
        if table is None:
            table = ParamTable(param.array, None) if isinstance(param, ArrayParam) else _read(param)
            self._params[id(param)] = table
            self._alive.append(param)
        return table

    def param_codes(self, param: Any) -> Ints:
        """Codes of the values of a parameter whose values are indices."""
        codes = self._param_codes.get(id(param))
        if codes is None:
            codes = self._param_codes[id(param)] = self.codes.of_array(self.param(param).values)
        return codes


def _lists(indexed_set: Any) -> Sequence[list[Any] | None]:
    """Members of every set of an indexed set, in index order; None where there is no such set."""
    if isinstance(indexed_set, SetFamily):
        return indexed_set.lists()
    data = indexed_set._data
    return [list(data[i]) if i in data else None for i in indexed_set.index_set()]


def _read(param: Any) -> ParamTable:
    """Values of a dictionary-backed parameter."""
    shape = shape_of(param.index_set())
    absent = object()
    has_default = param.default() is not Param.NoValue
    values = [
        pyo.value(param[i]) if has_default or i in param._data else absent
        for i in param.index_set()
    ]
    missing = np.array([value is absent for value in values], dtype=bool).reshape(shape)
    filled = [0.0 if value is absent else value for value in values]
    numeric = all(isinstance(value, int | float) for value in filled)
    array = np.array(filled, dtype=float if numeric else object).reshape(shape)
    return ParamTable(array, missing if missing.any() else None)
