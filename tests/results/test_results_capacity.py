"""Capacity and units: what stands is what stood, plus what came, less what left."""

from __future__ import annotations

import numpy as np
import pytest
import town

from pathway.results.results import build_results
from pathway.results.tables.capacity import capacity
from pathway.results.view import View


def test_a_build_expires_after_its_lifetime(solve, row) -> None:
    rows = town.tables()
    rows["settings"][3] = {"key": "last_year", "value": 2028}
    rows["clauses"][0] |= {"from_year": 2024}  # 50 at 2024 only, lifetime of two years
    rows["units"][0]["end_of_life"] = 2040
    table = capacity(View(solve(rows)))
    wind = table[table["process"] == "wind"].set_index("year")
    assert wind.loc[2024, "new"] == pytest.approx(50)
    assert wind.loc[2025, "expired"] == 0
    assert wind.loc[2026, "expired"] == pytest.approx(50)


def test_the_base_year_shows_what_stands_at_the_start(results, row) -> None:
    table = results.tables["capacity"]
    start = row(table, process="coal_plant", year=2023)
    assert start["capacity"] == pytest.approx(160)
    assert start["unit"] == "万千瓦"
    assert np.isnan(start["new"])
    assert row(table, process="battery", year=2023)["capacity"] == pytest.approx(10)


def test_units_leave_at_the_end_of_their_life_and_by_retirement(results, row) -> None:
    table = results.tables["capacity"]
    first = row(table, process="coal_plant", year=2024)
    assert first["retired"] == pytest.approx(60)  # not needed: its fixed cost is saved
    assert first["capacity"] == pytest.approx(100 - first["retrofitted_out"])
    last = row(table, process="coal_plant", year=2026)
    assert last["capacity"] == pytest.approx(0)
    assert last["expired"] == pytest.approx(first["capacity"])  # unit 1 ends in 2025


def test_a_retrofit_leaves_one_process_and_comes_to_the_other(results, row) -> None:
    table = results.tables["capacity"]
    left = row(table, process="coal_plant", year=2024)["retrofitted_out"]
    assert left > 30
    assert row(table, process="coal_better", year=2024)["retrofitted_in"] == pytest.approx(left)
    units = results.tables["units"]
    out = row(units, unit="u1", state="coal_plant", year=2024)["retrofitted_out"]
    into = row(units, unit="u1", state="coal_better", year=2024)["retrofitted_in"]
    assert (out, into) == (pytest.approx(left), pytest.approx(left))


def test_units_have_no_row_after_their_last_year(results) -> None:
    units = results.tables["units"]
    assert units[units["unit"] == "u1"]["year"].max() == 2025
    assert units[units["unit"] == "u2"]["year"].max() == 2026
    assert set(units[units["unit"] == "u1"]["county"]) == {"东县"}


def test_exogenous_stock_that_changes_over_years_rolls_forward(solve) -> None:
    rows = town.tables()
    rows["paths"] = [
        {
            "table": "processes", "key": "battery", "parameter": "existing", "unit": "万千瓦",
            2024: 10, 2025: 25, 2026: 5,
        }
    ]  # fmt: skip
    table = build_results(solve(rows)).tables["capacity"]
    battery = table[table["process"] == "battery"]
    assert battery["exogenous"].tolist()[1:] == pytest.approx([0, 15, -20])
    assert battery["expired"].tolist()[1:] == [0, 0, 0]


@pytest.mark.parametrize("end", [2023, 2022])
def test_a_unit_that_ends_with_the_base_year_expires_in_the_first(solve, row, end) -> None:
    rows = town.tables()
    extra = {**rows["units"][0], "unit": "u0", "size": 7, "end_of_life": end}
    rows["units"].append(extra)
    table = build_results(solve(rows)).tables["capacity"]
    there = 7 if end == 2023 else 0
    assert row(table, process="coal_plant", year=2023)["capacity"] == pytest.approx(160 + there)
    assert row(table, process="coal_plant", year=2024)["expired"] == pytest.approx(there)
