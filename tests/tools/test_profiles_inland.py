"""Profiles of the example city: inland, with a river, and the very ones that the workbook holds."""

import csv
import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

for _library in ("pvlib", "windpowerlib"):
    pytest.importorskip(_library, reason=f"{_library} comes with the optional extra `weather`")

ROOT = Path(__file__).parents[2]
PROFILES = ROOT / "tools" / "profiles"
MODULES = (
    "facts", "months", "noise", "calendars", "wind", "solar", "temperature", "load", "rivers",
    "year", "summary",
)  # fmt: skip


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(PROFILES))
    try:
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
    finally:
        sys.path.remove(str(PROFILES))
        for name in MODULES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def site(tool):
    return tool.facts.read_site(PROFILES / "linjiang.toml")


@pytest.fixture(scope="module")
def year(tool, site):
    return tool.year.make_year(site)


def test_the_example_holds_these_profiles(year):
    with (ROOT / "examples/linjiang/profiles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    used = [key for key in rows[0] if key in year.columns]
    assert set(used) == set(year.columns) - {"temperature", "cooling"}
    for key in used:
        assert np.array([float(row[key]) for row in rows]) == pytest.approx(year.columns[key])


def test_the_seed_is_the_first_that_meets_its_conditions(tool, site, year):
    assert all(met for _, met in tool.summary.conditions(site, year).values())
    for seed in range(1, site.place.seed):
        other = site.model_copy(update={"place": site.place.model_copy(update={"seed": seed})})
        found = tool.summary.conditions(other, tool.year.make_year(other)).values()
        assert not all(met for _, met in found)


def test_inflow_follows_the_seasons_and_changes_slowly(tool, site, year):
    (river,) = site.rivers
    flow = year.columns[river.key]
    index = np.array(river.monthly_index)
    means = tool.months.monthly_means(flow)
    assert flow.sum() == pytest.approx(river.hours, abs=0.01)
    assert means / means[0] == pytest.approx(index / index[0], rel=1e-3)
    assert flow.min() >= 0
    assert flow.max() <= 1
    assert np.abs(np.diff(flow)).max() < 0.05


def test_the_summary_speaks_of_all_wind_where_none_is_offshore(tool, site, year):
    text = tool.summary.summary_of(site, year)
    assert "| all |" in text
    assert "all offshore" not in text
    assert f"| inflow | {site.rivers[0].hours} |" in text
