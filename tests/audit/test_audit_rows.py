"""Families of rows dropped, or turned round, in a case in which they bind: the audit sees each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import runs
import tight

import tiny
from pathway.errors import SolveError
from pathway.model.build import FAMILIES
from pathway.solve import plan as stages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pathway.model.algebra import Programme

    Sides = Callable[[Any, Any], tuple[Any, Any]]

compile_as_it_is = stages.compile_programme
pytestmark = pytest.mark.slow  # a solve for every family


def with_rows(monkeypatch: pytest.MonkeyPatch, name: str, sides: Sides) -> None:
    """Give the rows of a family other sides in every programme that is compiled."""

    def compiled(model: Any) -> Programme:
        programme = compile_as_it_is(model)
        lower, upper = programme.row_lower.copy(), programme.row_upper.copy()
        mine = programme.rows[name].slice
        lower[mine], upper[mine] = sides(lower[mine], upper[mine])
        return replace(programme, row_lower=lower, row_upper=upper)

    monkeypatch.setattr(stages, "compile_programme", compiled)


def opened(lower: Any, upper: Any) -> tuple[Any, Any]:
    """No side at all."""
    return np.full_like(lower, -np.inf), np.full_like(upper, np.inf)


def turned(lower: Any, upper: Any) -> tuple[Any, Any]:
    """At least where it was at most, and the other way round; equations are left alone."""
    equal = lower == upper
    most, least = np.where(equal, lower, upper), np.where(equal, upper, lower)
    return np.where(np.isinf(most), -np.inf, most), np.where(np.isinf(least), np.inf, least)


DROPPED = {
    tiny.everything: (
        "c_capacity", "c_unit", "c_retrofit_limit", "c_build_limit", "c_growth", "c_committed",
        "c_listed", "c_activity", "c_activity_committed", "c_activity_store", "c_total",
        "c_balance_hour", "c_spread", "c_balance_year", "c_available", "c_fixed", "c_flat",
        "c_flat_available", "c_committed_capacity", "c_above_minimum", "c_ramp_up", "c_ramp_down",
        "c_activity_max_hourly", "c_hours_max_hourly", "c_activity_capacity", "c_energy", "c_level",
        "c_link", "c_firm_power", "c_firm_energy", "c_adequacy", "c_peak_load",
        "c_highest_load", "c_emissions", "c_metric",
    ),
    tight.limits: (
        "c_retrofit_share", "c_potential", "c_capacity_floor", "c_activity_min_hourly",
        "c_hours_min_hourly", "c_activity_max_yearly", "c_activity_min_yearly",
        "c_hours_max_yearly", "c_hours_min_yearly", "c_charge", "c_discharge",
        "c_committed_available", "c_reserve", "c_reserve_firm", "c_reserve_power",
        "c_reserve_energy", "c_peak", "c_clause_eq", "c_clause_ge", "c_clause_le",
    ),
}  # fmt: skip
SEASONS = (
    "c_level_first", "c_level_later", "c_high", "c_low", "c_next_day", "c_energy_linked",
    "c_empty_linked",
)  # fmt: skip
INSIDE = ("c_level_opening", "c_level_mean")  # of the plan tier's average days: never in a result
CASES = [(name, case) for case, names in DROPPED.items() for name in names]
TURNED = [
    (name, case)
    for name, case in CASES
    if name in {"c_build_limit", "c_growth", "c_hours_max_hourly", "c_charge", "c_discharge",
                "c_activity_max_yearly", "c_hours_min_yearly", "c_reserve_firm", "c_peak",
                "c_activity_min_hourly", "c_retrofit_limit"}
]  # fmt: skip


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_a_dropped_family_is_seen(
    name: str, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rows(monkeypatch, name, opened)
    try:
        made = runs.make(tmp_path, case)
    except SolveError as refused:
        message = str(refused)
    else:
        message = "Unbounded" if runs.caught(made.audit()) else ""
    assert "Unbounded" in message  # what nothing holds any more may earn without limit


def test_dropped_families_of_stores_over_the_year_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, settings = runs.book_of(tight.seasons), tight.seasons()[2]
    for name in SEASONS:
        with_rows(monkeypatch, name, opened)
        made = runs.make_from(tmp_path / name, book, settings)
        assert runs.caught(made.audit(), "storage"), name


@pytest.mark.parametrize(("name", "case"), TURNED, ids=[name for name, _ in TURNED])
def test_a_sense_turned_round_is_seen_or_leaves_no_plan(
    name: str, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rows(monkeypatch, name, turned)
    try:
        made = runs.make(tmp_path, case)
    except SolveError:
        return
    assert runs.caught(made.audit())


def test_every_family_of_rows_is_dropped_once() -> None:
    """A family that is added later has to be met here too."""
    programmes = [tiny.programme(tiny.case(*case())) for case in (tiny.everything, tight.limits)]
    there = {name for p in programmes for name, block in p.rows.items() if len(block)}
    assert there <= {name for name, _ in CASES}
    assert {name for p in programmes for name in p.rows} <= {
        *(name for name, _ in CASES), *SEASONS, *INSIDE,
    }  # fmt: skip
    assert set(FAMILIES) >= {"stock", "storage", "reserve"}
