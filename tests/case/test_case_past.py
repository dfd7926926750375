"""Actuals that cannot have happened are errors with their cell; surprising ones are warnings."""

from __future__ import annotations

import pytest

import tiny
from pathway.case.case import Case, Known
from pathway.case.known import Quantity
from pathway.errors import Finding, InputError, Severity

Row = tiny.Row


def told(quantity: str, key: str, years: dict[int, float], unit: str = "GW", **more: object) -> Row:
    return {"quantity": quantity, "key": key, "unit": unit, **more, **years}


def town(*items: Row, totals: tuple[Row, ...] = (), through: int | None = 2025) -> tiny.Tables:
    """Coal that may not retire before 2026, wind within 3 GW, gas by the project list."""
    past = {"actuals_to": through} if through else {}
    return tiny.tables(
        {"last_year": 2027, "value_of_lost_load": 10} | past,
        processes=[
            tiny.plant("coal"), tiny.plant("clean"),
            tiny.plant("wind", expansion="build", existing=0.5, capacity_max=3, build_max=1),
            tiny.plant("gas", expansion="projects"),
            tiny.plant("import", expansion="unlimited"),
        ],
        flows=[tiny.out(p) for p in ("coal", "clean", "wind", "gas", "import")],
        units=[tiny.unit("A", "coal", 1.0, earliest_retirement=2026),
               tiny.unit("B", "coal", 0.4, end=2024)],
        projects=[{"project": "G", "name_zh": "G", "process": "gas", "kind": "committed",
                   "size": 0.4, "size_unit": "GW", "online": 2025}],
        retrofits=[{"retrofit": "mend", "from_process": "coal", "to_process": "clean", "cost": 1,
                    "cost_unit": "亿元/GW", "share": 0.5, "first_year": 2026}],
        demands=[tiny.demand("electricity", 9)],
        metrics=[tiny.metric("fleet", "GW", "capacity", processes="wind;coal"),
                 tiny.metric("peak", "GW", "peak_load")],
        adequacy=[{"period": "evening", "commodity": "electricity"}],
        actual_items=list(items),
        actuals=list(totals),
    )  # fmt: skip


def errors(sheets: tiny.Tables) -> list[Finding]:
    with pytest.raises(InputError) as error:
        tiny.case(sheets)
    return [f for f in error.value.findings if f.severity is Severity.ERROR]


def warnings(case: Case) -> list[Finding]:
    return [f for f in case.findings if f.severity is Severity.WARNING]


@pytest.mark.parametrize(
    ("item", "cell", "found", "expected"),
    [
        (told("capacity", "wind", {2024: 3.5}), "E5", "above the potential", "at most 3 GW"),
        (told("capacity", "wind", {2024: 50}, "万千瓦") | {2025: 20}, "F5",
         "20 万千瓦 stands", "at least 50 万千瓦"),
        (told("capacity", "clean", {2024: 0.9}), "E5", "stock and builds explain", "at most 0 GW"),
        (told("capacity", "coal", {2024: 1.1}), "E5", "has not left", "at least 1.4 GW"),
        (told("capacity", "coal", {2025: 1.3}), "E5", "stock and builds explain 1 GW", "1 GW"),
        (told("retired", "A", {2024: 0.7, 2025: 0.7}), "F5", "1.4 GW", "at most its size, 1 GW"),
        (told("retired", "B", {2025: 0.1}), "E5", "after its end of life", "up to 2024"),
        (told("retrofitted", "mend:A", {2025: 0.6}), "E5", "0.6 GW", "at most 0.5 GW"),
        (told("activity", "coal", {2024: 20}, "TWh"), "E5", "20 TWh", "at most 12.264 TWh"),
        (told("built", "gas", {2025: 0.5}), "E5", "0.5 GW", "at most 0.4 GW"),
        (told("built", "coal", {2025: 0.5}), "B5", "cannot be built", "may be built"),
        (told("capacity", "import", {2025: 0.5}), "B5", "have a capacity", "may be built"),
        (told("built", "wnd", {2025: 0.5}), "B5", "'wnd'", "sheet processes"),
        (told("retired", "A9", {2025: 0.5}), "B5", "'A9'", "sheet units"),
        (told("retrofitted", "mend:C", {2025: 0.5}), "B5", "'C'", "sheet units"),
        (told("built", "wind", {2025: 5}, "TWh"), "C5", "TWh", "GW"),
        (told("built", "wind", {2026: 0.5}), "E5", "an actual of 2026", "up to 2025"),
        (told("built", "wind", {2023: 0.5}), "E5", "of 2023", "after the base year 2023"),
        (told("built", "wind", {2024: -0.5}), "E5", "-0.5", "not below zero"),
    ],
)  # fmt: skip
def test_what_cannot_have_happened(item: Row, cell: str, found: str, expected: str) -> None:
    [error] = errors(town(item))
    assert error.where == f"tiny.xlsx!actual_items!{cell}"
    assert found in error.found
    assert expected in error.expected


