"""One region or its parts: the same rows, and answers that differ by what links explain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import apart
import districts
import tiny
from pathway.case.assemble import assemble
from pathway.case.parts import in_detail
from pathway.errors import InputError
from pathway.solve.plan import solve_plan


def case(rows: tiny.Tables, detail: str, profiles: Any = None) -> Any:
    return assemble(in_detail(tiny.read(rows, profiles), detail), tiny.SLICES)


@pytest.mark.parametrize(("link", "dear"), [(0.6, 0.0), (5.0, 0.0), (0.25, 0.35), (0.0, 0.6)])
def test_a_link_that_is_too_small_costs_what_it_does_by_hand(link: float, dear: float) -> None:
    whole = tiny.solve(case(districts.two(link), "whole"))
    parts = tiny.solve(case(districts.two(link), "parts"))
    assert tiny.cost(whole) == pytest.approx(8.76 * 1)
    assert tiny.cost(parts) == pytest.approx(8.76 * (1 - dear + 3 * dear), rel=1e-9)
    assert tiny.value(parts, "v_dispatch", "line", 2024, 0) == pytest.approx(0.6 - dear)
    assert tiny.value(parts, "v_dispatch", "dear.inland", 2024, 0) == pytest.approx(dear)


@pytest.fixture(scope="module")
def both() -> dict[str, Any]:
    sheets, hours = districts.rich()
    book = tiny.read(sheets, hours)
    return {d: assemble(in_detail(book, d), tiny.SLICES) for d in ("whole", "parts")}


def test_whole_leaves_parts_out(both: dict[str, Any]) -> None:
    whole = both["whole"]
    assert list(whole.regions) == ["city"]
    assert "line" not in whole.processes
    assert whole.processes["mill_wind"].region == "city"
    assert {flow.region for flow in whole.flows} == {"city"}


def test_shares_divide_and_add_up(both: dict[str, Any]) -> None:
    whole, parts = both["whole"], both["parts"]
    for name in ("existing", "capacity_max"):
        for process in ("wind", "gas"):
            there = [parts.processes[f"{process}.{c}"] for c in ("inland", "coast")]
            total = sum(getattr(x, name) for x in there)
            assert total == pytest.approx(getattr(whole.processes[process], name))
    wind = {c: parts.processes[f"wind.{c}"] for c in ("inland", "coast")}
    assert wind["coast"].capacity_max == pytest.approx([1.5, 3.0, 4.5])
    assert wind["inland"].build_max == pytest.approx(whole.processes["wind"].build_max)
    assert {x.group for x in wind.values()} == {"wind"}
    asked = [d for d in parts.demands.values() if d.commodity == "electricity"]
    assert [d.region for d in asked] == ["inland", "coast"]
    assert asked[1].amount == pytest.approx(0.3 * whole.demands["electricity_demand"].amount)
    spread = [f for f in parts.flows if f.process == "trucks" and f.commodity == "electricity"]
    assert {f.region: f.amount[0] for f in spread} == pytest.approx(
        {"inland": 0.02 * districts.INLAND, "coast": 0.02 * districts.COAST}
    )
    assert sum(f.amount for f in spread) == pytest.approx([0.02, 0.0175, 0.015])


def test_each_stands_where_its_row_says(both: dict[str, Any]) -> None:
    parts = both["parts"]
    assert {u.key: u.process for u in parts.units.values()} == {
        "A1": "coal_power.inland", "A2": "coal_power.coast",
        "W1.inland": "wind.inland", "W1.coast": "wind.coast",
    }  # fmt: skip
    assert parts.units["W1.coast"].size == pytest.approx(0.3)
    assert parts.units["W1.coast"].county == "海区"
    assert parts.projects["P1"].process == "wind.coast"
    assert parts.projects["P2.inland"].size == pytest.approx(0.05)
    assert parts.processes["extraction.coast"].mode_of == "coal_power.coast"
    assert parts.retrofits["flex.coast"].to_process == "coal_flex.coast"
    assert {f.region for f in parts.flows if f.commodity in {"heat", "coal", "cargo"}} == {"city"}
    mill = [f for f in parts.flows if f.process == "mill" and f.commodity == "electricity"]
    assert [(f.region, f.amount[0]) for f in mill] == [("inland", 0.01)]
    assert parts.processes["battery.coast"].label.zh == "battery（海区）"


def test_metrics_count_every_part(both: dict[str, Any]) -> None:
    wind = both["parts"].figures["wind"]
    assert set(wind.capacity) == {"wind.inland", "wind.coast", "mill_wind"}
    use = [both[d].figures["power_use"].activity["trucks"] for d in both]
    assert use[0] == pytest.approx(use[1])


@pytest.mark.parametrize("decompose", [False, True])
def test_without_congestion_both_agree(both: dict[str, Any], decompose: bool) -> None:
    settings = tiny.settings("before-peaking", year="deadline")
    if decompose:
        apart_ = settings.solver.model_copy(update={"decompose": True, "gap": apart.GAP})
        settings = districts.replace_settings(settings, solver=apart_)
    plans = {d: solve_plan(both[d], settings) for d in both}
    whole, parts = (tiny.cost(plans[d]) for d in ("whole", "parts"))
    assert parts == pytest.approx(whole, rel=1e-6)
    for year in (2024, 2025, 2026):
        one = [tiny.value(plans[d], "v_emissions", year) for d in both]
        assert one[0] == pytest.approx(one[1], rel=1e-4)


def test_limits_of_a_group_hold_for_its_sum(both: dict[str, Any]) -> None:
    compiled = tiny.programme(both["parts"])
    limits = {"c_build_limit": 0.9, "c_capacity_floor": 0.3}
    for name, bound in limits.items():
        variable = "v_build" if name == "c_build_limit" else "v_capacity"
        terms, low, high = tiny.row(compiled, f"{name}[wind.inland,2025]")
        assert terms == {f"{variable}[wind.{c},2025]": 1.0 for c in ("inland", "coast")}
        assert bound in {low, high}
    terms, _, seed = tiny.row(compiled, "c_growth[wind.inland,2025]")
    assert terms == {f"v_build[wind.{c},{y}]": 1.0 if y == 2025 else -1.5
                     for c in ("inland", "coast") for y in (2024, 2025)}  # fmt: skip
    assert seed == 0.6
    terms, _, most = tiny.row(compiled, "c_activity_max_hourly[gas.inland,2024]")
    assert (len(terms), most) == (2, 2.0)
    terms, _, most = tiny.row(compiled, "c_retrofit_limit[flex.inland,2025]")
    assert terms == {"v_retrofit[flex.inland,A1,2025]": 1.0, "v_retrofit[flex.coast,A2,2025]": 1.0}
    assert most == 0.5


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda s: s["shares"][0].update(share=0.7), "add up to 1.1"),
        (lambda s: s["units"][0].update(county="海边"), "nothing says in which part 'cheap'"),
        (lambda s: s["shares"][0].update(region="city"), "is no part"),
        (lambda s: s["units"].append(tiny.unit("C2", "cheap", 1, county="两区")), ""),
        (lambda s: s["units"].append(tiny.unit("D1", "dear", 1, county="inland")), ""),
        (lambda s: s["shares"].pop(), "add up to 0.5"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_told_with_its_cell(change: Any, word: str) -> None:
    sheets = districts.two(1.0)
    change(sheets)
    if not word:
        assert case(sheets, "parts").processes
        return
    with pytest.raises(InputError) as caught:
        case(sheets, "parts")
    assert word in str(caught.value)
    assert "shares!" in str(caught.value) or "processes!" in str(caught.value)
    assert np.isfinite(tiny.cost(tiny.solve(case(sheets, "whole"))))


def test_a_unit_where_its_process_has_no_share_is_refused() -> None:
    sheets = districts.two(1.0)
    sheets["shares"] = [*sheets["shares"][:2], *districts.share("processes", "dear", 1, 0)[:1]]
    sheets["units"].append(tiny.unit("D1", "dear", 1, county="海区新港"))
    with pytest.raises(InputError, match="D1 stands in 'coast', of which dear has no share"):
        case(sheets, "parts")
