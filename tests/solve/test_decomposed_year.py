"""A year of operation: blocks, cuts, and what is answered where nothing works."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import apart
import tiny
from pathway.errors import ModelError
from pathway.settings import SolverSettings
from pathway.solve.decomposed.operation import OperationYear
from pathway.solve.decomposed.year import WORST, Question, Wanted, YearSolver
from pathway.solve.highs import LoadedRows

SOLVER = SolverSettings(method="simplex", threads=1)


@pytest.fixture(scope="module")
def operation() -> OperationYear:
    """Second year of the city."""
    case = apart.on_days(apart.city())
    return OperationYear.of(case, 2025, (), "strong")


def ample(operation: OperationYear, size: float = 3.0) -> np.ndarray:
    """Links with so much of every capacity."""
    return np.full(len(operation.links), size)


def worth(operation: OperationYear, each: float) -> np.ndarray:
    return np.full(len(operation.sums), each)


def asked(operation: OperationYear, links: np.ndarray, price: float) -> Question:
    each = worth(operation, price)
    return Question(operation.year, links, each, each)


def least_cost(operation: OperationYear, links: np.ndarray) -> float:
    """Cost of the year with all links held, activity too, as one programme."""

    class Whole:
        matrix = operation.matrix
        row_lower, row_upper, col_lower, col_upper = operation.limits(links)
        n_rows, n_columns = matrix.shape

    loaded = LoadedRows(Whole(), SOLVER)
    loaded.minimise(operation.cost)
    return loaded.solve().objective


def test_days_are_blocks_of_their_own(operation: OperationYear) -> None:
    assert len(operation.blocks) >= 4
    columns = np.concatenate([block.columns for block in operation.blocks])
    assert len(np.unique(columns)) == len(columns)
    assert len(columns) + len(operation.lonely) == operation.matrix.shape[1]
    rows = np.concatenate([block.rows for block in operation.blocks])
    kept = np.concatenate([rows, operation.sums, operation.bounds.rows])
    assert sorted(kept.tolist()) == list(range(len(operation.rows)))


def test_a_schedule_keeps_every_row(operation: OperationYear) -> None:
    answer = YearSolver(operation, SOLVER).ask(asked(operation, ample(operation), -1.0))
    x = answer.x.toarray()[0]
    lower, upper, least, most = operation.limits(answer.links)
    level = operation.matrix @ x
    assert np.all(level >= lower - 1e-6)
    assert np.all(level <= upper + 1e-6)
    assert np.all((x >= least - 1e-6) & (x <= most + 1e-6))
    assert answer.cost.sum() == pytest.approx(operation.cost @ x)


def test_cuts_lie_below_the_cost_of_any_links(operation: OperationYear) -> None:
    """Whatever a year was asked, its cut bounds what other links cost."""
    draw = np.random.default_rng(3)
    solver = YearSolver(operation, SOLVER)
    answers = [
        solver.ask(asked(operation, draw.uniform(0, 3, len(operation.links)), -price))
        for price in draw.uniform(0, 4, 8)
    ]
    assert all(answer.works for answer in answers)
    tight = -np.inf
    for other in answers:
        cost = least_cost(operation, other.links)
        for answer in answers:
            bound = answer.constant + answer.slope @ other.links
            assert bound <= cost + 1e-6 * (1 + abs(cost))
            tight = max(tight, float(bound - cost))
    assert tight == pytest.approx(0.0, abs=1e-5)  # a cut is no lower than the cost it comes from


def test_groups_add_up(operation: OperationYear) -> None:
    solver = YearSolver(operation, SOLVER)
    cheap = solver.ask(asked(operation, ample(operation), -0.1))
    dear = solver.ask(asked(operation, ample(operation, 1.5), -3.0))
    weights = np.linspace(0.2, 0.8, operation.groups)
    mixed = solver.finish(Wanted(2025, [(cheap.x, weights), (dear.x, 1 - weights)], []))
    x = np.zeros(operation.programme.n_columns)
    for name, values in mixed.columns.items():
        x[operation.programme.columns[name].slice] = values
    activity = weights @ cheap.activity + (1 - weights) @ dear.activity
    assert operation.grouped_activity(x[operation.columns]).sum(axis=0) == pytest.approx(activity)
    cost = weights @ cheap.cost + (1 - weights) @ dear.cost
    assert operation.cost @ x[operation.columns] == pytest.approx(cost)


def test_activity_that_pays_without_limit_is_asked_at_the_sure_price(
    operation: OperationYear,
) -> None:
    """Surplus may be thrown away, so selling the use of an unlimited import pays for ever."""
    case = apart.on_days(apart.city(
        processes=[tiny.plant("import", expansion="unlimited", variable_cost=5, region="city")],
        flows=[tiny.out("import")],
    ))  # fmt: skip
    year = OperationYear.of(case, 2025, (), "strong")
    question = asked(year, ample(year), 4.0)
    answer = YearSolver(year, SOLVER).ask(replace(question, sure=worth(year, -5.0)))
    assert answer.works


def scarce() -> OperationYear:
    sheets = tiny.tables(
        processes=[tiny.plant(key, existing=1, variable_cost=1) for key in ("diesel", "oil")],
        flows=[tiny.out("diesel"), tiny.out("oil")],
        demands=[tiny.demand("electricity", 8.76, profile="load")],
    )
    return OperationYear.of(apart.on_days(sheets), 2024, (), "strong")


def test_links_that_nothing_keeps_are_forbidden() -> None:
    year = scarce()
    solver = YearSolver(year, SOLVER)
    few = solver.ask(asked(year, ample(year, 0.5), -1.0))
    assert not few.works
    assert few.constant + few.slope @ few.links > 0.1
    assert 1 < len(few.others) <= WORST
    enough = solver.ask(asked(year, ample(year, 1.0), -1.0))
    assert enough.works
    for found in (few, *few.others):
        assert found.constant + found.slope @ few.links > 1e-6
        assert found.constant + found.slope @ enough.links <= 1e-9


def test_bounds_that_cross_are_forbidden() -> None:
    """With one plant the balance itself is a bound, and crosses what is available."""
    sheets = tiny.tables(
        processes=[tiny.plant("diesel", existing=1, variable_cost=1)],
        flows=[tiny.out("diesel")],
        demands=[tiny.demand("electricity", 8.76, profile="load")],
    )
    year = OperationYear.of(apart.on_days(sheets), 2024, (), "strong")
    solver = YearSolver(year, SOLVER)
    few = solver.ask(asked(year, ample(year, 1.2), -1.0))
    assert not few.works
    assert few.constant + few.slope @ few.links > 0.1
    enough = solver.ask(asked(year, ample(year, 1.7), -1.0))
    assert enough.works
    assert few.constant + few.slope @ enough.links <= 1e-9


def test_a_year_of_one_step_sums_up_what_it_did_and_not_what_it_was_asked() -> None:
    """With one step a sum has one variable, but it is no bound: activity follows its price."""
    sheet = {**tiny.steps(8760.0, load=[1.0], wind=[1.0], night=[1.0], tariff=[1.0]), "day": ["a"]}
    year = OperationYear.of(tiny.case(apart.city(), sheet), 2025, (), "strong")
    assert not set(year.sums) & set(year.bounds.rows)
    answer = YearSolver(year, SOLVER).ask(asked(year, ample(year), 4.0))
    assert answer.works
    assert answer.activity.sum() > 0
    bound = answer.constant + answer.slope @ answer.links
    assert bound <= answer.cost.sum() + 1e-9
    assert np.all(np.isfinite(answer.slope))


def test_bounds_that_cross_by_less_than_a_kilowatt_are_told_apart() -> None:
    """In a case of kilowatts that is all there is."""
    small = tiny.tables(
        processes=[tiny.plant("diesel", existing=1e-6, variable_cost=1)],
        flows=[tiny.out("diesel")],
        demands=[tiny.demand("electricity", 8.76e-6, profile="load")],
    )
    year = OperationYear.of(apart.on_days(small), 2024, (), "strong")
    assert year.unit < 1e-4
    few = YearSolver(year, SOLVER).ask(asked(year, ample(year, 1.55e-6), -1.0))
    assert not few.works
    assert few.constant + few.slope @ few.links > 0
    assert YearSolver(year, SOLVER).ask(asked(year, ample(year, 1.62e-6), -1.0)).works


def test_a_row_that_the_tiers_do_not_share_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathway.model.tiers.LINKING", frozenset({"v_spread", "v_reserve"}))
    with pytest.raises(ModelError, match=r"row c_\w+\[.*2025.*\] of operation uses v_capacity\["):
        OperationYear.of(apart.on_days(apart.city()), 2025, (), "strong")
