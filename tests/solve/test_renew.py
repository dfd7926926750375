"""Cuts proved again hold of the case as it is now, whatever changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import apart
from pathway.settings import SolverSettings
from pathway.solve.decomposed.operation import OperationYear
from pathway.solve.decomposed.renew import RECENT, lately, renewed
from pathway.solve.decomposed.year import Answer, Cut, Proof, Question, YearSolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case.case import Case

SOLVER = SolverSettings(method="simplex", threads=1)
YEAR = 2025
LINKS = (0.3, 0.8, 1.5, 2.0, 3.0)
PRICES = (0.0, 0.05, 0.4)


def city(*, served: bool, leak: float = 0.9) -> Case:
    """A city whose demand has to be served, or may go unserved at a price."""
    sheets = apart.city()
    sheets["storage"][0]["efficiency_in"] = leak
    if served:
        sheets["settings"] = [r for r in sheets["settings"] if r["key"] != "value_of_lost_load"]
    return apart.on_days(sheets)


def solver(case: Case) -> YearSolver:
    """The second year of a case."""
    return YearSolver(OperationYear.of(case, YEAR, (), "strong"), SOLVER)


def answers(year: YearSolver) -> list[tuple[Question, Answer]]:
    """What the year answers for less and more of everything, at several prices."""
    operation = year.operation
    found = []
    for size in LINKS:
        for price in PRICES:
            worth = np.full(len(operation.sums), price)
            question = Question(YEAR, np.full(len(operation.links), size), worth, worth)
            found.append((question, year.ask(question)))
    return found


def stormy(case: Case) -> Case:
    profiles = dict(case.steps.profiles)
    profiles["wind"] = np.roll(profiles["wind"], 3)
    return replace(case, steps=replace(case.steps, profiles=profiles))


def dearer(case: Case) -> Case:
    profiles = dict(case.steps.profiles)
    profiles["tariff"] = profiles["tariff"] * 1.4
    return replace(case, steps=replace(case.steps, profiles=profiles))


def hungry(case: Case) -> Case:
    return replace(case, demands={k: replace(d, amount=d.amount * 1.1)
                                  for k, d in case.demands.items()})  # fmt: skip


def leaky(_: Case) -> Case:
    return city(served=True, leak=0.8)


@pytest.mark.parametrize("change", [stormy, dearer, hungry, leaky])
def test_cuts_of_another_case_hold(change: Callable[[Case], Case]) -> None:
    case = city(served=True)
    known = answers(solver(case))
    now = solver(change(case))
    cuts: list[Answer | Cut] = [cut for _, answer in known for cut in (answer, *answer.others)]
    assert {cut.forbids for cut in cuts} == {True, False}
    proved = [now.prove(Proof(YEAR, np.ones(len(c.slope)), c.row_dual, c.forbids)) for c in cuts]
    assert sum(cut is not None for cut in proved) > len(cuts) / 2
    for _, answer in answers(now):
        if not answer.works:
            continue
        cost = float(answer.cost.sum())
        for cut in proved:
            if cut is not None:
                said = cut.constant + cut.slope @ answer.links
                assert said <= (cost if not cut.forbids else 0.0) + 1e-6


def test_more_demand_is_seen_at_once() -> None:
    """A cut for the same links says what serving more of it costs, though no year was operated."""
    case = city(served=False)
    known = [pair for pair in answers(solver(case)) if pair[1].works]
    now = solver(hungry(case))
    for question, answer in known:
        proof = Proof(YEAR, answer.links, answer.row_dual, forbids=False)
        cut, fresh = now.prove(proof), now.ask(question)
        assert cut is not None
        if fresh.works:
            assert cut.constant + cut.slope @ answer.links > answer.cost.sum() - 1e-9


def test_what_nobody_used_is_forgotten_in_time() -> None:
    case = city(served=False)
    year = solver(case)
    known = [pair for _ in range(3) for pair in answers(year)]
    first = known[0] if known[0][1].works else next(pair for pair in known if pair[1].works)
    left = lately(known, {YEAR}, {id(first[0])})
    working = [question for question, answer in left if answer.works]
    assert len(working) == RECENT + 1
    assert working[0] is first[0]
    refusals = sum(not answer.works for _, answer in known)
    assert sum(not answer.works for _, answer in left) == refusals
    assert lately(known, set(), set()) == known


def test_duals_that_were_not_kept_prove_nothing() -> None:
    case = city(served=False)
    year = solver(case)
    question, answer = next(pair for pair in answers(year) if pair[1].works)
    bare = replace(answer, row_dual=answer.row_dual[:, :0])

    class Years:
        def prove(self, proofs: list[Proof]) -> list[Cut | None]:
            assert not proofs
            return []

    found = renewed([(question, bare)], {YEAR}, Years())  # type: ignore[arg-type]
    assert found.again == [question]
    assert not found.known
    assert not found.cuts
