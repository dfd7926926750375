"""The closed table of unit words: every spelling that a planner may use, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Word:
    """One spelling and what it means: so many of a unit of the registry."""

    spelling: str
    multiplier: int
    unit: str


COUNTED = (
    ("watt", "瓦 W"),
    ("kilowatt", "千瓦 kW KW kw"),
    ("megawatt", "兆瓦 MW"),
    ("gigawatt", "吉瓦 GW"),
    ("terawatt", "太瓦 TW"),
    ("watt_hour", "瓦时 瓦小时 Wh"),
    ("kilowatt_hour", "千瓦时 千瓦小时 度 kWh KWh KWH kwh Kwh"),
    ("megawatt_hour", "兆瓦时 兆瓦小时 MWh MWH"),
    ("gigawatt_hour", "吉瓦时 吉瓦小时 GWh GWH"),
    ("terawatt_hour", "太瓦时 太瓦小时 TWh TWH"),
    ("joule", "焦 焦耳 J"),
    ("kilojoule", "千焦 kJ KJ"),
    ("megajoule", "兆焦 MJ"),
    ("gigajoule", "吉焦 GJ"),
    ("terajoule", "太焦 TJ"),
    ("petajoule", "拍焦 PJ"),
    ("exajoule", "艾焦 EJ"),
    ("kilocalorie", "千卡 大卡 kcal"),
    ("gigacalorie", "吉卡 Gcal"),
    ("btu", "btu Btu BTU 英热单位"),
    ("megabtu", "MMBtu MMBTU mmbtu 百万英热单位"),
    ("gram_coal_equivalent", "克标煤 克标准煤 gce"),
    ("kilogram_coal_equivalent", "千克标煤 千克标准煤 公斤标煤 公斤标准煤 kgce Kgce"),
    ("tonne_coal_equivalent", "吨标煤 吨标准煤 吨煤当量 tce TCE"),
    ("kilotonne_coal_equivalent", "ktce"),
    ("megatonne_coal_equivalent", "Mtce"),
    ("tonne_oil_equivalent", "吨标油 吨油当量 toe"),
    ("kilotonne_oil_equivalent", "ktoe"),
    ("megatonne_oil_equivalent", "Mtoe"),
    ("gram", "克 g 克CO2 克二氧化碳 gCO2 gCO2e"),
    ("kilogram", "千克 公斤 kg KG 千克CO2 公斤CO2 千克二氧化碳 公斤二氧化碳 kgCO2 kgCO2e"),
    ("tonne", "吨 t 吨CO2 吨二氧化碳 吨CO2当量 吨二氧化碳当量 tCO2 tCO2e tCO2eq"),
    ("kilotonne", "kt ktCO2 ktCO2e"),
    ("megatonne", "Mt MtCO2 MtCO2e"),
    ("gigatonne", "Gt GtCO2 GtCO2e"),
    ("yuan", "元 人民币 CNY RMB yuan ¥ 美元 USD $ US$ dollar dollars 欧元 EUR € euro"),
    ("kiloyuan", "kCNY kUSD k$ kEUR k€"),
    ("megayuan", "MCNY MUSD M$ MEUR M€"),
    ("gigayuan", "GCNY GUSD G$ GEUR G€"),
    ("teu", "标箱 标准箱 TEU teu"),
    ("kiloteu", "kTEU"),
    ("megateu", "MTEU"),
    ("person", "人 人次 person persons people"),
    ("vehicle", "辆 辆车 标台 vehicle vehicles"),
    ("piece", "个 家 台 座 项 处 户 套 艘 列 架 次 个次 piece pieces count"),
    ("metre", "米 m"),
    ("kilometre", "公里 千米 km KM"),
    ("square_metre", "平方米 平米 m2 m^2"),
    ("square_kilometre", "平方公里 平方千米 km2 km^2"),
    ("hectare", "公顷 ha"),
    ("mu", "亩"),
    ("cubic_metre", "立方米 标准立方米 标立方米 立方 标方 方 m3 m^3 Nm3 Nm^3"),
    ("gigacubic_metre", "bcm"),
    ("litre", "升 L"),
    ("tonne * kilometre", "吨公里 吨千米 tkm t-km"),
    ("megatonne * kilometre", "Mtkm"),
    ("gigatonne * kilometre", "Gtkm"),
    ("person * kilometre", "人公里 人千米 人次公里 pkm p-km"),
    ("megaperson * kilometre", "Mpkm"),
    ("gigaperson * kilometre", "Gpkm"),
    ("teu * kilometre", "标箱公里 标准箱公里 TEU公里 TEUkm TEU-km"),
    ("vehicle * kilometre", "车公里 辆公里 vkm v-km"),
)  # fmt: skip
"""Unit of the registry, then spellings that take a numeral in front (万千瓦, 亿吨公里)."""

PLAIN = (
    ("", "1 无量纲 比例 倍"),
    ("percent", "% 百分点 个百分点 percent"),
    ("permille", "‰ 千分点 个千分点"),
    ("millipiece", "千分之一个"),
    ("second", "秒 s"),
    ("minute", "分钟 min"),
    ("hour", "小时 时 h hr hour hours"),
    ("day", "天 日 d day days"),
    ("year", "年 a yr year years"),
    ("hundred_kilometre", "100公里 100千米 100km"),
)

NUMERALS: Mapping[str, int] = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
"""Numerals that may stand before a counted word."""
_ENGLISH_NUMERALS: Mapping[str, int] = {
    "thousand ": 10**3,
    "10^4 ": 10**4,
    "million ": 10**6,
    "10^8 ": 10**8,
    "billion ": 10**9,
    "bn ": 10**9,
}


def entries() -> Iterator[Word]:
    """Every word of the table; the same spelling may come twice, with one meaning."""
    for unit, spellings in PLAIN:
        yield from (Word(spelling, 1, unit) for spelling in spellings.split())
    for unit, spellings in COUNTED:
        for spelling in spellings.split():
            for numeral, size in _numerals(spelling).items():
                yield Word(numeral + spelling, size, unit)


def _numerals(spelling: str) -> Mapping[str, int]:
    """Numerals that may stand before a spelling: English ones only before Latin letters."""
    english = spelling.isascii() and spelling[0].isalpha()
    return {**NUMERALS, **_ENGLISH_NUMERALS} if english else NUMERALS


WORDS: dict[str, Word] = {word.spelling.replace(" ", ""): word for word in entries()}
"""The closed table, by spelling without spaces."""
