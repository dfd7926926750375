"""A finished run read back from its folder, so that its report can be written again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from pathway.case.assemble import assemble
from pathway.case.parts import in_detail
from pathway.case.scenario import apply_scenario
from pathway.errors import StorageError
from pathway.results.results import Results, Summary
from pathway.results.store import MANIFEST, read_tables, write_file
from pathway.settings import Settings
from pathway.solve.solution import Bound, Candidate, StageLog
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from pathway.case.case import Case
    from pathway.workbook.rows import Workbook

SUMMARY = "summary.json"
_NESTED = {"candidates": Candidate, "stages": StageLog, "bounds": Bound}


def write_summary(results: Results, folder: Path) -> None:
    """Write the summary of a run beside its tables, and which of their columns hold text.

    A CSV file cannot tell a blank text from a missing number; with the columns of text it can.

    Raises:
        StorageError: the file cannot be written.
    """
    words = {name: _text_columns(table) for name, table in results.tables.items()}
    content = {"summary": asdict(results.solution_summary), "text_columns": words}
    text = json.dumps(content, ensure_ascii=False, indent=2)
    write_file(folder / SUMMARY, f"{text}\n".encode())


def read_run(folder: Path, workbooks: Iterable[Path]) -> Results:
    """The results of a run, from its folder and the workbook that it was made from.

    Args:
        folder: the run folder.
        workbooks: where the workbook may be; the one whose content is that of the run is taken.

    Raises:
        StorageError: a file of the run is not there, or the workbook has changed since.
    """
    _, case = read_case(folder, workbooks)
    known = _read_json(folder / SUMMARY)
    tables = {
        name: _with_blanks(table, known["text_columns"].get(name, ()))
        for name, table in read_tables(folder).items()
    }
    base_check = tables.pop("base_check", None)
    return Results(case, _summary(known["summary"]), tables, base_check)


def read_case(folder: Path, workbooks: Iterable[Path]) -> tuple[Settings, Case]:
    """The model file and the case of a run, from its folder and the workbook it was made from.

    Raises:
        StorageError: the manifest is not there, or the workbook has changed since.
    """
    settings, workbook = read_inputs(folder, workbooks)
    return settings, assemble(workbook, settings.time)


def read_inputs(folder: Path, workbooks: Iterable[Path]) -> tuple[Settings, Workbook]:
    """The model file of a run and its workbook, as its scenario has it.

    Raises:
        StorageError: the manifest is not there, or the workbook has changed since.
    """
    manifest = _read_json(folder / MANIFEST)
    settings = Settings.model_validate_json(json.dumps(manifest["options"]))
    path = _unchanged(manifest["inputs"]["workbook"], workbooks)
    workbook = in_detail(read_workbook(path), settings.regions.detail)
    return settings, apply_scenario(workbook, settings.scenario)


def _text_columns(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table if all(isinstance(value, str) for value in table[name])]


def _with_blanks(table: pd.DataFrame, words: Iterable[str]) -> pd.DataFrame:
    """The table with blanks as empty text in its columns of text."""
    return table.assign(**{name: table[name].astype(object).fillna("") for name in words})


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StorageError(f"{path}: not readable; is this the folder of a run?") from error
    return content


def _unchanged(wanted: dict[str, str], workbooks: Iterable[Path]) -> Path:
    for path in workbooks:
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == wanted["sha256"]:
            return path
    raise StorageError(
        f"{wanted['name']} is not there as it was when this run was made: "
        "name the workbook of that time with --workbook, or solve again"
    )


def _summary(content: dict[str, Any]) -> Summary:
    read = _frozen({field.name: content[field.name] for field in fields(Summary)})
    for name, kind in _NESTED.items():
        read[name] = tuple(kind(**_frozen(item)) for item in read[name])
    return Summary(**read)


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(x) if isinstance(x, list) else x for key, x in content.items()}
