"""What moved targets change in a programme: the rows of their clauses and nothing else.

So one programme is built with the targets of many clauses moved, and what differs from the base is
dealt out by row; two moves of one row go into different programmes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause_moves import moved, moved_rows
from pathway.errors import ModelError
from pathway.solve.difference import alike, difference
from pathway.solve.variant import Built

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathway.case.case import Case
    from pathway.case.clause_moves import ClauseMove
    from pathway.settings import Settings
    from pathway.solve.difference import Difference

FAMILIES = ("c_clause_ge", "c_clause_le", "c_clause_eq")


def clause_changes(
    built: Built, settings: Settings, moves: Iterable[ClauseMove]
) -> dict[ClauseMove, Difference]:
    """The change of every move that moves something.

    Args:
        built: the base.
        settings: the model file.
        moves: targets to move, each alone.

    Raises:
        ModelError: a moved target changes more than its rows.
    """
    places = clause_places(built)
    changes: dict[ClauseMove, Difference] = {}
    for batch in _batches(built.case, moves):
        other = Built.of(moved(built.case, batch), settings)
        if not alike(built, other):
            raise ModelError("a moved target makes other rows")
        rows = {move: [places[key] for key in keys] for move, keys in batch.items()}
        changes |= _dealt(rows, difference(built, other))
    return changes


def clause_places(built: Built) -> dict[str, int]:
    """Place of each clause row in the programme."""
    blocks = [built.programme.rows[name] for name in FAMILIES if name in built.programme.rows]
    return {
        str(key): block.start + at for block in blocks for at, key in enumerate(block.index_set)
    }


def _batches(case: Case, moves: Iterable[ClauseMove]) -> list[dict[ClauseMove, set[str]]]:
    """Moves that may be made at once, with their rows: no row moves twice in a batch."""
    batches: list[dict[ClauseMove, set[str]]] = []
    for move in moves:
        keys = set(moved_rows(case, move))
        if not keys:
            continue
        fitting = (b for b in batches if keys.isdisjoint(set().union(*b.values())))
        batch = next(fitting, None)
        if batch is None:
            batches.append(batch := {})
        batch[move] = keys
    return batches


def _dealt(rows: Mapping[ClauseMove, list[int]], whole: Difference) -> dict[ClauseMove, Difference]:
    """What differs, by the rows of each move."""
    every = np.concatenate(list(rows.values()))
    wrong = not np.isin(np.union1d(whole.entries[0], whole.rows[0]), every).all()
    if wrong or len(whole.columns[0]) or len(whole.costs[0]) or any(whole.constants):
        raise ModelError("a moved target changes more than the rows of its clause")
    none = np.zeros(0, bool)
    return {
        move: whole.part(
            np.isin(whole.entries[0], places), np.isin(whole.rows[0], places), none, none
        )
        for move, places in rows.items()
    }
