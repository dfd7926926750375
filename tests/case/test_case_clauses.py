"""Clauses: every operator, time form and way of comparing, as numbers."""

from __future__ import annotations

import pytest

import tiny
from pathway.case.case import Case, Clause, Relation
from pathway.case.lexicon import Lexicon, read_sense
from pathway.errors import InputError, Severity

GE, LE = Relation.AT_LEAST, Relation.AT_MOST
LEXICON = Lexicon.of(
    (str(r["word"]), str(r["family"]), str(r["constraint"])) for r in tiny.lexicon()
)


def plan(*clauses: tiny.Row) -> Case:
    return tiny.case(
        tiny.tables(
            {"last_year": 2026},
            processes=[tiny.works("rail", existing=5), tiny.works("road", existing=50)],
            flows=[tiny.out("rail", "cargo"), tiny.out("road", "cargo")],
            demands=[tiny.demand("cargo", 10)],
            series=[{"series": "gdp", "unit": "亿元", 2024: 100, 2026: 120}],
            metrics=[
                tiny.metric("rail", "万吨", "activity", processes="rail", direction="more"),
                tiny.metric("road", "万吨", "activity", processes="road", direction="less"),
                tiny.metric("all", "万吨", "activity"),
            ],
            clauses=clauses,
        )
    )


def read(sense: str, metric: str | None = "rail", **more: object) -> Clause:
    return plan(tiny.clause("C", sense, metric, **more)).clauses["C"]


def limits(clause: Clause) -> dict[int, float]:
    return {row.year: row.limit for row in clause.rows}


def tonnes(value: float, **more: object) -> dict[str, object]:
    return {"value": value, "unit": "万吨", **more}


@pytest.mark.parametrize(
    ("sense", "metric", "relation"),
    [
        ("不低于", "rail", GE), ("以上", "road", GE), ("达到", "rail", GE), ("达到", "road", LE),
        ("不超过", "road", LE), ("以内", "rail", LE), ("控制在", "road", LE),
        ("提高到", "rail", GE), ("至少", "rail", GE), ("左右", "rail", GE), ("左右", "road", LE),
        ("力争达到", "rail", GE), ("低于", "road", LE), ("超过", "rail", GE),
    ],
)  # fmt: skip
def test_side_of_a_word(sense: str, metric: str, relation: Relation) -> None:
    rows = read(sense, metric, **tonnes(3)).rows
    assert [row.relation for row in rows] == [relation] * 3


@pytest.mark.parametrize(
    ("stated", "cell", "found"),
    [
        ({"sense": "不低于"}, "value", "C: no value, which '不低于' needs"),
        ({"sense": "不低于", "metric": None, **tonnes(3)}, "metric", "C: a value but no metric"),
        ({"sense": "蒸蒸日上"}, "sense", "sense word '蒸蒸日上' is not in sheet lexicon"),
        ({"sense": "", **tonnes(3)}, "sense", "no sense word"),
        (
            {"sense": "不低于", **tonnes(3), "from_year": 2040}, "from_year",
            "C: none of its years is one of the plan",
        ),
    ],
)  # fmt: skip
def test_a_clause_that_falls_out_of_the_plan_is_said(
    stated: dict[str, object], cell: str, found: str
) -> None:
    stated = {"metric": "rail", **stated}
    case = plan(tiny.clause("C", **stated))  # type: ignore[arg-type]
    assert case.clauses["C"].rows == ()
    [warning] = [f for f in case.findings if f.severity is Severity.WARNING]
    assert warning.found == found
    for quiet in ({"firmness": "recorded"}, {"value_source": "missing"}):
        if cell in {"value", "metric"}:
            case = plan(tiny.clause("C", **stated, **quiet))  # type: ignore[arg-type]
            assert not [f for f in case.findings if f.severity is Severity.WARNING]


def test_a_growing_ratio_is_told_in_the_unit_of_its_base() -> None:
    [row] = read(
        "年均增长", value=10, unit="%", per="gdp", time="average_growth", from_year=2025,
        base_year=2023, base_value=200, base_unit="千克/万元",
    ).rows  # fmt: skip
    assert row.shown_unit == "千克/万元"
    assert row.limit * row.shown_scale == pytest.approx(242.0)


def test_a_trend_reads_no_value() -> None:
    case = plan(tiny.clause("C", "持续下降", "road", **tonnes(3)))
    [warning] = [f for f in case.findings if f.severity is Severity.WARNING]
    assert warning.found.startswith("C: a value beside '持续下降'")


@pytest.mark.parametrize("time", ["at", "average_growth"])
def test_a_year_of_its_own_where_it_holds_in_one(time: str) -> None:
    with pytest.raises(InputError) as raised:
        read("不低于", **tonnes(3), time=time, base_year=2023, base_value=1, base_unit="万吨")
    assert "C: no year" in [f.found for f in raised.value.findings]


def test_a_denominator_that_is_not_there() -> None:
    with pytest.raises(InputError) as raised:
        read("不低于", value=30, unit="%", per="gpd")
    [found] = raised.value.findings
    assert (found.found, found.suggestion) == (
        "column per (相对于) names 'gpd'", "Did you mean gdp?"
    )  # fmt: skip


