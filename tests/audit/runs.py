"""Runs to audit: cases solved, written as a run folder, and read back as the audit reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import tiny
from pathway.audit import Audit, audit_files, read_run_files
from pathway.case.assemble import assemble
from pathway.case.scenario import apply_scenario
from pathway.results.results import build_results
from pathway.results.store import write_manifest, write_tables
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from pathway.audit.folder import RunFiles
    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.workbook.rows import Workbook


TWO_STAGES = tiny.settings("before-peaking", year="deadline")
ONE_STAGE = tiny.settings("whole-horizon", year="deadline")


def _as_it_is(case: Case) -> Case:
    return case


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run, and the workbook that it was made from."""

    files: RunFiles
    workbook: Workbook

    def audit(self) -> Audit:
        """Audit it."""
        return audit_files(self.files, self.workbook)

    def with_table(self, name: str, change: Callable[[pd.DataFrame], Any]) -> Run:
        """The run with one table changed; a change that returns nothing changes it in place."""
        table = self.files.tables[name].copy()
        changed = change(table)
        tables = {**self.files.tables, name: table if changed is None else changed}
        return replace(self, files=replace(self.files, tables=tables))

    def with_manifest(self, *path: str, value: object) -> Run:
        """The run with one entry of its manifest changed."""
        manifest = _changed(dict(self.files.manifest), path, value)
        return replace(self, files=replace(self.files, manifest=manifest))


def _changed(content: dict[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    inside = value if len(path) == 1 else _changed(dict(content[path[0]]), path[1:], value)
    return {**content, path[0]: inside}


@cache
def book_of(rows: Callable[[], tuple[Any, ...]]) -> Workbook:
    """The workbook of a case, written and read once."""
    return tiny.read(*rows()[:2])


def make(
    folder: Path, rows: Callable[[], tuple[Any, ...]], change: Callable[[Case], Case] = _as_it_is
) -> Run:
    """Solve a case in one stage, changed on its way into the programme, and write its run."""
    return make_from(folder, book_of(rows), ONE_STAGE, change)


def make_from(
    folder: Path,
    book: Workbook,
    settings: Settings,
    change: Callable[[Case], Case] = _as_it_is,
) -> Run:
    """The same from a workbook that is there, with settings of its own."""
    case = change(assemble(apply_scenario(book, settings.scenario), settings.time))
    results = build_results(solve_plan(case, settings), strict=False)
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(results, folder)
    write_manifest(results, folder, settings=settings, workbook=book, timings={}, peak_memory=None)
    return Run(read_run_files(folder), book)


def caught(audit: Audit, *groups: str) -> bool:
    """Whether something is off, in one of the groups if any are named."""
    found = {item.group for item in audit.failed}
    return bool(found & set(groups)) if groups else bool(found)


def told(audit: Audit) -> str:
    """What is off, for messages of tests."""
    return "; ".join(f"{i.group}.{i.item} {i.residual:.1e} {i.where}" for i in audit.failed)
