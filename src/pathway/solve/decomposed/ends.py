"""Where searches ended, so that a similar one begins there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathway.solve.decomposed.inner import Inner, Upper
    from pathway.solve.decomposed.master import Lower, Master
    from pathway.solve.decomposed.year import Answer, Question

    Statuses = NDArray[np.int8]
    Basis = tuple[Statuses, Statuses]
    Mask = NDArray[np.bool_]
    Known = list[tuple[Question, Answer]]


@dataclass(frozen=True, eq=False)
class End:
    """The bases that a search ended with, and what was known of operation then."""

    master: Basis
    cuts: int
    """Rows of the master that are cuts; they are its last."""
    inner: Basis | None
    """None if only the bound was asked for."""
    members: int
    """Columns of the schedules known; they are the last."""
    used: tuple[Question, ...]
    """Questions whose answers make the plan or its bound."""

    @classmethod
    def of(cls, known: Known, master: Master, inner: Inner, lower: Lower,
           upper: Upper | None) -> End:  # fmt: skip
        """The end of the search that was just made."""
        weights = np.zeros(0) if upper is None else upper.weights
        members = inner.members if upper is not None else []
        used = {id(cut) for cut, price in zip(master.cuts, lower.cut_dual, strict=True) if price}
        used |= {id(m.answer) for m, weight in zip(members, weights, strict=True) if weight > 0}
        return cls(
            master.loaded.statuses(), len(master.cuts),
            None if upper is None else inner.loaded.statuses(), len(members),
            tuple(question for question, answer in known if id(answer) in used),
        )  # fmt: skip

    def thinned(self, cuts: Mask, members: Mask) -> End:
        """The end with some cuts and schedules, of all that there are now, taken out of its bases.

        Args:
            cuts: whether each cut stays.
            members: whether each schedule stays.
        """
        cuts, members = cuts[: self.cuts], members[: self.members]
        plan = self.inner and (_thinned(self.inner[0], members), self.inner[1])
        reduced = self.master[0], _thinned(self.master[1], cuts)
        return End(reduced, int(cuts.sum()), plan, int(members.sum()), self.used)


def _thinned(statuses: Statuses, kept: Mask) -> Statuses:
    """Statuses without those of the last ones that are not kept."""
    first = len(statuses) - len(kept)
    return np.append(statuses[:first], statuses[first:][kept])
