"""Average days are a bound: nothing that real days keep costs less on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import apart
import tiny
from pathway.case.adequacy import steps_within
from pathway.case.average import average_day_of, on_average_days
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


def test_days_are_averaged_with_days_of_the_same_steps_and_years() -> None:
    case = apart.on_days(apart.city())
    steps = case.steps
    day = steps.day

    def on_one(**changes: object) -> list[int]:
        averaged = on_average_days(replace(case, steps=replace(steps, **changes)), 1)
        weight = changes.get("weight", steps.weight)
        assert averaged.steps.weight.sum() == pytest.approx(np.sum(weight))
        return average_day_of(case, averaged).tolist()

    assert on_one() == [0, 0, 0, 0]
    assert on_one(weight=steps.weight * (1.0 + day)) == [0, 0, 0, 0]
    assert on_one(weight=steps.weight * np.where(day == 2, 1.0 + steps.hour, 1.0)) == [0, 0, 1, 0]
    assert on_one(duration=steps.duration * np.where(day == 1, 2.0, 1.0)) == [0, 1, 0, 0]
    assert on_one(years=steps.years & ((day > 0) | np.array([[True], [False]]))) == [0, 1, 1, 1]


def test_days_count_as_often_as_they_are_in_the_year() -> None:
    case = apart.on_days(apart.city())
    often = np.array([1.0, 2.0, 3.0, 2.0])
    steps = replace(case.steps, weight=case.steps.weight * often[case.steps.day])
    averaged = on_average_days(replace(case, steps=steps), 1).steps
    for key, values in steps.profiles.items():
        mean = often @ values.reshape(4, -1) / often.sum()
        assert averaged.profiles[key] == pytest.approx(mean)


def test_a_price_of_both_signs_is_the_least_of_all_steps() -> None:
    case = apart.on_days(apart.city())
    gas = replace(case.processes["gas"], variable_cost=np.array([2.0, -0.01]))
    both = replace(case, processes={**case.processes, "gas": gas})
    averaged = on_average_days(both, 1)
    low = averaged.processes["gas"]
    assert low.variable_cost == pytest.approx([2.0 * min(apart.TARIFF), -0.01 * max(apart.TARIFF)])
    assert set(averaged.steps.profile(low.cost_profile)) == {1.0}
    assert least(averaged) <= least(both) + 1e-9


def test_days_that_a_year_store_links_otherwise_are_not_averaged(whole: Case) -> None:
    chosen = replace(whole, steps=replace(whole.steps, resolution="days"))
    assert on_average_days(chosen, 1) is chosen
    steps = replace(whole.steps, day=whole.steps.hour % 2, hour=whole.steps.day)
    mixed = replace(whole, steps=steps)
    assert on_average_days(mixed, 1) is mixed
