from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from sample import dispatch, sample_results
from sample_case import SITE

from pathway.case.case import Clause, Firmness, Label, Series
from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.days import SEASONS
from pathway.report.frames import Across, across, frame, main_commodity
from pathway.report.hours import chosen_hours
from pathway.report.page import Book
from pathway.report.sheets.clauses import metric_name
from pathway.report.sheets.timetable import amount, unit_events
from pathway.report.style import Look, digits_for, number_format
from pathway.report.yearly import charted_first, grouped, tags_of
from pathway.schema.units import parse_unit

MONEY = parse_unit("亿元")


@pytest.mark.parametrize(
    ("largest", "digits"), [(0.0, 2), (12345.0, 0), (250.0, 1), (7.5, 2), (0.42, 3), (0.0042, 5)]
)
def test_numbers_are_shown_in_about_four_figures(largest, digits):
    assert digits_for([largest, float("nan"), 0.0]) == digits


def test_a_unit_in_a_number_format_cannot_break_out_of_its_quotes():
    assert number_format(1, '亿"元') == '#,##0.0" 亿元";-#,##0.0" 亿元";"–"'


@pytest.mark.parametrize(
    ("value", "text"), [(20.0, "20"), (4.25, "4.25"), (1234.5, "1,234"), (0.5, "0.5")]
)
def test_amounts_of_bars_are_short(value, text):
    assert amount(value) == text


def test_blanks_of_every_kind_are_blank():
    for blank in (None, np.nan, pd.NA, pd.NaT):
        assert text_of(blank) == ""
        assert number_of(blank) is None
    assert number_of(np.int64(3)) == 3.0
    assert number_of("3") is None
    assert number_of(float("inf")) is None


def test_sums_across_years_keep_years_without_rows_blank():
    rows = pd.DataFrame(
        {"key": ["a", "a", None], "year": [2024, 2024, 2025], "v": [1.0, 2.0, np.nan]}
    )
    found = {row.keys: row.values for row in across(rows, ["key"], "v", (2024, 2025))}
    assert found == {("a",): [3.0, None], ("",): [None, None]}


def test_groups_come_from_tags_then_sector_then_the_item_itself():
    results = sample_results()
    rows = pd.DataFrame({"item": ["wind_farm", "truck", "unserved", "somebody"],
                         "sector": ["power", "transport", None, "industry"]})  # fmt: skip
    assert list(grouped(tags_of(results), rows, "item")) == [
        "wind",
        "transport",
        "unserved",
        "industry",
    ]


def test_main_commodity_is_the_hourly_one_most_used():
    results = sample_results()
    assert main_commodity(results) == "electricity"
    none = replace(results, case=replace(results.case, commodities={}, flows=()))
    assert main_commodity(none) is None


def test_small_builds_do_not_read_as_nothing():
    assert [amount(v) for v in (0.0032, 0.004, 12.345, 1234.5, 0.1)] == [
        "0.003", "0.004", "12.35", "1,234", "0.1",
    ]  # fmt: skip


def test_charts_take_the_unit_of_power_plant_however_many_groups_have_another():
    here = [("亿元/年", "industry"), ("亿元/年", "buildings"), ("万千瓦", "coal_power")]
    found = [Across(keys, [1.0]) for keys in here]
    assert charted_first(found) == ["万千瓦", "亿元/年"]
    assert charted_first(found[:2]) == ["亿元/年"]


def test_hours_are_grouped_and_balanced_in_the_unit_of_capacity():
    hours = chosen_hours(sample_results())
    assert hours.unit == "万千瓦"
    assert hours.groups == ("coal_power", "wind", "storage")
    gap = hours.rows[list(hours.groups)].sum(axis=1) - hours.rows["load"]
    assert gap.abs().max() < 1e-9
    assert [day.kind for day in hours.shown_days()] == ["", "peak load"]
    assert hours.years == (2024, 2026, 2027)


def test_of_a_full_year_only_typical_and_extreme_days_are_shown():
    one = dispatch()
    here = one[(one["year"] == 2024) & (one["day"] == 0)]
    year = pd.concat([here.assign(day=day) for day in range(365)], ignore_index=True)
    year["electricity@town|demand"] = -1.0 - ((year["day"] == 200) & (year["hour"] == 0))
    year["electricity@town|wind_farm"] = (
        0.3 + 0.1 * (year["day"] >= 182) - 0.3 * (year["day"] == 40)
    )
    days = pd.DataFrame({"day": range(365), "date": [str(d) for d in range(365)],
                         "days_represented": 1.0, "extreme": ""})  # fmt: skip
    results = sample_results(dispatch=year, days=days)
    wind = replace(results.case.processes["wind_farm"], availability_profile="wind")
    case = replace(results.case, processes={**results.case.processes, "wind_farm": wind})
    hours = chosen_hours(replace(results, case=case))
    kinds = {day.kind: day for day in hours.days}
    assert set(kinds) == {*SEASONS, "peak load", "scarcity"}
    assert (kinds["peak load"].number, kinds["scarcity"].number) == (200, 40)
    assert sum(kinds[season].represents for season in SEASONS) == 363
    assert kinds["winter"].number < 91 <= kinds["spring"].number < 182
    assert set(hours.rows["day"]) == {day.number for day in hours.days}


def test_bars_of_a_unit_tell_early_retirement_from_end_of_life():
    assert unit_events({2024: 100.0, 2025: 60.0}, {2024: None, 2025: 40.0}, 2040) == {
        2024: ("standing", "100"),
        2025: ("retire", "−40"),
    }
    old = unit_events({2024: 30.0, 2025: 0.0}, {2024: None, 2025: None}, 2024)
    assert old[2025] == ("expire", "−30")


def test_columns_are_wide_enough_for_chinese(tmp_path):
    file = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    page = Book(file, Look(file)).page("capacity", "zh")
    page.table([Column("技术"), Column("单位")], [Row(("十个汉字的技术名称呀", "万千瓦"))])
    assert page._widths[0] >= 2 * 10
    file.close()


def test_a_clause_names_what_its_metric_is_divided_by(tmp_path):
    results = sample_results()
    gdp = Series("gdp", Label("地区生产总值", "GDP"), MONEY, MONEY, {2024: 1.0}, SITE)
    clause = Clause(
        "A-1", "一", "", "numeric", "", "", "wind", "gdp", Firmness.HARD, "live", (), (), "", "",
        "", "", "given", SITE,
    )  # fmt: skip
    case = replace(results.case, clauses={"A-1": clause}, series={"gdp": gdp})
    file = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    page = Book(file, Look(file)).page("clauses", "zh")
    first, other = (frame(results, "clauses").iloc[at] for at in (0, 2))
    assert metric_name(page, replace(results, case=case), first) == "风电装机 / 地区生产总值"
    assert metric_name(page, replace(results, case=case), other) == "风电装机"
    file.close()
