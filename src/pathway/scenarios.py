"""The pipeline of ``pathway solve --scenario A --scenario B``: many scenarios, then compared.

Every scenario is solved by `pathway.run.solve_model` in a process or on a cluster, in a run folder
of its own. On all hours the first is solved alone by all of them: what it learnt of the city is
where each worker begins with the others. Workers write the stages they go through to a log each, in
the folder of the comparison; that works wherever the folder can be seen, and is how the progress of
all of them is told.
"""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway.case.scenario import BASE
from pathway.compare import FOLDER, write_compared
from pathway.errors import StorageError, UsageError
from pathway.executors import Place, finished
from pathway.failures import describe
from pathway.models import with_options
from pathway.report.compare_parts import NoResult
from pathway.reports import report_run
from pathway.rerun import read_case
from pathway.results.compare import read_runs
from pathway.results.store import new_run_folder
from pathway.resume import remembered
from pathway.run import solve_model
from pathway.solve.series import Series
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pathway.compare import CompareResult
    from pathway.settings import Settings
    from pathway.workbook.rows import Workbook

    Watch = Callable[[Sequence["Progress"]], None]

ALL = "all"
"""Stands for the base and every scenario of the workbook."""


class State(StrEnum):
    """How far a scenario is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one scenario is."""

    scenario: str
    state: State
    stage: str
    """What it does or did last, as `solve_model` tells it; why there is no result."""
    seconds: float


@dataclass(frozen=True)
class Task:
    """One scenario to be solved."""

    settings: Settings
    out_root: Path
    lang: str
    log: Path
    after: Path | None = None
    """Run folder of a scenario whose process begins with what that run learnt."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a scenario."""

    scenario: str
    folder: Path | None
    """Its run folder; None where there is no plan."""
    code: int
    """Exit code that the scenario alone would have ended with."""
    message: str
    seconds: float


@dataclass(frozen=True, eq=False)
class ScenariosResult:
    """Scenarios that were solved, in the order asked for."""

    outcomes: tuple[Outcome, ...]
    compared: CompareResult | None
    """None where no scenario has a plan."""
    left: str = ""
    """Why the reports of the reference could not be written again, if they could not."""

    @property
    def code(self) -> int:
        """Exit code: that of the first scenario without a plan."""
        return next((one.code for one in self.outcomes if one.code), 0)


def solve_scenarios(
    settings: Settings,
    scenarios: Sequence[str],
    *,
    out_root: Path,
    lang: str,
    place: Place,
    watch: Watch,
) -> ScenariosResult:
    """Solve several scenarios side by side, and compare those that have a plan.

    The reports of the first of them, the reference, are written again with the others in them.

    Args:
        settings: the model file, with what the command line changed of it.
        scenarios: keys, the reference first; ``all`` stands for the base and every scenario.
        out_root: folder that run folders are made in.
        lang: language of the reports.
        place: where to solve; each worker gets its share of the threads of the settings. Scenarios
            of one worker go on from what the last one taught, on all hours.
        watch: is shown how far all of them are, again and again.

    Raises:
        UsageError: there is no such scenario, or the cluster does not answer.
        InputError: the workbook cannot be read.
        StorageError: a file cannot be written.
    """
    began = time.perf_counter()
    workbook = read_workbook(settings.workbook_path)
    keys = chosen(workbook, scenarios)
    digest = hashlib.sha256(f"{workbook.sha256}{settings!r}{keys}".encode()).hexdigest()
    folder = new_run_folder(out_root, settings.name, FOLDER, digest)
    tasks = _tasks(settings, keys, (out_root.resolve(), folder.resolve(), lang))
    outcomes = [_as_asked(one, out_root) for one in _solved(tasks, place, watch)]
    done = [one.folder for one in outcomes if one.folder]
    failed = [NoResult(o.scenario, o.code, o.message) for o in outcomes if not o.folder]
    compared, left = None, ""
    if done:
        compared = write_compared(read_runs(done), folder, lang, began, failed)
        if len(done) > 1:
            try:
                report_run(done[0], lang, [settings.workbook_path])
            except StorageError as error:  # the workbook was edited, or a report is open in Excel
                left = describe(error, lang, folder).message
    return ScenariosResult(tuple(outcomes), compared, left)


def chosen(workbook: Workbook, scenarios: Sequence[str]) -> list[str]:
    """Keys of scenarios, each once, ``all`` spelt out.

    Raises:
        UsageError: the workbook has no such scenario.
    """
    known = list(dict.fromkeys([BASE, *(row.key for row in workbook.rows("scenarios"))]))
    wanted = [key for one in scenarios for key in (known if one == ALL else [one])]
    for key in wanted:
        if key not in known:
            there = ", ".join(known)
            raise UsageError(f"{workbook.path.name}: no scenario {key!r}; there are: {there}.")
    return list(dict.fromkeys(wanted))


