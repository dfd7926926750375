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
    "potential": (
        "所选技术的资源潜力（capacity_max）之和，作分母：应装尽装",
        "potentials (capacity_max) of the selected processes, to divide by: 应装尽装",
    ),
}
"""What a row of sheet metrics adds up, by quantity."""

WISHED = "越多越好 ≥，越少越好 ≤", "≥ if more is wished for, ≤ if less"
NOT_A_ROW = "只记录，并提醒：没有某年的目标", "recorded, with a warning: no target of a year"
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
        "比基期低：比较方式写相对变化等，正负号都按下降读；须有基期年；基期值规划期内可空（按方案自身该年的量）；"
        "旁有“以内、不超过”时为至多下降这么多",
        "below the base: relative_to change, difference or points; either sign is read as a fall; "
        "needs base_year, and base_value unless the year is one of the plan, which then says it; "
        "with 以内 or 不超过 a fall by so much at most",
    ),
    "grow_rel": ("比基期高：同上", "above the base, in the same way"),
    "growth": (
        "≥ 基期值 × (1 + 目标值)^年数；目标年写在 from_year，时间形式为年均增长；"
        "旁有“以内、不超过”时为 ≤",
        "≥ base × (1 + value)^years; from_year is the year of the target, time average_growth; "
        "≤ with 以内 or 不超过 beside it",
    ),
    "decline": (
        "≤ 基期值 × (1 − 目标值)^年数；同上",
        "≤ base × (1 − value)^years, in the same way",
    ),
    "double": (
        "≥ 目标值（倍，空格为 2，翻两番为 4）× 基期值",
        "≥ value (a factor, blank: 2, 翻两番: 4) × base",
    ),
    "cum": (
        "时间形式为累计或起：起止年间各年指标之和 + 基期值（已完成的部分）≥ 目标值；"
        "到年、每年：该年存量 ≥ 目标值；旁有“以内、不超过”时为 ≤（多年总量预算）",
        "time cumulative or from: sum of the metric from from_year to to_year + base_value (done "
        "before) ≥ value; at or every: ≥ value of the stock; ≤ with 以内 or 不超过, a budget",
    ),
    "cum_cut": (
        "同“累计”，指标取减少的量；或比较方式写绝对变化并给基期：比基期少这么多（累计：各年减少量之和）",
        "as cum, of a metric that counts what is cut; or, with relative_to difference and a base, "
        "so much below the base (cumulative: the sum of what is cut)",
    ),
    "peak": (
        "全市排放：达峰约束，窗口写在设置表，本行不写目标值；其他指标：截止年之后逐年不高于上年",
        "emissions of the city: the peak, whose window stands in sheet settings; no value here; of "
        "another metric: after its last year no year above the year before",
    ),
    "after_peak": ("逐年不高于上年", "no year above the year before"),
    "trend_down": (
        "逐年不高于上年，从规划第二年起；分母只能是外生序列；给了基期年：不高于基期（有目标值时再低这么多）",
        "no year above the year before, from the second year of the plan on; per a series only; "
        "with base_year: not above the base (by the value, if there is one)",
    ),
    "trend_up": ("逐年不低于上年；同上", "no year below the year before, in the same way"),
    "hold": (
        f"{WISHED[0]}：目标值，空格为基期值；给了允许偏差则两侧都不超过它",
        f"{WISHED[1]}: the value, if blank the base; within the tolerance on both sides if stated",
    ),
    "band": (
        "两侧都在允许偏差内（空格：2.5 %，占比至少 0.5 个百分点）：目标值，空格为基期值；"
        "旁有“以上、以内”时只取一侧",
        "within the tolerance on both sides (blank: 2.5 %, shares at least 0.5 points) of the "
        "value, if blank of the base; one side only with 以上 or 以内",
    ),
    "all": (
        "≥ 100 %（目标值空格时）；相对于写总量",
        "≥ 100 % if the value is blank; per the whole",
    ),
    "ban": ("≤ 0（目标值空格时）", "≤ 0 if the value is blank"),
    "from": SHADE,
    "annual": SHADE,
    "pp": ("≥ 基期值 + 目标值：比较方式写百分点变化", "≥ base + value: relative_to points"),
    "cmp": (
        "≥ 目标值（倍，空格为 1）× 相对于一列的指标，再加万分之一；旁有“以内、不超过”时为 ≤",
        "≥ value (a factor, blank: 1) × the metric in column per, and a ten-thousandth; "
        "≤ with 以内 or 不超过",
    ),
    "bench": WISHED,
    "rank": WISHED,
    "control": WISHED,
    "ext": (
        f"旁边的下降、增长、累计等词决定；否则 {WISHED[0]}",
        f"下降, 增长, 累计 … beside it decide; else {WISHED[1]}",
    ),
    "better": (f"{WISHED[0]}，再严一个允许偏差", f"{WISHED[1]}, tightened by the tolerance"),
    "shift": (
        f"每个占比一行：{WISHED[0]}，放宽一个允许偏差；中性指标两侧都在偏差内",
        f"a row for each share: {WISHED[1]}, loosened by the tolerance; both sides if neutral",
    ),
    "promote": NOT_A_ROW,
    "under_constr": NOT_A_ROW,
    "dist": SHADE,
    "except": SHADE,
    "span": (
        "起止年份空格时取该时段（年份写在含义一列），不单独成立",
        "first and last year where they are blank, as column constraint says; shades only",
    ),
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
