r"""CO2 that each technology avoids: everything judged at the intensities of the first year.

Let $e_c$ be the CO2 that stands behind one unit of commodity $c$ in the first year of the plan,
over the whole chain that makes it [10⁴ t per unit]. A process $p$ avoids in year $y$

$$a_{p,y} = \sum_c e_c\,(\text{useful output}_{p,c,y} - \text{input}_{p,c,y})
  - \text{emissions}_{p,y}$$

that is, what its products would have emitted as the city made them at first, less what it emits
and what stands behind what it uses. Stores avoid less than nothing: what they lose. Since every
commodity that is made is used, the sum over all processes, less that of the first year, is

$$\sum_p (a_{p,y} - a_{p,0}) = F_y - E_y, \qquad
  F_y = E_0 + \sum_c e_c\,(\text{final use}_{c,y} - \text{final use}_{c,0})$$

with $F$ the emissions at unchanged intensity: the city's final uses (demand and exports, which
no process turns into something else) grow as planned, and are made as in the first year. So
nothing is counted twice: an electric car avoids what the petrol did, less the power that it takes
as that was made in the first year; cleaner power is counted where it is made.

A process with several products shares its burden by their energy, where all have some, or lays it
on the first. What is not used up (surplus) carries no burden and earns no credit. A commodity that
is first made in a later year has the intensity of that year, so it avoids nothing by itself then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.results.units import commodity_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Case

    Array = NDArray[np.float64]

NOTHING = 1e-9
DUST = 1e-6
"""Part of an output below which it counts as not used at all: the rounding of the solver."""


@dataclass(frozen=True, eq=False)
class Abatement:
    """What is avoided by process and year [10⁴ t of CO2], and what it adds up to."""

    years: tuple[int, ...]
    of: Mapping[str, Array]
    """By process, its modes included; not less the first year."""
    frozen: Array
    """Emissions at the intensities of the first year, F."""
    emissions: Array
    """Emissions of the plan, E."""

    def total(self) -> Array:
        """All that is avoided, year by year: F − E."""
        return self.frozen - self.emissions


@dataclass(frozen=True, eq=False)
class _Yearly:
    """Amounts of a plan by process, commodity and year, in the units of the tables."""

    out: Array
    into: Array
    emitted: Array
    demand: Array
    burnt: Array
    """Emissions of fuels that demands burn, by year."""
    used: Array
    """Output less its part of the surplus."""
    final: NDArray[np.bool_]
    """Processes that only take: their inputs are final uses."""


def abatement(case: Case, tables: Mapping[str, pd.DataFrame]) -> Abatement:
    """CO2 avoided by every process of a plan.

    Args:
        case: what the plan is of.
        tables: ``flows`` and ``emissions``.
    """
    processes, goods = list(case.processes), list(case.commodities)
    amounts = _yearly(case, tables, processes, goods)
    intensity = _intensities(amounts, _main_products(case, processes, goods), _energy(case, goods))
    avoided = np.einsum("pcy,c->py", amounts.used - amounts.into, intensity)
    avoided[amounts.final] = 0.0
    avoided -= amounts.emitted
    final = amounts.demand + amounts.into[amounts.final].sum(axis=0)
    emissions = amounts.emitted.sum(axis=0) + amounts.burnt
    grown = intensity @ (final - final[:, :1]) + amounts.burnt - amounts.burnt[0]
    of: dict[str, Array] = {}
    for at, key in enumerate(processes):
        owner = case.processes[key].mode_of or key
        of[owner] = of.get(owner, np.zeros(len(case.years))) + avoided[at]
    return Abatement(tuple(case.years), of, emissions[0] + grown, emissions)


def _yearly(
    case: Case, tables: Mapping[str, pd.DataFrame], processes: Sequence[str], goods: Sequence[str]
) -> _Yearly:
    flows, emissions = tables["flows"], tables["emissions"]
    emissions = emissions[emissions["counted"].astype(bool)]
    made = flows["direction"] == "out"
    works = flows["kind"] == "process"
    keys = (processes, goods)
    out = _cube(flows[works & made], case, *keys)
    into = _cube(flows[flows["kind"].isin(("process", "storage_loss")) & ~made], case, *keys)
    served = _cube(flows[flows["kind"] == "demand"].assign(item="all"), case, ["all"], goods)[0]
    lacking = _cube(flows[flows["kind"] == "unserved"].assign(item="all"), case, ["all"], goods)[0]
    surplus = _cube(flows[flows["kind"] == "surplus"].assign(item="all"), case, ["all"], goods)[0]
    all_out = out.sum(axis=0)
    share = np.divide(surplus, all_out, out=np.zeros_like(surplus), where=all_out > NOTHING)
    used = out * np.where(share < 1 - DUST, 1 - share, 0.0)
    emitted = _cube(emissions.assign(commodity="all"), case, processes, ["all"])[:, 0]
    burnt = emissions[~emissions["item"].isin(processes)].assign(commodity="all", item="all")
    stores = np.array([key in case.stores for key in processes], bool)
    final = (used.sum(axis=(1, 2)) <= NOTHING) & (np.abs(emitted).sum(axis=1) <= NOTHING)
    return _Yearly(
        out, into, emitted, served - lacking, _cube(burnt, case, ["all"], ["all"])[0, 0], used,
        final & ~stores,
    )  # fmt: skip


def _cube(rows: pd.DataFrame, case: Case, items: Sequence[str], goods: Sequence[str]) -> Array:
    """Sums of the amounts of some rows by item, commodity and year; other items are left out."""
    places = [{key: at for at, key in enumerate(axis)} for axis in (items, goods, case.years)]
    cube = np.zeros([len(axis) for axis in places])
    at = [
        rows[name].map(place).to_numpy(float)
        for name, place in zip(("item", "commodity", "year"), places, strict=True)
    ]
    kept = ~np.isnan(np.array(at)).any(axis=0) if len(rows) else np.zeros(0, bool)
    index = tuple(each[kept].astype(int) for each in at)
    np.add.at(cube, index, rows["amount"].to_numpy(float)[kept])
    return cube


def _energy(case: Case, goods: Sequence[str]) -> Array:
    """Coal equivalent of a unit of each commodity as tables show it; 0 for what has none."""
    shown = (case.commodities[key] for key in goods)
    return np.array([good.tce / commodity_factor(good) for good in shown])


def _main_products(case: Case, processes: Sequence[str], goods: Sequence[str]) -> Array:
    """The first product of each process by its flows, by process and commodity: order of choice."""
    place = {key: at for at, key in enumerate(goods)}
    row = {key: at for at, key in enumerate(processes)}
    order = np.full((len(processes), len(goods)), np.inf)
    for at, flow in enumerate(case.flows):
        if flow.sign > 0:
            spot = row[flow.process], place[flow.commodity]
            order[spot] = min(order[spot], at)
    return order


def _intensities(amounts: _Yearly, order: Array, energy: Array) -> Array:
    """CO2 behind a unit of each commodity, in the first year that it is made and used."""
    found = np.zeros(amounts.out.shape[1])
    known = np.zeros(len(found), bool)
    for year in range(amounts.out.shape[2]):
        new = ~known & (amounts.used[:, :, year].sum(axis=0) > NOTHING)
        if new.any():
            found[new] = _solved(amounts, order, energy, found, new, year)
            known |= new
    return found


def _solved(
    amounts: _Yearly, order: Array, energy: Array, found: Array, new: NDArray[np.bool_], year: int
) -> Array:
    """Intensities of commodities that are new in a year, from all that their makers burn and use.

    For each new commodity: intensity × use = its part of (emissions + input × intensity − output
    of known commodities × their intensity) over its makers; linear, solved at once.
    """
    used, into = amounts.used[:, :, year], amounts.into[:, :, year]
    weight = _parts(used[:, new], order[:, new], energy[new])
    burden = amounts.emitted[:, year] + (into - used)[:, ~new] @ found[~new]
    left = np.diag(used[:, new].sum(axis=0)) - weight.T @ into[:, new]
    return np.asarray(np.linalg.lstsq(left, weight.T @ burden, rcond=None)[0])


def _parts(used: Array, order: Array, energy: Array) -> Array:
    """How each process shares its burden over its products: by energy, or on the first."""
    made = used > NOTHING
    by_energy = np.where(made, used * energy, 0.0)
    some = (made & (energy > 0)).sum(axis=1) == made.sum(axis=1)
    first = np.where(made, order, np.inf)
    alone = made & (first == first.min(axis=1, keepdims=True))
    weight = np.where(some[:, None], by_energy, alone.astype(float))
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weight, total, out=np.zeros_like(weight), where=total > 0))
