"""The files of a run that the audit reads: manifest and tables, and nothing else."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pathway.audit.items import Ledger

MANIFEST, TABLES = "manifest.json", "tables"


@dataclass(frozen=True, eq=False)
class RunFiles:
    """What a run left."""

    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]


def read_run_files(folder: Path) -> RunFiles:
    """Read a run folder.

    Raises:
        StorageError: it is none, or a file of it cannot be read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = sorted((folder / TABLES).glob("*.[cn]*"))
        tables = {path.name.partition(".")[0]: _table(path) for path in files}
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise StorageError(f"{folder}: not readable as a run: {error}") from error
    if not tables:
        raise StorageError(f"{folder}: no tables of a run")
    return RunFiles(folder, manifest, tables)


def _table(path: Path) -> pd.DataFrame:
    """A table: text, compressed or not, or an archive with an array a column."""
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as columns:
            return pd.DataFrame(dict(columns), copy=False)
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def workbook_of(run: RunFiles, candidates: Iterable[Path]) -> Path:
    """The file among some that is the workbook of a run, by its content.

    Raises:
        StorageError: none of them is.
    """
    wanted = run.manifest["inputs"]["workbook"]
    for path in candidates:
        if _sha256(path) == wanted["sha256"]:
            return path
    raise StorageError(
        f"{wanted['name']} is not there as it was when this run was made: "
        "name the workbook of that time with --workbook"
    )


def check_files(run: RunFiles, workbook_sha256: str, ledger: Ledger) -> None:
    """The workbook is that of the run, and no file has changed since its manifest was written."""
    wanted = run.manifest["inputs"]["workbook"]["sha256"]
    ledger.equal(("files", "workbook"), workbook_sha256, wanted, "sha256 of the workbook")
    changed = [
        name
        for name, said in run.manifest.get("outputs", {}).items()
        if name.startswith(f"{TABLES}/") and _sha256(run.folder / name) != said
    ]
    ledger.equal(
        ("files", "tables_unchanged"), changed, [], "tables that are not those of the manifest"
    )


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
