from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from sample import FORMULA, LINK, sample_results

from pathway.errors import StorageError
from pathway.labels import label
from pathway.report import workbook
from pathway.report.workbook import NEEDED, SHEETS, write_report
from pathway.solve.solution import Bound

if TYPE_CHECKING:
    from pathlib import Path

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OWN_FORMULAS = re.compile(r"=?(SUM\([A-Z]+\d+:[A-Z]+\d+\)|SUMIFS\([$A-Z\d:,]+\)|\$[A-Z]\$\d+)")


def report(path: Path, lang: str = "zh", **changes: object) -> Path:
    file = path / "plan.xlsx"
    write_report(sample_results(**changes), file, lang)
    return file


def cells(file: Path, key: str, lang: str = "zh") -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name(label(f"sheet.{key}", lang))
    return sheet.to_python(skip_empty_area=False)


def texts(file: Path, key: str, lang: str = "zh") -> str:
    return "\n".join(str(cell) for row in cells(file, key, lang) for cell in row if cell != "")


def parts(file: Path, pattern: str) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if re.search(pattern, name)]
        return {name: archive.read(name).decode("utf-8") for name in names}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(tmp_path_factory.mktemp("report"))


def test_sheets_stand_in_the_order_of_the_contents(written):
    names = CalamineWorkbook.from_path(str(written)).sheet_names
    assert names == [label(f"sheet.{key}", "zh") for key in SHEETS if key not in NEEDED]
    assert names[:3] == ["总览", "达峰证明", "达标"]
    assert names[-1] == "审计"


@pytest.mark.parametrize("key", [key for key in SHEETS if key not in NEEDED])
def test_first_line_says_which_question_a_sheet_answers(written, key):
    first = str(cells(written, key)[0][0])
    assert first.startswith(label(f"sheet.{key}", "zh"))
    assert first.endswith("？")


def test_texts_of_the_workbook_become_neither_formula_nor_link(written):
    sheets = parts(written, r"worksheets/sheet\d+\.xml$")
    for name, xml in sheets.items():
        assert "<hyperlink" not in xml, name
        for formula in re.findall(r"<f[^>]*>([^<]*)</f>", xml):
            assert OWN_FORMULAS.fullmatch(formula), formula
    assert FORMULA in texts(written, "clauses")
    assert LINK in texts(written, "tasks")
    assert not parts(written, r"vbaProject|externalLink")


def test_nothing_is_newer_than_excel_2016(written):
    for name, xml in parts(written, r"\.xml$").items():
        assert "_xlfn" not in xml, name
        assert 't="array"' not in xml, name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sheet_prints_on_a3_across_one_page_wide(tmp_path, lang):
    for name, xml in parts(report(tmp_path, lang), r"worksheets/sheet\d+\.xml$").items():
        assert re.search(r'<pageSetup[^>]*paperSize="8"[^>]*orientation="landscape"', xml), name
        assert re.search(r'<pageSetup[^>]*fitToHeight="0"', xml), name
        assert 'state="frozen"' in xml, name


def test_native_tables_charts_and_lists_are_there(written):
    tables = parts(written, r"tables/table\d+\.xml$")
    names = {re.search(r'displayName="([^"]+)"', xml).group(1) for xml in tables.values()}
    assert {"tbl_clauses", "tbl_tasks", "tbl_capacity", "tbl_inputs", "tbl_hours"} <= names
    assert all("<autoFilter" in xml for xml in tables.values())
    assert sum("dataValidation " in x for x in parts(written, r"sheet\d+\.xml$").values()) == 1


def test_charts_show_numbers(written):
    """No chart is empty: every series finds numbers in the cells it refers to."""
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    charts = parts(written, r"charts/chart\d+\.xml$")
    assert len(charts) >= 15
    for name, xml in charts.items():
        series = ElementTree.fromstring(xml).findall(".//c:ser", space)
        assert series, name
        counts = [len(one.findall(".//c:val//c:pt", space)) for one in series]
        assert max(counts) >= 3, name


def test_overview_tells_peak_cost_lights_and_unserved_energy(written):
    found = texts(written, "overview")
    for part in ("2025", "峰值 1,321 万吨", "✔ 1  ▲ 1  ✘ 1", "✘ 不可行", "✔ 可行"):
        assert part in found
    assert "缺供：电力 各年合计 0.5 亿千瓦时" in found


