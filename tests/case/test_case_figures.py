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
            series=[{"series": "gdp", "unit": "亿元", 2023: 100, 2025: 120}],
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
    load = figure(tiny.metric("m", "GW", "peak_load"))
    assert load.constant == pytest.approx([5 / 8.76] * 2)


def test_a_weight_that_does_not_fit_points_at_its_cell() -> None:
    with pytest.raises(InputError) as raised:
        town(tiny.metric("m", "万吨", "capacity", processes="wind"))
    assert any("!metrics!" in f.where and "weight_unit" in f.suggestion
               for f in raised.value.findings)  # fmt: skip


def test_a_metric_of_nothing_is_warned_about() -> None:
    kind = town(tiny.metric("m", "GW", "capacity", tags="水电"))
    assert any("'m' selects nothing" in f.found for f in kind.findings)
