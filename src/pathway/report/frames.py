"""Tables of the results as the sheets want them: with every column, years across, in groups."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from pathway.labels import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pathway.results.results import Results

_NAMES = "name_zh name_en"
_COLUMNS = {
    "capacity": f"process {_NAMES} sector tags region year capacity new retired retrofitted_in "
    "retrofitted_out expired exogenous unit",
    "units": f"unit {_NAMES} state year capacity retired_early retrofitted_out retrofitted_in "
    "commissioned end_of_life county lead unit_of_capacity",
    "activity": f"process {_NAMES} sector tags region year activity unit capacity capacity_unit "
    "full_load_hours",
    "flows": "commodity commodity_zh commodity_en region kind item item_zh item_en sector "
    "direction year amount unit",
    "audit": "check_zh check_en residual tolerance ok",
    "audited": "group group_zh group_en item item_zh item_en residual limit ok where",
    "certificates": "certificate cost bound gap slack unit",
    "dispatch": "year day date hour weight duration",
    "emissions": "year sector item item_zh item_en kind counted amount unit",
    "costs": "year term term_zh term_en item item_zh item_en sector cost discount_factor "
    "discounted stage unit",
    "investment": f"kind item {_NAMES} sector lead year capacity capacity_unit unit_cost "
    "unit_cost_unit investment annuity",
    "clauses": "clause section quote firmness state metric metric_zh metric_en relation year "
    "target result unit slack light binding price price_unit lead partners how_modelled "
    "source_cell value_source own_target confidence",
    "ledger": "clause row year section quote firmness state why reason_zh reason_en metric per "
    "formula_zh formula_en scope_zh scope_en numbers_zh numbers_en limit_zh limit_en result "
    "relation target unit slack slack_share light binding price price_unit step step_unit "
    "tighter_before tighter_after looser_before looser_after lead partners how_modelled "
    "source_cell metric_cells value_source own_target confidence",
    "transfers": f"year transfer {_NAMES} payer receiver counted metric metric_zh metric_en value "
    "value_unit price price_unit amount unit",
    "prices": f"kind item {_NAMES} region year price unit low high",
    "steps": f"clause {_NAMES} relation target unit step step_share way before after before_known",
    "peak": "year role emissions unit reference guard_room guard_price earlier room price "
    "price_unit below_peak below_peak_percent",
    "demand": f"demand {_NAMES} commodity region sector year amount unit",
    "days": "day date days_represented extreme",
    "metrics": f"metric {_NAMES} year value unit direction",
    "tasks": "year lead partners task_zh task_en kind item amount cumulative unit investment "
    "clause",
    "inputs": "table key parameter value unit where sources confidence note",
    "findings": "severity where found expected suggestion",
}
BASE_CHECK = [
    "metric",
    "name_zh",
    "name_en",
    "year",
    "model",
    "known",
    "unit",
    "difference_percent",
    "tolerance_percent",
    "ok",
    "confidence",
    "sources",
    "explanation",
]


class Across(NamedTuple):
    """One row with years across."""

    keys: tuple[Any, ...]
    values: list[float | None]


class Tabled(Protocol):
    """Whatever has tables by name: results, or a run read back."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Tidy tables by name."""


def frame(results: Tabled, table: str) -> pd.DataFrame:
    """A table of the results with at least the columns that the sheets read."""
    found = results.tables.get(table)
    return with_columns(found, _COLUMNS[table].split())


def with_columns(found: pd.DataFrame | None, columns: Sequence[str]) -> pd.DataFrame:
    """The frame with missing columns added blank; an empty one where there is none."""
    if found is None or found.empty:
        return pd.DataFrame(columns=list(columns))
    missing = [column for column in columns if column not in found.columns]
    return found.assign(**dict.fromkeys(missing, None)) if missing else found


def shown_years(results: Results) -> tuple[int, ...]:
    """The base year and the years of the plan."""
    return (results.case.base_year, *results.case.years)


def across(
    rows: pd.DataFrame, keys: Sequence[str], value: str, years: Sequence[int]
) -> list[Across]:
    """Sums of a value by keys, with the years across; None where there is no row."""
    if rows.empty:
        return []
    amounts = pd.to_numeric(rows[value]).to_numpy(float, na_value=np.nan).tolist()
    parts: dict[Any, dict[Any, list[float]]] = {}
    names = zip(*(_filled(rows[key]) for key in keys), strict=True)
    for key, year, amount in zip(names, rows["year"].tolist(), amounts, strict=True):
        found = parts.setdefault(key, {}).setdefault(year, [])
        if not math.isnan(amount):
            found.append(amount)
    return [
        Across(key, [math.fsum(found[y]) if found.get(y) else None for y in years])
        for key, found in parts.items()
    ]


def _filled(column: pd.Series[Any]) -> list[Any]:
    """Values of a column, blanks as empty texts."""
    blank = column.isna().tolist()
    return ["" if gone else value for value, gone in zip(column.tolist(), blank, strict=True)]


def yearly(rows: pd.DataFrame, value: str, years: Sequence[int]) -> list[float | None]:
    """Sum of a value by year."""
    found = across(rows.assign(all=""), ["all"], value, years)
    return found[0].values if found else [None] * len(years)


def region_word(results: Results, region: str, lang: str) -> str:
    """Name of a region."""
    found = results.case.regions.get(region)
    return pick(found.zh, found.en, lang) if found else region


def main_commodity(results: Results) -> str | None:
    """The hourly commodity that most processes make or use: electricity, in most cities."""
    hourly = [key for key, commodity in results.case.commodities.items() if commodity.hourly]
    counts = Counter(flow.commodity for flow in results.case.flows if flow.commodity in hourly)
    return max(hourly, key=lambda key: counts[key], default=None)


def names(rows: pd.DataFrame, lang: str, stem: str = "name") -> list[str]:
    """Names in the language of the report."""
    return [
        pick(zh, en, lang) for zh, en in zip(rows[f"{stem}_zh"], rows[f"{stem}_en"], strict=True)
    ]


def plan_years(results: Results, values: Sequence[float]) -> list[float | None]:
    """A yearly path as cells of the plan's years; blanks where it was not computed."""
    return list(values) if values else [None] * len(results.case.years)


def total(values: Iterable[float | None]) -> float:
    """Sum, blanks left out."""
    return sum(v for v in values if v is not None)


def records(rows: pd.DataFrame) -> list[Any]:
    """Rows as named tuples, untyped: columns hold texts, numbers and blanks."""
    return list(rows.itertuples(index=False))
