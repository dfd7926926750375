"""The pipeline of ``pathway explain``: why a finished plan is as it is, in sentences and tables."""

from __future__ import annotations

import difflib
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.clause_moves import is_peak
from pathway.errors import StorageError, UsageError
from pathway.report.explain import markdown, write_explained
from pathway.results.explain import Explanation
from pathway.results.explain_tables import implied_table, share_table
from pathway.results.store import read_tables, write_file
from pathway.results.tables.steps import step_table
from pathway.resume import resume
from pathway.solve.costs import FACTOR, staged
from pathway.solve.decomposed.ranges import COARSE, FINE
from pathway.solve.decomposed.targets import steps_of_targets
from pathway.solve.questions.implied import SAVED, implied_clauses
from pathway.solve.questions.payers import payers_of
from pathway.solve.questions.sharing import shared_costs
from pathway.solve.questions.why import Other, Reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.results.explain import Asked
    from pathway.resume import Resumed
    from pathway.solve.questions.implied import Implied
    from pathway.solve.questions.why import Task, Why

    Array = NDArray[np.float64]
    Progress = Callable[[str], None]

FOLDER = "explain"
"""Folder inside that of a run."""
REPORT = "explain.xlsx"
TABLES = ("clauses", "steps", "ledger")
"""Tables of the run that are read."""
TASKS = 6
"""Most decisions that are taken apart."""
MOVES = (Other.LESS, Other.LATER, Other.EARLIER)
"""How the decisions of a whole plan are changed."""


@dataclass(frozen=True, eq=False)
class ExplainResult:
    """A finished explanation."""

    folder: Path
    explanation: Explanation
    tables: dict[str, pd.DataFrame]
    seconds: float


def explain_run(
    run: Path, workbooks: Iterable[Path], asked: Asked, *, lang: str, progress: Progress
) -> ExplainResult:
    """Explain a finished run, and write what was found to its folder ``explain``.

    Args:
        run: the run folder.
        workbooks: where its workbook may be.
        asked: a clause, a process, a year, or nothing in particular.
        lang: language of what is written.
        progress: is told what is being done.

    Raises:
        UsageError: there is no such clause, process or year.
        StorageError: a file of the run is not there, or the workbook has changed since.
        SolveError: no proved plan.
    """
    began = time.perf_counter()
    with resume(run, workbooks, progress) as resumed:
        _refuse_unknown(asked, resumed.case)
        explanation = _explained(resumed, asked, read_tables(run, TABLES), progress)
    tables = _tables(explanation)
    folder = run / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from error
    name = f"explain-{asked.mark}.md" if asked.mark else "explain.md"
    write_file(folder / _safe(name), markdown(explanation, lang).encode())
    if asked.whole:
        for key, table in tables.items():
            text = table.to_csv(index=False)
            write_file(folder / f"{key}.csv", text.encode("utf-8-sig"))
        write_explained(explanation, tables, folder / REPORT, lang)
    return ExplainResult(folder, explanation, tables, time.perf_counter() - began)


def _refuse_unknown(asked: Asked, case: Case) -> None:
    years = [str(year) for year in case.years]
    known: tuple[tuple[str | None, Sequence[str]], ...] = (
        (asked.clause, list(case.clauses)),
        (asked.process, list(case.processes)),
        (str(asked.year) if asked.year else None, years),
    )
    for wanted, there in known:
        if wanted and wanted not in there:
            near = difflib.get_close_matches(wanted, there, n=3) or there[:3]
            raise UsageError(f"{wanted!r} is not in this run; there is {', '.join(near)} …")


