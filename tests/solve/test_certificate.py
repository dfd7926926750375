"""Duals prove the cost; wrong ones do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import ProofError

if TYPE_CHECKING:
    from pathway.solve.solution import Solution


@pytest.fixture(scope="module")
def plan() -> Solution:
    return tiny.solve(tiny.case(*tiny.everything()), "before-peaking")


def test_every_stage_is_proved(plan: Solution) -> None:
    assert [proof.stage for proof in plan.certificates] == ["before", "tail"]
    for proof in plan.certificates:
        cost = float(proof.cost @ plan.x) + proof.constant
        assert proof.bound == pytest.approx(cost, rel=2e-6)
        assert abs(proof.gap(plan.x)) < 2e-6
    assert plan.certificates[0].bound == pytest.approx(plan.objective, rel=2e-6)


def test_a_dearer_plan_is_not_proved(plan: Solution) -> None:
    proof = plan.certificates[0]
    dearer = plan.x.copy()
    dearer[np.argmax(proof.cost * (plan.x > 0.1))] *= 1.01
    with pytest.raises(ProofError, match="above its bound"):
        proof.check(plan.programme, dearer)


def test_duals_of_another_programme_prove_nothing(plan: Solution) -> None:
    proof = plan.certificates[0]
    wrong = replace(proof, row_dual=proof.row_dual * 0.9)
    with pytest.raises(ProofError, match="duals are off"):
        wrong.check(plan.programme, plan.x)


def test_a_dual_without_a_side_is_refused(plan: Solution) -> None:
    proof = plan.certificates[0]
    column = int(np.flatnonzero(np.isinf(proof.col_upper))[0])
    duals, cost = proof.column_dual.copy(), proof.cost.copy()
    duals[column] -= 1.0
    cost[column] -= 1.0
    with pytest.raises(ProofError, match="duals are off"):
        replace(proof, column_dual=duals, cost=cost).check(plan.programme, plan.x)