def test_own_estimates_are_counted_apart_from_targets_of_the_plan(written):
    counts = "计划指标 1/3 达标；自设估计目标 1/2 达标"
    for key in ("overview", "clauses"):
        assert counts in texts(written, key)
    rows = cells(written, "clauses")
    head = next(at for at, row in enumerate(rows) if row[0] == "条款")
    source = rows[head].index("目标值来源")
    words = {row[0]: row[source] for row in rows[head + 1 :] if row[0]}
    assert words["A-1"] == "文本给出"
    assert words["A-4"] == words["A-5"] == "自设估计"
    lights = [str(row[0]).split("  ")[0] for row in cells(written, "overview")]
    order = [
        lights.index(word) for word in ("计划指标", "A-1", "A-3", "自设估计目标", "A-4", "A-5")
    ]
    assert order == sorted(order)


def test_without_own_estimates_there_is_no_word_of_them(tmp_path):
    results = sample_results()
    clauses = results.tables["clauses"].assign(own_target=False)
    summary = replace(results.solution_summary, own_met=0, own_missed_red=0)
    plain = replace(
        results, tables={**results.tables, "clauses": clauses}, solution_summary=summary
    )
    write_report(plain, tmp_path / "plan.xlsx", "zh")
    for key in ("overview", "clauses"):
        assert "自设估计" not in texts(tmp_path / "plan.xlsx", key)


def test_transfers_stand_apart_from_the_cost_of_resources(written, tmp_path):
    rows = cells(written, "costs")
    first = [str(row[0]) for row in rows]
    title = first.index("转移支付（不计入资源成本）")
    assert "不消耗资源" in first[title + 1]
    assert title > max(at for at, word in enumerate(first) if word == "合计")
    assert title < first.index("逐项明细")
    at = first.index("碳市场")
    assert rows[at][1:6] == ["亿元", 1.0, 2.0, -3.0, 4.0]
    assert first[at + 1] == "　电力 → 其他城市"
    assert rows[at + 2][0:4] == ["　计价量：配额缺口", "万吨", 100.0, 200.0]
    assert rows[at + 3][0:3] == ["　价格", "元/吨", 100.0]
    assert "补贴 · 已计入优化目标" in first
    assert first[title + 2] == label("transfers_counted_note", "zh")
    results = sample_results()
    none = {name: table for name, table in results.tables.items() if name != "transfers"}
    write_report(replace(results, tables=none), tmp_path / "plan.xlsx", "zh")
    assert "转移支付" not in texts(tmp_path / "plan.xlsx", "costs")


def test_lights_are_words_with_an_icon_and_follow_their_text(written):
    found = texts(written, "clauses")
    for light in ("✔ 达标", "▲ 差10%以内", "✘ 未达标", "○ 只记录", "… 尚未建模", "？ 缺目标值"):
        assert light in found
    sheet = parts(written, r"worksheets/sheet2\.xml$").popitem()[1]
    assert 'operator="beginsWith"' in sheet


def test_costs_are_added_up_against_the_objective(written, tmp_path):
    assert texts(written, "costs").count("✔ 通过") == 2
    results = sample_results()
    wrong = replace(results.solution_summary, cost_before_peak=1.0)
    write_report(replace(results, solution_summary=wrong), tmp_path / "plan.xlsx", "zh")
    assert "✘ 未通过" in texts(tmp_path / "plan.xlsx", "costs")


def test_total_formulas_carry_their_results(written):
    rows = cells(written, "costs")
    total = next(row for row in rows if row[0] == "合计")
    assert total[2:6] == [50.0, 51.0, 54.0, 55.0]


def test_only_power_plant_adds_up_to_installed_capacity(written):
    """Storage and lorries stand below the sum of what generates."""
    rows = cells(written, "capacity")
    at = next(at for at, row in enumerate(rows) if row[0] == "发电装机合计")
    assert rows[at][2:7] == [350.0, 350.0, 370.0, 420.0, 430.0]
    assert [row[0] for row in rows[at + 1 : at + 3]] == ["储能", "交通运输"]


def test_paper_ends_before_the_long_lists(written):
    names = parts(written, r"xl/workbook\.xml$")["xl/workbook.xml"]
    for key in ("costs", "operation", "clauses"):
        assert f"'{label(f'sheet.{key}', 'zh')}'!$A$1:" in names.replace("&apos;", "'") or (
            f"{label(f'sheet.{key}', 'zh')}!$A$1:" in names
        )


def test_audit_shows_each_check_and_a_rise_after_the_peak(written, tmp_path):
    found = texts(written, "audit")
    assert found.count("✘ 未通过") == 1
    assert "电力平衡" in found
    results = sample_results()
    summary = results.solution_summary
    rising = replace(summary, emissions=(*summary.emissions[:-1], 2000.0))
    write_report(replace(results, solution_summary=rising), tmp_path / "plan.xlsx", "zh")
    assert texts(tmp_path / "plan.xlsx", "audit").count("✘ 未通过") == 2


