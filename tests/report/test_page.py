"""What the page says and how it is put together; what it does is tried in a browser."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from page_sample import EVIL, LURE, page_results, write_sample
from sample import CAPACITY, COSTS, EMISSIONS

from pathway.errors import StorageError
from pathway.labels import group_word, label
from pathway.report.html.bilingual import EN, ZH, both, merged
from pathway.report.html.embed import as_json, policy, rounded
from pathway.report.html.page import NEEDED, SECTIONS
from pathway.report.html.sections.audit import audit
from pathway.report.html.sections.clauses import clauses
from pathway.report.html.sections.cover import cover
from pathway.report.html.sections.emissions import emissions
from pathway.report.html.sections.energy import energy, money
from pathway.report.html.sections.inputs import inputs
from pathway.report.html.sections.operation import operation
from pathway.report.html.sections.peak import peak
from pathway.report.html.sections.shift import shift
from pathway.report.html.sections.units import units
from pathway.results.studies import PeakStudy

if TYPE_CHECKING:
    from pathlib import Path

ALWAYS = [key for key in SECTIONS if key not in NEEDED]
"""Sections that every plan has."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def results():
    return page_results()


@pytest.fixture(scope="module")
def page(results, tmp_path_factory) -> str:
    return write_sample(tmp_path_factory.mktemp("page"), results).read_text("utf-8")


def data_of(page: str) -> Any:
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert len(found) == 1
    return json.loads(found[0])


# --- the file -------------------------------------------------------------------------------------


def test_texts_of_the_workbook_stay_texts(page):
    assert EVIL not in page
    assert LURE not in page
    told = json.dumps(data_of(page), ensure_ascii=False)
    assert json.dumps(EVIL)[1:-1] in told
    assert json.dumps(LURE)[1:-1] in told
    assert page.count("<script") - page.count("\\u003cscript") >= 3
    data = page.split('id="data">')[1].split("</script>")[0]
    assert not set("<>&") & set(data)


def test_a_title_that_would_do_harm_is_escaped(results, tmp_path):
    title = replace(results.case.title, zh=EVIL)
    harmful = replace(results, case=replace(results.case, title=title))
    text = write_sample(tmp_path, harmful).read_text("utf-8")
    assert EVIL not in text
    assert "&lt;/script&gt;&lt;img" in text


def test_it_holds_everything_and_may_fetch_nothing(page):
    head = html.unescape(page.split("<body>")[0])
    assert "default-src 'none'" in head
    assert "unsafe-inline" not in head.split("script-src")[1].split(";")[0]
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r'(src|href)=(?!"#)', markup)
    assert "@import" not in markup
    assert "url(" not in markup


def test_scripts_are_allowed_by_their_hash_alone():
    assert policy(["a"]) != policy(["b"])
    assert "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" in policy(["a"])


def test_both_languages_stand_in_it(page):
    data = data_of(page)
    assert data["words"]["total"] == {"zh": "合计", "en": "Total"}
    assert data["sections"]["energy"]["charts"][0]["title"] == {
        "zh": "装机与能力",
        "en": "Capacity",
    }
    for key in ALWAYS:
        assert f'<h2 id="{key}-title"><span class="zh" lang="zh-CN">' in page


def test_it_opens_in_the_language_of_the_run(results, tmp_path):
    assert '<html lang="en" data-lang="en">' in write_sample(tmp_path, results, "en").read_text()


def test_an_older_page_stands_where_a_new_one_fails(results, tmp_path):
    (tmp_path / "report.html").mkdir()
    with pytest.raises(StorageError):
        write_sample(tmp_path, results)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


# --- its parts ------------------------------------------------------------------------------------


def test_what_differs_becomes_a_pair_and_numbers_stand_once():
    assert merged({"a": ["x", 1]}, {"a": ["y", 1]}) == {"a": [{"zh": "x", "en": "y"}, 1]}
    assert merged(["x"], ["x", "y"]) == {"zh": ["x"], "en": ["x", "y"]}


