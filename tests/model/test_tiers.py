"""Rows of the plan touch hours through linking quantities only, and the other way round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

import tiny
from pathway.model import core
from pathway.model.algebra import Programme, compile_programme
from pathway.model.build import FAMILIES, OPTIONAL
from pathway.model.tiers import (
    ACTIVITY,
    LINKING,
    OPERATION,
    PLAN,
    SUMS,
    column_tiers,
    tier_of_rows,
)

TESTS = Path(__file__).parents[1] / "families"


@pytest.fixture(scope="module")
def built() -> tuple[Any, Programme, dict[str, str]]:
    """Model, programme, and the family that added each name of rows."""
    kind = tiny.case(*tiny.everything())
    m = pyo.ConcreteModel()
    core.add(m, kind)
    owner: dict[str, str] = {}
    for name, family in FAMILIES.items():
        family.add(m, kind)
        for rows in m.component_objects(pyo.Constraint):
            owner.setdefault(rows.name, name)
    return m, compile_programme(m), owner


def test_a_row_with_an_hour_uses_nothing_of_the_plan_but_links(
    built: tuple[Any, Programme, dict[str, str]],
) -> None:
    m, compiled, owner = built
    tiers = column_tiers(m, compiled)
    for name, block in compiled.rows.items():
        for k in range(block.start, block.stop):
            used = set(tiers[columns_of(compiled, k)].tolist())
            assert used <= {"operation", "linking"} or used <= {"plan", "linking"}, name
            assert "operation" not in used or tier_of_rows(owner[name]) == "operation", name
    assert set(tiers.tolist()) == {"plan", "operation", "linking"}


def test_every_variable_has_one_tier(built: tuple[Any, Programme, dict[str, str]]) -> None:
    _, compiled, _ = built
    assert set(compiled.columns) == LINKING | PLAN | OPERATION | {ACTIVITY}
    assert not LINKING & PLAN
    assert not LINKING & OPERATION
    assert not PLAN & OPERATION


def test_activity_links_where_there_are_hours(
    built: tuple[Any, Programme, dict[str, str]],
) -> None:
    m, compiled, _ = built
    block = compiled.columns[ACTIVITY]
    tiers = column_tiers(m, compiled)[block.slice]
    found = {p: tier for (p, _), tier in zip(block.index_set, tiers.tolist(), strict=True)}
    assert found["coal_power"] == found["battery"] == found["line"] == "linking"
    assert found["trucks"] == found["mine"] == "plan"


def test_sums_are_all_that_days_have_in_common(
    built: tuple[Any, Programme, dict[str, str]],
) -> None:
    """A sum has one link, its activity; every other row of operation stays within a day.

    But for stores with a year cycle, which the case has one of.
    """
    m, compiled, _ = built
    tiers = column_tiers(m, compiled)
    labels = np.array(compiled.column_labels())
    day_of = {(y, t): int(m.case.steps.day[t]) for y, t in m.STEPS}
    for name, block in compiled.rows.items():
        for k in range(block.start, block.stop):
            columns = columns_of(compiled, k)
            hourly = columns[tiers[columns] == "operation"]
            links = [c for c in columns if tiers[c] == "linking"]
            if name in SUMS:
                assert [labels[c].partition("[")[0] for c in links] == [ACTIVITY]
                assert len(hourly)
                continue
            places = {place(labels[c], day_of) for c in hourly if "cavern" not in labels[c]}
            assert len(places) <= 1, compiled.row_label(k)


def columns_of(compiled: Programme, k: int) -> np.ndarray:
    """Columns of a row."""
    start, stop = compiled.matrix.indptr[k : k + 2]
    return np.asarray(compiled.matrix.indices[start:stop])


def place(label: str, day_of: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Year and day of an hourly column."""
    *_, year, last = label.strip("]").split(",")
    daily = label.startswith(("v_committed", "v_opening", "v_high", "v_low"))
    return int(year), int(last) if daily else day_of[int(year), int(last)]


@pytest.mark.parametrize("name", FAMILIES)
def test_families_explain_themselves(name: str) -> None:
    family = FAMILIES[name]
    assert tier_of_rows(name) in {"plan", "operation"}
    text = family.__doc__ or ""
    assert text.count("$$") >= 2
    assert "Worked example:" in text
    assert (TESTS / f"test_{name}.py").is_file()
    assert "def test_worked_example" in (TESTS / f"test_{name}.py").read_text("utf-8")


def test_optional_families_are_families() -> None:
    assert set(FAMILIES) >= OPTIONAL
