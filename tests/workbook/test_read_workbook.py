"""Reading whole workbooks: what comes back, and everything wrong told at once with its cell."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from pathway.errors import InputError, Severity, StorageError
from pathway.schema import BY_KEY, TABLES
from pathway.workbook import sheet_writer, write
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from pathway.workbook.rows import Workbook


def content(workbook: Workbook) -> dict[str, Any]:
    """What a workbook says, wherever its cells stand."""
    rows = {
        key: sorted((repr(sorted(row.values.items())), dict(row.years)) for row in table)
        for key, table in workbook.tables.items()
    }
    sheet = workbook.profile_sheet
    arrays = {"step": sheet.step, "weight": sheet.weight, **sheet.profiles}
    return {**rows, **{name: values.tolist() for name, values in sorted(arrays.items())}}


def test_reads_typed_rows_with_their_cells(book):
    workbook = read_workbook(book)
    wind = workbook.rows("processes")[0]
    assert wind.key == "wind"
    assert wind["tags"] == ("风电", "可再生")
    assert wind["capex"] == 5000.5
    assert wind["source"] == ("stats",)
    assert wind["confidence"] == "B"
    assert wind["lifetime"] == 25.0
    assert isinstance(wind["lifetime"], float)
    assert wind["ramp"] is None
    assert wind["both_ways"] is False
    assert wind.given("capex")
    assert not wind.given("lifetime")
    assert wind.where("process") == "small.xlsx!processes!A5"
    assert wind.where("lifetime") == "small.xlsx!processes!P5"  # blank, and yet a cell
    demand = workbook.rows("demands")[0]
    assert demand.years == {2024: 10.25, 2026: 11.0}
    assert workbook.rows("commodities")[0]["surplus"] is True
    assert workbook.notes == ()


def test_settings_have_the_type_of_their_setting(book):
    values = {row["key"]: row["value"] for row in read_workbook(book).rows("settings")}
    assert values == {
        "title_zh": "小城", "base_year": 2023, "last_year": 2026, "price_year": 2023,
        "discount_rate": 6.0, "payment_timing": "end",
    }  # fmt: skip
    assert isinstance(values["base_year"], int)


def test_the_file_is_hashed_and_never_touched(book):
    before, time = book.read_bytes(), book.stat().st_mtime_ns
    workbook = read_workbook(book)
    assert workbook.sha256 == hashlib.sha256(before).hexdigest()
    assert book.read_bytes() == before
    assert book.stat().st_mtime_ns == time


def test_a_read_only_file_is_read(book):
    book.chmod(0o444)
    assert read_workbook(book).rows("regions")


def test_chinese_and_english_and_odd_sheet_names_mean_the_same(book, tmp_path, tables):
    plain = content(read_workbook(book))
    other = tmp_path / "other.xlsx"
    write_workbook(other, tables, {"wind": [0.5, 0.25, 1.0], "load": [1, 2, 3]}, chinese_tabs=True)
    chinese = content(read_workbook(other))
    file = openpyxl.load_workbook(book)
    file["processes"].title = " Processes "
    file["flows"].title = "ＦＬＯＷＳ"
    file["settings"].title = "设置 "
    file.save(book)
    odd = content(read_workbook(book))
    for key in plain.keys() - {"readme"}:
        assert plain[key] == chinese[key] == odd[key], key


def test_order_of_sheets_columns_and_rows_does_not_matter(book):
    plain = content(read_workbook(book))
    file = openpyxl.load_workbook(book)
    file.move_sheet("processes", offset=9)
    file.move_sheet("settings", offset=5)
    for name in ("processes", "demands", "profiles", "flows"):
        _reverse(file[name])
    file.save(book)
    assert content(read_workbook(book)) == plain


def _reverse(sheet):
    """Turn the columns of a sheet round, and its data rows; blank rows stay between."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows = [*rows[:3], *([None] * len(rows[0]) for _ in range(2)), *reversed(rows[3:])]
    sheet.tables.clear()
    for number, row in enumerate(rows, start=2):
        for at, value in enumerate(reversed(row), start=1):
            sheet.cell(number, at).value = value


def test_headings_are_found_in_row_4_where_row_2_is_blank_or_spoilt(book, edit, at):
    plain = content(read_workbook(book))
    cells = {("processes", at("processes", "capex", 2)): None, ("flows", "C2"): "yyy"}
    workbook = read_workbook(edit(cells))
    assert content(workbook) == plain


def test_years_may_be_written_with_their_character(edit, at):
    path = edit({
        ("demands", at("demands", 2024, 2)): None,
        ("demands", at("demands", 2024, 4)): "２０２４年",
        ("demands", at("demands", 2026, 2)): "2026年",
    })  # fmt: skip
    assert read_workbook(path).rows("demands")[0].years == {2024: 10.25, 2026: 11.0}


