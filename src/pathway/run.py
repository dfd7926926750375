"""The pipeline from a workbook to a run folder; the only file that knows every stage."""

from __future__ import annotations

import hashlib
import logging
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway.audit import audit_files, read_run_files
from pathway.case.assemble import assemble
from pathway.case.parts import in_detail
from pathway.case.scenario import apply_scenario
from pathway.contradictions import refuse_contradictions
from pathway.errors import (
    AuditError,
    InputError,
    PathwayError,
    PlanClashError,
    ProofError,
    SolveError,
)
from pathway.reports import write_reports
from pathway.rerun import write_summary
from pathway.results.clash import clash_table
from pathway.results.results import Results, build_results
from pathway.results.store import (
    new_run_folder,
    write_learnt,
    write_manifest,
    write_table,
    write_tables,
)
from pathway.solve.plan import solve_base_year, solve_plan
from pathway.workbook.read import read_workbook

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.solution import Solution
    from pathway.workbook.rows import Workbook

    Solver = Callable[[Case, Settings, Callable[[str], None]], Solution]

LOG = logging.getLogger("pathway")
STAGES = ("read", "build", "transfer", "solve", "extract", "audit", "report")
CLASH = "clash"
"""Table of what clashes, where no plan exists."""
AUDITED = "audited"
"""Table of what the second implementation found."""


class RunCrashError(PathwayError):
    """A bug during a run; its traceback stands in the log of the run."""

    def __init__(self, log: Path) -> None:
        super().__init__(str(log))
        self.log = log


@dataclass(frozen=True, eq=False)
class RunResult:
    """A finished run: its folder, what it found, and the seconds that each stage took."""

    folder: Path
    results: Results
    seconds: dict[str, float]


class _Clock:
    """Seconds of the stages that the pipeline itself goes through."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - began


def solve_model(
    settings: Settings, *, out_root: Path, lang: str, progress: Callable[[str], None],
    solver: Solver = solve_plan,
) -> RunResult:  # fmt: skip
    """Solve a plan and write everything a reader needs to trust it.

    Args:
        settings: the model file, with what the command line changed of it.
        out_root: folder that run folders are made in.
        lang: language of the report, ``zh`` or ``en``.
        progress: is told what is being done, stage by stage.
        solver: solves the case; one that keeps what it learnt serves several runs.

    Raises:
        PathwayError: no plan; the exit code of the error says of which kind.
    """
    clock, tell = _Clock(), _logging(progress)
    with clock.stage("read"):
        tell("read")
        workbook = in_detail(read_workbook(settings.workbook_path), settings.regions.detail)
        planned = apply_scenario(workbook, settings.scenario)
        case = assemble(planned, settings.time)
        refuse_contradictions(planned, case, settings, tell)
    folder = new_run_folder(out_root, settings.name, settings.scenario, _digest(workbook, settings))
    with _logged(folder / "run.log"):
        for key, peak in case.peak_loads.items():
            LOG.info("%s: %d pairs of year and hour may have the highest load", key, len(peak.row))
        try:
            solution = solver(case, settings, tell)
        except PlanClashError as error:
            _tell_clash(case, error, folder)
            raise
        clock.seconds.update(solution.timings)
        with clock.stage("solve"):
            base, warnings = _base_year(workbook, case, settings, tell)
        with clock.stage("extract"):
            tell("extract")
            warned = replace(solution, warnings=(*solution.warnings, *warnings))
            results = build_results(warned, base)
            write_tables(results, folder)
            if solution.memory:
                write_learnt(solution.memory, folder)

        def finish(results: Results) -> None:
            write_manifest(
                results, folder, settings=solution.settings, workbook=workbook,
                timings=clock.seconds, peak_memory=peak_memory(),
            )  # fmt: skip

        with clock.stage("audit"):
            tell("audit")
            finish(results)
            results = _audited(results, folder, workbook)
        with clock.stage("report"):
            tell("report")
            write_reports(results, folder, lang)
            write_summary(results, folder)
        finish(results)
    return RunResult(folder, results, clock.seconds)


def _tell_clash(case: Case, error: PlanClashError, folder: Path) -> None:
    """Write what clashes, and what would make a plan, to the folder of the run."""
    (folder / "tables").mkdir(exist_ok=True)
    error.table = clash_table(case, error.clash)
    error.path = write_table(CLASH, error.table, folder)


def _audited(results: Results, folder: Path, workbook: Workbook) -> Results:
    """The results with what the second implementation found on the files just written.

    Raises:
        AuditError: it does not find the same; table ``audited`` tells what.
    """
    found = audit_files(read_run_files(folder), workbook)
    table = found.to_frame()
    write_table(AUDITED, table, folder)
    if not found.ok:
        lines = "\n".join(
            f"  - {item.name('en')}: {item.residual:.3g} above {item.limit:.3g}, {item.where}"
            for item in found.failed
        )
        raise AuditError(f"{len(found.failed)} item(s) of the audit are off:\n{lines}")
    return replace(results, tables={**results.tables, AUDITED: table})


def _digest(workbook: Workbook, settings: Settings) -> str:
    """Hash of everything that a run depends on."""
    options = settings.model_dump_json(exclude={"folder"})
    return hashlib.sha256(f"{workbook.sha256}{options}".encode()).hexdigest()


def _logging(progress: Callable[[str], None]) -> Callable[[str], None]:
    def tell(message: str) -> None:
        LOG.info(message)
        progress(message)

    return tell


def _base_year(
    workbook: Workbook, case: Case, settings: Settings, tell: Callable[[str], None]
) -> tuple[Solution | None, tuple[str, ...]]:
    """The base year solved alone, to hold against what really happened; None if it cannot be."""
    if not any(case.base_year in actual.given for actual in case.actuals.values()):
        return None, ()
    tell("base year")
    try:
        base = assemble(workbook, settings.time, (case.base_year,))
        return solve_base_year(base, settings), ()
    except (InputError, SolveError, ProofError) as error:
        LOG.warning("base year: %s", error)
        return None, (f"base year {case.base_year} not checked: {error}",)


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    """Write the log of a run; bugs leave their traceback there and become a `RunCrashError`."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield
    except PathwayError as error:
        LOG.exception("no plan (exit code %s)", error.exit_code)
        raise
    except OSError:
        LOG.exception("file or disk")
        raise
    except Exception as error:
        LOG.exception("bug")
        raise RunCrashError(path) from error
    finally:
        LOG.removeHandler(handler)
        handler.close()


def peak_memory() -> float | None:
    """Most memory the process has held so far [MiB]; None where the system does not tell."""
    if resource is None:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10
