"""One whole run of the example, from the command line to the report that is written again."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from pathway.cli import app
from pathway.report.html.bilingual import EN, ZH
from pathway.report.html.sections.yearly import yearly_charts
from pathway.report.yearly import source_of, source_of_run
from pathway.rerun import read_run
from pathway.results.compare import read_runs
from pathway.run import STAGES, RunCrashError, _logged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = {
    "activity", "capacity", "clauses", "costs", "days", "demand", "dispatch", "emissions", "flows",
    "inputs", "investment", "metrics", "prices", "storage", "tasks", "units",
}  # fmt: skip


REPORTS = ("plan.xlsx", "report.html")


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder of the project, and what ``solve --json`` said of the example."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call("new", "city")
        told = call("solve", "--days", "1", "--peak-year", "deadline", "--json")
        yield folder, json.loads(told)


def hashes(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in REPORTS}


def call(*words: str) -> str:
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_run_leaves_everything_a_reader_needs(solved):
    root, told = solved
    folder = root / told["folder"]
    assert folder.relative_to(root).parts[:3] == ("outputs", "city", "base")
    assert {path.stem for path in (folder / "tables").glob("*.csv")} >= TABLES
    assert all((root / file).exists() for file in told["files"])
    assert told["status"] == "optimal"
    assert told["peak_year"] <= 2030
    assert "plan" in (folder / "run.log").read_text("utf-8")


def test_the_manifest_accounts_for_time_memory_and_files(solved):
    root, told = solved
    folder = root / told["folder"]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["timings"]) == set(STAGES)
    assert all(seconds >= 0 for seconds in manifest["timings"].values())
    assert manifest["timings"]["solve"] > 0
    assert 50 < manifest["peak_memory_mib"] < 20_000
    workbook = (root / "inputs/city.xlsx").read_bytes()
    assert manifest["inputs"]["workbook"]["sha256"] == hashlib.sha256(workbook).hexdigest()
    assert hashes(folder) == {name: manifest["outputs"][name] for name in REPORTS}


def test_the_report_can_be_written_again_from_the_folder(solved):
    root, told = solved
    report = root / told["folder"] / "plan.xlsx"
    before, tabs = cells(report), sheets(report)
    call("report", told["folder"])
    after = cells(report)
    known = before | after
    wrong = {at: (before.get(at), after.get(at)) for at in known
             if not same(before.get(at, known[at]), after.get(at, known[at]))}  # fmt: skip
    assert wrong == {}
    lost = before.keys() ^ after.keys()  # numbers that only rounding tells apart may be left out
    assert [at for at in lost if isinstance(known[at], str)] == []
    call("report", told["folder"], "--lang", "en")
    assert 'data-lang="en"' in (report.parent / "report.html").read_text("utf-8")[:200]
    written = json.loads((report.parent / "manifest.json").read_text("utf-8"))["outputs"]
    assert hashes(report.parent) == {name: written[name] for name in REPORTS}
    assert len(sheets(report)) == len(tabs)
    assert not set(sheets(report)) & set(tabs)


def test_yearly_figures_need_no_more_than_the_tables(solved):
    """Of a run read back from its tables alone they are what the case gives."""
    root, told = solved
    folder = root / told["folder"]
    results, run = read_run(folder, [root / "inputs/city.xlsx"]), read_runs([folder])[0]
    for words in (ZH, EN):
        assert yearly_charts(words, source_of_run(run)) == yearly_charts(words, source_of(results))


def test_a_report_is_refused_once_its_workbook_has_changed(solved):
    root, told = solved
    book = root / "inputs/city.xlsx"
    kept = book.read_bytes()
    try:
        book.write_bytes(kept + b" ")
        result = CliRunner().invoke(app, ["report", told["folder"]])
    finally:
        book.write_bytes(kept)
    assert result.exit_code == 7
    assert "--workbook" in result.stderr


def test_the_same_inputs_give_the_same_plan(solved):
    _, told = solved
    again = json.loads(call("solve", "--days", "1", "--peak-year", "deadline", "--json"))
    assert again["folder"] != told["folder"]
    for key in ("cost_before_peak", "cost_after", "peak_level"):
        assert again[key] == told[key]


def test_a_bug_during_a_run_is_logged_in_its_folder(tmp_path):
    log = tmp_path / "run.log"
    with pytest.raises(RunCrashError) as caught, _logged(log):
        raise ZeroDivisionError("x")
    assert caught.value.log == log
    assert "ZeroDivisionError: x" in log.read_text("utf-8")
    assert logging.getLogger("pathway").handlers == []


def sheets(path: Path) -> list[str]:
    return openpyxl.load_workbook(path, read_only=True).sheetnames


def cells(path: Path) -> dict[str, Any]:
    """Filled cells of a workbook by address."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def same(left: Any, right: Any) -> bool:
    """Equal cells; hourly tables keep six digits."""
    if isinstance(left, float | int) and isinstance(right, float | int):
        return bool(left == pytest.approx(right, rel=2e-5, abs=1e-6))
    return bool(left == right)
