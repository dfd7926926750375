"""Cases solved one after the other give what each gives alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import apart
import tiny
from pathway.solve.plan import solve_plan
from pathway.solve.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = 3.0 * apart.GAP


@pytest.fixture
def series() -> Iterator[Series]:
    """A series, its workers let go in the end."""
    found = Series()
    yield found
    found.close()


def town(capex: float) -> tiny.Tables:
    """A city with wind at a price."""
    sheets = apart.city()
    next(row for row in sheets["processes"] if row["process"] == "wind")["capex"] = capex
    return sheets


def test_a_case_goes_on_from_what_the_last_one_taught(series: Series) -> None:
    first, second = (apart.on_days(town(capex)) for capex in (40, 40.2))
    series.solve(first, apart.settings())
    again = series.solve(second, apart.settings())
    alone = solve_plan(second, apart.settings())
    assert tiny.cost(again) == pytest.approx(tiny.cost(alone), rel=ROOM)
    assert len(again.bounds) <= len(alone.bounds) / 2


def test_another_gap_is_taken_over(series: Series) -> None:
    case = apart.on_days(town(40))
    wide = series.solve(case, apart.settings(gap=1e-2))
    assert abs(series.solve(case, apart.settings()).gap) <= apart.GAP < abs(wide.gap)


def test_other_average_days_begin_anew(series: Series) -> None:
    case = apart.on_days(town(40))
    first = series.solve(case, apart.settings())
    second = series.solve(case, apart.settings(days=2))
    assert tiny.cost(second) == pytest.approx(tiny.cost(first), rel=ROOM)
    assert len(second.bounds) > 1


def test_one_programme_is_solved_as_ever(series: Series) -> None:
    case, settings = apart.on_days(town(40)), apart.settings(apart=False)
    assert not series.solve(case, settings).bounds