def test_time_forms() -> None:
    assert limits(read("不低于", **tonnes(3))) == {2024: 3.0, 2025: 3.0, 2026: 3.0}
    assert limits(read("不低于", **tonnes(3, from_year=2025))) == {2025: 3.0, 2026: 3.0}
    assert limits(read("不低于", **tonnes(3, time="at", from_year=2025))) == {2025: 3.0}
    every = read("不低于", **tonnes(3, time="every", from_year=2024, to_year=2025))
    assert limits(every) == {2024: 3.0, 2025: 3.0}


def test_a_level_in_another_unit() -> None:
    [row, *_] = read("不低于", value=25000, unit="吨").rows
    assert row.limit == pytest.approx(2.5)
    assert (row.shown_scale, row.shown_unit) == (pytest.approx(10000.0), "吨")


def test_a_share_of_another_metric() -> None:
    [row, *_] = read("不低于", per="all", value=30, unit="%").rows
    assert [(t.metric, t.coefficient) for t in row.numerator] == [("rail", 1.0)]
    assert [(t.metric, t.coefficient) for t in row.denominator] == [("all", 1.0)]
    assert row.limit == pytest.approx(0.3)
    assert row.limit * row.shown_scale == pytest.approx(30.0)


def test_an_intensity_per_series() -> None:
    rows = read("不超过", "road", per="gdp", value=0.5, unit="吨/万元").rows
    assert [row.denominator_constant for row in rows] == pytest.approx([100, 110, 120])
    assert rows[0].limit == pytest.approx(0.5)


BASE = {"base_year": 2020, "base_value": 8, "base_unit": "万吨"}


def test_a_change_against_a_base_year() -> None:
    falls = read("下降", "road", relative_to="change", value=25, unit="%", **BASE)
    assert set(limits(falls).values()) == {6.0}
    assert falls.rows[0].relation is LE
    assert falls.rows[0].limit * falls.rows[0].shown_scale + falls.rows[0].shown_offset == (
        pytest.approx(-25.0)
    )
    signed = read("下降", "road", relative_to="change", value=-25, unit="%", **BASE)
    assert limits(signed) == limits(falls)
    with_series = read(
        "下降", "road", per="gdp", relative_to="change", value=50, unit="%", base_year=2020,
        base_value=0.2, base_unit="吨/万元",
    )  # fmt: skip
    assert with_series.rows[0].limit == pytest.approx(0.1)


def test_factors_points_and_doubling() -> None:
    factor = read("达到", relative_to="factor", value=1.5, unit="倍", **BASE)
    assert factor.rows[0].limit == pytest.approx(12.0)
    twice = read("翻一番", **BASE)
    assert (twice.rows[0].limit, twice.rows[0].relation) == (pytest.approx(16.0), GE)
    points = read(
        "提高到", per="all", relative_to="points", value=5, unit="%", base_year=2020,
        base_value=20, base_unit="%",
    )  # fmt: skip
    assert points.rows[0].limit == pytest.approx(0.25)
    difference = read("提高到", relative_to="difference", **tonnes(2), **BASE)
    assert difference.rows[0].limit == pytest.approx(10.0)


def test_yearly_growth_compounds_from_the_base_year() -> None:
    grown = read("年均增长", value=10, unit="%", time="average_growth", to_year=2025, **BASE)
    assert limits(grown) == pytest.approx({2025: 8 * 1.1**5})
    assert grown.rows[0].relation is GE


def test_about_gives_way_on_the_wished_side() -> None:
    assert read("左右", **tonnes(4, tolerance=0.5)).rows[0].limit == pytest.approx(3.5)
    assert read("左右", "road", **tonnes(4, tolerance=0.5)).rows[0].limit == pytest.approx(4.5)
    assert read("左右", **tonnes(4)).rows[0].limit == pytest.approx(3.9)
    share = read("左右", per="all", value=10, unit="%")
    assert share.rows[0].limit == pytest.approx(0.095)
    falls = read("下降…左右", "road", relative_to="change", value=25, unit="%", tolerance=5, **BASE)
    assert falls.rows[0].limit == pytest.approx(8 * 0.8)


def test_above_has_a_margin() -> None:
    assert read("超过", **tonnes(4)).rows[0].limit == pytest.approx(4.0004, abs=1e-9)
    assert read("超过", **tonnes(4, tolerance=0.5)).rows[0].limit == pytest.approx(4.5)


def test_cumulative_sums_count_what_is_done() -> None:
    [row] = read("累计", **tonnes(9, time="cumulative", from_year=2024, to_year=2025),
                 base_value=20000, base_unit="吨").rows  # fmt: skip
    assert (row.key, row.relation, row.limit) == ("C_sum_2025", GE, 9.0)
    assert [(t.year, t.coefficient) for t in row.numerator] == [(2024, 1.0), (2025, 1.0)]
    assert row.numerator_constant == pytest.approx(2.0)


