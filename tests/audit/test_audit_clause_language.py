# ruff: noqa: E501 (a Chinese character counts as two)
"""The second reading of clauses agrees with the first: every form, as rows of numbers."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest

import phrases
import tiny
from pathway.audit.city import read_city
from pathway.case.assemble import assemble
from pathway.errors import InputError, Severity

if TYPE_CHECKING:
    from pathway.audit.clauses import ClauseRow as Second
    from pathway.case.case import ClauseRow as First

SENSES = (
    "达到", "以上", "以内", "超过", "低于", "左右", "约", "等于", "提高到", "下降到", "下降", "下降…左右", "下降…以内",
    "增长", "增长…以内", "年均增长", "年均增长…左右", "年均增速…以内", "年均下降", "翻一番", "翻两番", "累计", "累计不超过",
    "减少", "累计减少…以上", "达峰", "持续下降", "持续提高", "大幅下降", "保持", "不下降", "零增长", "稳定在", "稳定在…以上",
    "全面", "清零", "十五五累计", "提高…个百分点", "超过(另一指标)", "居全省前列", "优于", "合理控制…以内", "完成省下达…下降",
    "由…优化到", "推动", "不可低于", "不再以上", "力争达到", "2030年前达到",
)  # fmt: skip
FIRST = 5
"""Row of the sheet that the first clause stands in."""
CHOICES: dict[str, tuple[Any, ...]] = {
    "metric": ("coal", "clean", "fossil", "energy"),
    "per": (None, None, "energy", "gdp"),
    "relative_to": ("level", "level", "change", "difference", "factor"),
    "base_year": (None, 2005, 2025),
    "value": (None, 12, 12),
    "tolerance": (None, None, 2),
    "time": ("at", "every", "from", "cumulative", "average_growth"),
    "from_year": (None, 2028),
    "to_year": (None, 2031),
    "firmness": ("hard", "soft", "recorded"),
}


def read(rows: list[tiny.Row]) -> tuple[dict[str, list[First]], dict[str, list[Second]], Any, Any]:
    """Rows of both readings, by clause, with both books."""
    book = phrases.workbook(*rows)
    case = assemble(book, tiny.SLICES)
    manifest = {"options": tiny.settings().model_dump(), "inputs": {"scenario": "base"}}
    city = read_city(book, manifest, {})
    first = {key: [*c.rows, *c.watched] for key, c in case.clauses.items()}
    return first, {key: list(c.rows) for key, c in city.clauses.items()}, case, city


def agree(rows: list[tiny.Row]) -> None:
    first, second, case, city = read(rows)
    states = {key: clause.state for key, clause in case.clauses.items()}
    assert {key: clause.state for key, clause in city.clauses.items()} == states
    for key, mine in first.items():
        assert [r.key for r in mine] == [r.key for r in second[key]]
        for one, two in zip(mine, second[key], strict=True):
            assert numbers(one) == pytest.approx(others(two)), one.key
            assert one.relation.value == two.relation, one.key
            assert terms(one.numerator) == pytest.approx(merged(two.numerator)), one.key
            assert terms(one.denominator) == pytest.approx(merged(two.denominator)), one.key
            shown = one.limit * one.shown_scale + one.shown_offset
            assert two.told(two.limit, one.shown_unit) == pytest.approx(shown), one.key


def numbers(row: First) -> list[float]:
    penalty = -1.0 if row.penalty is None else row.penalty
    return [row.year, row.limit, row.numerator_constant, row.denominator_constant, penalty]


def others(row: Second) -> list[float]:
    penalty = -1.0 if row.penalty is None else row.penalty
    return [row.year, row.limit, row.done, row.per_constant, penalty]


def terms(found: Any) -> dict[tuple[str, int], float]:
    return merged((t.metric, t.year, t.coefficient) for t in found)


def merged(found: Any) -> dict[tuple[str, int], float]:
    sums: dict[tuple[str, int], float] = {}
    for metric, year, coefficient in found:
        sums[metric, year] = sums.get((metric, year), 0.0) + coefficient
    return sums


def some(seed: int) -> tiny.Row:
    """A clause of any form, sensible or not."""
    draw = random.Random(seed)
    picked = {name: draw.choice(options) for name, options in CHOICES.items()}
    row = {key: value for key, value in picked.items() if value is not None}
    metric, sense = str(row.pop("metric")), draw.choice(SENSES)
    pure = row["relative_to"] in {"change", "factor"} or "per" in row or "年均" in sense
    ratio = {None: "万吨", "energy": "%", "gdp": "吨/万元"}[picked["per"]]
    pure = pure and not (picked["per"] == "gdp" and row["relative_to"] in {"level", "difference"})
    pure = pure or row["time"] == "average_growth" or "年均" in sense
    if "value" in row or "tolerance" in row:
        row["unit"] = "%" if pure else "万吨" if "per" not in row else ratio
    if picked["base_year"] == 2005 or (picked["base_year"] and draw.random() < 0.5):
        row |= {"base_value": 40, "base_unit": ratio}
    if row["firmness"] == "soft":
        row |= {"price": 2, "price_unit": "元/吨"}
    return phrases.c(f"R{seed}", sense, metric, **row)


def test_clauses_of_other_cities_are_read_alike_by_both() -> None:
    agree(list(phrases.CLAUSES))


def test_any_form_is_read_alike_by_both() -> None:
    """Those that the first reading refuses are left out; enough have to be left."""
    rows = [some(seed) for seed in range(300)]
    while refused := _refused(rows):
        rows = [row for at, row in enumerate(rows) if at + FIRST not in refused]
    assert len(rows) > 120
    agree(rows)


def _refused(rows: list[tiny.Row]) -> set[int]:
    """Rows of the sheet that the first reading has errors in."""
    try:
        assemble(phrases.workbook(*rows), tiny.SLICES)
    except InputError as error:
        found = (f.where for f in error.findings if f.severity is Severity.ERROR)
        return {int(where) for text in found for where in re.findall(r"\d+$", text)}
    return set()
