"""Every case once more with plan and operation apart: the published optimum, and its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from pathway.solve.gates import largest_violation
from pathway.solve.plan import solve_plan

from .casefile import read_case
from .run import layout_of
from .siblings import CASES

if TYPE_CHECKING:
    from pathlib import Path

GAP = 1e-7
SLOW = {"island_year_storage", "three_zone_base"}
"""A store that links the year makes one block of it; three zones there are twice."""


def variants() -> list[object]:
    """Every case; its alternatives, which differ little, are slow for their number."""
    return [
        pytest.param(
            file, alternative, id="-".join(filter(None, (file.stem, alternative))),
            marks=[pytest.mark.slow] if alternative or file.stem in SLOW else [],
        )
        for file in sorted(CASES.glob("*.yaml"))
        for alternative in (None, *(read_case(file).content.get("alternatives") or {}))
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "alternative"), variants())
def test_apart_is_the_published_optimum(path: Path, alternative: str | None) -> None:
    file = read_case(path, alternative)
    case, settings = layout_of(file).book_of(file).case()
    chosen = settings.solver.model_copy(update={"decompose": True, "gap": GAP})
    one = solve_plan(case, settings)
    plan = solve_plan(case, settings.model_copy(update={"solver": chosen}))
    least = one.objective + one.tail
    assert {stage.method for stage in plan.stages} == {"decomposed"}
    assert plan.objective + plan.tail == pytest.approx(least, rel=1e-6)
    for proof in plan.certificates:
        assert abs(proof.check(plan.programme, plan.x)) <= 1e-6
        assert proof.bound == pytest.approx(least, rel=1e-6)
    worst, where = largest_violation(one.programme, plan.x)
    assert worst <= 1e-6, where
    assert np.isfinite(plan.row_dual).all()
