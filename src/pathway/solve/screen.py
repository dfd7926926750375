"""Tells without solving what a change does: nothing, something exactly known, or about how much.

Whatever keeps the basis of the base optimal is known exactly (`pathway.solve.corner`). For the rest
there are effects of the first order, and a weight for each measure that says how much a solve could
find: the first order, plus what columns with reduced costs of the wrong sign could gain if each
moved as far as the rows let it alone. Weights only order the solves; no result rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.solve.aligned import NEW, Aligned
from pathway.solve.corner import Corner
from pathway.solve.effects import Effect, How, Yardstick
from pathway.solve.peaks import GUARD_SLACK
from pathway.solve.tasks import task_prices
from pathway.solve.variant import emissions_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.solve.batches import Change
    from pathway.solve.corner import Moved
    from pathway.solve.difference import Difference
    from pathway.solve.variant import Built, Solved, Stage

    Array = NDArray[np.float64]

SAME = 1e-9
"""Relative move of cost that is none."""


@dataclass(frozen=True, eq=False)
class Screened:
    """An effect, and how much a solve could find beyond it."""

    effect: Effect
    weights: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Cost before peaking [1e8], peak level [10 kt], tasks [1e8]; zeros where it is proved."""

    @property
    def proved(self) -> bool:
        """Whether nothing is left to find."""
        return self.effect.how in {How.NOTHING, How.EXACT}


class Screen:
    """A solved base, ready to tell what changes of it do."""

    def __init__(self, base: Solved) -> None:
        self.base = base
        self.yardstick = Yardstick(base)
        self._plan = Corner(base.built, base.plan)
        self._reference = None if base.reference is None else Corner(base.built, base.reference)
        self._room = _room(base.built, base.plan)
        self._worth = _worth(base.built)

    def screened(self, change: Change) -> Screened:
        """What a change does."""
        if change.problem:
            return Screened(Effect(How.FAILED, why=change.problem))
        if change.difference is None:
            assert change.built is not None
            return self._of_other_rows(change.built)
        if change.difference.empty:
            return Screened(Effect(How.NOTHING))
        moved = self.moved(change.difference)
        how = How.EXACT if moved.holds else How.MARGINAL
        effect = self.yardstick.of_values(moved.x, change.difference, how)
        if moved.holds:
            size = SAME * abs(self.yardstick.before)
            still = not effect.moves and max(abs(effect.before), abs(effect.after)) <= size
            return Screened(replace(effect, how=How.NOTHING) if still else effect)
        return Screened(effect, self._weights(effect, moved.attraction, self._room, self._worth))

    # --- the same rows and columns ------------------------------------------------------------

    def moved(self, change: Difference) -> Moved:
        """The plan after a change, its guard that of the reference after the change."""
        moved = self._plan.moved(change)
        if not moved.holds or self._reference is None:
            return moved
        reference = self._reference.moved(change)
        if not reference.holds:
            return replace(moved, holds=False)
        return self._plan.moved(change, self._guard(reference.x))

    def _guard(self, reference: Array) -> Array:
        """Upper bounds of columns, with emissions held to those of a reference where guarded."""
        built, upper = self.base.built, self.base.plan.col_upper.copy()
        block = built.programme.columns["v_emissions"].slice
        emissions = emissions_of(built, reference)
        guarded = np.isfinite(upper[block])
        upper[block] = np.where(guarded, emissions + GUARD_SLACK * np.abs(emissions), upper[block])
        return upper

    # --- other rows and columns ---------------------------------------------------------------

    def _of_other_rows(self, other: Built) -> Screened:
        base = self.base
        aligned = Aligned.of(base.built, other)
        guess = aligned.guess(base.built, base.plan, other)
        holds = guess.holds
        if base.reference is not None:
            holds = holds and aligned.guess(base.built, base.reference, other).holds
        before = guess.objective / base.built.weight
        how = How.EXACT if holds else How.MARGINAL
        effect = self.yardstick.of_other(guess.x, other, how, before)
        if holds:
            return Screened(effect)
        room, worth = (
            _for_new(known, base.built, other, aligned) for known in (self._room, self._worth)
        )
        return Screened(effect, self._weights(effect, guess.attraction, room, worth))

    def _weights(
        self, effect: Effect, attraction: Array, room: Array, worth: Array
    ) -> tuple[float, float, float]:
        """How much a solve could find, by measure."""
        pulled = attraction[: len(room)] * room
        gain = float(pulled.sum()) / self.base.built.weight
        works = float((worth * room)[attraction[: len(room)] > 0].sum())
        return abs(effect.before) + gain, abs(effect.peak), effect.tasks + works


def _for_new(known: Array, base: Built, other: Built, aligned: Aligned) -> Array:
    """A figure of the base's columns for those of a variant; new ones take the most of a kind."""
    result = known[aligned.columns]
    for name, block in other.programme.columns.items():
        new = aligned.columns[block.slice] == NEW
        most = known[base.programme.columns[name].slice].max(initial=0.0)
        result[block.slice][new] = most
    return np.asarray(result)


def _room(built: Built, stage: Stage) -> Array:
    """How far each column could rise alone: to its bound, or to the first inequality in its way.

    Columns that no inequality stops are given the largest value of their variable.
    """
    programme = built.programme
    level = programme.matrix @ stage.x
    entries = programme.matrix.tocoo()
    unequal = programme.row_lower[entries.row] != stage.row_upper[entries.row]
    up = np.where(entries.data > 0, stage.row_upper[entries.row], programme.row_lower[entries.row])
    slack = np.abs(up - level[entries.row]) / np.abs(entries.data)
    stops = unequal & np.isfinite(slack)
    room = stage.col_upper - stage.x
    np.minimum.at(room, entries.col[stops], slack[stops])
    for block in programme.columns.values():
        part = room[block.slice]
        most = float(np.abs(stage.x[block.slice]).max(initial=0.0))
        part[~np.isfinite(part)] = most
    return np.maximum(room, 0.0)


def _worth(built: Built) -> Array:
    """Investment of a unit of each column that is a task [1e8]; zero of the others."""
    worth = np.zeros(built.programme.n_columns)
    prices = task_prices(built.case)
    for name, kind in (("v_build", "build"), ("v_retrofit", "retrofit")):
        block = built.programme.columns[name]
        for place, key in enumerate(block.index_set):
            worth[block.start + place] = prices.get((kind, str(key[0]), int(key[-1])), 0.0)
    return worth
