"""The openly built profiles of the shipped place meet every figure stated in its facts."""

import csv
import datetime as dt
import importlib
import itertools
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import ValidationError

for _library in ("pvlib", "windpowerlib"):
    pytest.importorskip(_library, reason=f"{_library} comes with the optional extra `weather`")

PROFILES = Path(__file__).parents[2] / "tools" / "profiles"
FACTS = PROFILES / "nantong.toml"
MODULES = (
    "facts", "months", "noise", "calendars", "wind", "solar", "temperature", "load", "year",
    "summary", "build",
)  # fmt: skip


@pytest.fixture(scope="module")
def tool():
    """The builder's modules; they are scripts beside each other, not a package."""
    sys.path.insert(0, str(PROFILES))
    try:
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
    finally:
        sys.path.remove(str(PROFILES))
        for name in MODULES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def site(tool):
    return tool.facts.read_site(FACTS)


@pytest.fixture(scope="module")
def year(tool, site):
    return tool.year.make_year(site)


@pytest.fixture(scope="module")
def written(tool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("profiles")
    paths = folder / "profiles.csv", folder / "summary.md"
    arguments = ["--site", str(FACTS), "--out", str(paths[0]), "--summary", str(paths[1])]
    assert tool.build.main(arguments) == 0
    return paths


def test_csv_has_one_row_an_hour_and_the_agreed_headings(written):
    rows = list(csv.reader(written[0].open(encoding="utf-8")))
    assert rows[0] == [
        "hour", "load", "wind_onshore", "wind_offshore_existing", "wind_nearshore", "wind_farsea",
        "pv_utility", "pv_rooftop", "pv_sea", "temperature", "cooling", "heating",
        "heat_steam", "ev_charging", "rail",
    ]  # fmt: skip
    assert [int(row[0]) for row in rows[1:]] == list(range(1, 8761))


def test_same_facts_give_the_same_bytes(tool, site, year, written):
    again = tool.build.as_csv(year.columns).encode()
    assert written[0].read_bytes() == again
    assert written[1].read_text(encoding="utf-8") == tool.summary.summary_of(site, year)


def test_another_seed_gives_another_year_with_the_same_hours(tool, site, year):
    place = site.place.model_copy(update={"seed": 14})
    other = tool.year.make_year(site.model_copy(update={"place": place}))
    assert not np.allclose(other.columns["wind_farsea"], year.columns["wind_farsea"], atol=0.1)
    assert other.columns["wind_farsea"].sum() == pytest.approx(3350, abs=0.01)


def test_csv_sums_to_the_full_load_hours(written, site):
    rows = list(csv.DictReader(written[0].open(encoding="utf-8")))
    for fleet in (*site.wind.fleets, *site.pv):
        assert sum(float(row[fleet.key]) for row in rows) == pytest.approx(fleet.hours, abs=0.01)


def test_availability_stays_between_none_and_all(year):
    for key in (*year.wind, *year.pv):
        assert year.columns[key].min() >= 0
        assert 0.5 < year.columns[key].max() <= 1


def test_uses_have_mean_one_and_are_never_negative(year, site):
    for key in ("load", "cooling", "heating", *(shape.key for shape in site.shapes)):
        assert year.columns[key].mean() == pytest.approx(1, abs=1e-8)
        assert year.columns[key].min() >= 0


def test_monthly_ghi_is_that_of_the_typical_year(tool, site, year):
    found = tool.months.monthly_sums(year.sky.ghi) / 1000
    assert found == pytest.approx(site.sun.ghi_kwh_m2, rel=1e-4)


def test_pv_months_agree_with_the_independent_calculation(tool, site, year):
    fleet = site.pv[0]
    ideal = np.array(fleet.ideal_monthly_hours)
    found = tool.months.monthly_sums(year.columns[fleet.key])
    assert found == pytest.approx(ideal * fleet.hours / ideal.sum(), rel=0.02)


def test_pv_is_dark_at_night_and_highest_around_solar_noon(tool, year):
    by_hour = year.columns["pv_utility"].reshape(365, 24).mean(axis=0)
    assert by_hour[[0, 1, 2, 3, 20, 21, 22, 23]].sum() == 0
    assert np.argmax(by_hour) in (11, 12)


def test_monthly_wind_follows_its_index(tool, site, year):
    for fleet in site.wind.fleets:
        index = np.array(fleet.monthly_index)
        means = tool.months.monthly_means(year.columns[fleet.key])
        assert means / means[0] == pytest.approx(index / index[0], rel=1e-4)


def test_wind_is_stronger_at_night_by_the_stated_ratio(site, year):
    for key in year.wind:
        by_hour = year.columns[key].reshape(365, 24).mean(axis=0)
        ratio = by_hour[[20, 21, 22, 23, 0, 1, 2, 3]].mean() / by_hour[10:15].mean()
        assert ratio == pytest.approx(site.wind.night_over_midday, rel=1e-3)


def test_wind_fleets_hang_together(year):
    onshore, *offshore = np.corrcoef([year.columns[key] for key in year.wind])
    assert min(row[1:].min() for row in offshore) > 0.85
    assert all(0.6 < value < 0.8 for value in onshore[1:])


def test_load_meets_shares_and_load_factor(tool, site, year):
    load, targets = year.columns["load"], year.load.targets
    assert tool.months.monthly_means(load) == pytest.approx(targets.monthly_mean, rel=1e-6)
    assert 1 / load.max() == pytest.approx(site.load.load_factor, abs=1e-4)
    assert 0.31 < load.min() / load.max() < 0.35


def test_monthly_peaks_stay_near_the_observed_ones(site, year):
    load = year.columns["load"]
    bounds = np.cumsum([0, *np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24])
    peaks = [load[a:b].max() / load.max() for a, b in itertools.pairwise(bounds)]
    assert peaks == pytest.approx(site.load.monthly_peak, abs=0.03)


def test_shares_come_back_where_the_year_is_the_observed_one(tool, site):
    targets = tool.load.targets_of(site.load, site.calendar, site.load.observed_year)
    share = targets.monthly_mean * tool.months.MONTH_DAYS / 365
    assert share == pytest.approx(np.array(site.load.monthly_share) / 100.01, rel=1e-12)


def test_spring_festival_moves_load_from_january_to_february(tool, site):
    january, february = tool.load.targets_of(site.load, site.calendar, 2023).monthly_mean[:2]
    ordinary = tool.load.targets_of(site.load, site.calendar, 2023).level
    assert january < february
    assert ordinary[2] < ordinary[1] < ordinary[0]


def test_day_factors_know_holidays_worked_weekends_and_slow_days(tool, site):
    days = tool.calendars.days_of(2023)
    factors = dict(zip(days, tool.calendars.day_factors(site.calendar, 2023), strict=True))
    assert factors[dt.date(2023, 1, 23)] == 0.532
    assert factors[dt.date(2023, 5, 6)] == 1.0
    assert factors[dt.date(2023, 6, 10)] == 0.956
    assert 0.6 < factors[dt.date(2023, 1, 20)] < factors[dt.date(2023, 1, 17)] < 1


def test_leap_day_is_left_out(tool):
    days = tool.calendars.days_of(2024)
    assert len(days) == 365
    assert dt.date(2024, 2, 29) not in days


def test_seed_meets_the_conditions_it_was_chosen_for(tool, site, year):
    assert [name for name, (_, met) in tool.summary.conditions(site, year).items() if not met] == []


@pytest.mark.slow
def test_no_smaller_seed_meets_the_conditions(tool, site):
    for seed in range(1, site.place.seed):
        place = site.place.model_copy(update={"seed": seed})
        other = site.model_copy(update={"place": place})
        found = tool.summary.conditions(other, tool.year.make_year(other))
        assert not all(met for _, met in found.values())


def test_rounding_keeps_every_running_sum(tool):
    values = np.full(9, 1 / 3)
    rounded = tool.months.round_keeping_sums(values, 1)
    assert np.abs(np.cumsum(rounded) - np.cumsum(values)).max() <= 0.05 + 1e-12
    assert set(rounded.round(1)) == {0.3, 0.4}


def test_longest_spell_is_found_with_its_start(tool):
    series = np.array([0.0, 0.5, 0.05, 0.05, 0.09, 0.5, 0.0])
    assert tool.wind.longest_below(series, 0.1) == (3, 2)
    assert tool.wind.longest_below(np.ones(4), 0.1) == (0, 0)


def test_facts_refuse_an_unknown_key_and_eleven_months(tool, tmp_path):
    text = FACTS.read_text(encoding="utf-8")
    for wrong in (
        text.replace("latitude =", "lattitude ="),
        text.replace("ghi_kwh_m2 = [89.4, ", "ghi_kwh_m2 = ["),
        text.replace("    [1.00, 0.77, 0.76, 0.70],\n", ""),
    ):
        path = tmp_path / "place.toml"
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(ValidationError):
            tool.facts.read_site(path)
