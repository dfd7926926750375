"""Words of units: 万千瓦 is 10⁴ kW in English."""

from __future__ import annotations

import re


def unit_word(unit: str, lang: str) -> str:
    """A unit in the language: 万千瓦 is 10⁴ kW in English; unknown words stay as they are."""
    if lang == "zh" or not unit:
        return unit
    return "".join(_unit_part(part) for part in re.split(r"([/·*()])", unit))


def _unit_part(part: str) -> str:
    if part in _UNITS:
        return _UNITS[part]
    for numeral, size in _NUMERALS.items():
        if part.startswith(numeral) and part[len(numeral) :] in _UNITS:
            return f"{size} {_UNITS[part[len(numeral) :]]}"
    return part


_NUMERALS = {
    "百万": "10⁶", "千万": "10⁷", "十万": "10⁵", "万亿": "10¹²", "十亿": "10⁹",
    "万": "10⁴", "亿": "10⁸", "十": "10", "百": "100", "千": "10³",
}  # fmt: skip
_UNITS = {
    "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "瓦": "W", "千瓦时": "kWh", "兆瓦时": "MWh",
    "度": "kWh", "焦": "J", "千焦": "kJ", "兆焦": "MJ", "吉焦": "GJ", "太焦": "TJ",
    "吨标煤": "tce", "千克标煤": "kgce", "克标煤": "gce", "吨": "t", "千克": "kg", "克": "g",
    "元": "CNY", "标箱": "TEU", "标箱公里": "TEU·km", "人": "persons", "人次": "persons",
    "人公里": "person-km", "辆": "vehicles", "车公里": "vehicle-km", "个": "", "座": "",
    "平方米": "m²", "平方公里": "km²", "公顷": "ha", "亩": "mu", "立方米": "m³",
    "吨公里": "t-km", "公里": "km", "米": "m", "小时": "h", "年": "year", "天": "d", "日": "d",
    "倍": "×", "百分点": "pp", "个百分点": "pp",
}  # fmt: skip
