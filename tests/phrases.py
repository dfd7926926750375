# ruff: noqa: E501 (a Chinese character counts as two)
"""Clauses of other cities' plans, as rows, in a town that has what they speak of.

Wording is that of carbon-peaking documents of Chinese places; numbers are such that a test can
reckon them. The town: coal and sun power, cars, forest, storage, with figures of past years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import tiny

if TYPE_CHECKING:
    from pathway.workbook.rows import Workbook

YEARS = tuple(range(2024, 2036))
GDP = {2020: 100, 2024: 140, 2035: 250}
ENERGY_2020 = {"base_year": 2020, "base_value": 0.5, "base_unit": "吨/万元"}
CLEAN_2020 = {"base_year": 2020, "base_value": 15, "base_unit": "%"}


def c(key: str, sense: str, metric: str | None, quote: str = "", **more: object) -> tiny.Row:
    """A hard clause with its text."""
    return {**tiny.clause(key, sense, metric, **more), "quote": quote or f"{key} {sense}"}


def tonnes(value: float, **more: object) -> dict[str, object]:
    return {"value": value, "unit": "万吨", **more}


def percent(value: float, **more: object) -> dict[str, object]:
    return {"value": value, "unit": "%", **more}


SOFT = {"firmness": "soft", "price": 100, "price_unit": "元/吨"}
CLAUSES: tuple[tiny.Row, ...] = (
    c("share", "达到…左右", "clean", "到2025年，非化石能源占能源消费总量比重达到18%左右", per="energy",
      time="at", from_year=2025, **percent(18)),
    c("intensity", "下降…以上", "energy", "2025年单位GDP能耗比2020年下降13.5%以上", per="gdp",
      relative_to="change", time="at", from_year=2025, **percent(13.5), **ENERGY_2020),
    c("since2005", "下降…以上", "co2", "到2030年，单位GDP二氧化碳排放比2005年下降65%以上", per="gdp",
      relative_to="change", time="at", from_year=2030, base_year=2005, base_value=3,
      base_unit="吨/万元", **percent(65)),
    c("stretch", "力争达到", "sun", "力争光伏装机达到500万千瓦", value=500, unit="万千瓦",
      from_year=2030, firmness="soft", price=100, price_unit="元/千瓦"),
    c("new_cars", "达到…左右", "new_ev", "2030年，当年新增新能源车比例达到40%左右", per="new_cars",
      time="at", from_year=2030, **percent(40)),
    c("roofs", "应装尽装", "sun", "公共机构屋顶光伏应装尽装", per="roof_potential", from_year=2033),
    c("coal_peak", "左右达峰", "coal", "煤炭消费2027年左右达峰", time="at", from_year=2027),
    c("oil_peak", "达到峰值", "oil", "石油消费“十五五”时期达到峰值", from_year=2026, to_year=2030),
    c("city_peak", "达峰", "co2", "2030年前二氧化碳排放达峰", from_year=2026, to_year=2030),
    c("less", "逐步减少", "coal", "逐步减少煤炭消费", from_year=2031, firmness="soft", price=1,
      price_unit="元/吨"),
    c("steady", "保持基本稳定", "oil", "“十四五”石油消费保持基本稳定", from_year=2024, to_year=2025,
      base_year=2023, base_value=80, base_unit="万吨"),
    c("growth_cap", "年均增速控制在…以内", "energy", "“十五五”能源消费年均增速控制在2%以内",
      time="average_growth", from_year=2030, base_year=2025, base_value=200, base_unit="万吨",
      **percent(2)),
    c("added", "十五五累计新增", "new_store", "“十五五”累计新增新型储能200万千瓦", value=200,
      unit="万千瓦", time="cumulative"),
    c("budget", "十五五累计不超过", "co2", "“十五五”碳排放总量不超过2500万吨", time="cumulative",
      **tonnes(2500)),
    c("ban", "全面禁止", "new_coal", "2027年起全面禁止新建煤电", from_year=2027),
    c("ban_built", "不再新增", "new_coal", "“十五五”不再新增煤电装机", from_year=2026),
    c("yearly", "每年不少于", "new_forest", "“十四五”每年造林不少于2万公顷", value=2, unit="万公顷",
      time="every", from_year=2024, to_year=2025),
    c("firm", "确保达到", "clean", "确保达到20%，力争达到22%", per="energy", from_year=2030,
      **percent(20)),
    c("firm-stretch", "力争达到", "clean", "确保达到20%，力争达到22%", per="energy", from_year=2030,
      **percent(22), **SOFT),
    c("faster", "超过(另一指标)", "clean", "新增清洁能源量超过能源消费增量的一半", per="energy",
      from_year=2030, **percent(50)),
    c("points", "提高…个百分点", "clean", "非化石能源比重较2020年提高5个百分点", per="energy",
      relative_to="points", time="at", from_year=2025, value=5, unit="个百分点", **CLEAN_2020),
    c("against_plan", "下降…左右", "co2", "2035年碳排放比2030年下降10%左右", relative_to="change",
      time="at", from_year=2035, base_year=2030, **percent(10, tolerance=1)),
    c("cut", "减少…以上", "coal", "2030年煤炭消费比2025年减少30万吨以上", relative_to="difference",
      time="at", from_year=2030, base_year=2025, **tonnes(30)),
    c("cut_sum", "累计减少", "coal", "“十五五”累计少用煤100万吨", relative_to="difference",
      time="cumulative", from_year=2026, to_year=2030, base_year=2023, base_value=120,
      base_unit="万吨", **tonnes(100)),
    c("response", "达到…以上", "store", "需求侧响应能力达到最大负荷的5%以上", per="peak_load",
      from_year=2025, **percent(5)),
    c("standard", "优于", "coal", "供电煤耗优于0.3万吨/亿千瓦时的国家标准", per="energy",
      time="at", from_year=2030, value_source="standard", **percent(95)),
    c("ranked", "居全省前列", "clean", "非化石能源比重居全省前列", per="energy", time="at",
      from_year=2030, value_source="rank", **percent(21)),
    c("handed_down", "完成省下达", "energy", "完成省下达的能耗强度下降目标", per="gdp",
      value_source="missing"),
    c("four", "翻两番", "store", "新型储能规模比2025年翻两番", relative_to="factor", time="at",
      from_year=2030, base_year=2025),
    c("shape", "由…优化到", "clean", "能源结构由15:85优化到20:80", per="energy", time="at",
      from_year=2030, **percent(20)),
    c("shape-2", "由…优化到", "fossil", "能源结构由15:85优化到20:80", per="energy", time="at",
      from_year=2030, **percent(80)),
    c("kept", "不下降", "forest", "森林面积不下降", base_year=2023, base_value=50, base_unit="万公顷"),
    c("zero", "实现零增长", "coal", "“十五五”煤炭消费实现零增长", from_year=2026, to_year=2030,
      base_year=2025),
    c("inside_band", "稳定在…左右", "energy", "能源消费稳定在210万吨左右", from_year=2034,
      **tonnes(210, tolerance=10)),
    c("above_band", "稳定在…以上", "clean", "清洁能源占比稳定在25%以上", per="energy",
      from_year=2034, **percent(25)),
    c("dropped", "大幅下降", "oil", "2035年石油消费比2025年大幅下降", time="at", from_year=2035,
      base_year=2025, **percent(20)),
    c("promoted", "推动", "new_store", "推动建设100万千瓦储能", value=100, unit="万千瓦"),
    c("denied", "绝不可低于", "clean", "清洁能源占比绝不可低于25%", per="energy", **percent(25)),
    c("unheard", "遥遥领先", "clean", "清洁能源占比遥遥领先", per="energy", **percent(25)),
)  # fmt: skip


def town(*clauses: tiny.Row) -> tiny.Tables:
    """The town with some clauses; all of its own if none are given."""
    fuels = {"activity_unit": "万吨", "expansion": "unlimited"}
    return tiny.tables(
        {"last_year": YEARS[-1], "peak_from": 2026, "peak_deadline": 2030},
        commodities=[tiny.good("electricity", "hour"), tiny.good("coal", co2=2.6),
                     tiny.good("oil", co2=3.1), tiny.good("cargo")],
        processes=[
            tiny.plant("coal_power", existing=3, expansion="build", capex=1, tags="煤电",
                       firm_credit=1),
            tiny.plant("sun", existing=1, expansion="build", capex=1, capacity_max=9, tags="光伏"),
            tiny.plant("store", existing=0.2, expansion="build", capex=1),
            tiny.works("car", existing=50, expansion="build", capex=1),
            tiny.works("ev", existing=5, expansion="build", capex=1, tags="新能源"),
            tiny.works("forest", existing=50, expansion="build", capex=1),
            {"process": "mine", "sector": "能源", "variable_cost": 1, **fuels,
             "variable_cost_unit": "亿元/万吨"},
            {"process": "port", "sector": "能源", "variable_cost": 1, **fuels,
             "variable_cost_unit": "亿元/万吨"},
            {"process": "burner", "sector": "工业", **fuels},
        ],
        flows=[tiny.out("coal_power"), tiny.out("sun"), tiny.out("store"),
               tiny.take("coal_power", "coal", 30, unit="万吨/TWh"),
               tiny.out("mine", "coal"), tiny.out("port", "oil"), tiny.take("burner", "oil"),
               tiny.out("car", "cargo"), tiny.out("ev", "cargo")],
        demands=[tiny.demand("electricity", 5), tiny.demand("oil", 70), tiny.demand("cargo", 20)],
        adequacy=[{"period": "peak", "commodity": "electricity"}],
        series=[{"series": "gdp", "unit": "亿元", **GDP}],
        metrics=[
            tiny.metric("coal", "万吨", "use", commodities="coal", direction="less"),
            tiny.metric("oil", "万吨", "use", commodities="oil", direction="less"),
            tiny.metric("energy", "万吨", "use", commodities="coal;oil", direction="less"),
            tiny.metric("energy", "万吨", "output", processes="sun", commodities="electricity",
                        weight=30, weight_unit="万吨/TWh"),
            tiny.metric("clean", "万吨", "output", processes="sun", direction="more",
                        commodities="electricity", weight=30, weight_unit="万吨/TWh"),
            tiny.metric("fossil", "万吨", "use", commodities="coal;oil"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
            tiny.metric("sun", "GW", "capacity", processes="sun", direction="more"),
            tiny.metric("roof_potential", "GW", "potential", processes="sun"),
            tiny.metric("store", "GW", "capacity", processes="store", direction="more"),
            tiny.metric("new_store", "GW", "new_capacity", processes="store", direction="more"),
            tiny.metric("new_coal", "GW", "new_capacity", processes="coal_power"),
            tiny.metric("new_ev", "万吨/年", "new_capacity", processes="ev", direction="more"),
            tiny.metric("new_cars", "万吨/年", "new_capacity", processes="ev;car"),
            tiny.metric("new_forest", "万公顷", "new_capacity", processes="forest",
                        weight_unit="公顷/(吨/年)", direction="more"),
            tiny.metric("forest", "万公顷", "capacity", processes="forest",
                        weight_unit="公顷/(吨/年)", direction="more"),
            tiny.metric("peak_load", "GW", "peak_load"),
        ],
        clauses=clauses or CLAUSES,
    )  # fmt: skip


def workbook(*clauses: tiny.Row) -> Workbook:
    """The town, written and read."""
    return tiny.read(town(*clauses))
