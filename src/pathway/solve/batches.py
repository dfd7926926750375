"""Builds the programmes of many variants by a few: changes of different plant do not meet.

A figure of one process changes coefficients in the columns and rows of that process alone. So one
programme is built with a change for each of many processes, and what differs from the base is dealt
out by the process that each row or column belongs to. Whatever cannot be dealt out sends its
changes to smaller programmes, down to one for each; nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.assemble import assemble
from pathway.case.estimates import Estimate, Side, varied
from pathway.errors import InputError, ModelError
from pathway.model.algebra.lazy import subsets_of
from pathway.solve.difference import Difference, alike, difference
from pathway.solve.variant import Built

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import ColumnBlock, RowBlock
    from pathway.settings import Settings
    from pathway.workbook.rows import Workbook

    Owners = NDArray[np.int32]

Move = tuple[Estimate, Side]
Batch = tuple[str, list[Move]]
"""Kind of owner, and moves that may be made at once."""
NOBODY, SEVERAL = -1, -2
OWN = {
    "processes": "process", "flows": "process", "storage": "process", "credits": "process",
    "projects": "project", "units": "unit", "retrofits": "retrofit", "clauses": "clause",
    "metrics": "metric",
}  # fmt: skip
"""Sheets whose figures belong to something that rows and columns are named by."""


@dataclass(frozen=True, eq=False)
class Change:
    """What a move changes in the programme."""

    move: Move
    difference: Difference | None = None
    """None where the variant has other rows and columns."""
    built: Built | None = None
    """The variant, where it has other rows and columns."""
    problem: str = ""
    """Why there is no such variant, if there is none."""


class Batches:
    """Builds what moves of estimates change in a base."""

    def __init__(self, workbook: Workbook, base: Built, settings: Settings) -> None:
        self.workbook, self.base, self.settings = workbook, base, settings
        self.names = _Names(base.case)
        self._owners: dict[str, tuple[dict[str, int], Owners, Owners]] = {}

    def changes(self, batch: Batch) -> Iterator[Change]:
        """The change of every move of a batch."""
        kind, moves = batch
        try:
            other = self.built(moves)
        except (InputError, ModelError) as error:
            if len(moves) == 1:
                yield Change(moves[0], problem=_first_line(error))
                return
            found = None
        else:
            found = self._dealt(kind, moves, other)
        if found is None:
            for half in (moves[: len(moves) // 2], moves[len(moves) // 2 :]):
                yield from self.changes((kind, half))
        else:
            yield from found

    def built(self, moves: Sequence[Move]) -> Built:
        """The programme with some moves made.

        Raises:
            InputError: a number does not fit.
            ModelError: it makes a rule fail.
        """
        case = assemble(
            varied(self.workbook, moves), self.settings.time, steps=self.base.case.steps
        )
        return Built.of(case, self.settings)

    # --- which go together --------------------------------------------------------------------

    def batches(self, moves: Iterable[Move]) -> Iterator[Batch]:
        """Moves by kind of owner, each owner once in a batch; those without one stay alone."""
        waiting: dict[str, dict[str, list[Move]]] = defaultdict(lambda: defaultdict(list))
        for move in moves:
            kind, owner = self.names.owner(move[0])
            if owner:
                waiting[kind][owner].append(move)
            else:
                yield "", [move]
        for kind, queues in waiting.items():
            while queues:
                yield kind, [queue.pop(0) for queue in queues.values()]
                for owner in [owner for owner, queue in queues.items() if not queue]:
                    del queues[owner]

    # --- one batch ----------------------------------------------------------------------------

    def _dealt(self, kind: str, batch: list[Move], other: Built) -> list[Change] | None:
        """The changes dealt out to the moves of a batch; None if that cannot be done."""
        same = alike(self.base, other)
        if len(batch) == 1:
            return [_alone(batch[0], self.base, other, same=same)]
        if not same:
            return None
        whole = difference(self.base, other)
        if any(whole.constants):
            return None
        numbers, by_row, by_column = self._owned(kind)
        owners = [self.names.owner(move[0])[1] for move in batch]
        wanted = {
            numbers.setdefault(owner, len(numbers)): move  # a clause without rows has no number
            for owner, move in zip(owners, batch, strict=True)
        }
        parts = _parts(whole, by_row, by_column)
        if not set(np.unique(np.concatenate(parts)).tolist()) <= set(wanted):
            return None
        return [
            Change(move, whole.part(*(part == number for part in parts)))
            for number, move in wanted.items()
        ]

    def _owned(self, kind: str) -> tuple[dict[str, int], Owners, Owners]:
        """Number of each owner of a kind, and the owner of each row and column."""
        if kind not in self._owners:
            of = self.names.of_kind(kind)
            numbers = {owner: n for n, owner in enumerate(dict.fromkeys(of.values()))}
            known = {name: numbers[owner] for name, owner in of.items()}
            programme = self.base.programme
            rows = [_block_owners(block, known) for block in programme.rows.values()]
            columns = [_block_owners(block, known) for block in programme.columns.values()]
            self._owners[kind] = numbers, np.concatenate(rows), np.concatenate(columns)
        return self._owners[kind]


def _alone(move: Move, base: Built, other: Built, *, same: bool) -> Change:
    return Change(move, difference(base, other)) if same else Change(move, built=other)


def _parts(whole: Difference, by_row: Owners, by_column: Owners) -> tuple[Owners, ...]:
    """Owner of each changed entry, row, column and cost."""
    rows, columns = by_row[whole.entries[0]], by_column[whole.entries[1]]
    entries = np.where(rows == NOBODY, columns, rows)
    entries[(rows != columns) & (rows != NOBODY) & (columns != NOBODY)] = SEVERAL
    return entries, by_row[whole.rows[0]], by_column[whole.columns[0]], by_column[whole.costs[0]]


def _block_owners(block: RowBlock | ColumnBlock, known: Mapping[str, int]) -> Owners:
    """Owner of each row or column of a block, by the names in its index."""
    if block.index_set is None:
        return np.full(len(block), NOBODY, np.int32)
    owners = np.full((), NOBODY, np.int32)
    for subset in subsets_of(block.index_set):
        along = np.array([_element_owner(element, known) for element in subset], np.int32)
        owners = _joined(owners[..., None], along)
    flat = owners.ravel()
    return flat if block.kept is None else flat[block.kept]


def _element_owner(element: object, known: Mapping[str, int]) -> int:
    parts = element if isinstance(element, tuple) else (element,)
    found = {known[part] for part in parts if isinstance(part, str) and part in known}
    return NOBODY if not found else found.pop() if len(found) == 1 else SEVERAL


def _joined(first: Owners, second: Owners) -> Owners:
    both = np.where(first == NOBODY, second, first)
    clash = (first != second) & (first != NOBODY) & (second != NOBODY)
    return np.where(clash, SEVERAL, both).astype(np.int32)


class _Names:
    """What the things of a case are called in rows and columns, and what belongs together."""

    def __init__(self, case: Case) -> None:
        self.case = case
        kinds: dict[str, dict[str, str]] = {
            "process": _tied_processes(case),
            "unit": {key: key for key in case.units},
            "retrofit": {key: key for key in case.retrofits},
            "metric": {key: key for key in case.figures},
            "clause": {row.key: key for key, clause in case.clauses.items() for row in clause.rows},
        }
        others = [*case.commodities, *case.regions, *case.adequacy, *case.demands, *case.projects]
        count: dict[str, int] = defaultdict(int)
        for name in (*others, *(name for names in kinds.values() for name in names)):
            count[name] += 1
        self.kinds = {
            kind: {name: owner for name, owner in names.items() if count[name] == 1}
            for kind, names in kinds.items()
        }

    def of_kind(self, kind: str) -> dict[str, str]:
        """Owner of each name of a kind; names that two things share are left out."""
        return self.kinds[kind]

    def owner(self, estimate: Estimate) -> tuple[str, str]:
        """Kind and owner that a figure belongs to; blank if it touches more than one owner."""
        kind = OWN.get(estimate.table, "")
        first = estimate.key.split(":")[0]
        if kind == "project":
            kind, first = "process", self.case.projects[estimate.key].process
        if kind == "clause":
            return kind, estimate.key
        return kind, self.kinds.get(kind, {}).get(first, "")


def _tied_processes(case: Case) -> dict[str, str]:
    """Process → one that stands for all it shares capacity or energy with."""
    of = {key: process.mode_of or key for key, process in case.processes.items()}
    for key, store in case.stores.items():
        if store.energy_process:
            of[store.energy_process] = of[key]
    return of


def _first_line(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error.findings[0])
    return str(error).splitlines()[0]
