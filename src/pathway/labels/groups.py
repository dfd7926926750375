"""Groups that charts put technologies, sectors and carriers in: names, and one colour each.

Colours start from those of Okabe and Ito and were moved apart until every two of them can be told
by eyes of the three kinds of colour blindness, and those that charts stack on each other differ in
lightness, so that grey print shows them; a test holds both. A workbook's own keys that are not
here get a colour of the palette (`colours_for`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.labels.colours import KINDS, PALETTE, SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Group:
    """A group of technologies in charts: the tags that lead to it, its names and colour."""

    key: str
    zh: str
    en: str
    colour: str
    tags: tuple[str, ...] = ()
    role: str = ""
    """``plant`` for power plant, whose capacity adds up; ``flexible`` for what shifts load."""


GROUPS = (
    Group("nuclear", "核电", "Nuclear", "#C789C9", ("核电",), "plant"),
    Group("coal_power", "煤电", "Coal power", "#2D2B2B", ("煤电",), "plant"),
    Group("gas_power", "气电", "Gas power", "#C85B00", ("气电", "天然气发电"), "plant"),
    Group("waste_power", "垃圾发电", "Waste to energy", "#714C14", ("垃圾发电",), "plant"),
    Group("biomass", "生物质", "Biomass", "#B4EF8B", ("生物质",), "plant"),
    Group("hydro", "水电", "Hydro", "#3E719B", ("水电",), "plant"),
    Group("wind", "风电", "Wind", "#60C2FA", ("风电",), "plant"),
    Group("pv", "光伏", "Photovoltaics", "#FBEA47", ("光伏", "solar"), "plant"),
    Group("import", "受入电力", "Imports", "#969DA6", ("受入", "进口", "调入", "外来电")),
    Group("storage", "储能", "Storage", "#503898", ("储能",), "flexible"),
    Group("demand_response", "需求响应", "Demand response", "#179051", ("需求响应",), "flexible"),
    Group("export", "外送电力", "Exports", "#DAC8D1", ("外送", "出口", "调出", "外送电")),
    Group("heat_supply", "供热", "Heat supply", "#DD9107", ("供热", "boiler")),
    Group("surplus", "弃用", "Unused surplus", "#EEEBDA"),
    Group("unserved", "缺供", "Unserved demand", "#C10083"),
)
"""In the order in which charts stack them; a process belongs to the first that it has a tag of."""

SECTORS = (
    Group("power", "电力", "Power", "#052856"),
    Group("industry", "工业", "Industry", "#A19844"),
    Group("transport", "交通运输", "Transport", "#832354"),
    Group("buildings", "建筑", "Buildings", "#DDA97D"),
    Group("services", "服务业", "Services", "#5789D9"),
    Group("agriculture", "农业", "Agriculture", "#C2D960"),
    Group("supply", "能源供应", "Energy supply", "#746F65"),
    Group("heat", "热力", "Heat", "#650000"),
    Group("land", "土地与碳汇", "Land and sinks", "#1A5E35"),
    Group("capture", "碳捕集", "Carbon capture", "#78A285"),
)
"""Words for sectors that workbooks often name so; any other sector shows its own name."""

ALIKE = (
    Group("residential", "居民生活", "Residential", "#DDA97D"),
    Group("commercial", "商业服务", "Commercial", "#5789D9"),
    Group("tertiary", "第三产业", "Tertiary industry", "#5789D9"),
    Group("sinks", "碳汇", "Carbon sinks", "#1A5E35"),
    Group("", "未分部门", "Not of a sector", "#8C8C8C"),
)
"""Sectors that stand for one above where a city cuts otherwise, in its colour."""

CARRIERS = (
    Group("electricity", "电力", "Electricity", "#0C80C7"),
    Group("coal", "煤炭", "Coal", "#2D2B2B"),
    Group("gas", "天然气", "Natural gas", "#C85B00"),
    Group("oil", "油品", "Oil products", "#714C14"),
    Group("gasoline", "汽油", "Gasoline", "#D3C1F0"),
    Group("diesel", "柴油", "Diesel", "#5C6974"),
    Group("hydrogen", "氢气", "Hydrogen", "#51B7F9"),
)
"""Carriers that have a colour of their own in charts by commodity."""

TERMS = (
    Group("investment", "投资年金", "Investment annuities", "#0C80C7"),
    Group("retrofit", "改造年金", "Retrofit annuities", "#51B7F9"),
    Group("fixed_om", "固定运维", "Fixed O&M", "#006C3A"),
    Group("variable", "变动成本与燃料", "Variable cost and fuel", "#ECA906"),
    Group("decommissioning", "提前退役", "Decommissioning", "#3B3399"),
    Group("shortfall", "预期条款未完成", "Missed soft clauses", "#D3C1F0"),
    Group("unserved", "缺供", "Unserved demand", "#C10083"),
    Group("unserved_year", "全年缺供", "Unserved yearly demand", "#B26EA6"),
    Group("transfers", "转移支付（计入目标）", "Transfers counted in the objective", "#E0B6A1"),
)
"""Terms of the costs, in the order in which charts stack them."""

_TERMS_BY_KEY = {term.key: term for term in TERMS}
CHARTED = (*SECTORS, *ALIKE, *GROUPS)
_BY_KEY = {group.key: group for group in CHARTED}
_COLOURS = {each.key: each.colour for each in (*CARRIERS, *TERMS, *CHARTED)}
_COLOURS |= SERIES | KINDS
_SPOKEN = {group.zh: group for group in (*SECTORS, *ALIKE) if group.key}
_SPOKEN["交通"] = _BY_KEY["transport"]
"""Sectors that a workbook names by their Chinese word instead of the key."""
_COLOURS = {word: group.colour for word, group in _SPOKEN.items()} | _COLOURS


def group_of(tags: Iterable[str], sector: str) -> str:
    """Group that charts put a process in: of its tags, or else its sector."""
    known = set(tags)
    for group in GROUPS:
        if group.key in known or known.intersection(group.tags):
            return group.key
    return sector


def group_order(group: str) -> int:
    """Place of a group in stacks and tables; sectors come last."""
    order = [known.key for known in GROUPS]
    return order.index(group) if group in order else len(order)


def role_of(group: str) -> str:
    """Role of a group: ``plant``, ``flexible`` or blank."""
    known = _BY_KEY.get(group)
    return known.role if known else ""


def group_word(group: str, lang: str) -> str:
    """Name of a group or sector; its own key where the catalogue has no word for it."""
    known = _BY_KEY.get(group)
    if known is None:
        spoken = _SPOKEN.get(group)
        return spoken.en if spoken and lang != "zh" else group
    return known.zh if lang == "zh" else known.en


def term_group(term: str) -> Group:
    """Name and colour of a term of the costs.

    Raises:
        KeyError: the catalogue has no such term.
    """
    return _TERMS_BY_KEY[term]


def colour_of(key: str, position: int) -> str:
    """Colour of a group, sector, carrier, term of costs or series; else, by its position."""
    if key and key in _COLOURS:
        return _COLOURS[key]
    return PALETTE[position % len(PALETTE)]


def colours_for(keys: Iterable[str]) -> dict[str, str]:
    """One colour a key: its own of the catalogue, or the next of the palette that is free.

    The same keys in the same order give the same colours: give all that a run may show (its
    sectors, departments, regions), not only those of one chart, and every chart agrees.
    """
    wanted = list(dict.fromkeys(keys))
    found = {key: _COLOURS[key] for key in wanted if key and key in _COLOURS}
    free = [colour for colour in PALETTE if colour not in found.values()] or list(PALETTE)
    others = [key for key in wanted if key not in found]
    return found | {key: free[at % len(free)] for at, key in enumerate(others)}
