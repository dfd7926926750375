"""Proofs on the tables: each passes on a right plan and fails on a wrong one."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pathway.errors import ProofError
from pathway.results import checks
from pathway.results.results import build_results
from pathway.results.view import View


def residuals(proof, view, tables) -> list[float]:
    return [residual for _, residual in proof(view, tables)]


def tampered(results, table: str, column: str, by: float):
    """The tables with one number of one of them changed."""
    frame = results.tables[table].copy()
    place = frame[column].abs().fillna(0).idxmax()
    frame.loc[place, column] += by
    return {**results.tables, table: frame}


@pytest.mark.parametrize(
    ("proof", "table", "column"),
    [
        (checks.yearly_balances, "flows", "amount"),
        (checks.hourly_balances, "dispatch", "power@town|wind"),
        (checks.stocks, "capacity", "new"),
        (checks.stocks, "capacity", "retired"),
        (checks.stocks, "capacity", "expired"),
        (checks.stocks, "capacity", "capacity"),
        (checks.costs, "costs", "cost"),
        (checks.costs, "costs", "discounted"),
        (checks.emissions, "emissions", "amount"),
        (checks.stores, "storage", "battery|level"),
    ],
)
def test_a_wrong_number_in_a_table_is_found(solution, results, proof, table, column) -> None:
    view = View(solution)
    assert max(residuals(proof, view, results.tables)) < 1e-9
    assert max(residuals(proof, view, tampered(results, table, column, 0.01))) > 1e-6


@pytest.mark.parametrize("name", ["v_build", "v_activity", "v_dispatch", "v_metric", "v_emissions"])
def test_a_wrong_value_of_the_solver_gives_no_results(solution, name) -> None:
    x = solution.x.copy()
    at = solution.programme.block(name).slice
    x[at.start + int(np.argmax(np.abs(x[at])))] *= 1.001
    wrong = dataclasses.replace(solution, x=x)
    with pytest.raises(ProofError, match=r"check\(s\) of the results failed"):
        build_results(wrong)
    audit = build_results(wrong, strict=False).tables["audit"]
    assert not audit["ok"].all()


def test_a_wrong_objective_gives_no_results(solution) -> None:
    with pytest.raises(ProofError, match="add up to the objective"):
        build_results(dataclasses.replace(solution, tail=solution.tail * 1.0001))


def test_a_residual_that_is_no_number_fails(solution) -> None:
    x = solution.x.copy()
    x[solution.programme.block("v_emissions").slice] = np.nan
    audit = build_results(dataclasses.replace(solution, x=x), strict=False).tables["audit"]
    failed = audit[~audit["ok"]]
    assert "emissions add up" in failed["check_en"].tolist()


def test_the_audit_names_what_it_checked(results) -> None:
    audit = results.tables["audit"]
    assert audit["ok"].all()
    assert list(audit) == ["check_zh", "check_en", "residual", "tolerance", "ok"]
    assert {"hourly balance of power@town", "level of store battery"} <= set(audit["check_en"])
