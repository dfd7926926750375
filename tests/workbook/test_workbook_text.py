"""Text forms: stable listings, CSV folders that lead back to the same workbook."""

from __future__ import annotations

import csv

import numpy as np
import openpyxl
import pytest

from pathway.errors import InputError, StorageError
from pathway.workbook.read import read_workbook
from pathway.workbook.template import new_workbook
from pathway.workbook.text import dump, dump_folder, load_folder
from pathway.workbook.write import write_workbook


def test_the_listing_shows_rows_by_key_and_leaves_blanks_out(book):
    lines = dump(book).splitlines()
    start = lines.index("== demands")
    cells = "name_zh=居民 | commodity=power | sector=居民 | unit=亿千瓦时 | 2024=10.25 | 2026=11"
    assert lines[start + 1] == f"homes | {cells}"
    assert "wind:power:out | amount=1" in lines
    assert "payment_timing | value=end" in lines
    assert lines.index("== processes") < lines.index("== flows") < lines.index("== profiles")


def test_the_listing_does_not_depend_on_the_order_of_rows_or_columns(book, tables, tmp_path):
    tables["processes"].reverse()
    tables["flows"].reverse()
    other = tmp_path / "other.xlsx"
    write_workbook(other, tables, {"load": [1, 2, 3], "wind": [0.5, 0.25, 1.0]}, chinese_tabs=True)
    plain = [line for line in dump(book).splitlines() if line.split(" ")[0] not in {"wind", "load"}]
    assert [x for x in dump(other).splitlines() if x.split(" ")[0] not in {"wind", "load"}] == plain


def test_profiles_are_summed_up_and_any_change_shows(book):
    line = next(line for line in dump(book).splitlines() if line.startswith("wind | rows="))
    assert "rows=3 | numbers=3 | sum=1.75 | min=0.25 | max=1 | first=0.5 0.25 1 | sha256=" in line
    file = openpyxl.load_workbook(book)
    column = next(cell.column for cell in file["profiles"][2] if cell.value == "wind")
    file["profiles"].cell(7, column).value = 1.0000001
    file.save(book)
    assert line not in dump(book)


def test_a_workbook_that_cannot_be_planned_with_is_listed_as_it_is(edit, at):
    path = edit({
        ("processes", at("processes", "capex", 5)): "#REF!",
        ("processes", at("processes", "lifetime", 5)): "=A1*2",
        ("processes", at("processes", "expansion", 5)): "不知道",
        ("processes", "A6"): "wind",
    })  # fmt: skip
    text = dump(path)
    assert "capex=#REF!" in text
    assert "lifetime==A1*2" in text
    assert "expansion=不知道" in text
    assert text.count("\nwind | name_zh=") == 2


def test_sheets_and_columns_that_are_not_known_are_listed_too(book):
    file = openpyxl.load_workbook(book)
    file.create_sheet("草稿")["B2"] = 3.5
    file["regions"]["Z2"], file["regions"]["Z5"] = "mine", "x\ny"
    file.save(book)
    text = dump(book)
    assert "== 草稿 (not known)\nB2=3.5\n" in text
    assert "mine=x\\ny" in text


@pytest.mark.parametrize("source", ["small", "template"])
def test_folder_and_back_gives_the_same_listing(book, tmp_path, source):
    if source == "template":
        book = tmp_path / "new.xlsx"
        new_workbook(book, "新")
    dump_folder(book, tmp_path / "text")
    load_folder(tmp_path / "text", tmp_path / "back.xlsx")
    assert dump(tmp_path / "back.xlsx") == dump(book)
    first, second = read_workbook(book), read_workbook(tmp_path / "back.xlsx")
    assert second.notes == first.notes == ()
    assert [row.values for row in first] == [row.values for row in second]
    assert [row.years for row in first] == [row.years for row in second]


LIFTED = {"table": "processes", "key": "wind", "parameter": "capacity_max", "unit": "万千瓦"}


