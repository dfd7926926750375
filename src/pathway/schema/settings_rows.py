"""The rows that sheet ``settings`` may hold: what each is, in which unit, and its default."""

from __future__ import annotations

from dataclasses import dataclass

from pathway.schema.table import Choice, Kind

TIMING = (
    Choice("start", "年初", "start"),
    Choice("middle", "年中", "middle"),
    Choice("end", "年末", "end"),
)
BOUNDARY = (
    Choice("territorial", "属地", "territorial"),
    Choice("with_imports", "含净调入电力", "with imports"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """One general number or word of the plan."""

    key: str
    zh: str
    en: str
    kind: Kind
    help_zh: str
    help_en: str
    required: bool = False
    default: str | float | None = None
    unit: str = ""
    """Unit of the default, and the dimension a stated unit must have."""
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[Choice, ...] = ()


SETTINGS_ROWS = (
    Setting("title_zh", "规划名称", "Title (Chinese)", Kind.TEXT, "报告封面上的名称", "title on Chinese reports", required=True),
    Setting("title_en", "英文名称", "Title (English)", Kind.TEXT, "英文报告的名称", "title on English reports", default=""),
    Setting("base_year", "基准年", "Base year", Kind.YEAR, "存量与校核的年份，规划从下一年开始", "year of stocks and checks; the plan starts the year after", required=True),
    Setting("last_year", "末年", "Last year", Kind.YEAR, "规划的最后一年，应晚于达峰窗口", "last year of the plan, beyond the peak window", required=True),
    Setting("peak_from", "达峰窗口起", "Peak window from", Kind.YEAR, "最早可作为峰值的年份；空 = 无达峰要求", "first candidate peak year; blank: no peak required", default=None),
    Setting("peak_deadline", "达峰期限", "Peak deadline", Kind.YEAR, "最迟达峰年份；第一阶段目标计到这一年", "last candidate peak year; stage 1 counts costs up to it", default=None),
    Setting("actuals_to", "实绩至", "Actuals through", Kind.YEAR, "这一年及以前照实绩固定，其后重新优化；空或基准年 = 不固定", "years up to this one are held to what really happened, later ones are planned again; blank or the base year: none", default=None),
    Setting("discount_rate", "折现率", "Discount rate", Kind.NUMBER, "把各年成本折到基准年", "discounts costs to the base year", default=0.06, unit="1", at_least=0, at_most=0.3),
    Setting("interest_rate", "融资利率", "Interest rate", Kind.NUMBER, "投资年金的利率；空 = 折现率", "rate of capital annuities; blank: the discount rate", default=None, unit="1", at_least=0, at_most=0.5),
    Setting("payment_timing", "付款时点", "Payment timing", Kind.CHOICE, "一年的成本视为年初、年中或年末支付", "when the costs of a year are paid", default="middle", choices=TIMING),
    Setting("capital_timing", "年金付款时点", "Capital payment timing", Kind.CHOICE, "投资年金视为年初、年中或年末支付；空 = 付款时点", "when capital annuities are paid; blank: as other payments", default=None, choices=TIMING),
    Setting("discount_to", "折现到", "Discounted to", Kind.YEAR, "折现到哪一年年初；空 = 基准年的次年", "start of the year that costs are discounted to; blank: the year after the base year", default=None),
    Setting("price_year", "价格基准年", "Price year", Kind.YEAR, "不变价的年份", "year of real money", required=True),
    Setting("currency", "币种", "Currency", Kind.TEXT, "金额的币种", "currency of all money", default="CNY"),
    Setting("boundary", "排放边界", "Emission boundary", Kind.CHOICE, "属地排放，或再加净调入电力的排放", "territorial, or with net imported electricity", default="territorial", choices=BOUNDARY),
    Setting("reserve_margin", "备用率", "Reserve margin", Kind.NUMBER, "可信容量高出最大负荷的比例", "firm capacity above peak load", default=0.0, unit="1", at_least=0, at_most=1),
    Setting("value_of_lost_load", "缺电代价", "Value of lost load", Kind.NUMBER, "逐时品种缺供一单位能量的代价", "cost of a unit of hourly demand not served", default=None, unit="元/千瓦时", at_least=0),
    Setting("author", "编制单位", "Author", Kind.TEXT, "编制单位", "who keeps this workbook", default=""),
)  # fmt: skip

SETTINGS_BY_KEY = {setting.key: setting for setting in SETTINGS_ROWS}
