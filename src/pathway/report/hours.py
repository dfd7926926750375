"""Hours of the main commodity, by group, on the days worth looking at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.labels import group_of, group_order
from pathway.report.days import USES, chosen_days
from pathway.report.frames import frame, main_commodity
from pathway.schema.units import UnitError, convert_factor, parse_unit

if TYPE_CHECKING:
    import pandas as pd

    from pathway.report.days import Day
    from pathway.results.results import Results

LOAD = "load"
_HELD = "GW"


@dataclass(frozen=True, eq=False)
class Hours:
    """Chosen hours: columns year, day, hour, one per group (positive supplies), and the load."""

    rows: pd.DataFrame
    groups: tuple[str, ...]
    days: tuple[Day, ...]
    years: tuple[int, ...]
    unit: str

    def of(self, year: int, day: Day) -> pd.DataFrame:
        """Hours of one day."""
        return self.rows[(self.rows["year"] == year) & (self.rows["day"] == day.number)]

    def shown_days(self, most: int = 3) -> list[Day]:
        """Extreme days, filled up with the days that stand for most days of the year."""
        extreme = [day for day in self.days if day.extreme]
        typical = sorted((d for d in self.days if not d.extreme), key=lambda d: -d.represents)
        return [*typical[: max(1, most - len(extreme))], *extreme][:most]


def chosen_hours(results: Results) -> Hours | None:
    """Hours by group on typical and extreme days; None where nothing runs by the hour."""
    main, dispatch = main_commodity(results), frame(results, "dispatch")
    columns = [c for c in dispatch.columns if str(c).startswith(f"{main}@") and "|" in str(c)]
    if dispatch.empty or not columns:
        return None
    days = chosen_days(results, dispatch, columns)
    dispatch = dispatch[dispatch["day"].isin([day.number for day in days])]
    unit, factor = _unit(results, str(main))
    kinds = [_group(results, str(column).split("|", 1)[1]) for column in columns]
    sums = dispatch[columns].mul(factor).T.groupby(kinds).sum().T
    load = -sums.pop(LOAD) if LOAD in sums else 0.0 * dispatch["hour"]
    groups = [g for g in sorted(sums.columns, key=group_order) if sums[g].abs().max() > 1e-6]
    rows = dispatch[["year", "day", "hour"]].assign(**{g: sums[g] for g in groups}, load=load)
    rows = rows.sort_values(["year", "day", "hour"])
    return Hours(rows, tuple(groups), tuple(days), _milestones(results), unit)


def _group(results: Results, item: str) -> str:
    if item in USES or item in results.case.demands:
        return LOAD
    process = results.case.processes.get(item)
    return group_of(process.tags, process.sector) if process else item


def _milestones(results: Results) -> tuple[int, ...]:
    """First year, end of the first stage or the peak, last year."""
    case = results.case
    peak = results.solution_summary.peak_year or case.stage_end
    middle = {case.stage_end, peak} - {case.years[0], case.years[-1]}
    return tuple(sorted({case.years[0], *sorted(middle)[-1:], case.years[-1]}))


def _unit(results: Results, main: str) -> tuple[str, float]:
    """Unit that capacities of the commodity are mostly shown in, and what a held GW is in it."""
    processes = results.case.processes
    used = Counter(
        processes[flow.process].capacity_shown.text
        for flow in results.case.flows
        if flow.commodity == main
    )
    for text, _ in used.most_common(1):
        try:
            return text, convert_factor(parse_unit(_HELD), parse_unit(text))
        except UnitError:
            break
    return _HELD, 1.0
