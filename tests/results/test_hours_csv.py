"""Hours as text: every number as Python would round it, and nothing else in the file."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from pathway.results.hours_csv import CHUNK, decimals_of, hours_csv


def cells(*values: float) -> list[str]:
    """What a column of these numbers is written as."""
    lines = hours_csv(pd.DataFrame({"x": np.array(values, float)})).decode().split("\n")
    assert (lines[0], lines[-1]) == ("x", "")
    return lines[1:-1]


def test_zeros_before_and_after_a_number_are_left_out() -> None:
    found = cells(0.0, -0.0, 1.0, -1.5, 1234567.0, 10203.0405, 0.00000001, -20000000.0 / 3)
    assert found == [
        "0", "0", "1", "-1.5", "1234567", "10203.0405", "0.00000001", "-6666666.66666667",
    ]  # fmt: skip


def test_numbers_are_rounded_to_eight_decimals() -> None:
    assert cells(2 / 3, 4e-9, -4e-9, 6e-9, 9.999999999) == [
        "0.66666667", "0", "0", "0.00000001", "10",
    ]  # fmt: skip


def test_columns_of_small_numbers_keep_nine_digits_of_the_largest() -> None:
    assert cells(2e-5 / 3, 1e-9 / 3) == ["0.00000666666667", "0.00000000033333"]
    assert [decimals_of(np.array([largest])) for largest in (5.0, 0.05, 0.0, 1e-12)] == [
        8, 10, 8, 16,
    ]  # fmt: skip


def test_every_number_is_the_one_that_python_writes() -> None:
    drawn = np.random.default_rng(1)
    values = drawn.normal(size=3 * CHUNK) * 10.0 ** drawn.uniform(-4, 4, 3 * CHUNK)
    decimals = decimals_of(values)
    wanted = [f"{round(v, decimals):.{decimals}f}".rstrip("0").rstrip(".") for v in values.tolist()]
    off = [(a, b) for a, b in zip(cells(*values), wanted, strict=True) if b not in {a, "-0"}]
    assert all(abs(float(a) - float(b)) < 1.1 * 10.0**-decimals for a, b in off)  # halves
    assert len(off) < 1e-3 * len(values)


def test_what_is_no_number_is_blank_and_what_is_too_large_stays_whole() -> None:
    assert cells(np.nan, 1.0) == ["", "1"]
    assert cells(np.inf, 1.0) == ["inf", "1"]
    assert cells(1.5e12, -0.25) == ["1.5e+12", "-0.25"]


def test_texts_and_whole_numbers_stand_as_they_are() -> None:
    table = pd.DataFrame(
        {"day": ["工作日, 夏", '"x"', None], "year": [2024, 2025, 2031], "a|b": [1.0, 0.5, 2.0]}
    )
    back = pd.read_csv(io.BytesIO(hours_csv(table)))
    pd.testing.assert_frame_equal(back, table, check_dtype=False)


@pytest.mark.parametrize("rows", [0, 1, CHUNK, CHUNK + 1])
def test_tables_of_any_length_come_back(rows: int) -> None:
    table = pd.DataFrame({"step": np.arange(rows), "x": np.linspace(0.0, 1.0, rows)})
    back = pd.read_csv(io.BytesIO(hours_csv(table)))
    assert len(back) == rows
    assert np.allclose(back["x"].astype(float), table["x"], atol=1e-9)
