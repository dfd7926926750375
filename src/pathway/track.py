"""The pipeline of ``pathway track``: a signed plan against what happened, and what is done now.

Three runs of thought: the plan that was signed (a finished run), what happened (sheets of actuals,
in a workbook as it is now), and the plan made again from there (a finished run, or solved here).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.errors import StorageError, UsageError
from pathway.explore import new_folder, write_study
from pathway.report.track import write_track
from pathway.rerun import read_case
from pathway.results.compare import read_runs
from pathway.results.explain_tables import share_table
from pathway.results.store import MANIFEST, read_tables, write_table
from pathway.results.track import Replanned, clauses, departments, works
from pathway.results.track_costs import changed, costs, proved, split, yearly
from pathway.resume import resume
from pathway.run import solve_model
from pathway.settings import Settings
from pathway.solve.costs import FACTOR, staged
from pathway.solve.questions.sharing import shared_costs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Progress = Callable[[str], None]

FOLDER = "track"
"""Stands where runs have their scenario."""
REPORT = "track.xlsx"
TABLES = ("capacity", "units", "retrofits", "activity", "metrics", "clauses", "actuals")
"""Tables that are read of both runs, beside those that a comparison reads."""
SHARING = Path("explain/sharing.csv")
"""Where ``pathway explain`` leaves the shares of clauses in the cost of a run."""


@dataclass(frozen=True)
class Asked:
    """What is to be tracked."""

    workbook: Path
    """The workbook with actuals, as it is now."""
    again: Path | None = None
    """The plan made again; None to solve it."""
    scenario: str = ""
    """Scenario in which it is solved; that of the plan if blank."""
    split: bool = True
    """Whether the cost of delay is split by clause."""


@dataclass(frozen=True, eq=False)
class Tracked:
    """What was found."""

    folder: Path
    plan: Path
    again: Path
    replanned: Replanned
    """The plan made again."""
    tables: Mapping[str, pd.DataFrame]
    """Tables ``track_…`` by name; `track_split` only where the cost was split."""
    why_no_split: str = ""
    seconds: float = 0.0

    @property
    def through(self) -> int:
        """Last year with actuals."""
        return self.replanned.case.past.through


def track_run(run: Path, asked: Asked, *, out_root: Path, lang: str, progress: Progress) -> Tracked:
    """Hold what happened against a finished plan, and write what was found.

    Args:
        run: folder of the plan that was signed.
        asked: the workbook with actuals, and the plan made again.
        out_root: folder that run folders are made in.
        lang: language of ``track.xlsx``.
        progress: is told what is being done.

    Raises:
        UsageError: no year is past in the workbook, or in the plan made again.
        StorageError: a folder is none of a finished run, or the workbook has changed since.
        PathwayError: no plan; the exit code of the error says of which kind.
    """
    began = time.perf_counter()
    again = asked.again or _solved(run, asked, out_root, lang, progress)
    replanned = _read(again, asked.workbook)
    if not replanned.case.past.through:
        raise UsageError(
            f"{again}: no year is past in this run. Set actuals_to in sheet settings of "
            f"{asked.workbook.name}, or name a scenario that does with --scenario."
        )
    tables = _compared(run, again, replanned)
    why = ""
    if asked.split:
        progress("sharing")
        tables, why = _split(run, again, asked, tables, progress)
    progress("report")
    folder = new_folder(out_root, FOLDER, run, _words(asked, again))
    for name, table in tables.items():
        write_table(name, table, folder)
    found = Tracked(folder, run, again, replanned, tables, why)
    write_track(tables, (replanned.case, folder / REPORT, lang), (_name(run), _name(again)), why)
    seconds = time.perf_counter() - began
    write_study(folder, run, _facts(found), seconds)
    return replace(found, seconds=seconds)


def _solved(run: Path, asked: Asked, out_root: Path, lang: str, progress: Progress) -> Path:
    """The plan made again as the run was made, from the workbook as it is now."""
    options = _manifest(run)["options"]
    settings = Settings.model_validate_json(json.dumps(options))
    named = _manifest(run)["inputs"]["model"]["name"]
    settings = settings.model_copy(
        update={
            "workbook": str(asked.workbook.resolve()), "name": named,
            "scenario": asked.scenario or settings.scenario,
        }
    )  # fmt: skip
    return solve_model(settings, out_root=out_root, lang=lang, progress=progress).folder


def _read(again: Path, workbook: Path) -> Replanned:
    _, case = read_case(again, [workbook])
    return Replanned(case, read_tables(again, TABLES))


def _compared(run: Path, again: Path, replanned: Replanned) -> dict[str, pd.DataFrame]:
    """All tables but the split of costs."""
    plan = read_tables(run, TABLES)
    both = read_runs([run, again])
    through = replanned.case.past.through
    worked, asked = works(plan, replanned), clauses(plan, replanned)
    tasks = changed(both[0], both[1], replanned.case)
    return {
        "track_works": worked,
        "track_clauses": asked,
        "track_departments": departments(worked, asked),
        "track_changes": tasks,
        "track_years": yearly(both[0], both[1], tasks, through),
        "track_costs": costs(both[0], both[1], through),
        "track_bounds": proved(both[0], both[1]),
    }


def _split(
    run: Path, again: Path, asked: Asked, tables: dict[str, pd.DataFrame], progress: Progress
) -> tuple[dict[str, pd.DataFrame], str]:
    """The tables with the split of costs by clause, or why there is none."""
    try:
        shares = [_shares(folder, asked.workbook, progress) for folder in (run, again)]
    except StorageError as error:
        return tables, str(error)
    totals = [_totals(folder) for folder in (run, again)]
    table = split((shares[0], shares[1]), (totals[0], totals[1]))
    return {**tables, "track_split": table}, ""


def _shares(folder: Path, workbook: Path, progress: Progress) -> pd.DataFrame:
    """Shares of clauses in the cost of a run: as ``pathway explain`` found them, else found now."""
    if (folder / SHARING).is_file():
        return pd.read_csv(folder / SHARING, encoding="utf-8-sig").fillna({"lead": ""})
    beside = sorted(workbook.resolve().parent.glob("*.xlsx"))
    with resume(folder, [workbook, *beside], progress) as resumed:
        bounds = resumed.session.bounds
        in_stages = staged(resumed.case, resumed.settings)
        costs_ = bounds.relaxation.costs
        weights = costs_.blended(FACTOR) if in_stages else np.ones(len(resumed.case.years))
        gap = resumed.settings.solver.gap
        found = shared_costs(bounds, weights, gap, lambda at: progress(f"sharing {at}"))
        return share_table(resumed.case, found)


def _totals(folder: Path) -> dict[str, float]:
    told = _manifest(folder)["objective"]
    return {"before": told["cost_before_peak"], "after": told["cost_after"]}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StorageError(f"{folder}: not readable; is this the folder of a run?") from error
    return content


def _name(folder: Path) -> str:
    return "/".join(folder.resolve().parts[-2:])


def _words(asked: Asked, again: Path) -> dict[str, Any]:
    return {"workbook": asked.workbook.name, "again": _name(again), "split": asked.split}


def _facts(found: Tracked) -> dict[str, Any]:
    return {
        "command": "track", "actuals_to": found.through, "again": _name(found.again),
        "lights": lights(found.tables), "why_no_split": found.why_no_split,
    }  # fmt: skip


def lights(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, int]]:
    """Works and clauses by light."""
    parts: Sequence[str] = ("works", "clauses")
    return {
        part: {str(k): int(n) for k, n in tables[f"track_{part}"]["light"].value_counts().items()}
        for part in parts
    }
