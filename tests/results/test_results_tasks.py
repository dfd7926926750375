"""Tasks: what each department has to see to, and which clauses that serves."""

from __future__ import annotations

import pytest


def test_builds_retrofits_and_retirements_are_tasks(results, row) -> None:
    tasks = results.tables["tasks"]
    wind = row(tasks, kind="build", item="wind", year=2026)
    assert (wind["lead"], wind["task_zh"], wind["unit"]) == ("能源", "新建风电", "万千瓦")
    before = row(tasks, kind="build", item="wind", year=2025)
    assert before["partners"] == "资规;电网"
    assert wind["cumulative"] == pytest.approx(before["amount"] + wind["amount"])
    assert row(tasks, kind="retrofit", item="improve")["lead"] == "工信"
    gone = row(tasks, kind="retire", item="coal_plant", year=2024)
    assert gone["amount"] == pytest.approx(60)


def test_units_at_the_end_of_life_are_retired(results, row) -> None:
    last = row(results.tables["tasks"], kind="retire", item="coal_plant", year=2026)
    standing = row(results.tables["capacity"], process="coal_plant", year=2025)["capacity"]
    assert last["amount"] == pytest.approx(standing)
    assert last["cumulative"] == pytest.approx(standing + 60)


def test_work_names_the_clauses_it_serves(results, row) -> None:
    tasks = results.tables["tasks"]
    assert row(tasks, kind="build", item="wind", year=2025)["clause"] == "C1;C2"
    assert row(tasks, kind="retire", item="coal_plant", year=2024)["clause"] == "C3"


def test_targets_of_enforced_clauses_are_tasks_of_their_department(results) -> None:
    targets = results.tables["tasks"].query("kind == 'clause'")
    assert sorted(targets["clause"]) == ["C1", "C2", "C3"]
    mine = targets[targets["clause"] == "C1"].iloc[0]
    assert (mine["lead"], mine["amount"], mine["unit"]) == ("能源", 50.0, "万千瓦")
    assert targets["cumulative"].isna().all()
