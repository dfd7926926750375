"""Rows of sheet ``adequacy``: at which hour the peak is, and what the load is then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import AdequacyPeriod
from pathway.schema.units import hourly_scale, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Commodity, Demand
    from pathway.case.values import Values
    from pathway.workbook.rows import ProfileSheet, Row, Workbook

HOURS = 8760
MONTH_ENDS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24


def adequacy(
    workbook: Workbook,
    values: Values,
    goods: Mapping[str, Commodity],
    demands: Mapping[str, Demand],
    margin: float,
) -> dict[str, AdequacyPeriod]:
    """Every peak period, with the load at its peak hour on all hours of the profiles."""
    sheet = workbook.profile_sheet
    return {
        row.key: _period(row, values, goods[row["commodity"]], demands, sheet, margin)
        for row in workbook.rows("adequacy")
    }


def _period(
    row: Row,
    values: Values,
    commodity: Commodity,
    demands: Mapping[str, Demand],
    sheet: ProfileSheet,
    margin: float,
) -> AdequacyPeriod:
    mine = [
        demand
        for demand in demands.values()
        if demand.commodity == commodity.key and row["region"] in {None, demand.region}
    ]
    scale = 1.0 / hourly_scale(commodity.held.dimension)
    loads = sum(
        (np.outer(d.amount * scale, hourly_shape(sheet, d.profile)) for d in mine),
        np.zeros((len(values.years), len(sheet.step))),
    )
    inside = _within(row, sheet, values)
    peak = int(inside[np.argmax(loads[-1, inside])])
    stated = values.number(row, "margin")
    return AdequacyPeriod(
        key=row.key,
        label=values.label(row),
        commodity=commodity.key,
        region=row["region"],
        duration=values.number(row, "duration", parse_unit("小时")) or 4.0,
        margin=margin if stated is None else stated,
        demand=loads[:, peak],
        at_peak={key: float(p[peak] / _mean(sheet, p)) for key, p in sheet.profiles.items()},
        when=_when(peak, sheet),
        origin=values.origin(row),
    )


def hourly_shape(sheet: ProfileSheet, profile: str | None) -> NDArray[np.float64]:
    """Share of a yearly amount in each hour of the steps [1/h]: sums to one over the year."""
    if profile is None:
        return np.full(len(sheet.step), 1.0 / sheet.weight.sum())
    values = sheet.profiles[profile]
    return values / float((values * sheet.weight).sum())


def _mean(sheet: ProfileSheet, values: NDArray[np.float64]) -> float:
    return float((values * sheet.weight).sum() / sheet.weight.sum()) or 1.0


def _within(row: Row, sheet: ProfileSheet, values: Values) -> NDArray[np.int64]:
    """Steps that lie in the months and hours of the period."""
    if len(sheet.step) != HOURS:
        return np.arange(len(sheet.step))
    hour = np.arange(HOURS)
    month = np.searchsorted(MONTH_ENDS, hour, side="right")
    taken = np.isin(month, _numbers(row, "months", range(1, 13), values))
    taken &= np.isin(hour % 24, _numbers(row, "hours", range(24), values))
    return np.flatnonzero(taken)


def _numbers(row: Row, column: str, allowed: range, values: Values) -> list[int]:
    """Numbers that a text such as ``6-9;12`` names."""
    text = row[column]
    if not text:
        return list(allowed)
    result: list[int] = []
    for part in re.split(r"[;；,，、\s]+", str(text).strip()):
        match = re.fullmatch(r"(\d+)(?:\s*[-–~至]\s*(\d+))?", part)
        span = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not match or not span or span[0] not in allowed or span[-1] not in allowed:
            values.error(
                row.where(column),
                f"{part!r}",
                f"numbers {allowed[0]} to {allowed[-1]}",
                "Write ranges such as 6-9, separated by ;.",
            )
            return list(allowed)
        result += span
    return result


def _when(peak: int, sheet: ProfileSheet) -> str:
    if len(sheet.step) != HOURS:
        return str(sheet.day[peak])
    month = int(np.searchsorted(MONTH_ENDS, peak, side="right"))
    day = (peak - int(MONTH_ENDS[month - 1])) // 24 + 1
    return f"{month:02d}-{day:02d} {peak % 24:02d}:00"