@pytest.mark.parametrize("word", ["不限", "unlimited", "Unlimited", np.inf])
def test_years_without_a_limit_go_to_text_and_back(tables, tmp_path, word):
    tables["paths"] = [{**LIFTED, 2024: 100, 2026: word}]
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    write_workbook(first, tables, {"wind": [1.0], "load": [1]})
    assert "2024=100 | 2026=unlimited" in dump(first)
    dump_folder(first, tmp_path / "text")
    load_folder(tmp_path / "text", again)
    assert dump(again) == dump(first)
    for path in (first, again):
        sheet = openpyxl.load_workbook(path)["paths"]
        assert [cell.value for cell in sheet[5]][4:6] == [100, "不限"]
        [row] = read_workbook(path).rows("paths")
        assert row.years == {2024: 100.0, 2026: np.inf}


def test_the_word_for_no_limit_stands_in_paths_only(tables, tmp_path, errors):
    tables["demands"][0][2025] = "不限"
    tables["processes"][0]["capacity_max"] = "unlimited"
    path = tmp_path / "odd.xlsx"
    write_workbook(path, tables, {"wind": [1.0], "load": [1]})
    assert sorted(where.split("!")[0] for where in errors(path)) == ["demands", "processes"]


def test_a_word_that_is_no_number_is_told_what_a_path_may_hold(tables, tmp_path, errors):
    tables["paths"] = [{**LIFTED, 2024: "无"}]
    path = tmp_path / "odd.xlsx"
    write_workbook(path, tables, {"wind": [1.0], "load": [1]})
    [found] = errors(path).values()
    assert found.expected.endswith("or 不限 (unlimited)")


def test_even_a_spoilt_workbook_goes_to_a_folder_and_back(edit, at, tmp_path):
    path = edit({
        ("processes", at("processes", "capex", 5)): "#REF!",
        ("processes", at("processes", "lifetime", 5)): "=A1*2",
        ("processes", at("processes", "both_ways", 5)): True,
        ("processes", at("processes", "note", 5)): "a,\"b\"\n；c",
        ("processes", "CA2"): "mine",
        ("processes", "CA5"): "kept",
    })  # fmt: skip
    dump_folder(path, tmp_path / "text")
    load_folder(tmp_path / "text", tmp_path / "back.xlsx")
    assert dump(tmp_path / "back.xlsx") == dump(path)


def test_csv_files_open_in_excel_and_keep_the_order_of_rows(book, tmp_path):
    dump_folder(book, tmp_path)
    data = (tmp_path / "processes.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["process", "name_zh", "name_en", "active"]
    assert [row[0] for row in rows[1:]] == ["wind", "coal_plant"]
    demands = list(csv.reader((tmp_path / "demands.csv").open(encoding="utf-8-sig")))
    assert demands[0][-4:] == ["note", "2024", "2025", "2026"]


def test_headings_of_csv_files_may_be_chinese(tmp_path):
    (tmp_path / "regions.csv").write_text("区域,中文名\nx,某区\n", "utf-8")
    load_folder(tmp_path, tmp_path / "w.xlsx")
    assert "x | name_zh=某区" in dump(tmp_path / "w.xlsx")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("region.csv", "region\nx\n", "regions"),
        ("regions.csv", "region,区域\nx,y\n", "twice"),
        ("regions.csv", "region,name_zh\nx,某区,多\n", "heading"),
        ("regions.csv", "region,\nx,y\n", "heading"),
    ],
)
def test_csv_files_that_would_lose_something_are_refused(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        load_folder(tmp_path, tmp_path / "w.xlsx")


def test_files_that_cannot_be_read_are_storage_errors(tmp_path):
    with pytest.raises(StorageError, match="no such folder"):
        load_folder(tmp_path / "none", tmp_path / "w.xlsx")
    (tmp_path / "regions.csv").write_bytes("区域".encode("gbk"))
    with pytest.raises(StorageError, match="UTF-8"):
        load_folder(tmp_path, tmp_path / "w.xlsx")
