"""Rows switched off stay out of the case, with all that speaks of them; scenarios may switch."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from pathway.audit.active import leave_out
from pathway.audit.book import Book
from pathway.case.active import only_active
from pathway.case.assemble import checked_case
from pathway.case.scenario import apply_scenario
from pathway.errors import InputError, Severity
from pathway.models import choose_model, with_options
from pathway.run import solve_model
from pathway.settings import TimeSettings
from pathway.workbook.folder import dump_folder, load_folder
from pathway.workbook.read import read_workbook
from pathway.workbook.template import library, new_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pathway.workbook.rows import Workbook

ONE_DAY = TimeSettings(days=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("active")
    new_workbook(path / "new.xlsx", "示例")
    dump_folder(path / "new.xlsx", path / "text")
    return path


@pytest.fixture(scope="module")
def edited(folder: Path) -> Callable[..., Workbook]:
    """The template after rows of a sheet were changed; None takes a row away."""

    def edit(**sheets: Callable[[dict[str, str]], dict[str, str]]) -> Workbook:
        before = {name: (folder / "text" / f"{name}.csv").read_text("utf-8-sig") for name in sheets}
        for name, change in sheets.items():
            rows = [change(row) for row in csv.DictReader(before[name].splitlines())]
            with (folder / "text" / f"{name}.csv").open("w", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        load_folder(folder / "text", folder / "edited.xlsx")
        for name, text in before.items():
            (folder / "text" / f"{name}.csv").write_text(text, "utf-8-sig")
        return read_workbook(folder / "edited.xlsx")

    return edit


def switch(column: str, *keys: str, to: str = "yes") -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda row: row | {"active": to} if row[column] in keys else row


def all_on(row: dict[str, str]) -> dict[str, str]:
    return row | {"active": "yes"}


def test_a_workbook_with_nothing_switched_off_is_itself(edited):
    book = edited(processes=all_on, demands=all_on)
    assert only_active(book) is book


def test_the_library_is_out_of_the_case(folder):
    book = read_workbook(folder / "new.xlsx")
    case = checked_case(book, ONE_DAY)
    out = {row["process"] for row in library()["processes"]}
    assert len(out) > 100
    assert not out & set(case.processes)
    assert set(case.commodities) == {"electricity", "coal", "gas", "oil", "freight"}
    assert not [f for f in case.findings if f.severity is not Severity.NOTE]


def test_what_is_switched_on_comes_with_its_flows_paths_credits_and_commodities(edited):
    on = switch("process", "biomass_straw", "straw_supply", "wind_onshore")
    case = checked_case(edited(processes=on), ONE_DAY)
    assert {"biomass_straw", "straw_supply", "wind_onshore"} <= set(case.processes)
    assert "straw" in case.commodities
    assert "hydrogen" not in case.commodities
    capex = case.processes["wind_onshore"].capex
    assert capex[0] > capex[-1] > 0  # its path of costs


def test_a_retrofit_needs_both_ends(edited):
    one = checked_case(edited(processes=switch("process", "coal_660")), ONE_DAY)
    both = checked_case(edited(processes=switch("process", "coal_660", "coal_660_flex")), ONE_DAY)
    assert [key for key in one.retrofits if "660" in key] == []
    assert [key for key in both.retrofits if "660" in key] == ["r_660_flex"]


def test_a_unit_of_a_technology_that_is_off_is_an_error_with_its_cell(edited):
    with pytest.raises(InputError, match="not active") as error:
        checked_case(edited(processes=switch("process", "coal_power", to="no")), ONE_DAY)
    assert {f.where.split("!")[1] for f in error.value.findings} == {"units"}


def test_a_metric_left_with_nothing_is_an_error_and_not_a_metric_of_everything(edited):
    with pytest.raises(InputError, match="electric_freight"):
        checked_case(edited(processes=switch("process", "trucks_electric", to="no")), ONE_DAY)


def test_a_scenario_switches_a_row_on(edited):
    def overrides(row: dict[str, str]) -> dict[str, str]:
        said = {"table": "processes", "key": "gas_peaker", "parameter": "active", "value": "是"}
        return row | said | {"operation": "=", "from_year": "", "to_year": "", "unit": ""}

    book = edited(overrides=overrides)
    assert "gas_peaker" not in checked_case(book, ONE_DAY).processes
    case = checked_case(apply_scenario(book, "cheap_storage"), ONE_DAY)
    assert "gas_peaker" in case.processes


def test_the_audit_leaves_out_the_same_rows(edited):
    book = edited(processes=switch("process", "biomass_straw", "straw_supply", "coal_660"))
    kept, plain = only_active(book), Book.of(book)
    leave_out(plain)
    for table in ("processes", "flows", "storage", "credits", "retrofits", "demands",
                  "commodities", "paths", "metrics"):  # fmt: skip
        assert [line.key for line in plain.rows(table)] == [
            row.key or row["metric"] for row in kept.rows(table)
        ], table


def test_stand_ins_are_counted_until_they_are_replaced(edited):
    def told(book: Workbook) -> dict[str, str]:
        notes = checked_case(book, ONE_DAY).findings
        return {n.suggestion.split()[1]: n.found for n in notes if "代用" in n.found}

    before = told(edited(processes=switch("process", "gas_peaker")))
    assert set(before) == {"example", "proxy", "climate"}
    assert before["proxy"].startswith("4 个代用值未替换")
    own = told(edited(commodities=lambda row: row | {"source": ""}))
    assert set(own) == {"example", "climate"}
    assert "品种" not in own["example"]


def test_the_whole_library_fits_together(edited):
    """Every row of it at once: units, references, supply of all that is used."""
    case = checked_case(edited(processes=all_on, demands=all_on), ONE_DAY)
    assert not [str(f) for f in case.findings if f.severity is not Severity.NOTE]


@pytest.mark.slow
def test_the_whole_library_can_be_planned_with(edited, folder, tmp_path):
    edited(processes=all_on, demands=all_on)
    model = with_options(choose_model(str(folder / "edited.xlsx")), days=1, peak_year="deadline")
    run = solve_model(model, out_root=tmp_path, lang="zh", progress=lambda _: None)
    assert run.results.solution_summary.status == "optimal"
    assert run.results.tables["audited"]["ok"].all()
