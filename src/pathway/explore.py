"""The pipeline of ``pathway explore``: how far the decisions of a finished run can move."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pathway.errors import UsageError
from pathway.report.explore import write_explored
from pathway.results.explore import explore_lists, explore_table
from pathway.results.manifest import versions
from pathway.results.store import MANIFEST, new_run_folder, write_file, write_table
from pathway.resume import resume
from pathway.solve.questions.decisions import decisions_of
from pathway.solve.questions.room import explore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.solve.questions.decisions import Decision
    from pathway.solve.questions.extents import Explored

FOLDER = "explore"
"""Stands where runs have their scenario."""
REPORT = "explore.xlsx"
KINDS = (
    "level", "emissions", "capacity", "activity", "share", "retired", "built", "retrofitted",
    "retired_of",
)  # fmt: skip
"""Kinds of decisions, in the order in which they are asked for."""


@dataclass(frozen=True)
class Asked:
    """What an exploration is asked for."""

    slacks: tuple[float, ...] = (0.01, 0.03, 0.05)
    """Relative excess over the cost of the plan."""
    first: int | None = None
    """First of the next two years; that of the plan if left out."""
    kinds: tuple[str, ...] = ()
    """Kinds of decisions; all of them if left out."""
    minutes: float = 60.0
    """Time after which nothing more is asked [min]."""

    def check(self) -> None:
        """Refuse what cannot be asked for.

        Raises:
            UsageError: a slack is not above zero, or a kind is unknown.
        """
        if not self.slacks or min(self.slacks) <= 0:
            raise UsageError("a slack is more than 0 %, as in --slack 1%,3%,5%.")
        unknown = ", ".join(sorted(set(self.kinds) - set(KINDS)))
        if unknown:
            raise UsageError(f"no kind of decision {unknown}; there are {', '.join(KINDS)}.")

    def chosen(self, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
        """Decisions of these kinds, in the order of `KINDS`."""
        wanted = [kind for kind in KINDS if kind in self.kinds or not self.kinds]
        return tuple(decision for kind in wanted for decision in decisions if decision.kind == kind)


@dataclass(frozen=True, eq=False)
class ExploreResult:
    """A finished exploration."""

    folder: Path
    explored: Explored
    table: pd.DataFrame
    """A row for every decision and slack."""
    lists: pd.DataFrame
    """Actions of the next two years: must, may, never."""
    seconds: float


def explore_run(
    run: Path, workbooks: Iterable[Path], *, out_root: Path, lang: str,
    progress: Callable[[str], None], asked: Asked,
) -> ExploreResult:  # fmt: skip
    """Explore a finished run and write what was found.

    Args:
        run: the run folder.
        workbooks: where its workbook may be.
        out_root: folder that run folders are made in.
        lang: language of ``explore.xlsx``.
        progress: is told what is being done.
        asked: what is asked for.

    Raises:
        UsageError: a slack is not above zero, or a kind is unknown.
        PathwayError: no answer; the exit code of the error says of which kind.
    """
    asked.check()
    began = time.perf_counter()
    with resume(run, workbooks, progress) as resumed:
        case, bounds = resumed.case, resumed.session.bounds
        decisions = asked.chosen(decisions_of(case, bounds.programme, asked.first or case.years[0]))
        seconds = 60.0 * asked.minutes
        explored = explore(resumed.plan, decisions, asked.slacks, progress, seconds=seconds)
    progress("report")
    table, lists = explore_table(explored), explore_lists(explored)
    folder = new_folder(out_root, FOLDER, run, asdict(asked))
    write_table("explore", table, folder)
    write_table("explore_lists", lists, folder)
    write_explored(explored, (table, lists), (case, folder / REPORT, lang))
    seconds = time.perf_counter() - began
    write_study(folder, run, _facts(explored, case), seconds)
    return ExploreResult(folder, explored, table, lists, seconds)


def new_folder(out_root: Path, name: str, run: Path, asked: dict[str, Any]) -> Path:
    """A new folder beside those of the runs of a model, with a folder for tables."""
    text = (run / MANIFEST).read_text("utf-8")
    model = str(json.loads(text)["inputs"]["model"]["name"])
    digest = hashlib.sha256((text + json.dumps(asked, sort_keys=True)).encode()).hexdigest()
    folder = new_run_folder(out_root, model, name, digest)
    (folder / "tables").mkdir()
    return folder


def write_study(folder: Path, run: Path, facts: dict[str, Any], seconds: float) -> None:
    """Write the manifest of what was found of a run, with the hash of every file of its folder."""
    outputs = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".log"
    }
    inputs = json.loads((run / MANIFEST).read_text("utf-8"))["inputs"]
    content = {
        **facts,
        "run": {"folder": "/".join(run.resolve().parts[-3:]), "inputs": inputs},
        "versions": versions(),
        "seconds": round(seconds, 1),
        "outputs": outputs,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / MANIFEST, text.encode("utf-8"))


def _facts(explored: Explored, case: Case) -> dict[str, Any]:
    return {
        "command": "explore",
        "slacks": list(explored.slacks),
        "budgets": [list(budget) for budget in explored.budgets],
        "years": {"first": case.years[0], "stage_end": case.stage_end, "last": case.years[-1]},
        "decisions": len(explored.decisions),
        "years_asked": explored.asked,
        "in_time": explored.in_time,
    }
