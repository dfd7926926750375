from __future__ import annotations

import pytest

import tiny


def mix(*clauses: tiny.Row) -> tiny.Tables:
    """Wind at 2 and coal at 1 must give 10 together."""
    return tiny.tables(
        processes=[
            tiny.works("wind", expansion="unlimited", variable_cost=2),
            tiny.works("coal", expansion="unlimited", variable_cost=1),
        ],
        flows=[tiny.out("wind", "cargo"), tiny.out("coal", "cargo")],
        demands=[tiny.demand("cargo", 10)],
        metrics=[
            tiny.metric("wind", "万吨", "activity", processes="wind", direction="more"),
            tiny.metric("all", "万吨", "activity"),
        ],
        clauses=clauses,
    )


SHARE = tiny.clause("E1", "不低于", "wind", per="all", value=30, unit="%")
SOFT = tiny.clause(
    "E2", "不低于", "wind", value=4, unit="万吨", firmness="soft", price=0.5, price_unit="亿元/万吨"
)


def test_worked_example() -> None:
    plan = tiny.run(mix(SHARE))
    assert tiny.value(plan, "v_activity", "wind", 2024) == pytest.approx(3.0)
    dual = tiny.dual(plan, "c_clause_ge", "E1_2024")
    assert dual == pytest.approx(1.0)
    more = tiny.run(mix({**SHARE, "value": 31}))
    assert tiny.cost(more) - tiny.cost(plan) == pytest.approx(0.1)
    assert dual * 10 * 0.01 == pytest.approx(0.1)


def test_row_of_a_share() -> None:
    terms, least, most = tiny.row(tiny.programme(tiny.case(mix(SHARE))), "c_clause_ge[E1_2024]")
    assert terms == pytest.approx(
        {"v_metric[wind,2024]": 1.0, "v_metric[all,2024]": -0.3, "v_short[E1_2024]": 1.0}
    )
    assert (least, most) == (0.0, float("inf"))


def test_row_of_a_ceiling_and_of_a_sign_of_equality() -> None:
    le = tiny.clause("E3", "不超过", "wind", value=4, unit="万吨")
    compiled = tiny.programme(tiny.case(mix(le)))
    terms, _, most = tiny.row(compiled, "c_clause_le[E3_2024]")
    assert terms == {"v_metric[wind,2024]": 1.0, "v_over[E3_2024]": -1.0}
    assert most == pytest.approx(4.0)


def test_slack_of_a_hard_clause_is_shut() -> None:
    compiled = tiny.programme(tiny.case(mix(SHARE, SOFT)))
    upper = dict(zip(compiled.column_labels(), compiled.col_upper.tolist(), strict=True))
    assert upper["v_short[E1_2024]"] == 0.0
    assert upper["v_short[E2_2024]"] == float("inf")


def test_soft_clauses_are_missed_where_that_is_cheaper() -> None:
    missed = tiny.run(mix(SOFT))
    assert tiny.value(missed, "v_short", "E2_2024") == pytest.approx(4.0)
    assert missed.term("shortfall") == pytest.approx([2.0])
    assert tiny.dual(missed, "c_clause_ge", "E2_2024") == pytest.approx(0.5)
    kept = tiny.run(mix({**SOFT, "price": 1.5}))
    assert tiny.value(kept, "v_activity", "wind", 2024) == pytest.approx(4.0)
    assert kept.term("shortfall") == pytest.approx([0.0])


def test_no_clauses_no_rows() -> None:
    compiled = tiny.programme(tiny.case(mix()))
    assert not tiny.rows_of(compiled, "c_clause_ge", "c_clause_le", "c_clause_eq")
