"""What later commands found of a run is found again beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from pathway.results.store import write_table
from pathway.results.studies import PEAK_TABLES, peak_study

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "town/base/1"
    folder.mkdir(parents=True)
    return folder


def study(run: Path, name: str, of: str, year: int) -> Path:
    folder = run.parents[1] / "peak" / name
    (folder / "tables").mkdir(parents=True)
    facts = {"run": {"folder": of}, "peak_year": year, "slack": 0.01}
    (folder / "manifest.json").write_text(json.dumps(facts), "utf-8")
    for table in PEAK_TABLES:
        write_table(table, pd.DataFrame({"year": [year]}), folder)
    return folder


def test_the_newest_study_of_the_run_is_taken(run):
    assert peak_study(run) is None
    for name, of, year in (("1", "town/base/1", 2028), ("2", "town/base/1", 2029),
                           ("3", "town/base/other", 2030)):  # fmt: skip
        study(run, name, of, year)
    found = peak_study(run)
    assert found is not None
    assert found.asked == (2029, 0.01)
    assert found.tables["peak_level"]["year"].tolist() == [2029]


def test_a_study_that_cannot_be_read_is_passed_over(run):
    study(run, "1", "town/base/1", 2028)
    (study(run, "2", "town/base/1", 2029) / "tables/peak_paths.csv").unlink()
    (study(run, "3", "town/base/1", 2030) / "manifest.json").write_text("{", "utf-8")
    found = peak_study(run)
    assert found is not None
    assert found.asked[0] == 2028
