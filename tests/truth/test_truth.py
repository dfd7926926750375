"""Every case file meets what it expects: objective, quantities and prices, and its alternatives."""

from __future__ import annotations

import pytest

from .casefile import read_case
from .run import solve_truth
from .siblings import CASES

SLOW = {"island_year_storage"}


def variants() -> list[object]:
    """Every case, and every alternative of it."""
    files = sorted(CASES.glob("*.yaml"))
    assert files
    return [
        pytest.param(
            file, alternative, id="-".join(filter(None, (file.stem, alternative))),
            marks=[pytest.mark.slow] if file.stem in SLOW else [],
        )
        for file in files
        for alternative in (None, *(read_case(file).content.get("alternatives") or {}))
    ]  # fmt: skip


@pytest.mark.parametrize(("file", "alternative"), variants())
def test_the_published_optimum_is_found(file: object, alternative: str | None) -> None:
    found = solve_truth(file, alternative)  # type: ignore[arg-type]
    assert {"objective"} <= {check.name for check in found.checks}
    assert [check for check in found.checks if not check.ok] == []