def solve_one(task: Task) -> Outcome:
    """Solve one scenario, whatever becomes of it."""
    scenario, began = task.settings.scenario, time.perf_counter()
    with _ONE_AT_A_TIME:
        _tell(task, "read")
        try:
            _begin(task)
            folder = solve_model(
                task.settings, out_root=task.out_root, lang=task.lang,
                progress=lambda message: _tell(task, message), solver=_SERIES.solve,
            ).folder  # fmt: skip
        except Exception as error:
            failure = describe(error, task.lang, task.out_root)
            details = [str(found) for found in failure.findings[:1]]
            message = " ".join([failure.message, *details])
            return Outcome(scenario, None, failure.code, message, time.perf_counter() - began)
    return Outcome(scenario, folder, 0, "", time.perf_counter() - began)


def _begin(task: Task) -> None:
    """Begin where another run ended, if this process has solved nothing yet."""
    if task.after is not None and not _SERIES.begun:
        _, case = read_case(task.after, [task.settings.workbook_path])
        _SERIES.begin(case, task.settings, remembered(task.after))


_SERIES = Series()
"""What the scenarios of this process have taught of the city."""
_ONE_AT_A_TIME = threading.Lock()
"""Workers of a cluster may have several threads; the log of a run belongs to the process."""


def _rounds(tasks: Sequence[Task], place: Place) -> list[tuple[list[Task], Place]]:
    """All at once; where the first teaches the others, it alone on all threads, then the others."""
    settings = tasks[0].settings
    chosen = settings.solver.decompose
    full = settings.time.resolution == "full" if chosen == "auto" else chosen
    if not full or place.cluster or place.workers == 1 or len(tasks) == 1:
        return [(_shared(tasks, place), place)]
    alone = Place(1)
    return [(_shared(tasks[:1], alone), alone), (_shared(tasks[1:], place), place)]


def _shared(tasks: Sequence[Task], place: Place) -> list[Task]:
    """Tasks with the threads of the settings shared out among the workers."""
    found = []
    for task in tasks:
        solver = task.settings.solver
        threads = 1 if place.cluster else max(1, solver.threads // place.workers)
        solver = solver.model_copy(update={"threads": threads})
        found.append(replace(task, settings=task.settings.model_copy(update={"solver": solver})))
    return found


def _tasks(settings: Settings, keys: Sequence[str], where: tuple[Path, Path, str]) -> list[Task]:
    out_root, folder, lang = where
    here = settings.model_copy(update={"folder": settings.folder.resolve()})
    return [
        Task(with_options(here, scenario=key), out_root, lang, folder / f"{number}.log")
        for number, key in enumerate(keys, start=1)
    ]


def _solved(tasks: Sequence[Task], place: Place, watch: Watch) -> list[Outcome]:
    """What became of every task, in their order; told of as they go on."""
    outcomes: dict[str, Outcome] = {}
    begun: dict[str, float] = {}

    def look() -> None:
        watch([_progress(task, outcomes.get(task.settings.scenario), begun) for task in tasks])

    for part, where in _rounds(tasks, place):
        first = next(iter(outcomes.values())).folder if outcomes else None
        after = [replace(task, after=first) for task in part]
        with closing(finished(solve_one, after, where, look)) as answers:
            for task, answer in answers:
                outcomes[task.settings.scenario] = _outcome(task, answer)
                look()
    return [outcomes[task.settings.scenario] for task in tasks]


def _as_asked(outcome: Outcome, out_root: Path) -> Outcome:
    """The outcome with its folder as the caller names folders."""
    if outcome.folder is None:
        return outcome
    return replace(outcome, folder=out_root / outcome.folder.relative_to(out_root.resolve()))


def _outcome(task: Task, answer: Outcome | Exception) -> Outcome:
    """What became of a task, also of one that its worker did not live to tell of."""
    if not isinstance(answer, Exception):
        return answer
    failure = describe(answer, task.lang, task.out_root)
    return Outcome(task.settings.scenario, None, failure.code, failure.message, 0.0)


def _progress(task: Task, outcome: Outcome | None, begun: dict[str, float]) -> Progress:
    """How far a task is: by its outcome, else by the last line of its log."""
    scenario = task.settings.scenario
    if outcome is not None:
        state = State.DONE if outcome.folder else State.FAILED
        return Progress(scenario, state, outcome.message, outcome.seconds)
    lines = task.log.read_text("utf-8").splitlines() if task.log.exists() else []
    if not lines:
        return Progress(scenario, State.WAITING, "", 0.0)
    began = begun.setdefault(scenario, time.perf_counter())
    return Progress(scenario, State.RUNNING, lines[-1], time.perf_counter() - began)


def _tell(task: Task, message: str) -> None:
    with task.log.open("a", encoding="utf-8") as log:
        log.write(f"{message}\n")
