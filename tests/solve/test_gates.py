"""What is refused before the solver, and what is found after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import ProofError
from pathway.solve.gates import check_before, coefficient_ranges, largest_violation
from pathway.solve.highs import LoadedProgramme, Optimum

if TYPE_CHECKING:
    from pathway.model.algebra import Programme


def freight(amount: float = 1.0) -> tiny.Tables:
    road, carried = tiny.supply("road", 2, "cargo")
    return tiny.tables(
        processes=[tiny.works("rail", existing=6, variable_cost=1), road],
        flows=[tiny.out("rail", "cargo", amount), carried],
        demands=[tiny.demand("cargo", 10)],
    )


@pytest.fixture
def compiled() -> Programme:
    return tiny.programme(tiny.case(freight()))


def changed(compiled: Programme, place: int, value: float) -> Programme:
    matrix = compiled.matrix.copy()
    matrix.data[place] = value
    return replace(compiled, matrix=matrix)


def test_a_sound_programme_passes_without_a_word(compiled: Programme) -> None:
    assert check_before(compiled, np.ones(compiled.n_columns)) == []


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e-12, -1e-9])
def test_coefficients_that_would_be_lost(compiled: Programme, value: float) -> None:
    place = int(compiled.matrix.indptr[compiled.rows["c_balance_year"].start])
    with pytest.raises(ProofError, match=r"v_activity\[rail,2024\] in c_balance_year\[cargo") as e:
        check_before(changed(compiled, place, value), np.ones(compiled.n_columns))
    assert e.value.exit_code == 5


def test_costs_and_bounds_must_be_numbers(compiled: Programme) -> None:
    cost = np.ones(compiled.n_columns)
    cost[2] = np.inf
    with pytest.raises(ProofError, match="the cost of"):
        check_before(compiled, cost)
    upper = compiled.col_upper.copy()
    upper[1] = np.nan
    with pytest.raises(ProofError, match="has bounds"):
        check_before(replace(compiled, col_upper=upper), np.ones(compiled.n_columns))
    lower = compiled.row_lower.copy()
    lower[0] = np.inf
    with pytest.raises(ProofError, match="row c_capacity"):
        check_before(replace(compiled, row_lower=lower), np.ones(compiled.n_columns))


def test_a_wide_range_is_a_warning(compiled: Programme) -> None:
    [warning] = check_before(changed(compiled, 0, 1e8), np.ones(compiled.n_columns))
    assert "1.0e+08" in warning


def test_a_workbook_with_a_vanishing_number_is_refused() -> None:
    with pytest.raises(ProofError, match="units of its inputs"):
        tiny.run(freight(1e-12))


def test_ranges(compiled: Programme) -> None:
    ranges = coefficient_ranges(changed(compiled, 0, -50.0), np.array([0.0, np.inf, 3.0, 0.5]))
    assert ranges["matrix"] == (1.0, 50.0)
    assert ranges["cost"] == (0.5, 3.0)
    assert ranges["rhs"] == (6.0, 10.0)


def test_a_violated_row_is_found_and_named() -> None:
    plan = tiny.run(freight())
    assert largest_violation(plan.programme, plan.x)[0] < 1e-9
    wrong = plan.x.copy()
    wrong[plan.programme.columns["v_activity"].start + 1] -= 1.0
    worst, where = largest_violation(plan.programme, wrong)
    assert where == "c_balance_year[cargo,city,2024]"
    assert worst == pytest.approx(1.0 / (1 + 9))


def test_a_violated_bound_is_found_and_named() -> None:
    plan = tiny.run(freight())
    upper = plan.programme.col_upper.copy()
    upper[plan.programme.columns["v_activity"].start] = 5.0
    worst, where = largest_violation(plan.programme, plan.x, col_upper=upper)
    assert (worst, where) == (pytest.approx(1 / 7), "v_activity[rail,2024]")


@pytest.mark.parametrize("error", [1e-3, np.nan])
def test_an_optimum_that_breaks_a_row_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, error: float
) -> None:
    sound = LoadedProgramme.solve

    def wrong(self: LoadedProgramme, *, primal: bool = False) -> Optimum:
        found = sound(self, primal=primal)
        return replace(found, x=found.x + error)

    monkeypatch.setattr(LoadedProgramme, "solve", wrong)
    with pytest.raises(ProofError, match="violated"):
        tiny.run(freight())


def test_a_programme_that_shrinks_on_its_way_is_refused(
    compiled: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = compiled.matrix.copy()
    matrix.data[0] = 1e-12
    with pytest.raises(ProofError, match="were built"):
        LoadedProgramme(replace(compiled, matrix=matrix), tiny.settings().solver)
