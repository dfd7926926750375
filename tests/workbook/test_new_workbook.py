"""The template reads without a word of complaint, and the handbook is the page that is kept."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pathway.errors import StorageError
from pathway.schema import TABLES
from pathway.workbook.choices import MESSAGE_LENGTH, message
from pathway.workbook.handbook import handbook
from pathway.workbook.phrases import BLANK_ZH
from pathway.workbook.read import read_workbook
from pathway.workbook.template import new_workbook

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "workbook.md"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "new.xlsx"
    new_workbook(path, "某市碳达峰")
    return read_workbook(path)


def test_the_template_reads_without_findings(template):
    assert template.notes == ()


def test_the_template_has_example_rows_in_every_sheet(template):
    empty = {key for key, rows in template.tables.items() if not rows}
    assert empty <= {"shares", "actual_items"}  # for who plans by parts, or again after a year
    settings = {row["key"]: row["value"] for row in template.rows("settings")}
    assert settings["title_zh"] == "某市碳达峰"


def test_every_sheet_with_years_across_has_columns_for_them(tmp_path):
    new_workbook(tmp_path / "new.xlsx", "x")
    book = openpyxl.load_workbook(tmp_path / "new.xlsx", read_only=True)
    for table in TABLES:
        if table.years_across:
            [keys] = book[table.key].iter_rows(min_row=2, max_row=2, values_only=True)
            assert {2025, 2035} <= {word for word in keys if isinstance(word, int)}, table.key


def test_rows_say_that_they_stand_in(template):
    proxies = {row.key for row in template.rows("sources") if row["stand_in"]}
    assert proxies == {"example", "proxy", "climate"}
    for row in template:
        if row.table.provenance:
            assert row["confidence"] == "D", row.where()
            assert row["source"][0] in proxies, row.where()


def test_a_workbook_that_exists_is_not_written_over(tmp_path):
    (tmp_path / "new.xlsx").write_bytes(b"mine")
    with pytest.raises(StorageError, match="exists"):
        new_workbook(tmp_path / "new.xlsx", "x")
    assert (tmp_path / "new.xlsx").read_bytes() == b"mine"


def test_the_kept_handbook_is_the_generated_one():
    assert PAGE.read_text("utf-8") == handbook(), "write handbook() to docs/reference/workbook.md"


def test_what_blanks_mean_is_told_in_chinese():
    for table in TABLES:
        for column in table.all_columns:
            if column.blank and column.default is None:
                assert column.blank in BLANK_ZH, (table.key, column.key)


def test_no_phrase_is_left_over():
    used = {column.blank for table in TABLES for column in table.all_columns}
    assert set(BLANK_ZH) <= used


def test_messages_fit():
    for table in TABLES:
        for column in table.all_columns:
            assert len(message(column, table)) < MESSAGE_LENGTH