def test_estimates_are_marked_and_counted(written):
    found = texts(written, "inputs")
    assert "共 2 个取值，其中 1 个是估计" in found
    assert found.count("▲ 估计") == 1


def test_chosen_day_is_looked_up_by_formulas_with_results(written):
    rows = cells(written, "operation")
    head = next(at for at, row in enumerate(rows) if row[0] == "日")
    names = rows[head][3 : rows[head].index("负荷") + 1]
    assert names == ["煤电", "风电", "储能", "负荷"]
    assert rows[head + 1][3:7] == [300.0, 0.0, -20.0, 280.0]


def test_english_report_is_english(tmp_path):
    file = report(tmp_path, "en")
    for key in ("capacity", "balance", "emissions", "investment", "operation", "prices"):
        found = [t for t in texts(file, key, "en").split("\n") if CHINESE.search(t)]
        assert set(found) <= {"发改局"}, key
    assert "10⁴ kW" in texts(file, "capacity", "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty_and_missing_tables_still_make_a_report(tmp_path, lang):
    results = sample_results()
    empty = {name: table.iloc[:0] for name, table in results.tables.items()}
    bare = replace(
        results.solution_summary, candidates=(), reference_emissions=(), stages=(), warnings=()
    )
    for tables in (empty, {}):
        emptied = replace(results, tables=tables, base_check=None, solution_summary=bare)
        write_report(emptied, tmp_path / "plan.xlsx", lang)
        assert label("nothing", lang) in texts(tmp_path / "plan.xlsx", "tasks", lang)


def test_an_older_report_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    file = report(tmp_path)
    before = file.read_bytes()

    def broken(*_: object) -> None:
        raise RuntimeError("a sheet that fails")

    monkeypatch.setitem(workbook.SHEETS, "audit", (broken, "#000000"))
    with pytest.raises(RuntimeError):
        report(tmp_path)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path):
    with pytest.raises(StorageError, match="not written"):
        report(tmp_path / "nowhere")


def test_a_difference_that_nobody_explained_is_said(written):
    """The figure that is met needs no word; the one that is 17 % off has none."""
    said = texts(written, "base_check")
    assert said.count(label("check.unexplained", "zh")) == 1
    assert "统计年鉴" in said


@pytest.mark.parametrize(("stage", "what"), [("before", "期限前成本"), ("whole", "全部年份成本")])
def test_the_cover_says_what_is_proved(tmp_path, stage, what):
    row = {"certificate": stage, "cost": 101.0, "bound": 100.0, "gap": 0.0099, "slack": 0.01,
           "unit": "亿元"}  # fmt: skip
    tail = {**row, "certificate": "tail", "bound": 55.5}
    file = report(tmp_path, certificates=pd.DataFrame([row, tail]))
    lines = [line for line in texts(file, "overview").splitlines() if "证明" in line]
    assert len(lines) == 1
    assert lines[0].startswith(what)
    assert "100.00" in lines[0]


def test_prices_say_what_a_step_of_a_target_costs_either_way(written):
    shown = texts(written, "prices")
    assert "目标收紧 0.6 万千瓦，期限前成本增加 120 万元" in shown
    assert "放松同样多，节省 120 万元：价格相同。" in shown
    assert "增加 30,000 万元；放松同样多，只节省 1,000 万元：越收紧越贵。" in shown
    assert "越收紧越贵。按已知运行方式推算为 33,000 万元。" in shown
    assert "目标不能再收紧 1%：没有方案；放松同样多，其后成本节省 500 万元。" in shown


def test_prices_of_one_programme_have_no_steps(tmp_path):
    file = report(tmp_path, steps=pd.DataFrame())
    assert label("steps", "zh") not in texts(file, "prices")


def test_the_cover_tells_a_plan_to_a_gap_from_an_optimum(tmp_path, written):
    row = {"certificate": "before", "cost": 100.0, "bound": 99.9, "gap": 0.001, "slack": 0.01,
           "unit": "亿元"}  # fmt: skip
    results = sample_results(certificates=pd.DataFrame([row]))
    to_a_gap = replace(results.solution_summary, bounds=(Bound("plan", 0, 1.0, 99.9, 100.0),))
    write_report(replace(results, solution_summary=to_a_gap), tmp_path / "gap.xlsx", "zh")
    optimal, proved = label("status.optimal", "zh"), label("status.within_gap", "zh")
    assert optimal in texts(written, "overview")
    said = texts(tmp_path / "gap.xlsx", "overview")
    assert proved in said
    assert optimal not in said
