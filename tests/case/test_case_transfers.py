"""Transfers: what is wrong with a row is told with its cell."""

from __future__ import annotations

import pytest

import tiny
from pathway.errors import InputError


def sheets(**row: object) -> tiny.Tables:
    stated: tiny.Row = {"transfer": "grant", "metric": "wind", "payer": "财政", "receiver": "企业"}
    return tiny.tables(
        processes=[tiny.plant("wind", existing=1)],
        flows=[tiny.out("wind")],
        metrics=[tiny.metric("wind", "万千瓦", "capacity", processes="wind")],
        transfers=[{**stated, "unit": "元/千瓦", 2024: 50, **row}],
    )


def problems(**row: object) -> list[str]:
    with pytest.raises(InputError) as raised:
        tiny.case(sheets(**row))
    return [f"{f.where} {f.found}" for f in raised.value.findings]


def test_a_price_is_held_per_held_unit_of_its_metric() -> None:
    """50 元/千瓦 are 0.5 亿元/GW."""
    found = tiny.case(sheets()).transfers["grant"]
    assert found.price == pytest.approx([0.5])
    assert (found.metric, found.payer, found.receiver) == ("wind", "财政", "企业")
    recorded = [x for x in tiny.case(sheets()).inputs if x.table == "transfers"]
    assert [(x.key, x.value, x.unit) for x in recorded] == [("grant", "2024: 50", "元/千瓦")]


def test_a_price_of_another_kind_points_at_its_unit() -> None:
    [found] = problems(unit="元/吨")
    assert "!transfers!" in found
    assert "元/吨" in found


def test_a_transfer_without_a_price_is_refused() -> None:
    rows = sheets()
    del rows["transfers"][0][2024]
    with pytest.raises(InputError) as raised:
        tiny.case(rows)
    assert [f.found for f in raised.value.findings] == ["no year is filled"]


def test_a_transfer_on_a_metric_that_is_not_there_is_refused() -> None:
    assert any('"sun"' in found for found in problems(metric="sun"))
