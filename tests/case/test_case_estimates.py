"""Sheet estimates: which figures are estimates, how far they may move, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ranges
import tiny
from pathway.case.estimate_checks import check_estimates
from pathway.case.estimates import Side, estimates, varied
from pathway.case.override import fits
from pathway.errors import InputError, Severity

if TYPE_CHECKING:
    from pathway.case.estimates import Estimate
    from pathway.workbook.rows import Workbook


def book(*spans: tiny.Row) -> Workbook:
    """Two plants, one of them official, a demand and a path."""
    return tiny.read(
        tiny.tables(
            {"last_year": 2026},
            processes=[
                tiny.plant("old", existing=1, variable_cost=2, availability=0.95),
                tiny.plant("new", expansion="build", capex=5, lifetime=20, variable_cost=0),
                tiny.plant("known", existing=1, variable_cost=3, confidence="A"),
            ],
            flows=[tiny.out("old"), tiny.out("new"), tiny.out("known")],
            demands=[tiny.demand("electricity", {2024: 5, 2026: 6}, confidence="C")],
            paths=[
                tiny.path("processes", "new", "capex", "亿元/GW", {2024: 5, 2026: 4})
                | {"confidence": "D", "source": None}
            ],
            estimates=list(spans),
        )
    )


def found(*spans: tiny.Row) -> dict[tuple[str, str, str], Estimate]:
    return {e.name: e for e in estimates(book(*spans))}


def test_every_number_of_doubtful_rows_is_listed_with_a_range_or_without():
    known = found(ranges.span("processes", "capex", 0.8, 1.2))
    assert set(known) >= {
        ("processes", "old", "variable_cost"), ("processes", "old", "existing"),
        ("processes", "new", "capex"), ("processes", "new", "lifetime"),
        ("flows", "old:electricity:out", "amount"), ("demands", "electricity_demand", "years"),
        ("settings", "discount_rate", "value"),
    }  # fmt: skip
    assert not any(key == "known" for _, key, _ in known)
    without = known["processes", "old", "existing"]
    assert (without.span, without.why) == (None, "no range given")


def test_numbers_of_a_path_stand_for_the_cell_and_move_together():
    estimate = found(ranges.span("processes", "capex", 0.8, 1.2))["processes", "new", "capex"]
    assert estimate.numbers == (5.0, 4.0)
    assert (estimate.moved(Side.LOW), estimate.moved(Side.HIGH)) == ("×0.8", "×1.2")
    moved = varied(book(ranges.span("processes", "capex", 0.8, 1.2)), [(estimate, Side.LOW)])
    assert moved.rows("paths")[0].years == {2024: 4.0, 2026: pytest.approx(3.2)}
    assert not moved.rows("estimates")


def test_the_row_that_spells_most_out_holds():
    known = found(
        ranges.span("processes", "variable_cost", 0.5, 1.5),
        ranges.span("processes", "variable_cost", 0.6, 1.4, key="o*"),
        ranges.span("processes", "variable_cost", 0.7, 1.3, key="*ld"),
        ranges.span("processes", "variable_cost", 2, 4, key="known", op="=", unit="亿元/TWh"),
    )
    assert known["processes", "old", "variable_cost"].span.low == 0.7
    official = known["processes", "known", "variable_cost"]  # named, so ranked though official
    assert (official.moved(Side.LOW), official.moved(Side.HIGH)) == ("2", "4")


@pytest.mark.parametrize(
    ("pattern", "key", "does"),
    [(None, "a", True), ("a", "a", True), ("a", "ab", False), ("a*", "ab", True),
     ("*:in", "p:c:in", True), ("*:in", "p:c:out", False), ("[a]*", "a1", False)],
)  # fmt: skip
def test_patterns(pattern, key, does):
    assert fits(pattern, key) is does


def test_a_default_stops_at_the_bounds_of_its_column_and_does_not_move_zero():
    known = found(
        ranges.span("processes", "availability", 0.9, 1.1),
        ranges.span("processes", "variable_cost", 0.9, 1.1),
    )
    assert known["processes", "old", "availability"].moved(Side.HIGH) == "1"
    free = known["processes", "new", "variable_cost"]
    assert free.span is None
    assert "zero" in free.why


def test_low_and_high_alike_fix_a_figure():
    fixed = found(ranges.span("flows", "amount", 1, 1, reason="by definition"))
    assert fixed["flows", "old:electricity:out", "amount"].why == "by definition"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (ranges.span("proceses", "capex", 1, 2), "table", "processes"),
        (ranges.span("actuals", "tolerance", 1, 2), "table", "has no estimates"),
        (ranges.span("processes", "capx", 1, 2), "parameter", "capex"),
        (ranges.span("processes", "sector", 1, 2), "parameter", "has no number"),
        (ranges.span("processes", "capex", 1, 2, key="nw"), "key", "Did you mean new"),
        (ranges.span("processes", "hours_max", 1, 2, key="old"), "key", "is blank"),
        (ranges.span("processes", "capex", 1.2, 0.8), "low", "above high"),
        (ranges.span("processes", "capex", -1, 1), "low", "factor"),
        (ranges.span("processes", "variable_cost", 1, 3, "old", "=", unit="万吨"), "unit", "万吨"),
        (ranges.span("processes", "availability", 0.9, 1.2, "old"), "high", "1.14"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_cell(row, column, words):
    workbook = book(row)
    errors = [f for f in check_estimates(workbook) if f.severity is Severity.ERROR]
    assert len(errors) == 1
    assert errors[0].where == workbook.rows("estimates")[0].where(column)
    assert words in f"{errors[0].found} {errors[0].expected} {errors[0].suggestion}"


def test_wrong_ranges_stop_a_case_like_any_other_wrong_input():
    with pytest.raises(InputError, match="above high"):
        ranges.case(book(ranges.span("processes", "capex", 1.2, 0.8)))


def test_doubts_are_warnings():
    workbook = book(
        ranges.span("processes", "variable_cost", 5, 6, "old", "=", unit="亿元/TWh"),
        ranges.span("processes", "capex", 0.9, 1.1, "wind*"),
    )
    doubts = check_estimates(workbook)
    assert {f.severity for f in doubts} == {Severity.WARNING}
    assert ["outside its range" in f.found for f in doubts] == [True, False]
    assert "no estimate is meant by" in doubts[1].found


@pytest.mark.parametrize("key", ["", "new"])
def test_a_range_that_stands_twice_is_refused(key):
    twice = (ranges.span("processes", "capex", low, 2, key) for low in (0.5, 0.9))
    assert any("stands here and in" in f.found for f in check_estimates(book(*twice)))