def test_numbers_of_a_wrong_unit_are_not_judged() -> None:
    """5 TWh would be far above what may be built in a year."""
    with pytest.raises(InputError) as caught:
        tiny.case(town(told("built", "wind", {2025: 5}, "TWh")))
    assert [f.where for f in caught.value.findings if "build_max" in f.expected] == []


def test_capacity_falls_for_a_reason() -> None:
    """1.5 GW of wind, then 1: what is built does not retire."""
    [error] = errors(town(told("capacity", "wind", {2024: 1.5, 2025: 1.0})))
    assert "1 GW stands after 1.5 GW in 2024" in error.found
    ended = tiny.case(town(told("capacity", "coal", {2024: 1.4, 2025: 1.0})))
    assert len(ended.past.known) == 2


def test_a_retirement_explains_it() -> None:
    case = tiny.case(
        town(told("capacity", "coal", {2024: 1.4, 2025: 0.8}), told("retired", "A", {2025: 0.2}))
    )
    [warned] = warnings(case)[:1]
    assert "no earlier than 2026" in warned.expected


def test_surprises_are_warnings_and_are_held() -> None:
    case = tiny.case(town(told("built", "wind", {2024: 1.2}), told("built", "gas", {2025: 0.1})))
    said = {f.expected.split(":")[0] for f in warnings(case)}
    assert "at most 1 GW a year (build_max)" in said
    assert "0.4 GW" in said, "a committed project that is late"
    assert {k.key for k in case.past.known} == {"built:wind:2024", "built:gas:2025"}


def test_a_tolerance_makes_room() -> None:
    """1.1 GW of 1.4 GW that cannot have left, rounded to the nearest half."""
    case = tiny.case(town(told("capacity", "coal", {2024: 1.1}, tolerance=0.3)))
    [known] = case.past.known
    assert (known.low, known.high) == pytest.approx((0.77, 1.43))


def test_metrics() -> None:
    short: Row = {"metric": "fleet", "unit": "GW", "tolerance": 0.05, 2024: 1.5}
    [error] = errors(town(totals=(short,)))
    assert error.where == "tiny.xlsx!actuals!E5"
    assert "at least 1.9 GW" in error.expected
    much: Row = {"metric": "fleet", "unit": "GW", "tolerance": 0.05, 2024: 3.2}
    [error] = errors(town(totals=(much,)))
    assert "at most 2.9 GW" in error.expected


def test_the_highest_load_is_not_held() -> None:
    row: Row = {"metric": "peak", "unit": "GW", 2024: 2}
    [error] = errors(town(totals=(row,)))
    assert "cannot be held" in error.found
    assert tiny.case(town(totals=({**row, "hold": "否"},))).past.known == ()


def test_a_metric_after_the_last_actual_year() -> None:
    row: Row = {"metric": "fleet", "unit": "GW", 2024: 2, 2026: 2.2}
    [error] = errors(town(totals=(row,)))
    assert "Raise actuals_to to 2026" in error.suggestion
    assert tiny.case(town(totals=(row,), through=None)).past.known == ()


@pytest.mark.parametrize("through", [2022, 2027, 2030])
def test_the_last_actual_year_lies_within_the_plan(through: int) -> None:
    [error] = errors(town(through=through))
    assert "settings" in error.where
    assert str(through) in error.found


def test_what_follows_is_told() -> None:
    case = tiny.case(town(told("built", "wind", {2024: 1, 2025: 1})))
    [note] = [f for f in case.findings if "not known up to" in f.found]
    assert "gas" in note.found
    assert "wind" not in note.found


def test_units_are_converted_once() -> None:
    [known] = tiny.case(town(told("built", "wind", {2024: 50}, "万千瓦"))).past.known
    assert isinstance(known, Known)
    assert (known.quantity, known.value) == (Quantity.BUILT, pytest.approx(0.5))
    assert known.origin.where == "tiny.xlsx!actual_items!E5"
