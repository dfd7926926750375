"""Steps of the year, and the hour at which adequacy is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import InputError
from pathway.settings import TimeSettings

if TYPE_CHECKING:
    from pathway.case.case import Case

HOUR = np.arange(8760)
LOAD = np.round(1 + 0.3 * np.sin(2 * np.pi * HOUR / 24) + 0.2 * np.cos(2 * np.pi * HOUR / 8760), 6)
WIND = np.round(np.random.default_rng(5).beta(1.2, 2.5, 8760), 4)
PEAK_HOUR = 200 * 24 + 19
LOAD[PEAK_HOUR] = 3.0
WIND[300 * 24 : 301 * 24] = 0.0


def hourly(time: TimeSettings, **period: object) -> Case:
    sheets = tiny.tables(
        {"reserve_margin": 0.1, "value_of_lost_load": 5},
        processes=[tiny.plant("wind", existing=1, availability_profile="wind")],
        flows=[tiny.out("wind")],
        demands=[tiny.demand("electricity", 8.76, profile="load")],
        adequacy=[{"period": "peak", "commodity": "electricity", **period}],
    )
    profiles = {"load": LOAD.tolist(), "wind": WIND.tolist(), "unused": [0.5] * 8760}
    return tiny.case(sheets, profiles, time)


@pytest.fixture(scope="module")
def days() -> Case:
    return hourly(TimeSettings(days=5))


def test_days_stand_for_the_whole_year(days: Case) -> None:
    steps = days.steps
    number = int(steps.day.max()) + 1
    assert (steps.resolution, number, steps.count) == ("days", 7, 7 * 24)
    assert steps.weight.sum() == pytest.approx(8760)
    assert np.bincount(steps.calendar) == pytest.approx(steps.weight[::24])
    assert len(steps.calendar) == 365
    assert set(steps.profiles) == {"load", "wind"}


def test_days_keep_the_means_of_the_year(days: Case) -> None:
    for name, given in (("load", LOAD), ("wind", WIND)):
        mean = (days.steps.profiles[name] * days.steps.weight).sum() / 8760
        assert mean == pytest.approx(given.mean(), rel=0.01)
        assert days.steps.profiles[name].min() >= given.min() - 1e-9
        assert days.steps.profiles[name].max() <= given.max() + 1e-9


def test_days_keep_the_mean_of_prices_below_zero() -> None:
    """A spot price that is negative at noon and dear for a week keeps its mean and its bounds."""
    spot = np.round(1.5 * np.cos(2 * np.pi * HOUR / 24) + 0.2, 4)
    spot[100 * 24 : 107 * 24] += 6
    spot += np.round(np.random.default_rng(3).normal(0, 0.3, 8760), 4)
    sheets = tiny.tables(
        {"value_of_lost_load": 5},
        processes=[tiny.plant("exports", existing=1, variable_cost=-1, cost_profile="spot"),
                   tiny.plant("wind", existing=1, availability_profile="wind")],
        flows=[tiny.take("exports", "electricity"), tiny.out("wind")],
        demands=[tiny.demand("electricity", 1, profile="load")],
    )  # fmt: skip
    profiles = {"load": LOAD.tolist(), "wind": WIND.tolist(), "spot": spot.tolist()}
    steps = tiny.case(sheets, profiles, TimeSettings(days=4)).steps
    kept = steps.profiles["spot"]
    assert (kept * steps.weight).sum() / 8760 == pytest.approx(spot.mean(), rel=1e-3)
    assert spot.min() <= kept.min() < -0.5
    assert kept.max() <= spot.max()


def test_extreme_days_are_kept(days: Case) -> None:
    steps = days.steps
    kinds = {kind: day for day, kind in steps.extremes.items()}
    assert set(kinds) == {"peak load", "scarcity"}
    assert steps.calendar[200] == kinds["peak load"]
    assert steps.calendar[300] == kinds["scarcity"]
    assert steps.profiles["load"].max() == pytest.approx(3.0, rel=0.02)
    calm = steps.profiles["wind"][steps.day == kinds["scarcity"]]
    assert calm == pytest.approx(np.zeros(24), abs=1e-9)
    assert steps.dates[kinds["peak load"]] == "07-20"


def test_all_hours_as_they_are() -> None:
    steps = hourly(TimeSettings(resolution="full")).steps
    assert (steps.resolution, steps.count, steps.weight.sum()) == ("full", 8760, 8760)
    assert np.array_equal(steps.profiles["wind"], WIND)
    assert steps.day[[0, 23, 24, -1]].tolist() == [0, 0, 1, 364]
    assert steps.hour[[0, 23, 24]].tolist() == [0, 23, 0]


def test_slices_as_the_workbook_gives_them() -> None:
    sheets = tiny.tables(
        {"last_year": 2025},
        processes=[tiny.plant("wind", existing=9, availability_profile="wind")],
        flows=[tiny.out("wind")],
    )
    hours: dict[str, list[object]] = {
        "step": [1, 2, 3, 4], "day": ["summer", "summer", "winter", "winter"],
        "duration": [10, 14, 12, 12], "weight": [2000, 2800, 1980, 1980],
        "from_year": [None, None, None, 2025], "wind": [0.1, 0.2, 0.3, 0.4],
    }  # fmt: skip
    steps = tiny.case(sheets, hours).steps
    assert (steps.resolution, steps.dates) == ("slices", ("summer", "winter"))
    assert steps.day.tolist() == [0, 0, 1, 1]
    assert steps.hour.tolist() == [0, 1, 0, 1]
    assert steps.weight.tolist() == [2000, 2800, 1980, 1980]
    assert steps.years.tolist() == [[True, True, True, False], [True] * 4]


def test_slices_are_no_days() -> None:
    sheets = tiny.tables(processes=[tiny.plant("x", existing=1)], flows=[tiny.out("x")])
    with pytest.raises(InputError, match="8,760 hourly rows"):
        tiny.case(sheets, tiny.steps(4380, 4380), TimeSettings(days=2))


def test_the_peak_hour_is_found_on_all_hours(days: Case) -> None:
    period, peak = days.adequacy["peak"], days.peak_loads["peak"]
    assert (peak.when, peak.row.tolist(), peak.year.tolist()) == (
        ("07-20 19:00",),
        [PEAK_HOUR],
        [0],
    )
    assert peak.load == pytest.approx([8760 * 3.0 / LOAD.sum()])
    assert peak.shapes["wind"] == pytest.approx(WIND[PEAK_HOUR] / WIND.sum() * 1e3)
    assert (period.margin, period.duration) == (0.1, 4.0)


def test_months_and_hours_narrow_the_peak() -> None:
    case = hourly(TimeSettings(days=1), months="12;1-2", hours="0-3", margin=0.2)
    night = case.peak_loads["peak"]
    month, hour = int(night.when[0][:2]), int(night.when[0][6:8])
    assert month in {12, 1, 2}
    assert hour in range(4)
    assert case.adequacy["peak"].margin == 0.2
    inside = (HOUR % 24 < 4) & ((HOUR < 59 * 24) | (HOUR >= 334 * 24))
    assert night.load == pytest.approx([8760 * LOAD[inside].max() / LOAD.sum()])


@pytest.mark.parametrize("months", ["13", "6-", "May", "9-6"])
def test_months_that_are_none_are_errors(months: str) -> None:
    with pytest.raises(InputError) as raised:
        hourly(TimeSettings(days=1), months=months)
    assert any("!adequacy!" in f.where and f.expected == "numbers 1 to 12"
               for f in raised.value.findings)  # fmt: skip


RARE = np.where((HOUR >= 100 * 24) & (HOUR < 102 * 24), 2.0, 0.0)
"""A use of two days in a year, which none of few chosen days shows."""


def with_rare_use(**plant: object) -> Case:
    sheets = tiny.tables(
        {"value_of_lost_load": 5},
        processes=[tiny.plant("x", existing=1, **plant)],
        flows=[tiny.out("x")],
        demands=[tiny.demand("electricity", 1, profile="load"),
                 tiny.demand("electricity", 1e-6, demand="festival", profile="rare")],
    )  # fmt: skip
    profiles = {"load": LOAD.tolist(), "rare": RARE.tolist()}
    return tiny.case(sheets, profiles, TimeSettings(days=1))


def test_a_profile_of_few_days_keeps_its_mean() -> None:
    """So what is above zero in the workbook is so on any days; only all hours are checked."""
    steps = with_rare_use().steps
    rare = steps.profiles["rare"]
    assert (rare * steps.weight).sum() == pytest.approx(RARE.sum())
    assert 0 <= rare.min() < rare.max() < 1


def test_every_hour_is_checked_whatever_days_are_chosen() -> None:
    with pytest.raises(InputError) as raised:
        with_rare_use(availability_profile="rare")
    found = [f.found for f in raised.value.findings if f.where.endswith("!rare")]
    assert found == ["largest value 2"]
