"""A finished run is taken up again from its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pathway.cli import app
from pathway.errors import StorageError
from pathway.results.store import LEARNT
from pathway.resume import resume

pytestmark = pytest.mark.slow  # whole runs of the example


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    """A run of the example on one day, plan and operation apart, and its workbook."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call("new", "city")
        model = Path("models/city.toml")
        model.write_text(f"{model.read_text('utf-8')}\n[solver]\ndecompose = true\n", "utf-8")
        told = json.loads(call("solve", "--days", "1", "--json"))
    return folder / told["folder"], folder / "inputs" / "city.xlsx", told


def call(*words: str) -> str:
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_plan_of_a_run_stands_again(run):
    folder, workbook, told = run
    with resume(folder, [workbook]) as resumed:
        assert resumed.session.bounds.remembers
        assert all(stage.iterations == 1 for stage in resumed.plan.stages)
        early = resumed.session.bounds.relaxation.costs.early
        before = resumed.session.bounds.inner.cost_by_year(resumed.plan.best.upper) @ early
        assert before == pytest.approx(told["cost_before_peak"], rel=1e-5)
        assert resumed.plan.reference


def test_a_run_without_what_it_learnt_is_solved_first(run):
    folder, workbook, told = run
    kept = (folder / LEARNT).read_bytes()
    (folder / LEARNT).unlink()
    try:
        with resume(folder, [workbook]) as resumed:
            assert not resumed.session.bounds.remembers
            assert resumed.plan.best.gap <= resumed.settings.solver.gap
    finally:
        (folder / LEARNT).write_bytes(kept)
    assert told["status"] == "optimal"


def test_a_file_that_is_no_memory_is_refused(run):
    folder, workbook, _ = run
    kept = (folder / LEARNT).read_bytes()
    (folder / LEARNT).write_bytes(kept[:100])
    try:
        with pytest.raises(StorageError, match=LEARNT), resume(folder, [workbook]):
            pass
    finally:
        (folder / LEARNT).write_bytes(kept)
