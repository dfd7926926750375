"""What later commands found of a run, read back from the folders that they made beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.errors import StorageError
from pathway.results.compare import compare_runs, read_runs
from pathway.results.store import MANIFEST, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from pathway.results.compare import Comparison

PEAK = "peak"
"""Folder beside the scenarios of a model, with what ``pathway peak`` found."""
PEAK_TABLES = ("peak_trials", "peak_paths", "peak_level")
COMPARE = "compare"
"""Folder beside the scenarios of a model, with comparisons of runs."""


@dataclass(frozen=True, eq=False)
class PeakStudy:
    """What ``pathway peak`` found of a run."""

    tables: Mapping[str, pd.DataFrame]
    """``peak_trials``, ``peak_paths`` and ``peak_level``."""
    asked: tuple[int, float]
    """The peak year that was tried, and the slack of cost."""


def peak_study(run: Path) -> PeakStudy | None:
    """The newest study of the peak of a run; None where there is none that can be read."""
    for folder, facts in _studies(run, PEAK):
        try:
            tables = read_tables(folder, PEAK_TABLES)
            return PeakStudy(
                {name: tables[name] for name in PEAK_TABLES},
                (int(facts["peak_year"]), float(facts["slack"])),
            )
        except (StorageError, KeyError):
            continue
    return None


@dataclass(frozen=True, eq=False)
class ScenarioStudy:
    """Plans of other scenarios that a run is the reference of."""

    comparison: Comparison
    failed: tuple[tuple[str, int, str], ...]
    """Scenarios without a plan: name, exit code and why."""
    folder: str
    """Folder of the comparison, below that of all runs."""


def scenario_study(run: Path) -> ScenarioStudy | None:
    """The newest comparison of a run, as the reference, with other runs of its model.

    None where there is none, or its runs are no longer there as they were compared.
    """
    root, model = run.resolve().parents[2], run.resolve().parts[-3]
    for place, facts in _studies(run, COMPARE):
        folders = [str(one["folder"]) for one in facts["runs"]]
        if len(folders) > 1 and all(folder.split("/")[0] == model for folder in folders):
            try:
                runs = read_runs([root / folder for folder in folders])
            except StorageError:
                continue
            failed = ((str(f["name"]), int(f["code"]), str(f["message"])) for f in facts["failed"])
            folder = place.relative_to(root).as_posix()
            return ScenarioStudy(compare_runs(runs), tuple(failed), folder)
    return None


def _studies(run: Path, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folders of studies of a run, or with it as the reference, with manifests, newest first."""
    whole = run.resolve()
    wanted = "/".join(whole.parts[-3:])
    for manifest in sorted((whole.parents[1] / kind).glob(f"*/{MANIFEST}"), reverse=True):
        try:
            facts = json.loads(manifest.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        about: dict[str, Any] = facts.get("run") or next(iter(facts.get("runs", [])), {})
        if about.get("folder") == wanted:
            yield manifest.parent, facts
