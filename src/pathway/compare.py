"""The pipeline of ``pathway compare``: finished runs side by side, in tables and a workbook."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.errors import StorageError, UsageError
from pathway.report.compare import write_comparison
from pathway.report.compare_parts import Compared
from pathway.report.html.compare import write_compare_page
from pathway.results.compare import compare_runs, read_runs
from pathway.results.manifest import versions
from pathway.results.store import MANIFEST, new_run_folder, write_file, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pathway.report.compare_parts import NoResult
    from pathway.results.compare import Comparison, Run

FOLDER = "compare"
"""Stands where runs have their scenario."""
REPORT, PAGE = "compare.xlsx", "report.html"


@dataclass(frozen=True, eq=False)
class CompareResult:
    """A finished comparison."""

    folder: Path
    comparison: Comparison
    seconds: float


def compare_folders(folders: Sequence[Path], *, out_root: Path, lang: str) -> CompareResult:
    """Compare finished runs and write what was found; the first is the reference.

    Args:
        folders: run folders, two or more.
        out_root: folder that run folders are made in.
        lang: language of ``compare.xlsx``.

    Raises:
        UsageError: fewer than two runs.
        StorageError: a folder is none of a finished run, or a file cannot be written.
    """
    if len(folders) < 2:
        raise UsageError("name two runs or more; the first is the reference.")
    began = time.perf_counter()
    runs = read_runs(folders)
    model = str(runs[0].manifest["inputs"]["model"]["name"])
    folder = new_run_folder(out_root, model, FOLDER, _digest(runs))
    return write_compared(runs, folder, lang, began)


def write_compared(
    runs: Sequence[Run],
    folder: Path,
    lang: str,
    began: float,
    failed: Sequence[NoResult] = (),
) -> CompareResult:
    """Compare runs and write tables, workbook, page and manifest to a folder.

    Args:
        runs: finished runs, the first as the reference.
        folder: folder of the comparison.
        lang: language of the workbook, and that in which the page opens.
        began: when the work began, by `time.perf_counter`.
        failed: runs that have no result.

    Raises:
        StorageError: a file cannot be written.
    """
    comparison = compare_runs(runs)
    try:
        (folder / "tables").mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from error
    for name, table in comparison.tables.items():
        write_table(name, table, folder)
    compared = Compared(comparison, failed)
    write_comparison(compared, folder / REPORT, lang)
    write_compare_page(compared, folder / PAGE, lang)
    seconds = time.perf_counter() - began
    _write_manifest(folder, runs, failed, seconds)
    return CompareResult(folder, comparison, seconds)


def _digest(runs: Sequence[Run]) -> str:
    """Hash of what is compared."""
    texts = [json.dumps(run.manifest, sort_keys=True) for run in runs]
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def _write_manifest(
    folder: Path, runs: Sequence[Run], failed: Sequence[NoResult], seconds: float
) -> None:
    outputs = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".log"
    }
    content = {
        "command": "compare",
        "runs": [
            {
                "key": run.key,
                "folder": "/".join(run.folder.resolve().parts[-3:]),
                "inputs": run.manifest["inputs"],
            }
            for run in runs
        ],
        "failed": [one._asdict() for one in failed],
        "versions": versions(),
        "seconds": round(seconds, 1),
        "outputs": outputs,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / MANIFEST, text.encode("utf-8"))