def _explained(
    resumed: Resumed, asked: Asked, tables: dict[str, pd.DataFrame], progress: Progress
) -> Explanation:
    """All that is found out about what is asked."""
    case, plan = resumed.case, resumed.plan
    bounds, upper = resumed.session.bounds, plan.best.upper
    costs = bounds.relaxation.costs
    in_stages = staged(case, resumed.settings)
    weights = costs.blended(FACTOR) if in_stages else np.ones(len(case.years))
    levels = bounds.inner.values("v_emissions", upper).tolist()
    told = Explanation(
        case, asked, plan.best.gap, float(weights.min() / weights.max()), tables["clauses"],
        _steps(resumed, asked, tables, weights, progress), tables.get("ledger"),
        emissions=dict(zip(case.years, levels, strict=True)),
    )  # fmt: skip
    if asked.whole:
        progress("sharing")
        gap = resumed.settings.solver.gap
        sharing = shared_costs(bounds, weights, gap, lambda at: progress(f"sharing {at}"))
        told = replace(told, sharing=sharing)
    if asked.whole or _rows(asked, case):
        told = replace(told, implied=_implied(resumed, asked, told.steps, weights, progress))
    if asked.clause and (_rows(asked, case) or is_peak(case.clauses[asked.clause])):
        told = replace(told, payers=payers_of(bounds, weights, asked.clause or ""))
    if asked.whole or asked.process or (asked.year and not asked.clause):
        told = replace(told, whys=_whys(resumed, asked, weights, progress))
    return told


def _implied(
    resumed: Resumed, asked: Asked, steps: pd.DataFrame, weights: Array, progress: Progress
) -> list[Implied]:
    """Whether clauses could be missed; of a whole plan those that save nothing to loosen."""
    bounds = resumed.session.bounds

    def tell(key: str) -> None:
        progress(f"implied {key}")

    if not asked.whole:
        return implied_clauses(bounds, weights, {asked.clause or ""}, tell)
    saves = (steps["before"] < -SAVED) | ((steps["before"] <= 0) & (steps["after"] < -SAVED))
    priced = set(steps.loc[saves & steps["way"].isin(("looser", "lower", "higher")), "clause"])
    return implied_clauses(
        bounds, weights, None, tell, priced=priced, seconds=60.0 * asked.minutes
    )  # fmt: skip


def _rows(asked: Asked, case: Case) -> bool:
    """Whether a clause is asked about that has rows."""
    return bool(asked.clause and case.clauses[asked.clause].rows)


def _steps(
    resumed: Resumed, asked: Asked, tables: dict[str, pd.DataFrame], weights: Array,
    progress: Progress,
) -> pd.DataFrame:  # fmt: skip
    """Prices either way: of the clause that is asked about, or those that the run found."""
    bounds, case = resumed.session.bounds, resumed.case
    if asked.clause:
        only = {asked.clause} if case.clauses[asked.clause].rows else set()
        progress("targets")
        found = steps_of_targets(bounds, resumed.settings, weights, FINE, only) if only else []
        return step_table(case, found)
    known = tables.get("steps")
    if known is not None and len(known) and "holds_share" in known:
        return known
    if not asked.whole:
        return step_table(case, [])
    progress("targets")
    return step_table(case, steps_of_targets(bounds, resumed.settings, weights, COARSE))


def _whys(resumed: Resumed, asked: Asked, weights: Array, progress: Progress) -> list[Why]:
    """Decisions taken apart: the dearest of those that are asked about."""
    reasons = Reasons(resumed.session.bounds, resumed.plan.best.upper, weights)
    tasks = reasons.tasks(asked.process, asked.year)
    if asked.process:
        tasks = sorted(tasks, key=lambda task: task.year)
        if asked.year and not tasks:
            tasks = reasons.undone(asked.process, asked.year)
    elif asked.whole:
        tasks = _one_each(tasks)
    others = tuple(Other) if asked.process else MOVES
    found = []
    for task in tasks[:TASKS]:
        progress(f"why {task.process} {task.year}")
        found.append(reasons.why(task, others))
    reasons.leave()
    return found


def _one_each(tasks: list[Task]) -> list[Task]:
    """The dearest decision of every process."""
    found: dict[str, Task] = {}
    for task in tasks:
        found.setdefault(task.process, task)
    return list(found.values())


def _tables(explanation: Explanation) -> dict[str, pd.DataFrame]:
    tables = {"steps": explanation.steps}
    if explanation.sharing is not None:
        tables["sharing"] = share_table(explanation.case, explanation.sharing)
    if explanation.implied:
        tables["implied"] = implied_table(explanation.case, explanation.implied)
    return tables


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
