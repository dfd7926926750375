"""Duals in two tables: by the hour in columns, all others in lines; together they are the proof."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pathway.results.store import write_table
from pathway.results.tables.duals import duals, duals_hourly
from pathway.results.view import View


def hourly_sum(table, stage: str) -> float:
    """Duals times sides of the hourly table."""
    priced = [c.removesuffix("|side") for c in table if c.startswith(stage) and c.endswith("|side")]
    return float(sum((table[f"{c}|dual"] * table[f"{c}|side"]).sum() for c in priced))


def test_duals_times_sides_of_both_tables_are_the_bound(solution, results) -> None:
    assert len(solution.certificates) == 2
    for made in solution.certificates:
        lines = results.tables["duals"]
        lines = lines[lines["certificate"] == made.stage]
        by_hour = hourly_sum(results.tables["duals_hourly"], made.stage)
        total = (lines["dual"] * lines["side"]).sum() + by_hour + made.constant
        assert by_hour != 0
        assert total == pytest.approx(made.bound, rel=1e-9)


def test_no_dual_stands_in_both_tables(results) -> None:
    lines, columns = results.tables["duals"], results.tables["duals_hourly"]
    by_hour = {column.split("|")[2] for column in columns if "|" in column}
    assert "c_balance_hour" in by_hour
    assert not by_hour & set(lines["name"])
    assert len(columns) == 6  # two slices in each of three years


def test_rounding_is_no_dual(solution) -> None:
    made = solution.certificates[0]
    noisy = made.row_dual + 1e-14 * np.abs(made.row_dual).max() * (made.row_dual == 0)
    off = dataclasses.replace(made, row_dual=noisy)
    view = View(dataclasses.replace(solution, certificates=(off,)))
    alone = View(dataclasses.replace(solution, certificates=(made,)))
    assert len(duals(view)) == len(duals(alone))
    assert list(duals_hourly(view)) == list(duals_hourly(alone))


def test_the_same_arrays_are_the_same_file(results, tmp_path) -> None:
    files = []
    for name in ("a", "b"):
        (tmp_path / name / "tables").mkdir(parents=True)
        table = results.tables["duals_hourly"]
        files.append(write_table("duals_hourly", table, tmp_path / name).read_bytes())
    assert files[0] == files[1]
