"""What a family of rows is: a sense, a side for every key, and terms that add up to its left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathway.audit.book import Array
    from pathway.audit.vector import Key, Sides, Vector

Terms = Callable[["Vector", "Key"], Iterable["Array"]]


@dataclass(frozen=True)
class Rows:
    """Rows ``Σ terms (==, <=, >=) side`` for every key, along an axis."""

    group: str
    name: str
    sense: str
    axis: str
    side: Sides
    terms: Terms
    there: Sides = field(default_factory=dict)
    """Where along the axis there are rows; everywhere if nothing is said."""

    def exists(self, key: Key) -> Array:
        """Where the rows of a key exist."""
        return self.there.get(key, np.ones(len(self.side[key]), bool))

    def level(self, vector: Vector, key: Key) -> tuple[Array, Array]:
        """Left-hand side of the rows of a key, and the sum of the sizes of its terms."""
        total, gross = np.zeros_like(self.side[key]), np.zeros_like(self.side[key])
        for term in self.terms(vector, key):
            total = total + term
            gross = gross + np.abs(term)
        return total, gross

    def violation(self, level: Array, key: Key) -> Array:
        """How far a left-hand side is beyond its side; negative where there is room."""
        above = level - self.side[key]
        return np.asarray({"<=": above, ">=": -above, "==": np.abs(above)}[self.sense])


def where(there: Sides) -> dict[Key, Array]:
    """Only keys for which there is some row."""
    return {key: places for key, places in there.items() if places.any()}
