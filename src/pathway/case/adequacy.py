"""Rows of sheet ``adequacy``: which months and hours count, and what firm capacity covers then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import AVERAGE_SLICES, AdequacyPeriod, Basis
from pathway.case.shapes import HOURS, MONTH_ENDS
from pathway.schema.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Commodity, Steps
    from pathway.case.values import Values
    from pathway.workbook.rows import Row, Workbook


def adequacy(
    workbook: Workbook, values: Values, goods: Mapping[str, Commodity], margin: float
) -> dict[str, AdequacyPeriod]:
    """Every period; `margin` is the reserve margin of those that state none."""
    number = len(workbook.profile_sheet.step)
    return {
        row.key: _period(row, values, goods[row["commodity"]], margin, number)
        for row in workbook.rows("adequacy")
    }


def _period(
    row: Row, values: Values, commodity: Commodity, margin: float, number: int
) -> AdequacyPeriod:
    if number != HOURS and (row["months"] or row["hours"]):
        values.warn(
            row.where("months" if row["months"] else "hours"),
            f"months or hours with {number} steps",
            "8,760 hourly rows in sheet profiles",
            "They are not used: every step counts.",
        )
    if not commodity.hourly:
        values.error(
            row.where("commodity"), f"{commodity.key!r} balances over the year",
            "an hourly commodity",
        )  # fmt: skip
    stated = values.number(row, "margin")
    return AdequacyPeriod(
        key=row.key,
        label=values.label(row),
        commodity=commodity.key,
        region=row["region"],
        basis=Basis(row["basis"]),
        duration=values.number(row, "duration", parse_unit("小时")) or 4.0,
        margin=margin if stated is None else stated,
        months=frozenset(_numbers(row, "months", range(1, 13), values)),
        hours=frozenset(_numbers(row, "hours", range(24), values)),
        origin=values.origin(row),
    )


def steps_within(period: AdequacyPeriod, steps: Steps) -> NDArray[np.bool_]:
    """Steps that lie in the months and hours of a period; all of them where steps are slices.

    A representative day lies in every month that a day it stands for lies in. An average day lies
    in those that all its days lie in: it must ask for nothing that one of them need not keep.
    """
    if steps.resolution in {"slices", AVERAGE_SLICES}:
        return np.ones(steps.count, np.bool_)
    month = np.searchsorted(MONTH_ENDS, np.arange(len(steps.calendar)) * 24, side="right")
    inside = np.isin(month, list(period.months))
    chosen, others = steps.calendar[inside], steps.calendar[~inside]
    days = np.setdiff1d(chosen, others) if steps.averaged else chosen
    return np.isin(steps.day, days) & np.isin(steps.hour, list(period.hours))


def hours_of(period: AdequacyPeriod) -> NDArray[np.bool_]:
    """Hours of a year that lie in the months and hours of a period."""
    hour = np.arange(HOURS)
    month = np.searchsorted(MONTH_ENDS, hour, side="right")
    return np.isin(month, list(period.months)) & np.isin(hour % 24, list(period.hours))


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
