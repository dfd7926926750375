"""Changed workbooks that a peak year is tried on: demand high and low, and more export.

Sizes are those of sheet ``estimates`` where it gives them; elsewhere they are stated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Label
from pathway.case.estimates import Side, estimates
from pathway.case.override import Change
from pathway.case.scenario import YEARS, changed_workbook, row_key
from pathway.labels import group_of
from pathway.schema import BY_KEY
from pathway.schema.units import convert_factor
from pathway.workbook.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process
    from pathway.case.estimates import Estimate
    from pathway.workbook.rows import Workbook

    Array = NDArray[np.float64]

DEMAND = 0.05
"""Share by which a demand without a range is larger or smaller in the last year."""
EXPORT = 0.10
"""Share by which more is sold elsewhere than in the plan, where the workbook gives no range."""
NOTHING = 1e-6
"""Yearly amount sold that is none [held unit]."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A changed workbook, and what was changed."""

    key: str
    label: Label
    sizes: Label
    workbook: Workbook


def trials(workbook: Workbook, case: Case, sold: Mapping[str, Array]) -> Iterator[Trial]:
    """What the peak year is tried on.

    Args:
        workbook: as the run had it.
        case: the case made of it.
        sold: activity of each process in the plan, by year [held unit].

    Raises:
        InputError: the workbook does not take a change.
    """
    for side in (Side.HIGH, Side.LOW):
        yield _demand(workbook, case, side)
    members = [
        process
        for process in case.processes.values()
        if group_of(process.tags, "") == "export" and sold[process.key].max() > NOTHING
    ]
    if members:
        yield _export(workbook, case, members, sold)


def _demand(workbook: Workbook, case: Case, side: Side) -> Trial:
    """Every demand grows to one end of its range in the last year, from the base year on."""
    known = {
        estimate.key: estimate
        for estimate in estimates(workbook)
        if estimate.table == "demands" and estimate.parameter == YEARS
    }
    stated = 1.0 + DEMAND if side is Side.HIGH else 1.0 - DEMAND
    given = {key: end for key, found in known.items() if (end := _factor(found, side)) is not None}
    fixed = {key for key, estimate in known.items() if _fixed(estimate)}
    keys = dict.fromkeys(row_key(row) for row in workbook.rows("demands"))
    factors = {key: given.get(key, stated) for key in keys if key not in fixed}
    changes = [change for key, factor in factors.items() for change in _growing(case, key, factor)]
    label = (
        Label("需求增长取高值", "demand grows to its high end")
        if side is Side.HIGH
        else Label("需求增长取低值", "demand grows to its low end")
    )
    ends = sorted(given.values())
    sizes = _demand_sizes(ends, len(factors) - len(ends), stated)
    return Trial(f"demand_{side}", label, sizes, changed_workbook(workbook, changes))


def _factor(estimate: Estimate, side: Side) -> float | None:
    """Factor of a demand at one end of its range; None where it has none that is a factor."""
    span = estimate.span
    return span.end(side) if span is not None and span.operation == "×" else None


def _growing(case: Case, key: str, factor: float) -> Iterator[Change]:
    """A demand that is larger by a factor in the last year, and in proportion before it."""
    last = case.years[-1] - case.base_year
    for year in case.years:
        share = 1.0 + (factor - 1.0) * (year - case.base_year) / last
        yield _change(("demands", key, YEARS), "×", repr(share), None, year)


def _fixed(estimate: Estimate) -> bool:
    """Whether the workbook says that a demand does not move."""
    row = estimate.told_by
    return estimate.span is None and row is not None and row["low"] == row["high"]


def _demand_sizes(ends: list[float], rest: int, stated: float) -> Label:
    """How far demands are moved."""
    zh, en = [], []
    if ends:
        zh.append(f"{len(ends)} 项按估计表 ×{ends[0]:g}–{ends[-1]:g}")
        en.append(f"{len(ends)} by sheet estimates ×{ends[0]:g}–{ends[-1]:g}")
    if rest:
        zh.append(f"其余 {rest} 项 ×{stated:g}" if ends else f"{rest} 项 ×{stated:g}")
        en.append(f"{rest} others ×{stated:g}" if ends else f"{rest} ×{stated:g}")
    return Label(
        f"末年 {'、'.join(zh)}，自基年起逐年拉开",
        f"in the last year {', '.join(en)}; in proportion from the base year on",
    )


def _export(
    workbook: Workbook, case: Case, members: list[Process], sold: Mapping[str, Array]
) -> Trial:
    """At least so much more is sold than in the plan, and the ways out are as much wider."""
    high = {
        estimate.key: estimate.span.high
        for estimate in estimates(workbook)
        if estimate.table == "processes" and estimate.parameter == "existing"
        and estimate.span is not None and estimate.span.operation == "×"
    }  # fmt: skip
    changes: list[Change] = []
    factors = {process.key: max(high.get(process.key, 1.0 + EXPORT), 1.0) for process in members}
    for process in members:
        factor = factors[process.key]
        changes += _wider(process, factor)
        changes += _sold(case, process, factor * sold[process.key])
    ends = sorted({f"×{factor:g}" for factor in factors.values()})
    given = any(key in high for key in factors)
    size = "、".join(ends)
    sizes = Label(
        f"每年外送量不少于本方案的 {size}（{'按估计表' if given else '自定'}），通道同比加大",
        f"at least {size} of the plan's exports each year "
        f"({'sheet estimates' if given else 'stated'}), and capacity as much larger",
    )
    label = Label("外送电力增加", "more export")
    return Trial("export", label, sizes, changed_workbook(workbook, changes))


def _wider(process: Process, factor: float) -> Iterable[Change]:
    """Capacity that stands, and what limits it or its activity, larger by a factor."""
    if np.any(process.existing > 0):
        yield _change(("processes", process.key, "existing"), "×", repr(factor))
    for name in ("activity_max", "capacity_max"):
        if np.any(np.isfinite(getattr(process, name))):
            yield _change(("processes", process.key, name), "×", repr(factor))


def _sold(case: Case, process: Process, amounts: Array) -> Iterable[Change]:
    """At least these amounts of activity in each year."""
    shown = convert_factor(process.activity_held, process.activity_shown)
    unit = process.activity_shown.text
    least = "processes", process.key, "activity_min"
    yield _change(least, "=", "0", unit)
    for year, amount in zip(case.years, (amounts * shown).tolist(), strict=True):
        if amount > 0:
            yield _change(least, "=", f"{amount:.9g}", unit, year)


def _change(
    what: tuple[str, str, str], operation: str, value: str,
    unit: str | None = None, year: int | None = None,
) -> Change:  # fmt: skip
    """The override of a sheet, row and parameter."""
    table, key, parameter = what
    values: dict[str, Any] = {
        "scenario": "peak", "table": table, "key": key, "parameter": parameter, "from_year": year,
        "to_year": year, "operation": operation, "value": value, "unit": unit,
        "reason": "pathway peak",
    }  # fmt: skip
    return Change(Row(BY_KEY["overrides"], "peak", "peak", 0, values, {}, {}))
