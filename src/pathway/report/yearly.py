"""Yearly figures that the sheets and the page show alike, from the tables of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.labels import group_of, group_order, role_of
from pathway.report.frames import across, frame, main_commodity, records, total

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pathway.report.frames import Across
    from pathway.results.compare import Run
    from pathway.results.results import Results

    Tags = Mapping[str, Collection[str]]

STOCKS = {"capacity", "new"}
"""Figures of which only those of like plant are added up."""
MONEY = "亿元"
TERM = ["term", "term_zh", "term_en"]


@dataclass(frozen=True, eq=False)
class Source:
    """What yearly figures are drawn from: a plan just made, or a run read back from its folder."""

    tables: Mapping[str, pd.DataFrame]
    base_year: int
    years: tuple[int, ...]
    tags: Tags
    """Tags of processes and, by those they lead to, of retrofits."""
    main: str | None
    """The hourly commodity that most processes make or use."""
    links: frozenset[str]
    """Links from one region to another: no supply of the city, and no use but losses."""

    @property
    def shown_years(self) -> tuple[int, ...]:
        """The base year and the years of the plan."""
        return (self.base_year, *self.years)


def source_of(results: Results) -> Source:
    """Yearly figures of results at hand."""
    case = results.case
    return Source(
        results.tables, case.base_year, case.years, tags_of(results), main_commodity(results),
        frozenset(key for key, process in case.processes.items() if process.to_region),
    )  # fmt: skip


def source_of_run(run: Run) -> Source:
    """Yearly figures of a run that is known by its tables alone."""
    capacity, costs = run.tables["capacity"], run.tables["costs"]
    years = tuple(sorted(int(year) for year in costs["year"].unique()))
    flows = run.tables["flows"]
    hourly = list(run.manifest["unserved"])
    used = flows[flows["kind"] == "process"].drop_duplicates(["commodity", "item", "direction"])
    counts = used["commodity"].value_counts()
    main = max(hourly, key=lambda key: int(counts.get(key, 0)), default=None)
    return Source(run.tables, int(capacity["year"].min()), years, _tags_of_run(run), main,
                  _links_of_run(flows))  # fmt: skip


def _tags_of_run(run: Run) -> Tags:
    once = run.tables["capacity"].drop_duplicates("process")
    tags = {row.process: frozenset(str(row.tags).split(";")) for row in records(once)}
    moves = run.tables["retrofits"].drop_duplicates("retrofit")
    return tags | {row.retrofit: tags.get(row.to_process, frozenset()) for row in records(moves)}


def _links_of_run(flows: pd.DataFrame) -> frozenset[str]:
    """Processes that take a commodity in one region and give it in another."""
    mine = flows[flows["kind"] == "process"]
    if "region" not in mine or mine["region"].nunique() < 2:
        return frozenset()
    places = mine.groupby(["item", "commodity"])["region"].nunique()
    return frozenset(str(item) for item, _ in places[places > 1].index)


def tags_of(results: Results) -> dict[str, Collection[str]]:
    """Tags of processes and, by those they lead to, of retrofits."""
    tags: dict[str, Collection[str]] = {k: p.tags for k, p in results.case.processes.items()}
    return tags | {key: tags[r.to_process] for key, r in results.case.retrofits.items()}


def with_links(results: Results, group: str) -> Tags:
    """Tags of processes; seen from one region, lines to others bring in or take away."""
    links = (key for key, process in results.case.processes.items() if process.to_region)
    return tags_of(results) | dict.fromkeys(links, (group,))


def grouped(tags: Tags, rows: pd.DataFrame, item: str) -> pd.Series[str]:
    """Group of charts that each row belongs to, from the tags of its process, else its sector."""
    groups = [
        group_of(tags.get(key, {key}), sector if isinstance(sector, str) else "")
        for key, sector in zip(rows[item], rows["sector"], strict=True)
    ]
    return pd.Series(groups, index=rows.index, dtype=object)


def by_group(
    tags: Tags, rows: pd.DataFrame, item: str, value: str, years: Sequence[int]
) -> list[Across]:
    """Sums by unit and group, in the order of groups."""
    known = rows.assign(group=grouped(tags, rows, item))
    found = [row for row in across(known, ["unit", "group"], value, years) if any(row.values)]
    return sorted(found, key=lambda row: group_order(row.keys[1]))


def charted_first(found: Sequence[Across]) -> list[str]:
    """Units of the groups: those that power plant has first, then the most frequent."""
    counts = Counter(row.keys[0] for row in found)
    plant = {row.keys[0] for row in found if role_of(row.keys[1]) == "plant"}
    return sorted(counts, key=lambda unit: (unit not in plant, -counts[unit]))


def added(rows: Sequence[Across]) -> list[Across]:
    """Rows that are added up: power plant if there is any, else all."""
    plants = [row for row in rows if role_of(row.keys[1]) == "plant"]
    return plants or list(rows)


def stacked(rows: Sequence[Across], value: str) -> list[Across]:
    """Rows of a unit that a chart stacks; of capacity, plant and what shifts load."""
    if value not in STOCKS:
        return list(rows)
    plants = added(rows)
    return plants + [r for r in rows if r not in plants and role_of(r.keys[1]) == "flexible"]


# --- figures --------------------------------------------------------------------------------------


def capacity(source: Source, value: str) -> list[Across]:
    """Capacity, or new capacity, by unit and group over the shown years."""
    return by_group(source.tags, frame(source, "capacity"), "process", value, source.shown_years)


def supplied(source: Source) -> list[Across]:
    """What makes or brings in the main commodity, by unit and group."""
    return by_group(source.tags, supply_rows(source), "item", "amount", source.years)


def supply_rows(source: Source) -> pd.DataFrame:
    """Flows that supply the main commodity to the city."""
    here = main_flows(source)
    return here[(here["direction"] == "out") & ~carried(source, here)]


def main_flows(source: Source) -> pd.DataFrame:
    """Flows of the main commodity."""
    flows = frame(source, "flows")
    return flows[flows["commodity"] == source.main]


def carried(source: Source, flows: pd.DataFrame) -> pd.Series[bool]:
    """Flows of links from one region to another."""
    links: set[Any] = set(source.links)
    for direction in ("in", "out"):
        links &= set(flows.loc[flows["direction"] == direction, "item"])
    return flows["item"].isin(links)


def invested(source: Source) -> list[Across]:
    """Investment by unit and group."""
    rows = frame(source, "investment").assign(unit=MONEY)
    return by_group(source.tags, rows, "item", "investment", source.years)


def cost_terms(source: Source, value: str) -> list[Across]:
    """Cost of the year, or discounted, by term, the largest first."""
    return largest_first(across(frame(source, "costs"), TERM, value, source.years))


def emitted(source: Source, key: str) -> list[Across]:
    """CO2 within the boundary by a column, the largest first."""
    rows = frame(source, "emissions")
    counted = rows[rows["counted"].fillna(False).astype(bool)]
    return largest_first(across(counted, [key], "amount", source.years))


def largest_first(found: Iterable[Across]) -> list[Across]:
    """Rows with anything in them, those of the largest sums first."""
    return sorted((row for row in found if any(row.values)), key=lambda r: -abs(total(r.values)))
