"""The pipeline of ``pathway peak``: what of the peak needs further solves, on one page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.assemble import assemble
from pathway.case.case import Label
from pathway.errors import InfeasibleError, InputError, PathwayError, UsageError
from pathway.explore import new_folder, write_study
from pathway.peak_trials import trials
from pathway.report.peak_trials import write_peak
from pathway.rerun import read_inputs
from pathway.results.explore import explore_table
from pathway.results.peak import peak_year_of
from pathway.results.peak_trials import Outcome, State, peak_paths, peak_trials
from pathway.results.store import write_table
from pathway.resume import resume
from pathway.solve.questions.decisions import LEVEL, decisions_of
from pathway.solve.questions.room import explore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.peak_trials import Trial
    from pathway.resume import Resumed
    from pathway.settings import Settings
    from pathway.solve.decomposed.plan import Plan
    from pathway.solve.questions.extents import Explored

    Progress = Callable[[str], None]

FOLDER = "peak"
"""Stands where runs have their scenario."""
REPORT = "peak.xlsx"
PLANNED = Label("本方案", "the plan")
NONE = Label("", "")


@dataclass(frozen=True, eq=False)
class PeakResult:
    """What was found of a peak."""

    folder: Path
    year: int
    trials: pd.DataFrame
    level: pd.DataFrame
    """Range of the peak level within the slack."""
    slack: float
    seconds: float


def peak_run(
    run: Path, workbooks: Sequence[Path], *, out_root: Path, lang: str, progress: Progress,
    asked: tuple[float, float] = (0.01, 60.0),
) -> PeakResult:  # fmt: skip
    """Ask what levels of the peak cost little more, and whether its year holds in other cities.

    Args:
        run: the run folder.
        workbooks: where its workbook may be.
        out_root: folder that run folders are made in.
        lang: language of ``peak.xlsx``.
        progress: is told what is being done.
        asked: relative excess over the cost of the plan, and the time after which nothing more is
            asked [min].

    Raises:
        UsageError: the run has no peak, or the slack is not above zero.
        PathwayError: no answer; the exit code of the error says of which kind.
    """
    slack, minutes = asked
    if slack <= 0:
        raise UsageError("a slack is more than 0 %, as in --slack 1%.")
    began = time.perf_counter()
    _, workbook = read_inputs(run, workbooks)
    with resume(run, workbooks, progress) as resumed:
        case = resumed.case
        if case.peak is None:
            raise UsageError(f"{run.name}: the settings give no peak deadline, so nothing peaks.")
        sold = _activity(resumed.plan)
        year, base = _base(resumed)
        explored = _levels(resumed, slack, progress, 30.0 * minutes)
        outcomes = [base]
        for trial in trials(workbook, case, sold):
            if time.perf_counter() - began > 60.0 * minutes:
                outcomes.append(_open(trial, year, "time was up"))
                continue
            progress(f"trial {trial.label.zh}|{trial.label.en}")
            outcomes.append(_tried(resumed, trial, year))
    return _written(run, case, (explored, outcomes, year, slack), (out_root, lang, began, progress))


def _activity(plan: Plan) -> dict[str, np.ndarray]:
    """Activity of each process in the plan, by year [held unit]."""
    values = plan.bounds.inner.values("v_activity", plan.best.upper)
    index = list(plan.bounds.programme.columns["v_activity"].index_set)
    found: dict[str, list[float]] = {}
    for (process, _), value in zip(index, values.tolist(), strict=True):
        found.setdefault(str(process), []).append(value)
    return {process: np.array(amounts) for process, amounts in found.items()}


def _base(resumed: Resumed) -> tuple[int, Outcome]:
    """The year that is tried: that of the highest emissions, or of the rows if it is not allowed.

    With it the plan as the first outcome.
    """
    plan, case = resumed.plan, resumed.case
    emissions = _emissions(plan)
    year = peak_year_of(case.years, emissions)
    window = case.peak
    assert window is not None
    if not window.first <= year <= window.deadline:
        assert plan.peak_year is not None
        year = plan.peak_year
    before, after = _costs(plan)
    return year, Outcome(
        "plan", PLANNED, NONE, State.SURVIVES, year, emissions, before, after
    )  # fmt: skip


def _levels(resumed: Resumed, slack: float, progress: Progress, seconds: float) -> Explored:
    """How far the level of the peak can move within the slack."""
    case, plan = resumed.case, resumed.plan
    found = decisions_of(case, resumed.session.bounds.programme, case.years[0])
    ends = {plan.peak_year, case.years[-1]}
    mine = [d for d in found if d.kind == LEVEL or (d.kind == "emissions" and d.year in ends)]
    return explore(plan, mine, (slack,), progress, seconds=seconds)


def _tried(resumed: Resumed, trial: Trial, year: int) -> Outcome:
    """Whether a changed city has a plan with the peak year."""
    session = resumed.session
    try:
        case = assemble(trial.workbook, resumed.settings.time)
    except InputError as error:
        return _open(trial, year, str(error).splitlines()[0])
    session.change(case, _fixed(resumed.settings, year))
    try:
        plan = session.plan()
    except InfeasibleError:
        state = State.IMPOSSIBLE if session.reference else State.NO_PLAN
        return Outcome(trial.key, trial.label, trial.sizes, state, year)
    except PathwayError as error:
        return _open(trial, year, str(error))
    if session.bounds.stopped:
        return _open(trial, year, "stopped")
    before, after = _costs(plan)
    return Outcome(
        trial.key, trial.label, trial.sizes, State.SURVIVES, year, _emissions(plan), before, after
    )  # fmt: skip


def _open(trial: Trial, year: int, why: str) -> Outcome:
    return Outcome(trial.key, trial.label, trial.sizes, State.OPEN, year, why=why)


def _fixed(settings: Settings, year: int) -> Settings:
    return settings.model_copy(update={"peak": settings.peak.model_copy(update={"year": year})})


def _emissions(plan: Plan) -> tuple[float, ...]:
    return tuple(plan.bounds.inner.values("v_emissions", plan.best.upper).tolist())


def _costs(plan: Plan) -> tuple[float, float]:
    """Cost before peaking and after it [1e8]."""
    by_year = plan.bounds.inner.cost_by_year(plan.best.upper)
    early = plan.bounds.relaxation.costs.early
    return float(by_year @ early), float(by_year @ (1.0 - early))


def _written(
    run: Path, case: Case, found: tuple[Explored, list[Outcome], int, float],
    how: tuple[Path, str, float, Progress],
) -> PeakResult:  # fmt: skip
    """Write tables, page and manifest."""
    (explored, outcomes, year, slack), (out_root, lang, began, progress) = found, how
    progress("report")
    folder = new_folder(out_root, FOLDER, run, {"slack": slack})
    table, paths = peak_trials(outcomes, case.years), peak_paths(outcomes, case.years)
    level = explore_table(explored)
    tables = {"peak_trials": table, "peak_paths": paths, "peak_level": level}
    for name, content in tables.items():
        write_table(name, content, folder)
    write_peak(tables, (case, folder / REPORT, lang), (year, slack))
    seconds = time.perf_counter() - began
    write_study(folder, run, _facts(outcomes, year, slack), seconds)
    return PeakResult(folder, year, table, level, slack, seconds)


def _facts(outcomes: list[Outcome], year: int, slack: float) -> dict[str, Any]:
    return {
        "command": "peak", "peak_year": year, "slack": slack,
        "trials": {one.key: str(one.state) for one in outcomes[1:]},
    }  # fmt: skip


def open_questions(table: pd.DataFrame) -> Iterator[str]:
    """Keys of trials that neither a plan nor a proof was found for."""
    yield from table.loc[table["state"] == str(State.OPEN), "trial"]
