"""Flows, dispatch and storage: what is put out is what is taken, over the year and by the hour."""

from __future__ import annotations

import numpy as np
import pytest
import town

from pathway.results.results import build_results


def test_power_is_supplied_to_homes_and_trucks(results, row) -> None:
    flows = results.tables["flows"]
    power = flows[(flows["commodity"] == "power") & (flows["year"] == 2025)]
    taken = power[power["direction"] == "in"].set_index("item")["amount"]
    assert taken["homes"] == pytest.approx(40)
    assert taken["truck"] == pytest.approx(2)  # 20 亿吨公里 at 0.1 千瓦时
    wind = row(results.tables["activity"], process="wind", year=2025)["activity"]
    assert row(power, item="wind")["amount"] == pytest.approx(wind)
    assert row(power, item="unserved")["amount"] == pytest.approx(0, abs=1e-9)
    assert set(power["unit"]) == {"亿千瓦时"}


def test_coal_is_burnt_at_the_rate_of_each_plant(results, row) -> None:
    flows = results.tables["flows"]
    made = row(flows, commodity="power", item="coal_better", year=2025)["amount"]
    burnt = row(flows, commodity="coal", item="coal_better", year=2025)["amount"]
    assert burnt == pytest.approx(made * 280 / 100)  # 1 亿千瓦时 at 100 克/千瓦时: 1 万吨


def test_stores_take_what_they_lose(results, row) -> None:
    flows = results.tables["flows"]
    lost = row(flows, kind="storage_loss", item="battery", year=2026)["amount"]
    given = row(results.tables["activity"], process="battery", year=2026)["activity"]
    assert given > 1
    # A day cycle of two steps of one hour that stand for 4,000 and 4,760 hours.
    table = results.tables["storage"].query("year == 2026")
    charged = (table["battery|charge"] * table["weight"]).sum() / 100
    assert lost == pytest.approx(charged - given)


def test_every_hour_closes_and_demand_is_negative(results) -> None:
    table = results.tables["dispatch"]
    assert len(table) == 3 * 2
    items = [c for c in table if c.startswith("power@town|")]
    assert table[items].sum(axis=1).abs().max() < 1e-9
    assert table["power@town|demand"].tolist() == pytest.approx([-4 / 8.76] * 6)
    assert table["power@town|spread"].tolist() == pytest.approx([-0.2 / 8.76] * 6)
    assert (table["power@town|wind"] >= 0).all()


def test_committed_minimum_load_is_part_of_the_output(solve) -> None:
    rows = town.tables()
    rows["retrofits"] = []
    results = build_results(solve(rows))
    year = results.tables["dispatch"].query("year == 2024")
    # No wind in 2024: coal gives all that homes and trucks take, minimum load included.
    assert year["power@town|coal_plant"].tolist() == pytest.approx([4.2 / 8.76] * 2)


def test_hours_stand_for_hours_of_the_year(results) -> None:
    table = results.tables["dispatch"]
    assert table.groupby("year")["weight"].sum().tolist() == [8760.0] * 3
    assert table["date"].unique().tolist() == ["d"]
    days = results.tables["days"]
    assert days["days_represented"].tolist() == pytest.approx([4380.0])


def test_a_link_runs_both_ways(solve) -> None:
    """An isle of homes by the town; wind on the isle runs the link backwards."""
    rows = town.tables()
    rows["regions"].append({"region": "isle", "name_zh": "小岛", "name_en": "Isle"})
    for table, key in (("processes", "region"), ("demands", "region")):
        for entry in rows[table]:
            entry.setdefault(key, "town")
    rows["demands"].append({**rows["demands"][0], "demand": "huts", "region": "isle", 2024: 1})
    rows["processes"] += [
        {**rows["processes"][3], "process": "isle_wind", "region": "isle", "existing": 40,
         "expansion": "none"},
        {"process": "cable", "name_zh": "海缆", "sector": "电力", "region": "town",
         "to_region": "isle", "both_ways": True, "capacity_unit": "万千瓦",
         "activity_unit": "亿千瓦时", "expansion": "none", "existing": 100},
    ]  # fmt: skip
    rows["flows"] += [
        {"process": "isle_wind", "commodity": "power", "direction": "out", "amount": 1},
        {"process": "cable", "commodity": "power", "direction": "in", "amount": 1},
        {"process": "cable", "commodity": "power", "direction": "out", "amount": 0.9},
    ]
    flows = build_results(solve(rows)).tables["flows"]
    cable = flows[(flows["item"] == "cable") & (flows["year"] == 2024)]
    amounts = cable.groupby(["region", "direction"])["amount"].sum()
    back = amounts["isle", "in"]
    assert back > 5  # 40 万千瓦 give up to 12.76 亿千瓦时 and the huts take 1
    assert amounts["town", "out"] == pytest.approx(0.9 * back)


def test_emissions_are_burnt_coal(results, row) -> None:
    table = results.tables["emissions"]
    coal = results.tables["flows"].query("commodity == 'coal' and direction == 'in'")
    burnt = coal.groupby("year")["amount"].sum()
    counted = table[table["counted"]].groupby("year")["amount"].sum()
    np.testing.assert_allclose(counted, 2.5 * burnt)
    assert row(table, item="stoves", year=2024)["amount"] == pytest.approx(5)
    assert results.solution_summary.peak_level == pytest.approx(counted.max())
