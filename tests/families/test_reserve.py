from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.case.adequacy import steps_within
from pathway.errors import InputError
from pathway.results.tables.prices import prices
from pathway.results.view import View
from pathway.settings import TimeSettings

DAY = {**tiny.steps(4380, 4380, load=[10, 6], evening=[1, 0]), "duration": [1, 1]}


def town(**period: object) -> tiny.Tables:
    """Load of 10 and 6 GW, coal, and a store of 1 GW that shifts without losses."""
    return tiny.tables(
        {"reserve_margin": 0.1},
        processes=[
            tiny.plant(
                "coal", expansion="build", existing=10, firm_credit=0.9, capex=5, lifetime=1,
                interest_rate=0, variable_cost=1,
            ),
            tiny.plant("battery", existing=1),
        ],
        flows=[tiny.out("coal")],
        storage=[{"process": "battery", "commodity": "electricity", "hours": 2}],
        demands=[tiny.demand("electricity", 70.08, profile="load")],
        adequacy=[
            {"period": "always", "commodity": "electricity", "basis": "production", **period}
        ],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(town(), DAY)
    assert tiny.value(plan, "v_capacity", "coal", 2024) == pytest.approx(11.0)
    assert plan.value("v_dispatch") == pytest.approx([9.0, 7.0])
    assert plan.dual("c_reserve") == pytest.approx([5 / 0.9, 0.0], abs=1e-9)
    worth = plan.dual("c_balance_hour") / 4.38
    assert worth == pytest.approx([1 + 1.1 * 5 / 0.9 / 4.38, 1.0])


def test_rows() -> None:
    sheets = town(margin=0.2, duration=4)
    sheets["credits"] = [{"process": "battery", "period": "always", "credit": 0.8}]
    compiled = tiny.programme(tiny.case(sheets, DAY))
    terms, least, most = tiny.row(compiled, "c_reserve[always,2024,1]")
    assert terms == pytest.approx({"v_reserve[always,2024]": 1.0, "v_dispatch[coal,2024,1]": -1.2})
    assert (least, most) == (0.0, np.inf)
    firm, _, most = tiny.row(compiled, "c_reserve_firm[always,2024]")
    assert firm == pytest.approx(
        {
            "v_reserve[always,2024]": 1.0, "v_capacity[coal,2024]": -0.9,
            "v_reserve_store[always,battery,2024]": -1.0,
        }
    )  # fmt: skip
    assert most == 0.0
    store = "v_reserve_store[always,battery,2024]"
    power, _, _ = tiny.row(compiled, "c_reserve_power[always,battery,2024]")
    assert power == pytest.approx({store: 1.0, "v_capacity[battery,2024]": -0.8})
    energy, _, _ = tiny.row(compiled, "c_reserve_energy[always,battery,2024]")
    assert energy == pytest.approx({store: 1.0, "v_capacity[battery,2024]": -0.8 * 2 / 4})
    assert not tiny.rows_of(compiled, "c_adequacy", "c_firm_power", "c_firm_energy")


def test_minimum_load_and_amounts_are_production() -> None:
    sheets = town()
    sheets["processes"][0]["min_load"] = 0.4
    sheets["flows"] = [tiny.out("coal", amount=0.5)]
    terms, _, _ = tiny.row(tiny.programme(tiny.case(sheets, DAY)), "c_reserve[always,2024,0]")
    assert terms == pytest.approx(
        {
            "v_reserve[always,2024]": 1.0, "v_dispatch[coal,2024,0]": -0.55,
            "v_committed[coal,2024,0]": -0.22,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("region", "counted"),
    [
        ("east", {"v_dispatch[plant,2024,0]": -1.0, "v_reverse[line,2024,0]": -0.9}),
        ("west", {"v_dispatch[line,2024,0]": -0.9}),
        (None, {"v_dispatch[plant,2024,0]": -1.0}),
    ],
)
def test_links_count_where_they_come_in_from_elsewhere(
    region: str | None, counted: dict[str, float]
) -> None:
    sheets = tiny.tables(
        regions=[{"region": "east"}, {"region": "west"}],
        processes=[
            tiny.plant("plant", existing=1, region="east"),
            tiny.plant("line", existing=1, region="east", to_region="west", both_ways=True),
        ],
        flows=[tiny.out("plant"), tiny.take("line", "electricity"), tiny.out("line", amount=0.9)],
        adequacy=[{"period": "always", "commodity": "electricity", "basis": "按出力",
                   "region": region}],
    )  # fmt: skip
    terms, _, _ = tiny.row(tiny.programme(tiny.case(sheets)), "c_reserve[always,2024,0]")
    assert terms == pytest.approx({"v_reserve[always,2024]": 1.0, **counted})


def test_price_is_the_sum_over_the_steps() -> None:
    plan = tiny.run(town(), DAY)
    table = prices(View(plan))
    [row] = table[table["kind"] == "adequacy"].to_dict("records")
    assert (row["item"], row["unit"]) == ("always", "元/千瓦")
    assert row["price"] == pytest.approx(5 / 0.9 * 100)


def test_metrics_of_peaks_leave_it_out() -> None:
    sheets = town()
    sheets["adequacy"].append({"period": "summer", "commodity": "electricity"})
    sheets["credits"] = [{"process": "coal", "period": "always", "credit": 0.1}]
    sheets["demands"][0]["profile"] = None
    sheets["metrics"] = [
        tiny.metric("firm", "GW", "firm_capacity"), tiny.metric("peak", "GW", "peak_load"),
    ]  # fmt: skip
    kind = tiny.case(sheets, DAY)
    assert kind.figures["firm"].capacity["coal"] == pytest.approx([0.9])
    peak = kind.figures["peak"].peak
    assert peak is not None
    assert (peak.periods, list(kind.peak_loads)) == (("summer",), ["summer"])
    assert kind.peak_loads["summer"].load == pytest.approx([8.0])
    sheets["adequacy"].pop()
    alone = tiny.case(sheets, DAY)
    assert alone.figures["peak"].peak is None
    assert not alone.peak_loads


@pytest.mark.parametrize("time", [TimeSettings(resolution="full"), TimeSettings(days=2)])
def test_months_and_hours_narrow_the_steps(time: TimeSettings) -> None:
    """Summer days are hot, so that representative days are either of summer or not."""
    hour = np.arange(8760)
    summer = (hour >= 151 * 24) & (hour < 243 * 24)
    load = (1 + summer + 0.1 * np.sin(hour % 24)).tolist()
    sheets = town(months="6-8", hours="18-19")
    sheets["demands"][0]["profile"] = "hot"
    kind = tiny.case(sheets, {"hot": load}, time)
    steps = kind.steps
    inside = steps_within(kind.adequacy["always"], steps)
    expected = np.isin(steps.hour, [18, 19]) & (steps.profiles["hot"] > 1.5)
    assert inside.tolist() == expected.tolist()
    assert inside.any()
    compiled = tiny.programme(kind)
    asked, idle = np.flatnonzero(inside)[0], np.flatnonzero(~inside)[0]
    terms, _, _ = tiny.row(compiled, f"c_reserve[always,2024,{asked}]")
    assert terms[f"v_dispatch[coal,2024,{asked}]"] == pytest.approx(-1.1)
    terms, _, _ = tiny.row(compiled, f"c_reserve[always,2024,{idle}]")
    assert {key for key, value in terms.items() if value} == {"v_reserve[always,2024]"}


def test_months_of_slices_are_not_used_and_said() -> None:
    found = tiny.case(town(months="6-8"), DAY).findings
    assert any("every step counts" in f.suggestion and "!adequacy!" in f.where for f in found)


def test_yearly_commodities_have_no_reserve() -> None:
    sheets = town(commodity="cargo")
    with pytest.raises(InputError, match="an hourly commodity"):
        tiny.case(sheets, DAY)


def test_no_periods_no_rows() -> None:
    sheets = town()
    sheets["adequacy"] = []
    compiled = tiny.programme(tiny.case(sheets, DAY))
    names = ("c_reserve", "c_reserve_firm", "c_reserve_power", "c_reserve_energy")
    assert not tiny.rows_of(compiled, *names)
