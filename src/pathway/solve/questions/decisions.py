"""The main decisions of a plan, chosen from what the case has: each a sum over its plan columns.

Capacity by group of technologies; what is built, rebuilt and retired within the next two years;
plant that emits, unit by unit; exchange of power; who carries goods and people; emissions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Label
from pathway.case.values import CO2
from pathway.labels import group_of, group_word
from pathway.schema.units import convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from pathway.case.case import Case, Process
    from pathway.model.algebra import Programme
    from pathway.schema.units import Unit

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]
    Entry = tuple[str, tuple[object, ...], float]
    """Variable, index, coefficient."""

LEVEL = "level"
"""Kind of the one decision that is no sum: the highest emissions of any year."""
NEXT = 2
"""Years that lists of what must, may and may not be done speak of."""
EXCHANGED = ("import", "export")
"""Groups of technologies whose activity is a decision of its own."""
NO_TRAFFIC = frozenset({"energy", "power", "area", "money"})
"""What demand is counted in where nothing is carried or made: shares of who serves it are left
out. Goods, people, vehicles and their ways are left."""
EMISSIONS = parse_unit("万吨")
PERCENT = parse_unit("%")
NAMED = 3
"""Most processes whose names stand together."""


@dataclass(frozen=True, eq=False)
class Decision:
    """Something that a plan decides: a sum over columns of the plan tier."""

    kind: str
    """emissions, level (the highest of all years), capacity, activity, share, retired, built,
    retrofitted or retired_of."""
    item: str
    """What it is of: a group, process, retrofit or unit; of shares also the commodity."""
    label: Label
    year: int
    """The year, or the last of the years that are added up."""
    since: int
    """The first of the years that are added up; the same year of what is a level."""
    unit: str
    columns: Places
    """Columns of the programme."""
    values: Array
    """Shown amount per held amount of each column."""
    lead: str = ""
    """Department that sees to it."""

    @property
    def key(self) -> str:
        """A name of its own."""
        return f"{self.kind}:{self.item}:{self.year}"

    def of(self, x: Array) -> float:
        """Its amount in a plan, by the values of all columns."""
        amounts = self.values * x[self.columns]
        return float(amounts.max() if self.kind == LEVEL else amounts.sum())


def decisions_of(case: Case, programme: Programme, first: int) -> tuple[Decision, ...]:
    """The main decisions of a case.

    Args:
        case: the case.
        programme: its plan tier.
        first: first of the next two years.
    """
    found = _Finder(case, programme, first)
    parts = (
        found.emissions(), found.capacities(), found.exchange(), found.shares(), found.units(),
        found.built(), found.retrofitted(), found.retired(),
    )  # fmt: skip
    return tuple(decision for part in parts for decision in part)


class _Finder:
    """Looks for decisions in a case and for their columns in its programme."""

    def __init__(self, case: Case, programme: Programme, first: int) -> None:
        self.case = case
        self.first = max(first, case.years[0])
        self.next = [y for y in case.years if self.first <= y < self.first + NEXT]
        chosen = {*self.next, case.stage_end, case.years[-1]}
        self.chosen = [y for y in case.years if y in chosen]
        """The next years, the peak deadline and the last year."""
        self._places: dict[str, dict[tuple[object, ...], int]] = {}
        self._programme = programme

    def emissions(self) -> Iterator[Decision]:
        """The level of the peak, where there is one, and emissions of the chosen years."""
        factor = convert_factor(CO2, EMISSIONS)
        if self.case.peak is not None:
            path = [("v_emissions", (year,), factor) for year in self.case.years]
            label = Label("各年最高排放", "highest emissions of any year")
            span = (self.case.years[0], self.case.years[-1])
            yield from self._made((LEVEL, "", label), span, EMISSIONS, path)
        for year in self.chosen:
            entries = [("v_emissions", (year,), factor)]
            label = Label("二氧化碳排放", "CO2 emissions")
            yield from self._made(("emissions", "", label), (year, year), EMISSIONS, entries)

    def capacities(self) -> Iterator[Decision]:
        """Capacity of each known group of technologies that something can change."""
        groups: dict[tuple[str, str], list[Process]] = defaultdict(list)
        for process in self.case.processes.values():
            if process.has_capacity and (group := group_of(process.tags, "")):
                groups[group, process.capacity_shown.text].append(process)
        for (group, _), members in groups.items():
            if any(self._moves(process) for process in members):
                for year in self.chosen:
                    yield from self._of_group("capacity", group, members, year)

    def exchange(self) -> Iterator[Decision]:
        """What is bought from elsewhere and sold to it in a year."""
        for group in EXCHANGED:
            members = [p for p in self.case.processes.values() if group_of(p.tags, "") == group]
            for year in self.chosen if members else ():
                yield from self._of_group("activity", group, members, year)

    def shares(self) -> Iterator[Decision]:
        """Share of each way of carrying or making what a demand asks for."""
        late = [year for year in self.chosen if year not in self.next] or self.chosen[-1:]
        for commodity, ways in self._ways().items():
            demand = sum(
                (d.amount for d in self.case.demands.values() if d.commodity == commodity),
                np.zeros(len(self.case.years)),
            )
            for label, members in ways.items():
                for year in late:
                    served = demand[self.case.years.index(year)]
                    if served > 0:
                        yield from self._share(commodity, label, members, (year, float(served)))

    def units(self) -> Iterator[Decision]:
        """Units of plant that emits, each retired early by the chosen years."""
        for unit in self.case.units.values():
            if self._emits(unit.process):
                process = self.case.processes[unit.process]
                factor = convert_factor(process.capacity_held, process.capacity_shown)
                for year in self.chosen:
                    entries = self._retirements([unit.key], range(year + 1), factor)
                    if entries and year <= unit.end_of_life:
                        span = (self.case.years[0], year)
                        yield from self._made(
                            ("retired", unit.key, unit.label),
                            span,
                            process.capacity_shown,
                            entries,
                            unit.lead or process.lead,
                        )

    def built(self) -> Iterator[Decision]:
        """What each technology builds in the next years."""
        for process in self.case.processes.values():
            factor = convert_factor(process.capacity_held, process.capacity_shown)
            years = [y for y in process.build_years if y in self.next]
            entries = [("v_build", (process.key, y), factor) for y in years]
            yield from self._made(
                ("built", process.key, process.label),
                self._span(),
                process.capacity_shown,
                entries,
                process.lead,
            )

    def retrofitted(self) -> Iterator[Decision]:
        """What each retrofit rebuilds in the next years."""
        for key, retrofit in self.case.retrofits.items():
            process = self.case.processes[retrofit.from_process]
            factor = convert_factor(process.capacity_held, process.capacity_shown)
            entries = [
                ("v_retrofit", index, factor)
                for index in self._index("v_retrofit")
                if index[0] == key and index[2] in self.next
            ]
            yield from self._made(
                ("retrofitted", key, retrofit.label),
                self._span(),
                process.capacity_shown,
                entries,
                retrofit.lead,
            )

    def retired(self) -> Iterator[Decision]:
        """What other technologies retire early in the next years."""
        for process in self.case.processes.values():
            units = [u.key for u in self.case.units.values() if u.process == process.key]
            if units and not self._emits(process.key):
                factor = convert_factor(process.capacity_held, process.capacity_shown)
                entries = self._retirements(units, self.next, factor)
                yield from self._made(
                    ("retired_of", process.key, process.label),
                    self._span(),
                    process.capacity_shown,
                    entries,
                    process.lead,
                )

    # --- parts --------------------------------------------------------------------------------

    def _span(self) -> tuple[int, int]:
        return (self.next[0], self.next[-1]) if self.next else (self.first, self.first)

    def _moves(self, process: Process) -> bool:
        """Whether anything is decided about a process's capacity."""
        units = [u for u in self.case.units.values() if u.process == process.key]
        return bool(process.build_years) or any(u.earliest_retirement for u in units)

    def _emits(self, key: str) -> bool:
        """Whether a process is plant that runs by the hour and burns what emits CO2."""
        return self.case.processes[key].hourly and any(
            flow.process == key and flow.sign < 0 and flow.burnt
            and self.case.commodities[flow.commodity].co2 > 0
            for flow in self.case.flows
        )  # fmt: skip

    def _of_group(
        self, kind: str, group: str, members: Sequence[Process], year: int
    ) -> Iterator[Decision]:
        """Capacity or activity of a group in a year."""
        what = "capacity" if kind == "capacity" else "activity"
        unit: Unit = getattr(members[0], f"{what}_shown")
        entries = [
            (
                f"v_{what}",
                (process.key, year),
                convert_factor(getattr(process, f"{what}_held"), unit),
            )
            for process in members
        ]
        item = group if unit.dimension in {"power", "energy"} else f"{group}/{unit.text}"
        yield from self._made((kind, item, _worded(group)), (year, year), unit, entries)

    def _share(
        self, commodity: str, label: Label, members: Iterable[str], at: tuple[int, float]
    ) -> Iterator[Decision]:
        """Share of some processes in what serves a demand of so much in a year."""
        year, served = at
        place = self.case.years.index(year)
        entries = [
            ("v_activity", (flow.process, year), 100.0 * float(flow.amount[place]) / served)
            for flow in self.case.flows
            if flow.sign > 0 and flow.commodity == commodity and flow.process in members
        ]
        good = self.case.commodities[commodity].label
        named = Label(f"{good.zh}：{label.zh}", f"{good.en}: {label.en}")
        item = f"{commodity}:{'+'.join(sorted(members))}"
        yield from self._made(("share", item, named), (year, year), PERCENT, entries)

    def _ways(self) -> dict[str, dict[Label, tuple[str, ...]]]:
        """Yearly commodity of a demand → ways to serve it → their processes.

        Processes of a commodity go one way if they have the same tags among those that every way
        has one of; each goes a way of its own if no tags part them.
        """
        found: dict[str, dict[Label, tuple[str, ...]]] = {}
        for commodity in dict.fromkeys(d.commodity for d in self.case.demands.values()):
            good = self.case.commodities[commodity]
            makers = [f.process for f in self.case.flows if f.sign > 0 and f.commodity == commodity]
            fuel = good.hourly or good.co2 > 0 or good.shown.dimension in NO_TRAFFIC
            if fuel or len(set(makers)) < 2:
                continue
            ways = _parted(self.case, tuple(dict.fromkeys(makers)))
            if len(ways) > 1:
                found[commodity] = {_joined(self.case, way): way for way in ways}
        return found

    def _retirements(
        self, units: Iterable[str], years: Iterable[int], factor: float
    ) -> list[Entry]:
        """Early retirements of units, in whatever state, in some years in which they may be."""
        wanted, span = set(units), set(years)
        return [
            ("v_retire", index, factor)
            for index in self._index("v_retire")
            if index[0] in wanted and index[2] in span and self._may_retire(str(index[0]), index[2])
        ]

    def _may_retire(self, unit: str, year: object) -> bool:
        earliest = self.case.units[unit].earliest_retirement
        return earliest is not None and isinstance(year, int) and year >= earliest

    def _made(
        self, what: tuple[str, str, Label], span: tuple[int, int], unit: Unit,
        entries: Sequence[Entry], lead: str = "",
    ) -> Iterator[Decision]:  # fmt: skip
        """The decision of a kind and item with a name, if it has columns."""
        kind, item, label = what
        if not entries:
            return
        columns = np.array([self._place(name, index) for name, index, _ in entries], np.int64)
        values = np.array([value for _, _, value in entries])
        yield Decision(kind, item, label, span[1], span[0], unit.text, columns, values, lead)

    def _index(self, name: str) -> dict[tuple[object, ...], int]:
        """Index of each element of a variable → its column."""
        if name not in self._places:
            block = self._programme.columns[name]
            index = [i if isinstance(i, tuple) else (i,) for i in block.index_set]
            self._places[name] = {element: block.start + at for at, element in enumerate(index)}
        return self._places[name]

    def _place(self, name: str, index: tuple[object, ...]) -> int:
        return self._index(name)[index]


