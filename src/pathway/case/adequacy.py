"""Rows of sheet ``adequacy``: which steps count, when the peak is, and what the load is then."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import AdequacyPeriod, Basis
from pathway.schema.units import hourly_scale, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Commodity, Demand, Steps
    from pathway.case.values import Values
    from pathway.workbook.rows import ProfileSheet, Row, Workbook

    Array = NDArray[np.float64]

HOURS = 8760
MONTH_ENDS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24


def adequacy(
    workbook: Workbook,
    values: Values,
    goods: Mapping[str, Commodity],
    demands: Mapping[str, Demand],
    margin: float,
) -> dict[str, AdequacyPeriod]:
    """Every period; those that cover demand with the load at their peak hour, on all hours."""
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
    if len(sheet.step) != HOURS and (row["months"] or row["hours"]):
        values.warn(
            row.where("months" if row["months"] else "hours"),
            f"months or hours with {len(sheet.step)} steps",
            "8,760 hourly rows in sheet profiles",
            "They are not used: every step counts.",
        )
    if not commodity.hourly:
        values.error(
            row.where("commodity"), f"{commodity.key!r} balances over the year",
            "an hourly commodity",
        )  # fmt: skip
    stated = values.number(row, "margin")
    period = AdequacyPeriod(
        key=row.key,
        label=values.label(row),
        commodity=commodity.key,
        region=row["region"],
        basis=Basis(row["basis"]),
        duration=values.number(row, "duration", parse_unit("小时")) or 4.0,
        margin=margin if stated is None else stated,
        months=frozenset(_numbers(row, "months", range(1, 13), values)),
        hours=frozenset(_numbers(row, "hours", range(24), values)),
        demand=np.zeros(len(values.years)),
        at_peak={},
        when="",
        origin=values.origin(row),
    )
    if period.basis is Basis.PRODUCTION:
        return period
    loads = _loads(period, values, commodity, demands, sheet)
    _check_loads(row, loads, values)
    return _at_peak(period, loads, sheet, values.years)


def _check_loads(row: Row, loads: Array, values: Values) -> None:
    """The peak hour is chosen on exogenous demand alone: it has to have the shape of the load."""
    if np.any(loads < 0):
        values.error(
            row.where("commodity"), "a negative demand outweighs the others in some hour",
            "exogenous demand with the shape of the load, for the hour of the peak is chosen on it",
            "Deduct from the demand that holds too much instead of adding a negative one.",
        )  # fmt: skip
    elif not np.all(loads.max(axis=1, initial=0.0) > 0):
        values.warn(
            row.where("commodity"), "no exogenous demand in some year",
            "some demand with the shape of the load, for the hour of the peak is chosen on it",
        )  # fmt: skip


def _loads(
    period: AdequacyPeriod,
    values: Values,
    commodity: Commodity,
    demands: Mapping[str, Demand],
    sheet: ProfileSheet,
) -> Array:
    """Exogenous load on all steps of the profiles [year × step, GW]."""
    scale = 1.0 / hourly_scale(commodity.held.dimension)
    loads = np.zeros((len(values.years), len(sheet.step)))
    for demand in demands.values():
        if demand.commodity == commodity.key and period.region in {None, demand.region}:
            shape = hourly_shape(sheet, demand.profile, values.years)
            loads += demand.amount[:, None] * scale * shape
    return loads


def _at_peak(
    period: AdequacyPeriod, loads: Array, sheet: ProfileSheet, years: tuple[int, ...]
) -> AdequacyPeriod:
    """The period with the hour of its highest load: that of the last year, where a year has it."""
    inside = np.arange(len(sheet.step))
    if len(inside) == HOURS:
        inside = np.flatnonzero(_of_year(period))
    last = int(inside[np.argmax(loads[-1, inside])])
    there = _exists(sheet, years)
    peak = np.where(there[:, last], last, inside[np.argmax(loads[:, inside], axis=1)])
    return replace(
        period,
        demand=loads[np.arange(len(years)), peak],
        at_peak={key: p[peak] / _means(sheet, p, years) for key, p in sheet.profiles.items()},
        when=_when(last, sheet),
    )


def steps_within(period: AdequacyPeriod, steps: Steps) -> NDArray[np.bool_]:
    """Steps that lie in the months and hours of a period; all of them where steps are slices.

    A representative day lies in every month that a day it stands for lies in.
    """
    if steps.resolution == "slices":
        return np.ones(steps.count, np.bool_)
    if steps.resolution == "full":
        return _of_year(period)
    month = np.searchsorted(MONTH_ENDS, np.arange(len(steps.calendar)) * 24, side="right")
    days = steps.calendar[np.isin(month, list(period.months))]
    return np.isin(steps.day, days) & np.isin(steps.hour, list(period.hours))


def _of_year(period: AdequacyPeriod) -> NDArray[np.bool_]:
    """Hours of a year that lie in the months and hours of a period."""
    hour = np.arange(HOURS)
    month = np.searchsorted(MONTH_ENDS, hour, side="right")
    return np.isin(month, list(period.months)) & np.isin(hour % 24, list(period.hours))


def hourly_shape(sheet: ProfileSheet, profile: str | None, years: tuple[int, ...]) -> Array:
    """Share of a yearly amount in each hour of the steps [year × step, 1/h]: sums to one a year.

    Zero where the profile is; that it is nowhere above zero is told by the checks.
    """
    values = np.ones(len(sheet.step)) if profile is None else sheet.profiles[profile]
    there = values * _exists(sheet, years)
    total = (there * sheet.weight).sum(axis=1, keepdims=True)
    return np.asarray(np.divide(there, total, out=np.zeros_like(there), where=total > 0))


def _exists(sheet: ProfileSheet, years: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each step is there in each year [year × step]."""
    year = np.array(years)[:, None]
    return (sheet.from_year <= year) & (year <= sheet.to_year)


def _means(sheet: ProfileSheet, values: Array, years: tuple[int, ...]) -> Array:
    """Mean of a profile in each year; one where it is zero."""
    weight = sheet.weight * _exists(sheet, years)
    means = (values * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    return np.where(means == 0, 1.0, means)


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
