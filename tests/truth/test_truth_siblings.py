"""Other files of the same layouts run unchanged, and what a layout does not know is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml  # type: ignore[import-untyped]

from .__main__ import main
from .casefile import TruthError
from .run import solve_truth
from .siblings import CASES, content, found, island, renamed, scaled

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {
    "three_zone_renewable_share": (
        "demand_mw", "existing_mw", "peak_demand_mw", "capacity_limit_mw", "max_per_year",
    ),
    "storage_day_night": ("demand_mw", "existing_mw", "existing_mwh", "capacity_limit_mw"),
    "utopia_osemosys": ("yearly", "residual_capacity", "max_capacity", "min_capacity"),
    "urban_chp_heat": ("electricity", "heat", "site_area", "max"),
    "chp_extraction_dispatch": ("demand_power", "heat_scale"),
}  # fmt: skip
"""Keys of all that is an amount; the rest are prices, ratios and times."""


@pytest.mark.parametrize("name", SIZES)
def test_twice_the_size_costs_twice_as_much(name: str, tmp_path: Path) -> None:
    once = content(name)
    twice = scaled(once, SIZES[name], 2.0)
    objective = once["expected"]["objective"]["value"]
    assert found(twice, tmp_path).objective == pytest.approx(2 * objective, rel=1e-8)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("three_zone_renewable_share", ["North", "C-Wind-1", "BioSolid", "All_NG", "C-S"]),
        ("utopia_osemosys", ["ELC", "E01", "TX", "SRE", "WD", "RIV"]),
        ("urban_chp_heat", ["X1", "N1", "grid"]),
    ],
)
def test_names_do_not_matter(name: str, words: list[str], tmp_path: Path) -> None:
    once = content(name)
    other = renamed(once, words, lambda word: f"the {word} of old")
    assert other != once
    objective = once["expected"]["objective"]["value"]
    assert found(other, tmp_path).objective == pytest.approx(objective, rel=1e-8)


@pytest.mark.parametrize("name", ["three_zone_base", "storage_day_night"])
def test_a_timepoint_in_two_halves_is_the_same(name: str, tmp_path: Path) -> None:
    once = content(name)
    halves = []
    for point in once["timepoints"]:
        half = {
            **point, "duration_h": point["duration_h"] / 2,
            "hours_per_year": point["hours_per_year"] / 2,
        }  # fmt: skip
        halves += [half, {**half, "id": f"{point['id']}b"}]
    once["timepoints"] = halves
    for part in (*once["zones"].values(), *once["plants"].values()):
        for key in {"demand_mw", "capacity_factor"} & set(part):
            part[key] |= {f"{point}b": value for point, value in part[key].items()}
    objective = once["expected"]["objective"]["value"]
    assert found(once, tmp_path).objective == pytest.approx(objective, rel=1e-8)


def test_a_slice_in_two_halves_is_the_same(tmp_path: Path) -> None:
    once = content("utopia_osemosys")
    for shares in (
        once["slices"],
        *(d["profile"] for d in once["demand"].values() if "profile" in d),
    ):
        shares["WD"] = shares["WD"] / 2
        shares["WD_again"] = shares["WD"]
    objective = once["expected"]["objective"]["value"]
    assert found(once, tmp_path).objective == pytest.approx(objective, rel=1e-8)


def test_a_tier_that_costs_less_is_used_up_first(tmp_path: Path) -> None:
    once = content("dispatch_four_plants")
    burnt = found(once, tmp_path).values["fuel_NaturalGas_2010"]
    once["fuel_markets"][0]["tiers"] = [{"cost": 3, "max_per_year": 1000}, {"cost": 4}]
    plan = found(once, tmp_path)
    assert plan.values["fuel_South_NaturalGas_2010_tier1"] == pytest.approx(1000)
    assert plan.values["fuel_South_NaturalGas_2010_tier2"] == pytest.approx(burnt - 1000)
    saved = 1000 * (1 - 1.05**-5) / 0.05 * 1.05**7
    objective = once["expected"]["objective"]["value"]
    assert plan.objective == pytest.approx(objective - saved, rel=1e-9)


def test_an_island_without_hydrogen_has_no_use_for_its_store(tmp_path: Path) -> None:
    changed = island(tmp_path, 56)
    whole = found(changed, tmp_path)
    for key in ("electrolyser", "turbine", "hydrogen_store"):
        del changed["capital_per_year"][key]
    plain = found(changed, tmp_path)
    assert "turbine_mw" not in plain.values
    assert plain.objective >= whole.objective - 1e-6 * whole.objective


# --- refusals -------------------------------------------------------------------------------------


def _set(*place: Any) -> Any:
    def change(part: Any) -> None:
        for key in place[:-2]:
            part = part[key]
        part[place[-2]] = place[-1]

    return change


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("three_zone_base", _set("carbon_tax", 20), "carbon_tax"),
        ("three_zone_base", _set("plants", "S-NG_CC", "ramp", 0.1), "ramp"),
        ("three_zone_base", _set("plants", "S-NG_CC", "mode", "must_run"), "must_run"),
        ("three_zone_base", _set("plants", "S-NG_CC", "heat_rate", None), "heat_rate"),
        ("three_zone_base", _set("plants", "S-NG_CC", "existing_mw", {1999: 1}), "1999"),
        ("three_zone_base", _set("lines", "C-S", "loss", 0.1), "loss"),
        ("three_zone_base", _set("policy", {"cap": 1}), "cap"),
        ("three_zone_base", _set("periods", 1, "first_year", 2028), "2030"),
        ("three_zone_base", _set("units", "power", "kW"), "units.power"),
        ("three_zone_base", _set("fuel_markets", 0, "fuel", "Peat"), "Peat"),
        ("storage_day_night", _set("plants", "Battery_Storage", "storage", "loss", 1), "loss"),
        ("utopia_osemosys", _set("processes", "E01", "ramp", 1), "ramp"),
        ("utopia_osemosys", _set("processes", "RIV", "life", 10), "life"),
        ("utopia_osemosys", _set("demand", "RH", "profile", {"ID": 1}), "ID"),
        ("urban_chp_heat", _set("pv", 0, "tilt", 30), "tilt"),
        ("urban_chp_heat", _set("chp_export_price", [0.1]), "chp_export_price"),
        ("urban_chp_heat", _set("rules", ["Boiler: heat = 0.85 x gas"]), "CHP"),
        ("island_year_storage", _set("battery", "loss", 0.1), "loss"),
        ("chp_extraction_dispatch", _set("heat_price", 1), "heat_price"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(name: str, change: Any, said: str, tmp_path: Path) -> None:
    changed = content(name) if name != "island_year_storage" else island(tmp_path, 8)
    change(changed)
    with pytest.raises(TruthError, match=said):
        found(changed, tmp_path)


def test_a_file_of_no_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("case: other\nunits: {}\n", "utf-8")
    with pytest.raises(TruthError, match="no layout"):
        solve_truth(file)
    with pytest.raises(TruthError, match="no alternative"):
        solve_truth(file, "without_flat_baseload")


# --- command --------------------------------------------------------------------------------------


def test_the_command_tells_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    path = CASES / "dispatch_four_plants.yaml"
    assert main([str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert told["values"]["objective"] == pytest.approx(34328152.22729579)
    assert main([str(path), "--alternative", "without_flat_baseload"]) == 0
    assert "without_flat_baseload" in capsys.readouterr().out


def test_the_command_tells_of_a_miss_and_of_a_bad_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = content("dispatch_four_plants")
    changed["expected"]["objective"]["value"] *= 1 + 1e-5
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump(changed), "utf-8")
    assert main([str(file)]) == 1
    assert "OFF objective" in capsys.readouterr().out
    file.write_text(yaml.safe_dump({**changed, "expected": {"no_such": 1}}), "utf-8")
    assert main([str(file)]) == 1
    assert "OFF no_such: nothing" in capsys.readouterr().out
    file.write_text(yaml.safe_dump({**changed, "no_such": 1}), "utf-8")
    assert main([str(file), str(CASES / "dispatch_four_plants.yaml")]) == 3
    told = capsys.readouterr()
    assert "no_such" in told.err
    assert "ok  objective" in told.out
