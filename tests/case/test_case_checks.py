"""What no single cell can show is found, and points at its rows."""

from __future__ import annotations

import pytest

import tiny
from pathway.errors import Finding, InputError, Severity
from pathway.settings import TimeSettings


def town() -> tiny.Tables:
    mine, fuel = tiny.supply("mine", 1, "cargo")
    return tiny.tables(
        {"last_year": 2026},
        processes=[tiny.plant("coal", existing=1), mine],
        flows=[tiny.out("coal"), tiny.take("coal", "cargo", 30, unit="万吨/TWh"), fuel],
        demands=[tiny.demand("electricity", 5, profile="load")],
    )


HOURS = tiny.steps(4380, 4380, load=[1, 2])


def errors(sheets: tiny.Tables, hours: dict[str, list[object]] = HOURS) -> list[Finding]:
    with pytest.raises(InputError) as raised:
        tiny.case(sheets, hours)
    return [f for f in raised.value.findings if f.severity is Severity.ERROR]


def warnings(sheets: tiny.Tables) -> list[Finding]:
    return [f for f in tiny.case(sheets, HOURS).findings if f.severity is Severity.WARNING]


def test_a_sound_town_has_a_note_only() -> None:
    [note] = tiny.case(town(), HOURS).findings
    assert (note.severity, note.found) == (Severity.NOTE, "no cost of unserved 'electricity'")
    assert note.where.startswith("tiny.xlsx!demands!")


def test_a_process_without_flows() -> None:
    sheets = town()
    sheets["processes"].append(tiny.plant("idle"))
    [warning] = [f for f in tiny.case(sheets, HOURS).findings if f.severity is Severity.WARNING]
    assert warning.found == "process 'idle' has no flows"
    assert warning.where.startswith("tiny.xlsx!processes!")


def test_committed_projects_above_the_potential() -> None:
    sheets = town()
    sheets["processes"].append(tiny.plant("dam", expansion="projects", capacity_max=2))
    sheets["flows"].append(tiny.out("dam"))
    sheets["projects"] = [
        {"project": "p", "process": "dam", "kind": "committed", "size": 3, "size_unit": "GW",
         "online": 2025}
    ]  # fmt: skip
    [found] = warnings(sheets)
    assert found.found == "committed projects of 'dam' come to 3 GW in 2025"
    assert found.expected.startswith("at most 2 GW")
    assert found.where.startswith("tiny.xlsx!projects!")


def test_shapes_where_they_do_not_belong() -> None:
    sheets = town()
    sheets["flows"][1]["shape"] = "load"
    found = errors(sheets)
    assert {f.expected for f in found} == {"no shape"}
    assert all(f.where.startswith("tiny.xlsx!flows!") for f in found)


def test_demand_that_nothing_serves() -> None:
    sheets = town()
    sheets["commodities"].append(tiny.good("steam"))
    sheets["demands"].append(tiny.demand("steam", 1))
    [found] = errors(sheets)
    assert found.found == "nothing puts out 'steam' in 'city'"
    assert found.where.startswith("tiny.xlsx!demands!")


def test_a_fuel_that_nothing_supplies_where_it_is_burnt() -> None:
    sheets = town()
    sheets["regions"].append({"region": "port"})
    for row in [*sheets["processes"], *sheets["demands"]]:
        row["region"] = "city"
    sheets["processes"][1]["region"] = "port"
    [found] = warnings(sheets)
    assert found.found == "nothing puts out 'cargo' in 'city'"
    assert "'coal' to run" in found.expected
    assert found.where.startswith("tiny.xlsx!flows!")


def test_a_blank_region_means_the_only_one() -> None:
    sheets = town()
    sheets["regions"].append({"region": "port"})
    found = errors(sheets)
    assert len(found) == len(sheets["processes"]) + len(sheets["demands"])
    assert found[0].found == "'coal' names no region, and there are 2"
    assert found[0].expected == "one of city, port"


def test_a_store_with_flows() -> None:
    sheets = town()
    sheets["processes"].append(tiny.plant("battery"))
    sheets["storage"] = [{"process": "battery", "commodity": "electricity"}]
    sheets["flows"].append(tiny.out("battery"))
    [found] = errors(sheets)
    assert found.found == "'battery' is a store and has a flow"


def test_a_mode_that_says_something_of_capacity() -> None:
    sheets = town()
    mode = {**tiny.plant("mode", mode_of="coal"), "capex": 1, "capex_unit": "元/千瓦"}
    sheets["processes"].append(mode)
    sheets["flows"] += [tiny.out("mode"), tiny.take("mode", "cargo", 30, unit="万吨/TWh")]
    [found] = warnings(sheets)
    assert found.found.startswith("'mode' is a mode of 'coal' and fills ")
    assert "capex" in found.found


