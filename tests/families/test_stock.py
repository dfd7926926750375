from __future__ import annotations

import pytest

import tiny


def three_years(**coal: object) -> tiny.Tables:
    """A unit of 1 GW, and demand of 1.3, 0.9 and 0.6 GW in three years."""
    return tiny.tables(
        {"last_year": 2026},
        processes=[
            tiny.plant(
                "coal", expansion="build", last_build_year=2024, lifetime=2, capex=2, fixed_om=1,
                **coal,
            )
        ],
        flows=[tiny.out("coal")],
        units=[tiny.unit("A1", "coal", 1.0, earliest_retirement=2025)],
        demands=[
            tiny.demand("electricity", {2024: 1.3 * 8.76, 2025: 0.9 * 8.76, 2026: 0.6 * 8.76})
        ],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(three_years())
    assert plan.value("v_capacity") == pytest.approx([1.3, 0.9, 0.6])
    assert tiny.value(plan, "v_retire", "A1", "coal", 2025) == pytest.approx(0.4)
    assert tiny.value(plan, "v_build", "coal", 2024) == pytest.approx(0.3)
    assert plan.term("investment") == pytest.approx([0.3, 0.3, 0.0])
    assert tiny.cost(plan) == pytest.approx(2.8 + 0.6)


def retrofitting(**more: object) -> tiny.Tables:
    """Two units that may become flexible, one of which ends in 2025."""
    way: tiny.Row = {"retrofit": "flex", "from_process": "coal", "to_process": "flexible"}
    way |= {"cost": 0, "cost_unit": "亿元/GW", **more}
    return tiny.tables(
        {"last_year": 2026},
        processes=[tiny.plant("coal", variable_cost=1), tiny.plant("flexible")],
        flows=[tiny.out("coal"), tiny.out("flexible")],
        units=[tiny.unit("A1", "coal", 1.0), tiny.unit("A2", "coal", 0.5, end=2025)],
        retrofits=[way],
        demands=[tiny.demand("electricity", 0.5 * 8.76)],
    )


def test_row_of_capacity() -> None:
    compiled = tiny.programme(tiny.case(three_years(existing=0.25)))
    terms, lower, upper = tiny.row(compiled, "c_capacity[coal,2025]")
    assert terms == {
        "v_capacity[coal,2025]": 1.0, "v_unit[A1,coal,2025]": -1.0, "v_build[coal,2024]": -1.0,
    }  # fmt: skip
    assert lower == upper == 0.25


def test_rows_of_a_unit_and_its_retrofit() -> None:
    compiled = tiny.programme(
        tiny.case(retrofitting(share=0.8, build_max=0.3, build_max_unit="GW"))
    )
    first, lower, upper = tiny.row(compiled, "c_unit[A1,coal,2024]")
    assert first == {
        "v_unit[A1,coal,2024]": 1.0, "v_retire[A1,coal,2024]": 1.0,
        "v_retrofit[flex,A1,2024]": 1.0,
    }  # fmt: skip
    assert lower == upper == 1.0
    later, lower, upper = tiny.row(compiled, "c_unit[A1,flexible,2025]")
    assert later == {
        "v_unit[A1,flexible,2025]": 1.0, "v_retire[A1,flexible,2025]": 1.0,
        "v_unit[A1,flexible,2024]": -1.0, "v_retrofit[flex,A1,2025]": -1.0,
    }  # fmt: skip
    assert lower == upper == 0.0
    share, _, most = tiny.row(compiled, "c_retrofit_share[flex,A2]")
    assert share == {"v_retrofit[flex,A2,2024]": 1.0, "v_retrofit[flex,A2,2025]": 1.0}
    assert most == pytest.approx(0.4)
    limit, _, most = tiny.row(compiled, "c_retrofit_limit[flex,2026]")
    assert limit == {"v_retrofit[flex,A1,2026]": 1.0}
    assert most == pytest.approx(0.3)


def test_retrofits_move_capacity_within_their_limits() -> None:
    plan = tiny.run(retrofitting(build_max=0.3, build_max_unit="GW"))
    moved = [
        sum(tiny.value(plan, "v_unit", u, "flexible", y) for u in units)
        for y, units in {2024: ("A1", "A2"), 2025: ("A1", "A2")}.items()
    ]
    assert moved == pytest.approx([0.3, 0.5], abs=0.11)
    assert moved[0] <= 0.3 + 1e-9


def test_a_unit_is_gone_after_its_end_of_life() -> None:
    plan = tiny.run(retrofitting())
    standing = {y: sum(tiny.value(plan, "v_capacity", p, y) for p in ("coal", "flexible"))
                for y in (2024, 2025, 2026)}  # fmt: skip
    assert standing == pytest.approx({2024: 1.5, 2025: 1.5, 2026: 1.0})


def test_nothing_retires_before_its_earliest_year() -> None:
    compiled = tiny.programme(tiny.case(three_years()))
    upper = dict(zip(compiled.column_labels(), compiled.col_upper.tolist(), strict=True))
    assert upper["v_retire[A1,coal,2024]"] == 0.0
    assert upper["v_retire[A1,coal,2025]"] == 1.0


def test_no_units_no_rows() -> None:
    sheets = tiny.tables(
        processes=[tiny.works("road", existing=1)], flows=[tiny.out("road", "cargo")]
    )
    compiled = tiny.programme(tiny.case(sheets))
    assert not tiny.rows_of(compiled, "c_unit", "c_retrofit_share", "c_retrofit_limit")
    assert tiny.rows_of(compiled, "c_capacity") == 1
