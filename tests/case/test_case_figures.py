"""Metrics: what they select, and with which weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import tiny
from pathway.errors import InputError

if TYPE_CHECKING:
    from pathway.case.case import Case, Figure


def town(*metrics: tiny.Row) -> Case:
    mine, fuel = tiny.supply("mine", 1, "coal", sector="能源", variable_cost_unit="亿元/万吨")
    return tiny.case(
        tiny.tables(
            {"last_year": 2025},
            commodities=[
                tiny.good("electricity", "hour", tce=0.3, tce_unit="千克标煤/千瓦时"),
                tiny.good("coal", co2=2, tce=0.7, tce_unit="吨标煤/吨"),
            ],
            processes=[
                tiny.plant("wind", existing=1, tags="风电;可再生", sector="电力", firm_credit=0.1),
                tiny.plant("sun", existing=1, tags="光伏;可再生", sector="电力"),
                tiny.plant("coal_power", existing=1, tags="煤电", sector="电力", firm_credit=0.9),
                mine,
            ],
            flows=[
                tiny.out("wind"), tiny.out("sun"), tiny.out("coal_power"),
                tiny.take("coal_power", "coal", 30, unit="万吨/TWh"), fuel,
            ],
            demands=[
                tiny.demand("electricity", 5, sector="居民"),
                tiny.demand("coal", {2024: 4, 2025: 6}, sector="工业", burnt=0.5),
            ],
            adequacy=[{"period": "peak", "commodity": "electricity"}],
            series=[{"series": "gdp", "unit": "亿元", 2023: 100, 2025: 120},
                    {"series": "allowance", "unit": "吨/兆瓦时", 2024: 0.8, 2025: 0.6},
                    {"series": "phase", "unit": "1", 2024: 0, 2025: 1}],
            metrics=metrics,
        )
    )  # fmt: skip


def figure(*rows: tiny.Row) -> Figure:
    return town(*rows).figures["m"]


def capacity(**more: object) -> set[str]:
    return set(figure(tiny.metric("m", "GW", "capacity", **more)).capacity)


def test_selection_by_tags_sectors_and_names() -> None:
    assert capacity(tags="可再生") == {"wind", "sun"}
    assert capacity(tags="风电;煤电") == {"wind", "coal_power"}
    assert capacity(tags="!可再生", sectors="电力") == {"coal_power"}
    assert capacity(tags="可再生;!光伏") == {"wind"}
    assert capacity(processes="sun;coal_power", tags="!煤电") == {"sun"}


def test_rows_of_one_name_add_up_with_their_weights() -> None:
    both = figure(
        tiny.metric("m", "万千瓦", "capacity", tags="可再生"),
        tiny.metric("m", "万千瓦", "capacity", processes="wind", weight=-0.5),
    )
    assert both.capacity["wind"] == pytest.approx([0.5, 0.5])
    assert both.capacity["sun"] == pytest.approx([1.0, 1.0])
    assert both.shown.text == "万千瓦"


def test_energy_in_coal_equivalent() -> None:
    """30 万吨 of coal a TWh at 0.7 tce/t; TWh is also how coal equivalent is held."""
    tce = 8.141e-3 * 1000  # TWh a Mtce, over 1e6: 29,307.6 kJ/kgce = 8.141 kWh/kgce
    burnt = figure(
        tiny.metric("m", "万吨标煤", "input", processes="coal_power", commodities="coal",
                    weight_by="tce"),
    )  # fmt: skip
    assert burnt.activity["coal_power"][0] == pytest.approx(30 * 0.7 * tce / 100, rel=1e-3)
    used = figure(tiny.metric("m", "万吨标煤", "use", commodities="coal", weight_by="tce"))
    assert used.constant == pytest.approx(np.array([4, 6]) * 0.7 * tce / 100, rel=1e-3)


def test_carbon_of_what_is_used() -> None:
    used = figure(tiny.metric("m", "万吨", "use", commodities="coal", weight_by="co2"))
    assert used.activity["coal_power"] == pytest.approx([60.0, 60.0])
    assert used.constant == pytest.approx([8.0, 12.0])


def test_emissions_of_processes_and_demands() -> None:
    total = figure(tiny.metric("m", "万吨", "emissions"))
    assert total.activity["coal_power"] == pytest.approx([60.0, 60.0])
    assert total.constant == pytest.approx([4.0, 6.0])
    power = figure(tiny.metric("m", "万吨", "emissions", sectors="电力"))
    assert power.constant == pytest.approx([0.0, 0.0])


def test_output_demand_series_and_firmness() -> None:
    out = figure(tiny.metric("m", "亿千瓦时", "output", tags="可再生", commodities="electricity"))
    assert out.activity["sun"] == pytest.approx([1.0, 1.0])
    asked = figure(tiny.metric("m", "TWh", "demand", commodities="electricity"))
    assert (asked.exogenous, asked.constant.tolist()) == (True, [5.0, 5.0])
    gdp = figure(tiny.metric("m", "亿元", "series", series="gdp"))
    assert gdp.constant == pytest.approx([110.0, 120.0])
    firm = figure(tiny.metric("m", "GW", "firm_capacity", commodities="electricity"))
    assert firm.capacity["coal_power"] == pytest.approx([0.9, 0.9])


def test_peak_load_counts_the_periods_of_its_commodities() -> None:
    load = figure(tiny.metric("m", "MW", "peak_load", weight_series="phase"))
    assert load.peak is not None
    assert (load.exogenous, load.peak.periods) == (False, ("peak",))
    assert load.peak.coefficient == pytest.approx([0.0, 1.0])  # held in GW
    assert figure(tiny.metric("m", "MW", "peak_load", commodities="coal")).peak is None


def test_rows_of_peak_load_add_up() -> None:
    half = tiny.metric("m", "GW", "peak_load", weight=0.5)
    peak = figure(half, half).peak
    assert peak is not None
    assert peak.coefficient == pytest.approx([1.0, 1.0])


def test_a_weight_that_does_not_fit_points_at_its_cell() -> None:
    with pytest.raises(InputError) as raised:
        town(tiny.metric("m", "万吨", "capacity", processes="wind"))
    assert any("!metrics!" in f.where and "weight_unit" in f.suggestion
               for f in raised.value.findings)  # fmt: skip


def test_a_weight_follows_a_series_over_the_years() -> None:
    """0.8 t/MWh are 80 万吨 a TWh; half of it is given, and 0.6 t/MWh the year after."""
    given = figure(
        tiny.metric("m", "万吨", "emissions", processes="coal_power"),
        tiny.metric("m", "万吨", "output", processes="coal_power", commodities="electricity",
                    weight=-0.5, weight_series="allowance"),
    )  # fmt: skip
    assert given.activity["coal_power"] == pytest.approx([60 - 40, 60 - 30])


@pytest.mark.parametrize(
    ("quantity", "part", "key", "once"),
    [("capacity", "capacity", "wind", 1.0), ("new_capacity", "new", "wind", 1.0),
     ("activity", "activity", "wind", 1.0), ("input", "activity", "coal_power", 30.0),
     ("output", "activity", "coal_power", 1.0), ("emissions", "activity", "coal_power", 60.0),
     ("firm_capacity", "capacity", "coal_power", 0.9)],
)  # fmt: skip
def test_every_quantity_takes_a_weight_by_year(
    quantity: str, part: str, key: str, once: float
) -> None:
    unit = {"capacity": "GW", "new_capacity": "GW", "firm_capacity": "GW", "activity": "TWh",
            "output": "TWh"}.get(quantity, "万吨")  # fmt: skip
    found = figure(tiny.metric("m", unit, quantity, processes=key, weight=2, weight_series="phase"))
    assert getattr(found, part)[key] == pytest.approx([0.0, 2 * once])


def test_exogenous_quantities_take_a_weight_by_year() -> None:
    """Demand of 4 and 6, of which half is burnt at 2; GDP of 110 and 120."""
    for quantity, more, second in (
        ("demand", {"commodities": "coal"}, 6.0),
        ("emissions", {"sectors": "工业"}, 6.0),
        ("series", {"series": "gdp"}, 120.0),
    ):
        unit = {"series": "亿元"}.get(quantity, "万吨")
        row = tiny.metric("m", unit, quantity, weight_series="phase", **more)
        assert figure(row).constant == pytest.approx([0.0, second]), quantity


def test_a_series_that_does_not_fit_points_at_the_unit_of_the_weight() -> None:
    with pytest.raises(InputError) as raised:
        town(tiny.metric("m", "万吨", "output", processes="wind", weight_series="gdp"))
    assert any("!metrics!" in f.where and "series" in f.suggestion for f in raised.value.findings)


def test_a_metric_of_nothing_is_warned_about() -> None:
    kind = town(tiny.metric("m", "GW", "capacity", tags="水电"))
    assert any("'m' selects nothing" in f.found for f in kind.findings)
