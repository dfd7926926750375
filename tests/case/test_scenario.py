"""Scenarios: what a row of sheet overrides does, and how it is refused where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pathway.case.active import only_active
from pathway.case.assemble import assemble
from pathway.case.scenario import apply_scenario, faults
from pathway.errors import InputError, Severity, UsageError
from pathway.schema import BY_KEY
from pathway.settings import TimeSettings
from pathway.workbook.read import read_workbook
from pathway.workbook.rows import Row, Workbook
from pathway.workbook.template import new_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = ("scenario", "table", "key", "parameter", "from_year", "to_year", "operation", "value")
Override = tuple[Any, ...]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("scenario") / "city.xlsx"
    new_workbook(path, "示例")
    return only_active(read_workbook(path))


@pytest.fixture
def after(template: Workbook) -> Callable[..., Workbook]:
    """The example workbook after some overrides: table, key, parameter, operation, value …"""

    def change(*overrides: Override) -> Workbook:
        rows = tuple(_row(number, override) for number, override in enumerate(overrides, start=5))
        scenarios = template.rows("scenarios")[0]
        named = Row(scenarios.table, "city.xlsx", "scenarios", 5, {"scenario": "s"})
        tables = {**template.tables, "overrides": rows, "scenarios": (named,)}
        book = Workbook(template.path, "", tables, template.profile_sheet)
        return apply_scenario(book, "s")

    return change


def _row(number: int, override: Override) -> Row:
    table, key, parameter, operation, value, *rest = override
    unit, first, last = (*rest, None, None, None)[:3]
    values = dict(
        zip(COLUMNS, ("s", table, key, parameter, first, last, operation, value), strict=True)
    )
    values |= {"unit": unit, "reason": "因为"}
    cells = {name: f"{letter}{number}" for name, letter in zip(values, "ABCDEFGHIJ", strict=True)}
    return Row(BY_KEY["overrides"], "city.xlsx", "overrides", number, values, {}, cells)


def row_of(book: Workbook, table: str, key: str) -> Row:
    return next(row for row in book.rows(table) if row.key == key)


def errors(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        call()
    wrong = (f for f in caught.value.findings if f.severity is Severity.ERROR)
    return {f.where: f"{f.found} | {f.suggestion}" for f in wrong}


@pytest.mark.parametrize(
    ("operation", "value", "unit", "expected"),
    [
        ("=", "4000", None, 4000.0),
        ("=", "0.4", "万元/千瓦", 4000.0),
        ("×", "0.7", None, 3500.0),
        ("×", "70%", None, 3500.0),
        ("×", "70", "%", 3500.0),
        ("+", "-0.5", "亿元/万千瓦", 0.0),
        ("+", "100", None, 5100.0),
    ],
)
def test_a_number_is_changed_in_the_unit_of_its_row(after, operation, value, unit, expected):
    wind = row_of(
        after(("processes", "wind", "capex", operation, value, unit)), "processes", "wind"
    )
    assert wind["capex"] == pytest.approx(expected, abs=1e-9)
    assert wind["capex_unit"] == "元/千瓦"
    assert "overrides!H5" in wind["note"]


def test_the_workbook_given_and_the_base_scenario_stay_as_they_are(template):
    before = {key: list(rows) for key, rows in template.tables.items()}
    assert apply_scenario(template, "base") is template
    assert apply_scenario(template, "cheap_storage") is not template
    assert {key: list(rows) for key, rows in template.tables.items()} == before


def test_years_outside_a_change_keep_their_interpolated_values(after):
    path = row_of(
        after(("processes", "solar", "capex", "×", "0.5", None, 2026, 2028)),
        "paths", "processes:solar:capex",
    )  # fmt: skip
    assert path.years[2025] == pytest.approx(3300 - 500 / 6)
    assert path.years[2026] == pytest.approx((3300 - 1000 / 6) / 2)
    assert path.years[2029] == pytest.approx(2800 + 500 / 6)
    assert path.years[2035] == 2500


def test_a_change_to_the_end_goes_beyond_the_last_year_that_is_filled(after):
    path = row_of(
        after(("demands", "freight", "years", "×", "2", None, 2030)), "demands", "freight"
    )
    assert path.years[2029] == pytest.approx(235 - 35 / 6)
    assert path.years[2030] == 470
    assert path.years[2035] == 520


def test_a_number_that_holds_in_all_years_becomes_a_path_where_some_change(after):
    book = after(("processes", "wind", "build_max", "=", "0.08", "GW", 2030, None))
    path = row_of(book, "paths", "processes:wind:build_max")
    assert path["unit"] == "万千瓦"
    assert [path.years[year] for year in (2023, 2029, 2030, 2035)] == pytest.approx([40, 40, 8, 8])
    assert path.where() == "city.xlsx!overrides!row 5"
    assert row_of(book, "processes", "wind")["build_max"] == 40
    case = assemble(book, TimeSettings(resolution="slices"))
    held = case.processes["wind"].build_max
    assert held[list(case.years).index(2029)] == pytest.approx(0.4)
    assert held[list(case.years).index(2030)] == pytest.approx(0.08)


def test_years_without_a_limit_stay_so_beside_a_change(template):
    rows = template.rows("paths")
    path = row_of(template, "processes", template.rows("processes")[0].key)
    values = {"table": "processes", "key": path.key, "parameter": "build_max", "unit": "万千瓦"}
    values |= dict.fromkeys(set(BY_KEY["paths"].by_key) - set(values))
    last = 2027
    years = {2024: 10.0, 2026: np.inf}
    added = Row(BY_KEY["paths"], "city.xlsx", "paths", 99, values, years)
    scenarios = template.rows("scenarios")[0]
    tables = {
        **template.tables,
        "paths": (*rows, added),
        "scenarios": (Row(scenarios.table, "city.xlsx", "scenarios", 5, {"scenario": "s"}),),
        "overrides": (_row(5, ("processes", path.key, "build_max", "×", 2, None, 2025, last)),),
    }
    book = Workbook(template.path, "", tables, template.profile_sheet)
    changed = row_of(apply_scenario(book, "s"), "paths", added.key)
    assert [changed.years[y] for y in (2024, 2025, 2026, last)] == [10, 20, np.inf, np.inf]


def test_changes_build_on_each_other_in_the_order_of_the_sheet(after):
    book = after(
        ("processes", "wind", "capex", "×", "0.5"),
        ("processes", "wind", "capex", "+", "100"),
        ("processes", "wind", "capex", "×", "2", None, 2030, 2030),
    )
    years = row_of(book, "paths", "processes:wind:capex").years
    assert (years[2029], years[2030], years[2031]) == pytest.approx((2600, 5200, 2600))


def test_a_star_means_every_row_that_has_a_number(after, template):
    book = after(("processes", "*", "capex", "×", "0.5"))
    before = {row.key: row for row in template.rows("processes")}
    assert row_of(book, "processes", "wind")["capex"] == 2500
    assert row_of(book, "processes", "coal_supply").cells == before["coal_supply"].cells
    paths = {row.key: row for row in book.rows("paths")}
    assert paths["processes:solar:capex"].years[2024] == 1650
    assert set(paths["processes:solar:capex"].years) == {2024, 2030, 2035}
    assert paths["processes:trucks_diesel:existing"].years[2024] == 195


def test_a_blank_number_can_be_set_with_its_unit(after):
    imports = row_of(
        after(("processes", "imports", "capex", "=", "1", "万元/千瓦")), "processes", "imports"
    )
    assert (imports["capex"], imports["capex_unit"]) == (1.0, "万元/千瓦")
    assert imports.given("capex")


def test_words_choices_and_settings_are_set(after):
    book = after(
        ("processes", "gas_power", "expansion", "=", "可新建"),
        ("processes", "solar", "availability_profile", "=", "wind"),
        ("settings", "discount_rate", "value", "=", "0.08", "1"),
        ("settings", "peak_deadline", "value", "+", "-1"),
        ("settings", "boundary", "value", "=", "含净调入电力"),
        ("units", "A1", "earliest_retirement", "+", "1"),
    )
    assert row_of(book, "processes", "gas_power")["expansion"] == "build"
    assert row_of(book, "processes", "solar")["availability_profile"] == "wind"
    assert row_of(book, "settings", "discount_rate")["value"] == pytest.approx(8.0)
    assert row_of(book, "settings", "peak_deadline")["value"] == 2029
    assert row_of(book, "settings", "boundary")["value"] == "with_imports"
    assert row_of(book, "units", "A1")["earliest_retirement"] == 2028
    case = assemble(book, TimeSettings(resolution="slices"))
    assert case.money.discount_rate == pytest.approx(0.08)
    assert case.peak is not None
    assert case.peak.deadline == 2029


def test_every_row_of_a_metric_is_meant_by_its_name(after, template):
    key = template.rows("metrics")[0]["metric"]
    weights = [
        [row["weight"] for row in book.rows("metrics") if row["metric"] == key]
        for book in (template, after(("metrics", key, "weight", "×", "300", "%")))
    ]
    assert weights[1] == [3 * weight for weight in weights[0]]


def test_each_change_is_a_note(after):
    (note,) = after(("processes", "wind", "capex", "×", "0.5")).notes
    assert note.severity is Severity.NOTE
    assert note.where == "city.xlsx!overrides!H5"
    assert "processes wind capex × 0.5" in note.found


@pytest.mark.parametrize(
    ("override", "cell", "message"),
    [
        (("process", "wind", "capex", "×", "2"), "B5", "processes"),
        (("actuals", "x", "years", "×", "2"), "B5", "cannot be changed"),
        (("processes", "winds", "capex", "×", "2"), "C5", "wind"),
        (("processes", "wind", "cappex", "×", "2"), "D5", "capex"),
        (("processes", "wind", "process", "=", "x"), "D5", "no parameter"),
        (("processes", "wind", "years", "×", "2"), "D5", "no parameter|has no years"),
        (("processes", "wind", "lifetime", "=", "20", None, 2030), "E5", "by year"),
        (("processes", "wind", "capex", "×", "2", None, 2050), "E5", "no year lies"),
        (("processes", "imports", "capacity_max", "=", "9", None, 2030), "E5", "blank"),
        (("processes", "wind", "expansion", "×", "2"), "G5", "words"),
        (("processes", "wind", "expansion", "=", "never"), "H5", "never"),
        (("processes", "wind", "availability_profile", "=", "wint"), "H5", "wind"),
        (("processes", "wind", "region", "=", "x"), "H5", "no row"),
        (("processes", "wind", "capex", "=", "cheap"), "H5", "cheap"),
        (("processes", "coal_power", "availability", "×", "2"), "H5", "1.8"),
        (("processes", "wind", "availability", "=", "1.5", None, 2030), "H5", "1.5"),
        (("processes", "imports", "capacity_max", "×", "2"), "C5", "blank"),
        (("processes", "*", "ramp", "×", "2"), "C5", "blank"),
        (("processes", "wind", "capex", "=", "2", "万千瓦"), "I5", "万千瓦"),
        (("processes", "wind", "capex", "×", "2", "元/千瓦"), "I5", "元/千瓦"),
        (("settings", "discount_rate", "value", "=", "50"), "H5", "50|0.5"),
    ],
)
def test_what_cannot_be_changed_is_told_with_the_cell_of_the_override(
    after, override, cell, message
):
    found = errors(lambda: after(override))
    assert list(found) == [f"city.xlsx!overrides!{cell}"]
    assert any(part in next(iter(found.values())) for part in message.split("|"))


def test_everything_wrong_is_told_at_once(after):
    bad = ("processes", "wind", "cappex", "×", "2")
    found = errors(lambda: after(bad, ("processes", "wind", "capex", "×", "2"), bad))
    assert list(found) == ["city.xlsx!overrides!D5", "city.xlsx!overrides!D7"]


def test_an_unknown_scenario_is_a_usage_error(template):
    with pytest.raises(UsageError, match="base, cheap_storage"):
        apply_scenario(template, "cheap")


def test_the_example_scenario_lowers_the_cost_of_storage_from_its_year_on(template):
    time = TimeSettings(resolution="slices")
    before = assemble(template, time).processes["battery"].capex
    after = assemble(apply_scenario(template, "cheap_storage"), time).processes["battery"].capex
    assert after[: 2026 - 2024] == pytest.approx(before[:2])
    assert np.allclose(after[2:] / before[2:], 0.7)


def test_faults_of_scenarios_that_nobody_asked_for(template: Workbook) -> None:
    assert faults(template) == []
    wrong = (_row(5, ("demands", "frieght", "years", "×", "1.1")),)
    scenarios = template.rows("scenarios")[0]
    named = Row(scenarios.table, "city.xlsx", "scenarios", 5, {"scenario": "s"})
    tables = {**template.tables, "overrides": wrong, "scenarios": (named,)}
    [found] = faults(Workbook(template.path, "", tables, template.profile_sheet))
    assert (found.found, found.severity) == ("sheet demands has no row 'frieght'", Severity.ERROR)
    assert found.suggestion == "Did you mean freight?"


def test_a_star_in_a_key_stands_for_any_text(after, template):
    book = after(("processes", "coal_*", "availability", "×", "0.5"))
    for row in book.rows("processes"):
        before = row_of(template, "processes", row.key)["availability"]
        factor = 0.5 if row.key.startswith("coal_") else 1.0
        assert row["availability"] == (None if before is None else factor * before)
    assert any("no row 'xyz_*'" in text for text in errors(
        lambda: after(("processes", "xyz_*", "availability", "×", "0.5"))
    ).values())  # fmt: skip
