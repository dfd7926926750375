"""What rows leave open that a case no longer shows: blanks that would be read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors import Finding, Severity
from pathway.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.workbook.rows import Workbook

OF_CAPACITY = (
    "capex", "fixed_om", "existing", "capacity_max", "capacity_min", "build_max",
    "decommission_cost", "firm_credit", "hours_max", "hours_min",
)  # fmt: skip
"""Columns of sheet ``processes`` that say something of capacity."""


def check_rows(workbook: Workbook) -> list[Finding]:
    """Run every check."""
    return [finding for check in CHECKS for finding in check(workbook)]


def _regions_are_named(workbook: Workbook) -> Iterator[Finding]:
    """A blank region means the only one; with several it would mean any."""
    regions = [row.key for row in workbook.rows("regions")]
    if len(regions) < 2:
        return
    for table in ("processes", "demands"):
        for row in workbook.rows(table):
            if not row["region"]:
                yield Finding(
                    row.where("region"),
                    f"{row.key!r} names no region, and there are {len(regions)}",
                    f"one of {', '.join(regions)}",
                    "Blank means the only region.",
                )


def _modes_say_nothing_of_capacity(workbook: Workbook) -> Iterator[Finding]:
    """A mode shares the capacity of its host; what its row says of capacity would be lost."""
    for row in workbook.rows("processes"):
        said = [column for column in OF_CAPACITY if row.given(column)]
        if row["mode_of"] and said:
            yield Finding(
                row.where(said[0]),
                f"{row.key!r} is a mode of {row['mode_of']!r} and fills {', '.join(said)}",
                "activity, variable cost and flows only",
                "Not used: write it in the row of the host, or leave mode_of blank.",
                Severity.WARNING,
            )


def _demands_cover_the_base_year(workbook: Workbook) -> Iterator[Finding]:
    """The base-year check solves that year; a demand that begins later has no number for it."""
    base = _base_year(workbook)
    if not any(base in row.years for row in workbook.rows("actuals")):
        return
    for row in workbook.rows("demands"):
        if row.years and min(row.years) > base:
            yield Finding(
                row.where(min(row.years)),
                f"{row.key!r} begins in {min(row.years)}; sheet actuals has figures of {base}",
                f"a number for {base}, for the base-year check",
                f"Until then that of {min(row.years)} is used.",
                Severity.WARNING,
            )


def _stand_ins_are_told(workbook: Workbook) -> Iterator[Finding]:
    """Figures that stand in for the city's own: how many are still to be replaced, and where."""
    for source in workbook.rows("sources"):
        if not source.values.get("stand_in"):
            continue
        cited = {
            BY_KEY[table].zh: count
            for table, rows in workbook.tables.items()
            if (count := sum(source.key in (row.values.get("source") or ()) for row in rows))
        }
        where = "、".join(f"{sheet} {count}" for sheet, count in cited.items())
        yield Finding(
            source.where("stand_in"),
            f"{sum(cited.values())} 个代用值未替换（{source['title']}）：{where} / rows that still "
            "stand in for the city's own"
            if cited
            else f"代用数据未替换：{source['title']} / data that stand in for the city's own",
            "本市的数值及其来源 / the city's own figures and their source",
            f"各表按来源 {source.key} 筛选，换一行改一行的来源；换完后删去来源表的本行 / Filter "
            f"by source {source.key}; give each row its own source; then delete this row.",
            Severity.NOTE,
        )


def _base_year(workbook: Workbook) -> int:
    [stated] = [row["value"] for row in workbook.rows("settings") if row.key == "base_year"]
    return int(float(stated))


CHECKS = (
    _regions_are_named,
    _modes_say_nothing_of_capacity,
    _demands_cover_the_base_year,
    _stand_ins_are_told,
)
