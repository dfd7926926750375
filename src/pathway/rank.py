"""The pipeline of ``pathway rank``: from a workbook to a folder with its estimates ranked."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.case.parts import in_detail
from pathway.case.scenario import apply_scenario
from pathway.labels import label, pick
from pathway.report.ranking import write_ranking
from pathway.results.manifest import versions
from pathway.results.ranking import ranking
from pathway.results.store import MANIFEST, new_run_folder, write_file, write_table
from pathway.results.summary import resolution_words
from pathway.results.units import emission_factor
from pathway.run import peak_memory
from pathway.solve.effects import How, Yardstick
from pathway.solve.sweep import sweep
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    from pathway.settings import Settings
    from pathway.solve.sweep import Sweep
    from pathway.solve.variant import Solved
    from pathway.workbook.rows import Workbook

RANKING = "ranking"
REPORT = f"{RANKING}.xlsx"
FOLDER = "rank"
"""Stands where runs have their scenario; the manifest names the scenario."""


@dataclass(frozen=True, eq=False)
class RankResult:
    """A finished ranking."""

    folder: Path
    table: pd.DataFrame
    """Every estimate, the most important first."""
    base: Mapping[str, Any]
    """Cost before peaking and after it [1e8], peak year and level [10 kt] of the base."""
    counts: Mapping[str, int]
    """Estimates by how they were had."""
    seconds: float


def rank_model(
    settings: Settings, *, out_root: Path, lang: str, progress: Callable[[str], None],
    solves: int, workers: int = 1,
) -> RankResult:  # fmt: skip
    """Rank the estimates of a model and write the ranking.

    Args:
        settings: the model file, with what the command line changed of it.
        out_root: folder that run folders are made in.
        lang: language of ``ranking.xlsx``.
        progress: is told what is being done.
        solves: most variants to solve; the others are proved or of the first order.
        workers: processes to work in.

    Raises:
        PathwayError: no ranking; the exit code of the error says of which kind.
    """
    began = time.perf_counter()
    progress("read")
    stated = in_detail(read_workbook(settings.workbook_path), settings.regions.detail)
    workbook = apply_scenario(stated, settings.scenario)
    found = sweep(workbook, settings, solves=solves, workers=workers, progress=progress)
    progress("report")
    table, base = ranking(found), base_facts(found.base)
    counts = _counts(table)
    chosen = {"solves": solves, "workers": workers}
    folder = new_run_folder(out_root, settings.name, FOLDER, digest(workbook, settings, chosen))
    (folder / "tables").mkdir()
    write_table(RANKING, table, folder)
    write_ranking(table, found.case, folder / REPORT, lang, _notes(found, base, counts, lang))
    seconds = time.perf_counter() - began
    facts = {"command": "rank", "base": base, "counts": counts, **chosen}
    write_manifest(folder, workbook, settings, facts, seconds)
    return RankResult(folder, table, base, counts, seconds)


def on_days(settings: Settings, days: int | None) -> Settings:
    """Settings with representative days, where all hours or so many days were asked for."""
    if days is None and settings.time.resolution != "full":
        return settings
    time = settings.time.model_copy(update={"resolution": "days"})
    return settings.model_copy(update={"time": time})


def base_facts(base: Solved) -> dict[str, Any]:
    """Cost before peaking and after it [1e8], peak year and level [10 kt] of a base."""
    mark = Yardstick(base)
    return {
        "cost_before_peak": mark.before,
        "cost_after": mark.after,
        "peak_year": mark.peak_year,
        "peak_level": float(mark.emissions.max()) * emission_factor(),
    }


def _counts(table: pd.DataFrame) -> dict[str, int]:
    hows = [*map(str, How), "fixed", "no range"]
    return {"all": len(table)} | {how: int((table["how"] == how).sum()) for how in hows}


def _notes(
    found: Sweep, base: Mapping[str, Any], counts: Mapping[str, int], lang: str
) -> list[str]:
    days = resolution_words(found.case)
    facts = {
        "days": pick(days.zh, days.en, lang), "cost": base["cost_before_peak"],
        "year": base["peak_year"], "level": base["peak_level"],
    }  # fmt: skip
    by_how = {key.replace("no range", "none"): count for key, count in counts.items()}
    return [
        label("ranking_note", lang).format(**facts),
        label("ranking_how", lang),
        label("ranking_count", lang).format(**by_how),
    ]


def digest(workbook: Workbook, settings: Settings, chosen: Mapping[str, Any]) -> str:
    """Hash of all that a study rests on: inputs, model file and what was asked for."""
    options = settings.model_dump_json(exclude={"folder"})
    return hashlib.sha256(f"{workbook.sha256}{options}{chosen}".encode()).hexdigest()


def write_manifest(
    folder: Path, workbook: Workbook, settings: Settings, facts: Mapping[str, Any], seconds: float
) -> None:
    """Write the manifest of a study, with the hash of every file of its folder."""
    memory = peak_memory()
    outputs = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    content = {
        **facts,
        "inputs": {
            "workbook": {"name": workbook.path.name, "sha256": workbook.sha256},
            "model": {"name": settings.name, "sha256": settings.sha256 or None},
            "scenario": settings.scenario,
        },
        "options": settings.model_dump(
            mode="json", exclude={"folder", "sha256", "name", "workbook"}
        ),
        "versions": versions(),
        "seconds": round(seconds, 1),
        "peak_memory_mib": None if memory is None else round(memory, 1),
        "outputs": outputs,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / MANIFEST, text.encode("utf-8"))