def test_a_trend_compares_each_year_with_the_one_before() -> None:
    first, second = read("持续下降", "road").rows
    assert (first.year, second.year, first.relation, first.limit) == (2025, 2026, LE, 0.0)
    assert [(t.year, t.coefficient) for t in second.numerator] == [(2026, 1.0), (2025, -1.0)]
    per = read("持续下降", "road", per="gdp").rows[0]
    assert per.numerator[1].coefficient == pytest.approx(-110 / 100)


def test_a_trend_of_a_share_is_refused() -> None:
    with pytest.raises(InputError, match="not linear"):
        read("持续下降", "road", per="all")


def test_every_value_is_listed_once() -> None:
    kind = plan(tiny.clause("C", "不低于", "rail", **tonnes(3)))
    assert [i.parameter for i in kind.inputs if i.table == "clauses"] == ["value"]


def test_soft_clauses_have_a_price_and_hard_ones_none() -> None:
    soft = read("不低于", **tonnes(3), firmness="soft", price=20, price_unit="元/吨")
    assert soft.rows[0].penalty == pytest.approx(0.002)
    assert read("不低于", **tonnes(3)).rows[0].penalty is None
    with pytest.raises(InputError, match="no price"):
        read("不低于", **tonnes(3), firmness="soft")


def test_what_becomes_of_a_clause() -> None:
    kind = plan(
        tiny.clause("peak", "达到峰值", None),
        tiny.clause("record", "不低于", "rail", **tonnes(3), firmness="recorded"),
        tiny.clause("blank", "完成省下达", "rail"),
        tiny.clause("later", "不低于", "rail", **tonnes(3), status="not_yet"),
        tiny.clause("deed", "推动", None, kind="measure"),
        tiny.clause("odd", "遥遥领先", "rail", **tonnes(3)),
    )
    states = {key: clause.state for key, clause in kind.clauses.items()}
    assert states == {
        "peak": "family", "record": "recorded", "blank": "missing", "later": "not_yet",
        "deed": "recorded", "odd": "unknown",
    }  # fmt: skip
    assert len(kind.clauses["record"].watched) == 3
    assert not any(clause.rows for clause in kind.clauses.values())
    [warning] = [f for f in kind.findings if "遥遥领先" in f.found]
    assert warning.severity is Severity.WARNING
    assert warning.where.startswith("tiny.xlsx!clauses!")
    assert warning.where.endswith("10")


def test_a_neutral_metric_cannot_be_about_right() -> None:
    with pytest.raises(InputError, match="neutral direction"):
        read("左右", "all", **tonnes(4))


def test_a_change_needs_its_base() -> None:
    with pytest.raises(InputError, match="no base year or base value"):
        read("下降", "road", relative_to="change", value=25, unit="%")


@pytest.mark.parametrize(
    ("phrase", "family", "modifiers"),
    [
        ("下降…左右", "drop_rel", {"approx"}),
        ("完成省定目标", "ext", set()),
        ("翻一番", "double", set()),
        ("达到…以上", "ge", set()),
        ("力争达到", "ge", {"mod:stretch"}),
        ("左右", "approx", {"approx"}),
        ("年均增长", "growth", set()),
        ("２０３０年前达峰", "peak", set()),
        ("", "", set()),
        ("遥遥领先", "", set()),
    ],
)
def test_phrases_are_scanned_longest_word_first(
    phrase: str, family: str, modifiers: set[str]
) -> None:
    sense = read_sense(phrase, LEXICON)
    assert (sense.family, sense.modifiers) == (family, frozenset(modifiers))


def test_all_and_none_need_no_number() -> None:
    every = read("全覆盖", per="all").rows[0]
    assert (every.relation, every.limit) == (GE, 1.0)
    none = read("清零", "road", from_year=2026)
    assert [(row.year, row.relation, row.limit) for row in none.rows] == [(2026, LE, 0.0)]


# --- where a number comes from --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "value", "own"),
    [("missing", 3, True), ("given", 3, False), ("set_above", 3, False), ("benchmark", 3, False)],
)
def test_a_number_that_the_plan_leaves_open_is_the_planners(
    source: str, value: float, own: bool
) -> None:
    assert read("不低于", **tonnes(value, value_source=source)).own_target is own


def test_a_trend_in_the_words_of_the_plan_needs_no_number_of_the_planner() -> None:
    clause = read("持续下降", "road", value_source="missing")
    assert len(clause.rows) == 2
    assert not clause.own_target


def test_an_estimate_told_as_set_above_is_noted() -> None:
    def notes(**more: object) -> list[str]:
        case = plan(tiny.clause("C", "不低于", "rail", **tonnes(3, **more)))
        return [f.where for f in case.findings if "confidence D" in f.found]

    [where] = notes(value_source="set_above", confidence="D")
    assert "!clauses!" in where
    assert notes(value_source="benchmark", confidence="D")
    assert not notes(value_source="set_above", confidence="A")
    assert not notes(value_source="given", confidence="D")
    assert not notes(value_source="missing", confidence="D")
