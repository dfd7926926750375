"""A finished run taken up again: its plan stands, and further questions begin where it ended."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.rerun import read_case
from pathway.results.store import read_learnt
from pathway.solve.decomposed.memory import Memory
from pathway.solve.decomposed.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.decomposed.plan import Plan


@dataclass(frozen=True, eq=False)
class Resumed:
    """A run taken up again."""

    case: Case
    settings: Settings
    session: Session
    plan: Plan
    """It stands where it stood; candidates for the peak year are left out."""


@contextmanager
def resume(
    folder: Path, workbooks: Iterable[Path], progress: Callable[[str], None] = lambda _: None
) -> Iterator[Resumed]:
    """Take a run up again.

    What the run learnt on all hours is read from its folder. A run that was solved as one programme
    taught nothing: plan and operation are then solved apart first.

    Args:
        folder: the run folder.
        workbooks: where the workbook may be; the one whose content is that of the run is taken.
        progress: is told what is being done.

    Raises:
        StorageError: a file of the run is not there or broken, or the workbook has changed.
        SolveError: no proved plan.
    """
    settings, case = read_case(folder, workbooks)
    fixed = settings.peak.model_copy(update={"year": "deadline"})
    if settings.peak.year == "auto":
        settings = settings.model_copy(update={"peak": fixed})
    memory = remembered(folder)
    with Session(case, settings, progress, memory) as session:
        stand = memory.stand if memory is not None and session.bounds.remembers else None
        yield Resumed(case, settings, session, session.plan(stand=stand))


def remembered(folder: Path) -> Memory | None:
    """What a run learnt; None where it is not there, or as another version would write it.

    Raises:
        StorageError: the file is broken.
    """
    arrays = read_learnt(folder)
    if arrays is None:
        return None
    try:
        return Memory.from_arrays(arrays)
    except (KeyError, ValueError):
        return None