@pytest.mark.parametrize("key", ALWAYS)
def test_english_sections_speak_english(key, results):
    """But for quotes and names of the workbook, which have no other language."""
    make: Any = SECTIONS[key][1]
    told = make(EN, results, None) if key == "peak" else make(EN, results)
    kept = {"quote", "lead", "partners", "county", "section", "departments", "texts", "more"}

    def words(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [w for name, part in value.items() if name not in kept for w in words(part)]
        if isinstance(value, list):
            return [w for part in value for w in words(part)]
        return [value] if isinstance(value, str) else []

    chinese = [word for word in words(told) if CHINESE.search(word)]
    assert [word for word in chinese if "成本" not in word and "平衡" not in word] == []


def test_numbers_are_short_and_blanks_are_none():
    assert rounded(1 / 3) == 0.3333333
    assert rounded(12345678.9) == 12345680
    assert rounded(float("nan")) is None
    assert rounded(float("inf")) is None
    assert as_json(["<&>", "\u2028"]) == '["\\u003c\\u0026\\u003e","\\u2028"]'


# --- sections -------------------------------------------------------------------------------------


def test_the_cover_says_peak_cost_and_clauses_from_the_numbers(results):
    told = cover(ZH, results)
    first, second, third = told["sentences"]
    assert first.startswith("小城 2025 年达峰，峰值 1,321 万吨")
    assert "2027 年为 983 万吨，比峰值低 25.6 %" in first
    assert "2024—2026 年折现成本合计" in second
    assert "投资 42.5 亿元" in second
    assert "3 条，达标 1 条，差 10% 以内 1 条，未达标 1 条" in third
    assert "收紧 0.6 万千瓦，期限前折现成本多 120 万元" in third


def test_unserved_demand_turns_the_light_red(results):
    told = cover(ZH, results)
    assert told["red"]
    assert "电力" in told["alarms"][0]
    served = replace(results.solution_summary, unserved={"electricity": 0.0})
    calm = cover(ZH, replace(results, solution_summary=served))
    assert not calm["red"]
    assert calm["alarms"] == []


def test_without_a_peak_the_cover_does_not_claim_one(results):
    none = replace(results.solution_summary, peak_rows_year=None, peak_year=None)
    told = cover(ZH, replace(results, solution_summary=none))["sentences"][0]
    assert told.startswith("方案没有要求达峰：排放最高在 2025 年")


def test_sectors_add_up_to_the_emissions_and_the_peak_is_marked(results):
    path, sectors = emissions(ZH, results)["charts"]
    sums = [sum(column) for column in zip(*(r["values"] for r in sectors["rows"]), strict=True)]
    assert sums == path["rows"][0]["values"]
    assert sums[0] == sum(values[0] for values in EMISSIONS.values())
    assert sectors["peak"]["year"] == 2025
    assert sectors["peak"]["level"] == max(sums)
    assert [row["dash"] for row in path["rows"]] == ["solid", "dash", "dot"]


def test_capacity_and_supply_are_those_of_the_sheets(results):
    standing, new, supply = energy(ZH, results)["charts"]
    assert standing["unit"] == "万千瓦"
    by_name = {row["name"]: row["values"] for row in standing["rows"]}
    assert by_name["风电"] == list(CAPACITY["wind_farm"])
    assert by_name["煤电"] == [300, 300, 300, 300, 250]
    assert group_word("storage", "zh") in by_name
    assert supply["title"] == "电力从哪里来"
    assert new["years"] == standing["years"]


def test_money_is_invested_and_spent(results):
    invested, costs = money(ZH, results)["charts"]
    wind = next(row for row in invested["rows"] if row["name"] == "风电")
    assert wind["values"] == [None, 12, 29, None]
    assert {row["key"]: row["values"] for row in costs["rows"]} == {
        key: list(values) for key, values in COSTS.items()
    }


def test_a_clause_shows_its_tightest_year_and_all_of_them(results):
    told = clauses(ZH, results)
    rows = {row["key"]: row for row in told["rows"]}
    assert [year[0] for year in rows["A-1"]["years"]] == [2025, 2026]
    assert rows["A-3"]["light"] == "red"
    assert rows["A-3"]["tight"][:4] == [2027, "≥ 300", 180, -120]
    assert rows["A-3"]["tight"][6:] == [12.5, "万元/万千瓦"]
    assert rows["B-1"]["tight"] is None
    assert told["departments"] == ["发改局", "住建局"]
    assert [key for key, _ in told["lights"]][:2] == ["red", "yellow"]


def test_units_stand_are_retrofitted_and_leave(results):
    told = units(ZH, results)
    rows = {row["key"]: row for row in told["rows"]}
    assert rows["1"]["events"] == {"2027": [["retire", "▼ −50"]]}
    assert rows["2"]["events"] == {"2026": [["expire", "■ −30"]]}
    assert rows["3"]["events"] == {}
    assert rows["1"]["stands"] == [100, 100, 100, 50]
    assert told["groups"] == [["coal_power", "煤电"]]


def test_a_retrofit_shows_as_what_changed_and_what_stands_changed(results):
    before = results.tables["units"]
    one = before[before["unit"] == "3"]
    changed = one.assign(state="coal_flex", retrofitted_in=[0.0, 40.0, 0.0, 0.0],
                         capacity=[0.0, 40.0, 40.0, 40.0])  # fmt: skip
    rest = one.assign(capacity=[100.0, 60.0, 60.0, 60.0])
    bar = units(ZH, page_results(units=pd.concat([rest, changed])))["rows"][0]
    assert bar["events"] == {"2025": [["retrofit", "◆ 40"]]}
    assert bar["stands"] == [100] * 4
    assert bar["other"] == [0, 40, 40, 40]


def test_services_with_a_choice_show_who_serves_them(results):
    told = shift(ZH, results)
    assert [chart["title"] for chart in told["charts"]] == ["货运"]
    assert [row["values"][0] for row in told["charts"][0]["rows"]] == [40, 10]
    assert told["sectors"] == [["transport", "交通运输"]]


def test_hours_of_each_day_balance(results):
    told = operation(ZH, results)
    assert [day["key"] for day in told["days"]] == ["0", "1"]
    for year in told["years"]:
        for day in told["days"]:
            *supply, load = told["hours"][str(year)][day["key"]]
            for hour, used in enumerate(load):
                assert sum(group[hour] for group in supply) == pytest.approx(used)
    assert both(lambda words: operation(words, page_results(dispatch=None))) == {}


def test_the_peak_tells_candidates_and_what_was_tried_elsewhere(results):
    told = peak(ZH, results, None)
    rows, candidates = told["tables"]
    assert [row[0] for row in rows["rows"]] == [2024, 2025, 2026, 2027]
    assert [row[1] for row in candidates["rows"]] == ["✘ 不可行", "✔ 可行", "✔ 可行"]
    assert candidates["rows"][1][3] == pytest.approx(3.0)
    assert told["notes"] == [label("page.no_trials", "zh")]
    tried = peak(ZH, results, study())
    assert "需求高 5 %" in " ".join(text for _, text in tried["told"])
    assert tried["tables"][-1]["rows"][1][:2] == ["需求高 5 %", "✔ 成立"]
    assert tried["charts"][-1]["rows"][1]["values"] == [1400] * 4


def study() -> PeakStudy:
    trials = pd.DataFrame([
        {"trial": key, "name_zh": zh, "name_en": key, "sizes_zh": "", "sizes_en": "",
         "state": "survives", "asked_year": 2025, "peak_year": 2025, "level": level,
         "unit": "万吨", "closest": 2026, "margin": 1.0, "cost_before": 1.0, "cost_after": 1.0,
         "more_before": 0.0, "more_after": 0.0, "why": ""}
        for key, zh, level in (("plan", "本方案", 1321.0), ("more", "需求高 5 %", 1400.0))
    ])  # fmt: skip
    paths = pd.DataFrame([
        {"trial": row.trial, "name_zh": row.name_zh, "name_en": row.trial, "year": year,
         "emissions": row.level, "unit": "万吨"}
        for row in trials.itertuples()
        for year in (2024, 2025, 2026, 2027)
    ])  # fmt: skip
    columns = ["kind", "least_bound", "least_known", "most_known", "most_bound", "planned", "close"]
    level = pd.DataFrame([("level", 1300.0, 1300.0, 1330.0, 1330.0, 1321.0, True)], columns=columns)
    return PeakStudy({"peak_trials": trials, "peak_paths": paths, "peak_level": level},
                     (2025, 0.01))  # fmt: skip


def test_every_assumption_has_its_source_and_cell(results):
    told = inputs(ZH, results)
    first = [told["texts"][at] for at in told["rows"][0]]
    assert first[0:4] == ["processes", "wind_farm", "capex", "6000"]
    assert first[8] == "processes!M7"
    assert [told["texts"][row[5]] for row in told["rows"]] == ["A", "D"]
    assert "其中 1 个是估计" in told["notes"][0]


def test_what_failed_in_the_audit_comes_first(results):
    told = audit(ZH, results)
    verdicts = [row[4] for row in told["rows"]]
    assert verdicts[0] == "✘ 未通过"
    assert verdicts == sorted(verdicts, key=lambda verdict: verdict != "✘ 未通过")
    assert "独立审计 2 项，1 项未通过" in told["notes"][0]


def test_tables_that_are_not_there_leave_a_word_not_a_gap(results, tmp_path: Path):
    none = replace(results, tables={"audit": results.tables["audit"]})
    text = write_sample(tmp_path, none).read_text("utf-8")
    assert data_of(text)["sections"]["shift"]["charts"] == []
