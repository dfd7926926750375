# ruff: noqa: E501 (a Chinese character counts as two)
"""Clauses of other cities' plans mean what they say: sides, limits, years and terms, as numbers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

import phrases
import tiny
from pathway.case.assemble import assemble
from pathway.case.case import Relation, Why
from pathway.case.lexicon import Lexicon, read_sense
from pathway.errors import InputError, Severity

if TYPE_CHECKING:
    from pathway.case.case import Case, Clause, ClauseRow

GE, LE = Relation.AT_LEAST, Relation.AT_MOST
LEXICON = Lexicon.of(
    (str(row["word"]), str(row["family"]), str(row["constraint"])) for row in tiny.lexicon()
)


@cache
def case() -> Case:
    return tiny.case(phrases.town())


def clause(key: str) -> Clause:
    return case().clauses[key]


def row(key: str) -> ClauseRow:
    """The first row of a clause."""
    return clause(key).rows[0]


def terms(found: ClauseRow) -> dict[tuple[str, int], float]:
    return {(t.metric, t.year): t.coefficient for t in found.numerator}


def under(found: ClauseRow) -> dict[tuple[str, int], float]:
    return {(t.metric, t.year): t.coefficient for t in found.denominator}


@pytest.mark.parametrize(
    ("key", "years", "relation", "limit", "below"),
    [
        ("share", [2025], GE, 0.18 - 0.005, "energy"),
        ("stretch", range(2030, 2036), GE, 5.0, None),
        ("new_cars", [2030], GE, 0.4 - 0.01, "new_cars"),
        ("roofs", [2033, 2034, 2035], GE, 1.0, "roof_potential"),
        ("growth_cap", [2030], LE, 200 * 1.02**5, None),
        ("ban", range(2027, 2036), LE, 0.0, None),
        ("ban_built", range(2026, 2036), LE, 0.0, None),
        ("yearly", [2024, 2025], GE, 2e4, None),
        ("firm", range(2030, 2036), GE, 0.2, "energy"),
        ("firm-stretch", range(2030, 2036), GE, 0.22, "energy"),
        ("faster", range(2030, 2036), GE, 0.5 * 1.0001, "energy"),
        ("points", [2025], GE, 0.2, "energy"),
        ("response", range(2025, 2036), GE, 0.05, "peak_load"),
        ("standard", [2030], LE, 0.95 * 0.9999, "energy"),
        ("ranked", [2030], GE, 0.21, "energy"),
        ("shape", [2030], GE, 0.2 - 0.005, "energy"),
        ("kept", range(2024, 2036), GE, 5e5, None),
        ("above_band", [2034, 2035], GE, 0.25, "energy"),
    ],
)  # fmt: skip
def test_levels_and_shares(key, years, relation, limit, below) -> None:
    found = clause(key).rows
    assert [r.year for r in found] == list(years)
    assert {r.relation for r in found} == {relation}
    assert [r.limit for r in found] == pytest.approx([limit] * len(found))
    assert [t.metric for t in found[0].denominator] == ([below] if below else [])


def test_an_intensity_falls_against_a_year_before_the_model() -> None:
    found = row("intensity")
    assert (found.relation, found.limit) == (LE, pytest.approx(0.5 * (1 - 0.135)))
    assert found.denominator_constant == pytest.approx(140 + 10)  # gdp of 2025
    assert row("since2005").limit == pytest.approx(3 * 0.35)


def test_a_figure_of_its_own_peaks_by_its_year_and_never_rises_after() -> None:
    """Not the peak of the city: no rows of it would keep coal from rising."""
    coal = clause("coal_peak")
    assert [r.year for r in coal.rows] == list(range(2028, 2036))
    assert terms(row("coal_peak")) == {("coal", 2028): 1.0, ("coal", 2027): -1.0}
    assert row("coal_peak").relation is LE
    assert [r.year for r in clause("oil_peak").rows] == list(range(2031, 2036))


def test_the_peak_of_the_city_is_kept_by_its_own_rows() -> None:
    city = clause("city_peak")
    assert (city.state, city.rows, city.why) == ("family", (), Why.FAMILY)


def test_steady_is_a_band_round_the_base_year() -> None:
    low, high = (r for r in clause("steady").rows if r.year == 2024)
    assert (low.relation, low.limit) == (GE, pytest.approx(80 * 0.975))
    assert (high.relation, high.limit) == (LE, pytest.approx(80 * 1.025))
    assert {low.key, high.key} == {"steady_low_2024", "steady_high_2024"}
    band = {r.tag: r.limit for r in clause("inside_band").rows if r.year == 2034}
    assert band == pytest.approx({"low": 200.0, "high": 220.0})


def test_sums_over_a_named_span() -> None:
    [added], [budget] = clause("added").rows, clause("budget").rows
    assert list(terms(added)) == [("new_store", year) for year in range(2026, 2031)]
    assert (added.relation, added.limit) == (GE, pytest.approx(2.0))
    assert (budget.relation, budget.limit) == (LE, 2500.0)


def test_a_year_of_the_plan_is_compared_with_what_the_plan_does_in_it() -> None:
    fall = row("against_plan")
    assert (terms(fall), under(fall)) == ({("co2", 2035): 1.0}, {("co2", 2030): 1.0})
    assert (fall.relation, fall.limit) == (LE, pytest.approx(0.9 + 0.01))
    assert fall.limit * fall.shown_scale + fall.shown_offset == pytest.approx(-9.0)
    cut = row("cut")
    assert terms(cut) == {("coal", 2030): 1.0, ("coal", 2025): -1.0}
    assert (cut.relation, cut.limit, cut.shown_unit) == (LE, -30.0, "万吨")
    four = row("four")
    assert (under(four), four.relation, four.limit) == ({("store", 2025): 1.0}, GE, 4.0)
    zero = row("zero")
    assert (zero.year, zero.relation, zero.limit) == (2026, LE, 1.0)
    assert under(zero) == {("coal", 2025): 1.0}
    dropped = row("dropped")
    assert (dropped.relation, dropped.limit) == (LE, pytest.approx(0.8))


def test_a_sum_of_what_is_cut() -> None:
    """Σ (120 − coal) ≥ 100 over five years."""
    [found] = clause("cut_sum").rows
    assert set(terms(found).values()) == {-1.0}
    assert (found.numerator_constant, found.relation, found.limit) == (600.0, GE, 100.0)


def test_an_intensity_against_a_year_of_the_plan_is_weighted_with_its_series() -> None:
    stated = phrases.c("x", "下降", "co2", per="gdp", relative_to="change", time="at",
                       from_year=2030, base_year=2025, **phrases.percent(20))  # fmt: skip
    [found] = tiny.case(phrases.town(stated)).clauses["x"].rows
    gdp = {2025: 150.0, 2030: 200.0}
    assert under(found) == {("co2", 2025): pytest.approx(gdp[2030] / gdp[2025])}
    assert found.limit == pytest.approx(0.8)


# --- what is not understood, or not kept ----------------------------------------------------------


def test_what_has_no_rows_says_why() -> None:
    why = {key: (c.state, c.why) for key, c in case().clauses.items() if not c.rows}
    assert why == {
        "city_peak": ("family", Why.FAMILY), "handed_down": ("missing", Why.NO_VALUE),
        "promoted": ("recorded", Why.WORD), "denied": ("unknown", Why.NOT_UNDERSTOOD),
        "unheard": ("unknown", Why.NOT_UNDERSTOOD),
    }  # fmt: skip


@pytest.mark.parametrize("key", ["promoted", "denied", "unheard"])
def test_what_is_not_kept_is_warned_about_at_its_cell(key: str) -> None:
    line = [str(row["clause"]) for row in phrases.CLAUSES].index(key) + 5
    [found] = [
        f for f in case().findings
        if f.severity is Severity.WARNING and f.where.endswith(f"E{line}")
    ]  # fmt: skip
    assert "!clauses!" in found.where


@pytest.mark.parametrize(
    ("phrase", "family", "side"),
    [
        ("不得低于", "ge", None), ("不可低于", "", None), ("未超过", "", None), ("不突破", "le", None),
        ("2030年前达到", "ge", None), ("前达峰", "peak", None), ("达到…以下", "le", None),
        ("控制在…以上", "ge", None), ("实现零增长", "hold", None), ("实现清零", "ban", None),
        ("不再新增", "ban", None), ("不再以上", "", LE), ("年均增长不超过", "growth", LE),
        ("下降…以上", "drop_rel", GE), ("提高到…以内", "", LE), ("稳定在…以上", "band", GE),
        ("起", "", None), ("力争", "", None), ("合理控制在…以内", "control", LE),
        ("左右(双侧)", "band", None), ("左右（双侧）", "band", None),
        ("基本淘汰", "ban", None), ("全部清零", "ban", None), ("全面清零", "ban", None), ("降至", "drop_to", None),
        ("建成投产", "ge", None),
    ],
)  # fmt: skip
def test_phrases(phrase: str, family: str, side: Relation | None) -> None:
    sense = read_sense(phrase, LEXICON)
    assert sense.family == family
    if family:
        assert sense.side is side


@pytest.mark.parametrize(
    ("sense", "metric", "relation"),
    [
        ("年均增长", "sun", GE), ("年均增长…以内", "sun", LE), ("年均增长…左右", "coal", LE),
        ("年均增速", "coal", LE), ("增长…以内", "coal", LE), ("下降…以内", "coal", GE),
        ("累计…不超过", "coal", LE), ("倍增", "sun", GE),
    ],
)  # fmt: skip
def test_a_side_word_turns_rises_and_falls(sense: str, metric: str, relation: Relation) -> None:
    unit = "GW" if metric == "sun" else "万吨"
    more: dict[str, object] = {"value": 5, "unit": "%", "relative_to": "change", "base_year": 2023,
                               "base_value": 100, "base_unit": unit}  # fmt: skip
    if sense.startswith("累计"):
        more = phrases.tonnes(500, time="cumulative")
    stated = phrases.c("x", sense, metric, from_year=2030, to_year=2030, **more)
    found = tiny.case(phrases.town(stated)).clauses["x"].rows
    assert [r.relation for r in found] == [relation]


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"sense": "下降", **phrases.tonnes(5)}, "'下降' compares with a base year; this says level"),
        ({"sense": "减少", **phrases.tonnes(5)}, "'减少' of a metric of which less is better"),
        ({"sense": "超过(另一指标)"}, "'超过(另一指标)' without another figure"),
        ({"sense": "下降", "per": "energy", "relative_to": "change", "base_year": 2025,
          "from_year": 2030, **phrases.percent(5)}, "a share compared with that of 2025"),
        ({"sense": "增长", "time": "cumulative", "relative_to": "change", "base_year": 2020,
          "base_value": 3, "base_unit": "万吨", **phrases.percent(5)}, "a sum over years, and change"),
        ({"sense": "全覆盖"}, "'全覆盖': 100 % of nothing stated"),
    ],
)  # fmt: skip
def test_what_cannot_be_modelled_is_refused(stated: tiny.Row, found: str) -> None:
    stated = {"metric": "coal", **stated}
    with pytest.raises(InputError) as raised:
        tiny.case(phrases.town(phrases.c("x", **stated)))  # type: ignore[arg-type]
    assert any(f.found.startswith(found) for f in raised.value.findings)


@pytest.mark.parametrize(("per", "base_year"), [(None, 2020), ("energy", 2025)])
def test_a_recorded_change_may_wait_for_its_base(per: str | None, base_year: int) -> None:
    stated = {"metric": "coal", "sense": "下降", "per": per, "relative_to": "change",
              "base_year": base_year, "from_year": 2030, "firmness": "recorded"}  # fmt: skip
    made = tiny.case(phrases.town(phrases.c("x", **{**stated, **phrases.percent(5)})))
    found = [f for f in made.findings if f.found == "x: no figure of the base year"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert made.clauses["x"].state == "recorded"
    assert not made.clauses["x"].watched


def test_a_unit_of_another_kind_is_told_in_the_unit_of_the_metric() -> None:
    stated = {"metric": "coal", "sense": "不超过", "value": 5, "unit": "万千瓦", "from_year": 2030}
    with pytest.raises(InputError) as raised:
        tiny.case(phrases.town(phrases.c("x", **stated)))  # type: ignore[arg-type]
    [found] = [f for f in raised.value.findings if "万千瓦" in f.found]
    assert "万吨" in found.expected


def test_a_change_within_the_plan_stops_no_check_of_the_base_year() -> None:
    stated = {"metric": "coal", "sense": "减少", "relative_to": "difference", "base_year": 2025,
              "from_year": 2030, **phrases.tonnes(5)}  # fmt: skip
    book = phrases.town(phrases.c("x", **stated))
    assert tiny.case(book).clauses["x"].rows
    alone = assemble(tiny.read(book), tiny.SLICES, (2023,))
    assert not alone.clauses["x"].rows


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"sense": "以内", "metric": "coal", "value": 5, "unit": "亿吨", "base_year": 2023,
          "base_value": 100, "base_unit": "万吨"}, "a target 500 times the figure of the base year"),
        ({"sense": "累计", "metric": "new_store", "value": 1, "unit": "GW", "from_year": 2021,
          "to_year": 2025, "time": "cumulative"}, "a sum from 2021 on, and nothing done before"),
        ({"sense": "累计", "metric": "store", "value": 1, "unit": "GW"}, "store, a stock, is added"),
        ({"sense": "严控新增", "metric": "new_store", "value": 1, "unit": "GW"}, "'严控' in '严控新增'"),
        ({"sense": "达峰", "metric": "co2", "to_year": 2028}, "a peak by 2028; sheet settings says"),
    ],
)  # fmt: skip
def test_what_may_mean_something_else_is_warned_about(stated: tiny.Row, said: str) -> None:
    found = tiny.case(phrases.town(phrases.c("x", **stated))).findings  # type: ignore[arg-type]
    warned = [f.found for f in found if f.severity is Severity.WARNING and "!clauses!" in f.where]
    assert any(text.startswith(f"x: {said}") for text in warned), warned


@pytest.mark.parametrize(
    ("sense", "firmness", "noted"),
    [("力争达到", "hard", True), ("力争达到", "recorded", False), ("达到", "hard", False),
     ("确保达到", "recorded", True), ("原则上达到", "hard", True)],
)  # fmt: skip
def test_firmness_against_the_words_is_noted(sense: str, firmness: str, noted: bool) -> None:
    row = phrases.c("x", sense, "sun", value=2, unit="GW", firmness=firmness)
    case = tiny.case(phrases.town(row))
    told = [f for f in case.findings if f"x: {sense!r} with firmness" in f.found]
    assert [f.severity for f in told] == [Severity.NOTE] * noted
    assert len([*case.clauses["x"].rows, *case.clauses["x"].watched]) == 12


def test_every_unit_that_plans_use_is_read() -> None:
    from pathway.schema.units import parse_unit  # noqa: PLC0415

    for unit in [
        "%",
        "‰",
        "个百分点",
        "倍",
        "千瓦",
        "万千瓦",
        "亿千瓦",
        "兆瓦",
        "吉瓦",
        "千瓦时",
        "万千瓦时",
        "亿千瓦时",
        "吨标准煤",
        "万吨标准煤",
        "亿吨标准煤",
        "克/千瓦时",
        "克标准煤/千瓦时",
        "千克/吨",
        "吨",
        "万吨",
        "亿吨",
        "立方米",
        "平方米",
        "公顷",
        "亩",
        "平方公里",
        "公里",
        "个",
        "家",
        "台",
        "辆",
        "座",
        "项",
        "万标准箱",
        "元",
        "吨/万元",
        "吨标准煤/万元",
    ]:
        assert parse_unit(unit).text == unit