def test_all_problems_are_told_at_once_each_with_its_cell(edit, errors, at):
    cells = {
        ("processes", at("processes", "capex", 5)): "很贵",
        ("processes", at("processes", "availability", 5)): 1.2,
        ("processes", at("processes", "expansion", 6)): "可新見",
        ("processes", at("processes", "lifetime", 6)): True,
        ("processes", at("processes", "capacity_unit", 6)): "万千万",
        ("flows", "A5"): "wnd",
        ("flows", at("flows", "amount", 6)): None,
        ("regions", "A5"): "小 城",
        ("demands", at("demands", 2024, 5)): "十",
    }
    found = errors(edit(cells))
    wanted = {f"{sheet}!{cell}" for (sheet, cell) in cells}
    assert wanted <= set(found)
    assert found[f"processes!{at('processes', 'capex', 5)}"].found.startswith(
        "column capex (单位投资)"
    )
    assert "120" not in found[f"processes!{at('processes', 'availability', 5)}"].suggestion
    assert "可新建" in found[f"processes!{at('processes', 'expansion', 6)}"].suggestion
    assert "万千瓦" in found[f"processes!{at('processes', 'capacity_unit', 6)}"].suggestion
    assert "wind" in found["flows!A5"].suggestion
    assert "小_城" in found["regions!A5"].suggestion
    # The region that could not be read is not there for the process that names it.
    assert set(found) - wanted == {f"processes!{at('processes', 'region', 5)}"}


def test_text_numbers_are_read_and_noted(edit, at):
    cells = {
        ("processes", at("processes", "capex", 5)): " 5,000.5 ",
        ("processes", at("processes", "lifetime", 5)): "２０",
        ("processes", at("processes", "availability", 5)): "95%",
        ("settings", "C6"): "2023年",
        ("demands", at("demands", 2025, 5)): "−1.5e1",
    }
    workbook = read_workbook(edit(cells))
    wind, demand = workbook.rows("processes")[0], workbook.rows("demands")[0]
    assert (wind["capex"], wind["lifetime"], wind["availability"]) == (5000.5, 20.0, 0.95)
    assert demand.years[2025] == -15.0
    notes = {note.where.partition("!")[2] for note in workbook.notes}
    assert notes == {f"{sheet}!{cell}" for sheet, cell in cells}
    assert all(note.severity is Severity.NOTE for note in workbook.notes)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,2", "write"),
        ("12,34", "write"),
        ("5%", "write"),
        ("12万元/兆瓦", 'unit "万元/兆瓦"'),
        ("nan", "type"),
        ("inf", "type"),
        ("1 2", "write"),
        ("=1+1 元", "type"),
    ],
)
def test_texts_that_are_no_plain_number_are_refused(edit, errors, at, text, hint):
    cell = at("processes", "capex", 5)
    path = edit({("processes", cell): text if not text.startswith("=") else f"'{text}"})
    finding = errors(path)[f"processes!{cell}"]
    assert hint in finding.suggestion.lower()


def test_dates_in_number_cells_are_refused_with_the_way_out(edit, errors, at):
    cell = at("processes", "capex", 5)
    finding = errors(edit({("processes", cell): datetime.date(2024, 1, 2)}))[f"processes!{cell}"]
    assert "2024-01-02" in finding.found
    assert "General" in finding.suggestion


def test_errors_and_formulas_never_calculated_are_told_apart(edit, errors, at):
    capex, lifetime = at("processes", "capex", 5), at("processes", "lifetime", 5)
    found = errors(edit({("processes", capex): "=1/0", ("regions", "B5"): "#REF!"}))
    assert "never calculated" in found[f"processes!{capex}"].found
    assert "#REF!" in found["regions!B5"].found
    assert f"processes!{lifetime}" not in found


def test_calculated_formulas_are_read_and_errors_of_formulas_refused(tmp_path, errors, tables):
    path = _with_formulas(tmp_path, tables, {"sum": ("=1+1", 2), "bad": ("=1/0", "#DIV/0!")})
    finding = errors(path)["regions!C6"]
    assert "#DIV/0!" in finding.found
    assert "formula" in finding.suggestion
    assert list(errors(path)) == ["regions!C6"]


def test_a_formula_that_gives_nothing_is_a_blank_cell(tmp_path, tables, rewrite):
    path = _with_formulas(tmp_path, tables, {"empty": ('=""', "")})
    # Excel and LibreOffice say by its type that such a cell was calculated; XlsxWriter does not.
    rewrite(path, lambda xml: re.sub(rb'(<c r="C5"[^>]*)(><f>"")', rb'\1 t="str"\2', xml))
    assert read_workbook(path).rows("regions")[0]["name_en"] is None


