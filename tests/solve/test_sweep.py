"""Screening says nothing that a solve denies, and variants built together are those built alone."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

import ranges
import tiny
from pathway.case.estimates import Side
from pathway.errors import InfeasibleError
from pathway.solve.aligned import Aligned
from pathway.solve.batches import Batches
from pathway.solve.difference import alike, difference
from pathway.solve.effects import How
from pathway.solve.screen import Screen
from pathway.solve.sweep import sweep, worth_solving
from pathway.solve.variant import FACTOR, Built, solve_base, solve_variant

if TYPE_CHECKING:
    from pathway.solve.batches import Change
    from pathway.solve.effects import Effect
    from pathway.solve.screen import Screened
    from pathway.solve.variant import Solved
    from pathway.workbook.rows import Workbook

SETTINGS = tiny.settings("before-peaking")
QUICK = 5
"""Every how many moves the quick tests take; the slow one takes all."""


@cache
def workbook() -> Workbook:
    return ranges.everything()


@cache
def base() -> Solved:
    return solve_base(ranges.case(workbook()), SETTINGS)


@cache
def screen() -> Screen:
    return Screen(base())


@cache
def batches() -> Batches:
    return Batches(workbook(), base().built, SETTINGS)


@cache
def changes() -> tuple[Change, ...]:
    every = ranges.moves(workbook())
    return tuple(c for batch in batches().batches(every) for c in batches().changes(batch))


def solved(change: Change) -> Effect | None:
    """What a change does, found by a solve; None where no plan is left."""
    built = batches().built([change.move])
    if alike(base().built, built):
        bases = (base().reference.basis, base().plan.basis)
    else:
        aligned = Aligned.of(base().built, built)
        bases = (aligned.basis(base().reference.basis), aligned.basis(base().plan.basis))
    try:
        return screen().yardstick.of_solved(solve_variant(built, SETTINGS, bases, primal=False))
    except InfeasibleError:
        return None


def objective(effect: Effect) -> float:
    return FACTOR * effect.before + effect.after


def name(change: Change) -> str:
    estimate, side = change.move
    return ":".join((*estimate.name, side))


def check(change: Change) -> str:
    """Hold what screening says of a change against a solve; how it was had."""
    said, found = screen().screened(change), solved(change)
    if said.proved:
        assert found is not None, name(change)
        assert said.effect.before == pytest.approx(found.before, abs=3e-4), name(change)
        assert said.effect.after == pytest.approx(found.after, abs=3e-2), name(change)
        assert said.effect.peak == pytest.approx(found.peak, abs=1e-3), name(change)
        assert said.effect.tasks == pytest.approx(found.tasks, abs=1e-2), name(change)
    elif found is not None and change.difference is not None:
        _hold_sides(change, said, found)
    return str(said.effect.how)


def _hold_sides(change: Change, said: Screened, found: Effect) -> None:
    """First order: too high where only costs change (concave), too low where only sides do."""
    room = 1e-3 + 1e-6 * abs(objective(found))
    if change.difference.only_costs:
        assert objective(said.effect) >= objective(found) - room, name(change)
    elif not len(change.difference.entries[0]):
        assert objective(said.effect) <= objective(found) + room, name(change)


@pytest.mark.parametrize("start", [pytest.param(0, marks=pytest.mark.slow), 1])
def test_screening_never_denies_a_solve(start):
    hows = Counter(check(change) for change in changes()[start * 2 :: QUICK])
    assert hows[How.MARGINAL] > 3
    assert hows[How.EXACT] + hows[How.NOTHING] > 5


@pytest.mark.slow
def test_screening_never_denies_any_solve():
    hows = Counter(check(change) for change in changes())
    assert {How.NOTHING, How.EXACT, How.MARGINAL} <= set(hows)


def test_variants_built_together_are_those_built_alone():
    sizes = [len(batch) for _, batch in batches().batches(ranges.moves(workbook()))]
    assert max(sizes) > 5
    assert sum(sizes) == len(changes()) == len(ranges.moves(workbook()))
    for change in changes()[::QUICK]:
        if change.difference is None:
            continue
        alone = difference(base().built, batches().built([change.move]))
        for mine, theirs in zip(_parts(change.difference), _parts(alone), strict=True):
            assert np.array_equal(mine, theirs), name(change)


def _parts(change):
    order = np.lexsort(change.entries[:2])
    entries = [part[order] for part in change.entries]
    return [*entries, *change.rows, *change.columns, *change.costs, change.objective]


def test_years_that_move_make_other_rows_which_are_found_by_name():
    others = [c for c in changes() if c.built is not None]
    assert {c.move[0].parameter for c in others} == {"end_of_life"}
    aligned = Aligned.of(base().built, others[0].built)
    mine, theirs = base().built.programme.column_labels(), others[0].built.programme.column_labels()
    places = aligned.columns.tolist()
    assert [mine[p] for p in places if p >= 0] == [
        label for label, p in zip(theirs, places, strict=True) if p >= 0
    ]
    assert {label for label, p in zip(theirs, places, strict=True) if p < 0}.isdisjoint(mine)


def test_a_base_is_its_own_variant():
    built = Built.of(ranges.case(workbook()), SETTINGS)
    assert alike(base().built, built)
    assert difference(base().built, built).empty
    guess = Aligned.of(base().built, built).guess(base().built, base().plan, built)
    assert guess.holds
    assert guess.objective == pytest.approx(0, abs=1e-6)


def test_both_ends_of_the_heaviest_estimates_are_solved_first():
    said = {
        (n, side): s
        for n, change in enumerate(changes())
        if not (s := screen().screened(change)).proved
        for side in [change.move[1]]
    }
    known = [change.move[0] for change in changes()]
    chosen = worth_solving(known, said, 6)
    assert len(chosen) == 6
    for measure in range(3):
        heaviest = max(said, key=lambda place: said[place].weights[measure])
        assert heaviest in worth_solving(known, said, 6)


def small() -> tiny.Tables:
    """Coal or wind for a growing demand; at least 2 GW of wind of at most 3."""
    return tiny.tables(
        {"last_year": 2026, "peak_from": 2025, "peak_deadline": 2025},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", existing=5, variable_cost=2, co2_process=1),
            tiny.plant("wind", expansion="build", capex=60, lifetime=3, capacity_max=3,
                       availability=0.3),
        ],
        flows=[tiny.out("coal"), tiny.out("wind")],
        demands=[tiny.demand("electricity", {2024: 20, 2026: 24})],
        metrics=[tiny.metric("wind", "GW", "capacity", processes="wind", direction="more")],
        clauses=[tiny.clause("E1", "不低于", "wind", value=2, unit="GW", from_year=2025)],
        estimates=[
            ranges.span("processes", "variable_cost", 0.5, 1.5),
            ranges.span("processes", "capex", 0.8, 1.2),
            ranges.span("clauses", "value", 1, 4, op="=", unit="GW"),
            ranges.span("demands", "years", 0.9, 1.1),
        ],
    )  # fmt: skip


@cache
def swept() -> dict[tuple[str, str, str, Side], Effect]:
    found = sweep(tiny.read(small()), SETTINGS, solves=20)
    return {(*found.estimates[n].name, side): e for (n, side), e in found.effects.items()}


def test_a_range_that_leaves_no_plan_is_an_outcome():
    clause = swept()["clauses", "E1", "value", Side.HIGH]
    assert (clause.how, clause.feasible) == (How.SOLVED, False)
    assert swept()["clauses", "E1", "value", Side.LOW].feasible


def test_effects_can_be_added_up_on_paper():
    """2 GW of wind from 2025 on, at 20 a year; coal at 2 gives the rest, most of it in 2024."""
    capex = swept()["processes", "wind", "capex", Side.HIGH]
    assert capex.how is How.EXACT
    assert capex.before == pytest.approx(0.2 * 2 * 60 / 3)
    assert (capex.peak, capex.tasks) == (0, 0)
    energy = 20 + 22 - 2 * 0.3 * 8.76
    price = swept()["processes", "coal", "variable_cost", Side.LOW]
    assert price.before == pytest.approx(-0.5 * 2 * energy)
    demand = swept()["demands", "electricity_demand", "years", Side.HIGH]
    assert demand.peak == pytest.approx(0.1 * 20)


def test_no_solves_leave_first_orders_and_proofs():
    found = sweep(tiny.read(small()), SETTINGS, solves=0)
    assert How.SOLVED not in {effect.how for effect in found.effects.values()}


@pytest.mark.slow
def test_other_processes_find_the_same():
    alone, shared = (
        sweep(tiny.read(small()), SETTINGS, solves=4, workers=workers) for workers in (1, 2)
    )
    for place, effect in alone.effects.items():
        other: Effect = shared.effects[place]
        assert (effect.how, effect.feasible) == (other.how, other.feasible)
        assert effect.before == pytest.approx(other.before)
