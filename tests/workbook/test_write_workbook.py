"""Writing: the layout that planners see, nothing lost, nothing turned into a formula."""

from __future__ import annotations

import zipfile

import numpy as np
import openpyxl
import pytest

from pathway.errors import InputError, StorageError
from pathway.schema import TABLES
from pathway.schema.units import parse_unit
from pathway.workbook import choices
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook


@pytest.fixture(scope="module")
def file(master):
    return openpyxl.load_workbook(master)


def test_sheets_come_in_order_with_the_readme_first_and_the_lists_hidden(file):
    assert file.sheetnames == [*(table.key for table in TABLES), "_lists"]
    assert file["_lists"].sheet_state == "hidden"


def test_the_header_block_stands_in_its_rows(file):
    sheet = file["processes"]
    assert str(sheet["A1"].value).startswith("技术 Processes")
    column = {cell.value: cell.column for cell in sheet[2]}
    capex, lifetime, share = (column[key] for key in ("capex", "lifetime", "availability"))
    assert [sheet.cell(row, capex).value for row in (3, 4)] == ["→ 单位投资单位", "单位投资"]
    assert [sheet.cell(row, lifetime).value for row in (3, 4)] == ["年", "寿命"]
    assert sheet.cell(3, share).value == "比例"
    assert sheet["A2"].font.size == 8
    assert sheet.freeze_panes == "B5"
    assert file["flows"].freeze_panes == "E5"


