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
from pathway.model.tiers import LINKING, OPERATION, PLAN, column_tiers, tier_of_rows

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


def test_rows_use_columns_of_their_own_tier_and_linking_ones(
    built: tuple[Any, Programme, dict[str, str]],
) -> None:
    m, compiled, owner = built
    tiers = column_tiers(m, compiled)
    for name, block in compiled.rows.items():
        columns = np.unique(compiled.matrix[block.start : block.stop].indices)
        used = set(tiers[columns].tolist())
        assert used <= {tier_of_rows(owner[name]), "linking"}, name
    assert set(tiers.tolist()) == {"plan", "operation", "linking"}


def test_every_variable_has_one_tier(built: tuple[Any, Programme, dict[str, str]]) -> None:
    _, compiled, _ = built
    assert set(compiled.columns) == LINKING | PLAN | OPERATION | {"v_activity"}
    assert not LINKING & PLAN
    assert not LINKING & OPERATION
    assert not PLAN & OPERATION


def test_hours_meet_the_plan_in_few_numbers(
    built: tuple[Any, Programme, dict[str, str]],
) -> None:
    """With the linking columns held, no row joins hours of different years."""
    m, compiled, owner = built
    tiers = column_tiers(m, compiled)
    labels = np.array(compiled.column_labels())
    for name, block in compiled.rows.items():
        if tier_of_rows(owner[name]) != "operation":
            continue
        for k in range(block.start, block.stop):
            columns = compiled.matrix[k].indices
            hours = [c for c in columns if tiers[c] == "operation"]
            years = {
                part for c in hours for part in labels[c].strip("]").split(",") if is_year(part)
            }
            assert len(years) <= 1, compiled.row_label(k)


def is_year(text: str) -> bool:
    return text.isdigit() and 2024 <= int(text) <= 2027


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
