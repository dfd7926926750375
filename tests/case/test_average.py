"""Average days are a bound: nothing that real days keep costs less on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import apart
import tiny
from pathway.case.adequacy import steps_within
from pathway.case.average import can_be_averaged, on_average_days
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathway.case.case import Case


@pytest.fixture(scope="module")
def whole() -> Case:
    """A city with rows of every family, on two days."""
    return apart.on_days(*tiny.everything())


def least(case: Case) -> float:
    """Least cost of a case in one programme."""
    return tiny.cost(solve_plan(case, apart.settings(apart=False)))


def test_average_days_cost_no_more_than_all_hours(whole: Case) -> None:
    optimum = least(whole)
    assert least(on_average_days(whole, 1)) <= optimum * (1 + 1e-9)
    same = least(on_average_days(whole, 2))
    assert same <= optimum * (1 + 1e-9)


def test_more_average_days_are_a_better_bound() -> None:
    case = apart.on_days(apart.city())
    bounds = [least(on_average_days(case, days)) for days in (1, 2, 4)]
    optimum = least(case)
    assert bounds[0] < optimum
    assert bounds[-1] == pytest.approx(optimum, rel=1e-9)  # every day is its own average
    assert all(bound <= optimum * (1 + 1e-9) for bound in bounds)


def test_steps_keep_hours_means_and_calendar() -> None:
    case = apart.on_days(apart.city())
    steps = on_average_days(case, 2).steps
    assert steps.weight.sum() == pytest.approx(8760)
    assert len(steps.calendar) == 4
    assert steps.day.tolist() == [0] * 4 + [1] * 4
    for key, values in case.steps.profiles.items():
        mean = steps.profiles[key] @ steps.weight / 8760
        assert mean == pytest.approx(values.mean())


def test_an_average_step_costs_as_much_as_its_cheapest_hour() -> None:
    sheets = apart.city()
    tariff = (0.6, 1.1, 1.4, 0.9, 0.2, 1.0, 1.5, 1.0, *apart.TARIFF[:8])
    case = apart.on_days(sheets, apart.hours(tariff=tariff))
    averaged = on_average_days(case, 1)
    gas = averaged.processes["gas"]
    assert averaged.steps.profile(gas.cost_profile).tolist() == [0.2, 1.0, 1.4, 0.9]
    sold = {
        **case.processes,
        "gas": replace(case.processes["gas"], variable_cost=-gas.variable_cost),
    }
    earning = on_average_days(replace(case, processes=sold), 1)
    profile = earning.steps.profile(earning.processes["gas"].cost_profile)
    assert profile.tolist() == [0.6, 1.1, 1.5, 1.0]


def test_an_average_day_asks_only_for_what_all_its_days_keep() -> None:
    """A year of months: the day that stands for a whole year lies in no summer."""
    case = apart.on_days(*tiny.everything())
    days = 365
    steps = replace(
        case.steps, resolution="average", calendar=np.zeros(days, int),
        day=np.zeros(24, int), hour=np.arange(24), weight=np.full(24, 365.0),
    )  # fmt: skip
    summer = replace(case.adequacy["always"], months=frozenset({6, 7, 8}), hours=frozenset({18}))
    assert not steps_within(summer, steps).any()
    hot = np.arange(days) // 31 == 6  # 6 July to 5 August
    split = replace(
        steps, calendar=hot.astype(int), day=np.repeat([0, 1], 24), hour=np.tile(np.arange(24), 2),
        weight=np.ones(48),
    )  # fmt: skip
    assert np.flatnonzero(steps_within(summer, split)).tolist() == [24 + 18]
    days_of = replace(split, resolution="days")
    assert np.flatnonzero(steps_within(summer, days_of)).tolist() == [18, 24 + 18]


def test_only_whole_days_are_averaged() -> None:
    case = apart.on_days(apart.city())
    assert can_be_averaged(case)
    steps = case.steps
    for other in (
        replace(steps, resolution="slices"),
        replace(steps, resolution="days"),
        replace(steps, weight=steps.weight * np.linspace(0.5, 1.5, steps.count)),
        replace(steps, hour=steps.hour[::-1]),
        replace(steps, years=steps.years & (np.arange(steps.count) > 3)),
        replace(steps, day=np.zeros(steps.count, int), hour=np.arange(steps.count)),
    ):
        assert not can_be_averaged(replace(case, steps=other))


def test_a_price_of_both_signs_is_not_averaged() -> None:
    case = apart.on_days(apart.city())
    gas = replace(case.processes["gas"], variable_cost=np.array([1.0, -1.0]))
    assert not can_be_averaged(replace(case, processes={**case.processes, "gas": gas}))
