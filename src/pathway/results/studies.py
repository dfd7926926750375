"""What later commands found of a run, read back from the folders that they made beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.errors import StorageError
from pathway.results.store import MANIFEST, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

PEAK = "peak"
"""Folder beside the scenarios of a model, with what ``pathway peak`` found."""
PEAK_TABLES = ("peak_trials", "peak_paths", "peak_level")


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


def _studies(run: Path, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folders of studies of a run with their manifests, the newest first."""
    whole = run.resolve()
    wanted = "/".join(whole.parts[-3:])
    for manifest in sorted((whole.parents[1] / kind).glob(f"*/{MANIFEST}"), reverse=True):
        try:
            facts = json.loads(manifest.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if facts.get("run", {}).get("folder") == wanted:
            yield manifest.parent, facts
