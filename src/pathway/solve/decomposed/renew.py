"""What of an earlier case is true of another: its cuts, as far as their duals prove them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scipy.sparse import csr_matrix

from pathway.solve.decomposed.cuts import too_steep
from pathway.solve.decomposed.year import Answer, Cut, Proof

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from pathway.solve.decomposed.pool import Years
    from pathway.solve.decomposed.year import Question

    Array = NDArray[np.float64]
    Known = list[tuple[Question, Answer]]


RECENT = 16
"""Latest answers of a year that are kept although nothing was made of them."""


def lately(known: Known, changed: Collection[int], used: Collection[int]) -> Known:
    """What is known, of changed years only what was used, forbids links, or was learnt last.

    Cuts that forbid links are short, and which of them bind moves with every change.
    """
    left = dict.fromkeys(changed, RECENT)
    found: Known = []
    for question, answer in reversed(known):
        recent = left.get(answer.year, 1) > 0
        if recent or id(question) in used or answer.forbids:
            found.append((question, answer))
        if answer.year in left and not answer.forbids:
            left[answer.year] -= 1
    return found[::-1]


@dataclass(frozen=True, eq=False)
class Renewed:
    """What is left of what was known."""

    known: Known
    """With the cuts of changed years proved again; their schedules are stale."""
    again: list[Question]
    """Questions of which nothing is left."""
    cuts: set[int]
    """Identities of the earlier cuts that are left, in one form or the other."""


def renewed(known: Known, changed: Collection[int], years: Years) -> Renewed:
    """What of an earlier case is true of another.

    Args:
        known: questions and answers of the earlier case.
        changed: years that are operated in another way now.
        years: who operates them.
    """
    proved = _proved(known, changed, years)
    found = Renewed([], [], set())
    for question, answer in known:
        new = _again(answer, proved) if answer.year in changed else answer
        if new is None:
            found.again.append(question)
            continue
        found.known.append((question, new))
        cuts = (answer, *answer.others)
        found.cuts.update(id(cut) for cut in cuts if proved.get(id(cut), cut) is not None)
    return found


def _proved(known: Known, changed: Collection[int], years: Years) -> dict[int, Cut | None]:
    """What each cut of changed years has become; nothing of those whose duals were not kept."""
    pairs: list[tuple[Array, Answer | Cut]] = []
    for _, answer in known:
        if answer.year in changed:
            cuts: tuple[Answer | Cut, ...] = (answer, *answer.others)
            pairs += [(answer.links, cut) for cut in cuts]
    asked = [(links, cut) for links, cut in pairs if cut.row_dual.shape[1]]
    answers = years.prove([Proof(cut.year, at, cut.row_dual, cut.forbids) for at, cut in asked])
    found: dict[int, Cut | None] = {id(cut): None for _, cut in pairs}
    for (_, cut), new in zip(asked, answers, strict=True):
        found[id(cut)] = None if new is None or too_steep(new.slope) else new
    return found


def _again(answer: Answer, proved: dict[int, Cut | None]) -> Answer | None:
    """An answer whose cuts were proved again; None if none could be."""
    found = [proved[id(cut)] for cut in (answer, *answer.others)]
    left = [cut for cut in found if cut is not None]
    if not left:
        return None
    first, *others = left
    return replace(
        answer, constant=first.constant, slope=first.slope, row_dual=first.row_dual,
        forbids=first.forbids, others=tuple(others), stale=True, x=csr_matrix(answer.x.shape),
    )  # fmt: skip