def _with_formulas(tmp_path, tables, formulas):
    """A workbook whose regions have English names from formulas."""
    path = tmp_path / "formulas.xlsx"
    tables["regions"] = [{"region": name, "name_zh": name} for name in formulas]
    tables["processes"][0].pop("region")
    file = xlsxwriter.Workbook(str(path))
    formats, lists = write.Look(file), write.Lists(file)
    for table in TABLES:
        data = write._sheet_data(table, tables, {"wind": [1], "load": [1]}, None)
        sheet_writer.write_sheet(file, data, formats, lists, table.key)
    for row, (formula, value) in enumerate(formulas.values(), start=4):
        file.get_worksheet_by_name("regions").write_formula(row, 2, formula, None, value)
    lists.write()
    file.close()
    return path


def test_a_percent_format_in_a_row_of_percent_is_refused(book, errors, at):
    file = openpyxl.load_workbook(book)
    sheet, capex = file["processes"], at("processes", "fixed_om", 5)
    sheet[capex], sheet[at("processes", "fixed_om_unit", 5)] = 0.025, "%/年"
    sheet[capex].number_format = "0.0%"
    sheet[at("processes", "availability", 5)] = 0.95
    sheet[at("processes", "availability", 5)].number_format = "0%"
    file.save(book)
    found = errors(book)
    assert list(found) == [f"processes!{capex}"]
    assert "percentage" in found[f"processes!{capex}"].found


def test_blank_rows_and_formats_beyond_the_table_are_skipped(book):
    plain = content(read_workbook(book))
    file = openpyxl.load_workbook(book)
    file["processes"].insert_rows(6, 3)
    file["processes"]["A60"] = "   "
    file["processes"]["ZZ9000"].font = openpyxl.styles.Font(bold=True)
    file.save(book)
    assert content(read_workbook(book)) == plain


def test_a_stray_cell_far_away_is_named_instead_of_filling_the_memory(edit, errors):
    found = errors(edit({("flows", "XFD1048576"): "x"}))
    assert "Ctrl+End" in found["flows!XFD1048576"].suggestion


def test_duplicate_keys_name_both_cells(edit, errors):
    finding = errors(edit({("processes", "A6"): "wind"}))["processes!A6"]
    assert "A5" in finding.found
    found = errors(edit({("flows", "A6"): "wind"}))
    assert "A5" in found["flows!A6"].found


def test_rows_of_a_metric_may_share_its_name(tables, tmp_path):
    row = {"metric": "co2", "name_zh": "碳", "unit": "万吨", "quantity": "emissions"}
    tables["metrics"] = [row, row]
    tables["actuals"] = [{"metric": "co2", "unit": "万吨", 2023: 1}]
    write_workbook(tmp_path / "m.xlsx", tables, {"wind": [1], "load": [1]})
    assert len(read_workbook(tmp_path / "m.xlsx").rows("metrics")) == 2


def test_references_lead_to_rows_profiles_and_sources(edit, errors, at):
    cells = {
        ("processes", at("processes", "region", 5)): "ctiy",
        ("processes", at("processes", "availability_profile", 5)): "Wind",
        ("processes", at("processes", "source", 5)): "stats；stat",
        ("flows", at("flows", "commodity", 5)): "电",
    }
    found = errors(edit(cells))
    assert set(found) == {f"{sheet}!{cell}" for sheet, cell in cells}
    hints = [found[f"{sheet}!{cell}"].suggestion for sheet, cell in cells]
    for word, hint in zip(("city", "wind", "stats", "power"), hints, strict=True):
        assert word in hint


def test_missing_sheets_and_columns_are_errors(book, errors, at):
    file = openpyxl.load_workbook(book)
    del file["flows"]
    del file["storage"]
    file["regions"]["A2"] = "regio"
    file["regions"]["A4"] = "regio"
    file.save(book)
    found = errors(book)
    assert "flows (流)" in found["small.xlsx"].found
    assert "region (区域)" in found["regions!row 2"].found
    assert 'Rename column "regio"' in found["regions!row 2"].suggestion


def test_optional_sheets_may_be_absent(book):
    file = openpyxl.load_workbook(book)
    for name in ("storage", "projects", "clauses", "profiles", "readme", "changelog"):
        del file[name]
    del file["processes"].tables["tbl_processes"]
    file["processes"].delete_cols(_column(file["processes"], "availability_profile"))
    file.save(book)
    workbook = read_workbook(book)
    assert workbook.rows("storage") == ()
    assert workbook.profile_sheet.weight.sum() == 8760


def _column(sheet, key):
    return next(cell.column for cell in sheet[2] if cell.value == key)


