"""Finds a first basis for a large programme on representative days, from coarse to fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.errors import SolveError
from pathway.solve.lift import coarser, lifted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.solve.highs import LoadedProgramme

    Load = Callable[[Case], LoadedProgramme]

LEVELS = (2, 5)
"""Days of the coarse programmes; steps of about 2.5 times were found best."""


def worth_lifting(case: Case) -> bool:
    """Whether a coarse solve pays: representative days, and more of them than the coarsest."""
    return case.steps.resolution == "days" and int(case.steps.day.max()) + 1 > 2 * LEVELS[0]


def start_from_coarse(
    case: Case, target: LoadedProgramme, load: Load, progress: Callable[[str], None]
) -> float:
    """Give a loaded programme the lifted basis of coarser ones.

    A coarse programme that has no optimum is left out: nothing but time depends on it.

    Args:
        case: the case that `target` was built from.
        target: the programme to start.
        load: builds and loads a coarser case, with the objective and bounds of the stage.
        progress: told which level runs.

    Returns:
        Seconds that the coarse solves took.
    """
    number = int(case.steps.day.max()) + 1
    below: tuple[LoadedProgramme, NDArray[np.int64]] | None = None
    seconds = 0.0
    for days in (level for level in LEVELS if level < number):
        small, stands = coarser(case, days)
        loaded = load(small)
        if below is not None:
            _start(loaded, below[0], small, _between(stands, below[1], days))
        progress(f"basis {days}")
        try:
            seconds += loaded.solve().seconds
        except SolveError:
            return seconds
        below = (loaded, stands)
    if below is not None:
        _start(target, below[0], case, below[1])
    return seconds


def _between(fine: NDArray[np.int64], coarse: NDArray[np.int64], days: int) -> NDArray[np.int64]:
    """Coarse day of each finer day, where both stand for the days of the case."""
    return np.array([coarse[np.flatnonzero(fine == day)[0]] for day in range(days)], np.int64)


def _start(
    target: LoadedProgramme, source: LoadedProgramme, case: Case, stands: NDArray[np.int64]
) -> None:
    columns, rows = lifted(target.programme, source.programme, case, stands)
    column_status, row_status = source.basis()
    target.start_from([column_status[i] for i in columns], [row_status[i] for i in rows])
