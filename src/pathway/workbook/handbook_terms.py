"""What the words of clauses and metrics mean, and the words of units: the handbook's appendices."""

from __future__ import annotations

import csv
from importlib import resources
from typing import TYPE_CHECKING

from pathway.schema.sheets.plan import FAMILY, QUANTITY
from pathway.schema.units.words import COUNTED, NUMERALS, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.schema.table import Choice

QUANTITIES = {
    "capacity": ("该年总容量", "capacity that stands in the year"),
    "new_capacity": ("该年新建容量（含项目）", "capacity built in the year, projects included"),
    "retired_capacity": ("该年提前退役的机组容量（到期不算）", "units retired early in the year"),
    "retrofitted_capacity": (
        "该年改造转入所选技术的容量",
        "capacity that retrofits move into the selected processes in the year",
    ),
    "activity": ("活动量", "activity"),
    "input": ("技术的投入量", "what processes take in"),
    "output": ("技术的产出量；不含储能", "what processes put out, stores left out"),
    "demand": ("需求表的量", "amounts of sheet demands"),
    "use": ("投入量 + 需求量，含加工转换", "input + demand, transformation included"),
    "emissions": (
        "按排放边界计的二氧化碳；品种列只限定需求",
        "CO2 under the boundary; column commodities narrows demands only",
    ),
    "captured": ("捕集的二氧化碳", "CO2 captured"),
    "firm_capacity": (
        "容量 × 各高峰中最低的可信系数",
        "capacity × its lowest credit of all peaks",
    ),
    "peak_load": ("高峰校核中的最大负荷", "highest load of the peaks in sheet adequacy"),
    "series": ("外生序列的数值", "numbers of a series"),
}
"""What a row of sheet metrics adds up, by quantity."""

WISHED = "越多越好 ≥，越少越好 ≤", "≥ if more is wished for, ≤ if less"
NOT_A_ROW = "写不成一行约束：约束性写“记录”", "no row of its own: set firmness to recorded"
SHADE = "只修饰别的词，不单独成立", "only shades another word"
SENSES = {
    "ge": ("≥ 目标值", "≥ value"),
    "gt": (
        "≥ 目标值 + 允许偏差（空格：万分之一）",
        "≥ value + tolerance (blank: a ten-thousandth)",
    ),
    "le": ("≤ 目标值", "≤ value"),
    "lt": ("≤ 目标值", "≤ value"),
    "eq": ("= 目标值", "= value"),
    "approx": (
        f"放宽一个允许偏差（空格：2.5 %，占比至少 0.5 个百分点）；单用时 {WISHED[0]}",
        f"loosened by the tolerance (blank: 2.5 %, shares at least 0.5 points); alone {WISHED[1]}",
    ),
    "raise_to": ("≥ 目标值（水平）", "≥ value, a level"),
    "drop_to": ("≤ 目标值（水平）", "≤ value, a level"),
    "drop_rel": (
        "比基期低：比较方式写相对变化等，正负号都按下降读；须有基期年与基期值",
        "below the base: relative_to change, difference or points; either sign is read as a fall; "
        "needs base_year and base_value",
    ),
    "grow_rel": ("比基期高：同上", "above the base, in the same way"),
    "growth": (
        "≥ 基期值 × (1 + 目标值)^年数；目标年写在 from_year，时间形式为年均增长",
        "≥ base × (1 + value)^years; from_year is the year of the target, time average_growth",
    ),
    "decline": (
        "≤ 基期值 × (1 − 目标值)^年数；同上",
        "≤ base × (1 − value)^years, in the same way",
    ),
    "double": ("≥ 目标值（倍，空格为 2）× 基期值", "≥ value (a factor, blank: 2) × base"),
    "cum": (
        "起止年间各年指标之和 + 基期值（已完成的部分）≥ 目标值",
        "sum of the metric from from_year to to_year + base_value (done before) ≥ value",
    ),
    "cum_cut": ("同“累计”，指标取减少的量", "as cum, of a metric that counts what is cut"),
    "peak": (
        "达峰约束；窗口写在设置表，本行不写目标值",
        "the peak, whose window stands in sheet settings; no value here",
    ),
    "after_peak": ("逐年不高于上年", "no year above the year before"),
    "trend_down": (
        "逐年不高于上年，从规划第二年起；分母只能是外生序列",
        "no year above the year before, from the second year of the plan on; per a series only",
    ),
    "trend_up": ("逐年不低于上年；同上", "no year below the year before, in the same way"),
    "hold": WISHED,
    "band": NOT_A_ROW,
    "all": (
        "≥ 100 %（目标值空格时）；相对于写总量",
        "≥ 100 % if the value is blank; per the whole",
    ),
    "ban": ("≤ 0（目标值空格时）", "≤ 0 if the value is blank"),
    "from": SHADE,
    "annual": SHADE,
    "pp": ("≥ 基期值 + 目标值：比较方式写百分点变化", "≥ base + value: relative_to points"),
    "cmp": NOT_A_ROW,
    "bench": WISHED,
    "rank": WISHED,
    "control": WISHED,
    "ext": (
        f"旁边的下降、增长、累计等词决定；否则 {WISHED[0]}",
        f"下降, 增长, 累计 … beside it decide; else {WISHED[1]}",
    ),
    "better": (f"{WISHED[0]}，再严一个允许偏差", f"{WISHED[1]}, tightened by the tolerance"),
    "shift": NOT_A_ROW,
    "promote": NOT_A_ROW,
    "under_constr": NOT_A_ROW,
    "dist": SHADE,
    "except": SHADE,
    "mod:firm": SHADE,
    "mod:stretch": (
        "只修饰：约束性请写“预期”并给代价",
        "shades only: set firmness to soft, with a price",
    ),
    "mod:principle": SHADE,
}
"""What a clause row becomes, by family of its sense word."""


def appendices() -> str:
    """Quantities of metrics, families of sense words, and words of units."""
    return "\n".join(
        (
            "\n## 附一：指标的量 · Quantities of metrics\n",
            _table(
                ("quantity", "量", "加总什么 what is added up"), _meanings(QUANTITY, QUANTITIES)
            ),
            "\n## 附二：语气词的类 · Families of sense words\n",
            _table(("family", "类", "条款读作 reads as", "标准用语 words"), _senses()),
            "\n## 附三：单位的词 · Words of units\n",
            f"数词 numerals: {_code(word for word in NUMERALS if word)}\n",
            _table(("单独使用 alone", "="), _plain()),
            "",
            _table(
                ("前可加数词 with a numeral",), ((_code(words.split()),) for _, words in COUNTED)
            ),
        )
    )


def _meanings(
    choices: Iterable[Choice], told: dict[str, tuple[str, str]]
) -> Iterable[tuple[str, ...]]:
    return ((f"`{c.key}`", c.zh, "<br>".join(told[c.key])) for c in choices)


def _senses() -> Iterable[tuple[str, ...]]:
    """Families with the words that a new workbook has for them."""
    text = (
        resources.files("pathway.workbook").joinpath("example/lexicon.csv").read_text("utf-8-sig")
    )
    words: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        words.setdefault(row["family"], []).append(row["word"])
    for choice, line in zip(FAMILY, _meanings(FAMILY, SENSES), strict=True):
        yield (*line, "、".join(words.get(choice.key, ())))


def _plain() -> Iterable[tuple[str, ...]]:
    return ((_code(words.split()), unit.replace("_", " ") or "1") for unit, words in PLAIN)


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
