"""What holds a peak, by how much and at which price; and how a path of emissions is read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import tiny
from pathway.results.peak import by_boundary, held_by, peak, peak_year_of, reading
from pathway.results.view import View

YEARS = (2024, 2025, 2026, 2027)


def rising(demand: tuple[float, ...] = (1, 2, 3), deadline: int = 2025) -> tiny.Tables:
    """Rising demand that coal serves at 1 and wind at 2."""
    return tiny.tables(
        {"last_year": 2023 + len(demand), "peak_from": 2024, "peak_deadline": deadline},
        processes=[
            tiny.works("coal", expansion="unlimited", variable_cost=1, co2_process=1),
            tiny.works("wind", expansion="unlimited", variable_cost=2),
        ],
        flows=[tiny.out("coal", "cargo"), tiny.out("wind", "cargo")],
        demands=[tiny.demand("cargo", dict(enumerate(demand, start=2024)))],
    )


def table(sheets: tiny.Tables, **asked: Any) -> pd.DataFrame:
    """Table ``peak`` by year."""
    solution = tiny.solve(tiny.case(sheets), **asked)
    return peak(View(solution)).set_index("year")


def test_a_row_that_binds_has_its_price_and_no_room() -> None:
    found = table(rising())
    assert list(found["role"]) == ["before", "peak", "after"]
    assert list(found["emissions"]) == pytest.approx([1, 2, 2])
    late = found.loc[2026]
    assert (late["earlier"], late["room"]) == (2025, pytest.approx(0.0))
    assert late["price"] == pytest.approx(1e4), "wind costs 1e8 a 10 kt more than coal: 1e4 a tonne"
    assert late["below_peak"] == pytest.approx(0.0)


def test_a_row_that_does_not_bind_is_free() -> None:
    found = table(rising((1, 3, 2)))
    late = found.loc[2026]
    assert late["price"] == 0.0
    assert late["room"] == pytest.approx(1.0)
    assert late["below_peak_percent"] == pytest.approx(100 / 3)


def test_the_guard_is_shown_up_to_the_peak_alone() -> None:
    found = table(rising())
    assert list(found["reference"]) == pytest.approx([1, 2, 3])
    assert found["guard_room"].notna().tolist() == [True, True, False]
    assert found.loc[2025, "guard_room"] == 0.0
    assert (found["guard_price"].dropna() >= 0.0).all()


def test_the_weak_reading_holds_every_year_to_the_peak_year() -> None:
    found = table(rising((1, 3, 2, 3)), reading="weak")
    assert found.loc[[2026, 2027], "earlier"].tolist() == [2025, 2025]


@pytest.mark.parametrize(
    ("levels", "year", "strong", "rises", "closest", "margin"),
    [
        ((1, 3, 2, 1), 2025, True, (), 2026, 1),
        ((1, 3, 1, 2), 2025, False, (2027,), 2027, 1),
        ((1, 3, 3, 3), 2025, True, (), 2026, 0),
        ((1, 2, 3, 4), 2027, True, (), None, 0),
    ],
)
def test_readings(
    levels: Any, year: int, strong: bool, rises: Any, closest: Any, margin: float
) -> None:
    found = reading(YEARS, levels)
    assert (found.year, found.strong, found.rises) == (year, strong, rises)
    assert (found.closest, found.margin) == (closest, margin)
    assert held_by(YEARS, levels, year, strong=True) is strong
    assert held_by(YEARS, levels, year, strong=False)
    assert not held_by(YEARS, (1, 2, 3, 4), 2024, strong=False)


def test_equal_years_to_rounding_are_no_rise() -> None:
    levels = (1.0, 6318.0, 6318.0 + 1e-4, 6317.0)
    assert peak_year_of(YEARS, levels) == 2025
    assert reading(YEARS, levels).strong


def test_imports_count_under_one_boundary_alone() -> None:
    rows = [
        {"year": year, "kind": kind, "amount": amount}
        for year, own, bought in ((2024, 5.0, 1.0), (2025, 4.0, 3.0))
        for kind, amount in (("combustion", own), ("imported", bought))
    ]
    found = by_boundary(pd.DataFrame(rows), (2024, 2025))
    assert found == {"territorial": [5.0, 4.0], "with_imports": [6.0, 7.0]}