def test_every_sheet_is_a_native_table_with_unique_headings_and_filter(file):
    for table in TABLES:
        (excel,) = file[table.key].tables.values()
        top, bottom = excel.ref.split(":")
        assert top == "A4"
        headings = [column.name for column in excel.tableColumns]
        assert headings == [str(cell.value) for cell in file[table.key][4]][: len(headings)]
        assert len({heading.casefold() for heading in headings}) == len(headings)
        assert excel.autoFilter is not None
        assert int(bottom.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= 5


def test_years_are_numbers_in_row_2_and_text_in_row_4(file):
    row = {cell.value: cell for cell in file["demands"][2]}
    cell = row[2025]
    assert file["demands"].cell(4, cell.column).value == "2025"
    assert cell.column == row["unit"].column + 2
    assert cell.column < row["source"].column


def test_choices_and_flags_are_chinese_words(file, keys):
    sheet, letters = file["commodities"], keys["commodities"]
    assert sheet[f"{letters['resolution']}5"].value == "逐时"
    assert sheet[f"{letters['surplus']}5"].value == "是"
    assert file["processes"][f"{keys['processes']['confidence']}5"].value == "B 实测或企业"


def test_nothing_is_merged_protected_linked_or_a_macro(master, file):
    assert all(not sheet.merged_cells.ranges for sheet in file)
    assert all(not sheet.protection.sheet for sheet in file)
    names = zipfile.ZipFile(master).namelist()
    assert not [name for name in names if "vba" in name or "externalLink" in name]


def test_drop_downs_come_from_named_ranges_that_exist(file):
    for table in TABLES:
        for rule in file[table.key].data_validations.dataValidation:
            assert len(rule.prompt or "") <= choices.MESSAGE_LENGTH
            assert len(rule.promptTitle or "") <= choices.TITLE_LENGTH
            if rule.type == "list":
                assert rule.formula1 in file.defined_names, rule.formula1
    for name, defined in file.defined_names.items():
        sheet = defined.attr_text.removeprefix("OFFSET(").split("!")[0].strip("'")
        assert sheet in file.sheetnames, name


def test_messages_tell_meaning_unit_and_blank(file, keys):
    column = keys["processes"]["lifetime"]
    rules = file["processes"].data_validations.dataValidation
    rule = next(rule for rule in rules if str(rule.sqref).startswith(f"{column}5:"))
    assert rule.promptTitle == "寿命"
    assert "单位：年" in rule.prompt
    assert "空格：25" in rule.prompt


def test_years_of_paths_offer_the_word_for_no_limit(tables, tmp_path):
    path = tmp_path / "paths.xlsx"
    write_workbook(path, tables, years=[2024])
    for name, strict in (("paths", False), ("demands", True)):
        sheet = openpyxl.load_workbook(path)[name]
        letter = next(cell.column_letter for cell in sheet[2] if cell.value == 2024)
        rule = next(r for r in sheet.data_validations.dataValidation if f"{letter}5" in r.sqref)
        assert bool(rule.showErrorMessage) is strict
        assert ("不限" in rule.prompt) is not strict


def test_estimates_are_marked_by_conditional_format(file):
    rules = [
        rule.formula[0] for area in file["processes"].conditional_formatting for rule in area.rules
    ]
    waiting = [rule for rule in rules if '="否"' in rule]
    assert len(waiting) == 1
    marked = [rule for rule in rules if rule not in waiting]
    assert marked
    assert all("LEFT(" in rule and '="D"' in rule for rule in marked)


def test_print_set_up_is_landscape_a3_with_repeated_headings(file):
    for table in TABLES:
        sheet = file[table.key]
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 8
        assert sheet.print_title_rows == "$1:$4"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_common_units_of_the_drop_downs_are_units():
    for words in choices.COMMON_UNITS.values():
        for word in words:
            assert parse_unit(word)


def test_text_is_never_a_formula_link_or_number(tmp_path, tables):
    texts = ["=1+1", "+A1", "http://x.y", "007", "@SUM(1)", "a\nb", "'q", "{=1}"]
    tables["changelog"] = [{"date": "2024", "what": text} for text in texts]
    path = tmp_path / "t.xlsx"
    write_workbook(path, tables, {"wind": [1], "load": [1]})
    assert [row["what"] for row in read_workbook(path).rows("changelog")] == texts
    cells = openpyxl.load_workbook(path)["changelog"]["C"][4:]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_values_that_are_not_allowed_are_kept_for_reading_to_point_at(tmp_path, tables, errors):
    tables["processes"][0] |= {"lifetime": "long", "availability": 7, "expansion": "never"}
    tables["processes"][0]["capx"] = 3
    write_workbook(tmp_path / "w.xlsx", tables, {"wind": [1], "load": [1]})
    found = {finding.found for finding in errors(tmp_path / "w.xlsx").values()}
    assert found == {
        'column lifetime (寿命) holds the text "long"',
        "column availability (可用率) holds the number 7",
        'column expansion (新建方式) holds the text "never"',
    }


def test_what_is_written_twice_is_the_same_to_the_byte(master, tmp_path, tables):
    write_workbook(tmp_path / "1.xlsx", tables, {"wind": [1.0], "load": [1]})
    write_workbook(tmp_path / "2.xlsx", tables, {"wind": [1.0], "load": [1]})
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_numbers_keep_their_digits(tmp_path, tables):
    numbers = [0.1 + 0.2, 1 / 3, 1e-9, 123456789.123456, -0.0]
    tables["demands"][0] |= dict(zip(range(2024, 2029), numbers, strict=True))
    write_workbook(tmp_path / "n.xlsx", tables, {"wind": [1], "load": [1]})
    back = read_workbook(tmp_path / "n.xlsx").rows("demands")[0].years
    assert [back[year] for year in range(2024, 2029)] == pytest.approx(numbers, rel=1e-15)


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path, tables):
    path = tmp_path / "w.xlsx"
    path.write_bytes(b"old")
    tables["regions"][0]["note"] = "x" * 40_000
    with pytest.raises(InputError, match="40000 characters"):
        write_workbook(path, tables)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path, tables):
    with pytest.raises(StorageError):
        write_workbook(tmp_path / "none" / "w.xlsx", tables)


def test_keys_of_no_sheet_are_refused(tmp_path, tables):
    tables["proceses"] = []
    with pytest.raises(InputError, match="processes"):
        write_workbook(tmp_path / "w.xlsx", tables)


def test_values_of_numpy_and_pandas_are_plain_numbers(tmp_path, tables):
    tables["processes"][0] |= {
        "capex": np.float64(7.5),
        "lifetime": np.int64(20),
        "ramp": float("nan"),
    }
    write_workbook(tmp_path / "w.xlsx", tables, {"wind": np.array([1.0]), "load": [1]})
    wind = read_workbook(tmp_path / "w.xlsx").rows("processes")[0]
    assert (wind["capex"], wind["lifetime"], wind["ramp"]) == (7.5, 20.0, None)


def test_settings_have_messages_and_drop_downs_of_their_own(file):
    rules = {str(r.sqref): r for r in file["settings"].data_validations.dataValidation}
    assert rules["C5"].promptTitle == "规划名称"
    assert rules["C10"].type == "list"
    assert rules["C9"].type == "decimal"
    assert "单位" in rules["C9"].prompt
