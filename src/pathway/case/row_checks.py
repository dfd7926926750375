"""What rows leave open that a case no longer shows: blanks that would be read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors import Finding, Severity

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


def _base_year(workbook: Workbook) -> int:
    [stated] = [row["value"] for row in workbook.rows("settings") if row.key == "base_year"]
    return int(float(stated))


CHECKS = (
    _regions_are_named,
    _modes_say_nothing_of_capacity,
    _demands_cover_the_base_year,
)
