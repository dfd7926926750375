"""Rows of existing units, projects and retrofits into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.case import ExistingUnit, Project, Retrofit
from pathway.case.values import MONEY, YEAR, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Process
    from pathway.workbook.rows import Workbook


def units(
    workbook: Workbook, values: Values, plant: Mapping[str, Process], base_year: int
) -> dict[str, ExistingUnit]:
    """Sheet ``units``: blocks of plant that stand in the base year."""
    result = {}
    for row in workbook.rows("units"):
        if row["commissioned"] > base_year:
            values.error(
                row.where("commissioned"),
                f"{row['commissioned']}",
                f"a year not after the base year {base_year}",
                "Plant that comes later belongs to sheet projects.",
            )
        result[row.key] = ExistingUnit(
            key=row.key,
            label=values.label(row),
            process=row["process"],
            size=values.number(row, "size", plant[row["process"]].capacity_held) or 0.0,
            commissioned=row["commissioned"],
            end_of_life=row["end_of_life"],
            earliest_retirement=row["earliest_retirement"],
            county=row["county"] or "",
            lead=row["lead"] or plant[row["process"]].lead,
            origin=values.origin(row),
        )
    return result


def projects(
    workbook: Workbook, values: Values, plant: Mapping[str, Process]
) -> dict[str, Project]:
    """Sheet ``projects``: floors of committed and ceilings of proposed new capacity."""
    result = {}
    for row in workbook.rows("projects"):
        process = plant[row["process"]]
        if process.mode_of or process.expansion in {"none", "unlimited"}:
            values.error(
                row.where("process"),
                f"{process.key!r} cannot be built",
                "a process that may be built",
                "Set its expansion to 可新建 (build) or 仅限项目库 (projects).",
            )
        result[row.key] = Project(
            key=row.key,
            label=values.label(row),
            process=process.key,
            committed=row["kind"] == "committed",
            size=values.number(row, "size", process.capacity_held) or 0.0,
            online=row["online"],
            county=row["county"] or "",
            lead=row["lead"] or process.lead,
            origin=values.origin(row),
        )
    return result


def retrofits(
    workbook: Workbook, values: Values, plant: Mapping[str, Process]
) -> dict[str, Retrofit]:
    """Sheet ``retrofits``: ways to move capacity of units between processes."""
    result = {}
    for row in workbook.rows("retrofits"):
        before, after = plant[row["from_process"]], plant[row["to_process"]]
        if before.capacity_held.dimension != after.capacity_held.dimension:
            values.error(
                row.where("to_process"),
                f"capacity of {after.key!r} is in {after.capacity_shown.text}",
                f"the kind of {before.key!r}: {before.capacity_shown.text}",
            )
        cap = before.capacity_held
        first = row["first_year"] or values.years[0]
        last = row["last_year"] or values.years[-1]
        limit = values.number(row, "build_max", cap)
        result[row.key] = Retrofit(
            key=row.key,
            label=values.label(row),
            from_process=before.key,
            to_process=after.key,
            cost=values.filled(row, "cost", MONEY / cap),
            lifetime=round(values.number(row, "lifetime", YEAR) or 15),
            years=tuple(year for year in values.years if first <= year <= last),
            share=row["share"],
            group=row["group"] or row.key,
            build_max=float("inf") if limit is None else limit,
            lead=row["lead"] or after.lead,
            origin=values.origin(row),
        )
    return result