def test_a_demand_without_the_base_year_that_is_checked() -> None:
    sheets = town()
    sheets["metrics"] = [tiny.metric("fuel", "万吨", "input", commodities="cargo")]
    sheets["actuals"] = [{"metric": "fuel", "unit": "万吨", 2023: 150}]
    [found] = warnings(sheets)
    assert found.expected == "a number for 2023, for the base-year check"
    sheets["demands"][0][2023] = 5
    assert warnings(sheets) == []


def test_modes_that_do_not_fit_their_host() -> None:
    sheets = town()
    sheets["processes"].append(tiny.works("mode", mode_of="mine"))
    sheets["flows"].append(tiny.out("mode", "cargo"))
    assert [f.expected for f in errors(sheets)] == ["a process with capacity"]
    sheets["processes"][-1]["mode_of"] = "coal"
    sheets["processes"][-1]["activity_unit"] = "万吨"
    assert "the same resolution" in [f.expected for f in errors(sheets)]


def test_a_yearly_link_that_should_run_back() -> None:
    sheets = town()
    sheets["regions"].append({"region": "port"})
    for row in [*sheets["processes"], *sheets["demands"]]:
        row["region"] = "city"
    sheets["processes"].append(
        tiny.works("rail", existing=1, region="city", to_region="port", both_ways=True)
    )
    sheets["flows"] += [tiny.take("rail", "cargo"), tiny.out("rail", "cargo")]
    [found] = errors(sheets)
    assert found.found == "'rail' runs both ways but is no hourly link"


def test_floors_above_ceilings() -> None:
    sheets = town()
    sheets["processes"][0] |= {"capacity_min": 3, "capacity_max": 2}
    [found] = errors(sheets)
    assert found.found == "capacity_min of 'coal' is above its maximum in 2024"


def test_unlimited_plant_that_stands() -> None:
    sheets = town()
    sheets["processes"][1] |= {"existing": 3, "capacity_unit": "万吨/年"}
    assert [f.expected for f in errors(sheets)] == ["one or the other"]


def test_a_horizon_that_cannot_prove_a_peak() -> None:
    sheets = town()
    sheets["settings"].append({"key": "peak_deadline", "value": 2026})
    [found] = errors(sheets)
    assert found.expected == "years after the deadline"


def test_profiles_out_of_bounds() -> None:
    sheets = town()
    sheets["processes"][0]["availability_profile"] = "load"
    [found] = errors(sheets)
    assert (found.where, found.found) == ("tiny.xlsx!profiles!load", "largest value 2")
    signed = tiny.steps(4380, 4380, load=[1, -0.1])
    assert errors(sheets, signed)[0].found == "least value -0.1"
    empty = town()
    assert errors(empty, tiny.steps(4380, 4380, load=[0, 0]))[0].found == "no value above zero"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("time", [TimeSettings(resolution="full"), TimeSettings(days=2)])
@pytest.mark.parametrize("adequacy", [[], [{"period": "peak", "commodity": "electricity"}]])
def test_an_all_zero_load_is_told_and_not_divided_by(
    time: TimeSettings, adequacy: list[tiny.Row]
) -> None:
    sheets = town()
    sheets["adequacy"] = adequacy
    with pytest.raises(InputError) as raised:
        tiny.case(sheets, {"load": [0.0] * 8760}, time)
    found = [f for f in raised.value.findings if f.severity is Severity.ERROR]
    assert [(f.where, f.found) for f in found] == [
        ("tiny.xlsx!profiles!load", "no value above zero")
    ]


def test_a_shape_that_is_zero_in_some_year() -> None:
    hours = {**tiny.steps(4380, 4380, load=[1, 0]), "to_year": [2024, None]}
    [found] = errors(town(), hours)
    assert found.found == "no value above zero in the steps of 2025"


def test_years_without_steps() -> None:
    hours = {**HOURS, "to_year": [2025, 2025]}
    found = errors(town(), hours)
    said = ("tiny.xlsx!profiles!from_year", "no step in 2026")
    assert said in [(f.where, f.found) for f in found]


def test_units_and_projects_that_do_not_fit() -> None:
    sheets = town()
    sheets["units"] = [tiny.unit("A1", "coal", 1, commissioned=2025)]
    sheets["projects"] = [{"project": "P", "process": "coal", "kind": "proposed", "size": 1,
                           "size_unit": "GW", "online": 2025}]  # fmt: skip
    found = {f.where.split("!")[1]: f.found for f in errors(sheets)}
    assert found == {"units": "2025", "projects": "'coal' cannot be built"}
