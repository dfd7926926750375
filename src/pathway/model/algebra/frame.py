"""Where a template is evaluated: a grid of axes, each carrying some of the template's indices.

A family of rows starts with one axis per subset of its index set. A sum adds an axis, or, if the
set summed over depends on indices, joins the axes of those indices into one and stretches it so
that every combination has as many places as its set has members. Arrays over a frame have its
number of dimensions, with length 1 along axes they do not depend on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Axis:
    """One axis: what each place adds to the row number, and the index values standing there."""

    rows: Ints
    codes: Mapping[int, Ints]
    """Element codes along the axis by identity of the template index."""

    def take(self, places: NDArray[Any], new: Mapping[int, Ints] | None = None) -> Axis:
        """The axis at `places`, with further indices on it."""
        codes = {index: along[places] for index, along in self.codes.items()}
        return Axis(self.rows[places], {**codes, **(new or {})})


def loop(codes: Mapping[int, Ints], length: int) -> Axis:
    """The axis of a sum over a set that depends on nothing: it does not change the row."""
    return Axis(np.zeros(length, dtype=np.int32), codes)


@dataclass(frozen=True, eq=False)
class Frame:
    """A grid of axes."""

    axes: tuple[Axis, ...]

    @cached_property
    def home(self) -> dict[int, int]:
        """On which axis each template index lives."""
        return {index: k for k, axis in enumerate(self.axes) for index in axis.codes}

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of places along every axis."""
        return tuple(len(axis.rows) for axis in self.axes)

    @cached_property
    def rows(self) -> Ints:
        """Row number of every place."""
        spread = (self.along(k, axis.rows) for k, axis in enumerate(self.axes))
        summed = reduce(np.add, spread, np.zeros((1,) * len(self.axes), dtype=np.int32))
        return np.broadcast_to(summed, self.shape).ravel()

    def along(self, k: int, values: NDArray[Any]) -> NDArray[Any]:
        """One value per place of axis `k`, as an array over the frame."""
        return values.reshape([-1 if j == k else 1 for j in range(len(self.axes))])

    def codes(self, index: int) -> Ints | None:
        """Element codes of a template index as an array over the frame; None if it is unknown."""
        k = self.home.get(index)
        return None if k is None else self.along(k, self.axes[k].codes[index])

    def flat(self, values: NDArray[Any] | float) -> NDArray[Any]:
        """An array over the frame written out for every place."""
        return np.broadcast_to(values, self.shape).ravel()

    def with_axis(self, axis: Axis) -> Frame:
        """The frame with one axis more."""
        return Frame((*self.axes, axis))

    def with_place(self, k: int, axis: Axis) -> Frame:
        """The frame with axis `k` replaced."""
        return Frame((*self.axes[:k], axis, *self.axes[k + 1 :]))

    def joined(self, chosen: Sequence[int]) -> tuple[Frame, int]:
        """The frame with the chosen axes made one, in their order, and which axis that is."""
        if len(chosen) == 1:
            return self, chosen[0]
        sizes = [self.shape[k] for k in chosen]
        places = np.unravel_index(np.arange(int(np.prod(sizes)), dtype=np.int64), sizes)
        parts = [self.axes[k].take(place) for k, place in zip(chosen, places, strict=True)]
        codes = {index: along for part in parts for index, along in part.codes.items()}
        rows = reduce(np.add, (part.rows for part in parts))
        first = min(chosen)
        axes = [axis for k, axis in enumerate(self.axes) if k == first or k not in chosen]
        axes[first] = Axis(rows, codes)
        return Frame(tuple(axes)), first

    def numbered(self, chosen: Sequence[int]) -> Frame:
        """A frame of the chosen axes alone, in which every place is a row of its own."""
        axes, stride = [], 1
        for k in reversed(chosen):
            length = self.shape[k]
            axes.append(Axis(np.arange(length, dtype=np.int32) * stride, self.axes[k].codes))
            stride *= length
        return Frame(tuple(reversed(axes)))


def varying(values: NDArray[Any] | float) -> list[int]:
    """The axes an array over a frame depends on."""
    return [k for k, length in enumerate(np.shape(values)) if length != 1]


def gather(values: NDArray[Any], positions: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """``values[positions]``, as an array over the frame of the positions.

    Reads along one axis at a time where it can: taking whole rows is several times faster than
    picking single places, and an axis read in full and in order is not copied at all.
    """
    homes = [varying(place) for place in positions]
    flat_homes = [k for home in homes for k in home]
    if any(len(home) > 1 for home in homes) or flat_homes != sorted(set(flat_homes)):
        return np.asarray(values[tuple(positions)])
    shape = [1] * max((place.ndim for place in positions), default=0)
    for dimension, (place, home) in enumerate(zip(positions, homes, strict=True)):
        values = _taken(values, place.ravel(), dimension)
        if home:
            shape[home[0]] = place.size
    return values.reshape(shape)


def _taken(values: NDArray[Any], places: NDArray[Any], dimension: int) -> NDArray[Any]:
    length = values.shape[dimension]
    if len(places) == length and np.array_equal(places, np.arange(length)):
        return values
    return np.take(values, places, axis=dimension)
