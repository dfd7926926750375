"""Where no plan is known at any price, a direction is asked for, whatever its size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

import apart
from pathway.solve.decomposed.bounds import DEAREST, WIDEST
from pathway.solve.decomposed.session import Session

if TYPE_CHECKING:
    import pytest

    from pathway.solve.decomposed.year import Answer, Question


def test_a_direction_keeps_its_angle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices of penalties are far above anything of operation; cut to that, all would be alike."""
    case = apart.on_days(apart.city())
    asked: list[Question] = []

    with Session(case, apart.settings(gap=1e-3)) as session:
        closed, bounds = session.plan().best, session.bounds
        ask = bounds.years.ask

        def heard(questions: list[Question]) -> list[Answer]:
            asked.extend(questions)
            return ask(questions)

        worth = 1e9 * np.arange(1.0, 1.0 + max(len(links) for links in bounds.links.values()))
        monkeypatch.setattr(bounds.years, "ask", heard)
        monkeypatch.setattr(bounds.inner, "plan_cost", lambda _, links: -worth[: len(links)])
        nothing = replace(closed.upper, works=False)
        for bounds.widen in (1.0, 10 * WIDEST):
            bounds.learn(closed.lower, nothing, np.ones(len(case.years)), stuck=True)
    assert [question.reach for question in asked] == [False, False, True, True]
    counts = bounds.counts(np.ones(len(case.years)), closed.upper.saved)
    for question, count in zip(asked, [*counts, *counts], strict=True):
        shape = bounds.shapes[question.year]
        whole = worth[: len(bounds.links[question.year])][shape.activity] / count
        most = np.broadcast_to(DEAREST * shape.dearest, whole.shape)
        np.testing.assert_allclose(question.price, whole if question.reach else most)
