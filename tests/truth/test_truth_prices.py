"""Prices are what one more unit costs: the case with a little more demand is solved again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .siblings import content, found, island

if TYPE_CHECKING:
    from pathlib import Path

MORE = 1e-3
"""Demand added [MW, PJ or kW], small enough for what is marginal to stay so."""


def differs(changed: Any, folder: Path, *place: Any, values: dict[str, float], rel: float) -> None:
    """Costs rise by the sum of prices × hours (or discount factors) × what is added at a place."""
    before = found(changed, folder)
    part = changed
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] += MORE
    rise = (found(changed, folder).objective - before.objective) / MORE
    priced = sum(before.values[name] * factor for name, factor in values.items())
    assert abs(priced) > 0
    assert rise == pytest.approx(priced, rel=rel)


def worth(changed: Any, point: int) -> float:
    """Discounted hours of a timepoint: what a MW in each of its hours costs at a price of one."""
    accounting = changed["accounting"]
    at = next(p for p in changed["timepoints"] if p["id"] == point)
    period = next(p for p in changed["periods"] if p["name"] == at["period"])
    d = accounting["discount_rate"]
    annuity = (1 - (1 + d) ** -period["years"]) / d
    start = (1 + d) ** -(period["first_year"] - accounting["base_year"])
    return float(at["hours_per_year"] * annuity * start)


@pytest.mark.parametrize(
    ("name", "zone", "point"),
    [
        ("dispatch_four_plants", "South", 2),
        ("dispatch_four_plants", "South", 4),
        ("storage_day_night", "South", 1),
        ("storage_day_night", "South", 2),
        ("three_zone_base", "North", 5),
        ("three_zone_base", "South", 7),
    ],
)
def test_one_more_mw_in_a_zone(name: str, zone: str, point: int, tmp_path: Path) -> None:
    changed = content(name)
    differs(
        changed, tmp_path, "zones", zone, "demand_mw", point,
        values={f"price_delivered_{zone}_{point}": worth(changed, point)}, rel=1e-6,
    )  # fmt: skip


def test_one_more_mwh_that_counts_for_the_share(tmp_path: Path) -> None:
    changed = content("three_zone_renewable_share")
    demanded = sum(zone["demand_mw"][7] for zone in changed["zones"].values())
    differs(
        changed, tmp_path, "policy", "renewable_share_of_final_demand", 2030,
        values={"price_share_2030": demanded * worth(changed, 7)}, rel=1e-5,
    )  # fmt: skip


def test_the_dearest_plant_that_runs_sets_the_price(tmp_path: Path) -> None:
    plan = found(content("dispatch_four_plants"), tmp_path).values
    gas_turbine, combined_cycle = 10.39 * 4 + 27.807, 6.705 * 4 + 3.4131
    assert plan["dispatch_S-NG_GT_3"] > 0
    assert plan["price_South_3"] == pytest.approx(gas_turbine)
    assert plan["dispatch_S-NG_GT_4"] == pytest.approx(0, abs=1e-9)
    assert plan["price_South_4"] == pytest.approx(combined_cycle)
    assert plan["price_delivered_South_4"] == pytest.approx(combined_cycle / (1 - 0.053))


def test_power_and_heat_prices_follow_from_the_two_modes(tmp_path: Path) -> None:
    """Condensing: gas / 0.5. Back pressure: 0.3 power + 0.5 heat are worth the gas."""
    plan = found(content("chp_extraction_dispatch"), tmp_path).values
    assert plan["price_power_extraction_1"] == pytest.approx(50 / 0.5)
    assert plan["price_heat_extraction_1"] == pytest.approx((50 - 0.3 * 100) / 0.5)
    assert plan["price_power_fixed_1"] == pytest.approx(50 / 0.3)  # heat is in surplus
    assert plan["price_heat_fixed_1"] == pytest.approx(0, abs=1e-9)


def test_one_more_mw_of_two_plants(tmp_path: Path) -> None:
    values = {"price_power_fixed_3": 1.0, "price_power_extraction_3": 1.0}
    changed = content("chp_extraction_dispatch")
    differs(changed, tmp_path, "demand_power", 2, values=values, rel=1e-4)


def test_one_more_unit_at_any_time_of_a_year(tmp_path: Path) -> None:
    factor = 1.05**-15.5
    changed = content("utopia_osemosys")
    differs(
        changed, tmp_path, "demand", "TX", "yearly", 15,
        values={"price_TX_2005": factor}, rel=1e-5,
    )  # fmt: skip


def test_one_more_unit_over_the_slices_of_a_year(tmp_path: Path) -> None:
    changed = content("utopia_osemosys")
    shares = changed["demand"]["RL"]["profile"]
    values = {f"price_RL_2005_{s}": share * 1.05**-15.5 for s, share in shares.items()}
    differs(changed, tmp_path, "demand", "RL", "yearly", 15, values=values, rel=1e-5)


@pytest.mark.parametrize(
    ("carrier", "site", "hour"), [("heat", "X2", 8), ("electricity", "X3", 21)]
)
def test_one_more_kw_at_a_site(carrier: str, site: str, hour: int, tmp_path: Path) -> None:
    changed = content("urban_chp_heat")
    differs(
        changed, tmp_path, "demand", carrier, site, hour - 1,
        values={f"price_{carrier}_{site}_{hour}": 1.0}, rel=1e-5,
    )  # fmt: skip


def test_one_more_mw_on_an_island(tmp_path: Path) -> None:
    changed = island(tmp_path, 56)
    before = found(changed, tmp_path)
    prices = [before.values[f"price_{step}"] for step in range(1, 57)]
    dear = prices.index(max(prices)) + 1
    assert min(prices) < max(prices)
    series = tmp_path / "short.csv"
    lines = series.read_text("utf-8").splitlines()
    step, time, load, *factors = lines[dear].split(",")
    lines[dear] = ",".join([step, time, str(float(load) + 1), *factors])
    series.write_text("\n".join(lines) + "\n", "utf-8")
    rise = found(changed, tmp_path).objective - before.objective
    assert rise == pytest.approx(changed["hours_per_step"] * max(prices), rel=1e-5)
