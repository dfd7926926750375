"""A plan that was solved to a gap: proved to it, and no further."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import runs

import tiny
from pathway.case.assemble import assemble
from pathway.results.results import build_results
from pathway.results.store import write_manifest, write_tables
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from runs import Run

    from pathway.case.case import Case
    from pathway.solve.solution import Solution

SLACK = 0.05
SETTINGS = runs.ONE_STAGE.model_copy(
    update={"objective": runs.ONE_STAGE.objective.model_copy(update={"tail_slack": SLACK})}
)


def grown(case: Case) -> Case:
    """The case with a little more demand: its duals bound the cost of the case from below too."""
    demands = {key: replace(d, amount=1.02 * d.amount) for key, d in case.demands.items()}
    return replace(case, demands=demands)


def weakened(plan: Solution, other: Solution) -> Solution:
    """A plan with the duals of another programme that differs in right-hand sides alone."""
    mine, theirs = plan.certificates[0], other.certificates[0]
    made = replace(
        mine, row_dual=theirs.row_dual, column_dual=theirs.column_dual, slack=SLACK
    )  # fmt: skip
    return replace(plan, certificates=(made,), row_dual=made.row_dual, gap=made.gap(plan.x))


@pytest.fixture(scope="module")
def gap(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run whose duals are not the best."""
    folder, book = tmp_path_factory.mktemp("gap"), runs.book_of(tiny.everything)
    case = assemble(book, SETTINGS.time)
    plan = weakened(solve_plan(case, SETTINGS), solve_plan(grown(case), SETTINGS))
    results = build_results(plan)
    write_tables(results, folder)
    write_manifest(
        results, folder, settings=SETTINGS, workbook=book, timings={}, peak_memory=None
    )  # fmt: skip
    return runs.Run(runs.read_run_files(folder), book)


def test_a_plan_is_proved_to_the_gap_that_it_states(gap: Run) -> None:
    audit = gap.audit()
    assert audit.ok, runs.told(audit)
    found = next(item for item in audit.items if item.item == "gap")
    told = gap.files.manifest["bounds"]
    assert found.residual == pytest.approx(told["gap"])
    assert 1e-5 < told["gap"] < SLACK
    stage = told["stages"][0]
    assert (stage["upper"] - stage["lower"]) / stage["upper"] == pytest.approx(told["gap"])


def test_a_gap_larger_than_stated_is_seen(gap: Run) -> None:
    stated = gap.with_table("certificates", lambda table: table.assign(slack=1e-6))
    assert runs.caught(stated.audit(), "optimality")
