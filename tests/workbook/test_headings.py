"""Headings: columns by key or name, years, and what is wrong with them."""

from __future__ import annotations

import pytest

from pathway.errors import Severity
from pathway.schema import BY_KEY
from pathway.workbook.findings import Findings
from pathway.workbook.headings import find_columns
from pathway.workbook.preflight import Sheet


def _find(table: str, keys: list, headings: list | None = None, units: list | None = None):
    blank = [None] * len(keys)
    grid = (["title", *blank[1:]], keys, units or blank, headings or blank, ["x"] * len(keys))
    findings = Findings()
    return find_columns(Sheet("a.xlsx", "s", grid), BY_KEY[table], findings), findings.all


def test_keys_names_and_english_names_find_columns():
    layout, findings = _find("regions", ["REGION", None, None], [None, "中文名", "english name"])
    assert layout.columns == {"region": 0, "name_zh": 1, "name_en": 2}
    assert findings == []


@pytest.mark.parametrize("heading", [2030.0, 2030, "2030", "2030年", " ２０３０ 年 "])
def test_years_are_found_in_either_row(heading):
    keys = ["series", "name_zh", "unit"]
    for rows in ([*keys, heading], None), ([*keys, None], [None, None, None, heading]):
        layout, findings = _find("series", *rows)
        assert layout.years == {2030: 3}
        assert findings == []


def test_two_years_over_one_column_are_an_error():
    _, (finding,) = _find("series", ["series", "name_zh", "unit", 2030], ["", "", "", "2031"])
    assert finding.where == "a.xlsx!s!D4"
    assert "2030 and 2031" in finding.found


def test_a_year_twice_is_an_error_with_both_cells():
    _, (finding,) = _find("series", ["series", "name_zh", "unit", 2030, "2030年"])
    assert finding.where == "a.xlsx!s!E4"
    assert "D4" in finding.found


def test_a_column_twice_is_an_error_with_both_cells():
    _, (finding,) = _find("regions", ["region", "name_zh", "name_zh"])
    assert (finding.where, finding.severity) == ("a.xlsx!s!C4", Severity.ERROR)
    assert "B4" in finding.found


def test_rows_that_contradict_each_other_are_an_error():
    _, findings = _find(
        "processes", ["process", "name_zh", "sector", "capex"], [None, None, None, "寿命"]
    )
    assert "capex (单位投资)" in findings[0].found
    assert "lifetime (寿命)" in findings[0].found


def test_unknown_columns_are_ignored_with_a_warning_and_a_guess():
    layout, findings = _find("regions", ["region", "name_zh", "name_ne", None])
    assert set(layout.columns) == {"region", "name_zh"}
    assert [finding.severity for finding in findings] == [Severity.WARNING] * 2
    named, unnamed = sorted(findings, key=lambda finding: finding.where)
    assert "name_en" in named.suggestion
    assert unnamed.where == "a.xlsx!s!D4"


def test_years_out_of_range_are_not_taken_for_years():
    layout, findings = _find("series", ["series", "name_zh", "unit", 20230])
    assert layout.years == {}
    assert "1950" in findings[0].expected


def test_headings_in_another_row_are_pointed_at():
    _, (finding,) = _find("regions", [None, None], [None, None], ["region", "name_zh"])
    assert "Row 3" in finding.suggestion


def test_a_unit_row_that_promises_another_unit_is_an_error():
    keys = ["process", "name_zh", "sector", "lifetime", "availability", "ramp"]
    assert _find("processes", keys, units=[None, None, None, "a", "比例", "1"])[1] == []
    _, (finding,) = _find("processes", keys, units=[None, None, None, "年", "%", "1"])
    assert finding.where == "a.xlsx!s!E3"
    assert '"1"' in finding.expected
