"""Numbers of a block of the programme by what they belong to."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra.lazy import subsets_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.model.algebra.layout import Block

    Array = NDArray[np.float64]
    Key = tuple[Any, ...]


def factors(block: Block) -> list[Any]:
    """Factors of a block's index set; none of a single variable or row."""
    return [] if block.index_set is None else subsets_of(block.index_set)


def keys(sets: list[Any]) -> list[Key]:
    """Indices of a product of sets in order, parts that are tuples written out."""
    return [_flat(parts) for parts in product(*sets)]


def filled(block: Block, values: Array) -> Array:
    """Values over the whole index set of a block; zero where it has no row."""
    if block.kept is None:
        return values
    whole = np.zeros(int(np.prod(block.shape)))
    whole[block.kept] = values
    return whole


def _flat(parts: Key) -> Key:
    flat: list[Any] = []
    for part in parts:
        flat += part if isinstance(part, tuple) else (part,)
    return tuple(flat)
