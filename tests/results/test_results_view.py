"""View: flat values of a solution by key, year and step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pathway.model.algebra.layout import Block
from pathway.results.view import View


class Index(list[Any]):
    """An index set without factors."""

    def subsets(self, **_: object) -> list[Index]:
        return [self]


class Fake:
    """A solution that only holds arrays: name → index → value, and duals the same."""

    def __init__(self, case: Any, **values: dict[Any, float]) -> None:
        self.case, self.values, self.programme = case, values, self

    def block(self, name: str) -> Block:
        index = Index(self.values[name])
        return Block(name, 0, len(index), index)

    def value(self, name: str) -> np.ndarray:
        return np.array(list(self.values[name].values()), float)

    dual = value


@pytest.fixture
def case() -> Any:
    """Two years of three steps on two days; the last step is not there in the first year."""
    steps = SimpleNamespace(
        years=np.array([[True, True, False], [True, True, True]]),
        weight=np.array([1000.0, 2000.0, 3000.0]),
        day=np.array([0, 0, 1]),
    )
    return SimpleNamespace(years=(2024, 2025), steps=steps, processes={})


STEPS = [(2024, 0), (2024, 1), (2025, 0), (2025, 1), (2025, 2)]


def test_yearly_values_by_key_with_zeros_where_there_are_none(case) -> None:
    view = View(Fake(case, v_build={("wind", 2025): 2.0, ("sun", 2024): 1.0, ("sun", 2025): 3.0}))
    found = view.yearly("v_build")
    assert found["wind",].tolist() == [0.0, 2.0]
    assert found["sun",].tolist() == [1.0, 3.0]


def test_a_variable_that_is_not_there_is_empty(case) -> None:
    view = View(Fake(case))
    assert view.yearly("v_reverse") == view.hourly("v_reverse") == view.plain("v_short") == {}


def test_an_index_of_one_set_is_a_tuple_of_one(case) -> None:
    view = View(Fake(case, v_short={"C1_2025": 4.0}, v_emissions={2024: 5.0, 2025: 6.0}))
    assert view.plain("v_short") == {("C1_2025",): 4.0}
    assert view.yearly("v_emissions")[()].tolist() == [5.0, 6.0]


def test_hourly_values_run_over_the_steps_that_exist(case) -> None:
    values = {("wind", y, t): i for i, (y, t) in enumerate(STEPS)}
    values |= {("sun", y, t): 10 + i for i, (y, t) in enumerate(STEPS)}
    view = View(Fake(case, v_dispatch=values))
    assert view.hourly("v_dispatch")["sun",].tolist() == [10, 11, 12, 13, 14]
    assert view.weight.tolist() == [1000, 2000, 1000, 2000, 3000]


def test_rows_that_are_missing_in_some_steps_are_zero_there(case) -> None:
    rows = {("power", "town", 2024, 1): 7.0, ("power", "town", 2025, 2): 9.0}
    view = View(Fake(case, c_balance_hour=rows))
    assert view.hourly_dual("c_balance_hour")["power", "town"].tolist() == [0, 7, 0, 0, 9]


def test_rows_of_equal_number_but_other_steps_are_not_mixed_up(case) -> None:
    """Five rows of two keys: as many as one full key has, but not those."""
    rows = {("a", *STEPS[0]): 1.0, ("a", *STEPS[2]): 2.0}
    rows |= {("b", *step): 3.0 for step in STEPS[2:]}
    found = View(Fake(case, c_limit=rows)).hourly_dual("c_limit")
    assert found["a",].tolist() == [1, 0, 2, 0, 0]
    assert found["b",].tolist() == [0, 0, 3, 3, 3]


def test_daily_values_hold_in_every_step_of_their_day(case) -> None:
    days = {("coal", 2024, 0): 1.0, ("coal", 2025, 0): 2.0, ("coal", 2025, 1): 3.0}
    view = View(Fake(case, v_committed=days))
    assert view.daily("v_committed")["coal",].tolist() == [1, 1, 2, 2, 3]


def test_hours_add_up_to_terawatt_hours(case) -> None:
    view = View(Fake(case))
    assert view.yearly_sum(np.array([1.0, 0.5, 1.0, 1.0, 2.0])).tolist() == [2.0, 9.0]


def test_days_may_come_in_any_order(case) -> None:
    days = {("coal", 2025, 1): 3.0, ("coal", 2024, 0): 1.0, ("coal", 2025, 0): 2.0}
    assert View(Fake(case, v_committed=days)).daily("v_committed")["coal",].tolist() == [
        1, 1, 2, 2, 3,
    ]  # fmt: skip
