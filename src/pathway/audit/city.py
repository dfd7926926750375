"""Everything that the audit reads from a workbook for one run: the second planning case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.audit import parts, scenario
from pathway.audit.active import leave_out
from pathway.audit.book import MONEY, YEAR, Book, Line, held
from pathway.audit.clauses import Clause, ClauseRow, read_clauses
from pathway.audit.clock import Clock, read_clock
from pathway.audit.figures import Figure, Peaks, burnt_by, counted, factors, read_figures
from pathway.audit.general import Money, read_general
from pathway.audit.network_reader import read_network
from pathway.audit.past import Told, happened, last_past, read_told
from pathway.audit.past_clauses import softened
from pathway.audit.periods import Period, rates, read_period
from pathway.audit.transfers import Transfer, read_transfers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.network import Network
    from pathway.workbook.rows import Workbook

OPTIONAL = frozenset({"build_limits", "adequacy", "reserve", "peak", "clauses"})


@dataclass(frozen=True)
class Unit:
    """An existing unit."""

    key: str
    process: str
    size: float
    end: int
    retires: int | None
    """First year in which it may retire early."""
    states: tuple[str, ...]
    """Processes that it may run as."""


@dataclass(frozen=True)
class Retrofit:
    """A way to move capacity of units from one process to another."""

    key: str
    line: Line
    before: str
    after: str
    cost: Array
    lifetime: int
    years: tuple[int, ...]
    share: float
    limit: float


@dataclass(frozen=True)
class City:
    """A workbook under one scenario, with the options of one run."""

    book: Book
    general: dict[str, Any]
    options: Mapping[str, Any]
    money: Money
    net: Network
    clock: Clock
    units: dict[str, Unit]
    retrofits: dict[str, Retrofit]
    periods: dict[str, Period]
    credits: dict[str, dict[str, Array]]
    figures: dict[str, Figure]
    clauses: dict[str, Clause]
    transfers: dict[str, Transfer]
    through: int = 0
    """Last year that is past; 0 where none is."""
    told: tuple[Told, ...] = ()
    """What is known of years that are past."""

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.net.years

    @property
    def window(self) -> tuple[int, int] | None:
        """First candidate peak year and deadline; None where no peak is asked for."""
        first, deadline = self.general["peak_from"], self.general["peak_deadline"]
        if deadline not in self.years:
            return None
        return min(max(first or deadline, self.years[0], self.through), deadline), deadline

    @property
    def stage_end(self) -> int:
        """Last year of stage 1."""
        return self.window[1] if self.window else self.years[-1]

    @property
    def peak_year(self) -> int | None:
        """Peak year whose rows are in force."""
        asked = self.options["peak"]["year"]
        if self.window is None:
            return None
        return asked if isinstance(asked, int) else self.window[1]

    def has(self, family: str) -> bool:
        """Whether the model file asks for a family that may be left out."""
        families = self.options.get("families") or ()
        return not families or family in families or family not in OPTIONAL

    @cached_property
    def emission_factors(self) -> dict[str, Array]:
        """CO2 per unit of activity under the boundary, by process."""
        found: dict[str, Array] = {}
        for kind in counted(self.general["boundary"]):
            for key, factor in factors(self.net)[kind].items():
                found[key] = found.get(key, 0.0) + factor
        return found

    @cached_property
    def burnt_by_demand(self) -> Array:
        """CO2 of fuels that demands burn."""
        return sum((burnt_by(self.net, d) for d in self.net.demands.values()), self.zeros)

    @property
    def zeros(self) -> Array:
        """A number for every year."""
        return np.zeros(len(self.years))

    @cached_property
    def peak_rows(self) -> Array:
        """Rows of the profiles that lie in some period that covers load."""
        inside = [x.inside.any(axis=0) for x in self.periods.values() if not x.production]
        return np.flatnonzero(np.any(inside, axis=0)) if inside else np.zeros(0, np.int64)

    @cached_property
    def peak_rates(self) -> dict[str, Array]:
        """Shape of a yearly use → its rate on those rows [year × row, GW/TWh]."""
        shapes = {shape for _, _, shape in self.net.spreads()}
        sheet = self.book.profiles
        return {key: rates(sheet, key, self.years)[:, self.peak_rows] for key in shapes}

    @cached_property
    def enforced(self) -> dict[str, ClauseRow]:
        """Enforced rows of all clauses, by key."""
        rows = (row for clause in self.clauses.values() for row in clause.rows)
        return {row.key: row for row in rows if row.enforced}

    def tells(self, item: str, *quantities: str) -> Array:
        """Years of which one of some quantities of an item is known."""
        mine = {x.year for x in self.told if x.item == item and x.quantity in quantities}
        return self.when(lambda y: y in mine)

    def when(self, condition: Any) -> Array:
        """Years for which a condition holds, as an array of truth values."""
        return np.array([bool(condition(year)) for year in self.years])


def read_city(
    workbook: Workbook, manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
) -> City:
    """Read a workbook as a run of it must have been meant."""
    options = manifest["options"]
    book = Book.of(workbook)
    scenario.apply(book, manifest["inputs"]["scenario"])
    leave_out(book)
    parts.apply(book, options)
    general = read_general(book)
    years = tuple(range(general["base_year"] + 1, general["last_year"] + 1))
    book = book.settled(years)
    net = read_network(book, general)
    periods = {line.key: read_period(book, line, net, general) for line in book.rows("adequacy")}
    credits_ = _credits(book, net, list(periods))
    goods = {key: period.good for key, period in periods.items() if not period.production}
    peaks = Peaks({p: {a: by[a] for a in goods} for p, by in credits_.items()}, goods)
    figures = read_figures(book, net, general["boundary"], peaks)
    retrofits = {line.key: _retrofit(book, line, net) for line in book.rows("retrofits")}
    units = {line.key: _unit(book, line, net, retrofits) for line in book.rows("units")}
    stock = {k: u.process for k, u in units.items()} | {k: r.before for k, r in retrofits.items()}
    ends = {k: u.process for k, u in units.items()} | {k: r.after for k, r in retrofits.items()}
    through, told = last_past(book), read_told(book, net, figures, stock)
    clauses = read_clauses(book, net, figures, general["boundary"])
    return City(
        book, general, options, Money.of(general, years), net,
        read_clock(book.profiles, options, tables, years),
        units, retrofits,
        periods, credits_, figures, softened(clauses, figures, told, through, ends),
        read_transfers(book, figures), through, told,
    )  # fmt: skip


def _unit(book: Book, line: Line, net: Network, retrofits: dict[str, Retrofit]) -> Unit:
    states = [line["process"]]
    for state in states:  # grows while it is walked
        new = [r.after for r in retrofits.values() if r.before == state and r.after not in states]
        states += list(dict.fromkeys(new))
    size = book.number(line, "size", held(net.plant[line["process"]].capacity)) or 0.0
    return Unit(
        line.key, line["process"], size, line["end_of_life"], line["earliest_retirement"],
        tuple(states),
    )  # fmt: skip


def _retrofit(book: Book, line: Line, net: Network) -> Retrofit:
    cap = held(net.plant[line["from_process"]].capacity)
    limit = book.number(line, "build_max", cap)
    first, last = line["first_year"] or 0, line["last_year"] or 9999
    done = happened(book, "retrofitted", line.key)
    return Retrofit(
        line.key, line, line["from_process"], line["to_process"],
        book.by_year(line, "cost", MONEY / cap), round(book.number(line, "lifetime", YEAR) or 15),
        tuple(y for y in net.years if first <= y <= last or y in done), line["share"],
        np.inf if limit is None else limit,
    )  # fmt: skip


def _credits(book: Book, net: Network, periods: list[str]) -> dict[str, dict[str, Array]]:
    """Capacity credit by process and period."""
    own = {(line["process"], line["period"]): line["credit"] for line in book.rows("credits")}
    return {
        p: {
            a: np.full(len(net.years), own[p, a]) if (p, a) in own else plant["firm_credit"]
            for a in periods
        }
        for p, plant in net.plant.items()
    }
