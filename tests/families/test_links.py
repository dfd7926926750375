from __future__ import annotations

import pytest

import tiny


def two_regions(west: float = 0.0, east: float = 0.5, **link: object) -> tiny.Tables:
    """Cheap plant in the west, dear plant in the east, and a link of 0.4 GW between them."""
    return tiny.tables(
        regions=[{"region": "west"}, {"region": "east"}],
        processes=[
            tiny.plant("cheap", region="west", existing=1, variable_cost=1),
            tiny.plant("dear", region="east", existing=1, variable_cost=3),
            tiny.plant("line", region="west", to_region="east", existing=0.4, **link),
        ],
        flows=[
            tiny.out("cheap"), tiny.out("dear"), tiny.take("line", "electricity"),
            tiny.out("line", amount=0.9),
        ],
        demands=[
            tiny.demand("electricity", east * 8.76, demand="east", region="east"),
            tiny.demand("electricity", west * 8.76, demand="west", region="west"),
        ],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(two_regions())
    assert tiny.value(plan, "v_dispatch", "line", 2024, 0) == pytest.approx(0.4)
    assert tiny.value(plan, "v_dispatch", "dear", 2024, 0) == pytest.approx(0.14)
    assert tiny.cost(plan) == pytest.approx(8.76 * (0.4 * 1 + 0.14 * 3))
    assert tiny.dual(plan, "c_link", "line", 2024, 0) == pytest.approx(-8.76 * (0.9 * 3 - 1))


def test_what_is_sent_arrives_in_the_other_region() -> None:
    compiled = tiny.programme(tiny.case(two_regions()))
    west, _, _ = tiny.row(compiled, "c_balance_hour[electricity,west,2024,0]")
    east, _, _ = tiny.row(compiled, "c_balance_hour[electricity,east,2024,0]")
    assert west == {"v_dispatch[cheap,2024,0]": 1.0, "v_dispatch[line,2024,0]": -1.0}
    assert east == {"v_dispatch[dear,2024,0]": 1.0, "v_dispatch[line,2024,0]": 0.9}


def test_both_ways_share_the_capacity() -> None:
    sheets = two_regions(west=1.3, east=0.2, both_ways=True, availability=0.75)
    compiled = tiny.programme(tiny.case(sheets))
    terms, _, most = tiny.row(compiled, "c_link[line,2024,0]")
    assert terms == pytest.approx(
        {
            "v_dispatch[line,2024,0]": 1.0, "v_reverse[line,2024,0]": 1.0,
            "v_capacity[line,2024]": -0.75,
        }
    )  # fmt: skip
    assert most == 0.0
    plan = tiny.run(two_regions(west=1.3, east=0.2, both_ways=True))
    assert tiny.value(plan, "v_reverse", "line", 2024, 0) == pytest.approx(0.3 / 0.9)
    assert tiny.value(plan, "v_dispatch", "dear", 2024, 0) == pytest.approx(0.2 + 0.3 / 0.9)


def test_no_links_no_rows() -> None:
    sheets = tiny.tables(processes=[tiny.plant("gas", existing=1)], flows=[tiny.out("gas")])
    compiled = tiny.programme(tiny.case(sheets))
    assert not tiny.rows_of(compiled, "c_link")
    assert not len(compiled.columns["v_reverse"])