def _worded(group: str) -> Label:
    return Label(group_word(group, "zh"), group_word(group, "en"))


def _parted(case: Case, makers: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Processes that serve the same, put together by the tags that part them best.

    Of all tags that some of them have, those of which every process has exactly one are looked for,
    the commonest first.
    """
    tags = {key: case.processes[key].tags for key in makers}
    common = frozenset.intersection(*tags.values())
    known = frozenset[str]().union(*tags.values())
    counts = {tag: sum(tag in own for own in tags.values()) for tag in known}
    left, ways = list(makers), []
    for tag in sorted(counts.keys() - common, key=lambda tag: (-counts[tag], tag)):
        having = tuple(key for key in makers if tag in tags[key])
        if having and all(key in left for key in having) and len(having) < len(makers):
            ways.append(having)
            left = [key for key in left if key not in having]
    return ways + [(key,) for key in left]


def _joined(case: Case, keys: Sequence[str]) -> Label:
    """Names of several processes in one; the first of many."""
    labels = [case.processes[key].label for key in keys[:NAMED]]
    zh, en = "、".join(x.zh for x in labels), ", ".join(x.en or x.zh for x in labels)
    more = len(keys) > NAMED
    return Label(f"{zh}等 {len(keys)} 项" if more else zh, f"{en} … ({len(keys)})" if more else en)