def test_a_required_sheet_without_rows_is_an_error(tables, tmp_path, errors):
    tables["regions"] = []
    tables["processes"][0].pop("region")
    write_workbook(tmp_path / "r.xlsx", tables, {"wind": [1], "load": [1]})
    assert "no rows" in errors(tmp_path / "r.xlsx")["regions"].found


def test_a_sheet_that_is_there_twice_is_an_error(book, errors):
    file = openpyxl.load_workbook(book)
    file.create_sheet("流")["A1"] = 1
    file.save(book)
    assert "twice" in errors(book)["流"].found


def test_a_misspelt_sheet_gives_a_warning_and_a_note_sheet_a_note(book):
    file = openpyxl.load_workbook(book)
    file["storage"].title = "storages"
    file.create_sheet("草稿")["A1"] = 1
    file.save(book)
    notes = {note.where: note for note in read_workbook(book).notes}
    assert notes["small.xlsx!storages"].severity is Severity.WARNING
    assert "storage" in notes["small.xlsx!storages"].suggestion
    assert notes["small.xlsx!草稿"].severity is Severity.NOTE


def test_settings_are_checked_one_by_one(edit, errors):
    found = errors(edit({
        ("settings", "A5"): "titel_zh",
        ("settings", "C6"): 2023.5,
        ("settings", "C9"): 60,
        ("settings", "C10"): "年底",
    }))  # fmt: skip
    assert "title_zh" in found["settings!A5"].suggestion
    assert "title_zh" in found["settings"].found
    assert "year" in found["settings!C6"].expected
    assert "30" in found["settings!C9"].expected
    assert "年末" in found["settings!C10"].suggestion
    assert len(found) == 5


def test_a_setting_in_a_unit_of_another_kind_is_an_error(edit, errors):
    assert list(errors(edit({("settings", "D9"): "元"}))) == ["settings!D9"]


def test_a_workbook_of_another_schema_version_is_refused(edit, book, errors):
    sheet = openpyxl.load_workbook(book)["readme"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "schema_version")
    assert "version" in errors(edit({("readme", f"B{row}"): "0"}))[f"readme!B{row}"].found


def test_an_absent_file_or_a_folder_is_a_storage_error(tmp_path):
    with pytest.raises(StorageError, match="no such file"):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(StorageError):
        read_workbook(tmp_path)


def test_findings_of_an_error_carry_the_warnings_too(edit):
    path = edit({("regions", "A5"): "a b", ("regions", "Z4"): "mine", ("regions", "Z5"): 1})
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    severities = {finding.severity for finding in caught.value.findings}
    assert severities == {Severity.ERROR, Severity.WARNING}
    assert "mine" not in str(caught.value)


def test_profiles_become_arrays_in_the_order_of_their_steps(book):
    sheet = read_workbook(book).profile_sheet
    assert sheet.step.tolist() == [1, 2, 3]
    assert sheet.profiles["wind"].tolist() == [0.5, 0.25, 1.0]
    assert sheet.profiles["load"].dtype == np.float64
    assert sheet.where == "small.xlsx!profiles"
    assert sheet.day.tolist() == ["1", "1", "1"]
    assert sheet.weight.tolist() == sheet.duration.tolist() == [1.0, 1.0, 1.0]
    assert sheet.from_year.tolist() == [0, 0, 0]
    assert sheet.to_year.tolist() == [9999] * 3


def test_every_table_is_read(book):
    assert set(read_workbook(book).tables) == set(BY_KEY) - {"profiles"}


def test_a_locked_file_is_a_storage_error_that_says_what_to_do(book, monkeypatch):
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StorageError, match="close it"):
        read_workbook(book)


def test_merged_cells_inside_a_table_are_refused(book, errors):
    file = openpyxl.load_workbook(book)
    file["processes"].merge_cells("A1:H1")
    file["processes"].merge_cells("D5:D6")
    file["profiles"].merge_cells("A5:A6")
    file.save(book)
    found = errors(book)
    assert "merged" in found["processes!D5:D6"].found
    assert "merged" in found["profiles!A5:A6"].found
    assert not [where for where in found if "A1" in where]


def test_formulas_that_reach_into_other_workbooks_are_warned_about(edit, at, rewrite):
    cell = at("processes", "lifetime", 5)
    path = edit({("processes", cell): "=20"})
    rewrite(path, lambda xml: re.sub(rb"<f>20</f><v ?/?>", b"<f>[1]x!A1</f><v>20</v>", xml))
    workbook = read_workbook(path)
    assert workbook.rows("processes")[0]["lifetime"] == 20.0
    (note,) = workbook.notes
    assert note.severity is Severity.WARNING
    assert note.where == f"small.xlsx!processes!{cell}"


def test_damaged_parts_are_told_in_one_finding(book, rewrite):
    rewrite(book, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(InputError, match="damaged"):
        read_workbook(book)
