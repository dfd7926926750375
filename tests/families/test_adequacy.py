from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tiny

if TYPE_CHECKING:
    from pathway.model.algebra import Programme


def firm(**period: object) -> tiny.Tables:
    """Load of 10 GW, coal, a store of 4 GW and 2 h, and imports that nobody may rely on."""
    return tiny.tables(
        {"reserve_margin": 0.1},
        processes=[
            tiny.plant(
                "coal", expansion="build", existing=9, firm_credit=0.9, capex=5, lifetime=1,
                interest_rate=0,
            ),
            tiny.plant("battery", existing=4, firm_credit=1),
            tiny.plant("imports", existing=5, variable_cost=1),
        ],
        flows=[tiny.out("coal"), tiny.out("imports")],
        storage=[{"process": "battery", "commodity": "electricity", "hours": 2}],
        demands=[tiny.demand("electricity", 87.6)],
        adequacy=[{"period": "summer", "commodity": "electricity", "duration": 4, **period}],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(firm())
    assert tiny.value(plan, "v_capacity", "coal", 2024) == pytest.approx(10.0)
    assert tiny.value(plan, "v_firm", "summer", "battery", 2024) == pytest.approx(2.0)
    assert tiny.dual(plan, "c_adequacy", "summer", 2024) == pytest.approx(5 / 0.9)
    assert plan.term("investment") == pytest.approx([5.0])


def test_rows() -> None:
    compiled = tiny.programme(tiny.case(firm()))
    terms, least, _ = tiny.row(compiled, "c_adequacy[summer,2024]")
    assert terms == pytest.approx(
        {
            "v_capacity[coal,2024]": 0.9,
            "v_firm[summer,battery,2024]": 1.0,
            "v_peak_load[summer,2024]": -1.1,
        }
    )
    assert least == 0.0
    assert peak_row(compiled) == ({"v_peak_load[summer,2024]": 1.0}, pytest.approx(10.0))
    power, _, _ = tiny.row(compiled, "c_firm_power[summer,battery,2024]")
    assert power == {"v_firm[summer,battery,2024]": 1.0, "v_capacity[battery,2024]": -1.0}
    energy, _, _ = tiny.row(compiled, "c_firm_energy[summer,battery,2024]")
    assert energy == {"v_firm[summer,battery,2024]": 1.0, "v_capacity[battery,2024]": -0.5}


def peak_row(
    compiled: Programme, year: int = 2024, row: int = 0
) -> tuple[tiny.Coefficients, float]:
    terms, least, _ = tiny.row(compiled, f"c_peak_load[summer,{year},{row}]")
    return terms, least


def test_margin_and_credit_of_the_period_come_first() -> None:
    sheets = firm(margin=0.2)
    sheets["credits"] = [{"process": "coal", "period": "summer", "credit": 0.5}]
    compiled = tiny.programme(tiny.case(sheets))
    terms, _, _ = tiny.row(compiled, "c_adequacy[summer,2024]")
    assert terms["v_capacity[coal,2024]"] == pytest.approx(0.5)
    assert terms["v_peak_load[summer,2024]"] == pytest.approx(-1.2)


def test_yearly_use_counts_at_the_peak_hour() -> None:
    """1 TWh spread over half of the year is 0.228 GW there, beside 20 GW of demand."""
    sheets = firm()
    sheets["processes"].append(tiny.works("trucks", existing=100))
    sheets["flows"] += [
        tiny.out("trucks", "cargo"),
        tiny.take("trucks", "electricity", 0.01, unit="TWh/万吨", shape="evening"),
    ]
    sheets["commodities"] = [tiny.good("electricity", "hour"), tiny.good("cargo", surplus=True)]
    sheets["demands"][0]["profile"] = "evening"
    compiled = tiny.programme(tiny.case(sheets, tiny.steps(4380, 4380, evening=[0, 1])))
    terms, least = peak_row(compiled, row=1)
    assert terms["v_spread[electricity,city,evening,2024]"] == pytest.approx(-1000 / 4380)
    assert least == pytest.approx(20.0)
    assert tiny.rows_of(compiled, "c_peak_load") == 1


def test_slices_of_some_years_have_peaks_of_their_own() -> None:
    """The peak of 2025 is in a step that 2024 has not: a year looks at steps of its own alone."""
    sheets = firm()
    sheets["settings"] = [
        {**row, "value": 2025} if row["key"] == "last_year" else row for row in sheets["settings"]
    ]
    sheets["processes"].append(tiny.works("trucks", existing=100))
    sheets["flows"] += [
        tiny.out("trucks", "cargo"),
        tiny.take("trucks", "electricity", 0.01, unit="TWh/万吨", shape="load"),
    ]
    sheets["commodities"] = [tiny.good("electricity", "hour"), tiny.good("cargo", surplus=True)]
    sheets["demands"][0]["profile"] = "load"
    hours = {**tiny.steps(4380, 4380, 4380, load=[1, 2, 5]), "from_year": [None, None, 2025]}
    hours |= {"day": ["a", "b", "c"], "to_year": [None, 2024, None]}
    kind = tiny.case(sheets, hours)
    peak = kind.peak_loads["summer"]
    assert peak.when == ("b", "c")
    assert peak.load == pytest.approx([87.6e3 / 4380 * 2 / 3, 87.6e3 / 4380 * 5 / 6])
    compiled = tiny.programme(kind)
    for year, row, share in ((2024, 1, 2 / 3), (2025, 2, 5 / 6)):
        terms, least = peak_row(compiled, year, row)
        assert least == pytest.approx(20 * share)
        spread = terms[f"v_spread[electricity,city,load,{year}]"]
        assert spread == pytest.approx(-share * 1000 / 4380)


def test_no_periods_no_rows() -> None:
    sheets = firm()
    sheets["adequacy"] = []
    compiled = tiny.programme(tiny.case(sheets))
    assert not tiny.rows_of(compiled, "c_adequacy", "c_firm_power", "c_firm_energy")


def test_a_negative_demand_moves_the_peak_and_nothing_else() -> None:
    """A use written in full and deducted by its shape may leave less than nothing in some hour."""
    sheets = firm()
    sheets["demands"][0]["profile"] = "load"
    sheets["demands"].append(tiny.demand("electricity", -60, demand="deducted", profile="noon"))
    hours = {**tiny.steps(4380, 4380, load=[2, 1], noon=[1, 0]), "day": ["noon", "evening"]}
    peak = tiny.case(sheets, hours).peak_loads["summer"]
    assert peak.when == ("evening",)
    assert peak.load == pytest.approx([87.6 / 3 / 4.38])
