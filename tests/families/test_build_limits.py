from __future__ import annotations

import pytest

import tiny


def wind(settings: dict[str, object] | None = None, **more: object) -> tiny.Tables:
    """Wind that may be built for demand of 3 GW in 2024 and 2025."""
    return tiny.tables(
        {"last_year": 2025, "value_of_lost_load": 1, **(settings or {})},
        processes=[tiny.plant("wind", **{"expansion": "build", **more})],
        flows=[tiny.out("wind")],
        demands=[tiny.demand("electricity", 3 * 8.76)],
    )


def projects(**wind_more: object) -> tiny.Tables:
    sheets = wind(**wind_more)
    sheets["projects"] = [
        {"project": "P1", "name_zh": "P1", "process": "wind", "kind": "committed", "size": 1,
         "size_unit": "GW", "online": 2025},
        {"project": "P2", "name_zh": "P2", "process": "wind", "kind": "proposed", "size": 0.5,
         "size_unit": "GW", "online": 2024},
    ]  # fmt: skip
    return sheets


def test_worked_example() -> None:
    plan = tiny.run(wind(build_max=2, growth_max=0.5, growth_seed=1))
    assert plan.value("v_build") == pytest.approx([1.0, 2.0])
    assert plan.value("v_unserved") == pytest.approx([2.0, 0.0])
    assert tiny.cost(plan) == pytest.approx(2 * 8.76 * 10)


def test_growth_binds_alone() -> None:
    plan = tiny.run(wind(growth_max=0.5, growth_seed=0.8))
    assert plan.value("v_build") == pytest.approx([0.8, 2.0])


def test_potential_and_its_price() -> None:
    plan = tiny.run(wind(capacity_max=2))
    assert plan.value("v_capacity") == pytest.approx([2.0, 2.0])
    assert tiny.dual(plan, "c_potential", "wind", 2025) == pytest.approx(-87.6)


def test_rows() -> None:
    compiled = tiny.programme(
        tiny.case(
            wind(
                capacity_max=5, capacity_min=1, build_max=2, growth_max=0.5, growth_seed=1,
            )
        )
    )  # fmt: skip
    assert tiny.row(compiled, "c_potential[wind,2025]")[::2] == ({"v_capacity[wind,2025]": 1}, 5)
    floor, least, _ = tiny.row(compiled, "c_capacity_floor[wind,2025]")
    assert (floor, least) == ({"v_capacity[wind,2025]": 1.0}, 1.0)
    assert tiny.row(compiled, "c_build_limit[wind,2025]")[::2] == ({"v_build[wind,2025]": 1.0}, 2.0)
    grown, _, seed = tiny.row(compiled, "c_growth[wind,2025]")
    assert grown == {"v_build[wind,2025]": 1.0, "v_build[wind,2024]": -1.5}
    assert seed == 1.0
    assert tiny.row(compiled, "c_growth[wind,2024]")[0] == {"v_build[wind,2024]": 1.0}


def test_committed_projects_are_floors() -> None:
    sheets = projects(capex=1e4)
    compiled = tiny.programme(tiny.case(sheets))
    terms, least, _ = tiny.row(compiled, "c_committed[wind,2025]")
    assert (terms, least) == ({"v_build[wind,2024]": 1.0, "v_build[wind,2025]": 1.0}, 1.0)
    assert not tiny.rows_of(compiled, "c_listed")
    assert sum(tiny.run(sheets).value("v_build")) == pytest.approx(1.0)


def test_the_project_list_is_a_ceiling() -> None:
    sheets = projects(expansion="projects")
    compiled = tiny.programme(tiny.case(sheets))
    assert tiny.row(compiled, "c_listed[wind,2024]")[::2] == ({"v_build[wind,2024]": 1.0}, 0.5)
    assert tiny.run(sheets).value("v_capacity") == pytest.approx([0.5, 1.5])


def test_no_limits_no_rows() -> None:
    compiled = tiny.programme(tiny.case(wind()))
    names = ("potential", "capacity_floor", "build_limit", "growth", "committed", "listed")
    assert not tiny.rows_of(compiled, *(f"c_{name}" for name in names))
