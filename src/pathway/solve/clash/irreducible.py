"""An irreducible set of statements that clash.

The duals of the least change name rows that have no solution together; the solver reduces them to
an irreducible infeasible subsystem. What of it is stated by the plan is then tried against all of
the physics: each member is let go in turn, and stays if the others can hold without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, vstack

from pathway.errors import InfeasibleError
from pathway.solve.clash.answer import Ground, Kind, Named
from pathway.solve.clash.places import GIVEN, LIMITS, OWN, PEAK, STOCK
from pathway.solve.highs import LoadedRows
from pathway.solve.rows import PlainRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pathway.solve.clash.elastic import Elastic

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

PRICED = 1e-9
"""Duals below it are noise of the solver."""
ROUNDS = 3
"""Most times that a clash is looked at again because fewer statements make it."""
RANKS = {STOCK: 1, LIMITS: 2, PEAK: 3, OWN: 4, GIVEN: 5}
"""What is let go first: what a planner can say least about."""


@dataclass(frozen=True, slots=True)
class Member:
    """A statement that may be let go, by opening columns up to a bound."""

    named: Named
    columns: tuple[int, ...]
    most: float
    rank: int
    """Members of low rank are let go first; up to that of `STOCK` they say what stands when."""


def clashing(elastic: Elastic, proof: Array) -> tuple[tuple[Named, ...], bool, tuple[Ground, ...]]:
    """Statements that cannot all hold, whether that is proved of each, and what they rest on.

    Args:
        elastic: the programme.
        proof: duals of rows that show that the least change is not none.
    """
    for _ in range(ROUNDS):
        rows, columns = _subsystem(elastic, proof)
        members = sorted(_members(elastic, rows, columns), key=lambda member: member.rank)
        kept, proved = _filtered(elastic, members)
        for member in members:
            _shut(elastic, member)
        fewer = {m.named for m in members if m.rank > RANKS[STOCK]} - {m.named for m in kept}
        again = elastic.proof_of({member.named for member in kept}) if proved and fewer else None
        if again is None:
            break
        proof = again  # fewer statements clash, with other rows: these tell why
    named = tuple(sorted(member.named for member in kept))
    return named, proved, tuple(_grounds(elastic, rows))


def _subsystem(elastic: Elastic, proof: Array) -> tuple[Places, Places]:
    """Rows and columns of an irreducible infeasible subsystem of the priced rows and cuts."""
    programme, loaded = elastic.programme, elastic.loaded
    priced = np.flatnonzero(np.abs(proof) > PRICED * np.abs(proof).max(initial=0.0))
    cuts = len(elastic.cuts)
    part = vstack([programme.matrix, _cut_rows(elastic)], format="csr")[priced]
    columns = np.unique(part.indices).astype(np.int64)
    lower = np.append(programme.row_lower, [side for *_, side in elastic.cuts])
    upper = np.append(loaded.row_upper, np.full(cuts, np.inf))
    small = LoadedRows(
        PlainRows(
            part[:, columns].tocsr(), lower[priced], upper[priced],
            programme.col_lower[columns], loaded.col_upper[columns],
        ),
        loaded.settings, scale=loaded.scale,
    )  # fmt: skip
    found = small.irreducible()
    if found is not None:
        priced, columns = priced[found[0]], columns[found[1]]
    return priced[priced < programme.n_rows], columns


def _cut_rows(elastic: Elastic) -> csr_matrix:
    cuts = elastic.cuts
    at = np.repeat(np.arange(len(cuts)), [len(columns) for columns, *_ in cuts])
    none = np.zeros(0)
    columns = np.concatenate([none, *(columns for columns, *_ in cuts)]).astype(np.int64)
    values = np.concatenate([none, *(values for _, values, _ in cuts)])
    return csr_matrix((values, (at, columns)), shape=(len(cuts), elastic.programme.n_columns))


def _members(elastic: Elastic, rows: Places, columns: Places) -> Iterator[Member]:
    chosen = set(rows.tolist())
    for place in elastic.places:
        if place.row in chosen:
            yield Member(place.named, place.columns, place.most, RANKS[place.level])
    yield from _guards(elastic, set(columns.tolist()))
    yield from _stays(elastic, chosen)


def _guards(elastic: Elastic, columns: set[int]) -> Iterator[Member]:
    block = elastic.programme.columns["v_emissions"]
    for k, year in enumerate(elastic.case.years):
        column = block.start + k
        if column in columns and np.isfinite(elastic.loaded.col_upper[column]):
            yield Member(Named(Kind.GUARD, "", year), (column,), np.inf, 1)


def _stays(elastic: Elastic, rows: set[int]) -> Iterator[Member]:
    """Units whose stock is in the clash and that may not retire, or not yet."""
    programme, case = elastic.programme, elastic.case
    block, retire = programme.rows["c_unit"], programme.columns["v_retire"]
    shut: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for k in range(len(block)):
        if block.start + k in rows:
            unit, _, year = block.index(k)
            last[unit] = max(year, last.get(unit, year))
    for k in range(len(retire)):
        unit, _, year = retire.index(k)
        if year <= last.get(unit, 0) and programme.col_upper[retire.start + k] == 0:
            shut.setdefault(unit, []).append(retire.start + k)
    for unit, columns in shut.items():
        named = Named(Kind.UNIT_STAYS, unit, last[unit])
        yield Member(named, tuple(columns), case.units[unit].size, 0)


def _filtered(elastic: Elastic, members: list[Member]) -> tuple[list[Member], bool]:
    """Members without which the others can hold; whether all of them together cannot."""
    elastic.close()
    elastic.open(elastic.places)
    elastic.minimise(np.zeros(elastic.programme.n_columns))
    for member in members:
        _shut(elastic, member)
    if _holds(elastic):
        return members, False
    kept = []
    for member in members:
        for column in member.columns:
            elastic.bound(column, member.most)
        if _holds(elastic):
            kept.append(member)
            _shut(elastic, member)
    return kept, True


def _shut(elastic: Elastic, member: Member) -> None:
    for column in member.columns:
        elastic.shut(column)


def _holds(elastic: Elastic) -> bool:
    try:
        elastic.loaded.solve()
    except InfeasibleError:
        return False
    return True


def _grounds(elastic: Elastic, rows: Places) -> Iterator[Ground]:
    """Balances among rows, hours of a year together; average days have no hours to tell."""
    for name in ("c_balance_year", "c_balance_hour"):
        block = elastic.programme.rows[name]
        found: dict[tuple[str, str, int], list[str]] = {}
        for row in rows[(rows >= block.start) & (rows < block.stop)].tolist():
            commodity, region, year, *step = block.index(row - block.start)
            when = found.setdefault((commodity, region, year), [])
            if not elastic.case.steps.averaged:
                when += [_when(elastic, t) for t in step]
        for place, when in found.items():
            yield Ground(*place, tuple(when))


def _when(elastic: Elastic, step: int) -> str:
    steps = elastic.case.steps
    return f"{steps.dates[steps.day[step]]} {steps.hour[step]}:00"
