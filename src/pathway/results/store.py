"""The run folder: tables as CSV, and a manifest by which a plan can be traced years later.

Every file is written under a temporary name, read back, and only then gets its name. A run folder
is never written twice.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.errors import StorageError
from pathway.results.hours_csv import hours_csv
from pathway.results.manifest import manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from pathway.results.results import Results
    from pathway.settings import Settings
    from pathway.workbook.rows import Workbook

HOURLY = frozenset({"dispatch", "storage", "operation"})
"""Tables with a row an hour: written with 8 decimals, the others with 12 digits."""
COMPRESSED = frozenset({"duals"})
"""Tables that are long and for machines: written as ``.csv.gz``."""
COLUMNS = frozenset({"duals_hourly"})
"""Tables that are large and for machines: written as ``.npz``, one array a column."""
PROOF = COMPRESSED | COLUMNS
"""Tables that nobody but an audit needs again."""
MARK = b"\xef\xbb\xbf"
"""What tells Excel that a file is in UTF-8."""
MANIFEST = "manifest.json"
LEARNT = "learnt.npz"
"""What the solver learnt, where plan and operation were solved apart."""
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def new_run_folder(root: Path, model: str, scenario: str, digest: str) -> Path:
    """Make ``root/model/scenario/<UTC time>-<first 8 of digest>``, which was not there before.

    Raises:
        StorageError: the folder cannot be made.
    """
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    parent = root / _safe(model) / _safe(scenario)
    with _storage(parent):
        parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, 1000):
            suffix = "" if attempt == 1 else f"-{attempt}"
            folder = parent / f"{moment}-{digest[:8]}{suffix}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    raise StorageError(f"{parent}: no free name for a run folder")


def write_tables(results: Results, folder: Path) -> list[Path]:
    """Write every table to ``tables/<name>.csv`` (UTF-8 with a mark, so that Excel reads Chinese).

    Raises:
        StorageError: a file cannot be written.
    """
    tables = dict(results.tables)
    if results.base_check is not None:
        tables["base_check"] = results.base_check
    with _storage(folder):
        (folder / "tables").mkdir(exist_ok=True)
    return [write_table(name, table, folder) for name, table in tables.items()]


def write_table(name: str, table: pd.DataFrame, folder: Path) -> Path:
    """Write one table of a run.

    Raises:
        StorageError: the file cannot be written.
    """
    if name in COLUMNS:
        ending, content = "npz", _packed({str(each): table[each].to_numpy() for each in table})
    elif name in HOURLY:
        ending, content = "csv", MARK + hours_csv(table)
    else:
        text = table.to_csv(index=False, float_format="%.12g", lineterminator="\n")
        ending, content = "csv", text.encode("utf-8-sig")
    if name in COMPRESSED:
        ending, content = f"{ending}.gz", gzip.compress(content, mtime=0)
    path = folder / "tables" / f"{name}.{ending}"
    write_file(path, content)
    return path


def write_learnt(arrays: Mapping[str, NDArray[Any]], folder: Path) -> None:
    """Write what the solver learnt of a case, so that a later question begins there.

    Raises:
        StorageError: the file cannot be written.
    """
    write_file(folder / LEARNT, _packed(arrays))


def read_learnt(folder: Path) -> dict[str, NDArray[Any]] | None:
    """Read it again; None where it is not there, as of plans solved as one programme.

    Raises:
        StorageError: the file is there and cannot be read.
    """
    if not (folder / LEARNT).exists():
        return None
    with _storage(folder / LEARNT):
        try:
            with np.load(folder / LEARNT, allow_pickle=False) as archive:
                return dict(archive)
        except (ValueError, zipfile.BadZipFile) as error:
            raise StorageError(f"{folder / LEARNT}: not readable; delete it: {error}") from error


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Arrays as an archive of numpy; the same bytes for the same arrays."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, values in arrays.items():
            array = io.BytesIO()
            np.lib.format.write_array(array, values, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, array.getbuffer(), compresslevel=1)
    return packed.getvalue()


def read_tables(folder: Path, names: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """Read the tables of a run back, by name, but for `PROOF`; blank cells are missing values.

    Args:
        folder: the run folder.
        names: tables to read; all of them if left out.

    Raises:
        StorageError: there are none, or one cannot be read.
    """
    found = sorted((folder / "tables").glob("*.csv"))
    if names:
        found = [path for path in found if path.stem in names]
    if not found:
        raise StorageError(f"{folder}: no tables of a run")
    with _storage(folder):
        return {path.stem: _read_table(path) for path in found}


def _read_table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def write_manifest(
    results: Results,
    folder: Path,
    *,
    settings: Settings,
    workbook: Workbook,
    timings: Mapping[str, float],
    peak_memory: float | None,
) -> Path:
    """Write ``manifest.json``, with the hash of every file that the folder holds by then.

    Args:
        results: the plan.
        folder: its run folder; other outputs stand in it already.
        settings: what the modeller chose.
        workbook: what the planner gave.
        timings: seconds by stage of the run.
        peak_memory: most memory held [MiB], where the system tells.

    Raises:
        StorageError: a file cannot be read or written.
    """
    with _storage(folder):
        outputs = {
            path.relative_to(folder).as_posix(): _sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".log"
        }
    text = manifest(
        results, settings=settings, workbook=workbook, timings=timings, peak_memory=peak_memory,
        outputs=outputs,
    )  # fmt: skip
    path = folder / MANIFEST
    write_file(path, text.encode("utf-8"))
    return path


def renew_outputs(folder: Path, paths: Iterable[Path]) -> None:
    """Write the hashes of files that were written again to the manifest of their run.

    Raises:
        StorageError: the manifest or a file cannot be read or written.
    """
    with _storage(folder):
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        for path in paths:
            content["outputs"][path.relative_to(folder).as_posix()] = _sha256(path)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / MANIFEST, text.encode("utf-8"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        StorageError: it cannot be written, or does not read back as it was written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with _storage(path):
        try:
            temporary.write_bytes(content)
            if temporary.read_bytes() != content:
                raise StorageError(f"{path.name}: does not read back as it was written")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _safe(name: str) -> str:
    """A name that every file system takes."""
    return UNSAFE.sub("_", name).strip(" .") or "_"


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{error.filename or path}: {error.strerror or error}") from error
