"""Every row of every family, held against what its rule says the ordinary Pyomo way."""

from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.model.algebra import compile_programme, crosscheck
from pathway.model.build import build
from pathway.settings import TimeSettings

EMPTY_HERE = {
    "c_clause_eq", "c_level_first", "c_level_later", "c_high", "c_low", "c_next_day",
    "c_energy_linked", "c_empty_linked", "c_committed_available",
    "c_level_opening", "c_level_mean",
}  # fmt: skip
"""Rows that average or representative days, a profile on committed plant or an equality make."""


def test_rows_say_what_their_rules_say() -> None:
    m = build(tiny.case(*tiny.everything()))
    compiled = compile_programme(m)
    absent = {name for name, block in compiled.rows.items() if not len(block)}
    assert absent <= EMPTY_HERE
    crosscheck(m, compiled, per_family=None)


@pytest.mark.parametrize("reading", ["strong", "weak"])
def test_rows_on_representative_days(reading: str) -> None:
    sheets, _ = tiny.everything()
    rng = np.random.default_rng(7)
    hours = {key: rng.random(8760).round(3).tolist() for key in ("load", "wind", "night")}
    kind = tiny.case(sheets, hours, TimeSettings(days=2))
    m = build(kind, reading=reading)
    compiled = compile_programme(m)
    assert len(compiled.rows["c_next_day"]) == 365 * len(kind.years)
    crosscheck(m, compiled, per_family=12)


def test_a_family_may_be_left_out() -> None:
    kind = tiny.case(*tiny.everything())
    few = compile_programme(build(kind, families=("stock",)))
    assert "c_adequacy" not in few.rows
    assert "c_clause_ge" not in few.rows
    assert len(few.rows["c_balance_hour"])
