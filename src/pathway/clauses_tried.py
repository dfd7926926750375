"""The pipeline of ``pathway clauses``: every target a step tighter and looser, and judged."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.case.assemble import assemble
from pathway.case.parts import in_detail
from pathway.case.scenario import apply_scenario
from pathway.labels import label, pick
from pathway.rank import base_facts, digest, write_manifest
from pathway.report.clauses_tried import write_clauses_tried
from pathway.results.clause_moves import clause_moves, kept_elsewhere, moves_of_all
from pathway.results.store import new_run_folder, write_table
from pathway.results.summary import resolution_words
from pathway.solve.clause_bench import ClauseBench
from pathway.solve.clause_rules import Verdict
from pathway.solve.effects import How
from pathway.solve.variant import solve_base
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.case.clause_moves import ClauseMove
    from pathway.settings import Settings
    from pathway.solve.clause_response import Response

    Progress = Callable[[str], None]

TABLE, FOLDER, REPORT = "clause_moves", "clauses", "clauses.xlsx"
PERCENT = 0.01


@dataclass(frozen=True, eq=False)
class TriedResult:
    """Clauses that were tightened and loosened."""

    folder: Path
    table: pd.DataFrame
    """A row for every clause and way, in the order of the sheet."""
    base: Mapping[str, Any]
    """Cost before peaking and after it [1e8], peak year and level [10 kt] of the base."""
    counts: Mapping[str, int]
    """Moves by how they were had, and by verdict."""
    seconds: float


def try_clauses(
    settings: Settings, *, out_root: Path, lang: str, progress: Progress, step: float
) -> TriedResult:
    """Move the target of every clause in force a step each way, judge, and write what was found.

    Args:
        settings: the model file, with what the command line changed of it.
        out_root: folder that run folders are made in.
        lang: language of ``clauses.xlsx``.
        progress: is told what is being done.
        step: step in percent of the target.

    Raises:
        PathwayError: no answer; the exit code of the error says of which kind.
    """
    began = time.perf_counter()
    progress("read")
    stated = in_detail(read_workbook(settings.workbook_path), settings.regions.detail)
    workbook = apply_scenario(stated, settings.scenario)
    base = solve_base(assemble(workbook, settings.time), settings, progress)
    case, bench = base.built.case, ClauseBench(base, settings)
    moves = moves_of_all(case, step * PERCENT)
    table = clause_moves(bench, _told(bench.responses(moves), moves, progress))
    progress("report")
    facts, counts = base_facts(base), _counts(table)
    folder = new_run_folder(
        out_root, settings.name, FOLDER, digest(workbook, settings, {"step": step})
    )
    (folder / "tables").mkdir()
    write_table(TABLE, table, folder)
    notes = _notes(case, facts, counts, step, lang)
    write_clauses_tried(table, case, folder / REPORT, lang, notes)
    seconds = time.perf_counter() - began
    told = {"command": "clauses", "base": facts, "counts": counts, "step_percent": step}
    write_manifest(folder, workbook, settings, told, seconds)
    return TriedResult(folder, table, facts, counts, seconds)


def _told(
    found: Iterator[Response], moves: Sequence[ClauseMove], progress: Progress
) -> Iterator[Response]:
    """Responses, each told of as it comes."""
    for number, response in enumerate(found, start=1):
        move = response.move
        progress(f"clause {number}/{len(moves)} {move.clause} {move.way}")
        yield response


def _counts(table: pd.DataFrame) -> dict[str, int]:
    hows = (How.SOLVED, How.EXACT, How.NOTHING, How.FAILED)
    return (
        {"clauses": int(table["clause"].nunique()), "all": len(table)}
        | {str(how): int((table["how"] == how).sum()) for how in hows}
        | {f"verdict {v}": int((table["verdict"] == v).sum()) for v in Verdict}
    )


def _notes(
    case: Case, base: Mapping[str, Any], counts: Mapping[str, int], step: float, lang: str
) -> list[str]:
    days = resolution_words(case)
    facts = {
        "days": pick(days.zh, days.en, lang), "cost": base["cost_before_peak"], "step": step,
        "year": base["peak_year"], "level": base["peak_level"],
    }  # fmt: skip
    verdicts = {
        name: counts[f"verdict {name.replace('_', ' ')}"] for name in ("broken", "guard", "no_plan")
    }
    elsewhere = "、".join(kept_elsewhere(case)) or label("none", lang)
    return [
        label("tried_note", lang).format(**facts),
        label("tried_rules", lang),
        label("tried_count", lang).format(**counts, **verdicts, elsewhere=elsewhere),
    ]
